"""Pages of onboarding: the applicant's, then the office's."""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.access.policy import permits
from portal.audit import actions as audit
from portal.core import clock, credit_code
from portal.core.aftermath import leave_behind
from portal.core.errors import InvalidError
from portal.core.forms import PortalForm
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext, plain
from portal.core.paging import page_number
from portal.core.sheets import KINDS, table_response
from portal.core.web import see_other
from portal.documents.actions import Upload
from portal.documents.web import receive_pictures, send
from portal.incubation.models import Programme
from portal.intakes import queries as intakes
from portal.intakes import registry
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.onboarding import actions, cards, labels, queries, ranking, rules
from portal.onboarding.forms import (
    AdmitForm,
    DecisionForm,
    DeclineForm,
    PartForm,
    ReturnForm,
    SendForm,
    WithdrawForm,
    after,
    part_form,
    read_criteria,
)
from portal.onboarding.models import Application, ApplicationPicture
from portal.reference import queries as reference

bp = Blueprint("onboarding", __name__)
ONE = "/markets/<string:market>/applications/<int:application_id>"


def to(endpoint: str, application: Application, **arguments: Any) -> ResponseReturnValue:
    """Answer a finished POST with one of the application's own pages."""
    return see_other(url_for(endpoint, **actions.address(application), **arguments))


# The applicant


@bp.get(ONE)
@requires(Permission.APPLICATION_READ, on=queries.application)
def show(application: Application) -> ResponseReturnValue:
    mine = application.author_id == current_user.id
    if application.typed_by_office and application.is_editable:
        return own_page(application)
    if mine and not (application.submitted_at and may_decide(application)):
        return own_page(application)
    return office_page(application)


