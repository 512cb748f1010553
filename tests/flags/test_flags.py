"""A reader reports what is not right on a brand's page; the office answers; the brand mends it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.brands.models import Brand, BrandState
from portal.core import clock
from portal.core.db import db
from portal.core.week import Shelf
from portal.flags import queries
from portal.flags.models import Flag, FlagState
from tests.client import Browser, Shown
from tests.connections.conftest import Stage, ready, stage, told, without_tokens
from tests.make import Make

__all__ = ["ready", "stage", "without_tokens"]

WORDS = "产能写三万件，车间其实只有八台机器。"


def report(stage: Stage, who: Browser | None = None, **answers: Any) -> Shown:
    """Let the agent, or somebody else, report the brand's page."""
    given: dict[str, Any] = {"kind": "wrong", "field": "monthly_capacity", "words": WORDS} | answers
    return (who or stage.person).submit(f"{stage.page}/report", "Send the report", **given)


def answer(stage: Stage, deed: str, label: str, words: str) -> Shown:
    """Let the office answer the newest report."""
    given: dict[str, Any] = {f"{deed}-text": words}
    return stage.manager.submit(here(), label, **given)


def newest() -> Flag:
    """Return the newest report as it is in the database now."""
    return db.session.scalars(select(Flag).order_by(Flag.id.desc()).limit(1)).one()


def here() -> str:
    """Return the address of the newest report."""
    return f"/reports/{newest().id}"


def trail() -> list[str]:
    """Return the deeds about reports, the oldest first."""
    query = select(AuditEvent.verb).where(AuditEvent.verb.startswith("flag."))
    return list(db.session.scalars(query.order_by(AuditEvent.id)))


def shelf() -> list[Shelf]:
    """Return the shelves on which the office's week has reports."""
    market_id = db.session.scalars(select(Brand.market_id).limit(1)).one()
    lines = [one for line in queries.clock_lines([market_id]) for one in db.session.execute(line)]
    return [Shelf(one.shelf) for one in lines]


def test_what_a_reader_reports_is_answered_and_mended(stage: Stage) -> None:
    sent = report(stage)
    assert "The office looks at it by" in sent.words
    assert told(stage.people["manager"]) == ["flag.raised"]
    assert told(stage.people["owner"]) == []
    listed = stage.manager.get(f"/markets/{stage.market.slug}/reports")
    assert stage.brand.name_en in listed.words
    assert "due" in listed.words
    desk = stage.manager.get(here())
    assert WORDS in desk.words
    assert stage.people["agent"].name in desk.words

    answer(stage, "ask", "Ask the brand to mend it", "请核对产能。")
    assert told(stage.people["owner"]) == ["flag.asked-brand"]
    assert told(stage.people["agent"]) == ["flag.asked"]
    own = stage.owner.get(here())
    assert WORDS in own.words
    assert "请核对产能。" in own.words
    assert stage.people["agent"].name not in own.html
    assert "请核对产能。" in stage.owner.get("/home").words
    assert WORDS in stage.owner.get(desk_of(stage)).words
    for page in (desk_of(stage), desk_of(stage).removesuffix("/reports")):
        assert stage.people["agent"].name not in stage.owner.get(page).html

    answer(stage, "mend", "It is mended", "已改为三千件。")
    assert told(stage.people["agent"]) == ["flag.asked", "flag.mended"]
    assert "已改为三千件。" in stage.person.get(here()).words
    assert "请核对产能。" not in stage.owner.get("/home").words
    assert newest().state is FlagState.MENDED
    assert trail() == ["flag.raise", "flag.ask", "flag.mend"]


def desk_of(stage: Stage) -> str:
    """Return the address of what was reported of the brand."""
    return f"/markets/{stage.market.slug}/brands/{stage.brand.slug}/reports"


