"""The office's hand on a brand's way: one page for each deed that needs a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.core.errors import ChangedError, ConflictError, InvalidError
from portal.core.forms import PortalForm
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import ngettext
from portal.core.web import see_other
from portal.incubation import actions, cards, queries
from portal.incubation.forms import (
    AdvanceForm,
    HoldForm,
    LeaveForm,
    MoveDateForm,
    PauseForm,
    SeenForm,
    WaiveForm,
)
from portal.incubation.models import Enrolment, MilestoneProgress
from portal.incubation.views.rooms import ENROLMENT, MILESTONE, bp


@dataclass(frozen=True)
class Deed:
    """One thing that the office may do to a brand's way, with what it will mean."""

    title: object
    means: tuple[object, ...]
    button: object
    form: type[PortalForm]
    act: Callable[..., object]
    done: object
    kind: str = "primary"


DEEDS: Mapping[str, Deed] = {
    "pause": Deed(
        _l("Pause the programme"),
        (
            _l("No clock runs: nothing becomes overdue, and days in the stage do not count."),
            _l("The brand hands nothing in, and the office decides nothing meanwhile."),
            _l("Rent relief that goes by stages rests until then: the rent is whole."),
            _l(
                "When it goes on, every open day moves by the days of the pause; both sides see it."
            ),
        ),
        _l("Pause the programme"),
        PauseForm,
        actions.pause,
        _l("Paused. The brand's people have been told."),
    ),
    "prolong": Deed(
        _l("Another day to be back"),
        (_l("The pause goes on: no clock runs until the office lets the brand go on."),),
        _l("Keep the new day"),
        MoveDateForm,
        actions.prolong,
        _l("The new day is kept. The brand's people have been told."),
    ),
    "extend": Deed(
        _l("Give the brand more time"),
        (
            _l("The planned end of the whole programme moves. Each milestone keeps its own day."),
            _l("The old day stays to be seen beside the new one, with your reason."),
        ),
        _l("Move the planned end"),
        MoveDateForm,
        actions.extend,
        _l("The planned end has moved. The brand's people have been told."),
    ),
    "hold": Deed(
        _l("Hold the gate"),
        (
            _l("The brand stays in this stage although everything may be passed."),
            _l("It can go on handing in. You free the gate on its track."),
        ),
        _l("Hold the gate"),
        HoldForm,
        actions.hold,
        _l("The gate is held. The brand's people have been told."),
    ),
    "advance": Deed(
        _l("Advance the brand manually"),
        (
            _l("The next stage opens at once, with its own days."),
            _l("What is open here stays open, and due. Graduation still waits for it."),
        ),
        _l("Move on to the next stage"),
        AdvanceForm,
        actions.advance,
        _l("The brand is in the next stage. Its people have been told."),
    ),
    "leave": Deed(
        _l("End the programme for this brand"),
        (
            _l("Nothing can be handed in or decided any more. Everything stays to read."),
            _l("Rent relief that goes by stages ends: the rent is whole from today on."),
            _l("The brand keeps its page and its people; only its stage is no longer shown."),
            _l("It can come in again later, from the first stage, in an enrolment of its own."),
        ),
        _l("End the programme"),
        LeaveForm,
        actions.leave,
        _l("The programme has ended for this brand. Its people have been told."),
        "danger",
    ),
}
MILESTONE_DEEDS: Mapping[str, Deed] = {
    "postpone": Deed(
        _l("Move the day"),
        (_l("The old day stays to be seen beside the new one, with your reason."),),
        _l("Move the day"),
        MoveDateForm,
        actions.move_date,
        _l("The day has moved. The brand has been told."),
    ),
    "waive": Deed(
        _l("Waive the milestone"),
        (
            _l("The brand need not show it, and the gate does not wait for it any more."),
            _l("The track, the checklist of graduation and the trail say so, with your reason."),
        ),
        _l("Waive it"),
        WaiveForm,
        actions.waive,
        _l("Waived. The brand has been told."),
    ),
}
STEER = f"{ENROLMENT}/<any({','.join(DEEDS)}):deed>"
STEER_MILESTONE = f"{MILESTONE}/<any({','.join(MILESTONE_DEEDS)}):deed>"


def deed_of(known: Mapping[str, Deed]) -> Deed:
    """Return the deed that the address names."""
    return known[str((request.view_args or {})["deed"])]


