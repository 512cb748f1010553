"""What a market offers: its office writes it down, closes days, sets quotas, invites mentors."""

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.access.policy import permits
from portal.accounts import memberships, people
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.web import see_other
from portal.incubation.queries import frame
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.mentoring import actions, queries, rules
from portal.mentoring.cards import hours_words, quota_words, topics_of
from portal.mentoring.criteria import read_kind
from portal.mentoring.forms import WEEKDAYS, ClosureForm, MentorForm, ServiceForm, quota_form
from portal.mentoring.models import Closure, Service, ServiceKind
from portal.mentoring.views.blueprint import HOUSE, SERVICE, bp


@bp.get(f"{HOUSE}/services")
@requires(Permission.SERVICE_READ, on=markets.market)
def services(market: Market) -> ResponseReturnValue:
    found = queries.services(market.id)
    return render_template(
        "mentoring/services.html",
        market=market,
        services=found,
        topics={one.id: topics_of(one) for one in found},
        used=queries.minutes_by_service(market.id),
        quotas=queries.quotas(market.id),
        quota_words=quota_words,
        kinds=list(ServiceKind),
        keeps=permits(current_user, Permission.SERVICE_KEEP, market),
    )


@bp.route(f"{HOUSE}/services/new/<string:kind>", methods=["GET", "POST"])
@requires(Permission.SERVICE_KEEP, on=lambda market, kind: markets.market(market))  # noqa: ARG005 -- read by the view
def create(market: Market) -> ResponseReturnValue:
    kind = read_kind(request.view_args or {}) or abort(404)
    form = ServiceForm(kind)
    if form.accepted():
        try:
            service = actions.create(market, kind, form.offer(), by=current_user)
            flash(_("Brands can book it now."))
            return to_service(service, market)
        except InvalidError as error:
            form.refuse(error)
    page = render_template("mentoring/create.html", market=market, kind=kind, form=form)
    return page, form.status


@bp.get(SERVICE)
@requires(Permission.SERVICE_READ, on=queries.service)
def service(service: Service) -> ResponseReturnValue:
    return service_page(service, ClosureForm(), MentorForm())


def service_page(service: Service, closure: ClosureForm, mentor: MentorForm) -> ResponseReturnValue:
    """Return the page of a service with its forms."""
    page = render_template(
        "mentoring/service.html",
        service=service,
        market=service.market,
        coming=queries.coming_of_service(service.id),
        waiting=queries.waiting(service.id),
        closure_form=closure,
        mentor_form=mentor,
        weekdays=WEEKDAYS,
        hours=hours_words,
        hours_text=rules.hours_text,
        topics=topics_of(service),
        keeps=permits(current_user, Permission.SERVICE_KEEP, service),
    )
    return page, 422 if closure.errors or mentor.errors else 200


@bp.route(f"{SERVICE}/edit", methods=["GET", "POST"])
@requires(Permission.SERVICE_KEEP, on=queries.service)
def edit(service: Service) -> ResponseReturnValue:
    form = ServiceForm(service.kind, service)
    if form.accepted():
        try:
            actions.change(service, form.offer(), by=current_user)
            flash(_("Saved. What is booked already stays as it is."))
            return to_service(service, service.market)
        except InvalidError as error:
            form.refuse(error)
    return render_template("mentoring/edit.html", service=service, form=form), form.status


@bp.post(f"{SERVICE}/end")
@requires(Permission.SERVICE_KEEP, on=queries.service)
def end(service: Service) -> ResponseReturnValue:
    actions.end(service, by=current_user)
    flash(_("It is not offered any more."))
    return to_service(service, service.market)


@bp.post(f"{SERVICE}/resume")
@requires(Permission.SERVICE_KEEP, on=queries.service)
def resume(service: Service) -> ResponseReturnValue:
    actions.resume(service, by=current_user)
    flash(_("Brands can book it now."))
    return to_service(service, service.market)


@bp.post(f"{SERVICE}/close-days")
@requires(Permission.SERVICE_KEEP, on=queries.service)
def close_days(service: Service) -> ResponseReturnValue:
    form = ClosureForm()
    if form.accepted():
        try:
            actions.close_days(service, **form.answers, by=current_user)
            flash(_("Closed. Look whether something is booked on these days already."))
            return to_service(service, service.market)
        except InvalidError as error:
            form.refuse(error)
    return service_page(service, form, MentorForm())


@bp.post(f"{SERVICE}/closures/<int:closure_id>/open")
@requires(Permission.SERVICE_KEEP, on=queries.closure)
def open_days(closure: Closure) -> ResponseReturnValue:
    service = closure.service
    actions.open_days(closure, by=current_user)
    flash(_("These days are open again."))
    return to_service(service, service.market)


@bp.route(f"{HOUSE}/services/quotas", methods=["GET", "POST"])
@requires(Permission.SERVICE_KEEP, on=markets.market)
def quotas(market: Market) -> ResponseReturnValue:
    form = quota_form(queries.quotas(market.id), frame.stages(market.id))
    if form.accepted():
        actions.set_quotas(market, form.quotas(), by=current_user)
        flash(_("The quotas are saved. Brands see them before they book."))
        return see_other(url_for("mentoring.services", market=market.slug))
    page = render_template("mentoring/quotas.html", market=market, form=form, kinds=ServiceKind)
    return page, form.status


@bp.post(f"{SERVICE}/invite")
@requires(Permission.SERVICE_KEEP, on=queries.service)
def invite(service: Service) -> ResponseReturnValue:
    form = MentorForm()
    if form.accepted():
        try:
            invitation, link = actions.invite(
                service, **form.answers, language=language(), by=current_user
            )
            back = url_for("mentoring.service", market=service.market.slug, service_id=service.id)
            return people.invited(
                memberships.place_of(invitation), invitation, link, back, _("Back to the mentor")
            )
        except InvalidError as error:
            form.refuse(error)
    return service_page(service, ClosureForm(), form)


@bp.post(f"{SERVICE}/dismiss")
@requires(Permission.SERVICE_KEEP, on=queries.service)
def dismiss(service: Service) -> ResponseReturnValue:
    actions.dismiss(service, by=current_user)
    flash(_("The account does not open these sessions any more."))
    return to_service(service, service.market)


def to_service(service: Service, market: Market) -> ResponseReturnValue:
    """Return to the page of a service."""
    address = url_for("mentoring.service", market=market.slug, service_id=service.id)
    return see_other(address)
