"""All papers of a market, for its office."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.audit import actions as audit
from portal.core.aftermath import leave_behind
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.paging import page_number
from portal.core.sheets import KINDS, table_response
from portal.core.web import see_other
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.papers import actions, cards, queries, tables
from portal.papers.forms import TickedForm, read_criteria
from portal.papers.models import Standing
from portal.papers.queries import Sort
from portal.papers.views.blueprint import bp
from portal.reference import papers as kinds


@bp.get("/papers", endpoint="market")
@requires(Permission.PAPER_LIST, on=markets.market)
def every_paper(market: Market) -> ResponseReturnValue:
    criteria = read_criteria(request.args)
    lines = queries.lines_of_market(market.id)
    counts = queries.counts(lines)
    page = queries.page_of(queries.listed(lines, criteria), page_number(request.args.get("page")))
    return render_template(
        "papers/market.html",
        market=market,
        criteria=criteria,
        page=page,
        lines=cards.shown(page.items),
        counts=counts,
        kinds=kinds.every().values(),
        choices=cards.choices(criteria, counts),
        Standing=Standing,
        Sort=Sort,
    )


@bp.get(f"/papers.{KINDS}")
@requires(Permission.PAPER_LIST, on=markets.market)
def export(market: Market) -> ResponseReturnValue:
    criteria = read_criteria(request.args)
    rows = queries.listed(queries.lines_of_market(market.id), criteria)
    number, viewer = market.id, oneself()
    leave_behind(lambda: audit.record("paper.export", markets.market_by_id(number), by=viewer))
    return table_response(f"{market.slug}-papers", tables.HEAD, tables.lines(rows), _("Papers"))


@bp.post("/papers/ask-again")
@requires(Permission.PAPER_LIST, on=markets.market)
def ask_again(market: Market) -> ResponseReturnValue:
    form = TickedForm()
    ticked = set(form.paper.data or ()) if form.accepted() else set()
    lines = queries.named_lines(queries.lines_of_market(market.id), ticked)
    if lines:
        brands = actions.ask_again(lines, by=current_user)
        flash(ngettext("%(num)d brand was asked.", "%(num)d brands were asked.", brands))
    else:
        flash(_("Tick at least one paper."), "waiting")
    back: dict[str, Any] = read_criteria(request.args).arguments
    return see_other(url_for("papers.market", market=market.slug, **back))
