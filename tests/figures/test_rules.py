"""The arithmetic: months, what may be written, jumps, quartiles, gaps in a line."""

import statistics
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import clock
from portal.core.errors import InvalidError
from portal.figures import cards, monthly, rules
from portal.figures.fields import ALL, FIELDS, MOST_ASKED, USUAL, Kind
from portal.figures.models import FigureChoice, ReminderKind

MONTHS = st.dates(date(2001, 1, 1), date(2199, 12, 31)).map(monthly.month_of)
DAYS = st.dates(date(2001, 2, 1), date(2199, 12, 31))
PIECES, SHARE, MONEY = FIELDS["pieces_sold"], FIELDS["exchange"], FIELDS["sales"]
BAND = FIELDS["sales_band"]


@given(MONTHS, st.integers(-300, 300))
def test_going_so_many_months_and_back(month: date, number: int) -> None:
    there = monthly.after(month, number)
    assert there.day == 1
    assert monthly.after(there, -number) == month
    assert monthly.between(month, there) == max(0, number + 1)


@given(DAYS)
def test_the_month_that_is_over_and_its_due_day(today: date) -> None:
    month = monthly.last_complete(today)
    last_day = month.replace(day=monthrange(month.year, month.month)[1])
    assert last_day < today <= last_day + timedelta(days=31)
    assert monthly.due_on(month) - last_day == timedelta(days=10)
    assert monthly.last_due(today) == (month if today.day > 10 else monthly.after(month, -1))


@pytest.mark.parametrize(
    ("today", "month"),
    [
        ((2026, 1, 31), (2025, 12, 1)),
        ((2026, 2, 1), (2026, 1, 1)),
        ((2028, 2, 29), (2028, 1, 1)),
        ((2028, 3, 1), (2028, 2, 1)),
        ((2026, 12, 31), (2026, 11, 1)),
    ],
)
def test_months_at_their_edges(today: tuple[int, int, int], month: tuple[int, int, int]) -> None:
    assert monthly.last_complete(date(*today)) == date(*month)


@pytest.mark.parametrize(
    ("admitted", "first"),
    [
        ("2026-08-31T15:59:59", date(2026, 9, 1)),  # 23:59:59 on the last of August there
        ("2026-08-31T16:00:00", date(2026, 9, 1)),  # the first minute of September: a whole month
        ("2026-09-01T15:59:59", date(2026, 9, 1)),
        ("2026-09-01T16:00:00", date(2026, 10, 1)),  # the second of September: mid-month
        ("2026-01-31T04:00:00", date(2026, 2, 1)),
        ("2028-02-29T04:00:00", date(2028, 3, 1)),
        ("2025-12-31T15:00:00", date(2026, 1, 1)),
    ],
)
def test_a_brand_starts_with_its_first_whole_month(admitted: str, first: date) -> None:
    moment = datetime.fromisoformat(admitted).replace(tzinfo=UTC)
    assert monthly.first_whole_month(moment) == first
    assert moment < monthly.admitted_before(first)
    assert moment >= monthly.admitted_before(monthly.after(first, -1))


@given(st.datetimes(datetime(2001, 1, 1), datetime(2199, 1, 1)), MONTHS)  # noqa: DTZ001 -- UTC follows
def test_the_database_and_the_page_agree_who_is_asked(moment: datetime, month: date) -> None:
    admitted = moment.replace(tzinfo=UTC)
    asked = admitted < monthly.admitted_before(month)
    assert asked == (monthly.first_whole_month(admitted) <= month)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "1999-12", "2200-01", "26-09", "2026-9"])
def test_what_is_no_month(text: str) -> None:
    assert monthly.read_month(text) is None


@given(MONTHS)
def test_an_address_names_its_month(month: date) -> None:
    assert monthly.read_month(monthly.written(month)) == month


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        (" ", None),
        ("0", 0),
        ("1,240", 1240),
        ("１２４０", 1240),
        ("12.0", 12),
        ("1.2万", 12_000),
        ("1.2 w", 12_000),
        ("3千", 3_000),
        ("320条", 320),
        ("1,240 件", 1240),
        ("2万件", 20_000),
    ],
)
def test_what_may_be_written(text: str, value: int | None) -> None:
    assert rules.read(PIECES, text) == value


