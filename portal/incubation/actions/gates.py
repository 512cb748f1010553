"""Enrolling a brand, noting what the portal knows by itself, and passing through gates."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from portal.audit import actions as audit
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import queries, registry, rules
from portal.incubation.actions.telling import both, tell_owners
from portal.incubation.models import (
    Enrolment,
    EnrolmentState,
    EvidenceKind,
    MilestoneProgress,
    Programme,
    Stage,
)
from portal.incubation.registry import Condition


def enrol(brand: Brand, programme: Programme, *, by: audit.Actor | None) -> Enrolment:
    """Return the brand's enrolment: its first stage open, the rest locked, facts checked at once.

    Raises:
        ConflictError: the programme is closed, or the brand is in a programme already.
    """
    if programme.closed_at:
        raise ConflictError(
            _l("This programme takes no more brands."), _l("Open another programme first.")
        )
    if queries.running_enrolment(brand.id):
        raise already_enrolled()
    stages = queries.template_by_id(programme.template_id).stages
    now = clock.now()
    enrolment = Enrolment(brand=brand, programme=programme, stage=stages[0], stage_entered_at=now)
    enrolment.steps = [
        MilestoneProgress(milestone=milestone, state_since=now, attempts=[])
        for stage in stages
        for milestone in stage.milestones
    ]
    try:
        with db.session.begin_nested():
            db.session.add(enrolment)
    except IntegrityError:
        raise already_enrolled() from None
    audit.record("enrolment.begin", enrolment, by=by, programme=programme.name_zh)
    enter(enrolment, stages[0])
    go_as_far_as_gates_allow(enrolment, stages, by=by)
    return enrolment


def enrol_now(brand: Brand, *, by: audit.Actor) -> Enrolment:
    """Return the enrolment of a brand that was admitted before there was a programme.

    Raises:
        ConflictError: no programme takes brands now, or the brand is in one already.
    """
    programme = queries.running_programme(brand.market_id)
    if programme is None:
        raise ConflictError(_l("No programme takes brands now."), _l("Open a programme first."))
    return enrol(brand, programme, by=by)


def already_enrolled() -> ConflictError:
    """Return the refusal for a brand that is in a programme."""
    return ConflictError(
        _l("This brand is in a programme already."), _l("Look at its track to see how far it is.")
    )


def enter(enrolment: Enrolment, stage: Stage) -> None:
    """Open a stage's milestones, with their dates, and tell who listens."""
    now = clock.now()
    enrolment.stage = stage
    enrolment.stage_id = stage.id
    enrolment.stage_entered_at = now
    for step in steps_of(enrolment):
        rules.MILESTONE_WORKFLOW.move(step, "open")
        step.state_since = now
        step.due_on = rules.due_on(now, stage)
    db.session.flush()
    registry.stage_changed(enrolment.brand)


def steps_of(enrolment: Enrolment) -> list[MilestoneProgress]:
    """Return the milestones of the stage that a brand is in."""
    return [one for one in enrolment.steps if one.milestone.stage_id == enrolment.stage_id]


def go_as_far_as_gates_allow(
    enrolment: Enrolment, stages: Sequence[Stage], *, by: audit.Actor | None
) -> None:
    """Note what the portal knows by itself; then advance while the stage's gate holds."""
    note_facts(enrolment)
    while enrolment.state is EnrolmentState.RUNNING and rules.gate_holds(steps_of(enrolment)):
        after = rules.next_stage(stages, enrolment.stage_id)
        if after is None:
            graduate(enrolment, by=by)
            return
        left = enrolment.stage.code
        enter(enrolment, after)
        audit.record("stage.advance", enrolment, by=by, left=left, entered=after.code)
        tell_owners("stage.entered", enrolment, stage=both(after, "name"))
        note_facts(enrolment)


def graduate(enrolment: Enrolment, *, by: audit.Actor | None) -> None:
    """End the way of a brand that has passed the last gate."""
    rules.ENROLMENT_WORKFLOW.move(enrolment, "graduate")
    enrolment.finished_at = clock.now()
    audit.record("enrolment.graduate", enrolment, by=by)
    tell_owners("enrolment.graduated", enrolment)
    registry.stage_changed(enrolment.brand)


def note_facts(enrolment: Enrolment) -> None:
    """Pass the open automatic milestones whose condition holds, with the count as proof."""
    for step in enrolment.steps:
        condition = registry.conditions().get(step.milestone.condition)
        automatic = step.milestone.evidence is EvidenceKind.AUTOMATIC
        if not (automatic and condition and step.state in rules.WITH_THE_BRAND):
            continue
        count = condition.value(enrolment.brand)
        if count >= rules.target(step.milestone):
            move(step, "prove")
            step.proof = str(count)
            audit.record("milestone.automatic", step, by=None, count=count)


def check_automatic(brand: Brand) -> None:
    """Look again at what the portal knows of a brand, and advance it where a gate now holds."""
    go_on(brand.id, by=None)


def brand_changed(brand: Brand) -> None:
    """Listen to brands: what outsiders see of one has changed."""
    check_automatic(brand)


def go_on(brand_id: int, *, by: audit.Actor | None) -> None:
    """Advance a brand as far as its milestones allow, one decision at a time.

    The enrolment's row is locked first: of two colleagues who pass the last two milestones at
    the same moment, the second sees the first one's.
    """
    db.session.flush()
    queries.lock_running(brand_id)
    enrolment = queries.running_enrolment(brand_id)
    if enrolment:
        go_as_far_as_gates_allow(enrolment, enrolment.programme.template.stages, by=by)


def move(step: MilestoneProgress, name: str) -> None:
    """Make one step of a milestone and note since when it stands so."""
    rules.MILESTONE_WORKFLOW.move(step, name)
    step.state_since = clock.now()


def offer_conditions() -> None:
    """Register the conditions whose facts this domain can see by itself."""
    registry.register(
        "application_admitted", Condition(_l("Admitted by the market"), queries.is_enrolled)
    )
    registry.register(
        "credit_code_valid",
        Condition(_l("Credit code on file and right"), queries.has_valid_credit_code),
    )
    registry.register("profile_published", Condition(_l("Profile published"), queries.is_published))
    registry.register(
        "profile_complete",
        Condition(_l("Profile filled in completely"), queries.profile_is_complete),
    )
    registry.register(
        "lookbook_pictures", Condition(_l("Pictures in the lookbook"), queries.lookbook_pictures)
    )