def own_page(
    application: Application,
    *,
    send_form: SendForm | None = None,
    withdraw_form: WithdrawForm | None = None,
    refused: Sequence[rules.Gap] = (),
) -> ResponseReturnValue:
    """Show an applicant his application: what is left to do, or what happens next."""
    gaps = rules.gaps(application) if application.is_editable else []
    missed = application.missed_its_intake(clock.today())
    events = queries.events(application.id)
    waiting = queries.waiting_place(application.id)
    interviews = queries.interviews(application.id)
    page = render_template(
        "onboarding/show.html",
        application=application,
        missed=missed,
        intakes=intakes.open_intakes(application.market_id) if missed else (),
        following=intakes.next_to_open(application.market_id) if missed else None,
        types=permits(current_user, Permission.APPLICATION_TYPE, application),
        parts=rules.parts_of(application),
        gaps=gaps,
        refused=refused,
        send_form=send_form or SendForm(),
        withdraw_form=withdraw_form or WithdrawForm(),
        events=labels.own_story(events),
        outlook=labels.outlook(application, events, waiting, next(iter(interviews), None)),
        interviews=interviews,
        criteria=queries.criteria(application.market_id),
        rules=rules,
    )
    status = HTTPStatus.OK if request.method == "GET" else HTTPStatus.UNPROCESSABLE_ENTITY
    return page, status


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(Permission.APPLICATION_EDIT, on=queries.application)
def edit(application: Application) -> ResponseReturnValue:
    form = part_form(application)
    if not application.is_editable:
        return too_late(application, form)
    if form.accepted():
        try:
            actions.save(application, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            return go_on(application, form)
    status = form.status
    if request.method == "GET":
        form.point_out(rules.wrong(application))
    page = render_template(
        "onboarding/edit.html",
        application=application,
        form=form,
        parts=rules.parts_of(application),
        done=rules.done(application),
        questions=rules.questions(application),
        criteria=queries.criteria(application.market_id),
    )
    return page, status


def go_on(application: Application, form: PartForm) -> ResponseReturnValue:
    """Lead on after a part was kept: out, back to what cannot be right, or to the next part.

    A script that keeps it by the way is told its new version alone.
    """
    if request.headers.get("X-Keeps"):
        version = {"X-Version": str(application.version)}
        return Response(status=HTTPStatus.NO_CONTENT, headers=version, mimetype="text/plain")
    if application.missed_its_intake(clock.today()):
        flash(_("Saved. The intake has closed meanwhile; your draft is kept."), "waiting")
        return to("onboarding.show", application)
    if "later" in request.form:
        flash(_("Saved. Come back whenever you like; it waits here for you."))
        return to("onboarding.show", application)
    if any(gap.part.name == form.part for gap in rules.wrong(application)):
        flash(_("Saved. Please look at this part once more."), "waiting")
        return to("onboarding.edit", application, part=form.part)
    following = after(form.part, application)
    if following == "pictures":
        return to("onboarding.pictures", application)
    return to("onboarding.edit", application, part=following)


def too_late(application: Application, form: PartForm) -> ResponseReturnValue:
    """Show what was typed into an application that is not the applicant's any more."""
    if request.method == "GET":
        return to("onboarding.show", application)
    page = render_template("onboarding/too_late.html", application=application, form=form)
    return page, HTTPStatus.CONFLICT


@bp.route(f"{ONE}/pictures", methods=["GET", "POST"])
@requires(Permission.APPLICATION_EDIT, on=queries.application, receive=receive_pictures)
def pictures(application: Application, uploads: Sequence[Upload] = ()) -> ResponseReturnValue:
    if request.method == "POST":
        refused = actions.add_pictures(application, uploads, by=current_user)
        tell_stored(len(uploads), refused)
        return to("onboarding.pictures", application)
    if not application.is_editable:
        return to("onboarding.show", application)
    return render_template(
        "onboarding/pictures.html",
        application=application,
        parts=rules.parts_of(application),
        done=rules.done(application),
        rules=rules,
    )


def tell_stored(count: int, refused: Sequence[tuple[str, object]]) -> None:
    """Say what became of the chosen files, each refused one by its name."""
    if not count:
        flash(_("Choose a picture first."), "waiting")
    if kept := count - len(refused):
        flash(ngettext("%(num)d picture is stored.", "%(num)d pictures are stored.", kept))
    for name, reason in refused:
        flash(_("“%(name)s” was not stored: %(reason)s", name=name, reason=reason), "danger")


@bp.post(f"{ONE}/pictures/<int:picture_id>/remove")
@requires(Permission.APPLICATION_EDIT, on=queries.picture)
def remove_picture(picture: ApplicationPicture) -> ResponseReturnValue:
    actions.remove_picture(picture)
    flash(_("The picture is taken out."))
    return to("onboarding.pictures", picture.application)


@bp.get(f"{ONE}/pictures/<int:picture_id>-<int:width>.webp")
@requires(Permission.APPLICATION_READ, on=queries.picture)
def picture(picture: ApplicationPicture) -> ResponseReturnValue:
    return send(picture.file, int((request.view_args or {})["width"]))


@bp.post(f"{ONE}/submit")
@requires(Permission.APPLICATION_EDIT, on=queries.application)
def submit(application: Application) -> ResponseReturnValue:
    form = SendForm()
    gaps: Sequence[rules.Gap] = ()
    if form.accepted():
        try:
            gaps = actions.submit(application, by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            if not gaps:
                flash(_("Your application is with the office."))
                return to("onboarding.show", application)
    return own_page(application, send_form=form, refused=gaps)


@bp.post(f"{ONE}/withdraw")
@requires(Permission.APPLICATION_EDIT, on=queries.application)
def withdraw(application: Application) -> ResponseReturnValue:
    form = WithdrawForm()
    if form.accepted():
        actions.withdraw(application, by=current_user, **form.answers)
        flash(_("The application is withdrawn."))
        return to("onboarding.show", application)
    return own_page(application, withdraw_form=form)


# The office


@bp.get("/markets/<string:market>/applications")
@requires(Permission.APPLICATION_LIST, on=markets.market_alone)
def index(market: Market) -> ResponseReturnValue:
    criteria, offered = read_criteria(), intakes.intake_rows(market.id, intakes.IntakeCriteria())
    intake = next((one for one in offered if one.id == criteria.intake_id), None)
    if criteria.intake_id and not intake:
        criteria = replace(criteria, intake_id=None, strange=True)
    page = queries.queue_page(market.id, criteria, page_number(request.args.get("page")))
    counts = queries.counts(market.id, criteria)
    now = clock.now()
    return render_template(
        "onboarding/index.html",
        market=market,
        criteria=criteria,
        page=page,
        tabs=cards.tabs(market, criteria, counts),
        address=cards.address,
        export=cards.arguments(market, criteria),
        heads=reference.children("category"),
        intakes=offered,
        intake=intake,
        late=lambda one: rules.is_late(one, now),
    )


@bp.get(f"/markets/<string:market>/applications.{KINDS}")
@requires(Permission.APPLICATION_LIST, on=markets.market_alone)
def export(market: Market) -> ResponseReturnValue:
    rows = queries.queue_rows(market.id, read_criteria())
    number, by = market.id, oneself()
    leave_behind(lambda: audit.record("application.export", markets.market_by_id(number), by=by))
    return table_response(
        f"{market.slug}-applications", cards.head(rows), cards.lines(rows), _("Applications")
    )


def may_decide(application: Application) -> bool:
    """Say whether the visitor is of the office that decides."""
    return permits(current_user, Permission.APPLICATION_DECIDE, application)


def office_page(
    application: Application,
    *,
    refused: DecisionForm | None = None,
    merging: PortalForm | None = None,
) -> ResponseReturnValue:
    """Show the office an application: the facts, what stands against it, the decision."""
    forms = {
        name: refused if isinstance(refused, kind) else kind()
        for name, kind in (("return_form", ReturnForm), ("decline_form", DeclineForm))
    }
    programmes = queries.running_programmes(application.market_id)
    events = queries.events(application.id)
    interviews = queries.interviews(application.id)
    page = render_template(
        "onboarding/review.html",
        application=application,
        programmes=programmes,
        admit_form=refused if isinstance(refused, AdmitForm) else admit_form(programmes),
        refused=refused,
        merging=merging,
        decides=may_decide(application),
        sees_reviews=permits(current_user, Permission.APPLICATION_REVIEWS, application),
        code_kind=credit_code.kind(application.credit_code),
        gaps=rules.wrong(application),
        kin=queries.relatives(application) if application.is_running else (),
        lead=intakes.lead_of_application(application.id),
        load=registry.loads([application.intake_id])[application.intake_id]
        if application.intake_id
        else None,
        events=labels.office_story(events),
        outlook=labels.outlook(application, events, talk=next(iter(interviews), None)),
        seats=queries.seats(application.id),
        tally=queries.tallies([application.id]).get(application.id),
        number=ranking.number,
        interviews=interviews,
        waiting=queries.waiting_place(application.id),
        late=rules.is_late(application, clock.now()),
        **forms,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused or merging else HTTPStatus.OK
    return page, status


def admit_form(programmes: Sequence[Programme]) -> AdmitForm:
    """Return the form that admits into one of the programmes."""
    form = AdmitForm()
    form.programme_id.choices = [
        SelectChoice(str(one.id), plain(one, "name")) for one in programmes
    ]
    return form


@bp.post(f"{ONE}/return")
@requires(Permission.APPLICATION_DECIDE, on=queries.application)
def return_with_request(application: Application) -> ResponseReturnValue:
    form = ReturnForm()
    if form.accepted():
        actions.return_with_request(application, by=current_user, **form.answers)
        flash(_("Returned. The applicant reads your request first thing."))
        return to("onboarding.show", application)
    return office_page(application, refused=form)


@bp.post(f"{ONE}/decline")
@requires(Permission.APPLICATION_DECIDE, on=queries.application)
def decline(application: Application) -> ResponseReturnValue:
    form = DeclineForm()
    if form.accepted():
        actions.decline(application, by=current_user, **form.answers)
        flash(_("Declined. The applicant has been told why."))
        return to("onboarding.show", application)
    return office_page(application, refused=form)


@bp.post(f"{ONE}/admit")
@requires(Permission.APPLICATION_DECIDE, on=queries.application)
def admit(application: Application) -> ResponseReturnValue:
    programmes = queries.running_programmes(application.market_id)
    form = admit_form(programmes)
    if form.accepted():
        chosen = next(one for one in programmes if one.id == form.programme_id.data)
        try:
            actions.admit(
                application,
                by=current_user,
                programme=chosen,
                seen=form.seen.data,
                over=form.reason_over,
            )
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Admitted. The brand is made and its owner has been welcomed."))
            return to("onboarding.show", application)
    return office_page(application, refused=form)
