"""What people may press at the same moment, one flow after the other, and what must be left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from portal.access.permissions import Role
from portal.accounts import memberships
from portal.accounts.memberships import Place
from portal.audit.models import AuditEvent
from portal.brands.models import Brand, BrandState, Revision, RevisionState
from portal.core import clock
from portal.core.db import Base, db
from portal.core.requests import absolute_address
from portal.incubation import actions as incubation
from portal.incubation import queries as ways
from portal.incubation.models import (
    Enrolment,
    Evidence,
    EvidenceState,
    Milestone,
    MilestoneProgress,
    MilestoneState,
)
from portal.markets.models import Floor, Hall, Stall
from portal.mentoring import actions as mentoring
from portal.mentoring import rules
from portal.mentoring.actions import Offer
from portal.mentoring.forms import slot_text
from portal.mentoring.models import ServiceKind
from portal.notices.models import Notice
from tests.brands.conftest import FULL, newest, picture
from tests.client import Browser
from tests.make import Make
from tests.onboarding import steps
from tests.reliability.races import Press

_stalls = count(1)
PASS = "Pass the milestone"


@dataclass
class Contest:
    """Buttons pressed at once, and what the trail and the messages say of it afterwards."""

    presses: Sequence[Press]
    statuses: list[int]
    verb: str
    """In the trail once; `%` stands for any end, `|` for another word."""
    subject: Base | None
    message: str
    told: int = 1
    """How many people hear of it, once each."""

    def __post_init__(self) -> None:
        self._before = self.events(), self.messages()

    def outcome(self) -> tuple[int, int]:
        """Return how many events and messages there are now that were not there before."""
        events, messages = self._before
        return self.events() - events, self.messages() - messages

    def events(self) -> int:
        """Count what the trail says of it."""
        query = select(func.count(AuditEvent.id)).where(
            or_(*(AuditEvent.verb.like(one) for one in self.verb.split("|")))
        )
        if self.subject is not None:
            query = query.where(
                AuditEvent.subject_type == self.subject.__tablename__,
                AuditEvent.subject_id == self.subject.id,
            )
        return db.session.scalar(query) or 0

    def messages(self) -> int:
        """Count the messages of its kind."""
        query = select(func.count(Notice.id)).where(
            or_(*(Notice.kind.like(one) for one in self.message.split("|")))
        )
        return db.session.scalar(query) or 0


class Office:
    """A market whose managers are at their desks, and people who come to it."""

    def __init__(self, make: Make, another: Callable[[], Browser], managers: int = 2) -> None:
        self.make = make
        self.another = another
        self.market = make.market()
        self.managers = [another().sign_in(make.manager(self.market)) for _ in range(managers)]
        self.programme = steps.programme(self.market)

    def page(self, brand: Brand, rest: str) -> str:
        """Return the address of a page of a brand of this market."""
        return f"/markets/{self.market.slug}/brands/{brand.slug}/{rest}"

    def all_press(self, address: str, button: str, **answers: Any) -> list[Press]:
        """Let every manager open a page and hold his finger over a button."""
        return [Press(one, one.get(address), button, answers) for one in self.managers]

    def brand(self, **fields: Any) -> Brand:
        """Make a brand with an owner and a draft in which nothing lacks."""
        brand = self.make.brand(self.market, **fields)
        draft = newest(brand)
        for name, value in FULL.items():
            setattr(draft, name, value)
        draft.pictures = [picture(place) for place in range(3)]
        db.session.commit()
        self.make.owner(brand)
        return brand

    def owner(self, brand: Brand) -> Browser:
        """Sign another owner of a brand in."""
        return self.another().sign_in(self.make.owner(brand))

    def waiting_profile(self) -> tuple[Brand, Revision]:
        """Make a brand whose profile waits for the office."""
        brand = self.brand()
        draft = newest(brand)
        draft.state, draft.submitted_at = RevisionState.SUBMITTED, clock.now()
        return brand, self.make.save(draft)

    def waiting_evidence(self, *codes: str) -> tuple[Brand, list[MilestoneProgress]]:
        """Make a brand on its way that has handed in evidence for these milestones."""
        brand = self.brand()
        incubation.enrol(brand, self.programme, by=None)
        found = [step_of(brand, code) for code in codes]
        for step in found:
            step.milestone.rubric, step.milestone.files_least = [], 0
            step.state = MilestoneState.SUBMITTED
            handed_in = {"state": EvidenceState.SUBMITTED, "submitted_at": clock.now()}
            db.session.add(Evidence(progress_id=step.id, number=1, text="在这里", **handed_in))
        db.session.commit()
        return brand, found


def step_of(brand: Brand, code: str) -> MilestoneProgress:
    """Return a milestone of a brand."""
    query = (
        select(MilestoneProgress)
        .join(MilestoneProgress.milestone)
        .join(MilestoneProgress.enrolment)
        .options(contains_eager(MilestoneProgress.milestone))
        .where(Milestone.code == code, Enrolment.brand_id == brand.id)
    )
    return db.session.scalars(query).one()


def publish(office: Office) -> Contest:
    """All managers publish the same revision."""
    brand, draft = office.waiting_profile()
    presses = office.all_press(office.page(brand, "revisions/1"), "Publish the profile")
    late = [409] * (len(presses) - 1)
    return Contest(presses, [303, *late], "profile.publish", draft, "profile.published")


def publish_or_return(office: Office) -> Contest:
    """One manager publishes a revision, the other returns it."""
    brand, draft = office.waiting_profile()
    presses = office.all_press(office.page(brand, "revisions/1"), "Publish the profile")
    presses[1].button, presses[1].answers = "Return it", {"request": "请补图。"}
    return Contest(presses, [303, 409], "profile.%", draft, "profile.%")


def pass_milestone(office: Office) -> Contest:
    """Two managers pass the same milestone."""
    brand, (step,) = office.waiting_evidence("S1.2")
    presses = office.all_press(office.page(brand, f"milestones/{step.id}"), "Pass the milestone")
    return Contest(presses, [303, 409], "milestone.pass", step, "milestone.passed")


def pass_or_return(office: Office) -> Contest:
    """One manager passes evidence, the other returns it: there is one decision."""
    brand, (step,) = office.waiting_evidence("S1.3")
    presses = office.all_press(office.page(brand, f"milestones/{step.id}"), PASS)
    presses[1].button, presses[1].answers = "Return with this request", {"request": "请补图。"}
    return Contest(presses, [303, 409], "milestone.%", step, "milestone.%")


def hand_in_twice(office: Office) -> Contest:
    """An owner hands evidence in with a double tap: it is handed in once."""
    brand, (step,) = office.waiting_evidence("S1.3")
    owner = office.owner(brand)
    db.session.delete(db.session.scalars(select(Evidence).filter_by(progress_id=step.id)).one())
    step.state = MilestoneState.OPEN
    db.session.commit()
    page = owner.get(office.page(brand, f"milestones/{step.id}"))
    press = Press(owner, page, "Hand in", {"text": "收据在这里。"})
    told = len(office.managers)
    return Contest([press] * 2, [303, 303], "milestone.%", step, "milestone.%", told)


def pass_the_last_two(office: Office) -> Contest:
    """Two managers pass the two milestones that a gate still waits for: it opens once."""
    brand, (one, two) = office.waiting_evidence("S1.2", "S1.3")
    step_of(brand, "S1.4").state = MilestoneState.PASSED
    db.session.commit()
    presses = [
        Press(manager, manager.get(office.page(brand, f"milestones/{step.id}")), PASS, {})
        for manager, step in zip(office.managers, (one, two), strict=True)
    ]
    return Contest(presses, [303, 303], "stage.advance", None, "stage.entered")


def pause_or_leave(office: Office) -> Contest:
    """One manager pauses a brand's programme, the other ends it."""
    brand, _steps = office.waiting_evidence()
    way = latest_way(brand)
    one, two = office.managers
    page = office.page(brand, f"enrolments/{way.id}")
    gone = {"kind": "voluntary", "reason": "转行。"}
    presses = [
        Press(one, one.get(f"{page}/pause"), "Pause the programme", {"reason": "扩建。"}),
        Press(two, two.get(f"{page}/leave"), "End the programme", gone),
    ]
    return Contest(presses, [303, 409], "enrolment.%", way, "enrolment.%")


