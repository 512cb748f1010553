"""Two at the same moment: the first answer of a month, a correction, the same reminder."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.core.db import db
from portal.figures.models import FigureChange, FigureReminder, FigureSheet
from tests.client import Browser
from tests.figures.conftest import Stall, told
from tests.make import Make
from tests.reliability.races import Press, at_once

SAVE = "Save this month's figures"
Another = Callable[[], Browser]


@pytest.mark.parametrize("corrects", [False, True], ids=["first answer", "correction"])
def test_of_two_who_answer_one_is_kept_and_one_is_asked(
    app: Flask, another: Another, stall: Stall, corrects: bool
) -> None:
    if corrects:
        stall.answer(stall.brand, "2026-09", staff=5)
    people = [another().sign_in(stall.owner), another().sign_in(stall.manager)]
    opened = [(one, one.get(stall.page("2026-09"))) for one in people]
    presses = [
        Press(one, page, SAVE, {"staff": str(place)}) for place, (one, page) in enumerate(opened, 7)
    ]
    shown = at_once(app, presses)
    assert sorted(one.status for one in shown) == [HTTPStatus.SEE_OTHER, HTTPStatus.CONFLICT]
    won = [one.status for one in shown].index(HTTPStatus.SEE_OTHER)
    sheet = stall.sheet("2026-09")
    assert sheet
    assert sheet.values == {"staff": 7 + won}
    assert db.session.scalar(select(func.count(FigureSheet.id))) == 1
    assert db.session.scalar(select(func.count(FigureChange.id))) == 1


def test_two_managers_remind_once(app: Flask, make: Make, another: Another, stall: Stall) -> None:
    people = [another().sign_in(one) for one in (stall.manager, make.manager(stall.market))]
    address = f"{stall.home}/unanswered"
    presses = [Press(one, one.get(address), "Remind the one", {}) for one in people]
    shown = at_once(app, presses)
    assert [one.status for one in shown] == [HTTPStatus.SEE_OTHER] * 2
    assert told("figures.reminded") == [stall.owner.id]
    assert db.session.scalar(select(func.count(FigureReminder.id))) == 1
