"""Intakes: one, a market's, those whose day has come."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.core import clock, week
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.incubation.models import Programme
from portal.intakes.models import Edition, Intake, IntakeState, Question
from portal.intakes.queries.leads import lead_lines
from portal.intakes.rules import CLOSING_SOON
from portal.markets.models import Market

S = IntakeState
PAGE = 25


@dataclass(frozen=True)
class IntakeCriteria:
    """What a market's intakes are narrowed to; no state means all."""

    state: IntakeState | None = None


def whole() -> Select[Any]:
    """Return the select of intakes with their market, programme, hall and questions."""
    return (
        select(Intake)
        .join(Intake.market)
        .options(
            contains_eager(Intake.market),
            joinedload(Intake.programme),
            joinedload(Intake.hall),
            selectinload(Intake.editions).selectinload(Edition.questions),
        )
    )


def intake(market: str, intake_id: int) -> Intake:
    """Return an intake of that market; NoResultFound for another market's."""
    query = whole().where(Market.slug == market, Intake.id == intake_id)
    found: Intake = db.session.scalars(query).one()
    return found


def by_number(intake_id: int) -> Intake:
    """Return an intake by its number; NoResultFound for none."""
    found: Intake = db.session.scalars(whole().where(Intake.id == intake_id)).one()
    return found


def held(intake_id: int) -> Intake:
    """Return an intake for this transaction alone, so that its places are counted once."""
    query = select(Intake).where(Intake.id == intake_id).with_for_update(of=Intake)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def edition_held(edition_id: int) -> Edition:
    """Return an edition for this transaction alone: nobody begins with it meanwhile."""
    query = select(Edition).where(Edition.id == edition_id).with_for_update(of=Edition)
    return db.session.scalars(query).one()


def question(market: str, intake_id: int, question_id: int) -> tuple[Intake, Question]:
    """Return a question of the newest edition of an intake; NoResultFound for any other."""
    query = (
        select(Question.id)
        .join(Edition, Edition.id == Question.edition_id)
        .join(Intake, Intake.id == Edition.intake_id)
        .join(Market, Market.id == Intake.market_id)
        .where(Market.slug == market, Intake.id == intake_id, Question.id == question_id)
    )
    db.session.scalars(query).one()
    found = intake(market, intake_id)
    old = [one for edition in found.editions for one in edition.questions if one.id == question_id]
    return found, old[0]


def of_market(market_id: int, criteria: IntakeCriteria) -> Select[Any]:
    """Return the select of a market's intakes, the one that closes last first."""
    query = select(Intake).where(Intake.market_id == market_id)
    if criteria.state:
        query = query.where(Intake.state == criteria.state)
    return query.order_by(Intake.closes_on.desc(), Intake.id.desc())


def intake_page(market_id: int, criteria: IntakeCriteria, page: int) -> Page[Intake]:
    """Return one page of a market's intakes."""
    return paginate(of_market(market_id, criteria), page, PAGE)


def intake_rows(market_id: int, criteria: IntakeCriteria) -> Sequence[Intake]:
    """Return a market's intakes, for taking away as a table."""
    return db.session.scalars(of_market(market_id, criteria)).all()


def intake_counts(market_id: int) -> Mapping[IntakeState, int]:
    """Return how many intakes of each state a market has."""
    query = select(Intake.state, func.count()).where(Intake.market_id == market_id)
    found = {row[0]: row[1] for row in db.session.execute(query.group_by(Intake.state))}
    return {state: found.get(state, 0) for state in IntakeState}


def taking(today: date) -> ColumnElement[bool]:
    """Return the condition of an intake that takes applications."""
    return and_(Intake.state == S.OPEN, Intake.closes_on >= today)


def open_intakes(market_id: int) -> Sequence[Intake]:
    """Return the intakes that take applications today, the one that closes first first."""
    query = select(Intake).options(joinedload(Intake.programme), joinedload(Intake.hall))
    query = query.where(Intake.market_id == market_id, taking(clock.today()))
    return db.session.scalars(query.order_by(Intake.closes_on, Intake.id)).all()


def newest_edition(intake_id: int) -> Edition:
    """Return the questions that a new application is asked."""
    query = select(Edition).options(selectinload(Edition.questions))
    query = query.where(Edition.intake_id == intake_id).order_by(Edition.number.desc()).limit(1)
    return db.session.scalars(query).one()


def uses_intakes(market_id: int) -> bool:
    """Say whether a market has ever made an intake: it then takes applications in these alone."""
    query = select(Intake.id).where(Intake.market_id == market_id).limit(1)
    return db.session.scalar(query) is not None


def next_to_open(market_id: int) -> Intake | None:
    """Return the planned intake that opens first, or None."""
    query = select(Intake).where(
        Intake.market_id == market_id, Intake.state == S.PLANNED, Intake.opens_on >= clock.today()
    )
    return db.session.scalars(query.order_by(Intake.opens_on, Intake.id).limit(1)).one_or_none()


def last_intake(market_id: int) -> Intake | None:
    """Return the intake that was made last, with its questions, or None."""
    query = whole().where(Intake.market_id == market_id).order_by(Intake.id.desc()).limit(1)
    found: Intake | None = db.session.scalars(query).one_or_none()
    return found


def programmes(market_id: int) -> Sequence[Programme]:
    """Return the market's programmes that take brands in, the one that began last first."""
    query = select(Programme).where(Programme.market_id == market_id, Programme.closed_at.is_(None))
    return db.session.scalars(query.order_by(Programme.starts_on.desc(), Programme.id.desc())).all()


def due(today: date) -> Sequence[Intake]:
    """Return the intakes whose day to open or to close has come, each for this transaction."""
    opens = and_(Intake.state == S.PLANNED, Intake.opens_on <= today)
    closes = and_(Intake.state.in_((S.PLANNED, S.OPEN)), Intake.closes_on < today)
    query = select(Intake).where(or_(opens, closes)).order_by(Intake.id)
    return db.session.scalars(query.with_for_update(of=Intake, skip_locked=True)).all()


def clock_lines(market_ids: Collection[int]) -> list[Select[Any]]:
    """Return the lines of an office's week: intakes that close, and leads to follow."""
    today = clock.today()
    closing = week.line(
        "intake",
        market_id=Intake.market_id,
        thing_id=Intake.id,
        name_zh=Intake.title_zh,
        name_en=Intake.title_en,
        due_on=Intake.closes_on,
    ).where(
        Intake.market_id.in_(market_ids),
        taking(today),
        Intake.closes_on <= today + CLOSING_SOON,
    )
    return [closing, lead_lines(market_ids)]
