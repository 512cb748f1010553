"""Pages of incubation: the board, programmes, a brand's track, a milestone with its evidence."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission, Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.brands.models import Brand
from portal.core.aftermath import leave_behind
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.paging import page_number
from portal.core.sheets import KINDS, table_response
from portal.core.web import see_other
from portal.documents import web as documents
from portal.documents.actions import Upload
from portal.incubation import actions, cards, queries
from portal.incubation.forms import EvidenceForm, PassForm, ProgrammeForm, ReturnForm, criteria
from portal.incubation.models import Evidence, MilestoneProgress, Programme
from portal.incubation.queries import FileOfMilestone
from portal.markets import queries as markets
from portal.markets.models import Market

bp = Blueprint("incubation", __name__, url_prefix="/markets/<string:market>")
TRACK = "/brands/<string:brand>/incubation"
MILESTONE = "/brands/<string:brand>/milestones/<int:milestone_id>"


# --- the office's board and programmes -----------------------------------------------------


@bp.get("/incubation")
@requires(Permission.PROGRAMME_READ, on=markets.market)
def board(market: Market) -> ResponseReturnValue:
    asked = criteria(request.args)
    found = queries.board(market.id, asked)
    return render_template(
        "incubation/board.html",
        market=market,
        board=found,
        criteria=asked,
        page=found.page(page_number(request.args.get("page"))),
        running=queries.running_programme(market.id),
    )


@bp.get(f"/incubation.{KINDS}")
@requires(Permission.PROGRAMME_READ, on=markets.market)
def export_board(market: Market) -> Response:
    found = queries.board(market.id, criteria(request.args))
    number, who = market.id, current_user._get_current_object()  # noqa: SLF001 -- outlives the request
    leave_behind(lambda: audit.record("board.export", markets.market_by_id(number), by=who))
    rows = cards.board_lines(found.standings)
    return table_response(f"{market.slug}-incubation", cards.BOARD_HEAD, rows)


@bp.get("/programmes")
@requires(Permission.PROGRAMME_READ, on=markets.market)
def programmes(market: Market) -> ResponseReturnValue:
    return programmes_page(market, ProgrammeForm())


@bp.post("/programmes")
@requires(Permission.PROGRAMME_KEEP, on=markets.market)
def open_programme(market: Market) -> ResponseReturnValue:
    form = ProgrammeForm()
    if not form.accepted():
        return programmes_page(market, form)
    answers = form.answers
    template = actions.template_named(answers.pop("template"), by=current_user)
    actions.open_programme(market, template, **answers, by=current_user)
    flash(_("The programme is open. Brands that you admit from now on start in it."))
    return see_other(url_for("incubation.programmes", market=market.slug))


def programmes_page(market: Market, form: ProgrammeForm) -> ResponseReturnValue:
    """Show a market's programmes, and the form that opens another."""
    page = render_template(
        "incubation/programmes.html",
        market=market,
        programmes=queries.programmes(market.id),
        counts=queries.enrolled_counts(market.id),
        form=form,
    )
    return page, form.status


@bp.post("/programmes/<int:programme_id>/close")
@requires(Permission.PROGRAMME_KEEP, on=queries.programme)
def close_programme(programme: Programme) -> ResponseReturnValue:
    actions.close_programme(programme, by=current_user)
    flash(_("The programme takes no more brands. Those inside go on to the end."))
    return see_other(url_for("incubation.programmes", market=programme.market.slug))


# --- a brand's track -----------------------------------------------------------------------


@bp.get(TRACK)
@requires(Permission.TRACK_READ, on=queries.brand)
def track(brand: Brand) -> ResponseReturnValue:
    enrolment = queries.track(brand.id)
    if enrolment is None:
        running = queries.running_programme(brand.market_id)
        return render_template("incubation/not_enrolled.html", brand=brand, running=running)
    return render_template(
        "incubation/track.html",
        brand=brand,
        enrolment=enrolment,
        track=cards.Track(enrolment),
        names=accounts.names(cards.people(enrolment.steps)),
    )


@bp.post(f"{TRACK}/enrol")
@requires(Permission.PROGRAMME_KEEP, on=queries.brand)
def enrol(brand: Brand) -> ResponseReturnValue:
    actions.enrol_now(brand, by=current_user)
    flash(_("The brand is in the programme. Its people see the first step now."))
    return see_other(url_for("incubation.track", market=brand.market.slug, brand=brand.slug))


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
        names=accounts.names(cards.people([progress])),
        waiting=queries.waiting_evidence([progress.market_id], limit=1),
    )
    return page, refused.status if refused else 200


# --- evidence ------------------------------------------------------------------------------


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
