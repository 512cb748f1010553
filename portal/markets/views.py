"""The public list of markets, the staff's desk, and a market's settings."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import Platform, platform, public, requires
from portal.access.permissions import Permission
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.web import see_other
from portal.markets import actions, queries, registry
from portal.markets.forms import (
    AllianceForm,
    AllianceNamesForm,
    CloseForm,
    GridForm,
    HallForm,
    HonourForm,
    MarketForm,
    MergeForm,
    NewMarketForm,
    SplitForm,
    StallForm,
    StallsForm,
    TurnForm,
    WithdrawForm,
)
from portal.markets.models import Alliance, Hall, Honour, Market, Stall
from portal.markets.queries import DrawnFloor

bp = Blueprint("markets", __name__)


@bp.get("/markets")
@public
def index() -> ResponseReturnValue:
    return render_template("markets/index.html", markets=queries.open_markets())


@bp.get("/platform", endpoint="platform")
@requires(Permission.PLATFORM_READ, on=platform)
def platform_desk(_platform: Platform) -> ResponseReturnValue:
    figures = [(figure.label, figure.count()) for figure in registry.figures()]
    return render_template(
        "markets/platform.html",
        alliances=queries.alliances(),
        figures=figures,
        numbers=[(label, "number") for label, _counts in figures],
    )


@bp.route("/platform/alliances/new", methods=["GET", "POST"])
@requires(Permission.MARKET_CREATE, on=platform)
def new_alliance(_platform: Platform) -> ResponseReturnValue:
    form = AllianceForm()
    if form.accepted():
        try:
            actions.create_alliance(**form.answers, by=current_user)
            flash(_("The alliance is made. Now its first market."))
            return see_other(url_for("markets.new_market"))
        except InvalidError as error:
            form.refuse(error)
    return render_template("markets/new_alliance.html", form=form), form.status


@bp.route("/platform/alliances/<string:alliance>/names", methods=["GET", "POST"])
@requires(Permission.MARKET_CREATE, on=queries.alliance_called)
def rename_alliance(alliance: Alliance) -> ResponseReturnValue:
    form = AllianceNamesForm(obj=alliance)
    if form.accepted():
        actions.rename_alliance(alliance, **form.answers, by=current_user)
        flash(_("The names are kept."))
        return see_other(url_for("markets.platform"))
    page = render_template("markets/rename_alliance.html", alliance=alliance, form=form)
    return page, form.status


@bp.route("/platform/markets/new", methods=["GET", "POST"])
@requires(Permission.MARKET_CREATE, on=platform)
def new_market(_platform: Platform) -> ResponseReturnValue:
    form = NewMarketForm()
    if form.accepted():
        try:
            market = make_market(form)
            flash(_("The market is made. Now invite its first manager."))
            return see_other(url_for("accounts.market_people", market=market.slug) + "#invite")
        except InvalidError as error:
            form.refuse(error)
    page = render_template(
        "markets/new_market.html", form=form, has_alliance=bool(form.alliance_id.choices)
    )
    return page, form.status


def make_market(form: NewMarketForm) -> Market:
    """Make the market that the form describes."""
    facts = form.answers
    alliance = queries.alliance(int(facts.pop("alliance_id")))
    return actions.create_market(alliance, **facts, by=current_user)


@bp.get("/markets/<string:market>/settings")
@requires(Permission.MARKET_KEEP, on=queries.market)
def settings(market: Market) -> ResponseReturnValue:
    return render_template("markets/settings.html", market=market)


@bp.route("/markets/<string:market>/settings/particulars", methods=["GET", "POST"])
@requires(Permission.MARKET_KEEP, on=queries.market)
def edit(market: Market) -> ResponseReturnValue:
    form = MarketForm(obj=market)
    if form.accepted():
        try:
            actions.change(market, **form.answers, by=current_user)
            flash(_("The market's particulars are saved."))
            return back(market)
        except InvalidError as error:
            form.refuse(error)
    return render_template("markets/edit.html", market=market, form=form), form.status


@bp.route("/markets/<string:market>/close", methods=["GET", "POST"])
@requires(Permission.MARKET_CREATE, on=queries.market)
def close(market: Market) -> ResponseReturnValue:
    form = CloseForm()
    if form.accepted():
        actions.close(market, reason=form.reason.data, by=current_user)
        flash(_("The market is closed."))
        return back(market)
    return render_template("markets/close.html", market=market, form=form), form.status


@bp.post("/markets/<string:market>/reopen")
@requires(Permission.MARKET_CREATE, on=queries.market)
def reopen(market: Market) -> ResponseReturnValue:
    actions.reopen(market, by=current_user)
    flash(_("The market is open again."))
    return back(market)


@bp.route("/markets/<string:market>/settings/halls/new", methods=["GET", "POST"])
@requires(Permission.MARKET_KEEP, on=queries.market)
def new_hall(market: Market) -> ResponseReturnValue:
    form = HallForm(position=len(market.halls) + 1)
    if form.accepted():
        try:
            actions.add_hall(market, **form.answers, by=current_user)
            flash(_("The hall is added."))
            return back(market)
        except InvalidError as error:
            form.refuse(error)
    return render_template("markets/hall.html", market=market, form=form, hall=None), form.status


@bp.route("/markets/<string:market>/settings/halls/<int:hall_id>", methods=["GET", "POST"])
@requires(Permission.MARKET_KEEP, on=queries.hall)
def edit_hall(hall: Hall) -> ResponseReturnValue:
    form = HallForm(obj=hall)
    if form.accepted():
        try:
            actions.change_hall(hall, **form.answers, by=current_user)
            flash(_("The hall is saved."))
            return back(hall.market)
        except InvalidError as error:
            form.refuse(error)
    page = render_template("markets/hall.html", market=hall.market, form=form, hall=hall)
    return page, form.status


@bp.post("/markets/<string:market>/settings/halls/<int:hall_id>/remove")
@requires(Permission.MARKET_KEEP, on=queries.hall)
def remove_hall(hall: Hall) -> ResponseReturnValue:
    market = hall.market
    actions.remove_hall(hall, by=current_user)
    flash(_("The hall is removed."))
    return back(market)


@bp.route("/markets/<string:market>/settings/honours/new", methods=["GET", "POST"])
@requires(Permission.MARKET_KEEP, on=queries.market)
def new_honour(market: Market) -> ResponseReturnValue:
    form = HonourForm()
    if form.accepted():
        try:
            actions.add_honour(market, **form.answers, by=current_user)
            flash(_("The honour is added."))
            return back(market)
        except InvalidError as error:
            form.refuse(error)
    page = render_template("markets/honour.html", market=market, form=form, honour=None)
    return page, form.status


@bp.route("/markets/<string:market>/settings/honours/<int:honour_id>", methods=["GET", "POST"])
@requires(Permission.MARKET_KEEP, on=queries.honour)
def edit_honour(honour: Honour) -> ResponseReturnValue:
    form = HonourForm(obj=honour)
    if form.accepted():
        try:
            actions.change_honour(honour, **form.answers, by=current_user)
            flash(_("The honour is saved."))
            return back(honour.market)
        except InvalidError as error:
            form.refuse(error)
    page = render_template("markets/honour.html", market=honour.market, form=form, honour=honour)
    return page, form.status


@bp.post("/markets/<string:market>/settings/honours/<int:honour_id>/remove")
@requires(Permission.MARKET_KEEP, on=queries.honour)
def remove_honour(honour: Honour) -> ResponseReturnValue:
    market = honour.market
    actions.remove_honour(honour, by=current_user)
    flash(_("The honour is removed."))
    return back(market)


def back(market: Market) -> ResponseReturnValue:
    """Return to the market's settings."""
    return see_other(url_for("markets.settings", market=market.slug))


