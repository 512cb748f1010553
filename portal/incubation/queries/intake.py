"""Reading templates and a market's programmes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.core.db import db
from portal.incubation.models import (
    ON_ITS_WAY,
    Enrolment,
    EnrolmentState,
    Fair,
    Programme,
    Stage,
    Template,
)
from portal.markets.models import Market


def template(code: str, template_version: int) -> Template | None:
    """Return one version of a template that came with the portal, or None."""
    query = select(Template).where(
        Template.market_id.is_(None),
        Template.code == code,
        Template.template_version == template_version,
    )
    return db.session.scalars(query).one_or_none()


def template_by_id(template_id: int) -> Template:
    """Return a template with its stages and milestones; NoResultFound for none."""
    query = select(Template).options(selectinload(Template.stages).selectinload(Stage.milestones))
    return db.session.scalars(query.where(Template.id == template_id)).one()


def templates() -> Sequence[Template]:
    """Return every template with its stages and milestones, the newest version first."""
    query = select(Template).options(selectinload(Template.stages).selectinload(Stage.milestones))
    ordered = query.order_by(Template.code, Template.template_version.desc())
    return db.session.scalars(ordered).all()


def programmes(market_id: int) -> Sequence[Programme]:
    """Return a market's programmes with their template, the running ones first."""
    query = (
        select(Programme)
        .options(
            joinedload(Programme.template).selectinload(Template.stages),
            joinedload(Programme.fair),
        )
        .where(Programme.market_id == market_id)
        .order_by(Programme.closed_at.is_not(None), Programme.starts_on.desc(), Programme.id.desc())
    )
    return db.session.scalars(query).all()


def programme_called(market_id: int, name_zh: str) -> Programme | None:
    """Return the newest programme of a market with this Chinese name."""
    query = select(Programme).where(Programme.market_id == market_id, Programme.name_zh == name_zh)
    return db.session.scalars(query.order_by(Programme.id.desc()).limit(1)).one_or_none()


def programme_names(market_id: int) -> Sequence[Programme]:
    """Return a market's programmes without their templates, the newest first."""
    query = select(Programme).where(Programme.market_id == market_id)
    return db.session.scalars(query.order_by(Programme.starts_on.desc(), Programme.id.desc())).all()


@dataclass(frozen=True)
class Enrolled:
    """How many brands of a programme stand where."""

    by_state: Mapping[EnrolmentState, int] = field(default_factory=dict)

    def count(self, *states: EnrolmentState) -> int:
        """Return how many stand in one of these states."""
        return sum(self.by_state.get(state, 0) for state in states)

    @property
    def on_their_way(self) -> int:
        """Return how many the board shows: paused ones too."""
        return self.count(*ON_ITS_WAY)

    @property
    def paused(self) -> int:
        """Return how many of those are paused."""
        return self.count(EnrolmentState.PAUSED)

    @property
    def graduated(self) -> int:
        """Return how many have graduated."""
        return self.count(EnrolmentState.GRADUATED)


def enrolled_counts(market_id: int) -> Mapping[int, Enrolled]:
    """Return how many brands each programme of a market has; one without any has no entry."""
    query = (
        select(Enrolment.programme_id, Enrolment.state, func.count())
        .join(Enrolment.programme)
        .where(Programme.market_id == market_id)
        .group_by(Enrolment.programme_id, Enrolment.state)
    )
    found: dict[int, dict[EnrolmentState, int]] = defaultdict(dict)
    for number, state, count in db.session.execute(query):
        found[number][state] = count
    return {number: Enrolled(by_state) for number, by_state in found.items()}


def programme(market: str, programme_id: int) -> Programme:
    """Return one programme of that market with its template; NoResultFound for another's."""
    query = (
        select(Programme)
        .join(Programme.market)
        .options(
            contains_eager(Programme.market),
            joinedload(Programme.template)
            .selectinload(Template.stages)
            .selectinload(Stage.milestones),
        )
        .where(Market.slug == market, Programme.id == programme_id)
    )
    return db.session.scalars(query).one()


def fair_day(programme: Programme) -> date | None:
    """Return the first day of the fair that a programme works towards, if it has one."""
    if programme.fair_id is None:
        return None
    return db.session.scalars(select(Fair.starts_on).where(Fair.id == programme.fair_id)).one()


def running_programme(market_id: int) -> Programme | None:
    """Return the programme that takes brands now: not closed, the one that started last."""
    query = (
        select(Programme)
        .where(Programme.market_id == market_id, Programme.closed_at.is_(None))
        .order_by(Programme.starts_on.desc(), Programme.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()
