"""Links that begin or confirm an application, typing for others, merging, files of answers."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import TypeVar

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from portal.access.guard import public, requires
from portal.access.permissions import Permission, Role
from portal.accounts import actions as accounts
from portal.accounts import login
from portal.accounts import queries as people
from portal.core import tokens
from portal.core.errors import GoneError, InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.qr import qr_code
from portal.core.web import see_other
from portal.documents.actions import Upload
from portal.documents.web import receive_evidence, send
from portal.intakes import actions as leads
from portal.intakes import queries as intakes
from portal.intakes.models import Lead, Question
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.onboarding import actions, queries, rules
from portal.onboarding.counter.applying import apply_page
from portal.onboarding.counter.forms import ConfirmForm, IntakeChoiceForm, MergeForm, TypeForm
from portal.onboarding.forms import LeaveForm
from portal.onboarding.models import Application, ApplicationFile
from portal.onboarding.views import office_page, tell_stored, to

bp = Blueprint("counter", __name__)
ONE = "/markets/<string:market>/applications/<int:application_id>"
Thing = TypeVar("Thing")


def found_or_gone(load: Callable[[str], Thing], token: str) -> Thing:
    """Return what a link opens.

    Raises:
        GoneError: nothing: it never was, or a newer one took its place.
    """
    try:
        return load(token)
    except NoResultFound:
        raise GoneError(
            _("This link opens nothing any more."), _("Ask the market's office for a new one.")
        ) from None


# A lead's link


@bp.get("/invited/<string:token>")
@public
def invited(token: str) -> ResponseReturnValue:
    lead = leads.open_link(found_or_gone(intakes.lead_by_token, token))
    if lead.application_id:
        return begun_already(lead)
    return invited_page(lead, token)


def begun_already(lead: Lead) -> ResponseReturnValue:
    """Lead whoever began with this link to what he began.

    Raises:
        GoneError: it was somebody else.
    """
    mine = queries.running(lead.market_id, current_user.id) if current_user.id else ()
    if lead.application_id not in {one.id for one in mine}:
        raise GoneError(
            _("Somebody has begun an application with this link already."),
            _("If it was you, sign in and open it from your first page."),
        )
    number = lead.application_id
    return see_other(url_for("onboarding.show", market=lead.market.slug, application_id=number))


def invited_page(
    lead: Lead, token: str, form: IntakeChoiceForm | None = None
) -> ResponseReturnValue:
    """Show who invites whom to what."""
    found = intakes.open_intakes(lead.market_id)
    form = form or IntakeChoiceForm(found)
    page = render_template(
        "counter/invited.html",
        lead=lead,
        token=token,
        intakes=found,
        closed=not found and intakes.uses_intakes(lead.market_id),
        form=form,
    )
    return page, form.status


@bp.post("/invited/<string:token>")
@requires(Permission.APPLICATION_BEGIN, on=intakes.lead_by_token)
def begin_invited(lead: Lead) -> ResponseReturnValue:
    leads.open_link(lead)
    if lead.application_id:
        return begun_already(lead)
    found = intakes.open_intakes(lead.market_id)
    form = IntakeChoiceForm(found)
    chosen = form.intake_id.data if len(found) > 1 and form.accepted() else None
    if form.errors:
        return invited_page(lead, (request.view_args or {})["token"], form)
    application = actions.begin(lead.market, by=current_user, intake_id=chosen, lead=lead)
    return to("onboarding.edit", application)


# 代填


@bp.route("/markets/<string:market>/applications/on-behalf", methods=["GET", "POST"])
@requires(Permission.APPLICATION_TYPE, on=markets.market)
def on_behalf(market: Market) -> ResponseReturnValue:
    found = intakes.open_intakes(market.id)
    form = TypeForm(found)
    if form.accepted():
        try:
            application = actions.begin_for(market, by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            return to("onboarding.edit", application)
    page = render_template(
        "counter/on_behalf.html",
        market=market,
        form=form,
        intakes=found,
        closed=not found and intakes.uses_intakes(market.id),
        unconfirmed=queries.unconfirmed([market.id]),
    )
    return page, form.status


@bp.post("/markets/<string:market>/leads/<int:lead_id>/on-behalf")
@requires(Permission.APPLICATION_TYPE, on=intakes.lead)
def for_lead(lead: Lead) -> ResponseReturnValue:
    found = intakes.open_intakes(lead.market_id)
    application = actions.begin_for(
        lead.market,
        by=current_user,
        contact_name=lead.name,
        contact_mobile=lead.mobile,
        intake_id=found[0].id if found else None,
        lead=lead,
    )
    return to("onboarding.edit", application)


@bp.post(f"{ONE}/confirm-link")
@requires(Permission.APPLICATION_TYPE, on=queries.application)
def confirm_link(application: Application) -> ResponseReturnValue:
    link = actions.confirm_link(application, by=current_user)
    return render_template(
        "counter/confirm_link.html", application=application, link=link, code=qr_code(link)
    )


@bp.route("/confirm/<string:token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> ResponseReturnValue:
    application = found_or_gone(queries.to_confirm, token)
    actions.check_confirmable(application)
    known = current_user.is_authenticated
    form = ConfirmForm(
        name=application.contact_name, mobile=rules.local_mobile(application.contact_mobile)
    )
    if request.method == "POST" and (known or form.accepted()):
        try:
            return confirmed(application, form)
        except InvalidError as error:
            form.refuse(InvalidError("mobile", error.message))
    page = render_template("counter/confirm.html", application=application, form=form, token=token)
    return page, form.status


def confirmed(application: Application, form: ConfirmForm) -> ResponseReturnValue:
    """Let the owner have it, with the account he has or with one made now."""
    session_token = None
    if current_user.is_authenticated:
        owner = people.own_account()
    else:
        owner = accounts.sign_up(
            name=form.name.data,
            login=form.mobile.data,
            password=tokens.new(),
            language=language(),
        )
        session_token = accounts.begin_session(owner)
    of_office = any(
        one.role is Role.MANAGER and one.market_id == application.market_id
        for one in current_user.held
    )
    actions.confirm(application, by=owner, of_office=of_office)
    if session_token:
        login.come_in(session_token)
    flash(_("Confirmed. The application is yours; you see here how it goes on."))
    return to("onboarding.show", application)


# Merging, moving, and the files of answers


@bp.post(f"{ONE}/merge")
@requires(Permission.APPLICATION_DECIDE, on=queries.application)
def merge(application: Application) -> ResponseReturnValue:
    form = MergeForm()
    if not form.accepted():
        return office_page(application, merging=form)
    reason = form.reason.data
    actions.merge(application, by=current_user, other_id=form.other_id.data, reason=reason)
    flash(_("Merged. What this one lacked was taken over; the other one leads here."))
    return to("onboarding.show", application)


@bp.post(f"{ONE}/move")
@requires(Permission.APPLICATION_EDIT, on=queries.application)
def move(application: Application) -> ResponseReturnValue:
    form = IntakeChoiceForm(intakes.open_intakes(application.market_id))
    if form.accepted():
        actions.move(application, by=current_user, **form.answers)
        flash(_("Moved. What you wrote came along; look at the questions of the intake."))
    return to("onboarding.show", application)


class Asked:
    """One of the questions that an application is asked."""

    def __init__(self, application: Application, question: Question) -> None:
        self.application, self.question = application, question
        self.market_id, self.author_id = application.market_id, application.author_id
        self.typed_by_office = application.typed_by_office


def asked(market: str, application_id: int, question_id: int) -> Asked:
    """Load a question of an application's edition that a file answers; NoResultFound for others."""
    application = queries.application(market, application_id)
    for one in rules.questions(application):
        if one.id == question_id and one.is_file:
            return Asked(application, one)
    raise NoResultFound


