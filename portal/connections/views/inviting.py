"""A brand opens its terms to a list of agents, and says who answers for it."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission, Role
from portal.agents.models import Agent
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.connections import actions, queries
from portal.connections.actions import Invited, Offer
from portal.connections.forms import DeskForm, InviteForm
from portal.connections.models import Side
from portal.connections.views.blueprint import bp
from portal.core import row_numbers
from portal.core.contact import clean_text
from portal.core.errors import InvalidError, PortalError, TooManyError
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.web import see_other

HERE = "/markets/<string:market>/brands/<string:brand>/connections"
SEARCH_LENGTH = 80


@bp.get(f"{HERE}/invite")
@requires(Permission.CONNECTION_INVITE, on=brands.brand)
def invite(brand: Brand) -> ResponseReturnValue:
    offered = queries.invitable(searched())
    return inviting_page(brand, InviteForm(offered, queries.desk(brand.id)), offered)


def searched() -> str:
    """Return by what the agents to tick are searched."""
    return clean_text(request.args.get("q", "")).strip()[:SEARCH_LENGTH]


def inviting_page(
    brand: Brand, form: InviteForm, offered: list[Agent], refused: PortalError | None = None
) -> ResponseReturnValue:
    """Show the form; what was ticked and typed stays."""
    page = render_template(
        "connections/invite.html",
        brand=brand,
        form=form,
        offered={one.id: one for one in offered},
        open_already=queries.open_agents(brand.id, [one.id for one in offered]),
        searched=searched(),
        refused=refused,
    )
    return page, int(refused.status) if refused else form.status


@bp.post(f"{HERE}/invite")
@requires(Permission.CONNECTION_INVITE, on=brands.brand)
def send_invitations(brand: Brand) -> ResponseReturnValue:
    ticked = queries.verified_of(row_numbers.among(request.form.getlist("agents")))
    form = InviteForm(ticked, queries.desk(brand.id))
    if not form.accepted() or not form.check_number():
        return inviting_page(brand, form, ticked)
    named = queries.named_on(form.lines)
    if unknown := [line for line in form.lines if line not in named]:
        form.refuse_unknown(unknown)
        return inviting_page(brand, form, ticked)
    chosen = {one.id: one for one in (*ticked, *named.values())}
    offer = Offer(form.ends_on.data, form.plan.data, at_once=form.at_once.data)
    owner = current_user.holds(Role.OWNER, brand_id=brand.id)
    side = Side.BRAND if owner else Side.OFFICE
    try:
        found = actions.invite(brand, list(chosen.values()), offer, by=current_user, side=side)
    except InvalidError as error:
        form.refuse(error)
        return inviting_page(brand, form, ticked)
    except TooManyError as error:
        return inviting_page(brand, form, ticked, error)
    say_what_came_of_it(found, offer)
    return to_list(brand)


def to_list(brand: Brand) -> ResponseReturnValue:
    """Answer a finished POST with the list that the visitor comes from."""
    if current_user.holds(Role.OWNER, brand_id=brand.id):
        return see_other(url_for("connections.index"))
    return see_other(url_for("connections.market", market=brand.market.slug))


def say_what_came_of_it(found: Invited, offer: Offer) -> None:
    """Tell how many agents have the offer, and how many needed none."""
    number = len(found.done)
    if offer.at_once:
        done = ngettext(
            "The terms are open to %(num)d agent.", "The terms are open to %(num)d agents.", number
        )
    else:
        done = ngettext("%(num)d agent is invited.", "%(num)d agents are invited.", number)
    flash(done, "done" if number else "waiting")
    if already := len(found.open_already) + len(found.waiting_already):
        flash(
            ngettext(
                "%(num)d agent was left out: the terms are open, or an invitation waits.",
                "%(num)d agents were left out: the terms are open, or an invitation waits.",
                already,
            ),
            "quiet",
        )


@bp.route(f"{HERE}/desk", methods=["GET", "POST"])
@requires(Permission.CONNECTION_ARRANGE, on=brands.brand)
def desk(brand: Brand) -> ResponseReturnValue:
    form = DeskForm(obj=queries.desk(brand.id))
    if form.accepted():
        actions.arrange(brand, by=current_user, **form.answers)
        flash(_("Saved."))
        return to_list(brand)
    page = render_template("connections/desk.html", brand=brand, form=form)
    return page, form.status
