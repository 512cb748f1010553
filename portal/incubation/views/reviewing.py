"""Evidence, the office's side: the queue, many at once, passing, returning, notes."""

from collections.abc import Callable
from functools import partial

from flask import Response, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.core.aftermath import leave_behind
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import in_text, ngettext, said
from portal.core.paging import page_number
from portal.core.sheets import KINDS, table_response
from portal.core.web import see_other
from portal.incubation import actions, cards, queries
from portal.incubation.filling import (
    AssignForm,
    CoachNoteForm,
    ManyForm,
    PassForm,
    ReturnForm,
    pass_form,
    queue_criteria,
    return_form,
    ticked,
)
from portal.incubation.models import MilestoneProgress
from portal.incubation.views.evidence import Refused, milestone_page, to_milestone
from portal.incubation.views.rooms import MILESTONE, bp
from portal.markets import queries as markets
from portal.markets.models import Market

QUEUE = "/evidence"
Deed = Callable[[MilestoneProgress], object]


@bp.post(f"{MILESTONE}/pass")
@requires(Permission.EVIDENCE_DECIDE, on=queries.milestone_to_pass)
def pass_evidence(progress: MilestoneProgress) -> ResponseReturnValue:
    form = pass_form(progress.milestone, None)
    return decided(
        progress,
        form,
        partial(actions.pass_evidence, progress),
        _("Passed. The brand has been told."),
    )


@bp.post(f"{MILESTONE}/return")
@requires(Permission.EVIDENCE_DECIDE, on=queries.milestone)
def return_evidence(progress: MilestoneProgress) -> ResponseReturnValue:
    form = return_form(progress, None)
    return decided(
        progress,
        form,
        partial(actions.return_evidence, progress),
        _("Returned. The brand has been told what is missing."),
    )


def decided(
    progress: MilestoneProgress,
    form: PassForm | ReturnForm,
    act: Callable[..., None],
    done: str,
) -> ResponseReturnValue:
    """Decide and say so; who came second sees both texts and loses none."""
    clash = None
    if form.accepted():
        try:
            act(**form.answers, by=current_user)
        except InvalidError as error:
            form.refuse(error)
        except ConflictError as error:
            clash = error
        else:
            flash(done)
            return to_milestone(progress)
    where = progress.enrolment.brand
    whole = queries.milestone(where.market.slug, where.slug, progress.id)
    return milestone_page(whole, refused_as(form, clash))


def refused_as(form: PassForm | ReturnForm, clash: ConflictError | None = None) -> Refused:
    """Return the form as what is shown again."""
    if isinstance(form, PassForm):
        return Refused(pass_form=form, clash=clash)
    return Refused(return_form=form, clash=clash)


@bp.post(f"{MILESTONE}/reviewer")
@requires(Permission.EVIDENCE_DECIDE, on=queries.milestone)
def assign(progress: MilestoneProgress) -> ResponseReturnValue:
    form = AssignForm(queries.office(progress.market_id))
    if form.accepted():
        try:
            actions.assign(progress, form.reviewer.data or None, by=current_user)
            flash(_("Noted who looks at it."), "quiet")
        except InvalidError as error:
            flash(str(error), "danger")
    return to_milestone(progress)


@bp.post(f"{MILESTONE}/notes")
@requires(Permission.EVIDENCE_DECIDE, on=queries.milestone)
def note_for_office(progress: MilestoneProgress) -> ResponseReturnValue:
    form = CoachNoteForm()
    if not form.accepted():
        return milestone_page(progress, Refused(note_form=form))
    actions.note_for_office(progress, text=form.text.data or "", by=current_user)
    flash(_("Noted. Only the office reads it."), "quiet")
    return to_milestone(progress)


@bp.get(QUEUE)
@requires(Permission.EVIDENCE_DECIDE, on=markets.market_alone)
def queue(market: Market) -> ResponseReturnValue:
    office = queries.office(market.id)
    return queue_page(market, ManyForm(office), office)


