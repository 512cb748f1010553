"""What happened on a brand's way, in order: read from the trail, which nobody changes."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import and_, or_, select

from portal.audit.models import AuditEvent
from portal.core import clock, week
from portal.core.db import db
from portal.incubation.models import Certificate, DateMove, Enrolment, MilestoneProgress, Stage

VERBS = (
    "certificate.revoke",
    "enrolment.begin",
    "enrolment.exit",
    "enrolment.extend",
    "enrolment.follow-up",
    "enrolment.graduate",
    "enrolment.new-version",
    "enrolment.pause",
    "enrolment.prolong",
    "enrolment.resume",
    "milestone.automatic",
    "milestone.complete",
    "milestone.declare",
    "milestone.hold-again",
    "milestone.lapse",
    "milestone.move-date",
    "milestone.pass",
    "milestone.return",
    "milestone.submit",
    "milestone.take-back",
    "milestone.waive",
    "stage.advance",
    "stage.advance-by-hand",
    "stage.hold",
    "stage.release",
)
"""What the brand's own people may read too: the office told them each of these."""
RESTS = frozenset({"enrolment.pause", "enrolment.exit", "enrolment.graduate"})
TURNS = RESTS | {
    "enrolment.begin",
    "enrolment.resume",
    "stage.advance",
    "stage.advance-by-hand",
}
"""What says in which stage a brand is, or that it is in none for now."""


def happened(enrolment: Enrolment) -> Sequence[AuditEvent]:
    """Return everything that happened to an enrolment and its milestones, the oldest first."""
    steps = select(MilestoneProgress.id).where(MilestoneProgress.enrolment_id == enrolment.id)
    papers = select(Certificate.id).where(Certificate.enrolment_id == enrolment.id)
    kind, number = AuditEvent.subject_type, AuditEvent.subject_id
    query = (
        select(AuditEvent)
        .where(
            AuditEvent.brand_id == enrolment.brand_id,
            AuditEvent.verb.in_(VERBS),
            or_(
                and_(kind == Enrolment.__tablename__, number == enrolment.id),
                and_(kind == MilestoneProgress.__tablename__, number.in_(steps)),
                and_(kind == Certificate.__tablename__, number.in_(papers)),
            ),
        )
        .order_by(AuditEvent.id)
    )
    return db.session.scalars(query).all()


def stages_entered(brand_id: int) -> list[tuple[date, str]]:
    """Return on which day a brand entered which stage, in order; "" since it is on no way.

    In a pause it is in none. All its enrolments count, one after the other.
    """
    kind, number = AuditEvent.subject_type, AuditEvent.subject_id
    query = (
        select(AuditEvent, Stage.code)
        .join(Enrolment, Enrolment.id == number)
        .join(Enrolment.stage)
        .where(
            AuditEvent.brand_id == brand_id,
            AuditEvent.verb.in_(TURNS),
            kind == Enrolment.__tablename__,
        )
        .order_by(AuditEvent.id)
    )
    rows = db.session.execute(query).all()
    first: dict[int | None, str] = {}
    for event, code in reversed(rows):
        first[event.subject_id] = event.detail.get("left") or first.get(event.subject_id, code)
    found, here = [], ""
    for event, _code in rows:
        if event.verb == "enrolment.begin":
            here = first[event.subject_id]
        here = event.detail.get("entered", here)
        found.append((clock.date_of(event.created_at), "" if event.verb in RESTS else here))
    return found


def reminded_by_office(enrolment_id: int, today: date) -> bool:
    """Say whether somebody of the office has reminded a brand of what is due today."""
    query = select(AuditEvent.id).where(
        AuditEvent.verb == "enrolment.remind",
        AuditEvent.subject_type == Enrolment.__tablename__,
        AuditEvent.subject_id == enrolment_id,
        AuditEvent.actor_id.is_not(None),
        AuditEvent.created_at >= week.midnight_after(today - timedelta(days=1)),
    )
    return db.session.scalar(query.limit(1)) is not None


def moves(enrolment_id: int) -> Sequence[DateMove]:
    """Return every day of an enrolment that was moved, in order."""
    query = select(DateMove).where(DateMove.enrolment_id == enrolment_id)
    return db.session.scalars(query.order_by(DateMove.id)).all()
