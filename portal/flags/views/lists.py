"""The lists of flags: a market's for its office, a brand's own."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.core import clock
from portal.core.aftermath import leave_behind
from portal.core.i18n import gettext as _
from portal.core.paging import page_number
from portal.core.sheets import KINDS, table_response
from portal.flags import queries, tables
from portal.flags.queries import Shelf
from portal.flags.views.blueprint import bp
from portal.markets import queries as markets
from portal.markets.models import Market


def shelf_asked() -> Shelf:
    """Return the list that the address names; what nobody knows counts as what waits."""
    asked = request.args.get("shelf", "")
    return Shelf(asked) if asked in set(Shelf) else Shelf.WAITING


@bp.get("/markets/<string:market>/reports")
@requires(Permission.FLAG_LIST, on=markets.market)
def market(market: Market) -> ResponseReturnValue:
    shelf = shelf_asked()
    return render_template(
        "flags/market.html",
        market=market,
        shelf=shelf,
        Shelf=Shelf,
        page=queries.page_of(market.id, shelf, page_number(request.args.get("page"))),
        counts=queries.counts(market.id),
        field_name=tables.field_name,
        now=clock.now(),
    )


@bp.get(f"/markets/<string:market>/reports.{KINDS}")
@requires(Permission.FLAG_LIST, on=markets.market)
def export(market: Market) -> ResponseReturnValue:
    rows = queries.rows_of(market.id, shelf_asked())
    number, viewer = market.id, oneself()
    leave_behind(lambda: audit.record("flag.export", markets.market_by_id(number), by=viewer))
    return table_response(
        f"{market.slug}-reports", tables.HEAD, tables.lines(rows), _("Reports about pages")
    )


@bp.get("/markets/<string:market>/brands/<string:brand>/reports")
@requires(Permission.BRAND_READ, on=brands.brand)
def brand(brand: Brand) -> ResponseReturnValue:
    return render_template(
        "flags/brand.html",
        brand=brand,
        flags=queries.of_brand(brand.id),
        field_name=tables.field_name,
    )