# Stalls and plans. The lists and the plan itself are leasing's: they say who is where.


STALL = "/markets/<string:market>/stalls/<int:stall_id>"


@bp.route("/markets/<string:market>/stalls/new", methods=["GET", "POST"])
@requires(Permission.STALL_KEEP, on=queries.market)
def new_stalls(market: Market) -> ResponseReturnValue:
    floors = queries.floors(market.id)
    form = StallsForm(floors, floor_id=request.args.get("floor", type=int))
    if form.accepted():
        answers = form.answers
        number = answers.pop("floor_id")
        floor = next(one for one in floors if one.id == number)
        try:
            made = actions.add_stalls(market, floor, **answers, by=current_user)
            count = len(made)
            flash(ngettext("%(num)d stall is added.", "%(num)d stalls are added.", count))
            return see_other(url_for("leasing.plan", market=market.slug, floor_id=floor.id))
        except InvalidError as error:
            form.refuse(error)
    page = render_template("markets/new_stalls.html", market=market, form=form, floors=floors)
    return page, form.status


@bp.route(f"{STALL}/edit", methods=["GET", "POST"])
@requires(Permission.STALL_KEEP, on=queries.stall)
def edit_stall(stall: Stall) -> ResponseReturnValue:
    form = StallForm(obj=stall)
    if form.accepted():
        try:
            actions.change_stall(stall, **form.answers, by=current_user)
            flash(_("The stall is saved."))
            return to_stall(stall)
        except InvalidError as error:
            form.refuse(error)
    return render_template("markets/edit_stall.html", stall=stall, form=form), form.status


