"""Two markets that mirror each other, with one of everything, and people who hold every role."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask, current_app

from portal.access.permissions import Role
from portal.accounts import actions as accounts
from portal.accounts.models import LinkPurpose, OneTimeLink, User
from portal.agency.models import EnquiryState
from portal.agents.models import Agent
from portal.audit import actions as audit
from portal.audit.verbs import VERBS
from portal.brands.models import Brand, BrandState, RevisionState
from portal.connections.models import ConnectionState
from portal.core import clock, tokens
from portal.core.db import db
from portal.core.picture_child import WIDTHS
from portal.figures import monthly
from portal.incubation.models import Enrolment, MilestoneProgress
from portal.leasing import queries as leasing
from portal.markets import queries as market_queries
from portal.markets.models import Market
from portal.notices.kinds import KINDS
from portal.notices.models import Notice
from portal.onboarding.models import Application, ApplicationState, InterviewState, ReviewState
from tests.make import PDF, Make, jpeg
from tests.site import appointments, connections, counter, flags, furniture, panels, shelves, ways
from tests.site.furniture import Room
from tests.site.visitors import address_of
from tests.site.visitors import rules as rules_of
from tests.site.words import Speech, Words

MISSING = 987_654
ASKED = {"mentoring.confirm": ("slot",)}
"""What a page has to be asked beside what is in the path of its address."""
NOTHING_FITS = "?q=zzzz&actor=zzzz&page=2"
"""Shows every list as it looks when nothing is found."""
WAYS = tuple(
    f"incubation.{name}"
    for name in ("timeline", "graduation", "graduate", "steer", "steer_now", "release", "remind")
)
MILESTONE_DEEDS = ("incubation.steer_milestone", "incubation.steer_milestone_now")
Arguments = Mapping[str, Any]
B, R, S = BrandState, RevisionState, ApplicationState


@dataclass(frozen=True)
class Variant:
    """The same pages of a thing in another state: these arguments replace the house's own."""

    where: str
    """A blueprint or an endpoint."""
    arguments: Arguments


@dataclass
class House:
    """One market with its brands, agent and papers: the values that addresses name."""

    hidden: str
    """The brand that nobody outside may know of."""
    arguments: Arguments = field(default_factory=dict)
    by_endpoint: dict[str, Arguments] = field(default_factory=dict)
    variants: list[Variant] = field(default_factory=list)

    def values(self, endpoint: str, names: Iterable[str]) -> dict[str, Any]:
        """Return the arguments of an endpoint for this house's own thing."""
        blueprint = endpoint.split(".", maxsplit=1)[0]
        known = {
            "ending": "xlsx",
            "format": "webp",
            "shelf": 1,
            **self.arguments,
            **self.by_endpoint.get(blueprint, {}),
            **self.by_endpoint.get(endpoint, {}),
        }
        return {name: known.get(name) for name in {*names, *ASKED.get(endpoint, ())}}

    def others(self, endpoint: str, names: set[str]) -> list[dict[str, Any]]:
        """Return the arguments of an endpoint for the same thing in its other states."""
        return [
            self.values(endpoint, names) | dict(variant.arguments)
            for variant in self.variants
            if variant.where in {endpoint, endpoint.split(".", maxsplit=1)[0]}
            and variant.arguments.keys() <= names
        ]


@dataclass
class World:
    """Everything that the laws are tried on. The people belong to `own`. It holds no rows."""

    own: House
    foreign: House
    bare: str
    """A market where nothing has happened yet; the other manager's."""
    people: dict[str, int]
    sessions: dict[str, str]
    made_at: datetime
    """When everybody has just signed in."""


