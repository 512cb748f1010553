"""Midnight, the ladder of reminders with a moved clock, silence, rules and what they do."""

import io
from collections.abc import Callable

from sqlalchemy import select

from portal.brands.models import Brand
from portal.core.db import db
from portal.incubation import registry as facts
from portal.notices.models import Notice
from portal.papers import actions
from portal.papers.models import Effect, PaperRequirement
from tests.client import Browser
from tests.make import jpeg
from tests.papers.conftest import Desk

Travel = Callable[..., None]


def kinds_told(desk: Desk, who: str = "owner") -> list[str]:
    """Return the messages of a person about ends, the oldest first."""
    query = select(Notice.kind).where(Notice.recipient_id == desk.people[who].id)
    return [
        kind
        for kind in db.session.scalars(query.order_by(Notice.id))
        if kind in {"paper.expiring", "paper.expired", "paper.digest"}
    ]


def work() -> None:
    """Let the worker look twice, as two of them would."""
    actions.watch_clocks()
    actions.watch_clocks()


def again(desk: Desk) -> None:
    """Sign in anew: sessions end while the clock leaps."""
    desk.owner.sign_in(desk.people["owner"])
    desk.office.sign_in(desk.people["manager"])


def test_the_ladder_is_climbed_once(desk: Desk, at: Travel) -> None:
    at(2026, 1, 5, 4)
    again(desk)
    desk.verified(expires_on="2026-06-30")
    for month, day, told in [
        (4, 30, 0),  # 61 days before
        (5, 1, 1),
        (5, 20, 1),
        (5, 31, 2),
        (6, 23, 3),
        (6, 29, 3),
        (6, 30, 4),
        (7, 1, 4),
        (7, 30, 4),
    ]:
        at(2026, month, day, 4)
        work()
        assert kinds_told(desk) == ["paper.expiring"] * told, (month, day)


def test_a_worker_that_was_away_sends_the_latest_alone(desk: Desk, at: Travel) -> None:
    at(2026, 1, 5, 4)
    again(desk)
    desk.verified(expires_on="2026-06-30")
    at(2026, 6, 27, 4)
    work()
    assert kinds_told(desk) == ["paper.expiring"]
    at(2026, 7, 9, 4)
    work()
    assert kinds_told(desk) == ["paper.expiring", "paper.expired"]


def test_nobody_is_reminded_at_night(desk: Desk, at: Travel) -> None:
    at(2026, 1, 5, 4)
    again(desk)
    desk.verified(expires_on="2026-06-30")
    at(2026, 5, 1, 22)  # six in the morning of the second, in Zhuzhou
    work()
    assert kinds_told(desk) == []


def test_it_is_silent_once_the_renewal_is_shown(desk: Desk, at: Travel) -> None:
    at(2026, 1, 5, 4)
    again(desk)
    desk.verified(expires_on="2026-06-30")
    at(2026, 6, 1, 4)
    again(desk)
    page = desk.owner.get(desk.page("papers/licence"))
    form = next(one for one in page.forms if one.action.endswith("/renewal"))
    answer = desk.owner.post(
        form.action,
        data={
            "csrf_token": form.fields["csrf_token"],
            "files": [(io.BytesIO(jpeg()), "receipt.jpg")],
        },
    )
    assert "The renewal is under way" in answer.words
    at(2026, 6, 25, 4)
    work()
    assert kinds_told(desk) == []
    again(desk)
    desk.office.submit(
        desk.page("papers/licence"), "Resume reminders", reason="This is a lunch receipt"
    )
    work()
    assert kinds_told(desk) == ["paper.expiring"]


def test_it_is_silent_until_the_day_that_was_asked_for(desk: Desk, at: Travel) -> None:
    at(2026, 1, 5, 4)
    again(desk)
    desk.verified(expires_on="2026-06-30")
    at(2026, 5, 25, 4)
    again(desk)
    address, button = desk.page("papers/licence"), "No reminders until then"
    far = desk.owner.submit(address, button, until="2026-09-30", reason="Holiday")
    assert far.status == 422
    desk.owner.submit(address, button, until="2026-06-10", reason="The registry is closed")
    assert "The registry is closed" in desk.office.get(address).words
    at(2026, 6, 9, 4)
    work()
    assert kinds_told(desk) == []
    at(2026, 6, 10, 4)
    work()
    assert kinds_told(desk) == ["paper.expiring"]


