"""Pages of the decision meeting and the waiting list."""

from collections.abc import Sequence

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.access.policy import permits
from portal.audit import actions as audit
from portal.core import row_numbers
from portal.core.aftermath import leave_behind
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import in_text, ngettext, plain, said
from portal.core.sheets import KINDS, table_response
from portal.core.web import see_other
from portal.intakes.models import Intake
from portal.leasing import queries as leasing
from portal.leasing.models import Standing
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.onboarding import actions, queries, ranking
from portal.onboarding.models import Application
from portal.onboarding.panel import cards
from portal.onboarding.panel.forms import DecideForm, MoveForm, PlacesForm, StepForm
from portal.onboarding.panel.views import ONE, bp, status_of, to

MEETING = "/markets/<string:market>/applications/meeting"
WAITING = "/markets/<string:market>/applications/waiting-list"
REFUSED_SHOWN = 5
"""How many refused applications are named above the page; a cookie holds no more."""


@bp.get(MEETING)
@requires(Permission.APPLICATION_LIST, on=markets.market)
def meeting(market: Market) -> ResponseReturnValue:
    return meeting_page(market)


def meeting_page(
    market: Market, *, refused: DecideForm | None = None, places_form: PlacesForm | None = None
) -> ResponseReturnValue:
    """Show what is to be decided, ranked, with the places and the market's gaps."""
    intakes = queries.intakes_to_decide(market.id)
    intake = asked_intake(intakes)
    applications = queries.to_decide(market.id, intake.id if intake else None)
    programmes = queries.running_programmes(market.id)
    form = refused or DecideForm()
    form.programme_id.choices = [
        SelectChoice(str(one.id), plain(one, "name")) for one in programmes
    ]
    places = cards.places(market.id, intake)
    floors = leasing.floor_figures(market.id)
    page = render_template(
        "panel/meeting.html",
        market=market,
        intakes=intakes,
        intake=intake,
        rows=queries.ranked(applications),
        shelves=cards.shelves(market.id, applications, floors),
        floors=floors,
        Standing=Standing,
        places=places,
        places_form=places_form or PlacesForm(),
        seen=places.version if places else 0,
        number=ranking.number,
        positions=queries.positions(market.id),
        form=form,
        chosen=set(form.chosen.data or ()),
        programmes=programmes,
        decides=permits(current_user, Permission.APPLICATION_DECIDE, market),
    )
    return page, status_of(refused or places_form)


def asked_intake(intakes: Sequence[Intake]) -> Intake | None:
    """Return the intake to which the address narrows the meeting, among those that wait."""
    asked = row_numbers.read(request.args.get("intake", ""))
    return next((one for one in intakes if one.id == asked), None)


@bp.get(f"{MEETING}.{KINDS}")
@requires(Permission.APPLICATION_LIST, on=markets.market)
def export_meeting(market: Market) -> ResponseReturnValue:
    intake = asked_intake(queries.intakes_to_decide(market.id))
    rows = queries.ranked(queries.to_decide(market.id, intake.id if intake else None))
    number, by = market.id, oneself()
    leave_behind(lambda: audit.record("meeting.export", markets.market_by_id(number), by=by))
    return table_response(
        f"{market.slug}-meeting", cards.HEAD, cards.lines(rows), _("Decision meeting")
    )


@bp.post(MEETING)
@requires(Permission.APPLICATION_DECIDE, on=markets.market)
def decide(market: Market) -> ResponseReturnValue:
    form = DecideForm()
    if form.accepted():
        try:
            form.check()
            verdict = form.verdict(queries.running_programmes(market.id))
            outcome = actions.decide_many(market, form.versions, verdict, by=current_user)
        except InvalidError as error:
            form.refuse(error)
        else:
            tell(outcome)
            kept = request.args.get("intake")
            return see_other(url_for("panel.meeting", market=market.slug, intake=kept))
    return meeting_page(market, refused=form)


def tell(outcome: actions.Outcome) -> None:
    """Say what became of the ticked applications: how many went, and what stands against each."""
    if outcome.done:
        flash(ngettext("%(num)d decided.", "%(num)d decided.", len(outcome.done)))
    for name, why in outcome.refused[:REFUSED_SHOWN]:
        flash(in_text(_("Not decided: %(brand)s. %(why)s."), brand=said(name), why=why), "waiting")
    more = len(outcome.refused) - REFUSED_SHOWN
    if more > 0:
        flash(ngettext("%(num)d more not decided.", "%(num)d more not decided.", more), "waiting")


@bp.post("/markets/<string:market>/applications/places")
@requires(Permission.APPLICATION_DECIDE, on=markets.market)
def state_places(market: Market) -> ResponseReturnValue:
    form = PlacesForm()
    if form.accepted():
        actions.state_places(
            market, places=form.places.data, seen=form.seen.data or 0, by=current_user
        )
        flash(_("Stated. Whoever is admitted from now on takes one of these places."))
        return see_other(url_for("panel.meeting", market=market.slug))
    return meeting_page(market, places_form=form)


# One application at a time


@bp.post(f"{ONE}/shortlist")
@requires(Permission.APPLICATION_DECIDE, on=queries.application)
def shortlist(application: Application) -> ResponseReturnValue:
    form = StepForm()
    if form.accepted():
        actions.shortlist(
            application, by=current_user, reason=form.reason.data, seen=form.seen.data
        )
        flash(_("Shortlisted. The applicant has been told."))
    return to("onboarding.show", application)


@bp.post(f"{ONE}/wait-list")
@requires(Permission.APPLICATION_DECIDE, on=queries.application)
def wait_list(application: Application) -> ResponseReturnValue:
    form = StepForm()
    if form.accepted():
        actions.wait_list(
            application, by=current_user, reason=form.reason.data, seen=form.seen.data
        )
        flash(_("On the waiting list. The applicant knows the position."))
    return to("onboarding.show", application)


# The waiting list


@bp.get(WAITING)
@requires(Permission.APPLICATION_LIST, on=markets.market)
def waiting_list(market: Market) -> ResponseReturnValue:
    return list_page(market)


def list_page(
    market: Market, *, refused: MoveForm | None = None, moved: int = 0
) -> ResponseReturnValue:
    """Show who waits for a place, first in line first."""
    waiting, places = queries.waiting_list(market.id), cards.places(market.id)
    page = render_template(
        "panel/waiting_list.html",
        market=market,
        waiting=waiting,
        tallies=queries.tallies([one.application_id for one in waiting]),
        number=ranking.number,
        places=places,
        # Of intakes that are over there is nothing to tell; that none was ever opened is worth it.
        tells_places=bool(places) or not any(one.application.intake for one in waiting),
        form=refused or MoveForm(),
        moved=moved,
        decides=permits(current_user, Permission.APPLICATION_DECIDE, market),
    )
    return page, status_of(refused)


@bp.post(f"{ONE}/waiting-list/move")
@requires(Permission.APPLICATION_DECIDE, on=queries.on_the_list)
def move(application: Application) -> ResponseReturnValue:
    form = MoveForm()
    if form.accepted():
        actions.move_on_list(
            application,
            up=form.way.data != "down",
            seen=form.seen.data or 0,
            reason=form.reason.data,
            by=current_user,
        )
        flash(_("Moved. The office keeps the reason."))
        return see_other(url_for("panel.waiting_list", market=application.market.slug))
    return list_page(application.market, refused=form, moved=application.id)
