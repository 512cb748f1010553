"""What happened on a brand's way, in words, from the trail. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from portal.audit.models import AuditEvent
from portal.core.i18n import gettext as _
from portal.core.i18n import in_text, moment, said
from portal.core.i18n import lazy_gettext as _l
from portal.incubation.models import Enrolment, MilestoneProgress, Stage
from portal.incubation.registry import Before

TITLES: Mapping[str, object] = {
    "certificate.revoke": _l("Certificate revoked"),
    "enrolment.begin": _l("Joined the programme"),
    "enrolment.exit": _l("Left the programme"),
    "enrolment.extend": _l("Planned end moved: %(old)s → %(new)s"),
    "enrolment.follow-up": _l("Asked %(months)s months after graduation"),
    "enrolment.graduate": _l("Graduated"),
    "enrolment.new-version": _l("Moved to version %(new)s of the template"),
    "enrolment.pause": _l("Paused"),
    "enrolment.prolong": _l("Still paused, expected back on %(until)s"),
    "enrolment.resume": _l("Resumed; every due date moved by %(days)s"),
    "milestone.automatic": _l("Confirmed automatically: %(what)s"),
    "milestone.complete": _l("All parts done: %(what)s"),
    "milestone.declare": _l("Declared: %(what)s"),
    "milestone.hold-again": _l("Met again: %(what)s"),
    "milestone.lapse": _l("No longer met: %(what)s"),
    "milestone.move-date": _l("New day for %(what)s: %(old)s → %(new)s"),
    "milestone.pass": _l("Passed: %(what)s"),
    "milestone.return": _l("Returned: %(what)s"),
    "milestone.submit": _l("Handed in: %(what)s"),
    "milestone.take-back": _l("Taken back: %(what)s"),
    "milestone.waive": _l("Waived: %(what)s"),
    "stage.advance": _l("Gate passed, now in %(stage)s"),
    "stage.advance-by-hand": _l("Advanced manually to %(stage)s"),
    "stage.hold": _l("Gate held in %(stage)s"),
    "stage.release": _l("Gate released in %(stage)s"),
}
TONES: Mapping[str, str] = {
    "certificate.revoke": "danger",
    "enrolment.exit": "danger",
    "enrolment.graduate": "done",
    "enrolment.pause": "waiting",
    "enrolment.prolong": "waiting",
    "milestone.automatic": "done",
    "milestone.complete": "done",
    "milestone.declare": "done",
    "milestone.lapse": "danger",
    "milestone.pass": "done",
    "milestone.return": "danger",
    "milestone.submit": "waiting",
    "stage.advance": "done",
    "stage.hold": "waiting",
}


@dataclass(frozen=True)
class Happening:
    """One line of what happened, in order."""

    at: datetime
    title: Markup
    by: str
    text: Markup
    tone: str


def happenings(enrolment: Enrolment, events: Iterable[AuditEvent]) -> list[Happening]:
    """Return what happened in the reader's language, the oldest first."""
    steps = {one.id: one for one in enrolment.steps}
    stages = {one.code: one for one in enrolment.template.stages}
    return [
        Happening(
            at=event.created_at,
            title=in_text(str(TITLES[event.verb]), **values(event, steps, stages)),
            by=event.actor_name or _("the portal"),
            text=said(event.reason),
            tone=TONES.get(event.verb, "quiet"),
        )
        for event in events
    ]


def hold(enrolment: Enrolment, events: Sequence[AuditEvent]) -> Markup:
    """Return that going on by hand lifts the hold of a gate: whose, since when and why it is."""
    holds = [one for one in events if one.verb == "stage.hold"]
    return in_text(
        _("%(who)s holds this gate since %(when)s: “%(why)s”. Moving on lifts that hold."),
        who=said(holds[-1].actor_name) if holds else _("the office"),
        when=moment(enrolment.held_at),
        why=said(enrolment.held_reason),
    )


def meanwhile(enrolment: Enrolment, events: Sequence[AuditEvent]) -> Markup:
    """Return what was done last and by whom, and how the brand's way stands now."""
    last = happenings(enrolment, events[-1:])[0]
    return in_text(
        _("Meanwhile: %(what)s (%(who)s, %(when)s). Now: %(state)s, %(stage)s."),
        what=last.title,
        who=said(last.by),
        when=moment(last.at),
        state=enrolment.state.label,
        stage=f"{enrolment.stage.code} " + said(enrolment.stage, "name"),
    )


def meanwhile_of(step: MilestoneProgress, events: Iterable[AuditEvent]) -> Markup | str:
    """Return what was done last to a milestone and by whom, and its state now."""
    mine = [
        one
        for one in events
        if (one.subject_type, one.subject_id) == (MilestoneProgress.__tablename__, step.id)
    ]
    if not mine:
        return _("Meanwhile the milestone was changed. Now: %(state)s.", state=step.state.label)
    last = mine[-1]
    return in_text(
        _("Meanwhile: %(what)s (%(who)s, %(when)s). Now: %(state)s."),
        what=in_text(str(TITLES[last.verb]), **values(last, {step.id: step}, {})),
        who=said(last.actor_name or _("the portal")),
        when=moment(last.created_at),
        state=step.state.label,
    )


def before(beginnings: Iterable[Before]) -> list[Happening]:
    """Return what was before the programme, which is stage S0, as the first lines."""
    return [
        Happening(
            at=one.at,
            title=in_text("S0 %(what)s", what=str(one.title)),
            by=one.by,
            text=Markup(),
            tone="quiet",
        )
        for one in beginnings
    ]


def values(
    event: AuditEvent, steps: Mapping[int, MilestoneProgress], stages: Mapping[str, Stage]
) -> dict[str, object]:
    """Return what a title names: the milestone, the stage, the days."""
    step = steps.get(event.subject_id or 0)
    about = step if event.subject_type == MilestoneProgress.__tablename__ else None
    code = str(event.detail.get("entered") or event.detail.get("stage") or "")
    stage = stages.get(code)
    return {
        "what": said(about.milestone, "title") if about else said(event.subject_name),
        "stage": f"{code} " + said(stage, "name") if stage else code,
        **{name: event.detail.get(name, "") for name in ("old", "new", "days", "months", "until")},
    }