def test_shares_and_money_keep_two_places() -> None:
    assert rules.read(SHARE, "63.5 %") == 6350
    assert rules.read(SHARE, "100") == 10_000
    assert rules.read(SHARE, "0.05") == 5
    assert rules.read(MONEY, "¥12,800.5") == 1_280_050
    assert rules.read(MONEY, "8.5万元") == 8_500_000
    assert (SHARE.say(6350), SHARE.typed(6350), MONEY.say(1_280_050)) == (
        "63.5 %",
        "63.5",
        "¥12,800",
    )


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("pieces_sold", "1e12"),
        ("pieces_sold", "1000000000000"),
        ("pieces_sold", "-5"),
        ("pieces_sold", "−5"),
        ("pieces_sold", "12.5"),
        ("pieces_sold", "about 300"),
        ("pieces_sold", "1,2万"),
        ("pieces_sold", "1.23456万"),
        ("exchange", "1万"),
        ("pieces_sold", "٣"),
        ("pieces_sold", "½"),
        ("pieces_sold", "nan"),
        ("exchange", "101"),
        ("exchange", "100.01"),
        ("exchange", "1.234"),
        ("sales", "9" * 40),
        ("sales", "100000001"),
        ("sales_band", "0"),
        ("sales_band", "7"),
        ("staff", "10001"),
    ],
)
def test_what_cannot_be(code: str, text: str) -> None:
    with pytest.raises(InvalidError) as refused:
        rules.read(FIELDS[code], text)
    assert refused.value.field == code


@given(st.sampled_from(ALL), st.data())
def test_what_is_typed_again_is_the_same(figure: Any, data: Any) -> None:
    value = data.draw(st.integers(1 if figure.kind is Kind.BAND else 0, figure.limit))
    assert rules.read(figure, figure.typed(value)) == value


@given(st.sampled_from(ALL), st.text(max_size=20))
def test_anything_is_a_number_in_its_limits_or_refused(figure: Any, text: str) -> None:
    try:
        value = rules.read(figure, text)
    except InvalidError:
        return
    assert value is None or 0 <= value <= figure.limit


def test_a_slipped_digit_is_asked_about_and_growth_is_not() -> None:
    assert rules.is_jump(PIECES, 1_200, 12_000)
    assert rules.is_jump(PIECES, 12_000, 1_200)
    assert rules.is_jump(PIECES, 0, 300)
    assert not rules.is_jump(PIECES, 1_200, 3_000)
    assert not rules.is_jump(PIECES, 2, 40)
    assert not rules.is_jump(PIECES, None, 1_000_000)
    assert not rules.is_jump(PIECES, 1_000_000, None)
    assert rules.is_jump(SHARE, 1_000, 5_000)
    assert not rules.is_jump(SHARE, 1_000, 4_999)
    assert rules.is_jump(BAND, 1, 4)


def test_a_choice_is_short_and_asks_once() -> None:
    rules.check_choice(USUAL)
    assert len(USUAL) == MOST_ASKED
    for wrong in ([], list(FIELDS)[: MOST_ASKED + 1], ["sales", "sales_band"]):
        with pytest.raises(InvalidError):
            rules.check_choice(wrong)


def test_a_choice_holds_until_the_next() -> None:
    first = FigureChoice(number=1, from_month=date(2026, 1, 1), fields=["staff"])
    second = FigureChoice(number=2, from_month=date(2026, 6, 1), fields=["exchange"])
    again = FigureChoice(number=3, from_month=date(2026, 6, 1), fields=["pieces_sold", "staff"])
    every = [first, second, again]
    assert rules.in_force(every, date(2025, 12, 1)) is None
    assert rules.in_force(every, date(2026, 5, 1)) is first
    assert rules.in_force(every, date(2026, 6, 1)) is again
    assert [one.code for one in rules.asked_fields(again)] == ["pieces_sold", "staff"]


