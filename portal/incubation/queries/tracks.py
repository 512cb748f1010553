"""Reading one brand's way: its track, one milestone with every attempt, one file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.brands.models import Brand
from portal.core.db import db
from portal.incubation import rules
from portal.incubation.models import (
    ON_ITS_WAY,
    Enrolment,
    EnrolmentState,
    Evidence,
    EvidenceFile,
    EvidenceState,
    Milestone,
    MilestoneProgress,
    Programme,
    Template,
)
from portal.markets.models import Market

DEEDS = frozenset({"advance", "extend", "hold", "leave", "pause", "prolong"})
MILESTONE_DEEDS = frozenset({"postpone", "waive"})
"""What the office does on a page of its own, as the address names it."""


def brand(market: str, brand: str) -> Brand:
    """Return a brand of that market with market and company; NoResultFound for another's."""
    query = (
        select(Brand)
        .join(Brand.market)
        .options(contains_eager(Brand.market), joinedload(Brand.company))
        .where(Market.slug == market, Brand.slug == brand)
    )
    return db.session.scalars(query).one()


STEERED_BY = (
    Milestone.stage_id,
    Milestone.code,
    Milestone.title_zh,
    Milestone.title_en,
    Milestone.evidence,
    Milestone.condition,
    Milestone.target,
    Milestone.required,
    Milestone.parent_id,
    Milestone.prerequisites,
    Milestone.due_from,
    Milestone.due_days,
)
"""What gates, facts and days need of a milestone: not its long texts, questions and criteria."""


def whole_track() -> Select[Any]:
    """Return the select of enrolments with stages, milestones and every attempt, for pages."""
    steps = selectinload(Enrolment.steps)
    return select(Enrolment).options(
        joinedload(Enrolment.brand).joinedload(Brand.market),
        joinedload(Enrolment.brand).joinedload(Brand.company),
        joinedload(Enrolment.stage),
        selectinload(Enrolment.pauses),
        joinedload(Enrolment.programme).joinedload(Programme.fair),
        joinedload(Enrolment.template).selectinload(Template.stages),
        steps.joinedload(MilestoneProgress.milestone).joinedload(Milestone.stage),
        steps.selectinload(MilestoneProgress.attempts),
    )


def track(brand_id: int) -> Enrolment | None:
    """Return a brand's latest enrolment with all that its page shows, or None."""
    query = whole_track().where(Enrolment.brand_id == brand_id)
    return db.session.scalars(query.order_by(Enrolment.id.desc()).limit(1)).one_or_none()


def enrolment(market: str, brand: str, enrolment_id: int) -> Enrolment:
    """Return one enrolment of that brand, also a former one, with all that its pages show.

    Raises:
        NoResultFound: it is another's.
    """
    query = (
        whole_track()
        .where(Enrolment.brand_id == Brand.id, Brand.market_id == Market.id)
        .where(Market.slug == market, Brand.slug == brand, Enrolment.id == enrolment_id)
    )
    found: Enrolment = db.session.scalars(query).unique().one()
    return found


def enrolment_for(market: str, brand: str, enrolment_id: int, deed: str) -> Enrolment:
    """Return one enrolment for a deed that the address names; NoResultFound for no such deed."""
    if deed not in DEEDS:
        raise NoResultFound
    return enrolment(market, brand, enrolment_id)


def milestone_for(market: str, brand: str, milestone_id: int, deed: str) -> MilestoneProgress:
    """Return one milestone for a deed that the address names; NoResultFound for no such deed."""
    if deed not in MILESTONE_DEEDS:
        raise NoResultFound
    return milestone(market, brand, milestone_id)


def planned_end(enrolment: Enrolment) -> date:
    """Return the planned last day of an enrolment that carries its template's stages."""
    return rules.planned_end(enrolment, enrolment.template.stages)


def former(brand_id: int, enrolment_id: int) -> Sequence[Enrolment]:
    """Return a brand's enrolments beside this one, with their programmes, the newest first."""
    query = (
        select(Enrolment)
        .options(joinedload(Enrolment.programme), joinedload(Enrolment.stage))
        .where(Enrolment.brand_id == brand_id, Enrolment.id != enrolment_id)
    )
    return db.session.scalars(query.order_by(Enrolment.id.desc())).all()


def is_on_its_way(brand_id: int) -> bool:
    """Say whether a brand is in a programme now, paused or not."""
    query = select(Enrolment.id).where(
        Enrolment.brand_id == brand_id, Enrolment.state.in_(ON_ITS_WAY)
    )
    return db.session.scalar(query.limit(1)) is not None


def running_enrolment(brand_id: int) -> Enrolment | None:
    """Return the enrolment in which a brand is on its way, with what steers it, or None.

    Its milestones carry `STEERED_BY`, and their stages where its own template has them.
    """
    return db.session.scalars(steered(), {"brand": brand_id}).one_or_none()


@cache
def steered() -> Select[Enrolment]:
    """Return the question to the running enrolment of a `brand`, kept: every deed asks it."""
    steps = selectinload(Enrolment.steps).joinedload(MilestoneProgress.milestone)
    return (
        select(Enrolment)
        .options(
            joinedload(Enrolment.brand).joinedload(Brand.market),
            joinedload(Enrolment.brand).joinedload(Brand.company),
            joinedload(Enrolment.stage),
            joinedload(Enrolment.programme),
            joinedload(Enrolment.template).selectinload(Template.stages),
            selectinload(Enrolment.pauses),
            steps.load_only(*STEERED_BY),
        )
        .where(Enrolment.brand_id == bindparam("brand"), Enrolment.state == EnrolmentState.RUNNING)
        .order_by(Enrolment.id.desc())
        .limit(1)
    )


