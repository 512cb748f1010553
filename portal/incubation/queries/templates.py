"""Reading a market's templates and fairs, and what moving them changes for whom."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zlib import crc32

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager, selectinload

from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.incubation import rules
from portal.incubation.models import (
    ON_ITS_WAY,
    DueFrom,
    Enrolment,
    Fair,
    Milestone,
    MilestoneProgress,
    Programme,
    Stage,
    Template,
    TemplateState,
)
from portal.incubation.queries.intake import fair_day
from portal.incubation.queries.tracks import whole_track
from portal.markets.models import Market

SHIFTS = ("up", "down", "remove")
"""What a button does to a stage of a draft, as the address names it; a milestone is copied too."""


def versions(market_id: int | None, code: str) -> Sequence[Template]:
    """Return every version of a template that a market sees, its own and the shipped ones."""
    mine = or_(Template.market_id == market_id, Template.market_id.is_(None))
    query = select(Template).where(mine, Template.code == code)
    return db.session.scalars(query.order_by(Template.template_version)).all()


def market_templates(market_id: int) -> Sequence[Template]:
    """Return a market's own templates with their stages, drafts first, then the newest."""
    query = (
        select(Template)
        .options(selectinload(Template.stages).selectinload(Stage.milestones))
        .where(Template.market_id == market_id)
        .order_by(
            Template.state != TemplateState.DRAFT,
            Template.state != TemplateState.PUBLISHED,
            Template.code,
            Template.template_version.desc(),
        )
    )
    return db.session.scalars(query).all()


def offered_templates(market_id: int | None) -> Sequence[Template]:
    """Return the templates that a market may open programmes from: in use, its own or shipped."""
    mine = or_(Template.market_id == market_id, Template.market_id.is_(None))
    query = select(Template).where(mine, Template.state == TemplateState.PUBLISHED)
    return db.session.scalars(query.order_by(Template.code, Template.template_version.desc())).all()


def market_template(market: str, template_id: int) -> Template:
    """Return one template of that market with stages and milestones.

    Raises:
        NoResultFound: it is another market's, or came with the portal.
    """
    query = (
        select(Template)
        .join(Template.market)
        .options(
            contains_eager(Template.market),
            selectinload(Template.stages).selectinload(Stage.milestones),
        )
        .where(Market.slug == market, Template.id == template_id)
    )
    return db.session.scalars(query).one()


@dataclass(frozen=True)
class Part:
    """A stage or milestone of a template, and whose it is."""

    template: Template
    stage: Stage
    milestone: Milestone | None = None

    @property
    def market_id(self) -> int | None:
        """Return whose it is."""
        return self.template.market_id

    @property
    def version(self) -> int:
        """Return the draft's version: whoever changes a part changes the draft."""
        return self.template.version

    @property
    def asked(self) -> Milestone:
        """Return the milestone that an address names."""
        if self.milestone is None:
            raise NoResultFound
        return self.milestone


def template_stage(market: str, template_id: int, stage_id: int) -> Part:
    """Return one stage of that template; NoResultFound for another's."""
    template = market_template(market, template_id)
    for stage in template.stages:
        if stage.id == stage_id:
            return Part(template, stage)
    raise NoResultFound


def template_milestone(market: str, template_id: int, part_id: int) -> Part:
    """Return one milestone of that template; NoResultFound for another's."""
    template = market_template(market, template_id)
    for stage in template.stages:
        for one in stage.milestones:
            if one.id == part_id:
                return Part(template, stage, one)
    raise NoResultFound


def stage_for(market: str, template_id: int, stage_id: int, deed: str) -> Part:
    """Return one stage for a button that the address names; NoResultFound for no such button."""
    if deed not in SHIFTS:
        raise NoResultFound
    return template_stage(market, template_id, stage_id)


def milestone_part_for(market: str, template_id: int, part_id: int, deed: str) -> Part:
    """Return one milestone for a button that the address names."""
    if deed not in {*SHIFTS, "copy"}:
        raise NoResultFound
    return template_milestone(market, template_id, part_id)


def elsewhere(template: Template) -> Sequence[Enrolment]:
    """Return the brands on their way by another version of a template, by name."""
    query = (
        whole_track()
        .join(Enrolment.programme)
        .join(Enrolment.template)
        .join(Enrolment.brand)
        .options(selectinload(Enrolment.steps).selectinload(MilestoneProgress.moves))
        .where(
            Programme.market_id == template.market_id,
            Template.code == template.code,
            Enrolment.template_id != template.id,
            Enrolment.state.in_(ON_ITS_WAY),
        )
        .order_by(Brand.pinyin, Enrolment.id)
    )
    found: Sequence[Enrolment] = db.session.scalars(query).unique().all()
    return found


def programmes_elsewhere(template: Template) -> Sequence[Programme]:
    """Return a market's open programmes whose new brands start by another version."""
    query = (
        select(Programme)
        .join(Programme.template)
        .options(contains_eager(Programme.template))
        .where(
            Programme.market_id == template.market_id,
            Programme.closed_at.is_(None),
            Template.code == template.code,
            Template.id != template.id,
        )
    )
    return db.session.scalars(query.order_by(Programme.id)).all()


