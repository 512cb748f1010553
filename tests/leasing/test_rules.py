"""Days, rents and ladders, for whatever numbers there may be."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.amounts import read, written
from portal.core.errors import InvalidError
from portal.leasing import rules
from portal.leasing.models import Rung

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
STAGES = [f"S{number}" for number in range(1, 10)]


@given(DAYS, st.integers(0, 900), DAYS, st.integers(0, 900))
def test_terms_overlap_when_they_share_a_day(
    first: date, long: int, other: date, short: int
) -> None:
    one = first, first + timedelta(days=long)
    two = other, other + timedelta(days=short)
    shared = {one[0] + timedelta(days=n) for n in range(long + 1)} & {
        two[0] + timedelta(days=n) for n in range(short + 1)
    }
    assert rules.overlap(one, two) is bool(shared) is rules.overlap(two, one)


@given(DAYS, st.integers(0, 2000))
def test_months_hold_every_day_once(first: date, long: int) -> None:
    last = first + timedelta(days=long)
    parts = list(rules.months(first, last))
    assert sum(days for days, _ in parts) == long + 1
    assert all(0 < days <= whole in {28, 29, 30, 31} for days, whole in parts)


@given(st.integers(0, 10**7), DAYS, st.integers(0, 800), st.integers(0, 800))
def test_a_cost_is_the_sum_of_its_parts_to_a_fen_a_month(
    rent: int, first: date, long: int, cut: int
) -> None:
    last = first + timedelta(days=long)
    middle = min(first + timedelta(days=cut), last)
    whole = rules.share_of(rent, first, last)
    parts = rules.share_of(rent, first, middle)
    if middle < last:
        parts += rules.share_of(rent, middle + rules.A_DAY, last)
    assert abs(whole - parts) <= 1


def test_a_ladder_costs_what_its_stages_took() -> None:
    ladder = {"S1": Rung("S1", 100, None), "S2": Rung("S2", None, 300_00)}
    stages = [(date(2026, 1, 1), "S1"), (date(2026, 3, 1), "S2"), (date(2026, 4, 1), "S3")]
    cost = rules.cost_so_far(1_000_00, ladder, stages, date(2026, 12, 31))
    assert cost == 2 * 1_000_00 + 300_00
    assert rules.cost_so_far(1_000_00, ladder, stages, date(2025, 12, 31)) == 0
    assert rules.off_a_month(100_00, ladder["S2"]) == 100_00, "never more than the rent"


@given(
    st.lists(st.tuples(DAYS, st.sampled_from(STAGES)), min_size=1, unique_by=lambda one: one[0]),
    DAYS,
    st.integers(0, 900),
)
def test_what_counts_from_a_day_costs_what_it_costs_after_it(
    stages: list[tuple[date, str]], since: date, long: int
) -> None:
    stages = sorted(stages)
    last = since + timedelta(days=long)
    kept = rules.counted(stages, since)
    assert all(first >= since for first, _code in kept)

    def stage_on(one: date, among: list[tuple[date, str]]) -> str:
        return next((code for first, code in reversed(among) if first <= one), "")

    for number in range(0, long + 1, 30):
        one = since + timedelta(days=number)
        assert stage_on(one, kept) == stage_on(one, stages)
    free = {code: Rung(code, 100, None) for code in STAGES}
    first = max(since, stages[0][0])
    whole = rules.share_of(1_000_00, first, last) if first <= last else 0
    assert abs(rules.cost_so_far(1_000_00, free, kept, last) - whole) <= len(stages)


def test_no_step_takes_more_than_the_rent() -> None:
    rules.check_ladder([Rung("S1", 100, None), Rung("S2", None, 300_00)], 300_00)
    with pytest.raises(InvalidError, match=r"S2: ¥300\.01"):
        rules.check_ladder([Rung("S1", 100, None), Rung("S2", None, 300_01)], 300_00)


@given(st.integers(0, 10**10))
def test_an_amount_is_read_as_it_is_written(hundredths: int) -> None:
    assert read(written(hundredths)) == hundredths


def test_amounts_as_people_type_them() -> None:
    assert [read(one) for one in ("¥1,280", "１２.５㎡", "12.50", "80 元", "8.5平方米")] == [
        1_280_00,
        12_50,
        12_50,
        80_00,
        8_50,
    ]
    assert [read(one) for one in ("", "-1", "1.234", "nan", "½", "1e3", "٣")] == [None] * 7