def lock_running(brand_id: int) -> None:
    """Hold the brand's running enrolments for this transaction, and read them afresh.

    On SQLite whoever writes holds everything from his first statement on.
    """
    if db.engine.dialect.name == "sqlite":
        return
    query = select(Enrolment).where(
        Enrolment.brand_id == brand_id, Enrolment.state == EnrolmentState.RUNNING
    )
    fresh = query.with_for_update().execution_options(populate_existing=True)
    db.session.scalars(fresh).all()


def milestone(market: str, brand: str, milestone_id: int) -> MilestoneProgress:
    """Return one milestone of that brand with all that its page shows.

    Raises:
        NoResultFound: it is another's.
    """
    asked = {"market": market, "brand": brand, "milestone": milestone_id}
    found: MilestoneProgress = db.session.scalars(shown(), asked).one()
    return found


@cache
def shown() -> Select[Any]:
    """Return the question to one milestone with all that its page shows, kept."""
    return one_milestone().options(
        selectinload(MilestoneProgress.moves),
        selectinload(MilestoneProgress.coach_notes),
        selectinload(MilestoneProgress.attempts).options(
            joinedload(Evidence.milestone),
            selectinload(Evidence.files).joinedload(EvidenceFile.file),
        ),
    )


def milestone_to_pass(market: str, brand: str, milestone_id: int) -> MilestoneProgress:
    """Return one milestone of that brand with its attempts alone; NoResultFound for another's."""
    asked = {"market": market, "brand": brand, "milestone": milestone_id}
    found: MilestoneProgress = db.session.scalars(to_pass(), asked).one()
    return found


@cache
def to_pass() -> Select[Any]:
    """Return the question to one milestone with its attempts, kept."""
    return one_milestone().options(selectinload(MilestoneProgress.attempts))


def one_milestone() -> Select[Any]:
    """Return the select of a `milestone` of a `brand` with enrolment, brand and `market`."""
    found = contains_eager(MilestoneProgress.enrolment)
    return (
        select(MilestoneProgress)
        .join(MilestoneProgress.enrolment)
        .join(Enrolment.brand)
        .join(Brand.market)
        .options(
            found.contains_eager(Enrolment.brand).contains_eager(Brand.market),
            found.contains_eager(Enrolment.brand).joinedload(Brand.company),
            found.joinedload(Enrolment.stage),
            found.joinedload(Enrolment.programme),
            found.selectinload(Enrolment.pauses),
            joinedload(MilestoneProgress.milestone).joinedload(Milestone.stage),
        )
        .where(
            Market.slug == bindparam("market"),
            Brand.slug == bindparam("brand"),
            MilestoneProgress.id == bindparam("milestone"),
        )
    )


@dataclass(frozen=True)
class FileOfMilestone:
    """One file of an attempt, and whose it is."""

    row: EvidenceFile
    progress: MilestoneProgress

    @property
    def brand_id(self) -> int:
        """Return whose file it is."""
        return self.progress.brand_id

    @property
    def market_id(self) -> int:
        """Return whose office may look at it."""
        return self.progress.market_id


def evidence_file(
    market: str, brand: str, milestone_id: int, file_id: int, width: int | None = None
) -> FileOfMilestone:
    """Return one file of that milestone; NoResultFound when it is another's.

    `width` stands in a picture's address; the view sees to it.
    """
    del width
    found = contains_eager(MilestoneProgress.enrolment)
    query = (
        select(EvidenceFile, MilestoneProgress)
        .join(Evidence, EvidenceFile.evidence_id == Evidence.id)
        .join(Evidence.progress)
        .join(MilestoneProgress.enrolment)
        .join(Enrolment.brand)
        .join(Brand.market)
        .options(
            joinedload(EvidenceFile.file),
            found.contains_eager(Enrolment.brand).contains_eager(Brand.market),
            joinedload(MilestoneProgress.milestone),
            selectinload(MilestoneProgress.attempts).selectinload(Evidence.files),
        )
        .where(
            Market.slug == market,
            Brand.slug == brand,
            MilestoneProgress.id == milestone_id,
            EvidenceFile.id == file_id,
        )
    )
    row, progress = db.session.execute(query).one()
    return FileOfMilestone(row, progress)


def awaited(progress: MilestoneProgress) -> Sequence[MilestoneProgress]:
    """Return the milestones of the same brand that one waits for: those before it, its parts."""
    milestone = progress.milestone
    query = (
        select(MilestoneProgress)
        .join(MilestoneProgress.milestone)
        .options(contains_eager(MilestoneProgress.milestone))
        .where(
            MilestoneProgress.enrolment_id == progress.enrolment_id,
            or_(
                Milestone.parent_id == milestone.id,
                Milestone.code.in_(milestone.prerequisites),
            ),
        )
        .order_by(Milestone.position)
    )
    return db.session.scalars(query).all()


def draft(progress: MilestoneProgress) -> Evidence | None:
    """Return the attempt that is being written, or None."""
    last = progress.attempts[-1] if progress.attempts else None
    return last if last and last.state is EvidenceState.DRAFT else None
