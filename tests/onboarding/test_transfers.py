"""A brand goes from one market to another: three say yes, and everything has its place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.agency.models import Enquiry, EnquiryState
from portal.audit.models import AuditEvent
from portal.brands import queries as brand_queries
from portal.brands.models import Brand, BrandState, Revision, RevisionState
from portal.core import clock
from portal.core.db import db
from portal.directory import actions as directory
from portal.directory.models import Listing
from portal.incubation import actions as incubation
from portal.incubation.models import Enrolment, EnrolmentState
from portal.leasing import actions as leasing
from portal.leasing.models import Let, LetKind, Terms
from portal.markets import queries as markets
from portal.markets.models import Floor, Hall, Market, Stall
from portal.notices.models import Notice
from portal.onboarding.models import Transfer, TransferState
from portal.papers.models import Paper
from portal.rosters.models import RosterEntry
from tests.client import Browser, Shown
from tests.make import Make
from tests.onboarding import steps

Another = Callable[[], Browser]
TOMORROW = timedelta(days=1)


@dataclass
class Move:
    """Two offices, and a brand that would like to go from one to the other."""

    make: Make
    old: Market
    new: Market
    brand: Brand
    old_office: Browser
    new_office: Browser
    owner: Browser

    def page(self, market: Market, rest: str = "") -> str:
        """Return the address of a page of the brand under a market."""
        return f"/markets/{market.slug}/brands/{self.brand.slug}{rest}"

    def ask(self, **answers: Any) -> Shown:
        """Let the old office ask."""
        given: dict[str, Any] = {"market": self.new.id, "reason": "离新厂近"} | answers
        return self.old_office.submit(
            self.page(self.old, "/transfer"), "Ask for the change", **given
        )

    def shown(self, market: Market) -> str:
        """Return the address of the newest transfer as a market sees it."""
        return f"/markets/{market.slug}/transfers/{self.transfer.id}"

    @property
    def transfer(self) -> Transfer:
        """Return the newest transfer."""
        return db.session.scalars(select(Transfer).order_by(Transfer.id.desc())).first() or (
            pytest.fail("nobody asked")
        )

    def all_agree(self) -> Shown:
        """Let the other office and then the owner say yes."""
        self.new_office.submit(self.shown(self.new), "Agree for the office")
        return self.owner.submit(self.shown(self.old), "Agree for the brand")


@pytest.fixture
def move(another: Another, make: Make) -> Move:
    """Return a visible brand on its way in its first market, and another market."""
    db.session().expire_on_commit = False
    old, new = make.market(name_en="Old Hall"), make.market(name_en="New Hall")
    brand = make.brand(old, name_zh="云锦裤业", name_en="Cloud Trousers")
    revision = db.session.scalars(select(Revision).where(Revision.brand_id == brand.id)).one()
    revision.state, revision.decided_at = RevisionState.PUBLISHED, clock.now()
    brand.state = BrandState.VISIBLE
    incubation.enrol(brand, steps.programme(old), by=None)
    directory.reindex(brand)
    db.session.commit()
    return Move(
        make,
        old,
        new,
        brand,
        another().sign_in(make.manager(old)),
        another().sign_in(make.manager(new)),
        another().sign_in(make.owner(brand)),
    )


def let(move: Move, first: int, last: int) -> Let:
    """Let the brand a stall of its old market, for days counted from today."""
    floors = select(Floor.id).join(Floor.hall).where(Hall.market_id == move.old.id)
    stall = move.make.save(
        Stall(
            market_id=move.old.id,
            floor_id=db.session.scalars(floors).first(),
            number=f"1F-A{first + 100}",
            place=first + 100,
            area=1250,
        )
    )
    today = clock.today()
    days = today + timedelta(days=first), today + timedelta(days=last)
    terms = Terms(LetKind.STANDARD, *days, rent_fen=8_000, deposit_fen=0)
    stall = markets.stall(move.old.slug, stall.id)
    made = leasing.let_stall(stall, brand_queries.named(move.brand.id), terms, by=None)
    db.session.commit()
    return made


def kinds() -> set[str]:
    return set(db.session.scalars(select(Notice.kind).where(Notice.kind.startswith("transfer."))))


def test_all_three_say_yes_and_everything_has_its_place(move: Move) -> None:
    running, later = let(move, 0, 200), let(move, 201, 300)
    paper = move.make.save(Paper(market_id=move.old.id, brand_id=move.brand.id, kind="licence"))
    person = move.make.user()
    talks = {
        state: move.make.save(
            Enquiry(
                market_id=move.old.id,
                brand_id=move.brand.id,
                agent_id=move.make.agent().id,
                author_id=person.id,
                state=state,
                channel="shop",
                pieces_per_month=100,
            )
        ).id
        for state in EnquiryState
    }
    entry = RosterEntry(
        market_id=move.old.id, company_id=move.brand.company_id, brand_id=move.brand.id
    )
    move.make.save(entry)
    last_day = clock.today() + timedelta(days=30)

    asked = move.ask(last_day=last_day)
    assert "Asked. The other office" in asked.words
    assert "not yet" in asked.words
    assert not asked.has_button("Agree for the office"), "who asks has agreed"
    home = move.new_office.get("/home")
    assert "your word is missing" in home.words
    first = move.new_office.submit(move.shown(move.new), "Agree for the office")
    assert "Your word is noted" in first.words
    assert db.session.get_one(Brand, move.brand.id).market_id == move.old.id
    done = move.owner.submit(move.shown(move.old), "Agree for the brand")
    assert "All have agreed" in done.words

    brand = db.session.get_one(Brand, move.brand.id)
    company = brand_queries.brand(move.new.slug, brand.slug).company
    assert (brand.market_id, brand.slug, brand.state) == (
        move.new.id,
        move.brand.slug,
        BrandState.VISIBLE,
    )
    assert company.market_id == move.new.id
    kept = [db.session.get_one(Let, one.id) for one in (running, later)]
    assert kept[0].ends_on == last_day
    assert [bool(one.called_off_at) for one in kept] == [False, True]
    way = db.session.scalars(select(Enrolment)).one()
    assert way.state is EnrolmentState.EXITED
    assert db.session.get_one(Paper, paper.id).market_id == move.new.id
    whose = {state: db.session.get_one(Enquiry, one).market_id for state, one in talks.items()}
    assert whose == {
        EnquiryState.NEW: move.new.id,
        EnquiryState.ANSWERED: move.new.id,
        EnquiryState.AGREED: move.old.id,
        EnquiryState.CLOSED: move.old.id,
    }
    assert not db.session.scalars(select(RosterEntry)).all()
    (listing,) = db.session.scalars(select(Listing))
    assert f"market:{move.new.slug}" in listing.facets.split()
    assert kinds() == {"transfer.asked", "transfer.done"}
    trail = select(AuditEvent.market_id).where(AuditEvent.verb == "transfer.carry-out")
    assert set(db.session.scalars(trail)) == {move.old.id, move.new.id}


def test_the_old_office_reads_what_is_its_own_and_nothing_new(move: Move) -> None:
    one = let(move, 0, 200)
    move.ask(last_day=clock.today() + TOMORROW)
    move.all_agree()
    for rest in ("", "/papers", "/profile", "/stalls", "/track"):
        shown = move.old_office.get(move.page(move.new, rest))
        assert shown.status == 404, rest
    told = move.old_office.get(move.page(move.old))
    assert told.address == move.shown(move.old)
    assert "Since" in told.words
    assert "New Hall" in told.words
    assert "Open the brand" not in told.words
    stall = move.old_office.get(f"/markets/{move.old.slug}/stalls/{one.stall_id}")
    assert "Cloud Trousers" in stall.words
    assert move.old_office.get(f"/markets/{move.old.slug}/lets?shelf=all").status == 200
    lets = move.new_office.get(move.page(move.new, "/stalls"))
    assert "¥1,000" not in lets.words, "what it paid elsewhere is not theirs to know"
    mine = move.owner.get(move.page(move.new, "/stalls"))
    assert "¥1,000" in mine.words
    led_on = move.owner.get(move.page(move.old, "/papers"))
    assert (led_on.status, led_on.address) == (200, move.page(move.new, "/papers"))
    refused = move.old_office.get(move.page(move.new, "/transfer"))
    assert refused.status == 404


def test_a_stranger_and_another_office_learn_nothing_by_an_old_address(
    move: Move, another: Another, make: Make
) -> None:
    move.ask()
    move.all_agree()
    for person in (make.user(), make.manager(make.market())):
        browser = another().sign_in(person)
        assert browser.get(move.page(move.old)).status == 404
        assert browser.get(move.shown(move.old)).status == 404


def test_the_new_office_asks_by_the_public_page(move: Move) -> None:
    page = f"/markets/{move.new.slug}/transfers/new"
    answers: dict[str, Any] = {
        "reason": "缺女裤",
        "address": "https://example.org/brands/no-such-brand",
    }
    refused = move.new_office.submit(page, "Ask for the change", **answers)
    assert "no brand at this address" in refused.words
    assert "缺女裤" in refused.html
    answers["address"] = f"https://example.org/brands/{move.brand.slug}?lang=en"
    move.new_office.submit(page, "Ask for the change", **answers)
    assert move.transfer.state is TransferState.ASKED
    move.owner.submit(move.shown(move.old), "Agree for the brand")
    done = move.old_office.submit(move.shown(move.old), "Agree for the office")
    assert "All have agreed" in done.words
    assert db.session.get_one(Brand, move.brand.id).market_id == move.new.id


def test_there_is_one_at_a_time_and_a_no_ends_it(move: Move) -> None:
    move.ask()
    page = f"/markets/{move.new.slug}/transfers/new"
    second = move.new_office.submit(
        page, "Ask for the change", reason="缺女裤", address=f"/brands/{move.brand.slug}"
    )
    assert second.status == 409
    assert "Another transfer" in second.words
    empty = move.owner.submit(move.shown(move.old), "Decline the change", reason="")
    assert empty.status == 422
    no = move.owner.submit(move.shown(move.old), "Decline the change", reason="我们不搬")
    assert "我们不搬" in no.words
    assert move.transfer.state is TransferState.DECLINED
    assert db.session.get_one(Brand, move.brand.id).market_id == move.old.id
    assert "transfer.ended" in kinds()
    assert move.ask().status == 200, "it may be asked again"
    off = move.old_office.submit(move.shown(move.old), "Call the change off", reason="先不搬")
    assert "先不搬" in off.words


def test_a_suspended_brand_stays_and_a_closed_market_takes_nobody(move: Move) -> None:
    brand = db.session.get_one(Brand, move.brand.id)
    brand.state = BrandState.SUSPENDED
    db.session.commit()
    refused = move.ask()
    assert refused.status == 409
    assert "cannot go to another market" in refused.words
    db.session.get_one(Brand, move.brand.id).state = BrandState.VISIBLE
    db.session.commit()
    move.ask()
    move.new_office.submit(move.shown(move.new), "Agree for the office")
    db.session.get_one(Market, move.new.id).closed_at = clock.now()
    db.session.commit()
    late = move.owner.submit(move.shown(move.old), "Agree for the brand")
    assert late.status == 409
    assert db.session.get_one(Brand, move.brand.id).market_id == move.old.id


def test_a_company_with_another_brand_stays_and_is_copied(move: Move, make: Make) -> None:
    brand = db.session.get_one(Brand, move.brand.id)
    sister = make.brand(move.old, name_zh="云锦童装")
    sister.company_id = brand.company_id
    db.session.commit()
    move.ask()
    move.all_agree()
    there = brand_queries.brand(move.new.slug, move.brand.slug).company
    here = brand_queries.brand(move.old.slug, sister.slug).company
    assert there.id != here.id
    assert (there.legal_name, there.market_id, here.market_id) == (
        here.legal_name,
        move.new.id,
        move.old.id,
    )


def test_for_a_brand_without_an_account_its_office_answers(
    another: Another, move: Move, make: Make
) -> None:
    quiet = make.brand(move.old, name_zh="静布")
    page = f"/markets/{move.old.slug}/brands/{quiet.slug}/transfer"
    asked = move.old_office.submit(page, "Ask for the change", market=move.new.id, reason="搬")
    assert "its old office answers for it" in asked.words
    done = move.new_office.submit(move.shown(move.new), "Agree for the office")
    assert "All have agreed" in done.words
