"""Two people decide the same thing at the same moment: one wins, the other is told so."""

import os
from collections.abc import Callable
from http import HTTPStatus

import pytest
from flask import Flask

from portal.audit import queries as audit
from tests.brands.conftest import newest
from tests.client import Browser
from tests.make import Make
from tests.reliability import openings
from tests.reliability.contests import FLOWS, Contest, Office, book_a_mentor, let_stall, publish
from tests.reliability.races import Press, at_once, statuses
from tests.reliability.steering import STEERED

PAIRS = int(os.environ.get("PORTAL_RACES") or 8)
CROWD = 50


@pytest.mark.slow
@pytest.mark.parametrize(
    "flow", [*FLOWS, *STEERED, *openings.FLOWS], ids=lambda flow: flow.__name__
)
def test_of_two_at_once_one_wins(
    app: Flask,
    make: Make,
    another: Callable[[], Browser],
    flow: Callable[[Office], Contest],
) -> None:
    office = Office(make, another)
    for _pair in range(PAIRS):
        contest = flow(office)
        shown = at_once(app, contest.presses)
        assert statuses(shown) == contest.statuses, [one.words for one in shown]
        assert contest.outcome() == (1, contest.told)
    assert list(audit.broken_links()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "crowded", [publish, let_stall, book_a_mentor], ids=lambda flow: flow.__name__
)
def test_of_fifty_at_once_one_wins_and_nobody_meets_a_fault(
    app: Flask,
    make: Make,
    another: Callable[[], Browser],
    crowded: Callable[[Office], Contest],
) -> None:
    contest = crowded(Office(make, another, managers=CROWD))
    shown = at_once(app, contest.presses)
    won = [one for one in shown if one.status == HTTPStatus.SEE_OTHER]
    assert len(won) == 1
    late = {one.status for one in shown if one not in won}
    assert late <= {HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE}, late
    assert contest.outcome() == (1, 1)


@pytest.mark.slow
def test_of_two_who_save_one_text_the_second_sees_both(
    app: Flask, make: Make, another: Callable[[], Browser]
) -> None:
    office = Office(make, another)
    for _pair in range(PAIRS):
        brand = office.brand()
        owners = [office.owner(brand) for _ in range(2)]
        page = office.page(brand, "profile/identity/edit")
        texts = ["十二年一条裤", "梨形身材的女裤"]
        shown = at_once(
            app,
            [
                Press(owner, owner.get(page), "Save", {"slogan_zh": text})
                for owner, text in zip(owners, texts, strict=True)
            ],
        )
        assert statuses(shown) == [303, 409], [one.words for one in shown]
        late = next(one for one in shown if one.status == HTTPStatus.CONFLICT)
        assert all(text in late.html for text in texts)
        kept = texts[[one.status for one in shown].index(HTTPStatus.SEE_OTHER)]
        assert newest(brand).slogan_zh == kept
