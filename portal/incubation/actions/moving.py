"""Moving brands to another version of their template, one at a time, exactly as was shown."""

from collections.abc import Mapping, Sequence

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import joined, plain
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import queries, registry, rules
from portal.incubation.actions.gates import go_on, move
from portal.incubation.actions.own import must_not_be_own
from portal.incubation.actions.telling import both, tell_owners
from portal.incubation.models import (
    DateMove,
    EvidenceState,
    MilestoneProgress,
    Programme,
    Template,
    TemplateState,
)


def move_brands(
    template: Template,
    chosen: Mapping[int, int],
    programmes: Sequence[Programme],
    *,
    reason: str,
    by: audit.Actor,
) -> int:
    """Move the chosen enrolments, and let these programmes start new brands here.

    `chosen` holds, by the number of the enrolment, the number of the preview that was seen.
    Returns how many were moved.

    Raises:
        ConflictError: the version is not in use, or a brand is no longer as the preview showed.
        InvalidError: nothing is chosen.
        NotAllowedError: the person belongs to one of the brands.
    """
    if template.state is not TemplateState.PUBLISHED:
        raise ConflictError(
            _l("Brands move only to a version that is in use."), _l("Publish it first.")
        )
    if not chosen and not programmes:
        raise InvalidError("chosen", _l("Choose at least one brand or programme."))
    plans = queries.move_plans(template, sorted(chosen), lock=True)
    other = [one for one in plans if one.in_review or one.seen != chosen[one.enrolment.id]]
    if other or len(plans) != len(chosen):
        raise changed_since(other)
    for programme in programmes:
        programme.template = template
        audit.record("programme.change", programme, by=by, version=template.template_version)
    for one in plans:
        must_not_be_own(one.enrolment.brand_id, by)
        carry_out(one, reason=reason, by=by)
    return len(plans)


def changed_since(plans: Sequence[rules.Plan]) -> ConflictError:
    """Return the refusal of a preview that no longer holds, of these brands or one that is gone."""
    step = _l("Look at the preview again, then move the brands.")
    if not plans:
        return ConflictError(
            _l("A brand's way has changed since you opened the preview. Nothing was moved."), step
        )
    names = joined([plain(one.enrolment.brand, "name") for one in plans])
    return ConflictError(
        _l("Changed since you opened the preview: %(brands)s. Nothing was moved.", brands=names),
        step,
    )


def carry_out(plan: rules.Plan, *, reason: str, by: audit.Actor) -> None:
    """Do what a plan says, tell the brand, and let it pass a gate that holds now."""
    enrolment, template, now = plan.enrolment, plan.template, clock.now()
    old = enrolment.template.template_version
    for one in plan.dropped:
        move(one, "drop")
        one.lapsed_at = None
    for kept in plan.kept:
        take_over(kept, plan, reason=reason, by=by)
    enrolment.steps.extend(
        MilestoneProgress(milestone=one, state_since=now, attempts=[], moves=[])
        for one in plan.added
    )
    if plan.to_other_stage:
        enrolment.stage_entered_at = now
    enrolment.template, enrolment.stage = template, plan.stage
    enrolment.template_id, enrolment.stage_id = template.id, plan.stage.id
    db.session.flush()
    audit.record(
        "enrolment.new-version",
        enrolment,
        by=by,
        reason=reason,
        old=old,
        new=template.template_version,
        added=len(plan.added),
        dropped=len(plan.dropped),
        moved=len(plan.moved),
    )
    words = {"added": str(len(plan.added)), "dropped": str(len(plan.dropped))}
    tell_owners("enrolment.new-version", enrolment, reason=reason, **both_names(template), **words)
    db.session.flush()
    if plan.to_other_stage:
        registry.stage_changed(enrolment.brand)
    go_on(enrolment.brand_id, by=by)


def both_names(template: Template) -> dict[str, dict[str, str]]:
    """Return the template's name as a message keeps it."""
    return {"template": both(template, "name")}


def take_over(kept: rules.Kept, plan: rules.Plan, *, reason: str, by: audit.Actor) -> None:
    """Let a milestone go by its new wording; what was handed in keeps the one it was under."""
    step = kept.step
    for attempt in step.attempts:
        if attempt.milestone_id is None and attempt.state is not EvidenceState.DRAFT:
            attempt.milestone_id = step.milestone_id
    step.milestone, step.milestone_id = kept.milestone, kept.milestone.id
    if kept.again:
        passed = any(one.state is EvidenceState.PASSED for one in step.attempts)
        move(step, "restore" if passed else "ask again")
    if kept.due_on and step.due_on:
        row = DateMove(
            enrolment_id=plan.enrolment.id,
            old_on=step.due_on,
            new_on=kept.due_on,
            reason=reason,
            moved_by_id=by.id,
            template_id=plan.template.id,
        )
        step.moves.append(row)
        step.due_on = kept.due_on
