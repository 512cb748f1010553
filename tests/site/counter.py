"""The counter of a world's market: intakes and leads in every state, one typed application."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from portal.accounts.models import User
from portal.core import clock, tokens
from portal.intakes.models import (
    Edition,
    Intake,
    IntakeState,
    Lead,
    LeadContact,
    LeadState,
    Question,
    QuestionKind,
)
from portal.markets.models import Market
from portal.onboarding.models import Application, ApplicationFile, ApplicationState
from tests.site import furniture
from tests.site.furniture import Room

_numbers = count(1)


@dataclass
class Counter:
    """What the addresses of the counter name."""

    intakes: list[Intake]
    leads: list[Lead]
    typed: Application
    tokens: dict[str, str] = field(default_factory=dict)
    file: ApplicationFile | None = None


def question_of(room: Room, kind: QuestionKind, position: int) -> Question:
    """Make a question."""
    return Question(
        position=position,
        kind=kind,
        required=position == 1,
        choices=[room.words.one("本地", "Here"), room.words.one("外地", "Elsewhere")]
        if kind is QuestionKind.CHOICE
        else [],
        **room.words.two("title", f"问题{position}？", f"Question {position}"),
    )


def intake_of(room: Room, market: Market, state: IntakeState) -> Intake:
    """Make an intake that says all there is to say of one."""
    today = clock.today()
    questions = [question_of(room, kind, place) for place, kind in enumerate(QuestionKind, 1)]
    return room.make.save(
        Intake(
            market_id=market.id,
            state=state,
            hall_id=market.halls[0].id,
            opens_on=today - timedelta(days=3),
            closes_on=today + timedelta(days=4),
            places=12,
            categories=["W03"],
            editions=[Edition(number=1, questions=questions)],
            **room.words.two("title", "春夏招募", "Spring intake"),
            **room.words.two("season", "2027 春夏", "SS 2027"),
            **room.words.two("papers", "营业执照", "Business licence"),
        )
    )


def lead_of(room: Room, market: Market, state: LeadState, by: User, **fields: Any) -> Lead:
    """Make a lead with a talk."""
    one = room.words.one
    return room.make.save(
        Lead(
            market_id=market.id,
            state=state,
            name=one("彭秀珍", "Peng Xiuzhen"),
            mobile="+8613807310009",
            brand_name=one("彭记裤行", "Peng Trousers"),
            source="walk_in",
            category="W03",
            note=one("上门看过三楼", "Has seen the third floor"),
            next_action=one("打电话", "Call"),
            next_on=clock.today(),
            responsible_id=by.id,
            reason=one("去了别处", "Went elsewhere") if state is LeadState.LOST else "",
            contacts=[
                LeadContact(author_id=by.id, author_name=by.name, text=one("嫌贵", "Too dear"))
            ],
            **fields,
        )
    )


def counter_of(room: Room, market: Market, by: User, applied: Application | None = None) -> Counter:
    """Make a counter; `applied` becomes an application of the open intake, with a file."""
    states = sorted(IntakeState, key=lambda state: state is not IntakeState.OPEN)
    intakes = [intake_of(room, market, state) for state in states]
    edition = intakes[0].editions[0]
    file = join(room, applied, edition) if applied else None
    number = next(_numbers)
    links = {"counter.invited": f"lead-{number}", "counter.confirm": f"owner-{number}"}
    leads = [lead_of(room, market, state, by) for state in LeadState]
    leads[1].token_hash = tokens.digest(links["counter.invited"])
    leads[1].token_expires_at = clock.now() + furniture.A_WEEK
    typed = Application(
        market_id=market.id,
        author_id=by.id,
        typed_by_id=by.id,
        state=ApplicationState.SUBMITTED,
        submitted_at=clock.now(),
        intake_id=intakes[0].id,
        edition_id=edition.id,
        confirm_hash=tokens.digest(links["counter.confirm"]),
        confirm_until=clock.now() + furniture.A_WEEK,
        **room.words.two("name", "云锦裤行", "Cloud Trousers"),
        category="W03",
        contact_name=room.words.one("易桂香", "Yi Guixiang"),
        contact_mobile="+8613807310001",
    )
    room.make.save(typed)
    leads[2].application_id = typed.id
    return Counter(intakes, leads, typed, links, file)


def join(room: Room, application: Application, edition: Edition) -> ApplicationFile:
    """Let an application be one of an intake, every question answered; return the file."""
    application.intake_id, application.edition_id = edition.intake_id, edition.id
    answer = ApplicationFile(application_id=application.id, file_id=room.paper.id)
    said = {"short": "株洲", "long": "十五年", "number": "80"}
    for one in edition.questions:
        if one.is_file:
            answer.question_id = one.id
    application.replies = {
        str(one.id): one.choices[0] if one.choices else said.get(one.kind.value, "")
        for one in edition.questions
        if not one.is_file
    }
    room.make.save(application)
    return room.make.save(answer)
