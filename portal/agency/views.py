"""Pages of enquiries: asking, the thread, the lists."""

from http import HTTPStatus

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission, Role
from portal.access.policy import permits
from portal.accounts.models import Viewer
from portal.agency import actions, queries, rules, tables
from portal.agency.forms import (
    CloseForm,
    EnquiryForm,
    ReplyForm,
    read_criteria,
    read_state,
)
from portal.agency.models import Enquiry, EnquiryState, Side
from portal.agency.queries import Question, Wait
from portal.agents.registry import dealing
from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.core import clock
from portal.core.aftermath import leave_behind
from portal.core.errors import ConflictError, PortalError, TooManyError
from portal.core.i18n import gettext as _
from portal.core.paging import page_number
from portal.core.sheets import KINDS, table_response
from portal.core.web import see_other
from portal.markets import queries as markets
from portal.markets.models import Market

bp = Blueprint("agency", __name__)
ONE = "/enquiries/<int:enquiry_id>"


def to(enquiry: Enquiry, anchor: str | None = "last") -> ResponseReturnValue:
    """Answer a finished POST with the thread, at its end; without an anchor at its top."""
    return see_other(url_for("agency.show", enquiry_id=enquiry.id, _anchor=anchor))


# Asking


@bp.get("/brands/<string:brand>/enquire")
@requires(Permission.ENQUIRY_BEGIN, on=queries.question)
def enquire(question: Question) -> ResponseReturnValue:
    if not permits(current_user, Permission.ENQUIRY_ASK, question):
        return render_template("agency/not_yet.html", question=question, own=owns(question))
    running = [queries.open_between(question.brand.id, one.id) for one in question.companies.able]
    if len(running) == 1 and running[0] is not None:
        flash(_("You are talking with this brand already: here it is."), "quiet")
        return to(running[0])
    return asking_page(question, EnquiryForm(question.companies.able))


def owns(question: Question) -> bool:
    """Say whether the visitor wants to ask his own brand."""
    return bool(current_user.holds(Role.OWNER, brand_id=question.brand.id))


def asking_page(
    question: Question, form: EnquiryForm, refused: TooManyError | None = None
) -> ResponseReturnValue:
    """Show the form for a question; what was typed stays, even when it was asked too often."""
    page = render_template(
        "agency/enquire.html",
        question=question,
        form=form,
        refused=refused,
        published=brands.published_revision(question.brand.id),
        rules=rules,
    )
    if refused:
        return page, HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(refused.retry_after)}
    return page, form.status


@bp.post("/brands/<string:brand>/enquire")
@requires(Permission.ENQUIRY_ASK, on=queries.question)
def ask(question: Question) -> ResponseReturnValue:
    form = EnquiryForm(question.companies.able)
    if not form.accepted():
        return asking_page(question, form)
    answers = form.answers
    number = answers.pop("agent_id")
    agent = next(one for one in question.companies.able if one.id == number)
    try:
        enquiry = actions.ask(question.brand, agent, by=current_user, **answers)
    except TooManyError as error:
        return asking_page(question, form, error)
    flash(_("Sent. The brand has 24 hours to answer; you will get a message."))
    return to(enquiry)


# The thread


@bp.get(ONE)
@requires(Permission.ENQUIRY_READ, on=queries.enquiry)
def show(enquiry: Enquiry) -> ResponseReturnValue:
    return page_of(enquiry)


def page_of(
    enquiry: Enquiry,
    *,
    reply_form: ReplyForm | None = None,
    close_form: CloseForm | None = None,
    refused: PortalError | None = None,
) -> ResponseReturnValue:
    """Show the conversation to one of its sides, with what went wrong, if anything did."""
    terms = dealing("connection", enquiry.brand_id, enquiry.agent_id)
    page = render_template(
        "agency/show.html",
        enquiry=enquiry,
        side=rules.side_of(current_user, enquiry),
        Side=Side,
        clock=rules.clock_of(enquiry, clock.now()),
        reply_form=reply_form or ReplyForm(),
        close_form=close_form or CloseForm(),
        refused=refused,
        newer=queries.open_between(enquiry.brand_id, enquiry.agent_id) if enquiry.is_over else None,
        terms=terms if permits(current_user, Permission.CONNECTION_READ, terms) else None,
        any_terms=terms is not None,
        rules=rules,
    )
    if refused:
        return page, int(refused.status)
    failed = reply_form or close_form
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if failed else HTTPStatus.OK


