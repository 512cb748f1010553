"""Two people at one profile: whoever comes second is told so, and nothing happens twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.brands import actions, queries
from portal.brands.fields import Group
from portal.brands.models import Brand, Revision, RevisionState
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.markets.models import Market
from portal.notices.models import Notice
from tests.brands.conftest import address, newest, publish
from tests.client import Browser
from tests.make import Make

Ready = Callable[..., Brand]


def submitted(make: Make, ready: Ready) -> tuple[Brand, User, User, User]:
    """Return a brand whose profile waits, its owner and two managers of its market."""
    market = make.market()
    brand = ready(market)
    owner = make.owner(brand)
    actions.submit(newest_loaded(brand), by=owner)
    db.session.commit()
    return brand, owner, make.manager(market), make.manager(market)


def newest_loaded(brand: Brand) -> Revision:
    """Return the open revision as views get it."""
    found = queries.open_revision(brand.id)
    assert found
    return found


def happened(verb: str) -> int:
    """Return how often the trail has it."""
    query = select(func.count()).select_from(AuditEvent).where(AuditEvent.verb == verb)
    return db.session.scalars(query).one()


def told(kind: str) -> int:
    """Return how many messages of a kind were left."""
    query = select(func.count()).select_from(Notice).where(Notice.kind == kind)
    return db.session.scalars(query).one()


def test_a_double_click_publishes_once(browser: Browser, make: Make, ready: Ready) -> None:
    brand, _owner, manager, _other = submitted(make, ready)
    page = browser.sign_in(manager).get(address(brand, "revisions/1"))

    first = browser.submit(page, "Publish the profile")
    second = browser.submit(page, "Publish the profile")

    assert first.status == second.status == 200
    assert happened("profile.publish") == 1
    assert told("profile.published") == 1


def test_a_double_click_submits_once(browser: Browser, make: Make, ready: Ready) -> None:
    brand = ready()
    make.manager(db.session.get_one(Market, brand.market_id))
    page = browser.sign_in(make.owner(brand)).get(address(brand))
    browser.submit(page, "Submit to the office")
    assert browser.submit(page, "Submit to the office").status == 200
    assert happened("profile.submit") == told("profile.submitted") == 1


def test_two_managers_decide_one_profile(
    browser: Browser, another: Callable[[], Browser], make: Make, ready: Ready
) -> None:
    brand, owner, first, second = submitted(make, ready)
    one, two = browser.sign_in(first), another().sign_in(second)
    page_one, page_two = (them.get(address(brand, "revisions/1")) for them in (one, two))

    assert one.submit(page_one, "Publish the profile").status == 200
    late = two.submit(page_two, "Return it", request="Please add a picture of the back.")

    assert late.status == 409
    assert "published" in late.words
    assert newest(brand).state is RevisionState.PUBLISHED
    assert happened("profile.publish") == 1
    assert happened("profile.return") == 0
    rows = db.session.scalars(select(Notice).where(Notice.recipient_id == owner.id)).all()
    assert [row.kind for row in rows] == ["profile.published"]


def test_what_was_not_read_is_not_published(
    browser: Browser, another: Callable[[], Browser], make: Make, ready: Ready
) -> None:
    brand, owner, manager, _other = submitted(make, ready)
    office = another().sign_in(manager)
    read = office.get(address(brand, "revisions/1"))
    browser.sign_in(owner)
    browser.submit(address(brand), "Take it back to change it")
    browser.submit(address(brand, "profile/identity/edit"), "Save", slogan_zh="另一句话")
    browser.submit(address(brand), "Submit to the office")

    page = office.submit(read, "Publish the profile")

    assert page.status == 409
    assert "since you opened the page" in page.words
    assert newest(brand).state is RevisionState.SUBMITTED
    page = office.submit(address(brand, "revisions/1"), "Publish the profile")
    assert page.status == 200


def test_a_request_needs_words(browser: Browser, make: Make, ready: Ready) -> None:
    brand, _owner, manager, _other = submitted(make, ready)
    page = browser.sign_in(manager).submit(address(brand, "revisions/1"), "Return it", request=" ")
    assert page.status == 422
    assert "Say what should change" in page.words
    assert newest(brand).state is RevisionState.SUBMITTED


def test_two_people_write_one_section_and_the_second_sees_both(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    brand = make.brand()
    form = address(brand, "profile/identity/edit")
    one, two = browser.sign_in(make.owner(brand)), another().sign_in(make.owner(brand))
    page_one, page_two = one.get(form), two.get(form)

    one.submit(page_one, "Save", slogan_zh="先到的一句", founded_year="2011")
    late = two.submit(page_two, "Save", slogan_zh="后到的一句", founded_year="2013")

    assert late.status == 409
    assert "先到的一句" in late.words
    assert "后到的一句" in late.html
    assert "2011" in late.words
    assert newest(brand).slogan_zh == "先到的一句"
    two.submit(late, "Save both together", founded_year="2011")
    assert newest(brand).slogan_zh == "后到的一句"
    assert newest(brand).founded_year == 2011


def test_two_people_write_two_sections_in_peace(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    brand = make.brand()
    one, two = browser.sign_in(make.owner(brand)), another().sign_in(make.owner(brand))
    page_one = one.get(address(brand, "profile/identity/edit"))
    page_two = two.get(address(brand, "profile/supply/edit"))
    assert one.submit(page_one, "Save", slogan_zh="一句").status == 200
    assert two.submit(page_two, "Save", workers="60").status == 200
    assert (newest(brand).slogan_zh, newest(brand).workers) == ("一句", 60)


def test_codes_in_the_changed_page_are_words(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    brand = make.brand()
    form = address(brand, "profile/positioning/edit")
    one, two = browser.sign_in(make.owner(brand)), another().sign_in(make.owner(brand))
    page_one, page_two = one.get(form), two.get(form)
    one.submit(page_one, "Save", category="W03", styles=["minimal", "vintage"])
    late = two.submit(page_two, "Save", category="W12", styles=["commuter"])
    assert late.status == 409
    assert "Minimal, Vintage" in late.words
    assert "What stands there now Women's trousers" in late.words


def test_what_was_typed_survives_a_submission_by_somebody_else(
    browser: Browser, another: Callable[[], Browser], make: Make, ready: Ready
) -> None:
    brand = ready()
    one, two = browser.sign_in(make.owner(brand)), another().sign_in(make.owner(brand))
    page = one.get(address(brand, "profile/identity/edit"))
    two.submit(address(brand), "Submit to the office")

    late = one.submit(page, "Save", slogan_zh="还没来得及的一句")

    assert late.status == 409
    assert "it is the office's turn" in late.words
    assert "还没来得及的一句" in late.html
    assert newest(brand).slogan_zh == ""


def test_a_draft_is_begun_once(browser: Browser, make: Make, ready: Ready) -> None:
    brand = ready()
    publish(brand)
    page = browser.sign_in(make.owner(brand)).get(address(brand))
    browser.submit(page, "Change the profile")
    browser.submit(page, "Change the profile")
    assert newest(brand).number == 2
    assert happened("profile.begin") == 1


def test_a_published_revision_is_frozen(make: Make, ready: Ready) -> None:
    brand = ready()
    publish(brand)
    profile = queries.profile(address(brand).split("/")[2], brand.slug)
    with pytest.raises(ConflictError):
        actions.save_section(profile.published, Group.IDENTITY, by=make.owner(brand), slogan_zh="x")


def test_the_office_works_through_its_queue(browser: Browser, make: Make, ready: Ready) -> None:
    market = make.market()
    first, second = ready(market), ready(market)
    for days, brand in ((6, first), (1, second)):
        revision = newest(brand)
        revision.state = RevisionState.SUBMITTED
        revision.name_zh, revision.name_en = ("先来" if brand is first else "后到"), ""
        revision.submitted_at = clock.now() - timedelta(days=days)
    db.session.commit()
    here = f"/markets/{market.slug}/profiles"
    words = browser.sign_in(make.manager(market)).get(here).words
    assert words.index("先来") < words.index("6 days") < words.index("后到")
    words = browser.get(f"{here}?order=newest").words
    assert words.index("后到") < words.index("先来")
    assert "先来" not in browser.get(f"{here}?q=后").words
    assert "No profile here" in browser.get(f"{here}?state=returned").words
    table = browser.get(f"{here}.csv").response.text
    assert "先来" in table
    assert "后到" in table
    assert browser.sign_in(make.owner(first)).get(here).status == 404
