"""Letting a brand graduate, its certificate, and how graduates do."""

from flask import Response, abort, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import public, requires
from portal.access.permissions import Permission
from portal.audit import actions as audit
from portal.core.aftermath import leave_behind
from portal.core.i18n import gettext as _
from portal.core.qr import qr_code
from portal.core.requests import absolute_address
from portal.core.sheets import KINDS, table_response
from portal.core.web import see_other
from portal.incubation import actions, cards, queries, rules
from portal.incubation.forms import SALES_WORDS, FollowUpForm, RevokeForm, SeenForm
from portal.incubation.models import Certificate, Enrolment
from portal.incubation.queries import Asking
from portal.incubation.views.rooms import ENROLMENT, bp
from portal.markets import queries as markets
from portal.markets.models import Market


@bp.get(f"{ENROLMENT}/graduation")
@requires(Permission.TRACK_READ, on=queries.enrolment)
def graduation(enrolment: Enrolment) -> ResponseReturnValue:
    lines = queries.checklist(enrolment)
    return render_template(
        "incubation/graduation.html",
        enrolment=enrolment,
        lines=lines,
        ready=rules.is_ready(lines),
        certificate=queries.certificate_of(enrolment.id),
    )


@bp.post(f"{ENROLMENT}/graduation")
@requires(Permission.TRACK_STEER, on=queries.enrolment)
def graduate(enrolment: Enrolment) -> ResponseReturnValue:
    """Let a brand graduate; whoever has done so just now, by another tap, reads the certificate."""
    if queries.is_certified_by(enrolment.id, current_user.id):
        return to_certificate(enrolment)
    if SeenForm(obj=enrolment).accepted():
        actions.graduate(enrolment, by=current_user)
        flash(_("The brand has graduated. Its certificate is ready to print."))
    return to_certificate(enrolment)


@bp.get(f"{ENROLMENT}/certificate")
@requires(Permission.TRACK_READ, on=queries.certificate)
def certificate(found: Certificate) -> ResponseReturnValue:
    return certificate_page(found, RevokeForm(obj=found))


@bp.post(f"{ENROLMENT}/certificate/revoke")
@requires(Permission.TRACK_STEER, on=queries.certificate)
def revoke(found: Certificate) -> ResponseReturnValue:
    form = RevokeForm(obj=found)
    if not form.accepted():
        return certificate_page(found, form)
    actions.revoke(found, **form.answers, by=current_user)
    flash(_("Revoked. Its public page says so from now on."))
    return to_certificate(found.enrolment)


def certificate_page(found: Certificate, form: RevokeForm) -> ResponseReturnValue:
    """Show the paper as it is printed, and to the office the form that revokes it."""
    market = found.enrolment.brand.market.slug
    address = absolute_address("incubation.verify", market=market, token=found.token)
    page = render_template(
        "incubation/certificate.html",
        certificate=found,
        paper=cards.Paper(found, address),
        qr=qr_code(address),
        form=form,
    )
    return page, form.status


@bp.get("/certificates/<string:token>")
@public
def verify(market: str, token: str) -> ResponseReturnValue:
    found = queries.certificate_by_token(market, token)
    if found is None:
        abort(404)
    return render_template("incubation/verify.html", certificate=found)


@bp.get("/alumni")
@requires(Permission.PROGRAMME_READ, on=markets.market)
def alumni(market: Market) -> ResponseReturnValue:
    return render_template(
        "incubation/alumni.html",
        market=market,
        graduates=queries.alumni([market.id]),
        months=rules.FOLLOW_UPS,
        due_day=cards.due_day,
    )


@bp.get(f"/alumni.{KINDS}")
@requires(Permission.PROGRAMME_READ, on=markets.market)
def export_alumni(market: Market) -> Response:
    number, who = market.id, current_user._get_current_object()  # noqa: SLF001 -- outlives the request
    leave_behind(lambda: audit.record("alumni.export", markets.market_by_id(number), by=who))
    lines = cards.alumni_lines(queries.alumni([market.id]))
    return table_response(f"{market.slug}-alumni", cards.ALUMNI_HEAD, lines, _("Graduates"))


@bp.get(f"{ENROLMENT}/follow-up/<int:months>")
@requires(Permission.TRACK_READ, on=queries.asking)
def follow_up(asked: Asking) -> ResponseReturnValue:
    return follow_up_page(asked, FollowUpForm(obj=asked.answer))


@bp.post(f"{ENROLMENT}/follow-up/<int:months>")
@requires(Permission.TRACK_STEER, on=queries.asking)
def answer(asked: Asking) -> ResponseReturnValue:
    form = FollowUpForm(obj=asked.answer)
    if not form.accepted():
        return follow_up_page(asked, form)
    if asked.answer:
        actions.correct_follow_up(asked.enrolment, asked.answer, **form.answers, by=current_user)
        flash(_("Corrected. What stood there before is in the trail."))
    else:
        actions.follow_up(asked.enrolment, asked.months, **form.answers, by=current_user)
        flash(_("Recorded."))
    market = asked.enrolment.brand.market.slug
    return see_other(url_for("incubation.alumni", market=market))


def follow_up_page(asked: Asking, form: FollowUpForm) -> ResponseReturnValue:
    """Show what a graduate is asked, or what it answered."""
    page = render_template(
        "incubation/follow_up.html",
        asked=asked,
        form=form,
        sales=SALES_WORDS,
        due=cards.due_day(asked.enrolment, asked.months),
        may_ask=cards.may_ask(asked.enrolment, asked.months),
    )
    return page, form.status


def to_certificate(enrolment: Enrolment) -> ResponseReturnValue:
    """Go and look at the paper."""
    brand, number = enrolment.brand, enrolment.id
    return see_other(
        url_for(
            "incubation.certificate",
            market=brand.market.slug,
            brand=brand.slug,
            enrolment_id=number,
        )
    )
