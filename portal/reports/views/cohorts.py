"""The reports of a market's cohorts: compared, one of them, and the list behind each number."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.audit.actions import record
from portal.core.aftermath import leave_behind
from portal.core.cells import Part
from portal.core.i18n import gettext as _
from portal.core.i18n import plain, said
from portal.core.sheets import KINDS, tables_response
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.reports import cards, queries
from portal.reports.queries import MarketCohort
from portal.reports.views.rooms import bp

COHORT = "/markets/<string:market>/cohorts/<int:programme_id>"


@bp.get("/markets/<string:market>/cohorts")
@requires(Permission.PROGRAMME_READ, on=markets.market)
def cohorts(market: Market) -> ResponseReturnValue:
    """Compare a market's programmes."""
    found = queries.cohorts(market.id)
    return render_template("reports/cohorts.html", market=market, found=found, cards=cards)


@bp.get(f"/markets/<string:market>/cohorts.{KINDS}")
@requires(Permission.PROGRAMME_READ, on=markets.market)
def export_cohorts(market: Market) -> ResponseReturnValue:
    """Hand out the comparison as a table."""
    head = [
        _("Programme"),
        _("Began"),
        _("Brands"),
        _("Enrolments"),
        _("Graduated"),
        _("Left"),
        _("Graduated of those who ended"),
        _("Days to graduate"),
        _("Milestones overdue"),
        _("Evidence returned"),
        _("Still in business after 12 months"),
    ]
    rows = [
        [
            plain(one.programme, "name"),
            one.programme.starts_on,
            one.cohort.brands,
            len(one.cohort.ways),
            len(one.cohort.graduates),
            len(one.cohort.left),
            cards.share_cell(one.cohort.graduated_rate),
            one.cohort.days_to_graduate,
            cards.share_cell(one.cohort.overdue_rate),
            cards.share_cell(one.cohort.returned_rate),
            cards.share_cell(one.cohort.survival(12)),
        ]
        for one in queries.cohorts(market.id)
    ]
    return taken_away(market.id, f"{market.slug}-cohorts", Part(_("Cohorts compared"), head, rows))


@bp.get(COHORT)
@requires(Permission.PROGRAMME_READ, on=queries.cohort)
def cohort(found: MarketCohort) -> ResponseReturnValue:
    """Show what became of a cohort; each number opens its list."""
    return render_template(
        "reports/cohort.html",
        programme=found.programme,
        market=found.programme.market,
        cohort=found.cohort,
        reached=[(said(one.stage, "name"), len(one.reached)) for one in found.cohort.funnel],
        cards=cards,
        costs=cards.costs(found.cohort),
        readers=queries.readers(found.programme.id),
    )


@bp.get(f"{COHORT}.{KINDS}")
@requires(Permission.PROGRAMME_READ, on=queries.cohort)
def export_cohort(found: MarketCohort) -> ResponseReturnValue:
    """Hand out a cohort's report as a table."""
    parts = cards.report_parts(found.cohort, queries.readers(found.programme.id))
    name = f"{found.programme.market.slug}-cohort-{found.programme.id}"
    return taken_away(found.market_id, name, *parts)


@bp.get(f"{COHORT}/brands")
@requires(Permission.PROGRAMME_READ, on=queries.cohort)
def cohort_brands(found: MarketCohort) -> ResponseReturnValue:
    """List the brands behind one number of a cohort's report."""
    readers = queries.readers(found.programme.id)
    listed = cards.listed(found.cohort, readers, request.args.get("of", "all"))
    if listed is None:
        abort(404)
    return render_template(
        "reports/cohort_brands.html",
        programme=found.programme,
        market=found.programme.market,
        listed=listed,
        stages={one.code: one for one in found.cohort.stages},
    )


def taken_away(market_id: int, name: str, *parts: Part) -> ResponseReturnValue:
    """Return a report as a file, and leave in the trail that it was taken away."""
    viewer = oneself()
    leave_behind(lambda: record("cohort.export", markets.market_by_id(market_id), by=viewer))
    return tables_response(name, *parts)