@bp.post(f"{STALL}/turn")
@requires(Permission.STALL_KEEP, on=queries.stall)
def turn_stall(stall: Stall) -> ResponseReturnValue:
    form = TurnForm()
    if form.accepted():
        actions.turn_stall(stall, **form.answers, by=current_user)
        flash(_("The stall is saved."))
    return to_stall(stall)


@bp.route(f"{STALL}/withdraw", methods=["GET", "POST"])
@requires(Permission.STALL_KEEP, on=queries.stall)
def withdraw_stall(stall: Stall) -> ResponseReturnValue:
    form = WithdrawForm()
    if form.accepted():
        actions.withdraw_stall(stall, **form.answers, by=current_user)
        flash(_("The stall is taken off the plan."))
        return to_stall(stall)
    return render_template("markets/withdraw_stall.html", stall=stall, form=form), form.status


@bp.route(f"{STALL}/split", methods=["GET", "POST"])
@requires(Permission.STALL_KEEP, on=queries.stall)
def split_stall(stall: Stall) -> ResponseReturnValue:
    form = SplitForm()
    if form.accepted():
        try:
            actions.split_stall(stall, **form.answers, by=current_user)
            flash(_("The stall is split. The old one stays as history."))
            return to_stall(stall)
        except InvalidError as error:
            form.refuse(error)
    return render_template("markets/split_stall.html", stall=stall, form=form), form.status


@bp.route(f"{STALL}/merge", methods=["GET", "POST"])
@requires(Permission.STALL_KEEP, on=queries.stall)
def merge_stalls(stall: Stall) -> ResponseReturnValue:
    form = MergeForm(number=stall.short)
    if form.accepted():
        try:
            made = actions.merge_stalls(stall, **form.answers, by=current_user)
            flash(_("The stalls are one now. The old ones stay as history."))
            return to_stall(made, stall.market)
        except InvalidError as error:
            form.refuse(error)
    return render_template("markets/merge_stalls.html", stall=stall, form=form), form.status


@bp.route("/markets/<string:market>/floors/<int:floor_id>/grid", methods=["GET", "POST"])
@requires(Permission.STALL_KEEP, on=queries.drawn_floor)
def grid(drawn: DrawnFloor) -> ResponseReturnValue:
    form = GridForm(obj=drawn.plan)
    if form.accepted():
        try:
            actions.draw(drawn.floor, drawn.plan, text=form.grid.data, by=current_user)
            flash(_("The plan is saved."))
            slug, number = drawn.market.slug, drawn.floor.id
            return see_other(url_for("leasing.plan", market=slug, floor_id=number))
        except InvalidError as error:
            form.refuse(error)
    stalls = queries.standing_stalls(drawn.floor.id)
    page = render_template("markets/grid.html", drawn=drawn, form=form, stalls=stalls)
    return page, form.status


def to_stall(stall: Stall, market: Market | None = None) -> ResponseReturnValue:
    """Return to a stall's page; one that was just made does not know its market yet."""
    slug = (market or stall.market).slug
    return see_other(url_for("leasing.stall", market=slug, stall_id=stall.id))
