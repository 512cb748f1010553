"""A market with as many of everything as asked for, to see what a long list costs."""

from dataclasses import dataclass
from typing import Any

from portal.access.permissions import Role
from portal.accounts import actions as accounts
from portal.agency.models import EnquiryState
from portal.audit import actions as audit
from portal.brands.models import BrandState, RevisionState
from portal.connections.models import ConnectionState
from portal.core import clock
from portal.core.db import db
from portal.markets.models import StallState
from portal.notices.models import Notice
from portal.onboarding.models import ApplicationState, InterviewState, ReviewState
from portal.papers.models import VersionState as V
from portal.rosters.models import RosterState
from tests.make import PDF, Make, jpeg
from tests.site import appointments, connections, counter, flags, furniture, panels
from tests.site.furniture import Room
from tests.site.words import Speech, Words


@dataclass(frozen=True)
class Crowd:
    """What the addresses of its pages name, and who looks at them."""

    arguments: dict[str, Any]
    sessions: dict[str, str]


def gather(make: Make, size: int) -> Crowd:  # noqa: PLR0915 -- one of everything
    """Make `size` brands, applications, agents, conversations, messages, people and deeds."""
    db.session().expire_on_commit = False
    picture, paper = furniture.upload("look.jpg", jpeg()), furniture.upload("paper.pdf", PDF)
    room = Room(make, Words(Speech.BOTH), picture, paper)
    market = furniture.market_of(room)
    office, owner, staff, author = make.manager(market), make.user(), make.staff(), make.user()
    programme = furniture.programme_of(room, market, office)
    agent = furniture.agent_of(room)
    asker = make.agent_person(agent)
    rubric, readers = panels.rubric_of(room, market), (office, make.manager(market))
    brands, steps, threads, applied, tables, versions = [], [], [], [], [], []
    counters, booked, opened = [], [], []
    raised: list[int] = []
    mentor = make.member(Role.MENTOR, market_id=market.id)
    newest: dict[str, str] = {}
    furniture.rule_of(room, market, office)
    for _number in range(size):
        brand = furniture.brand_of(
            room,
            market,
            BrandState.VISIBLE,
            RevisionState.SUPERSEDED,
            RevisionState.PUBLISHED,
            RevisionState.SUBMITTED,
        )
        make.member(Role.OWNER, user=owner, brand_id=brand.id)
        steps += furniture.walk(room, brand, programme, office, owner)[:1]
        newest = furniture.figures_of(room, brand, office, owner, 1, 2)
        brands.append(brand)
        versions.append(
            furniture.paper_of(room, brand, (owner, office), "licence", V.UPLOADED, None)
        )
        furniture.paper_of(room, brand, (owner, office), "insurance", V.VERIFIED, clock.today())
        threads.append(furniture.enquiry_of(room, brand, agent, EnquiryState.NEW))
        furniture.enquiry_of(
            room, brand, furniture.agent_of(room, verified=False), EnquiryState.NEW
        )
        opened.append(connections.connection_of(room, brand, agent, ConnectionState.ACTIVE))
        connections.connection_of(room, brand, agent, ConnectionState.ASKED)
        raised.append(flags.flags_of(room, brand, author)[0].id)
        made = counter.counter_of(room, market, office)
        counters.append(made)
        booked.append(appointments.appointments_of(room, market, brand, mentor))
        applied.append(
            furniture.application_of(room, market, author, ApplicationState.SUBMITTED, brand)
        )
        waits = furniture.application_of(room, market, author, ApplicationState.WAITLISTED, brand)
        panels.waits(waits)
        for reader in readers:
            panels.review_of(room, waits, reader, rubric, ReviewState.HANDED_IN)
        panels.review_of(room, applied[-1], office, rubric, ReviewState.ASSIGNED)
        panels.interview_of(room, applied[-1], office, InterviewState.SET)
        panels.happened(room, applied[0], office)
        furniture.members(room, Role.MANAGER, market_id=market.id)
        furniture.members(room, Role.OWNER, brand_id=brands[0].id)
        furniture.members(room, Role.AGENT, agent_id=agent.id)
        furniture.members(room, Role.STAFF)
        make.member(Role.MANAGER, user=office, market_id=furniture.market_of(room).id)
        for person in (office, owner, staff, asker, author):
            arguments = {"market": market.slug, "brand": brand.slug}
            named = {"brand": {"zh": brand.name_zh, "en": brand.name_en}}
            db.session.add(
                Notice(
                    recipient_id=person.id,
                    kind="enrolment.graduated",
                    params=named,
                    arguments=arguments,
                )
            )
            accounts.begin_session(person)
        audit.record("brand.hide", brands[0], by=office)
        tables.append(furniture.roster_of(room, market, office, RosterState.PREVIEW))
    lets = furniture.stalls_of(room, market, brands[0])
    floor = market.halls[0].floors[0]
    for place, brand in enumerate(brands, 10):
        stall = furniture.stall_of(room, market, floor, place, StallState.AVAILABLE)
        furniture.let_of(room, stall, brand, clock.today(), -30, 30)
        furniture.let_of(room, stall, brand, clock.today(), -90, -31)
        furniture.let_of(room, stall, brands[0], clock.today(), 31, 90)
        furniture.stall_of(room, market, floor, place + 1000, StallState.AVAILABLE)
    furniture.show_in_directory(brands)
    people = {
        "manager": office,
        "owner": owner,
        "staff": staff,
        "agent": asker,
        "author": author,
        "mentor": mentor,
    }
    sessions = {name: accounts.begin_session(person) for name, person in people.items()}
    db.session.commit()
    found = {
        "market": market.slug,
        "brand": brands[0].slug,
        "number": 3,
        "agent_id": agent.id,
        "enquiry_id": threads[0].id,
        "connection_id": opened[0].id,
        "flag_id": raised[0],
        "application_id": applied[0].id,
        "milestone_id": steps[0].id,
        "hall_id": market.halls[0].id,
        "floor_id": floor.id,
        "let_id": lets[0].id,
        "stall_id": lets[0].stall_id,
        "honour_id": market.honours[0].id,
        "roster_id": tables[0].id,
        **newest,
        "slot": "licence",
        "version_id": versions[0].id,
        "kind": "insurance",
        "intake_id": counters[0].intakes[0].id,
        "lead_id": counters[0].leads[0].id,
        "service_id": booked[0].services[0].id,
        "booking_id": booked[0].bookings[0].id,
    }
    return Crowd(found, sessions)