def build(make: Make, speech: Speech = Speech.BOTH) -> World:
    """Make the two houses, the people of the first and their sessions."""
    db.session().expire_on_commit = False  # what was just made is still at hand
    words = Words(speech)
    picture, paper = (
        furniture.upload(words.one(zh, en), content)
        for zh, en, content in (("样衣.jpg", "look.jpg", jpeg()), ("质检.pdf", "paper.pdf", PDF))
    )
    room = Room(make, words, picture, paper)
    agents = furniture.agents_in_every_state(room)
    author, stranger = (make.user(name=words.one("李秀兰", "Li Xiulan")) for _ in range(2))
    own, people = house(room, author, agents)
    foreign, _strangers = house(room, stranger, agents)
    bare = furniture.market_of(room)
    others = {
        "applicant": author,
        "other manager": make.manager(bare, name=words.one("别人", "Else")),
        "staff": make.staff(name=words.one("平台", "Platform")),
        "unverified agent": make.agent_person(agents[0], name=words.one("新代理", "New Agent")),
    }
    people |= others
    for person in people.values():
        tell_everything(room, person, own)
    sessions = {name: accounts.begin_session(person) for name, person in people.items()}
    people["disabled"].disabled_at = clock.now()
    db.session.commit()
    numbers = {name: person.id for name, person in people.items()}
    return World(own, foreign, bare.slug, numbers, sessions, clock.now())


