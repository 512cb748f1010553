"""The office's board and its programmes."""

from flask import Response, flash, render_template, request, url_for
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
from portal.core.web import see_other
from portal.incubation import actions, cards, queries, rules
from portal.incubation.forms import ProgrammeForm, criteria
from portal.incubation.models import Programme
from portal.incubation.views.rooms import bp
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.reference import queries as reference


@bp.get("/incubation")
@requires(Permission.PROGRAMME_READ, on=markets.market)
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
        programmes=queries.programme_names(market.id),
        halls=queries.halls(market.id),
        categories=[one.code for one in reference.children("category")],
        rule=rules.HEALTH_RULE,
        health=list(rules.Health)[:4],
    )


@bp.get(f"/incubation.{KINDS}")
@requires(Permission.PROGRAMME_READ, on=markets.market)
def export_board(market: Market) -> Response:
    found = queries.board(market.id, criteria(request.args))
    number, who = market.id, current_user._get_current_object()  # noqa: SLF001 -- outlives the request
    leave_behind(lambda: audit.record("board.export", markets.market_by_id(number), by=who))
    rows = cards.board_lines(found.standings)
    return table_response(f"{market.slug}-incubation", cards.BOARD_HEAD, rows)


@bp.get("/programmes")
@requires(Permission.PROGRAMME_READ, on=markets.market)
def programmes(market: Market) -> ResponseReturnValue:
    return programmes_page(market, ProgrammeForm())


@bp.post("/programmes")
@requires(Permission.PROGRAMME_KEEP, on=markets.market)
def open_programme(market: Market) -> ResponseReturnValue:
    form = ProgrammeForm()
    if not form.accepted():
        return programmes_page(market, form)
    answers = form.answers
    template = actions.template_named(answers.pop("template"), by=current_user)
    actions.open_programme(market, template, **answers, by=current_user)
    flash(_("The programme is open. Brands that you admit from now on start in it."))
    return see_other(url_for("incubation.programmes", market=market.slug))


def programmes_page(market: Market, form: ProgrammeForm) -> ResponseReturnValue:
    """Show a market's programmes, and the form that opens another."""
    page = render_template(
        "incubation/programmes.html",
        market=market,
        programmes=queries.programmes(market.id),
        counts=queries.enrolled_counts(market.id),
        form=form,
    )
    return page, form.status


@bp.post("/programmes/<int:programme_id>/close")
@requires(Permission.PROGRAMME_KEEP, on=queries.programme)
def close_programme(programme: Programme) -> ResponseReturnValue:
    actions.close_programme(programme, by=current_user)
    flash(_("The programme takes no more brands. Those inside go on to the end."))
    return see_other(url_for("incubation.programmes", market=programme.market.slug))