def graduate(office: Office) -> Contest:
    """Two managers let the same brand graduate: there is one certificate."""
    brand, _steps = office.waiting_evidence()
    way = latest_way(brand)
    for step in way.steps:
        step.state = MilestoneState.WAIVED
    way.stage = way.template.stages[-1]
    db.session.commit()
    page = office.page(brand, f"enrolments/{way.id}/graduation")
    presses = office.all_press(page, "Approve graduation")
    return Contest(presses, [303, 409], "enrolment.%", way, "enrolment.graduated")


def latest_way(brand: Brand) -> Enrolment:
    """Return the enrolment of a brand as a page would load it."""
    found = ways.track(brand.id)
    assert found
    return found


def admit(office: Office) -> Contest:
    """Two managers admit the same application."""
    application = steps.submitted(office.make, office.market)
    presses = office.all_press(steps.address(application), "Admit the brand")
    return Contest(presses, [303, 409], "application.admit", application, "application.admitted")


def admit_or_decline(office: Office) -> Contest:
    """One manager admits an application, the other declines it."""
    application = steps.submitted(office.make, office.market)
    presses = office.all_press(steps.address(application), "Admit the brand")
    presses[1].button, presses[1].answers = "Decline", {"reason": "本期已满。"}
    return Contest(presses, [303, 409], "application.%", application, "application.%")


def verify(office: Office) -> Contest:
    """Two managers verify the same agent."""
    agent = office.make.agent(verified=False)
    office.make.agent_person(agent)
    presses = office.all_press(f"/agents/{agent.id}", "Verify for one year")
    return Contest(presses, [303, 409], "agent.verify", agent, "agent.verified")


