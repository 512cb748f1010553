"""The lists of connections: a person's own, and a market's."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import ColumnElement

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission, Role
from portal.access.policy import permits
from portal.accounts.models import Viewer
from portal.audit import actions as audit
from portal.connections import cards, queries, rules, tables
from portal.connections.forms import read_criteria
from portal.connections.queries import Criteria, Shelf, Sort
from portal.connections.views.blueprint import bp
from portal.core.aftermath import leave_behind
from portal.core.i18n import gettext as _
from portal.core.paging import page_number
from portal.core.sheets import KINDS, table_response
from portal.markets import queries as markets
from portal.markets.models import Market


@bp.get("/connections")
@requires(Permission.CONNECTION_LIST, on=oneself)
def index(viewer: Viewer) -> ResponseReturnValue:
    owned = sorted(viewer.ids(Role.OWNER))
    return list_page(
        "connections/index.html",
        queries.of_person(viewer),
        side_of=lambda one: rules.side_of(viewer, one),
        asks=viewer.holds(Role.AGENT),
        owned=queries.own_brands(owned),
        many_brands=len(owned) > 1,
    )


@bp.get("/markets/<string:market>/connections")
@requires(Permission.CONNECTION_LIST_MARKET, on=markets.market)
def market(market: Market) -> ResponseReturnValue:
    return list_page(
        "connections/market.html",
        queries.of_market(market.id),
        market=market,
        reads=lambda one: permits(current_user, Permission.CONNECTION_READ, one),
    )


def list_page(template: str, whose: ColumnElement[bool], **more: Any) -> ResponseReturnValue:
    """Show one page of a list as the address narrows and orders it."""
    criteria = criteria_asked()
    return render_template(
        template,
        criteria=criteria,
        page=queries.page_of(whose, criteria, page_number(request.args.get("page"))),
        counts=queries.counts_of(whose, criteria.text),
        Shelf=Shelf,
        Sort=Sort,
        sentence=cards.sentence,
        resting=cards.resting,
        turn_of=rules.turn_of,
        **more,
    )


@bp.get(f"/connections.{KINDS}")
@requires(Permission.CONNECTION_LIST, on=oneself)
def export(viewer: Viewer) -> ResponseReturnValue:
    rows = queries.rows_of(queries.of_person(viewer), criteria_asked())
    leave_behind(lambda: audit.record("connection.export", by=viewer, rows=len(rows)))
    return table_response("connections", tables.HEAD, tables.lines(rows), _("Connections"))


@bp.get(f"/markets/<string:market>/connections.{KINDS}")
@requires(Permission.CONNECTION_LIST_MARKET, on=markets.market)
def export_market(market: Market) -> ResponseReturnValue:
    rows = queries.rows_of(queries.of_market(market.id), criteria_asked())
    number, viewer = market.id, oneself()
    leave_behind(lambda: audit.record("connection.export", markets.market_by_id(number), by=viewer))
    name = f"{market.slug}-connections"
    return table_response(name, tables.HEAD, tables.lines(rows), _("Connections"))


def criteria_asked() -> Criteria:
    """Return what the address narrows a list to."""
    return read_criteria(request.args)