@bp.post(f"{ONE}/questions/<int:question_id>/files")
@requires(Permission.APPLICATION_EDIT, on=asked, receive=receive_evidence)
def add_files(found: Asked, uploads: Sequence[Upload]) -> ResponseReturnValue:
    refused = actions.add_reply_files(found.application, found.question, uploads, by=current_user)
    tell_stored(len(uploads), refused)
    return to("onboarding.edit", found.application, part="questions")


@bp.post(f"{ONE}/files/<int:file_id>/remove")
@requires(Permission.APPLICATION_EDIT, on=queries.reply_file)
def remove_file(file: ApplicationFile) -> ResponseReturnValue:
    actions.remove_file(file)
    flash(_("The file is taken out."))
    return to("onboarding.edit", file.application, part="questions")


@bp.get(f"{ONE}/files/<int:file_id>")
@requires(Permission.APPLICATION_READ, on=queries.reply_file)
def file(file: ApplicationFile) -> ResponseReturnValue:
    return send(file.file)


# A number left on the market's page


@bp.post("/markets/<string:market>/apply/number")
@public
def leave_number(market: str) -> ResponseReturnValue:
    try:
        found = markets.open_market(market)
    except NoResultFound:
        abort(HTTPStatus.NOT_FOUND)
    form = LeaveForm()
    if form.accepted():
        try:
            leads.leave_number(found, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Thank you. The office calls you within two working days."))
            return see_other(url_for("onboarding.apply", market=market))
    return apply_page(found, leave_form=form)
