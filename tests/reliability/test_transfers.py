"""The last words of a transfer at the same moment, and a let signed while the brand leaves."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.audit.models import AuditEvent
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.leasing.models import Let
from portal.markets.models import Floor, Hall, Market, Stall
from portal.onboarding.models import Side, Transfer
from tests.client import Browser
from tests.make import Make
from tests.reliability.races import Press, at_once, statuses

PAIRS = 4


def leaving(make: Make) -> tuple[Brand, Transfer, Market]:
    """Return a brand that its old office lets go."""
    db.session().expire_on_commit = False
    old, new = make.market(), make.market()
    brand = make.brand(old)
    transfer = Transfer(
        brand_id=brand.id,
        old_market_id=old.id,
        new_market_id=new.id,
        asked_by=Side.OLD,
        reason="搬",
        last_day=clock.today(),
        old_agreed_at=clock.now(),
    )
    return brand, make.save(transfer), new


@pytest.mark.slow
def test_of_two_last_words_at_once_both_count_and_the_brand_moves_once(
    app: Flask, make: Make, another: Callable[[], Browser]
) -> None:
    for _pair in range(PAIRS):
        brand, transfer, new = leaving(make)
        people = {
            "Agree for the office": make.manager(new),
            "Agree for the brand": make.owner(brand),
        }
        browsers = {button: another().sign_in(person) for button, person in people.items()}
        page = f"/markets/{new.slug}/transfers/{transfer.id}"
        presses = [Press(one, one.get(page), button, {}) for button, one in browsers.items()]
        shown = at_once(app, presses)
        assert statuses(shown) == [303, 303], [one.words for one in shown]
        assert db.session.get_one(Brand, brand.id).market_id == new.id
        moved = select(func.count(AuditEvent.id)).where(
            AuditEvent.verb == "transfer.carry-out", AuditEvent.subject_id == transfer.id
        )
        assert db.session.scalar(moved) == len(Side) - 1, "one line for each of the two markets"


@pytest.mark.slow
def test_no_stall_is_let_to_a_brand_that_leaves_in_this_moment(
    app: Flask, make: Make, another: Callable[[], Browser]
) -> None:
    for _pair in range(PAIRS):
        brand, transfer, new = leaving(make)
        old = db.session.get_one(Market, transfer.old_market_id)
        floors = select(Floor.id).join(Floor.hall).where(Hall.market_id == old.id)
        floor = db.session.scalars(floors).first()
        stall = make.save(
            Stall(market_id=old.id, floor_id=floor, number="1F-1", place=1, area=1200)
        )
        letter = another().sign_in(make.manager(old))
        taker = another().sign_in(make.manager(new))
        answers = {"brand": brand.name_zh, "rent_fen": "80", "deposit_fen": "0"}
        shown = at_once(
            app,
            [
                Press(
                    letter,
                    letter.get(f"/markets/{old.slug}/stalls/{stall.id}/let"),
                    "Let the stall",
                    answers,
                ),
                Press(
                    taker,
                    taker.get(f"/markets/{new.slug}/transfers/{transfer.id}"),
                    "Agree for the office",
                    {},
                ),
            ],
        )
        assert shown[1].status == 303, shown[1].words
        assert shown[0].status in {303, 422}, shown[0].words
        assert db.session.get_one(Brand, brand.id).market_id == new.id
        days = db.session.scalars(select(Let.ends_on).where(Let.stall_id == stall.id))
        assert all(day <= clock.today() for day in days), "none runs on"
