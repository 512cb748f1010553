"""The office's board."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.audit import actions as audit
from portal.core.aftermath import leave_behind
from portal.core.i18n import gettext as _
from portal.core.paging import page_number
from portal.core.sheets import KINDS, table_response
from portal.core.unchanged import given_again
from portal.incubation import cards, queries, rules, tape
from portal.incubation.forms import criteria
from portal.incubation.views.rooms import bp
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.reference import queries as reference


@bp.get("/incubation")
@requires(Permission.PROGRAMME_READ, on=markets.market_alone)
@given_again
def board(market: Market) -> ResponseReturnValue:
    asked = criteria(request.args)
    found = queries.board(market.id, asked)
    return render_template(
        "incubation/board.html",
        market=market,
        board=found,
        criteria=asked,
        page=found.page(page_number(request.args.get("page"))),
        categories=[one.code for one in reference.children("category")],
        rule=rules.HEALTH_RULE,
        strands=tape.strands(market),
        health=list(rules.Health)[:4],
    )


@bp.get(f"/incubation.{KINDS}")
@requires(Permission.PROGRAMME_READ, on=markets.market_alone)
def export_board(market: Market) -> Response:
    found = queries.board(market.id, criteria(request.args))
    number, who = market.id, current_user._get_current_object()  # noqa: SLF001 -- outlives the request
    leave_behind(lambda: audit.record("board.export", markets.market_by_id(number), by=who))
    rows = cards.board_lines(found.standings)
    return table_response(
        f"{market.slug}-incubation", cards.BOARD_HEAD, rows, _("Incubation board")
    )