def house(room: Room, author: User, agents: list[Agent]) -> tuple[House, dict[str, User]]:
    """Make one market with one of everything, and its people."""
    make, one = room.make, room.words.one
    market = furniture.market_of(room)
    brand = furniture.brand_of(room, market, B.VISIBLE, R.PUBLISHED, R.DRAFT)
    others = {
        R.SUBMITTED: furniture.brand_of(
            room, market, B.VISIBLE, R.SUPERSEDED, R.PUBLISHED, R.SUBMITTED
        ),
        R.RETURNED: furniture.brand_of(room, market, B.SUSPENDED, R.PUBLISHED, R.RETURNED),
        R.PUBLISHED: furniture.brand_of(room, market, B.HIDDEN, R.PUBLISHED),
        R.DRAFT: furniture.brand_of(room, market, B.UNPUBLISHED, R.DRAFT),
    }
    agent = furniture.agent_of(room)
    people = {
        "owner": make.owner(brand, name=one("李秀兰", "Li Xiulan")),
        "manager": make.manager(market, name=one("王主任", "Director Wang")),
        "agent": make.agent_person(agent, name=one("周敏", "Zhou Min")),
        "mentor": make.member(
            Role.MENTOR, user=make.user(name=one("周老师", "Teacher Zhou")), market_id=market.id
        ),
        "disabled": make.manager(market, name=one("老主任", "Old Director")),
    }
    for another in others.values():
        make.member(Role.OWNER, user=people["owner"], brand_id=another.id)
    programme = furniture.programme_of(room, market, people["manager"])
    steps = furniture.walk(room, brand, programme, people["manager"], people["owner"])
    newest = furniture.figures_of(room, brand, people["manager"], people["owner"], 1, 3)
    furniture.rule_of(room, market, people["manager"])
    slots, version, scans = furniture.papers_of(room, brand, people["owner"], people["manager"])
    steered = ways.steered(room, market, programme, people["manager"], people["owner"])
    furniture.show_in_directory([brand, *others.values()])
    record_everything(room, people["manager"], market, brand)
    found = House(hidden=others[R.DRAFT].slug)
    found.arguments = {
        "comment_id": 0,
        "market": market.slug,
        "alliance": market_queries.alliance(market.alliance_id).slug,
        "brand": brand.slug,
        "number": 2,
        "section": "identity",
        "key": 1,
        "part": "price",
        "tier": "county",
        "day": clock.today().isoformat(),
        **newest,
        "width": WIDTHS[0],
        "agent_id": agent.id,
        "milestone_id": steps[0].id,
        "programme_id": programme.id,
        "hall_id": market.halls[0].id,
        "honour_id": market.honours[0].id,
        "session_id": 1,
        "notice_id": 1,
        "filename": "favicon.svg",
        "token": "no-such-token",
        "slot": slots[0],
        "version_id": version.id,
        "kind": "insurance",
    }
    question = furniture.question_of(room, others[R.SUBMITTED], people["manager"])
    found.by_endpoint |= {
        "brands.answer": {"brand": others[R.SUBMITTED].slug, "comment_id": question.id},
        "brands.ask": {"brand": others[R.SUBMITTED].slug, "number": 3},
        "terms.changed": {"number": 1},
        "papers": {"file_id": scans[0].id},
    }
    found.variants = [
        *brand_variants(others),
        *(Variant("incubation.milestone", {"milestone_id": step.id}) for step in steps[1:]),
        *(Variant("agents", {"agent_id": one.id}) for one in agents),
        *(Variant("figures.month", {"month": one}) for one in months_before(newest["month"])),
        *(Variant("figures", {"brand": one.slug}) for one in others.values()),
        *(Variant("papers.show", {"slot": one}) for one in slots[1:]),
        *(Variant("papers.index", {"brand": one.slug}) for one in others.values()),
        Variant("papers.requirement", {"kind": "licence"}),
        Variant("papers.scan", {"file_id": scans[1].id}),
    ]
    found.variants += [
        Variant("brands.edit_offer", {"part": "target"}),
        Variant("terms.calculator", {"tier": "county"}),
    ]
    draft, *tables = furniture.rosters_of(room, market, people["manager"])
    found.arguments = {**found.arguments, "roster_id": draft.id}
    found.variants += [
        Variant(f"rosters.{page}", {"roster_id": one.id})
        for one in tables
        for page in ("columns", "show")
    ]
    furnish(room, found, market, brand, agent, author, steps[0])
    connect(room, found, brand, others, agent)
    raised, *answered = flags.flags_of(room, brand, author)
    found.by_endpoint["flags"] = {"flag_id": raised.id, "deed": "mend"}
    found.variants += [Variant("flags.show", {"flag_id": one.id}) for one in answered]
    found.variants.append(Variant("flags.brand", {"brand": others[R.DRAFT].slug}))
    steer(found, steered)
    found.arguments = {**found.arguments, **furniture.draft_of(room, market, people["manager"])}
    found.by_endpoint["incubation.shift_stage"] = {"deed": "up"}
    found.by_endpoint["incubation.shift_milestone"] = {"deed": "up"}
    found.arguments["entry_id"] = furniture.kept(room, people["agent"], brand).id
    search = furniture.searched(room, people["agent"], brand)
    found.arguments["search_id"] = search.id
    for endpoint in ("letters_off", "end_letters"):
        found.by_endpoint[f"directory.{endpoint}"] = {"token": search.off_token}
    furnish_counter(room, found, market, people["manager"])
    let_book(room, found, market, brand, people["mentor"])
    lines = shelves.line_sheets_of(room, brand, people["owner"], market.id)
    found.by_endpoint |= lines
    read_and_talk(room, found, market, people["manager"], author, brand)
    links(room, found, people["owner"], brand)
    asked, declined = furniture.transfers_of(room, others[R.PUBLISHED], market)
    found.arguments = {**found.arguments, "transfer_id": asked.id}
    found.variants.append(Variant("transfers.show", {"transfer_id": declined.id}))
    return found, people


def months_before(newest: str) -> list[str]:
    """Return an answered month and a gap."""
    month = monthly.read_month(newest)
    assert month
    return [monthly.written(monthly.after(month, -back)) for back in (1, 2)]