def test_the_office_gets_one_letter_a_week(desk: Desk, at: Travel) -> None:
    at(2026, 1, 5, 4)
    again(desk)
    desk.hand_in(expires_on="2027-06-30")
    for day, told in [(5, 1), (8, 1), (11, 1), (12, 2), (21, 3)]:
        at(2026, 1, day, 4)
        work()
        assert kinds_told(desk, "manager") == ["paper.digest"] * told


def test_a_page_is_paused_at_midnight_and_comes_back_with_the_new_paper(
    desk: Desk, at: Travel, another: Callable[[], Browser]
) -> None:
    at(2026, 1, 5, 4)
    again(desk)
    desk.verified(expires_on="2026-03-31")
    desk.require("licence", Effect.PAUSED)
    public, address = another(), f"/brands/{desk.brand.slug}"

    at(2026, 3, 31, 15, 59, 59)  # a second before midnight in Zhuzhou
    assert public.get(address).status == 200
    assert desk.brand.name_en in public.get("/brands").words
    at(2026, 3, 31, 16)
    assert public.get(address).status == 404
    page = public.get("/brands")
    assert desk.brand.name_en not in page.words
    assert f"market={desk.market.slug}" not in page.html

    at(2026, 4, 3, 4)
    again(desk)
    words = desk.owner.get(desk.page()).words
    assert "Your business licence expired 3 days ago: your page is not shown" in words
    assert "expired 3 days ago" in desk.owner.get("/home").words
    zh = desk.owner.get(f"{desk.page()}?lang=zh-Hans").words
    assert "您的营业执照已于 3 天前到期" in zh.replace("\u00a0", " ")
    assert "is paused" in desk.owner.get(f"{desk.page('visibility')}?lang=en").words

    desk.hand_in(expires_on="2030-03-31")
    assert public.get(address).status == 404
    desk.office.submit(desk.page("papers/licence"), "Verify")
    assert public.get(address).status == 200
    assert db.session.get_one(Brand, desk.brand.id).paused_from is not None, "in 2030, known today"


def test_a_rule_shows_what_it_would_do_before_it_does_it(
    desk: Desk, another: Callable[[], Browser]
) -> None:
    address = desk.rules("licence")
    public = f"/brands/{desk.brand.slug}"
    page = desk.office.get(address)
    page = desk.office.submit(
        page, "Preview the effect", effect="paused", scope="every", grace_days="0"
    )
    assert "This would pause 1 brand now." in page.words
    assert db.session.scalars(select(PaperRequirement)).all() == []
    assert another().get(public).status == 200

    page = desk.office.submit(page, "Apply from today")
    assert "It concerns 1 brand now." in page.words
    assert another().get(public).status == 404

    desk.office.submit(address, "End this rule")
    assert another().get(public).status == 200
    rows = db.session.scalars(select(PaperRequirement)).all()
    assert [one.ended_on is not None for one in rows] == [True]


def test_two_colleagues_do_not_overwrite_each_others_rule(desk: Desk) -> None:
    address = desk.rules("insurance")
    first = desk.office.get(address)
    desk.office.submit(address, "Apply from today", effect="cannot_open")
    late = desk.office.submit(first, "Apply from today", effect="paused")
    assert late.status == 409
    assert desk.office.submit(first, "Apply from today", grace_days="-1").status == 422


def test_an_upgrade_pauses_nobody(desk: Desk) -> None:
    assert db.session.get_one(Brand, desk.brand.id).paused_from is None
    page = desk.office.get(f"/markets/{desk.market.slug}/papers/rules")
    assert "asked for, reminders only" in page.words


def test_verified_papers_are_facts_of_the_programme(desk: Desk) -> None:
    brand = db.session.get_one(Brand, desk.brand.id)
    names = ("licence_verified", "trademark_filed", "trademark_registered", "quality_reports")
    values = {name: facts.conditions()[name].value for name in names}
    assert {name: value(brand) for name, value in values.items()} == dict.fromkeys(names, 0)
    desk.verified()
    files = {"files": [("receipt.jpg", jpeg())]}
    desk.owner.submit(desk.page("papers/trademark_receipt"), "Hand in", files=files)
    desk.office.submit(desk.page("papers/trademark_receipt"), "Verify")
    brand = db.session.get_one(Brand, desk.brand.id)
    found = {name: value(brand) for name, value in values.items()}
    assert found == {
        "licence_verified": 1,
        "trademark_filed": 1,
        "trademark_registered": 0,
        "quality_reports": 0,
    }