@bp.get(STEER)
@requires(Permission.TRACK_STEER, on=queries.enrolment_for)
def steer(enrolment: Enrolment) -> ResponseReturnValue:
    return deed_page(enrolment, deed_of(DEEDS).form(obj=enrolment))


@bp.post(STEER)
@requires(Permission.TRACK_STEER, on=queries.enrolment_for)
def steer_now(enrolment: Enrolment) -> ResponseReturnValue:
    form = deed_of(DEEDS).form(obj=enrolment)
    if not done(deed_of(DEEDS), form, enrolment):
        return deed_page(enrolment, form)
    return to_track(enrolment)


def deed_page(enrolment: Enrolment, form: PortalForm) -> ResponseReturnValue:
    """Show what a deed means and the form for its reason."""
    page = render_template(
        "incubation/steer.html",
        enrolment=enrolment,
        track=cards.Track(enrolment),
        deed=deed_of(DEEDS),
        hold=cards.hold(enrolment, queries.happened(enrolment)) if lifts_hold(enrolment) else "",
        form=form,
    )
    return page, form.status


def lifts_hold(enrolment: Enrolment) -> bool:
    """Say whether the deed frees a gate that somebody of the office holds."""
    return bool(enrolment.held_at) and deed_of(DEEDS) is DEEDS["advance"]


@bp.get(STEER_MILESTONE)
@requires(Permission.TRACK_STEER, on=queries.milestone_for)
def steer_milestone(progress: MilestoneProgress) -> ResponseReturnValue:
    return milestone_deed_page(progress, deed_of(MILESTONE_DEEDS).form(obj=progress))


@bp.post(STEER_MILESTONE)
@requires(Permission.TRACK_STEER, on=queries.milestone_for)
def steer_milestone_now(progress: MilestoneProgress) -> ResponseReturnValue:
    form = deed_of(MILESTONE_DEEDS).form(obj=progress)
    if not done(deed_of(MILESTONE_DEEDS), form, progress):
        return milestone_deed_page(progress, form)
    return see_other(url_for("incubation.milestone", **actions.address_of(progress)))


def milestone_deed_page(progress: MilestoneProgress, form: PortalForm) -> ResponseReturnValue:
    """Show what a deed means for a milestone and the form for its reason."""
    page = render_template(
        "incubation/steer_milestone.html",
        progress=progress,
        deed=deed_of(MILESTONE_DEEDS),
        form=form,
    )
    return page, form.status


def done(deed: Deed, form: PortalForm, thing: Any) -> bool:
    """Do it and say so; False when the form has to be shown again."""
    if not accepted(form, thing):
        return False
    try:
        deed.act(thing, **form.answers, by=current_user)
    except InvalidError as error:
        form.refuse(error)
        return False
    flash(str(deed.done))
    return True


def accepted(form: PortalForm, thing: Enrolment | MilestoneProgress) -> bool:
    """Say whether a deed may be done.

    Raises:
        ConflictError: meanwhile somebody did something else, which it says; a deed and its reason
            cannot be put together with another's.
    """
    try:
        return form.accepted()
    except ChangedError:
        if isinstance(thing, Enrolment):
            told: object = cards.meanwhile(thing, queries.happened(thing))
        else:
            told = cards.meanwhile_of(thing, queries.happened(thing.enrolment))
        step = _l("Nothing was done. Look at the page as it is now, and decide again.")
        raise ConflictError(told, step) from None


@bp.post(f"{ENROLMENT}/resume")
@requires(Permission.TRACK_STEER, on=queries.enrolment)
def resume(enrolment: Enrolment) -> ResponseReturnValue:
    if accepted(SeenForm(obj=enrolment), enrolment):
        lost = actions.resume(enrolment, by=current_user)
        moved = ngettext(
            "The brand goes on. Every open day has moved by %(num)d day.",
            "The brand goes on. Every open day has moved by %(num)d days.",
            lost,
        )
        flash(moved if lost else _("The brand continues."))
    return to_track(enrolment)


@bp.post(f"{ENROLMENT}/release")
@requires(Permission.TRACK_STEER, on=queries.enrolment)
def release(enrolment: Enrolment) -> ResponseReturnValue:
    if accepted(SeenForm(obj=enrolment), enrolment):
        actions.release(enrolment, by=current_user)
        flash(_("The gate is released."))
    return to_track(enrolment)


def to_track(enrolment: Enrolment) -> Response:
    """Go and look at the brand's track."""
    brand = enrolment.brand
    return see_other(url_for("incubation.track", market=brand.market.slug, brand=brand.slug))
