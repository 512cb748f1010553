"""An office's intakes and their questions."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.audit import actions as audit
from portal.core import clock
from portal.core.aftermath import leave_behind
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.paging import page_number
from portal.core.sheets import KINDS as ENDINGS
from portal.core.sheets import table_response
from portal.core.tabs import Tab, tabs
from portal.core.web import see_other
from portal.intakes import actions, queries, registry, rules, tables
from portal.intakes.forms import (
    KINDS,
    CloseForm,
    IntakeForm,
    QuestionForm,
    ReopenForm,
    read_intakes,
)
from portal.intakes.models import Intake, IntakeState, Question
from portal.intakes.queries import IntakeCriteria
from portal.intakes.views.blueprint import bp
from portal.markets import queries as markets
from portal.markets.models import Market

ONE = "/markets/<string:market>/intakes/<int:intake_id>"


class Asked:
    """One question of an intake, and whose it is."""

    def __init__(self, intake: Intake, question: Question) -> None:
        self.intake, self.question, self.market_id = intake, question, intake.market_id


def asked(market: str, intake_id: int, question_id: int) -> Asked:
    """Load a question; NoResultFound for another intake's."""
    return Asked(*queries.question(market, intake_id, question_id))


def to(intake: Intake, endpoint: str = "intakes.show", anchor: str = "") -> ResponseReturnValue:
    """Answer a finished POST with the intake."""
    address = url_for(endpoint, market=intake.market.slug, intake_id=intake.id)
    return see_other(f"{address}#{anchor}" if anchor else address)


def states(market: Market, criteria: IntakeCriteria) -> list[Tab]:
    """Return the states with how many intakes each holds, and all."""
    counts = queries.intake_counts(market.id)
    here = url_for("intakes.index", market=market.slug)
    every = Tab(_("All"), here, criteria.state is None, sum(counts.values()))
    return [every, *tabs(IntakeState, criteria.state, lambda one: f"{here}?state={one}", counts)]


@bp.get("/markets/<string:market>/intakes")
@requires(Permission.INTAKE_READ, on=markets.market)
def index(market: Market) -> ResponseReturnValue:
    criteria = read_intakes()
    page = queries.intake_page(market.id, criteria, page_number(request.args.get("page")))
    return render_template(
        "intakes/index.html",
        market=market,
        criteria=criteria,
        page=page,
        states=states(market, criteria),
        loads=registry.loads([one.id for one in page.items]),
    )


@bp.get(f"/markets/<string:market>/intakes.{ENDINGS}")
@requires(Permission.INTAKE_READ, on=markets.market)
def export(market: Market) -> ResponseReturnValue:
    rows = queries.intake_rows(market.id, read_intakes())
    loads = registry.loads([one.id for one in rows])
    number, by = market.id, oneself()
    leave_behind(lambda: audit.record("intake.export", markets.market_by_id(number), by=by))
    lines = tables.intake_lines(rows, loads)
    return table_response(f"{market.slug}-intakes", tables.INTAKE_HEAD, lines, _("Intakes"))


@bp.route("/markets/<string:market>/intakes/new", methods=["GET", "POST"])
@requires(Permission.INTAKE_KEEP, on=markets.market)
def new(market: Market) -> ResponseReturnValue:
    form = IntakeForm(market)
    if form.accepted():
        try:
            intake = actions.create(market, by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("The intake is planned. Now write its own questions, if it has any."))
            return see_other(url_for("intakes.show", market=market.slug, intake_id=intake.id))
    last = queries.last_intake(market.id)
    page = render_template("intakes/edit.html", market=market, form=form, intake=None, last=last)
    return page, form.status


@bp.get(ONE)
@requires(Permission.INTAKE_READ, on=queries.intake)
def show(intake: Intake) -> ResponseReturnValue:
    return page_of(intake)


def page_of(
    intake: Intake,
    *,
    question_form: QuestionForm | None = None,
    reopen_form: ReopenForm | None = None,
    close_form: CloseForm | None = None,
) -> ResponseReturnValue:
    """Show an intake: how full it is, its questions, what can be done."""
    page = render_template(
        "intakes/show.html",
        intake=intake,
        load=registry.loads([intake.id])[intake.id],
        kinds=KINDS,
        takes_now=intake.takes_on(clock.today()),
        question_form=question_form or QuestionForm(),
        reopen_form=reopen_form or ReopenForm(),
        close_form=close_form or CloseForm(),
        rules=rules,
    )
    refused = [form for form in (question_form, reopen_form, close_form) if form]
    return page, refused[0].status if refused else 200


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(Permission.INTAKE_KEEP, on=queries.intake)
def edit(intake: Intake) -> ResponseReturnValue:
    market = markets.market_by_id(intake.market_id)
    form = IntakeForm(market, intake=intake)
    if form.accepted():
        try:
            actions.change(intake, by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("The intake is saved."))
            return to(intake)
    page = render_template("intakes/edit.html", market=market, form=form, intake=intake, last=None)
    return page, form.status


@bp.post(f"{ONE}/clone")
@requires(Permission.INTAKE_KEEP, on=queries.intake)
def clone(intake: Intake) -> ResponseReturnValue:
    copy = actions.clone(intake, by=current_user)
    flash(_("Copied with its questions. Look at the days and the title before you open it."))
    return to(copy, "intakes.edit")


@bp.post(f"{ONE}/open")
@requires(Permission.INTAKE_KEEP, on=queries.intake)
def open_now(intake: Intake) -> ResponseReturnValue:
    actions.open_now(intake, by=current_user)
    flash(_("Open. Makers find it on the market's page from now on."))
    return to(intake)


@bp.post(f"{ONE}/close")
@requires(Permission.INTAKE_KEEP, on=queries.intake)
def close(intake: Intake) -> ResponseReturnValue:
    form = CloseForm()
    if form.accepted():
        actions.close(intake, by=current_user, **form.answers)
        flash(_("Closed. Anyone still writing keeps the draft and is told so."))
        return to(intake)
    return page_of(intake, close_form=form)


@bp.post(f"{ONE}/reopen")
@requires(Permission.INTAKE_KEEP, on=queries.intake)
def reopen(intake: Intake) -> ResponseReturnValue:
    form = ReopenForm()
    if form.accepted():
        try:
            actions.reopen(intake, by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Open again."))
            return to(intake)
    return page_of(intake, reopen_form=form)


@bp.post(f"{ONE}/questions")
@requires(Permission.INTAKE_KEEP, on=queries.intake)
def add_question(intake: Intake) -> ResponseReturnValue:
    form = QuestionForm()
    if form.accepted():
        try:
            actions.add_question(intake, by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("The question is added."))
            return to(intake, anchor="questions")
    return page_of(intake, question_form=form)


@bp.post(f"{ONE}/questions/<int:question_id>/up")
@requires(Permission.INTAKE_KEEP, on=asked)
def move_question(found: Asked) -> ResponseReturnValue:
    actions.move_question(found.intake, found.question, by=current_user)
    return to(found.intake, anchor="questions")


@bp.post(f"{ONE}/questions/<int:question_id>/remove")
@requires(Permission.INTAKE_KEEP, on=asked)
def remove_question(found: Asked) -> ResponseReturnValue:
    actions.remove_question(found.intake, found.question, by=current_user)
    flash(_("The question is taken out. Anyone who has begun already still sees it."))
    return to(found.intake, anchor="questions")
