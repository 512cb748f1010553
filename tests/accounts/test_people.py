"""Inviting people into a house, letting them in again, letting them go."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from portal.access.permissions import Role
from portal.accounts.models import Invitation, Membership, User
from portal.audit.models import AuditEvent
from portal.core.db import db
from portal.notices.models import Notice
from tests.accounts.post import letters, link_in
from tests.client import Browser, Shown
from tests.make import Make

GOOD = "two looms and a green umbrella"
Another = Callable[[], Browser]


def link_on(page: Shown) -> str:
    """Return the path of the one-time link that a page shows."""
    field = next(one for one in page.tree.all("input") if "readonly" in one.at)
    return "/" + field.at["value"].split("/", 3)[3]


def invite(browser: Browser, address: str, **whom: Any) -> Shown:
    return browser.submit(address, "Invite", **{"name": "Zhou Min"} | whom)


def join_as_newcomer(browser: Browser, link: str, **answers: Any) -> Shown:
    usual: dict[str, Any] = {"name": "Zhou Min", "login": "13807310002", "password": GOOD}
    return browser.submit(link, "Make my account and accept", **usual | answers, consent=True)


def test_a_colleague_is_invited_by_a_link_passed_on_by_hand(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    manager = make.manager(market, name="Wang Fang")
    page = invite(browser.sign_in(manager), f"/markets/{market.slug}/people")
    link = link_on(page)
    assert page.tree.all("img")[0].at["src"].startswith("data:image/svg+xml")
    assert link not in browser.get(f"/markets/{market.slug}/people").html

    guest = another()
    shown = guest.get(link)
    assert "Market 2" in shown.words or market.name_en in shown.words
    assert "Wang Fang" in shown.words
    page = join_as_newcomer(guest, link)

    assert page.address == "/home"
    joined = db.session.scalars(select(User).where(User.mobile == "+8613807310002")).one()
    held = db.session.scalars(select(Membership).where(Membership.user_id == joined.id)).one()
    assert (held.role, held.market_id) == (Role.MANAGER, market.id)
    told = db.session.scalars(select(Notice).where(Notice.recipient_id == manager.id)).one()
    assert told.kind == "people.joined"
    assert "Zhou Min" in browser.get(f"/markets/{market.slug}/people").words


def test_an_invitation_works_once(browser: Browser, another: Another, make: Make) -> None:
    market = make.market()
    page = invite(browser.sign_in(make.manager(market)), f"/markets/{market.slug}/people")
    link = link_on(page)
    join_as_newcomer(another(), link)
    late = another()
    assert late.get(link).status == 410
    assert "Ask whoever invited you for a new one." in late.get(link).words


def test_two_who_press_at_once_are_not_both_let_in(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    page = invite(browser.sign_in(make.manager(market)), f"/markets/{market.slug}/people")
    link = link_on(page)
    first, second = another().sign_in(make.user()), another().sign_in(make.user())
    pages = first.get(link), second.get(link)
    assert first.submit(pages[0], "Accept the invitation").status == 200
    assert second.submit(pages[1], "Accept the invitation").status == 410


def test_a_letter_carries_the_invitation_and_an_account_accepts_it(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    invite(
        browser.sign_in(make.manager(market)),
        f"/markets/{market.slug}/people",
        email="Zhou@Example.com",
    )
    link = link_in(letters("zhou@example.com")[0])
    guest = another()
    shown = guest.get(link)
    user = make.user()
    page = guest.submit(
        shown.link("Sign in and accept"), "Sign in", login=user.login, password="wrong pair here"
    )
    assert page.status == 422
    page = guest.sign_in(user).submit(link, "Accept the invitation")
    assert "Welcome. You can begin." in page.words
    held = db.session.scalars(select(Membership).where(Membership.user_id == user.id)).one()
    assert held.market_id == market.id


def test_the_invited_address_still_has_to_be_confirmed(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    page = invite(
        browser.sign_in(make.manager(market)),
        f"/markets/{market.slug}/people",
        email="zhou@example.com",
    )
    join_as_newcomer(another(), link_on(page), login="zhou@example.com")
    joined = db.session.scalars(select(User).where(User.email == "zhou@example.com")).one()
    assert joined.email_confirmed_at is None


def test_an_invitation_is_dead_after_a_week(
    browser: Browser, another: Another, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 3, 1, 9, 30)
    market = make.market()
    page = invite(browser.sign_in(make.manager(market)), f"/markets/{market.slug}/people")
    at(2026, 3, 8, 9, 31)
    assert another().get(link_on(page)).status == 410


def test_an_invitation_is_taken_back(browser: Browser, another: Another, make: Make) -> None:
    market = make.market()
    page = invite(browser.sign_in(make.manager(market)), f"/markets/{market.slug}/people")
    link = link_on(page)
    page = browser.submit(f"/markets/{market.slug}/people", "Take back")
    assert "Taken back." in page.words
    assert another().get(link).status == 410


def test_a_second_invitation_of_the_same_person_ends_the_first(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    links = [link_on(invite(browser, f"/markets/{market.slug}/people")) for _press in range(2)]
    assert another().get(links[0]).status == 410
    assert another().get(links[1]).status == 200
    open_ones = db.session.scalars(select(Invitation).where(Invitation.revoked_at.is_(None))).all()
    assert len(open_ones) == 1


def test_a_wrong_address_is_said_and_the_name_stays(browser: Browser, make: Make) -> None:
    market = make.market()
    page = invite(
        browser.sign_in(make.manager(market)), f"/markets/{market.slug}/people", email="zhou@"
    )
    assert page.status == 422
    assert page.form_with("Invite").fields["name"] == ["Zhou Min"]
    assert not db.session.scalars(select(Invitation)).all()


def test_who_is_removed_is_out_with_the_next_click(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    leaving = another().sign_in(make.manager(market, name="Bao"))
    browser.sign_in(make.manager(market, name="An"))
    assert leaving.get(f"/markets/{market.slug}/people").status == 200
    page = browser.submit(f"/markets/{market.slug}/people", "Remove")

    assert "Removed." in page.words
    assert leaving.get(f"/markets/{market.slug}/people").status == 404
    removed = db.session.scalars(
        select(AuditEvent).where(AuditEvent.verb == "membership.remove")
    ).one()
    assert removed.market_id == market.id


def test_the_last_one_stays(browser: Browser, another: Another, make: Make) -> None:
    market = make.market()
    browser.sign_in(make.manager(market, name="An"))
    other = make.manager(market, name="Bao")
    elsewhere = another().sign_in(other)
    page = browser.get(f"/markets/{market.slug}/people")
    elsewhere.submit(f"/markets/{market.slug}/people", "Leave")
    answer = browser.submit(page, "Leave")
    assert answer.status == 409
    assert "Invite somebody else before this person goes." in answer.words


def test_another_markets_people_are_nobodys_business(browser: Browser, make: Make) -> None:
    mine, theirs = make.market(), make.market()
    stranger = make.manager(theirs)
    held = db.session.scalars(select(Membership).where(Membership.user_id == stranger.id)).one()
    browser.sign_in(make.manager(mine))
    page = browser.get(f"/markets/{mine.slug}/people")
    token = page.form_with("Invite").fields["csrf_token"]
    for address in (f"/markets/{theirs.slug}/people", f"/markets/{mine.slug}/people"):
        answer = browser.post(f"{address}/{held.id}/remove", data={"csrf_token": token})
        assert answer.status == 404
    assert browser.get(f"/markets/{theirs.slug}/people").status == 404


def test_staff_invite_staff(browser: Browser, another: Another, make: Make) -> None:
    browser.sign_in(make.staff())
    page = invite(browser, "/platform/people")
    join_as_newcomer(another(), link_on(page))
    joined = db.session.scalars(select(User).where(User.mobile == "+8613807310002")).one()
    held = db.session.scalars(select(Membership).where(Membership.user_id == joined.id)).one()
    assert held.role is Role.STAFF


def test_the_office_lets_an_owner_without_email_in_again(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    brand = make.brand(market)
    owner = make.owner(
        brand, name="李秀兰", email=None, email_confirmed_at=None, mobile="+8613807310003"
    )
    browser.sign_in(make.manager(market))
    address = f"/markets/{market.slug}/people"
    assert "李秀兰" in browser.get(f"{address}?q={brand.name_zh}").words
    assert "李秀兰" in browser.get(f"{address}?q=13807310003").words
    assert "李秀兰" not in browser.get(f"{address}?q=nobody").words

    page = browser.submit(address, "Link for a new password")
    link = link_on(page)
    assert link not in page.address
    issued = db.session.scalars(
        select(AuditEvent).where(AuditEvent.verb == "account.issue-reset")
    ).one()
    assert issued.subject_id == owner.id
    phone = another()
    phone.submit(link, "Set my new password", password=GOOD)
    page = phone.submit("/sign-in", "Sign in", login="13807310003", password=GOOD)
    assert page.address == "/home"


def test_the_office_gets_no_link_into_what_is_not_its_own(browser: Browser, make: Make) -> None:
    market, other = make.market(), make.market()
    without = {"email": None, "email_confirmed_at": None}
    elsewhere = make.owner(make.brand(market), mobile="+8613807310004", **without)
    make.member(Role.MANAGER, user=elsewhere, market_id=other.id)
    with_letters = make.owner(make.brand(market))
    stranger = make.owner(make.brand(other), mobile="+8613807310005", **without)
    browser.sign_in(make.manager(market))
    page = browser.get(f"/markets/{market.slug}/people")
    assert not page.has_button("Link for a new password")
    token = page.form_with("Invite").fields["csrf_token"]
    for person, status in ((elsewhere, 409), (with_letters, 409), (stranger, 404)):
        held = db.session.scalars(
            select(Membership).where(Membership.user_id == person.id, Membership.role == Role.OWNER)
        ).one()
        answer = browser.post(
            f"/markets/{market.slug}/people/{held.id}/new-password", data={"csrf_token": token}
        )
        assert answer.status == status


def test_the_staff_lets_an_agent_without_email_in_again(
    browser: Browser, another: Another, make: Make
) -> None:
    without = {"email": None, "email_confirmed_at": None}
    agent = make.agent_person(make.agent(), name="马小军", mobile="+8613807310009", **without)
    with_letters = make.agent_person(make.agent(), mobile="+8613807310010")
    browser.sign_in(make.staff())
    page = browser.get(browser.get("/platform/people").link("Link for a new password"))
    for login, words in (
        ("", "Write the mobile number"),
        ("12", "mobile number"),
        ("13900000000", "Nobody signs in with this number"),
        ("13807310010", "has a confirmed e-mail address"),
    ):
        refused = browser.submit(page, "Make the link", login=login)
        assert refused.status == 422
        assert words in refused.words
    assert with_letters.email_confirmed_at
    done = browser.submit(page, "Make the link", login="138 0731 0009")
    assert "马小军" in done.words
    issued = db.session.scalars(
        select(AuditEvent).where(AuditEvent.verb == "account.issue-reset")
    ).one()
    assert issued.subject_id == agent.id
    phone = another()
    phone.submit(link_on(done), "Set my new password", password=GOOD)
    page = phone.submit("/sign-in", "Sign in", login="13807310009", password=GOOD)
    assert page.address == "/home"
    browser.sign_in(make.manager(make.market()))
    assert browser.get("/platform/people/new-password").status == 404


def test_an_owner_and_the_office_invite_into_a_brand_and_the_markets_trail_shows_it(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    brand = make.brand(market)
    owner = make.owner(brand, name="An")
    address = f"/markets/{market.slug}/brands/{brand.slug}/people"
    page = invite(browser.sign_in(owner), address, name="Liu Jianjun")
    join_as_newcomer(another(), link_on(page), name="Liu Jianjun")
    office = another().sign_in(make.manager(market))
    page = invite(office, address, name="Grace")
    join_as_newcomer(another(), link_on(page), name="Grace", login="grace@example.com")

    held = db.session.scalars(select(Membership).where(Membership.role == Role.OWNER)).all()
    assert {(one.market_id, one.brand_id) for one in held} == {(market.id, brand.id)}
    assert len(held) == 3
    browser.submit(address, "Leave")
    assert browser.get(address).status == 404
    seen = db.session.scalars(
        select(AuditEvent.verb).where(AuditEvent.market_id == market.id).order_by(AuditEvent.id)
    ).all()
    assert [verb for verb in seen if verb.partition(".")[0] in {"invitation", "membership"}] == [
        *("invitation.send", "membership.add"),
        *("invitation.send", "membership.add"),
        "membership.remove",
    ]