def steer(found: House, steered: Mapping[str, Enrolment]) -> None:
    """Show the pages of ways in each of their states."""
    ends = {
        name: {"brand": way.brand.slug, "enrolment_id": way.id} for name, way in steered.items()
    }
    paper = ways.paper_of(steered["graduated"])
    own = {"enrolment_id": steered["held"].id, "months": 6, "deed": "pause"}
    found.arguments = {**found.arguments, **own}
    certified = {"incubation.certificate", "incubation.revoke"}
    asked = {"incubation.follow_up", "incubation.answer"}
    found.by_endpoint |= dict.fromkeys(certified | asked, ends["graduated"])
    found.by_endpoint |= {
        "incubation.verify": {"token": paper.token},
        **dict.fromkeys(WAYS, ends["held"]),
        **{name: {"deed": "waive"} for name in MILESTONE_DEEDS},
    }
    found.by_endpoint["incubation.resume"] = ends["paused"]
    for name, end in ends.items():
        found.variants += [
            Variant(f"incubation.{page}", end) for page in ("timeline", "graduation")
        ]
        found.variants.append(Variant("incubation.track", {"brand": end["brand"]}))
        if name == "revoked":
            found.variants += [Variant(one, end) for one in (*certified, *asked)]
            token = ways.paper_of(steered[name]).token
            found.variants.append(Variant("incubation.verify", {"token": token}))
    found.variants += [
        Variant("incubation.steer", {**ends["held"], "deed": deed})
        for deed in ("extend", "hold", "advance", "leave")
    ]
    found.variants.append(Variant("incubation.steer_milestone", {"deed": "postpone"}))
    for step in steered["held"].steps[:2]:
        there = {"brand": ends["held"]["brand"], "milestone_id": step.id}
        found.variants.append(Variant("incubation.milestone", there))
    for name in ("graduated", "paused"):
        there = {"brand": ends[name]["brand"], "milestone_id": steered[name].steps[1].id}
        found.variants.append(Variant("incubation.milestone", there))


def brand_variants(others: Mapping[RevisionState, Brand]) -> list[Variant]:
    """Return the pages of brands in their other states, and of their newest revisions."""
    found = []
    for state, brand in others.items():
        one = {"brand": brand.slug}
        pages = ["profile", "preview", "revisions", "visibility", "people"]
        found += [Variant(f"brands.{page}", one) for page in pages]
        found.append(Variant("reports.brand", one))
        number = (
            3 if state is RevisionState.SUBMITTED else 2 if state is RevisionState.RETURNED else 1
        )
        found.append(Variant("brands.revision", one | {"number": number}))
        if brand.state is BrandState.VISIBLE:
            found += [Variant("agency.enquire", one), Variant("directory.show", one)]
        if state is RevisionState.DRAFT:
            found.append(Variant("incubation.track", one))
            sections = ["positioning", "supply", "cooperation", "channel"]
            found += [Variant("brands.edit", one | {"section": section}) for section in sections]
    return found


def connect(
    room: Room,
    found: House,
    brand: Brand,
    others: Mapping[RevisionState, Brand],
    agent: Agent,
) -> None:
    """Add a connection in each state; what is open and what is asked of several brands."""
    elsewhere = {
        ConnectionState.ACTIVE: others[R.SUBMITTED],
        ConnectionState.ASKED_BACK: others[R.RETURNED],
        ConnectionState.INVITED: others[R.PUBLISHED],
    }
    asked, *more = (
        connections.connection_of(room, elsewhere.get(state, brand), agent, state)
        for state in ConnectionState
    )
    found.arguments = {**found.arguments, "connection_id": asked.id}
    found.variants += [Variant("connections.show", {"connection_id": one.id}) for one in more]
    found.variants.append(Variant("connections.connect", {"brand": others[R.SUBMITTED].slug}))