def queue_page(market: Market, form: ManyForm, office: dict[int, str]) -> ResponseReturnValue:
    """Show what waits for the office."""
    criteria = queue_criteria(request.args)
    page = queries.queue_page(market.id, criteria, page_number(request.args.get("page")))
    shown = render_template(
        "incubation/queue.html",
        market=market,
        address=request.full_path,
        criteria=criteria,
        page=page,
        lines=[cards.Waiting(one) for one in page.items],
        stages=queries.queue_stages(market.id),
        programmes=queries.programme_names(market.id),
        office=office,
        names=accounts.names(cards.people_of_many(page.items)),
        form=form,
        ticked=set(request.form.getlist("ticked")),
    )
    return shown, form.status


@bp.get(f"{QUEUE}.{KINDS}")
@requires(Permission.EVIDENCE_DECIDE, on=markets.market_alone)
def export_queue(market: Market) -> Response:
    rows = queries.queue_rows(market.id, queue_criteria(request.args))
    number, who = market.id, current_user._get_current_object()  # noqa: SLF001 -- outlives the request
    leave_behind(lambda: audit.record("evidence.export", markets.market_by_id(number), by=who))
    names = accounts.names(cards.people_of_many(rows))
    lines = cards.queue_lines(rows, names)
    return table_response(
        f"{market.slug}-evidence", cards.QUEUE_HEAD, lines, _("Evidence to review")
    )


@bp.post(QUEUE)
@requires(Permission.EVIDENCE_DECIDE, on=markets.market_alone)
def work_through(market: Market) -> ResponseReturnValue:
    office = queries.office(market.id)
    form = ManyForm(office)
    seen = ticked(request.form.getlist("ticked"))
    if not form.accepted():
        return queue_page(market, form, office)
    deed = request.form.get("deed", "")
    if wrong := wrong_with(deed, form, seen):
        form.refuse(wrong)
        return queue_page(market, form, office)
    if act := deed_of(deed, form, seen):
        tell(actions.each(queries.chosen(market.id, list(seen)), act), len(seen))
    return see_other(request.full_path)


def wrong_with(deed: str, form: ManyForm, seen: dict[int, int]) -> InvalidError | None:
    """Return why a deed cannot be done; the page then keeps what is ticked and typed."""
    if not seen:
        return InvalidError("ticked", _("Tick at least one line first."))
    if deed == "return" and not form.request.data:
        why = _("Say what is missing, so that the brand knows what to do.")
        return InvalidError("request", why)
    return None


def deed_of(name: str, form: ManyForm, seen: dict[int, int]) -> Deed | None:
    """Return what is done to each ticked line; None for no such deed."""
    who = current_user._get_current_object()  # noqa: SLF001 -- the trail keeps it

    def passing(one: MilestoneProgress) -> None:
        actions.must_need_no_points(one)
        actions.pass_evidence(one, note="", seen=seen[one.id], by=who)

    def returning(one: MilestoneProgress) -> None:
        words = form.request.data or ""
        actions.return_evidence(one, request=words, seen=seen[one.id], by=who)

    known: dict[str, Deed] = {
        "pass": passing,
        "return": returning,
        "take": lambda one: actions.assign(one, who.id, by=who),
        "give": lambda one: actions.assign(one, form.reviewer.data, by=who),
    }
    return known.get(name)


def tell(done: actions.Done, asked: int) -> None:
    """Say how many went through, and of the others why not."""
    if done.count:
        flash(ngettext("%(num)d is done.", "%(num)d are done.", done.count))
    gone = asked - done.count - len(done.refused)
    if gone:
        flash(
            ngettext(
                "%(num)d waits no more: a colleague was quicker.",
                "%(num)d wait no more: a colleague was quicker.",
                gone,
            ),
            "waiting",
        )
    for one, error in done.refused:
        name = said(one.enrolment.brand, "name")
        flash(in_text(_("%(brand)s: not done. %(why)s"), brand=name, why=error.message), "danger")