def accept(office: Office) -> Contest:
    """Two people use the same invitation: the link works once."""
    brand = office.brand()
    host = office.make.user()
    place = Place(Role.OWNER, name_zh=brand.name_zh, brand_id=brand.id, market_id=brand.market_id)
    _row, link = memberships.invite(place, name="新同事", email="", language="en", by=host)
    db.session.commit()
    address = link.removeprefix(absolute_address("reports.index").rstrip("/"))
    presses = [
        Press(one, one.get(address), "Accept the invitation", {})
        for one in (office.another().sign_in(office.make.user()) for _ in range(2))
    ]
    return Contest(presses, [303, 410], "membership.add", None, "people.joined")


def submit_twice(office: Office) -> Contest:
    """An owner submits the profile with a double click: it happens once, and both are answered."""
    brand = office.brand()
    owner = office.owner(brand)
    press = Press(owner, owner.get(office.page(brand, "profile")), "Submit to the office", {})
    told = len(office.managers)
    draft = newest(brand)
    return Contest([press] * 2, [303, 303], "profile.submit", draft, "profile.submitted", told)


def ask_twice(office: Office) -> Contest:
    """An agent sends a question with a double click: there is one conversation, one message."""
    brand, draft = office.waiting_profile()
    draft.state, brand.state = RevisionState.PUBLISHED, BrandState.VISIBLE
    db.session.commit()
    agent = office.another().sign_in(office.make.agent_person(office.make.agent()))
    question = {
        "message": "长沙还开放吗，想看看秋款。",
        "regions": ["430100"],
        "channel": "street_shop",
        "pieces_per_month": 300,
    }
    page = agent.get(f"/brands/{brand.slug}/enquire")
    press = Press(agent, page, "Send the question", question)
    told = 1 + len(office.managers)
    return Contest([press] * 2, [303, 303], "enquiry.%", None, "enquiry.%", told)


def let_stall(office: Office) -> Contest:
    """All managers let the same stall, each to a brand of his own choice."""
    inside = select(Hall.id).where(Hall.market_id == office.market.id)
    floor = db.session.scalars(select(Floor.id).where(Floor.hall_id.in_(inside))).first()
    number = next(_stalls)
    stall = office.make.save(
        Stall(
            market_id=office.market.id,
            floor_id=floor,
            number=f"1F-{number}",
            place=number,
            area=1200,
        )
    )
    brands = [office.brand() for _ in range(2)]
    presses = office.all_press(
        f"/markets/{office.market.slug}/stalls/{stall.id}/let",
        "Let the stall",
        rent_fen="80",
        deposit_fen="0",
    )
    for place, press in enumerate(presses):
        press.answers = press.answers | {"brand": brands[place % 2].name_zh}
    late = [409] * (len(presses) - 1)
    return Contest(presses, [303, *late], "let.begin", None, "let.begun")


def book_a_mentor(office: Office) -> Contest:
    """All managers book the same hour of a mentor, each for another brand."""
    day = clock.today() + timedelta(days=3)
    offer = Offer(
        name_zh="周老师",
        name_en="Teacher Zhou",
        about_zh="",
        about_en="",
        topics=[],
        place_zh="",
        place_en="",
        capacity=1,
        slot_minutes=60,
        notice_hours=24,
        hours={day.weekday(): [(540, 600)]},
    )
    mentor = mentoring.create(office.market, ServiceKind.MENTOR, offer, by=None)
    db.session.commit()
    asked = f"sessions/book/{mentor.id}/confirm?slot={slot_text(rules.instant(day, 540))}"
    presses = []
    for manager in office.managers:
        page = manager.get(office.page(office.brand(), asked))
        presses.append(Press(manager, page, "Book this time", {}))
    late = [409] * (len(presses) - 1)
    return Contest(presses, [303, *late], "booking.make", None, "booking.made")


def work_side_by_side(office: Office) -> Contest:
    """One manager passes a milestone while another publishes the same brand's profile."""
    brand, (step,) = office.waiting_evidence("S1.2")
    draft = newest(brand)
    draft.state, draft.submitted_at = RevisionState.SUBMITTED, clock.now()
    db.session.commit()
    one, two = office.managers
    presses = [
        Press(one, one.get(office.page(brand, f"milestones/{step.id}")), PASS, {}),
        Press(two, two.get(office.page(brand, "revisions/1")), "Publish the profile", {}),
    ]
    return Contest(presses, [303, 303], "profile.publish", draft, "profile.published")


FLOWS: tuple[Callable[[Office], Contest], ...] = (
    publish,
    publish_or_return,
    pass_milestone,
    pass_or_return,
    hand_in_twice,
    pass_the_last_two,
    pause_or_leave,
    graduate,
    admit,
    admit_or_decline,
    verify,
    accept,
    submit_twice,
    ask_twice,
    let_stall,
    book_a_mentor,
    work_side_by_side,
)
