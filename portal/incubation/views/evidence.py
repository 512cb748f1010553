"""A milestone with its evidence: handing in, passing, returning."""

from collections.abc import Sequence

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission, Role
from portal.accounts import queries as accounts
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.web import see_other
from portal.documents import web as documents
from portal.documents.actions import Upload
from portal.incubation import actions, cards, queries
from portal.incubation.forms import EvidenceForm, PassForm, ReturnForm
from portal.incubation.models import Evidence, MilestoneProgress
from portal.incubation.queries import FileOfMilestone
from portal.incubation.views.rooms import MILESTONE, bp


@bp.get(MILESTONE)
@requires(Permission.TRACK_READ, on=queries.milestone)
def milestone(progress: MilestoneProgress) -> ResponseReturnValue:
    return milestone_page(progress)


def milestone_page(
    progress: MilestoneProgress,
    *,
    form: EvidenceForm | None = None,
    pass_form: PassForm | None = None,
    return_form: ReturnForm | None = None,
) -> ResponseReturnValue:
    """Show a milestone; a form that was refused keeps all that was typed."""
    draft = queries.draft(progress)
    refused = form or pass_form or return_form
    seen = progress.attempts[-1].version if progress.attempts else None
    page = render_template(
        "incubation/milestone.html",
        progress=progress,
        step=cards.StepShown(progress),
        draft=draft,
        form=form or evidence_form(progress, draft),
        pass_form=pass_form or PassForm(seen=seen),
        return_form=return_form or ReturnForm(seen=seen),
        own=current_user.holds(Role.OWNER, brand_id=progress.brand_id),
        names=accounts.names(cards.people_of(progress)),
        waiting=queries.waiting_evidence([progress.market_id], limit=1),
    )
    return page, refused.status if refused else 200


@bp.post(f"{MILESTONE}/evidence")
@requires(Permission.EVIDENCE_HAND_IN, on=queries.milestone)
def hand_in(progress: MilestoneProgress) -> ResponseReturnValue:
    form = evidence_form(progress, cards.with_words(queries.draft(progress)))
    if not form.accepted():
        return milestone_page(progress, form=form)
    try:
        if form.asks_to_keep():
            actions.keep(progress, text=form.text.data or "", by=current_user)
            flash(_("Kept. It is not handed in yet."), "quiet")
        else:
            actions.hand_in(progress, text=form.text.data or "", by=current_user)
            flash(cards.handed_in_words(progress))
    except InvalidError as error:
        form.refuse(error)
        return milestone_page(progress, form=form)
    return to_milestone(progress)


@bp.post(f"{MILESTONE}/files")
@requires(Permission.EVIDENCE_HAND_IN, on=queries.milestone, receive=documents.receive_evidence)
def add_files(progress: MilestoneProgress, uploads: Sequence[Upload]) -> ResponseReturnValue:
    kept = actions.add_files(progress, uploads, by=current_user)
    if kept:
        flash(
            ngettext(
                "%(num)d file is stored. It is not handed in yet.",
                "%(num)d files are stored. They are not handed in yet.",
                len(kept),
            ),
            "quiet",
        )
    for refused in (one for one in uploads if one.error):
        flash(_("Not stored: %(name)s. %(why)s", name=refused.name, why=refused.error), "danger")
    if not uploads:
        flash(_("Choose at least one photo or PDF."), "waiting")
    return to_milestone(progress)


@bp.post(f"{MILESTONE}/files/<int:file_id>/remove")
@requires(Permission.EVIDENCE_HAND_IN, on=queries.evidence_file)
def drop_file(found: FileOfMilestone) -> ResponseReturnValue:
    actions.drop_file(found.progress, found.row)
    flash(_("The file is removed."), "quiet")
    return to_milestone(found.progress)


@bp.get(f"{MILESTONE}/files/<int:file_id>-<int:width>")
@requires(Permission.TRACK_READ, on=queries.evidence_file)
def picture(found: FileOfMilestone) -> Response:
    return documents.send(found.row.file, (request.view_args or {})["width"])


@bp.get(f"{MILESTONE}/files/<int:file_id>")
@requires(Permission.TRACK_READ, on=queries.evidence_file)
def paper(found: FileOfMilestone) -> Response:
    return documents.send(found.row.file)


@bp.post(f"{MILESTONE}/take-back")
@requires(Permission.EVIDENCE_HAND_IN, on=queries.milestone)
def take_back(progress: MilestoneProgress) -> ResponseReturnValue:
    actions.take_back(progress, by=current_user)
    flash(_("You have it back. Change it and hand it in again."), "quiet")
    return to_milestone(progress)


@bp.post(f"{MILESTONE}/look-again")
@requires(Permission.TRACK_READ, on=queries.milestone)
def look_again(progress: MilestoneProgress) -> ResponseReturnValue:
    actions.check_automatic(progress.enrolment.brand)
    flash(cards.looked_again_words(progress), "quiet")
    return to_milestone(progress)


@bp.post(f"{MILESTONE}/pass")
@requires(Permission.EVIDENCE_DECIDE, on=queries.milestone)
def pass_evidence(progress: MilestoneProgress) -> ResponseReturnValue:
    form = PassForm()
    if not form.accepted():
        return milestone_page(progress, pass_form=form)
    actions.pass_evidence(progress, **form.answers, by=current_user)
    flash(_("Passed. The brand has been told."))
    return to_milestone(progress)


@bp.post(f"{MILESTONE}/return")
@requires(Permission.EVIDENCE_DECIDE, on=queries.milestone)
def return_evidence(progress: MilestoneProgress) -> ResponseReturnValue:
    form = ReturnForm()
    if not form.accepted():
        return milestone_page(progress, return_form=form)
    actions.return_evidence(progress, **form.answers, by=current_user)
    flash(_("Returned. The brand has been told what is missing."))
    return to_milestone(progress)


def evidence_form(progress: MilestoneProgress, draft: Evidence | None) -> EvidenceForm:
    """Return the form for what the brand writes, over the draft that it goes on with."""
    return EvidenceForm(obj=draft, declared=cards.StepShown(progress).declared)


def to_milestone(progress: MilestoneProgress) -> ResponseReturnValue:
    """Go and look at the milestone."""
    return see_other(url_for("incubation.milestone", **actions.address_of(progress)))
