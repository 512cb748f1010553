"""A milestone with its evidence, the brand's side: writing, files, handing in, taking back."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission, Role
from portal.accounts import queries as accounts
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.web import see_other
from portal.documents import web as documents
from portal.documents.actions import Upload
from portal.incubation import actions, cards, queries, rules
from portal.incubation.filling import (
    AssignForm,
    CoachNoteForm,
    EvidenceForm,
    PassForm,
    ReturnForm,
    evidence_form,
    pass_form,
    return_form,
)
from portal.incubation.models import Evidence, MilestoneProgress
from portal.incubation.queries import FileOfMilestone
from portal.incubation.views.rooms import MILESTONE, bp


@dataclass(frozen=True)
class Refused:
    """What is shown again because it was refused, with all that was typed."""

    form: EvidenceForm | None = None
    pass_form: PassForm | None = None
    return_form: ReturnForm | None = None
    note_form: CoachNoteForm | None = None
    clash: ConflictError | None = None
    """Somebody else decided first; the words that came second stand beside his."""

    @property
    def status(self) -> int:
        """Return the status of the page."""
        if self.clash:
            return int(self.clash.status)
        forms = (self.form, self.pass_form, self.return_form, self.note_form)
        return max((one.status for one in forms if one), default=200)


@bp.get(MILESTONE)
@requires(Permission.TRACK_READ, on=queries.milestone)
def milestone(progress: MilestoneProgress) -> ResponseReturnValue:
    return milestone_page(progress)


def milestone_page(
    progress: MilestoneProgress, refused: Refused = Refused()
) -> ResponseReturnValue:
    """Show a milestone; a form that was refused keeps all that was typed."""
    draft = queries.draft(progress)
    seen = progress.attempts[-1].version if progress.attempts else None
    office = queries.office(progress.market_id)
    value = cards.present_value(progress)
    page = render_template(
        "incubation/milestone.html",
        progress=progress,
        step=cards.StepShown(progress, queries.awaited(progress)),
        draft=draft,
        form=refused.form
        or evidence_form(progress.milestone, draft, rules.last_request(progress.attempts)),
        pass_form=refused.pass_form or pass_form(progress.milestone, seen),
        return_form=refused.return_form or return_form(progress, seen),
        note_form=refused.note_form or CoachNoteForm(),
        assign_form=AssignForm(office, reviewer=progress.reviewer_id or 0),
        clash=refused.clash,
        typed=typed_words(refused),
        own=current_user.holds(Role.OWNER, brand_id=progress.brand_id),
        fills=bool(refused.form) or request.args.get("fill") == "1",
        may_decide=actions.may_decide(progress, current_user),
        value=value,
        missing=cards.missing(progress, value),
        names=accounts.names(cards.people_of(progress)),
        office=office,
        waiting=queries.waiting_evidence([progress.market_id], limit=2),
    )
    return page, refused.status


def typed_words(refused: Refused) -> str:
    """Return what the person who came second had written."""
    if refused.return_form:
        single = [field.data for field in refused.return_form.single if field.data]
        return "\n".join([refused.return_form.request.data or "", *single]).strip()
    return str(refused.pass_form.note.data or "") if refused.pass_form else ""


@bp.post(f"{MILESTONE}/evidence")
@requires(Permission.EVIDENCE_HAND_IN, on=queries.milestone)
def hand_in(progress: MilestoneProgress) -> ResponseReturnValue:
    form = evidence_form(progress.milestone, cards.with_words(queries.draft(progress)))
    if not form.accepted():
        return milestone_page(progress, Refused(form=form))
    try:
        if form.asks_to_keep():
            draft = actions.keep(progress, **form.answers, by=current_user)
            return kept(progress, draft)
        actions.hand_in(progress, **form.answers, by=current_user)
        flash(cards.handed_in_words(progress))
    except InvalidError as error:
        form.refuse(error)
        return milestone_page(progress, Refused(form=form))
    return to_milestone(progress)


def kept(progress: MilestoneProgress, draft: Evidence) -> ResponseReturnValue:
    """Say that a draft is kept; to a script that keeps it by the way, only its new version."""
    if request.headers.get("X-Keeps"):
        version = {"X-Version": str(draft.version)}
        return Response(status=HTTPStatus.NO_CONTENT, headers=version, mimetype="text/plain")
    flash(_("Kept. It is not handed in yet."), "quiet")
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


@bp.post(f"{MILESTONE}/files/again")
@requires(Permission.EVIDENCE_HAND_IN, on=queries.milestone)
def use_again(progress: MilestoneProgress) -> ResponseReturnValue:
    count = actions.use_again(progress)
    flash(
        ngettext(
            "%(num)d file is stored. It is not handed in yet.",
            "%(num)d files are stored. They are not handed in yet.",
            count,
        ),
        "quiet",
    )
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


def to_milestone(progress: MilestoneProgress) -> ResponseReturnValue:
    """Go and look at the milestone."""
    address = actions.address_of(progress)
    own = current_user.holds(Role.OWNER, brand_id=progress.brand_id)
    drafting = not own and queries.draft(progress) is not None
    asked = {**address, "fill": 1} if drafting else address
    return see_other(url_for("incubation.milestone", **asked))
