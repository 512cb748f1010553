"""What the office compares an application with."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from portal.core.db import db
from portal.incubation.models import Programme
from portal.intakes import queries as intakes
from portal.intakes.registry import Candidate, Kin, Load
from portal.onboarding.models import Application, ApplicationState


def running_programmes(market_id: int) -> Sequence[Programme]:
    """Return the market's programmes that take brands in, the one that began last first."""
    query = select(Programme).where(Programme.market_id == market_id, Programme.closed_at.is_(None))
    return db.session.scalars(query.order_by(Programme.starts_on.desc(), Programme.id.desc())).all()


def candidate(application: Application, slug: str) -> Candidate:
    """Return an application as something to compare."""
    return Candidate(
        kind="application",
        id=application.id,
        names=tuple(name for name in (application.name_zh, application.name_en) if name),
        mobile=application.contact_mobile,
        credit_code=application.credit_code,
        state=application.state.label,
        mergeable=application.is_running,
        endpoint="onboarding.show",
        arguments={"market": slug, "application_id": application.id},
    )


def candidates(market_id: int) -> list[Candidate]:
    """Return the applications of a market that its office may see, but for the merged ones."""
    query = (
        select(Application)
        .options(joinedload(Application.market))
        .where(
            Application.market_id == market_id,
            or_(Application.submitted_at.is_not(None), Application.typed_by_id.is_not(None)),
            Application.state != ApplicationState.MERGED,
        )
        .order_by(Application.id.desc())
    )
    return [candidate(one, one.market.slug) for one in db.session.scalars(query)]


def relatives(application: Application) -> list[Kin]:
    """Return what of the market looks like an application, but for what came of or to it."""
    lead = intakes.lead_of_application(application.id)
    own = {("lead", lead.id if lead else None), ("brand", application.brand_id)}
    found = intakes.relatives(candidate(application, application.market.slug), application.market)
    return [one for one in found if (one.thing.kind, one.thing.id) not in own]


def loads(numbers: Sequence[int]) -> dict[int, Load]:
    """Return how many applications intakes have, sent and admitted, by their numbers."""
    admitted = func.count().filter(Application.state == ApplicationState.ADMITTED)
    query = (
        select(Application.intake_id, func.count(Application.submitted_at), admitted)
        .where(Application.intake_id.in_(numbers), Application.state != ApplicationState.MERGED)
        .group_by(Application.intake_id)
    )
    rows = db.session.execute(query)
    return {number: Load(sent, taken) for number, sent, taken in rows if number is not None}


def keeps_edition(edition_id: int) -> bool:
    """Say whether any application began with this edition of an intake's questions."""
    query = select(Application.id).where(Application.edition_id == edition_id).limit(1)
    return db.session.scalar(query) is not None
