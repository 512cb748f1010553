"""What concessions on rent and help with fees cost a market, and granting help with a fee."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.core import clock
from portal.core.aftermath import leave_behind
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import plain
from portal.core.sheets import KINDS, table_response
from portal.core.web import see_other
from portal.incubation import queries as incubation
from portal.leasing import actions, queries, tables
from portal.leasing.criteria import COST_ORDERS, read_costs
from portal.leasing.forms import FeeForm, StrikeForm
from portal.leasing.models import FeeHelp
from portal.leasing.views.blueprint import bp
from portal.markets import queries as markets
from portal.markets.models import Market

FEES = "/markets/<string:market>/brands/<string:brand>/fee-help"


@bp.get("/markets/<string:market>/concessions")
@requires(Permission.LET_LIST, on=markets.market_alone)
def costs(market: Market) -> ResponseReturnValue:
    criteria = read_costs(request.args, clock.today())
    return render_template(
        "leasing/costs.html",
        market=market,
        criteria=criteria,
        costs=queries.help_costs(market.id, criteria),
        programmes=[(one.id, plain(one, "name")) for one in incubation.programme_names(market.id)],
        orders=COST_ORDERS,
    )


@bp.get(f"/markets/<string:market>/concessions.{KINDS}")
@requires(Permission.LET_LIST, on=markets.market_alone)
def export_costs(market: Market) -> ResponseReturnValue:
    found = queries.help_costs(market.id, read_costs(request.args, clock.today()))
    number, viewer = market.id, oneself()
    leave_behind(lambda: audit.record("concession.export", markets.market_by_id(number), by=viewer))
    lines = tables.cost_lines(found.lines)
    return table_response(
        f"{market.slug}-concessions", tables.COST_HEAD, lines, _("Cost of rent relief")
    )


@bp.route(FEES, methods=["GET", "POST"])
@requires(Permission.LET_KEEP, on=brands.brand)
def fees(brand: Brand) -> ResponseReturnValue:
    form = FeeForm()
    if form.accepted():
        try:
            actions.grant_fee(brand, **form.answers, by=current_user)
            flash(_("The support is recorded. The brand has been notified."))
            return to_fees(brand)
        except InvalidError as error:
            form.refuse(error)
    return fees_page(brand, form), form.status


def fees_page(brand: Brand, form: FeeForm) -> str:
    """Show what a brand was given, with the form for more."""
    return render_template(
        "leasing/fees.html",
        brand=brand,
        form=form,
        given=queries.fees_of(brand.id, brand.market_id),
    )


@bp.route(f"{FEES}/<int:fee_id>/strike", methods=["GET", "POST"])
@requires(Permission.LET_KEEP, on=queries.fee_help)
def strike_fee(help_: FeeHelp) -> ResponseReturnValue:
    form = StrikeForm(obj=help_)
    if form.accepted():
        actions.take_back_fee(help_, **form.answers, by=current_user)
        flash(_("Voided. It no longer counts as a cost; the record remains."))
        return see_other(url_for("leasing.fees", market=help_.market.slug, brand=help_.brand.slug))
    return render_template("leasing/strike_fee.html", help=help_, form=form), form.status


def to_fees(brand: Brand) -> ResponseReturnValue:
    """Return to what a brand was given."""
    return see_other(url_for("leasing.fees", market=brand.market.slug, brand=brand.slug))