@bp.post(f"{ONE}/reply")
@requires(Permission.ENQUIRY_ANSWER, on=queries.thread)
def reply(enquiry: Enquiry) -> ResponseReturnValue:
    form = ReplyForm()
    if not form.accepted():
        return page_of(enquiry, reply_form=form)
    side = rules.side_of(current_user, enquiry)
    try:
        actions.reply(enquiry, by=current_user, side=side, **form.answers)
    except (ConflictError, TooManyError) as error:
        return page_of(enquiry, reply_form=form, refused=error)
    flash(_("Sent."))
    return to(enquiry)


@bp.post(f"{ONE}/close")
@requires(Permission.ENQUIRY_ANSWER, on=queries.thread)
def close(enquiry: Enquiry) -> ResponseReturnValue:
    form = CloseForm()
    if not form.accepted():
        return page_of(enquiry, close_form=form)
    side = rules.side_of(current_user, enquiry)
    try:
        actions.close(enquiry, by=current_user, side=side, **form.answers)
    except ConflictError as error:
        return page_of(enquiry, refused=error)
    flash(_("Closed. Either side can open the conversation again by writing."))
    return to(enquiry, None)  # how it ended stands there


@bp.post(f"{ONE}/agree")
@requires(Permission.ENQUIRY_ANSWER, on=queries.thread)
def agree(enquiry: Enquiry) -> ResponseReturnValue:
    side = rules.side_of(current_user, enquiry)
    try:
        actions.agree(enquiry, by=current_user, side=side)
    except ConflictError as error:
        return page_of(enquiry, refused=error)
    if enquiry.agreed_at:
        flash(_("Confirmed: both sides say that they came to terms."))
    else:
        flash(_("Kept. The other side is asked to confirm it."))
    return to(enquiry, None)


# The lists


@bp.get("/enquiries")
@requires(Permission.ENQUIRY_LIST, on=oneself)
def index(viewer: Viewer) -> ResponseReturnValue:
    state = read_state()
    page = queries.mine(viewer, state, page_number(request.args.get("page")))
    return render_template(
        "agency/index.html",
        state=state,
        EnquiryState=EnquiryState,
        page=page,
        counts=queries.my_counts(viewer),
        last=queries.last_words([one.id for one in page.items]),
        clock_of=lambda one: rules.clock_of(one, clock.now()),
        side_of=lambda one: rules.side_of(viewer, one),
        asks=viewer.holds(Role.AGENT),
        answers=viewer.holds(Role.OWNER),
        many_brands=len(viewer.ids(Role.OWNER)) > 1,
    )


@bp.get("/markets/<string:market>/enquiries")
@requires(Permission.ENQUIRY_LIST_MARKET, on=markets.market)
def market(market: Market) -> ResponseReturnValue:
    criteria = read_criteria()
    page = queries.market_page(market.id, criteria, page_number(request.args.get("page")))
    return render_template(
        "agency/market.html",
        market=market,
        criteria=criteria,
        page=page,
        Wait=Wait,
        counts=queries.market_counts(market.id, criteria.text),
        clock_of=lambda one: rules.clock_of(one, clock.now()),
        reads=lambda one: permits(current_user, Permission.ENQUIRY_READ, one),
    )


@bp.get(f"/markets/<string:market>/enquiries.{KINDS}")
@requires(Permission.ENQUIRY_LIST_MARKET, on=markets.market)
def export(market: Market) -> ResponseReturnValue:
    rows = queries.market_rows(market.id, read_criteria())
    number, viewer = market.id, oneself()
    leave_behind(lambda: audit.record("enquiry.export", markets.market_by_id(number), by=viewer))
    name = f"{market.slug}-enquiries"
    return table_response(name, tables.HEAD, tables.lines(rows), _("Enquiries"))