def furnish(
    room: Room,
    found: House,
    market: Market,
    brand: Brand,
    agent: Agent,
    author: User,
    step: MilestoneProgress,
) -> None:
    """Add the conversations, the applications, the pictures and the colleagues."""
    new, *old = (furniture.enquiry_of(room, brand, agent, state) for state in EnquiryState)
    applied, *more = furniture.applications_of(room, market, author, brand)
    found.arguments = {**found.arguments, "enquiry_id": new.id, "application_id": applied.id}
    found.variants += [Variant("agency.show", {"enquiry_id": one.id}) for one in old]
    found.variants += [Variant("onboarding.show", {"application_id": one.id}) for one in more]
    lets = furniture.stalls_of(room, market, brand)
    floors, stall = market.halls[0].floors, lets[0].stall_id
    found.arguments = {
        **found.arguments,
        "let_id": lets[0].id,
        "fee_id": leasing.fees_of(brand.id)[0].id,
        "stall_id": stall,
        "floor_id": floors[0].id,
    }
    found.variants += [Variant("leasing", {"let_id": one.id}) for one in lets[1:]]
    for blueprint in ("leasing", "markets"):
        found.variants += [Variant(blueprint, {"stall_id": stall + one}) for one in range(1, 5)]
        found.variants.append(Variant(blueprint, {"floor_id": floors[1].id}))
    staff = furniture.members(room, Role.STAFF)
    picture, paper = step.attempts[-1].files
    published, open_one = brand.revisions
    shown, draft = published.pictures[0].file.mark, open_one.pictures[0].id
    found.by_endpoint |= {
        "onboarding": {"picture_id": applied.pictures[0].id},
        "directory": {"mark": shown},
        "brands": {"picture_id": draft} | furniture.members(room, Role.OWNER, brand_id=brand.id),
        "agents": furniture.members(room, Role.AGENT, agent_id=agent.id),
        "accounts": furniture.members(room, Role.MANAGER, market_id=market.id),
        "accounts.let_in": furniture.members(room, Role.OWNER, brand_id=brand.id),
        "accounts.platform_people_remove": staff,
        "accounts.platform_people_revoke": staff,
        "incubation.picture": {"file_id": picture.id},
        "incubation.drop_file": {"file_id": picture.id},
        "incubation.paper": {"file_id": paper.id},
    }


def furnish_counter(room: Room, found: House, market: Market, manager: User) -> None:
    """Add intakes, leads, an application that the office typed, and their links."""
    applied = db.session.get_one(Application, int(found.arguments["application_id"]))
    made = counter.counter_of(room, market, manager, applied)
    questions = made.intakes[0].editions[0].questions
    found.arguments = {
        **found.arguments,
        "intake_id": made.intakes[0].id,
        "lead_id": made.leads[0].id,
        "question_id": questions[1].id,
    }
    found.variants += [Variant("intakes", {"intake_id": one.id}) for one in made.intakes[1:]]
    found.variants += [Variant("intakes", {"lead_id": one.id}) for one in made.leads[1:]]
    found.variants.append(Variant("onboarding.show", {"application_id": made.typed.id}))
    found.by_endpoint |= {name: {"token": token} for name, token in made.tokens.items()}
    found.by_endpoint |= {
        "counter.begin_invited": {"token": made.tokens["counter.invited"]},
        "counter.add_files": {"question_id": questions[-1].id},
        "counter.file": {"file_id": made.file.id if made.file else None},
        "counter.remove_file": {"file_id": made.file.id if made.file else None},
        "counter.confirm_link": {"application_id": made.typed.id},
    }


def let_book(room: Room, found: House, market: Market, brand: Brand, mentor: User) -> None:
    """Add a mentor, a room, and a booking in each state."""
    made = appointments.appointments_of(room, market, brand, mentor)
    found.arguments = {
        **found.arguments,
        "service_id": made.services[0].id,
        "closure_id": made.closure.id,
        "booking_id": made.bookings[0].id,
    }
    found.by_endpoint["mentoring.create"] = {"kind": "photo_studio"}
    found.by_endpoint["mentoring.confirm"] = {"slot": made.free}
    found.variants += [Variant("mentoring", {"service_id": one.id}) for one in made.services[1:]]
    found.variants += [Variant("mentoring", {"booking_id": one.id}) for one in made.bookings[1:]]


