"""The office's queue: profiles that wait, were returned or are still being written."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.audit import actions as audit
from portal.brands import queries
from portal.brands.criteria import QUEUE_ORDERS, QUEUED, read_queue
from portal.brands.views.blueprint import bp
from portal.core import clock
from portal.core.aftermath import leave_behind
from portal.core.cells import day_cell
from portal.core.i18n import gettext as _
from portal.core.i18n import plain
from portal.core.sheets import KINDS, table_response
from portal.markets import queries as markets
from portal.markets.models import Market


@bp.get("/markets/<string:market>/profiles")
@requires(Permission.BRAND_LIST, on=markets.market)
def queue(market: Market) -> ResponseReturnValue:
    """Show the profiles of a market that are not published, those that wait longest first."""
    criteria = read_queue(request.args)
    return render_template(
        "brands/queue.html",
        market=market,
        criteria=criteria,
        page=queries.queue_page(market.id, criteria),
        states=QUEUED,
        orders=QUEUE_ORDERS,
        late=clock.now() - queries.PROFILE_CLOCK,
    )


@bp.get(f"/markets/<string:market>/profiles.{KINDS}")
@requires(Permission.BRAND_LIST, on=markets.market)
def export_queue(market: Market) -> ResponseReturnValue:
    """Hand out the same profiles as a table."""
    rows = queries.queue_rows(market.id, read_queue(request.args))
    now = clock.now()
    headings = [
        _("Brand"), _("Profile no."), _("How it stands"), _("Handed in"), _("By"), _("Days waiting")
    ]  # fmt: skip
    table = [
        [
            plain(one, "name"),
            one.number,
            str(one.state.label),
            day_cell(one.submitted_at),
            one.submitted_by.name if one.submitted_by else "",
            clock.days_between(one.submitted_at, now) if one.submitted_at else "",
        ]
        for one in rows
    ]
    number, viewer = market.id, oneself()
    leave_behind(lambda: audit.record("profile.export", markets.market_by_id(number), by=viewer))
    return table_response(f"{market.slug}-profiles", headings, table, _("Profiles to publish"))
