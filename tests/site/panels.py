"""The readers of a world's applications, what they gave, the talks, and the waiting list."""

from datetime import timedelta

from portal.accounts.models import User
from portal.core import clock
from portal.core.db import db
from portal.markets.models import Market
from portal.onboarding import queries
from portal.onboarding.models import (
    Application,
    ApplicationEvent,
    Interview,
    InterviewMode,
    InterviewState,
    Review,
    ReviewState,
    Rubric,
    Score,
    WaitingPlace,
)
from tests.site.furniture import A_WEEK, Room

R, I = ReviewState, InterviewState  # noqa: E741 -- beside R


def rubric_of(room: Room, market: Market) -> Rubric:
    """Make a market's rubric from the shipped lines."""
    rubric = Rubric(market_id=market.id, edition=1, criteria=queries.unsaved_criteria())
    if room.words.one("zh", "en") == "en":
        for line in rubric.criteria:
            line.name_zh, line.meaning_zh = line.name_en, line.meaning_en
    return room.make.save(rubric)


def review_of(
    room: Room, application: Application, reader: User, rubric: Rubric, state: ReviewState
) -> Review:
    """Make one reader's review; a complete one unless he stood back."""
    one = room.words.one
    written = state in {R.HANDED_IN, R.ASSIGNED}
    review = Review(
        application_id=application.id,
        reviewer_id=reader.id,
        rubric_id=rubric.id,
        state=state,
        handed_in_at=clock.now() if state is R.HANDED_IN else None,
        note=one("值得见一面", "Worth a talk") if written else "",
        conflict=one("是我表弟", "My cousin") if state is R.RECUSED else "",
    )
    if written:
        review.scores = [
            Score(criterion_id=line.id, points=(line.position + reader.id) % 6, note=review.note)
            for line in rubric.criteria
        ]
    return room.make.save(review)


def interview_of(
    room: Room, application: Application, by: User, state: InterviewState
) -> Interview:
    """Make a talk in a state."""
    one, held = room.words.one, state is I.HELD
    talk = Interview(
        application_id=application.id,
        state=state,
        starts_at=clock.now() + (-A_WEEK if held else A_WEEK),
        minutes=30,
        mode=InterviewMode.MARKET,
        place=one("三楼会议室", "Room on floor 3"),
        words=one("请带样衣", "Bring samples"),
        interviewer_id=by.id,
        uid=f"{application.id}-{state}@interview",
        changed_at=clock.now(),
        score=4 if held else None,
        passed=True if held else None,
        note=one("讲得清楚", "Clear answers") if held else "",
    )
    return room.make.save(talk)


def waits(application: Application) -> None:
    """Put an application at the end of its market's waiting list."""
    last = len(queries.waiting_places(application.market_id))
    db.session.add(
        WaitingPlace(
            market_id=application.market_id, application_id=application.id, position=last + 1
        )
    )
    db.session.commit()


def happened(room: Room, application: Application, by: User) -> None:
    """Let an application's own story tell of every step there is, with reason and note."""
    one = room.words.one
    for at, step in enumerate(("submit", "review", "shortlist", "wait-list", "move up", "hold")):
        db.session.add(
            ApplicationEvent(
                created_at=clock.now() - A_WEEK + timedelta(hours=at),
                application_id=application.id,
                step=step,
                entered=application.state.value,
                by_id=by.id,
                by_name=by.name,
                reason=one("请看", "Please look"),
                note=one("内部", "Kept inside"),
            )
        )
    db.session.commit()
