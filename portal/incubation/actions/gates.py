"""Enrolling a brand, noting what the portal knows by itself, and passing through gates."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import queries, registry, rules
from portal.incubation.actions.telling import both, tell_owners, tell_owners_of_milestone
from portal.incubation.models import (
    Enrolment,
    EnrolmentState,
    EvidenceKind,
    MilestoneProgress,
    MilestoneState,
    Programme,
    Stage,
)
from portal.incubation.registry import Condition, Place


def enrol(brand: Brand, programme: Programme, *, by: audit.Actor | None) -> Enrolment:
    """Return the brand's enrolment: its first stage open, the rest locked, facts checked at once.

    Raises:
        ConflictError: the programme is closed, or the brand is in a programme already.
    """
    if programme.closed_at:
        raise ConflictError(
            _l("This programme takes no more brands."), _l("Open another programme first.")
        )
    if brands.hold(brand.id) != programme.market_id:
        raise ConflictError(
            _l("The brand has gone to another market."), _l("Its new office enrols it.")
        )
    if queries.is_on_its_way(brand.id):
        raise already_enrolled()
    template = queries.template_by_id(programme.template_id)
    stages, now = template.stages, clock.now()
    enrolment = Enrolment(
        brand=brand,
        programme=programme,
        template=template,
        stage=stages[0],
        stage_entered_at=now,
        pauses=[],
    )
    enrolment.steps = [
        MilestoneProgress(
            milestone=milestone, state_since=now, attempts=[], moves=[], coach_notes=[]
        )
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
    """Return the enrolment of a brand that was admitted before there was a programme, or left.

    Its people are told: nothing else tells them, as an admission does.

    Whoever left begins again from the first stage, in another enrolment; the old one stays.

    Raises:
        ConflictError: no programme takes brands now, or the brand is in one or through one.
    """
    latest = queries.stage_of([brand.id]).get(brand.id)
    if latest and latest.state is EnrolmentState.GRADUATED:
        raise ConflictError(
            _l("This brand has graduated."),
            _l("Its certificate and full history remain available."),
        )
    programme = queries.running_programme(brand.market_id)
    if programme is None:
        raise ConflictError(_l("No programme takes brands now."), _l("Open a programme first."))
    enrolment = enrol(brand, programme, by=by)
    tell_owners(
        "enrolment.begun",
        enrolment,
        programme=both(programme, "name"),
        stage=both(enrolment.stage, "name"),
    )
    return enrolment


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
    enrolment.held_at, enrolment.held_reason = None, ""
    open_ready(enrolment)
    db.session.flush()
    registry.stage_changed(enrolment.brand)


def open_ready(enrolment: Enrolment) -> bool:
    """Open what the brand has reached and nothing is missing for; say whether there was any."""
    ready = [
        one
        for one in enrolment.steps
        if one.state is MilestoneState.LOCKED
        and rules.is_reached(one, enrolment)
        and not rules.unmet(one, enrolment.steps)
    ]
    fair_on = queries.fair_day(enrolment.programme) if ready else None
    for step in ready:
        move(step, "open")
        step.due_on = rules.due_day(step.milestone, enrolment, fair_on, clock.today())
    return bool(ready)


def catch_up(enrolment: Enrolment) -> None:
    """Note what the portal sees, what has its parts together, and open what waited for that."""
    counts: dict[str, int] = {}
    open_ready(enrolment)
    while True:
        moved = note_facts(enrolment, counts)
        moved = complete_parts(enrolment) or moved
        if not (moved and open_ready(enrolment)):
            return


def complete_parts(enrolment: Enrolment) -> bool:
    """Pass the open milestones whose parts are settled; say whether there was any."""
    done = [
        one
        for one in enrolment.steps
        if one.state is MilestoneState.OPEN
        and one.milestone.evidence is EvidenceKind.PARTS
        and rules.parts_are_done(one, enrolment.steps)
    ]
    for step in done:
        move(step, "complete")
        audit.record("milestone.complete", step, by=None)
    return bool(done)


def steps_of(enrolment: Enrolment) -> list[MilestoneProgress]:
    """Return the milestones of the stage that a brand is in."""
    return [one for one in enrolment.steps if one.milestone.stage_id == enrolment.stage_id]


def go_as_far_as_gates_allow(
    enrolment: Enrolment, stages: Sequence[Stage], *, by: audit.Actor | None
) -> None:
    """Note what the portal knows by itself; then advance while the stage's gate holds.

    A gate that the office holds waits. After the last one the office looks at the checklist
    and lets the brand graduate.
    """
    catch_up(enrolment)
    while not enrolment.held_at and rules.gate_holds(steps_of(enrolment)):
        after = rules.next_stage(stages, enrolment.stage_id)
        if after is None:
            return
        left = enrolment.stage.code
        enter(enrolment, after)
        audit.record("stage.advance", enrolment, by=by, left=left, entered=after.code)
        tell_owners("stage.entered", enrolment, stage=both(after, "name"))
        catch_up(enrolment)


def note_facts(enrolment: Enrolment, counts: dict[str, int]) -> bool:
    """Pass the open automatic milestones whose condition holds, with the count as proof.

    `counts` keeps what was counted already. Says whether there was any.
    """
    found = False
    for step in enrolment.steps:
        condition = registry.conditions().get(step.milestone.condition)
        automatic = step.milestone.evidence is EvidenceKind.AUTOMATIC
        if not (automatic and condition and step.state in rules.WITH_THE_BRAND):
            continue
        name = step.milestone.condition
        count = counts[name] if name in counts else condition.value(enrolment.brand)
        counts[name] = count
        if count >= rules.target(step.milestone):
            move(step, "prove")
            step.proof, found = str(count), True
            audit.record("milestone.automatic", step, by=None, count=count)
    return found


def check_automatic(brand: Brand) -> None:
    """Look again at what the portal knows of a brand, and advance it where a gate now holds."""
    if enrolment := go_on(brand.id, by=None):
        mark_lapsed(enrolment)


def mark_lapsed(enrolment: Enrolment) -> None:
    """Mark passed milestones whose fact no longer holds, and take the mark off where it does."""
    for step in rules.seen_facts(enrolment.steps):
        count = registry.conditions()[step.milestone.condition].value(enrolment.brand)
        holds = count >= rules.target(step.milestone)
        if holds and step.lapsed_at:
            step.lapsed_at = None
            audit.record("milestone.hold-again", step, by=None, count=count)
        elif not holds and not step.lapsed_at:
            step.lapsed_at = clock.now()
            audit.record("milestone.lapse", step, by=None, count=count)
            tell_owners_of_milestone("milestone.lapsed", step)
    db.session.flush()


def brand_changed(brand: Brand) -> None:
    """Listen to brands: what outsiders see of one has changed."""
    check_automatic(brand)


def go_on(brand_id: int, *, by: audit.Actor | None) -> Enrolment | None:
    """Advance a brand as far as its milestones allow; return its enrolment, or None without one.

    One decision at a time: the enrolment's row is locked first, so that of two colleagues who pass
    the last two milestones at the same moment the second sees the first one's.
    """
    db.session.flush()
    queries.lock_running(brand_id)
    enrolment = queries.running_enrolment(brand_id)
    if enrolment:
        go_as_far_as_gates_allow(enrolment, enrolment.template.stages, by=by)
    return enrolment


def move(step: MilestoneProgress, name: str) -> None:
    """Make one step of a milestone and note since when it stands so."""
    rules.MILESTONE_WORKFLOW.move(step, name)
    step.state_since = clock.now()


def offer_conditions() -> None:
    """Register the conditions whose facts this domain can see by itself."""
    to_profile = Place("brands.profile", _l("Go to the profile"))
    registry.register(
        "application_admitted", Condition(_l("Admitted by the market"), queries.is_enrolled)
    )
    registry.register(
        "credit_code_valid",
        Condition(_l("Credit code on file and right"), queries.has_valid_credit_code, to_profile),
    )
    registry.register(
        "profile_published", Condition(_l("Profile published"), queries.is_published, to_profile)
    )
    registry.register(
        "profile_complete",
        Condition(
            _l("Profile filled in completely"),
            queries.profile_is_complete,
            to_profile,
            missing=queries.missing_in_profile,
        ),
    )
    registry.register(
        "lookbook_pictures",
        Condition(_l("Pictures in the lookbook"), queries.lookbook_pictures, to_profile),
    )