def test_the_office_may_find_the_page_right(stage: Stage) -> None:
    report(stage)
    bare = answer(stage, "refuse", "The page is right", "")
    assert bare.status == 422
    assert "Write what the other side should read" in bare.words
    answer(stage, "refuse", "The page is right", "我去看过，确有三万件。")
    assert "我去看过，确有三万件。" in stage.person.get(here()).words
    assert told(stage.people["agent"]) == ["flag.refused"]
    assert report(stage).status == 200  # answered, so it may be said again


def test_what_offends_may_take_the_brand_down_at_once(
    stage: Stage, app: Flask, without_tokens: None
) -> None:
    report(stage)
    assert "Suspend the brand at once" not in stage.manager.get(here()).words
    forged = {"suspend-text": "x", "version": newest().version}
    assert stage.manager.post(f"{here()}/suspend", data=forged).status == 422
    report(stage, kind="offensive", field="", words="封面有违禁内容。")
    answer(stage, "suspend", "Suspend the brand at once", "封面违规，先下架。")
    brand = db.session.get_one(Brand, stage.brand.id)
    assert brand.state is BrandState.SUSPENDED
    assert brand.state_reason == "封面违规，先下架。"
    assert stage.person.get(stage.page).status == 404
    assert "brand.suspended" in told(stage.people["owner"])
    assert told(stage.people["agent"]) == ["flag.mended"]


def test_two_answers_at_once_are_one(stage: Stage) -> None:
    report(stage)
    opened = stage.manager.get(here())
    answer(stage, "ask", "Ask the brand to mend it", "请核对。")
    given: dict[str, Any] = {"mend-text": "已改。"}
    late = stage.manager.submit(opened, "It is mended", **given)
    assert late.status == 409
    assert "has dealt with this report" in late.words
    assert newest().state is FlagState.ASKED
    assert trail() == ["flag.raise", "flag.ask"]


def test_the_same_thing_is_reported_once_and_not_too_often(stage: Stage) -> None:
    report(stage)
    again = report(stage)
    assert again.status == 409
    assert "You have reported this already" in again.words
    assert WORDS in again.html
    for _time in range(9):
        report(stage, kind="outdated")
        flag = newest()
        flag.state = FlagState.REFUSED
        db.session.commit()
    late = report(stage, kind="unreachable")
    assert late.status == 429
    assert WORDS in late.html


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"words": "短"}, "From 5 to 1000 characters"),
        ({"field": "bank"}, "Please choose from the list"),
        ({"kind": "boring"}, "Please choose from the list"),
    ],
)
def test_a_report_must_be_whole(stage: Stage, change: dict[str, Any], words: str) -> None:
    page = report(stage, **change)
    assert page.status == 422
    assert words in page.words
    assert trail() == []


def test_its_clock_is_reckoned_by_what_is_reported(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(stage, kind="offensive", words="封面有违禁内容。")
    report(stage)
    assert Shelf.LATE not in shelf()
    flags = db.session.scalars(select(Flag).order_by(Flag.id)).all()
    assert [one.due_at - one.waiting_since for one in flags] == [
        timedelta(days=1),
        timedelta(days=7),
    ]
    two_days_on = clock.now() + timedelta(days=2)
    with clock.at(two_days_on):
        assert shelf().count(Shelf.LATE) == 1
    with clock.at(two_days_on + timedelta(days=6)):
        assert shelf().count(Shelf.LATE) == 2
    assert "reports" in stage.manager.get("/home").words


def test_strangers_know_nothing_of_it(
    stage: Stage, another: Callable[[], Browser], make: Make, without_tokens: None
) -> None:
    report(stage)
    assert another().get(f"{stage.page}/report").address.startswith("/sign-in")
    stranger = another().sign_in(make.agent_person(make.agent()))
    neighbour = another().sign_in(make.owner(make.brand(stage.market)))
    for one in (stranger, neighbour):
        assert one.get(here()).status == 404
        assert one.post(f"{here()}/mend").status == 404
    assert stage.owner.get(f"{stage.page}/report").status == 403
    assert stage.owner.post(f"{here()}/mend").status == 403
    assert stage.person.post(f"{here()}/mend").status == 403
    assert report(stage, stranger).status == 200  # anybody who is signed in