@pytest.mark.parametrize(
    ("day", "kind"),
    [(1, "opened"), (7, "opened"), (8, "due"), (10, "due"), (11, "late"), (31, "late")],
)
def test_which_reminder_a_day_asks_for(day: int, kind: str) -> None:
    assert rules.reminder_due(date(2026, 10, day)) is ReminderKind(kind)


NUMBERS = st.lists(st.integers(0, 10**10), min_size=1, max_size=60)


@given(NUMBERS)
def test_the_median_is_the_median(values: list[int]) -> None:
    found = rules.spread(values)
    assert found
    assert found.number == len(values)
    assert abs(found.median - statistics.median(values)) <= 0.5
    assert min(values) <= found.lower <= found.median <= found.upper <= max(values)


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=60))
def test_quartiles_are_those_of_a_spreadsheet(values: list[int]) -> None:
    found = rules.spread(values)
    assert found
    lower, _middle, upper = statistics.quantiles(values, n=4, method="inclusive")
    assert abs(found.lower - lower) <= 0.5
    assert abs(found.upper - upper) <= 0.5


@given(st.lists(st.integers(1, 6), min_size=1, max_size=30))
def test_a_median_of_bands_is_a_band(values: list[int]) -> None:
    found = rules.spread(values, steps=True)
    assert found
    assert {found.lower, found.median, found.upper} <= set(values)


def test_of_none_there_is_no_median() -> None:
    assert rules.spread([]) is None
    assert rules.percent_of(0, 0) == 0


@given(st.lists(st.integers(1, 12), min_size=2, max_size=2, unique=True))
def test_two_answers_make_no_median_for_owners(values: list[int]) -> None:
    assert cards.guarded(rules.spread(values)) is None
    assert cards.guarded(rules.spread([*values, 7])) is not None


@given(MONTHS, st.integers(0, 40), st.one_of(st.none(), st.integers(-5, 45)))
def test_months_without_an_answer_count_back_to_the_last_one(
    first: date, length: int, answered: int | None
) -> None:
    last = monthly.after(first, length)
    newest = None if answered is None else monthly.after(first, answered)
    counted = [
        month
        for month in (monthly.after(first, place) for place in range(length + 1))
        if newest is None or month > newest
    ]
    assert rules.without_answer(first, newest, last) == len(counted)


SERIES = st.lists(st.one_of(st.none(), st.integers(0, 5_000)), min_size=12, max_size=12)


@given(SERIES)
def test_a_gap_is_a_gap_and_never_a_zero(series: list[int | None]) -> None:
    months = monthly.months(date(2026, 9, 1))
    chart = cards.Chart(PIECES, months, series, asked=frozenset(months))
    drawn = [one for piece in cards.pieces(series) for one in piece]
    assert dict(drawn) == {place: value for place, value in enumerate(series) if value is not None}
    assert len(chart.dots) + len(chart.gaps) == len(months)
    for piece in cards.pieces(series):
        places = [place for place, _value in piece]
        assert places == list(range(places[0], places[-1] + 1))
    for x, y in chart.dots:
        assert cards.LEFT <= x <= cards.RIGHT
        assert cards.TOP <= y <= cards.BOTTOM
    assert (chart.last is None) == (not drawn)


def test_the_scale_is_round_and_holds_everything() -> None:
    for most in (0, 1, 4, 5, 9, 61, 99, 100, 1_001, 10**10):
        assert cards.nice(most) >= max(most, 4)
        assert cards.nice(most) < 4 * max(most, 4)


def test_the_clock_of_the_markets_is_beijing_time() -> None:
    midnight = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)
    with clock.at(midnight - timedelta(seconds=1)):
        assert monthly.last_complete(clock.today()) == date(2026, 8, 1)
    with clock.at(midnight):
        assert monthly.last_complete(clock.today()) == date(2026, 9, 1)