def read_and_talk(
    room: Room, found: House, market: Market, manager: User, author: User, brand: Brand
) -> None:
    """Add readers, points, talks and the waiting list: one application closed, one open."""
    colleague, third = (room.make.manager(market, name=manager.name) for _ in range(2))
    rubric = panels.rubric_of(room, market)
    closed, opened, waiting = (
        furniture.application_of(room, market, author, state, brand)
        for state in (S.INTERVIEW, S.SHORTLISTED, S.WAITLISTED)
    )
    mine = panels.review_of(room, closed, manager, rubric, ReviewState.ASSIGNED)
    panels.review_of(room, closed, colleague, rubric, ReviewState.HANDED_IN)
    panels.review_of(room, closed, third, rubric, ReviewState.RECUSED)
    for reader in (manager, colleague):
        panels.review_of(room, opened, reader, rubric, ReviewState.HANDED_IN)
    talks = [panels.interview_of(room, closed, manager, state) for state in InterviewState]
    panels.waits(waiting)
    for one in (closed, opened, waiting):
        panels.happened(room, one, manager)
        found.variants.append(Variant("onboarding.show", {"application_id": one.id}))
    found.by_endpoint["panel"] = {
        "application_id": closed.id,
        "review_id": mine.id,
        "interview_id": talks[0].id,
    }
    found.variants += [Variant("panel", {"interview_id": talk.id}) for talk in talks[1:]]
    found.variants += [
        Variant(f"panel.{page}", {"application_id": opened.id}) for page in ("reviews", "score")
    ]


def links(room: Room, found: House, user: User, brand: Brand) -> None:
    """Make one-time links that work: an invitation, a confirmation, a new password."""
    for purpose in LinkPurpose:
        token = f"{purpose}-{user.id}"
        room.make.save(
            OneTimeLink(
                token_hash=tokens.digest(token),
                purpose=purpose,
                user_id=user.id,
                email=user.email,
                expires_at=clock.now() + furniture.A_WEEK,
            )
        )
        confirming = purpose is LinkPurpose.CONFIRM_EMAIL
        for endpoint in (
            ("confirm_email", "confirm_email_now") if confirming else ("reset_password",)
        ):
            found.by_endpoint[f"accounts.{endpoint}"] = {"token": token}
    invited = f"invitation-{user.id}"
    furniture.invite(room, invited, Role.OWNER, brand_id=brand.id)
    for endpoint in ("invitation", "accept_invitation"):
        found.by_endpoint[f"accounts.{endpoint}"] = {"token": invited}


def record_everything(room: Room, by: User, market: Market, brand: Brand) -> None:
    """Let the trail of the market and of the brand tell of every deed there is."""
    reason = room.words.one("馆里没有位置", "No room in the hall")
    for verb in VERBS:
        audit.record(verb, brand if verb < "k" else market, by=by, reason=reason)


def tell_everything(room: Room, person: User, house: House) -> None:
    """Leave a person a message of every kind, each leading to the house's own thing."""
    rules = {rule.endpoint: rule for rule in current_app.url_map.iter_rules()}
    for name, kind in KINDS.items():
        texts = f"{kind.headline} {kind.sentence}"
        params: dict[str, Any] = {
            param: room.words.named("云织", "Cloudweave")
            for param in re.findall(r"%\((\w+)\)s", texts)
        }
        params |= {
            param: room.words.one("请看", "Please look")
            for param in params.keys() & {"request", "reason", "excerpt", "until"}
        }
        arguments = house.values(kind.endpoint, rules[kind.endpoint].arguments)
        room.make.save(
            Notice(recipient_id=person.id, kind=name, params=params, arguments=arguments)
        )


def addresses(app: Flask, world: World) -> Iterator[str]:
    """Yield every address that shows a page, of the house's things in each of their states."""
    for rule, method in rules_of(app):
        if method != "GET":
            continue
        names = set(rule.arguments)
        values, others = world.own.values(rule.endpoint, names), world.own.others
        for arguments in [values, *others(rule.endpoint, names)]:
            yield address_of(app, rule.endpoint, arguments)
        if names <= {"market"}:
            yield address_of(app, rule.endpoint, values) + NOTHING_FITS
        if names == {"market"}:
            yield address_of(app, rule.endpoint, {"market": world.bare})