def move_plans(
    template: Template, chosen: Collection[int] | None = None, *, lock: bool = False
) -> list[rules.Plan]:
    """Return what moving each brand (or the chosen ones) to a version changes.

    `lock` holds the enrolments for this transaction first, and reads them afresh.
    """
    if lock:
        held = select(Enrolment).where(Enrolment.id.in_(chosen or [])).order_by(Enrolment.id)
        fresh = held.with_for_update().execution_options(populate_existing=True)
        db.session.scalars(fresh).all()
    found = [one for one in elsewhere(template) if chosen is None or one.id in chosen]
    return [rules.plan(one, template, fair_of(one), clock.today()) for one in found]


def fair_of(enrolment: Enrolment) -> date | None:
    """Return the day of the fair that an enrolment works towards, if it has one."""
    return enrolment.programme.fair.starts_on if enrolment.programme.fair else None


def fairs(market_id: int) -> Sequence[Fair]:
    """Return a market's fairs, the latest first."""
    query = select(Fair).where(Fair.market_id == market_id)
    return db.session.scalars(query.order_by(Fair.starts_on.desc(), Fair.id.desc())).all()


def fair(market: str, fair_id: int) -> Fair:
    """Return one fair of that market; NoResultFound for another's."""
    query = select(Fair).join(Fair.market).options(contains_eager(Fair.market))
    return db.session.scalars(query.where(Market.slug == market, Fair.id == fair_id)).one()


@dataclass(frozen=True)
class Shift:
    """A milestone whose day goes along with its fair."""

    step: MilestoneProgress
    old_on: date
    new_on: date

    @property
    def days(self) -> int:
        """Return by how many days it moves; below zero for earlier."""
        return (self.new_on - self.old_on).days

    @property
    def is_late_at_once(self) -> bool:
        """Say whether its new day has passed already."""
        return self.new_on < clock.today()


def by_brand(shifts: Iterable[Shift]) -> list[tuple[Enrolment, list[Shift]]]:
    """Return the shifts of each brand."""
    found: dict[int, tuple[Enrolment, list[Shift]]] = {}
    for one in shifts:
        enrolment = one.step.enrolment
        found.setdefault(enrolment.id, (enrolment, []))[1].append(one)
    return list(found.values())


@dataclass(frozen=True)
class FairPlan:
    """What moving a fair does to whose days."""

    fair: Fair
    to: date
    shifts: Sequence[Shift]
    stays: Sequence[MilestoneProgress]
    """Counted from the fair by its template, but on a day that was set otherwise."""

    @cached_property
    def by_brand(self) -> list[tuple[Enrolment, list[Shift]]]:
        """Return the shifts of each brand."""
        return by_brand(self.shifts)

    @property
    def seen(self) -> int:
        """Return a number that is another one as soon as anything of the plan is."""
        lines = [f"{self.fair.id} {self.fair.version} {self.to}"]
        lines += [f"{one.step.id} {one.old_on} {one.new_on}" for one in self.shifts]
        return crc32("\n".join(lines).encode())


def counted_from_fairs(*narrowed: ColumnElement[bool]) -> Select[MilestoneProgress]:
    """Ask for the open milestones that their template counts from a fair, brand by brand."""
    enrolment = contains_eager(MilestoneProgress.enrolment)
    return (
        select(MilestoneProgress)
        .join(MilestoneProgress.enrolment)
        .join(Enrolment.programme)
        .join(Enrolment.brand)
        .join(MilestoneProgress.milestone)
        .options(
            enrolment.contains_eager(Enrolment.brand).joinedload(Brand.market),
            contains_eager(MilestoneProgress.milestone).joinedload(Milestone.stage),
            selectinload(MilestoneProgress.moves),
        )
        .where(
            *narrowed,
            Enrolment.state.in_(ON_ITS_WAY),
            Milestone.due_from == DueFrom.FAIR,
            MilestoneProgress.due_on.is_not(None),
            MilestoneProgress.state.not_in(sorted(rules.OVER)),
        )
        .order_by(Brand.pinyin, MilestoneProgress.due_on, MilestoneProgress.id)
    )


def fair_plan(fair: Fair, to: date, *, lock: bool = False) -> FairPlan:
    """Return what moving a fair to a day changes; `lock` holds the milestones meanwhile."""
    query = counted_from_fairs(Programme.fair_id == fair.id)
    if lock:
        query = held(query)
    shifts, stays = [], []
    for step in db.session.scalars(query).unique():
        new_on = rules.shifted(step, fair.starts_on, to)
        if new_on and step.due_on:
            shifts.append(Shift(step, step.due_on, new_on))
        else:
            stays.append(step)
    return FairPlan(fair, to, shifts, stays)


def held(query: Select[MilestoneProgress]) -> Select[MilestoneProgress]:
    """Hold the milestones for this transaction, and read them afresh."""
    return query.with_for_update(of=MilestoneProgress).execution_options(populate_existing=True)


def towards(programme: Programme, fair: Fair) -> list[Shift]:
    """Return the days that a programme's brands get when it works towards another fair."""
    old, today = fair_day(programme), clock.today()
    found = []
    for step in db.session.scalars(held(counted_from_fairs(Programme.id == programme.id))).unique():
        new_on = rules.recounted(step, old, fair.starts_on, today)
        if new_on and step.due_on:
            found.append(Shift(step, step.due_on, new_on))
    return found
