"""A brand's track, and the whole of it as a drawing."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.accounts import queries as accounts
from portal.brands.models import Brand
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.web import see_other
from portal.incubation import actions, cards, queries, registry
from portal.incubation.drafting import SEASONS
from portal.incubation.models import Enrolment, EnrolmentState
from portal.incubation.views.rooms import ENROLMENT, TRACK, bp


@bp.get(TRACK)
@requires(Permission.TRACK_READ, on=queries.brand)
def track(brand: Brand) -> ResponseReturnValue:
    enrolment = queries.track(brand.id)
    if enrolment is None:
        running = queries.running_programme(brand.market_id)
        return render_template("incubation/not_enrolled.html", brand=brand, running=running)
    left = enrolment.state is EnrolmentState.EXITED
    return render_template(
        "incubation/track.html",
        running=queries.running_programme(brand.market_id) if left else None,
        brand=brand,
        enrolment=enrolment,
        track=cards.Track(enrolment, *queries.owed_and_read(brand.id)),
        seasons=SEASONS,
        names=accounts.names(cards.people(enrolment.steps)),
        moves=queries.moves(enrolment.id),
        former=queries.former(brand.id, enrolment.id),
        beginnings=registry.beginnings(brand.id, brand.market_id),
        certificate=queries.certificate_of(enrolment.id),
    )


@bp.post(f"{TRACK}/enrol")
@requires(Permission.PROGRAMME_KEEP, on=queries.brand)
def enrol(brand: Brand) -> ResponseReturnValue:
    actions.enrol_now(brand, by=current_user)
    flash(_("The brand is in the programme. Its people see the first step now."))
    return see_other(url_for("incubation.track", market=brand.market.slug, brand=brand.slug))


@bp.post(f"{ENROLMENT}/remind")
@requires(Permission.TRACK_STEER, on=queries.enrolment)
def remind(enrolment: Enrolment) -> ResponseReturnValue:
    told = actions.remind_now(enrolment, by=current_user)
    done = ngettext(
        "The brand's people have been reminded of %(num)d milestone.",
        "The brand's people have been reminded of %(num)d milestones.",
        told,
    )
    flash(done if told else _("The office has reminded them today already."))
    brand = enrolment.brand
    return see_other(url_for("incubation.track", market=brand.market.slug, brand=brand.slug))


@bp.get(ENROLMENT)
@requires(Permission.TRACK_READ, on=queries.enrolment)
def timeline(enrolment: Enrolment) -> ResponseReturnValue:
    events, moves = queries.happened(enrolment), queries.moves(enrolment.id)
    return render_template(
        "incubation/timeline.html",
        enrolment=enrolment,
        track=cards.Track(enrolment, *queries.owed_and_read(enrolment.brand_id)),
        seasons=SEASONS,
        chart=cards.chart(enrolment, events, moves),
        happenings=[
            *cards.before(registry.beginnings(enrolment.brand_id, enrolment.market_id)),
            *cards.happenings(enrolment, events),
        ],
        moves=[one for one in moves if one.progress_id is None],
    )
