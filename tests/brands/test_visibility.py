"""Hidden by the owner, suspended or withdrawn by the office: with reasons, and back."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.brands import registry
from portal.brands.models import Brand, BrandState
from portal.core import clock
from portal.core.db import db
from portal.directory import queries as directory
from portal.directory.criteria import Criteria
from portal.markets.models import Market
from portal.notices.models import Notice
from portal.papers import queries as papers
from portal.papers.models import Effect, Scope
from tests.brands.conftest import address, publish
from tests.client import Browser
from tests.make import Make

Ready = Callable[..., Brand]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[BrandState]:
    """Return what the directory is told, change by change."""
    states: list[BrandState] = []
    monkeypatch.setattr(registry, "_listeners", [lambda brand: states.append(brand.state)])
    return states


def reasons() -> list[tuple[str, str]]:
    """Return what the trail says was done to brands, with the reasons."""
    rows = db.session.scalars(
        select(AuditEvent).where(AuditEvent.verb.startswith("brand.")).order_by(AuditEvent.id)
    )
    return [(row.verb, row.reason) for row in rows]


def messages(person: int) -> list[str]:
    """Return the kinds of message that were left for a person."""
    query = select(Notice.kind).where(Notice.recipient_id == person).order_by(Notice.id)
    return list(db.session.scalars(query))


def test_an_owner_hides_the_brand_over_the_holiday(
    browser: Browser, make: Make, ready: Ready, told: list[BrandState]
) -> None:
    brand = ready()
    publish(brand)
    owner = make.owner(brand)
    manager = make.manager(db.session.get_one(Market, brand.market_id))
    browser.sign_in(owner)
    here = address(brand, "visibility")

    page = browser.submit(here, "Hide the brand for a while", reason="春节放假，初八开门。")
    assert "The brand is hidden" in page.words
    assert "春节放假，初八开门。" in page.words
    assert not page.has_button("Suspend the brand")

    page = browser.submit(here, "Show the brand again")
    assert "in the directory again" in page.words
    assert "春节放假" not in page.words
    assert told == [BrandState.HIDDEN, BrandState.VISIBLE]
    assert reasons() == [("brand.hide", "春节放假，初八开门。"), ("brand.show", "")]
    assert messages(manager.id) == ["brand.hidden", "brand.shown"]
    assert messages(owner.id) == []


def test_the_office_suspends_and_lets_in_again(
    browser: Browser,
    another: Callable[[], Browser],
    make: Make,
    ready: Ready,
    told: list[BrandState],
) -> None:
    brand = ready()
    publish(brand)
    owner = make.owner(brand)
    manager = make.manager(db.session.get_one(Market, brand.market_id))
    here = address(brand, "visibility")
    office = browser.sign_in(manager)

    page = office.submit(here, "Suspend the brand", reason="")
    assert page.status == 422
    assert "Give a reason" in page.words
    office.submit(here, "Suspend the brand", reason="抽检不合格，等复检。")

    theirs = another().sign_in(owner).get(here)
    assert "抽检不合格，等复检。" in theirs.words
    assert not theirs.has_button("Show the brand again")
    office.submit(here, "Let the brand in again", reason="复检合格。")
    db.session.refresh(brand)
    assert brand.state is BrandState.VISIBLE
    assert told == [BrandState.SUSPENDED, BrandState.VISIBLE]
    assert messages(owner.id) == ["brand.suspended", "brand.shown"]
    assert reasons() == [("brand.suspend", "抽检不合格，等复检。"), ("brand.readmit", "复检合格。")]


def test_a_withdrawn_brand_is_published_again_by_the_office_alone(
    browser: Browser, make: Make, ready: Ready, told: list[BrandState]
) -> None:
    brand = ready()
    publish(brand)
    owner = make.owner(brand)
    manager = make.manager(db.session.get_one(Market, brand.market_id))
    here = address(brand, "visibility")
    browser.sign_in(manager).submit(here, "Withdraw the brand", reason="退出市场。")
    assert told == [BrandState.WITHDRAWN]
    assert messages(owner.id) == ["brand.withdrawn"]
    page = browser.submit(here, "Let the brand in again", reason="重新入驻。")
    assert "in the directory" in page.words


def test_an_owner_cannot_show_what_the_office_suspended(
    browser: Browser, make: Make, ready: Ready
) -> None:
    brand = ready()
    publish(brand)
    browser.sign_in(make.owner(brand))
    page = browser.get(address(brand, "visibility"))
    token = page.form_with("Hide the brand for a while").fields["csrf_token"][0]
    brand.state = BrandState.SUSPENDED
    db.session.commit()
    refused = browser.post(address(brand, "visibility/show"), data={"csrf_token": token})
    assert refused.status == 409
    for verb in ("suspend", "withdraw", "readmit"):
        data = {"csrf_token": token, "reason": "x"}
        assert browser.post(address(brand, f"visibility/{verb}"), data=data).status == 403


def test_a_hidden_brand_stays_hidden_when_its_next_profile_is_published(
    browser: Browser, another: Callable[[], Browser], make: Make, ready: Ready
) -> None:
    brand = ready()
    publish(brand)
    owner, manager = make.owner(brand), make.manager(db.session.get_one(Market, brand.market_id))
    browser.sign_in(owner)
    browser.submit(address(brand, "visibility"), "Hide the brand for a while", reason="放假")
    browser.submit(address(brand), "Change the profile")
    browser.submit(address(brand), "Submit to the office")
    another().sign_in(manager).submit(address(brand, "revisions/2"), "Publish the profile")
    db.session.refresh(brand)
    assert brand.state is BrandState.HIDDEN


def test_a_brand_hidden_until_a_day_comes_back_by_itself(
    browser: Browser,
    another: Callable[[], Browser],
    make: Make,
    ready: Ready,
) -> None:
    brand = ready()
    publish(brand)
    owner = make.owner(brand)
    page = browser.sign_in(owner).get(address(brand, "visibility"))
    hide = "Hide the brand for a while"
    today = clock.today()
    late = browser.submit(page, hide, reason="放假。", back_on=str(today + timedelta(days=400)))
    assert late.status == 422
    back_on = today + timedelta(days=12)
    hidden = browser.submit(
        address(brand, "visibility"), hide, reason="放假。", back_on=str(back_on)
    )
    assert f"comes back by itself on {back_on}" in hidden.words
    visitor = another()
    assert visitor.get(f"/brands/{brand.slug}").status == 404
    assert directory.count() == 0
    assert directory.search(Criteria(), directory.Reader()).page.total == 0
    with time_machine.travel(datetime.combine(back_on, time(9), clock.SHANGHAI)):
        directory.index().look_again()  # it looks at the day once a second
        assert visitor.get(f"/brands/{brand.slug}").status == 200
        assert directory.count() == 1
        assert directory.search(Criteria(), directory.Reader()).page.total == 1
        browser.sign_in(owner)
        assert "in the directory" in browser.get(address(brand, "visibility")).words
        market = db.session.get_one(Market, brand.market_id)
        office = another().sign_in(make.manager(market))
        for state, number in (("visible", 1), ("hidden", 0)):
            listed = office.get(f"/markets/{market.slug}/brands?state={state}")
            assert (brand.name_en in listed.words) is bool(number)
        rule = papers.ruling(market.slug, "licence")
        assert papers.preview(rule, Effect.PAUSED, Scope.EVERY, 0).asked == 1
        again = browser.submit(address(brand, "visibility"), hide, reason="又放假。")
        assert "Show it when you like" in again.words
        db.session.refresh(brand)
        assert (brand.state, brand.back_on) == (BrandState.HIDDEN, None)
