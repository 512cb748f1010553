"""A paper comes on a phone, is looked at beside its scan, and counts or goes back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.access.permissions import Role
from portal.audit.models import AuditEvent
from portal.brands import actions as brands
from portal.brands import queries as profiles
from portal.brands.models import Brand, BrandState, Company
from portal.core import clock, credit_code
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.directory import queries as directory
from portal.notices.models import Notice
from portal.papers.models import Effect, PaperFile
from portal.papers.models import VersionState as V
from tests.client import Browser
from tests.make import PDF, Make
from tests.papers.conftest import HAND_IN, Desk, desk_of
from tests.reliability.races import Press, at_once, statuses

SECRET = "430203198001011234"


def verbs() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id)))


def told(kind: str) -> int:
    query = select(func.count(Notice.id)).where(Notice.kind == kind)
    return db.session.scalar(query) or 0


def test_an_owner_hands_the_licence_in_and_the_office_verifies_it(desk: Desk) -> None:
    shelf = desk.owner.get(desk.page())
    assert "missing" in shelf.words
    assert "Photograph and submit" in shelf.words

    page = desk.hand_in(number="91430203MA4L", holder="Cloudweave", note="the copy")
    assert "It is the office's turn" in page.words
    assert told("paper.uploaded") == 1

    home = desk.office.get("/home")
    assert "has handed in a paper: Business licence" in home.words
    page = desk.office.get(desk.page("papers/licence"))
    assert "Does it say the same?" in page.words
    assert "Cloudweave" in page.words
    page = desk.office.submit(page, "Verify")
    assert "Verified. The brand has been told." in page.words
    [version] = desk.versions()
    assert (version.state, version.decided_by_id) == (V.VERIFIED, desk.people["manager"].id)
    assert told("paper.verified") == 1
    assert {"paper.upload", "paper.verify"} <= set(verbs())


@pytest.mark.parametrize(("place", "differs"), [(4711, False), (4712, True)])
def test_a_licence_of_another_number_than_the_registered_one_is_marked(
    desk: Desk, place: int, differs: bool
) -> None:
    company = db.session.scalars(select(Company).where(Company.id == desk.brand.company_id)).one()
    company.credit_code = credit_code.make(4711)
    db.session.commit()
    desk.hand_in(number=credit_code.make(place).lower())
    words = desk.office.get(desk.page("papers/licence")).words
    assert ("The number differs from the registered code" in words) is differs


def test_a_paper_goes_back_with_a_request_and_comes_again(desk: Desk) -> None:
    desk.hand_in()
    address = desk.page("papers/licence")
    empty = desk.office.submit(address, "Return with this request")
    assert empty.status == 422
    desk.office.submit(address, "Return with this request", request="The left corner is missing")
    page = desk.owner.get(address)
    assert "The left corner is missing" in page.words
    assert "The left corner is missing" not in desk.owner.get(desk.page()).words
    desk.hand_in()
    assert [one.state for one in desk.versions()] == [V.RETURNED, V.UPLOADED]
    assert "Version 1" in desk.owner.get(address).words


def test_a_newer_one_takes_the_place_of_the_older_which_stays_readable(desk: Desk) -> None:
    desk.verified(number="A-1")
    desk.hand_in(number="A-2", expires_on="2028-01-31")
    desk.hand_in(number="A-3", expires_on="2029-01-31")
    assert [one.state for one in desk.versions()] == [V.VERIFIED, V.REPLACED, V.UPLOADED]
    page = desk.office.submit(desk.page("papers/licence"), "Verify")
    assert page.status == 200, page.words
    assert [one.state for one in desk.versions()] == [V.REPLACED, V.REPLACED, V.VERIFIED]
    words = desk.owner.get(desk.page("papers/licence")).words
    assert all(number in words for number in ("A-1", "A-2", "A-3"))


def test_an_owner_whose_new_paper_waits_reads_so(desk: Desk) -> None:
    desk.require("licence", Effect.PAUSED)
    desk.verified(expires_on=str(clock.today() + timedelta(days=20)))
    assert "The new one is with the office." not in desk.owner.get(desk.page("papers")).words
    desk.hand_in(expires_on="2037-01-31")
    for page in ("papers", "papers/licence"):
        assert "The new one is with the office." in desk.owner.get(desk.page(page)).words


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(desk: Desk) -> None:
    address = desk.page("papers/licence")
    bare = desk.owner.submit(address, HAND_IN, number="A-9", expires_on="2027-01-01")
    assert bare.status == 422
    assert "Choose at least one photo or PDF." in bare.words
    assert 'value="A-9"' in bare.html
    both = desk.owner.submit(address, HAND_IN, number="A-9")
    for words in ("Give the last day on which it is good", "Choose at least one photo or PDF."):
        assert words in both.words, "all that is missing is said at once"
    assert "Choose the photo once more" not in both.words
    dated = desk.hand_in(expires_on="2020-01-01", issued_on="2021-01-01")
    assert "Choose the photo once more" in dated.words
    assert "Good until optional" not in dated.words
    assert desk.hand_in(expires_on="").status == 422
    assert desk.hand_in(expires_on="2020-01-01", issued_on="2021-01-01").status == 422
    bad = {"files": [("a.jpg", b"no picture")]}
    page = desk.owner.submit(address, HAND_IN, files=bad, expires_on="2027-01-01")
    assert "neither a picture" in page.words
    assert desk.versions() == []


def test_a_report_of_29_february_ends_on_28_february(desk: Desk, at: Callable[..., None]) -> None:
    at(2024, 3, 1, 4)
    desk.owner.sign_in(desk.people["owner"])
    desk.hand_in("quality_report.W03", issued_on="2024-02-29", expires_on="")
    [version] = desk.versions("quality_report")
    assert str(version.expires_on) == "2025-02-28"


def test_the_office_fills_in_for_a_brand_and_it_is_marked(desk: Desk) -> None:
    page = desk.hand_in(by=desk.office)
    assert "filled in by the office" in desk.owner.get(page.address).words
    [version] = desk.versions()
    assert version.on_behalf
    assert told("paper.uploaded") == 1, "the owner hears of it, the office did it itself"


def test_an_owner_of_the_brand_never_verifies_it(desk: Desk, make: Make) -> None:
    desk.hand_in()
    both = make.manager(desk.market)
    make.member(Role.OWNER, user=both, market_id=desk.market.id, brand_id=desk.brand.id)
    browser = desk.office.sign_in(both)
    page = browser.get(desk.page("papers/licence"))
    assert not page.has_button("Verify")
    [version] = desk.versions()
    token = page.forms[0].fields["csrf_token"]
    answer = browser.post(
        desk.page(f"papers/versions/{version.id}/verify"),
        data={"csrf_token": token, "seen": str(version.version)},
    )
    assert answer.status == 403
    assert desk.versions()[0].state is V.UPLOADED


def test_a_decision_on_something_else_than_was_seen_is_none(desk: Desk) -> None:
    desk.hand_in()
    page = desk.office.get(desk.page("papers/licence"))
    desk.office.submit(desk.page("papers/licence"), "Verify")
    late = desk.office.submit(page, "Return with this request", request="Too late")
    assert late.status == 409
    assert desk.versions()[0].state is V.VERIFIED


def test_two_of_the_office_verify_at_once_and_one_of_them_has(
    app: Flask, desk: Desk, make: Make, another: Callable[[], Browser]
) -> None:
    desk.hand_in()
    colleague = another().sign_in(make.manager(desk.market))
    address = desk.page("papers/licence")
    presses = [Press(one, one.get(address), "Verify", {}) for one in (desk.office, colleague)]
    assert statuses(at_once(app, presses)) == [303, 409]
    assert [one.state for one in desk.versions()] == [V.VERIFIED]
    assert (verbs().count("paper.verify"), told("paper.verified")) == (1, 1)


def test_what_has_run_out_is_not_verified(desk: Desk) -> None:
    desk.hand_in(expires_on="2024-01-31")
    page = desk.office.submit(desk.page("papers/licence"), "Verify")
    assert page.status == 409
    assert "This paper expired on" in page.words


def test_a_wrong_verification_is_withdrawn_with_a_reason(desk: Desk) -> None:
    desk.verified()
    address = desk.page("papers/licence")
    assert desk.office.submit(address, "Withdraw the verification").status == 422
    desk.office.submit(address, "Withdraw the verification", reason="Another company's licence")
    assert "Another company's licence" in desk.owner.get(address).words
    [version] = desk.versions()
    assert (version.state, version.withdrawn) == (V.RETURNED, True)
    assert told("paper.withdrawn") == 1


def test_strangers_find_no_paper_and_no_scan(
    desk: Desk, make: Make, another: Callable[[], Browser]
) -> None:
    desk.hand_in("owner_id", number=SECRET)
    [version] = desk.versions("owner_id")
    scan = desk.page(f"papers/scans/{version.files[0].id}")
    foreign = desk_of(make, another(), another())
    strangers = [another(), foreign.owner, foreign.office]
    strangers.append(another().sign_in(make.agent_person(make.agent())))
    for stranger in strangers:
        for address in (desk.page(), desk.page("papers/owner_id"), scan):
            answer = stranger.get(address)
            away = "Please sign in first." in answer.words
            assert away or answer.status == 404, f"{address}: {answer.status}"
    through_own = foreign.page(f"papers/scans/{version.files[0].id}")
    assert foreign.office.get(through_own).status == 404
    staff = another().sign_in(make.staff())
    assert staff.get(scan).status == 403


def test_a_scan_is_an_attachment_and_each_look_is_in_the_trail(desk: Desk) -> None:
    files = {"files": [("执照.pdf", PDF)]}
    desk.owner.submit(desk.page("papers/licence"), HAND_IN, files=files, expires_on="2027-01-01")
    desk.hand_in("insurance")
    for one in db.session.scalars(select(PaperFile.id)).all():
        answer = desk.office.get(desk.page(f"papers/scans/{one}")).response
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert verbs().count("paper.view") == 2


def test_no_number_leaves_the_house(desk: Desk, another: Callable[[], Browser]) -> None:
    desk.hand_in("owner_id", number=SECRET, holder="李秀兰")
    desk.office.submit(desk.page("papers/owner_id"), "Verify")
    desk.verified(number="91430203MA4LSECRET")
    [version] = desk.versions("owner_id")
    assert version.number == "4302**********1234"
    page = another().get(f"/brands/{desk.brand.slug}")
    assert "Seen by the market's office" in page.words
    assert "Business licence" in page.words
    assert "Identity card" not in page.words
    assert "MA4LSECRET" not in page.html
    export = desk.office.get(f"/markets/{desk.market.slug}/papers.csv").response.text
    assert "4302" not in export.replace("91430203MA4LSECRET", "")
    assert SECRET not in export


def test_a_trademark_walks_its_way_and_its_sign_follows(
    desk: Desk, another: Callable[[], Browser]
) -> None:
    address = desk.page("papers/trademark")
    desk.owner.submit(address, "Note it", step="file", happened_on="2024-01-05", number="7001")
    public = another()
    assert "Trademark TM" in public.get(f"/brands/{desk.brand.slug}").words
    desk.owner.submit(address, "Note it", step="accept", happened_on="2024-03-05")
    page = desk.owner.submit(address, "Note it", step="publish", happened_on="2024-09-05")
    assert "published for opposition" in page.words
    assert "7001" in page.words
    ahead = desk.owner.submit(address, "Note it", step="oppose", happened_on="2099-01-01")
    assert ahead.status == 422
    desk.verified("trademark", issued_on="2024-12-07", expires_on="")
    [version] = desk.versions("trademark")
    assert str(version.expires_on) == "2034-12-07"
    assert "Trademark ®" in public.get(f"/brands/{desk.brand.slug}").words
    assert "registered" in desk.owner.get(address).words


def test_a_market_lists_its_papers_narrows_them_and_asks_again(desk: Desk) -> None:
    desk.verified(expires_on="2027-01-10")
    market = f"/markets/{desk.market.slug}/papers"
    page = desk.office.get(market)
    assert page.words.index("Business licence") < page.words.index("Identity card")
    assert (
        "Identity card"
        not in desk.office.get(f"{market}?kind=licence&within=400").tree.all("tbody")[0].words
    )
    assert "No paper fits" in desk.office.get(f"{market}?q=nobody").words
    page = desk.office.submit(
        page,
        "Ask the brands for the ticked papers",
        paper=[f"{desk.brand.id}:owner_id", f"{desk.brand.id}:insurance"],
    )
    assert "1 brand was asked." in page.words
    assert told("paper.asked") == 1
    rows = desk.office.get(f"{market}.csv").response.text.splitlines()
    assert len(rows) == 1 + desk.office.get(market).html.count('name="paper"')


@pytest.mark.parametrize("effect", [Effect.PAUSED, Effect.CANNOT_PUBLISH])
def test_nothing_is_published_without_its_paper(desk: Desk, effect: Effect) -> None:
    desk.require("licence", effect)
    brand = profiles.brand(desk.market.slug, desk.brand.slug)
    with pytest.raises(ConflictError, match=r"Business licence|营业执照"):
        brands.check_nothing_in_the_way(brand)
    db.session.rollback()
    desk.verified()
    brands.check_nothing_in_the_way(profiles.brand(desk.market.slug, desk.brand.slug))


def shown() -> int:
    ids = list(db.session.scalars(select(Brand.id)))
    assert not list(directory.differences(ids)), "the doctor would complain"
    return directory.count()


def test_a_brand_is_state_visible_though_paused(desk: Desk) -> None:
    assert shown() == 1
    desk.require("licence", Effect.PAUSED)
    assert shown() == 0
    assert db.session.get_one(Brand, desk.brand.id).state is BrandState.VISIBLE
