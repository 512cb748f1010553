"""Leads, links, what the office types for a merchant, and what is found to be double."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.access.permissions import Role
from portal.accounts.models import Membership, User
from portal.brands.models import Brand
from portal.core import clock, credit_code
from portal.core.db import db
from portal.intakes import rules
from portal.intakes.models import Lead, LeadState, Question, QuestionKind
from portal.onboarding.models import Application, ApplicationPicture, ApplicationState
from tests.client import Browser
from tests.intakes import desk
from tests.make import Make, jpeg
from tests.onboarding import steps
from tests.reliability.races import Press, at_once, statuses
from tests.site import furniture

Another = Callable[[], Browser]
S = ApplicationState


def test_a_lead_is_entered_followed_and_applies_by_its_link(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    manager = make.manager(market)
    browser.sign_in(manager)
    page = f"/markets/{market.slug}/leads/new"
    refused = browser.submit(page, "Save the lead", **desk.LEAD | {"next_action": ""})
    assert refused.status == 422
    assert "Write what is to be done next." in refused.words
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    refused = browser.submit(page, "Save the lead", **desk.LEAD | {"next_on": yesterday})
    assert refused.status == 422
    assert "This day is past." in refused.words
    shown = browser.submit(
        page, "Save the lead", **desk.LEAD, brand_name="彭记裤行", category="W03"
    )
    lead = db.session.scalars(select(Lead)).one()
    assert lead.mobile == "+8613807315001"
    assert "打电话" in browser.get("/home").words
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    shown = browser.submit(
        shown, "Note it", text="想先看档口。", next_action="约周五", next_on=tomorrow
    )
    assert "想先看档口。" in shown.words
    link = desk.link_on(browser.submit(shown, "Link to apply"))
    maker = another()
    assert "Make an account and begin" in maker.get(link).words
    maker.sign_in(make.user())
    maker.submit(link, "Begin the application")
    application = steps.newest()
    assert (application.name_zh, application.contact_name) == ("彭记裤行", "彭秀珍")
    assert (application.contact_mobile, application.category) == (lead.mobile, "W03")
    assert "An application is begun and not sent yet." in browser.get(desk.here(lead)).words
    assert another().sign_in(make.user()).get(link).status == 410
    steps.fill_all(maker, application)
    maker.submit(steps.address(application), "Send the application")
    assert lead.state is LeadState.APPLIED
    assert "Open the application" in browser.get(desk.here(lead)).words
    assert "彭秀珍" in browser.get(steps.address(application)).words
    steps.programme(market)
    browser.submit(steps.address(application), "Admit the brand")
    brand = db.session.scalars(select(Brand)).one()
    way = f"/markets/{market.slug}/brands/{brand.slug}/incubation"
    for person in (browser, maker):
        track = person.get(way)
        assert "Lead: Walk-in" in track.words
        told = person.get(track.link("Plan vs actual")).words
        order = [
            "S0 Lead: Walk-in",
            "S0 Applied to the market",
            "S0 Admitted",
            "Joined the programme",
        ]
        places = [told.index(one) for one in order]
        assert places == sorted(places), "S0 comes before the programme"


def test_what_is_overdue_is_corrected_without_another_day_but_never_put_off_into_the_past(
    browser: Browser, make: Make
) -> None:
    market = make.market()
    manager = make.manager(market)
    late = clock.today() - timedelta(days=3)
    lead = desk.lead(make, market, manager, next_on=late)
    form = browser.sign_in(manager).get(f"{desk.here(lead)}/edit")
    refused = browser.submit(
        form, "Save the lead", next_on=(clock.today() - timedelta(days=1)).isoformat()
    )
    assert refused.status == 422
    assert "This day is past." in refused.words
    saved = browser.submit(form, "Save the lead", brand_name="彭记裤行")
    assert saved.status == 200
    assert "彭记裤行" in saved.words


def test_a_lost_lead_has_a_reason_and_its_link_ends(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    manager = make.manager(market)
    lead = desk.lead(make, market, manager)
    browser.sign_in(manager)
    link = desk.link_on(browser.submit(desk.here(lead), "Link to apply"))
    page = browser.get(desk.here(lead))
    assert browser.submit(page, "Give it up").status == 422
    shown = browser.submit(page, "Give it up", reason="去了别的市场")
    assert "去了别的市场" in shown.words
    assert another().get(link).status == 410
    browser.submit(desk.here(lead), "Take it up again")
    assert lead.state is LeadState.OPEN


def test_the_list_of_leads_narrows_sorts_and_is_handed_out(browser: Browser, make: Make) -> None:
    market = make.market()
    manager, other = make.manager(market), make.manager(market)
    late = clock.today() - timedelta(days=2)
    desk.lead(make, market, manager, name="甲", next_on=late, mobile="+8613873301125")
    desk.lead(make, market, other, name="乙", source="event")
    desk.lead(make, market, other, name="丙", state=LeadState.LOST, reason="嫌远")
    browser.sign_in(manager)
    page = f"/markets/{market.slug}/leads"

    def named(query: str) -> set[str]:
        words = browser.get(f"{page}?{query}").words
        return {name for name in ("甲", "乙", "丙") if name in words}

    assert named("") == {"甲", "乙"}
    assert named("overdue=1") == {"甲"}
    assert named("source=event") == {"乙"}
    assert named(f"responsible={other.id}") == {"乙"}
    assert named("state=all&q=丙") == {"丙"}
    assert named("q=138 7330 1125") == {"甲"}
    assert named("state=nothing&source=zzz&order=zzz&responsible=zzz") == {"甲", "乙", "丙"}
    table = browser.get(f"{page}.csv?state=lost").response.text
    assert "嫌远" in table
    assert "甲" not in table
    assert browser.get(f"{page}.xlsx").status == 200


def test_a_number_left_on_the_page_is_a_lead_and_not_for_spraying(
    browser: Browser, make: Make
) -> None:
    market = make.market()
    manager = make.manager(market)
    intake = desk.intake(make, market)
    intake.closes_on = clock.today() - timedelta(days=1)
    db.session.commit()
    page = f"/markets/{market.slug}/apply"
    answers: dict[str, Any] = {"name": "贺铁军", "mobile": "13807315006", "consent": True}
    assert browser.submit(page, "Ask to be called", **answers | {"mobile": "123"}).status == 422
    shown = browser.submit(page, "Ask to be called", **answers)
    assert "The office calls you" in shown.words
    browser.submit(page, "Ask to be called", **answers)
    lead = db.session.scalars(select(Lead)).one()
    assert (lead.responsible_id, lead.source) == (manager.id, "page")
    assert steps.messages("lead.left") == [manager.id]
    found = [
        browser.submit(page, "Ask to be called", **answers | {"mobile": f"1380731501{one}"}).status
        for one in range(int(rules.LEFT_PER_VISITOR[0]))
    ]
    assert found[-1] == 429


def test_the_office_types_and_the_owner_confirms_at_the_counter(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    manager, colleague = make.manager(market), make.manager(market)
    steps.programme(market)
    browser.sign_in(manager)
    browser.submit(
        f"/markets/{market.slug}/applications/on-behalf",
        "Begin to fill in",
        contact_name="易桂香",
        contact_mobile="13807315020",
    )
    application = steps.newest()
    other = another().sign_in(colleague)
    steps.fill_all(other, application, contact_name="易桂香", contact_mobile="13807315020")
    shown = other.submit(steps.address(application), "Send the application")
    assert "Not yet confirmed by the owner." in shown.words
    assert "is not yet confirmed by the owner" in browser.get("/home").words
    browser.submit(steps.address(application), "Admit the brand")
    assert application.brand_id
    owners = select(Membership).where(Membership.role == Role.OWNER)
    assert not db.session.scalars(owners).all(), "the typist owns nothing"
    link = desk.link_on(browser.submit(steps.address(application), "Show the code to confirm"))
    assert browser.submit(link, "Yes, this is mine").status == 409
    owner = another()
    assert "云锦裤业" in owner.get(link).words
    refused = owner.submit(link, "Yes, this is mine")
    assert refused.status == 422
    assert "privacy notice" in refused.words
    done = owner.submit(link, "Yes, this is mine", consent=True)
    assert "Confirmed." in done.words
    person = db.session.scalars(select(User).where(User.mobile == "+8613807315020")).one()
    assert desk.again(application).author_id == person.id
    assert db.session.scalars(owners).one().user_id == person.id
    assert owner.get("/home").status == 200
    assert another().get(link).status == 410
    assert steps.messages("application.confirmed") == [manager.id]
    assert "confirmed by the owner on" in browser.get(steps.address(application)).words


def test_the_owner_confirms_the_answers_too(browser: Browser, another: Another, make: Make) -> None:
    market = make.market()
    question = Question(kind=QuestionKind.NUMBER, title_zh="多少款？", title_en="How many styles?")
    desk.intake(make, market, question)
    browser.sign_in(make.manager(market))
    page = f"/markets/{market.slug}/applications/on-behalf"
    given: dict[str, Any] = {"contact_name": "易桂香", "contact_mobile": "13807315020"}
    browser.submit(page, "Begin to fill in", **given)
    application = steps.newest()
    answer: dict[str, Any] = {question.key: "80"}
    steps.fill(browser, application, "questions", **answer)
    link = desk.link_on(browser.submit(steps.address(application), "Show the code to confirm"))
    shown = another().get(link)
    assert "How many styles? 80" in shown.words


def test_who_has_an_account_confirms_with_it(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    manager = make.manager(market)
    application = steps.submitted(make, market, author_id=manager.id, typed_by_id=manager.id)
    make.user(email=None, email_confirmed_at=None, mobile="+8613807310001")
    browser.sign_in(manager)
    link = desk.link_on(browser.submit(steps.address(application), "Show the code to confirm"))
    guest = another()
    shown = guest.submit(link, "Yes, this is mine", consent=True)
    assert shown.status == 422
    assert "Please sign in." in shown.words
    known = make.user()
    guest.sign_in(known).submit(link, "Yes, this is mine")
    assert desk.again(application).author_id == known.id


def test_doubles_are_found_and_merged_with_what_the_kept_one_lacks(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    manager = make.manager(market)
    first, second = make.user(), make.user()
    kept = steps.submitted(
        make, market, author_id=first.id, name_zh="晚熟裤社", name_en="", contact_wechat=""
    )
    other = steps.submitted(
        make,
        market,
        author_id=second.id,
        name_zh="晚熟裤设",
        name_en="",
        contact_wechat="wanshu",
        contact_mobile="+8613900000001",
        credit_code=credit_code.make(77),
    )
    photo = furniture.upload("look.jpg", jpeg())
    make.save(ApplicationPicture(application_id=other.id, file_id=photo.id))
    desk.lead(make, market, manager, mobile="+8613807310001", name="李")
    page = browser.sign_in(manager).get(steps.address(kept))
    assert "a name that sounds the same" in page.words
    assert "the same mobile number" in page.words
    refused = browser.submit(page, "Merge them", reason=" ")
    assert refused.status == 422
    assert "Say why they are the same; the applicant reads it." in refused.words
    shown = browser.submit(refused, "Merge them", reason="同一个老板")
    assert "Merged." in shown.words
    kept, other = desk.again(kept), desk.again(other)
    assert (other.state, other.merged_into_id) == (S.MERGED, kept.id)
    assert kept.contact_wechat == "wanshu"
    assert db.session.scalar(select(ApplicationPicture.id).filter_by(application_id=kept.id))
    assert steps.verbs(kept) == steps.verbs(other) == ["application.merge"]
    assert steps.messages("application.merged") == [second.id]
    words = another().sign_in(second).get(steps.address(other)).words
    assert "put it together with another application" in words
    assert browser.get(steps.address(other)).link("Open the other one") == steps.address(kept)


def test_two_managers_who_merge_the_same_two_at_once_do_it_once(
    app: Flask, browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    one, two = (steps.submitted(make, market) for _ in range(2))
    presses, why = [], {"reason": "同一家"}
    for client, application in ((browser, one), (another(), two)):
        client.sign_in(make.manager(market))
        presses.append(Press(client, client.get(steps.address(application)), "Merge them", why))
    shown = at_once(app, presses)
    assert statuses(shown) == [303, 409]
    states = {desk.again(each).state for each in (one, two)}
    assert states == {S.MERGED, S.SUBMITTED}


def test_a_person_with_brands_in_two_markets_is_pointed_out_in_each_alone(
    browser: Browser, another: Another, make: Make
) -> None:
    here, there = make.market(), make.market()
    owner = make.user()
    brands = [make.brand(here, name_zh=name, name_en="") for name in ("云锦裤业", "彭记")]
    brands.append(make.brand(there, name_zh="云锦裤业", name_en=""))
    for brand in brands:
        make.member(Role.OWNER, user=owner, market_id=brand.market_id, brand_id=brand.id)
    moving = steps.submitted(make, there, author_id=owner.id, name_zh="云锦裤业", name_en="")
    assert browser.sign_in(owner).get("/home").status == 200
    page = another().sign_in(make.manager(there)).get(steps.address(moving))
    assert page.tree.words.count("the same name") == 1
    assert f"/markets/{here.slug}" not in page.html
    assert db.session.scalars(select(Application)).one().market_id == there.id
