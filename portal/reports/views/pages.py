"""Homes, the landing page, a market's page, the brand file, the trail, and two for machines."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import NoResultFound, SQLAlchemyError

from portal.access.guard import Platform, oneself, platform, public, requires
from portal.access.permissions import Permission, Role
from portal.access.policy import permits
from portal.accounts.models import Viewer
from portal.audit import queries as audit
from portal.audit.actions import record
from portal.audit.verbs import VERBS, label
from portal.brands.models import BrandState
from portal.core.aftermath import leave_behind
from portal.core.cells import day_cell
from portal.core.i18n import gettext as _
from portal.core.i18n import plain
from portal.core.qr import qr_picture
from portal.core.sheets import KINDS, table_response
from portal.core.unchanged import given_again
from portal.directory import cards
from portal.directory import queries as directory
from portal.incubation import queries as incubation
from portal.intakes import queries as intakes
from portal.leasing import queries as leasing
from portal.leasing.models import Standing
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.reports import duties, navigation, queries
from portal.reports.criteria import ORDER_NAMES, read_brands, read_trail, read_week
from portal.reports.queries import BrandFile
from portal.reports.views.rooms import bp
from portal.rosters import tables as rosters

SHOWN_ON_LANDING = 8
SHOWN_AT_MARKET = 12


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """Tell each of the three what is here for them."""
    newest = [cards.shown(card) for card in directory.newest(SHOWN_ON_LANDING)]
    return render_template(
        "reports/index.html",
        newest=newest,
        figures=queries.figures(),
        markets=queries.open_markets(),
    )


@bp.get("/home")
@requires(Permission.HOME_READ, on=oneself)
@given_again
def home(viewer: Viewer) -> ResponseReturnValue:
    """Answer "what should I do now" for everything that the person is."""
    mine = navigation.places()
    held = leasing.held_by(viewer.ids(Role.OWNER)) if mine.brands else None
    works = bool(mine.markets) or viewer.holds(Role.STAFF)
    criteria = read_week(request.args, duties.KINDS)
    return render_template(
        "reports/home.html",
        mine=mine,
        criteria=criteria,
        week=duties.week(viewer, criteria, mine.markets) if works else None,
        people=queries.office_people(viewer.ids(Role.MANAGER)) if mine.markets else {},
        sections={
            "owner": duties.of_owner(viewer, mine.brands, held) if held else [],
            "agent": duties.of_agent(viewer, mine.agents) if mine.agents else [],
            "mentor": duties.of_mentor(viewer) if viewer.holds(Role.MENTOR) else None,
            "applicant": duties.of_applicant(viewer),
        },
        newest=[cards.shown(card) for card in directory.newest(4)] if mine.agents else [],
        lets=held.by_brand if held else {},
    )


@bp.get("/home/group-text")
@requires(Permission.HOME_READ, on=oneself)
def group_text(viewer: Viewer) -> ResponseReturnValue:
    """Write the week, or one line of it, as a short text for a group of merchants."""
    criteria = read_week(request.args, duties.KINDS)
    markets, thing = navigation.places().markets, request.args.get("thing", "")
    told = duties.group_text(viewer, criteria, markets, thing)
    return render_template(
        "reports/group_text.html",
        told=told,
        criteria=criteria,
        markets=markets,
        code=qr_picture(told.link),
    )


@bp.get("/markets/<string:market>")
@public
def market(market: str) -> ResponseReturnValue:
    """Show a market to the world: what it is, its honours, its brands, how to apply."""
    try:
        found = queries.market_page(market)
    except NoResultFound:
        abort(404)
    shown = [cards.shown(card) for card in directory.newest(SHOWN_AT_MARKET, found.id)]
    office = permits(current_user, Permission.STALL_READ, found)
    return render_template(
        "reports/market.html",
        market=found,
        cards=shown,
        brand_count=directory.count(found.id),
        figures=queries.figures(found.id),
        trading_on=directory.brands_by_place(found.slug),
        planned=leasing.floors_with_stalls(found.id),
        floors=leasing.floor_figures(found.id) if office else [],
        Standing=Standing,
        intakes=intakes.open_intakes(found.id),
    )


@bp.get("/markets/<string:market>/brands")
@requires(Permission.BRAND_LIST, on=queries.market)
def brands(market: Market) -> ResponseReturnValue:
    """List a market's brands for its office."""
    criteria = read_brands(request.args)
    page = queries.brand_page(market.id, criteria)
    stages = incubation.stage_of(brand.id for brand in page.items)
    return render_template(
        "reports/brands.html",
        market=market,
        criteria=criteria,
        page=page,
        stages=stages,
        states=list(BrandState),
        orders=ORDER_NAMES,
    )


@bp.get(f"/markets/<string:market>/brands.{KINDS}")
@requires(Permission.BRAND_LIST, on=queries.market)
def export_brands(market: Market) -> ResponseReturnValue:
    """Hand out the same brands as a table."""
    rows = queries.brand_rows(market.id, read_brands(request.args))
    stages = incubation.stage_of(brand.id for brand in rows)
    headings = [*rosters.HEAD, _("In the directory"), _("Stage"), _("Since")]
    table = [
        [
            *merchant,
            str(brand.standing.label),
            plain(stages[brand.id].stage, "name") if brand.id in stages else "",
            day_cell(brand.created_at),
        ]
        for brand, merchant in zip(rows, rosters.brand_lines(rows), strict=True)
    ]
    number, viewer = market.id, oneself()
    leave_behind(lambda: record("brand.export", markets.market_by_id(number), by=viewer))
    return table_response(f"{market.slug}-brands", headings, table, _("Brands of the market"))


@bp.get("/markets/<string:market>/brands/<string:brand>")
@requires(Permission.BRAND_READ, on=queries.brand_file)
def brand(file: BrandFile) -> ResponseReturnValue:
    """Show the brand file: where everything about a brand is, for its people and its office."""
    step = incubation.next_step([file.brand_id], file.reading).get(file.brand_id)
    own = current_user.holds(Role.OWNER, brand_id=file.brand.id)
    here = None if own else file.brand.market_id
    history = audit.search(brand_id=file.brand.id, market_id=here).items[:SHOWN_AT_MARKET]
    return render_template(
        "reports/brand.html",
        file=file,
        step=step,
        history=history,
        verb_label=label,
        lets=leasing.current_lets([file.brand.id], here).get(file.brand.id, []),
    )


@bp.get("/markets/<string:market>/audit", endpoint="audit")
@requires(Permission.AUDIT_READ, on=queries.market)
def market_audit(market: Market) -> ResponseReturnValue:
    """Show the trail of a market."""
    return trail(market)


@bp.get("/platform/audit")
@requires(Permission.AUDIT_READ_ALL, on=platform)
def platform_audit(_platform: Platform) -> ResponseReturnValue:
    """Show the trail of the whole portal."""
    return trail(None)


def trail(market: Market | None) -> ResponseReturnValue:
    """Show the trail, of a market when given."""
    criteria = read_trail(request.args)
    page = audit.search(
        market_id=market.id if market else None,
        verb=criteria.verb,
        actor=criteria.actor,
        since=criteria.since,
        until=criteria.until,
        page=criteria.page,
    )
    return render_template(
        "reports/audit.html",
        market=market,
        criteria=criteria,
        page=page,
        verbs=sorted(VERBS.items(), key=lambda one: str(one[1])),
        verb_label=label,
    )


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Say that the process answers."""
    return "ok\n", {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Say whether the database answers too."""
    plain_text = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
    try:
        queries.figures()
    except SQLAlchemyError:
        return "the database does not answer\n", 503, plain_text
    return "ready\n", plain_text
