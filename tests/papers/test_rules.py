"""What follows from papers, as a table; dates; the ladder of reminders."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import InvalidError
from portal.papers import rules
from portal.papers.models import Effect, Standing
from portal.papers.models import TrademarkState as T
from portal.papers.models import VersionState as V
from portal.papers.rules import Facts, Wanted, Written
from portal.reference import papers as kinds

TODAY = date(2026, 11, 22)
LICENCE, TRADEMARK = kinds.every()["licence"], kinds.every()["trademark"]
REPORT, CARD = kinds.every()["quality_report"], kinds.every()["owner_id"]
LONG_AGO = date(2020, 1, 1)
P, N, O, B, R = (  # noqa: E741 -- a table wants short heads
    Effect.PAUSED,
    Effect.CANNOT_PUBLISH,
    Effect.CANNOT_OPEN,
    Effect.BADGE,
    Effect.REMIND,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


# effect, days of grace, asked since, last good day, joined -> from when, does it hold
TABLE = [
    # ran out: the day after, then grace; never before the rule was there
    (P, 0, "2026-01-01", "2026-11-19", "2020-01-01", "2026-11-20", True),
    (P, 0, "2026-01-01", "2026-11-22", "2020-01-01", "2026-11-23", False),
    (P, 0, "2026-01-01", "2026-11-21", "2020-01-01", "2026-11-22", True),
    (P, 15, "2026-01-01", "2026-11-19", "2020-01-01", "2026-12-05", False),
    (N, 2, "2026-01-01", "2026-11-19", "2020-01-01", "2026-11-22", True),
    (P, 0, "2026-11-22", "2024-01-01", "2020-01-01", "2026-11-22", True),
    (P, 7, "2026-11-22", "2024-01-01", "2020-01-01", "2026-11-29", False),
    # never there: from the rule, or from the day the brand came
    (P, 0, "2026-11-01", None, "2020-01-01", "2026-11-01", True),
    (O, 30, "2026-11-01", None, "2020-01-01", "2026-12-01", False),
    (B, 10, "2026-01-01", None, "2026-11-20", "2026-11-30", False),
    (R, 0, "2026-01-01", None, "2026-11-20", "2026-11-20", True),
]


@pytest.mark.parametrize(("effect", "grace", "since", "ends", "joined", "starts", "holds"), TABLE)
def test_what_follows(
    effect: Effect, grace: int, since: str, ends: str | None, joined: str, starts: str, holds: bool
) -> None:
    wanted = [Wanted(LICENCE, "", effect, grace, day(since))]
    held = {("licence", ""): Facts(V.VERIFIED, day(ends), V.VERIFIED)} if ends else {}
    [found] = rules.consequences(wanted, held, day(joined), TODAY)
    assert (found.effect, found.starts_on, found.holds) == (effect, day(starts), holds)
    assert rules.paused_from([found]) == (day(starts) if effect is P else None)
    hard = rules.obstacles([found], P, N)
    assert bool(hard) == (holds and effect in {P, N})


def test_nothing_follows_from_a_paper_without_an_end() -> None:
    wanted = [Wanted(LICENCE, "", P, 0, LONG_AGO)]
    held = {("licence", ""): Facts(V.VERIFIED, None, V.VERIFIED)}
    assert rules.consequences(wanted, held, LONG_AGO, TODAY) == []


def test_a_trademark_has_six_months_of_grace_by_law() -> None:
    wanted = [Wanted(TRADEMARK, "", B, 0, LONG_AGO)]
    for ends, holds in (("2026-05-22", False), ("2026-05-21", True)):
        held = {("trademark", ""): Facts(V.VERIFIED, day(ends), V.VERIFIED)}
        [found] = rules.consequences(wanted, held, LONG_AGO, TODAY)
        assert found.holds == holds, ends


def test_a_withdrawn_verification_begins_the_grace_anew() -> None:
    wanted = [Wanted(LICENCE, "", P, 5, LONG_AGO)]
    held = {("licence", ""): Facts(last=V.RETURNED, fell_on=TODAY)}
    [found] = rules.consequences(wanted, held, LONG_AGO, TODAY)
    assert found.starts_on == TODAY + timedelta(5)


def test_where_the_office_says_nothing_the_usual_papers_are_asked_for_and_nothing_follows() -> None:
    asked = rules.asked_of({}, "W03", set())
    assert {one.kind.code for one in asked} == {k for k, v in kinds.every().items() if v.usual}
    assert {one.effect for one in asked} == {R}
    assert "quality_report" not in {one.kind.code for one in rules.asked_of({}, "", set())}


@pytest.mark.parametrize(
    ("in_force", "ends", "last", "looks"),
    [
        (None, None, None, Standing.MISSING),
        (None, None, V.UPLOADED, Standing.UPLOADED),
        (None, None, V.RETURNED, Standing.RETURNED),
        (V.VERIFIED, None, V.VERIFIED, Standing.VERIFIED),
        (V.VERIFIED, 61, V.VERIFIED, Standing.VERIFIED),
        (V.VERIFIED, 60, V.VERIFIED, Standing.EXPIRING),
        (V.VERIFIED, 0, V.VERIFIED, Standing.EXPIRING),
        (V.VERIFIED, -1, V.VERIFIED, Standing.EXPIRED),
        (V.VERIFIED, -1, V.UPLOADED, Standing.UPLOADED),
        (V.VERIFIED, 5, V.UPLOADED, Standing.UPLOADED),
        (V.VERIFIED, 200, V.UPLOADED, Standing.VERIFIED),
        (V.VERIFIED, 5, V.RETURNED, Standing.EXPIRING),
        (V.RENEWING, 5, V.RENEWING, Standing.RENEWING),
        (V.RENEWING, -1, V.RENEWING, Standing.EXPIRED),
    ],
)
def test_how_a_paper_looks(
    in_force: V | None, ends: int | None, last: V | None, looks: Standing
) -> None:
    end = None if ends is None else TODAY + timedelta(ends)
    assert rules.standing(LICENCE, Facts(in_force, end, last), TODAY) is looks


def test_a_year_after_29_february_is_28_february() -> None:
    assert rules.add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert rules.add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert rules.add_years(date(2020, 2, 29), 10) == date(2030, 2, 28)
    assert rules.end_of(REPORT, Written(issued_on=date(2024, 2, 29))) == date(2025, 2, 28)
    assert rules.add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.integers(0, 50))
def test_years_keep_month_and_day_wherever_there_is_such_a_day(start: date, years: int) -> None:
    end = rules.add_years(start, years)
    assert (end.year, end.month) == (start.year + years, start.month)
    assert end.day == start.day or (start.month, start.day, end.day) == (2, 29, 28)


@given(
    ends=st.lists(st.one_of(st.none(), st.integers(-500, 500)), max_size=5),
    grace=st.integers(0, 365),
)
def test_what_holds_began_and_what_is_paused_is_the_first(
    ends: list[int | None], grace: int
) -> None:
    every = list(kinds.every().values())
    wanted = [Wanted(kind, "", P, grace, LONG_AGO) for kind in every[: len(ends)]]
    held = {
        (one.kind.code, ""): Facts(V.VERIFIED, TODAY + timedelta(end) if end else None, V.VERIFIED)
        for one, end in zip(wanted, ends, strict=True)
    }
    found = rules.consequences(wanted, held, LONG_AGO, TODAY)
    assert all(one.holds == (one.starts_on <= TODAY) for one in found)
    assert rules.paused_from(found) == min((one.starts_on for one in found), default=None)
    assert len(found) == sum(bool(end) for end in ends)


@pytest.mark.parametrize(
    ("left", "reminded", "sends"),
    [
        (61, None, None),
        (60, None, 60),
        (45, None, 60),
        (45, 60, None),
        (30, 60, 30),
        (29, 30, None),
        (7, 30, 7),
        (3, 60, 7),
        (0, 7, 0),
        (0, 0, None),
        (-4, 7, 0),
        (-4, 0, None),
    ],
)
def test_the_ladder_of_reminders(left: int, reminded: int | None, sends: int | None) -> None:
    end = TODAY + timedelta(left)
    assert rules.is_due(LICENCE, end, reminded, TODAY) == sends


def test_of_a_persons_card_only_the_ends_are_kept() -> None:
    assert rules.kept_number(CARD, "430203198001011234") == "4302**********1234"
    assert rules.kept_number(CARD, "12345678") == "********"
    assert rules.kept_number(LICENCE, " 91430200MA4L ") == "91430200MA4L"


@pytest.mark.parametrize(
    ("state", "certificate", "sign"),
    [
        (None, rules.NOTHING, ""),
        (T.SEARCHED, rules.NOTHING, ""),
        (T.FILED, rules.NOTHING, "TM"),
        (T.PUBLISHED, rules.NOTHING, "TM"),
        (T.REFUSED, rules.NOTHING, ""),
        (T.REGISTERED, rules.NOTHING, ""),
        (T.REGISTERED, Facts(V.VERIFIED, date(2030, 1, 1), V.VERIFIED), "®"),
        (T.REGISTERED, Facts(V.VERIFIED, date(2026, 6, 1), V.VERIFIED), "®"),
        (T.REGISTERED, Facts(V.VERIFIED, date(2026, 5, 1), V.VERIFIED), ""),
    ],
)
def test_the_sign_beside_a_name(state: T | None, certificate: Facts, sign: str) -> None:
    assert rules.mark_of(state, certificate, TODAY) == sign


def test_days_that_no_paper_carries_are_refused() -> None:
    bad = [Written(), Written(expires_on=TODAY, issued_on=TODAY)]
    for one in bad:
        with pytest.raises(InvalidError):
            rules.end_of(LICENCE, one)
    with pytest.raises(InvalidError):
        rules.check_days(TODAY + timedelta(1), None, TODAY)
    with pytest.raises(InvalidError):
        rules.check_snooze(TODAY, TODAY)
    with pytest.raises(InvalidError):
        rules.check_snooze(TODAY + timedelta(61), TODAY)
