"""Stalls with who holds them, lets, and the plan of a floor."""

from http import HTTPStatus

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from portal.access.guard import oneself, public, requires
from portal.access.permissions import Permission, Role
from portal.access.policy import permits
from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.core import clock
from portal.core.aftermath import leave_behind
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext, plain
from portal.core.sheets import KINDS, table_response
from portal.core.tabs import tabs
from portal.core.web import see_other
from portal.incubation.queries import frame
from portal.leasing import actions, cards, criteria, queries, rules, tables
from portal.leasing.criteria import Colour, Shelf, read_colour, read_lets, read_stalls
from portal.leasing.forms import (
    ConcessionForm,
    EndForm,
    ExtendForm,
    LeaveForm,
    LetForm,
    MoveForm,
    ShutForm,
    kind_of,
    told,
    with_stages,
)
from portal.leasing.models import Let, LetKind, Standing
from portal.leasing.queries import StallFile
from portal.leasing.views.blueprint import bp
from portal.markets import queries as markets
from portal.markets.models import Market, Stall
from portal.papers import cards as papers

STANDINGS = frozenset(one.value for one in Standing)
ONE = "/markets/<string:market>/lets/<int:let_id>"


# Places


@bp.get("/markets/<string:market>/stalls")
@requires(Permission.STALL_READ, on=markets.market)
def stalls(market: Market) -> ResponseReturnValue:
    asked = read_stalls(request.args, STANDINGS)
    page = queries.stall_page(market.id, asked)
    return render_template(
        "leasing/stalls.html",
        market=market,
        criteria=asked,
        page=page,
        lets=queries.lets_now([one.id for one in page.items]),
        standing=rules.standing,
        counts=queries.standing_counts(market.id),
        with_stalls=queries.floors_with_stalls(market.id),
        Standing=Standing,
        orders=criteria.STALL_ORDERS,
        halls=[(hall.id, plain(hall, "name")) for hall in market.halls],
        floors=[
            (floor.id, f"{plain(hall, 'name')} {floor.code}")
            for hall in market.halls
            for floor in hall.floors
        ],
    )


@bp.get(f"/markets/<string:market>/stalls.{KINDS}")
@requires(Permission.STALL_READ, on=markets.market)
def export_stalls(market: Market) -> ResponseReturnValue:
    rows = queries.stall_rows(market.id, read_stalls(request.args, STANDINGS))
    lets = queries.lets_now([one.id for one in rows])
    number, viewer = market.id, oneself()
    leave_behind(lambda: audit.record("stall.export", markets.market_by_id(number), by=viewer))
    lines = tables.stall_lines(rows, lets)
    return table_response(f"{market.slug}-stalls", tables.STALL_HEAD, lines, _("Stalls"))


@bp.get("/markets/<string:market>/stalls/<int:stall_id>")
@requires(Permission.STALL_READ, on=queries.stall_file)
def stall(file: StallFile) -> ResponseReturnValue:
    return render_template(
        "leasing/stall.html",
        file=file,
        state=rules.standing(file.stall, file.now),
        missing=papers.opening_obstacles(file.now.brand) if file.now else [],
        today=clock.today(),
        rules=rules,
        ladder_words=cards.ladder_words,
    )


@bp.get("/markets/<string:market>/floors/<int:floor_id>")
@public
def plan(market: str, floor_id: int) -> ResponseReturnValue:
    """Draw a floor: to its office with everything, to all others with published brands."""
    try:
        drawn = markets.drawn_floor(market, floor_id)
        whole = permits(current_user, Permission.STALL_READ, drawn)
        found = queries.plan(drawn, whole=whole)
    except NoResultFound:
        abort(HTTPStatus.NOT_FOUND)
    colour = read_colour(request.args, Colour.STATE if whole else Colour.CATEGORY)
    if not whole and colour is Colour.STAGE:
        colour = Colour.CATEGORY

    def colouring(one: Colour) -> str:
        return url_for("leasing.plan", market=market, floor_id=floor_id, colour=one)

    return render_template(
        "leasing/plan.html",
        plan=found,
        colour=colour,
        colours=tabs(Colour, colour, colouring),
        drawing=cards.drawn(found, colour),
        keeps=permits(current_user, Permission.STALL_KEEP, drawn),
        today=clock.today(),
    )


# Lets


@bp.route("/markets/<string:market>/stalls/<int:stall_id>/let", methods=["GET", "POST"])
@requires(Permission.LET_KEEP, on=markets.stall)
def let(stall: Stall) -> ResponseReturnValue:
    usual = {"kind": LetKind.PROBATION.value} | told(stall.market.slug, request.args)
    form = with_stages(LetForm, frame.stages(stall.market_id))(**usual)
    status = None
    if form.accepted():
        try:
            brand = brands.named(int(form.brand.data))
            made = actions.let_stall(stall, brand, form.terms(), by=current_user)
            flash(_("The stall is let. The brand has been told."))
            return to_stall(made)
        except InvalidError as error:
            form.refuse(error)
        except ConflictError as error:
            status = form.not_now(error)
    page = render_template("leasing/let.html", stall=stall, form=form)
    return page, status or form.status


@bp.post(f"{ONE}/open")
@requires(Permission.LET_KEEP, on=queries.let)
def open_stall(let: Let) -> ResponseReturnValue:
    actions.open_stall(let, by=current_user)
    flash(_("The stall is open for trade. The brand has been told."))
    return to_stall(let)


@bp.route(f"{ONE}/shut", methods=["GET", "POST"])
@requires(Permission.LET_KEEP, on=queries.let)
def shut(let: Let) -> ResponseReturnValue:
    form = ShutForm(obj=let)
    if form.accepted():
        actions.shut_stall(let, **form.answers, by=current_user)
        flash(_("Noted. The brand has been told."))
        return to_stall(let)
    return render_template("leasing/shut.html", let=let, form=form), form.status


@bp.route(f"{ONE}/extend", methods=["GET", "POST"])
@requires(Permission.LET_KEEP, on=queries.let)
def extend(let: Let) -> ResponseReturnValue:
    form, status = ExtendForm(obj=let), None
    if form.accepted():
        terms = form.answers | {"kind": kind_of(form.kind.data)}
        try:
            made = actions.extend(let, **terms, by=current_user)
            flash(_("The lease is extended. The brand has been notified."))
            say_lowered(let, made)
            return to_stall(let)
        except InvalidError as error:
            form.refuse(error)
        except ConflictError as error:
            status = form.not_now(error)
    return render_template("leasing/extend.html", let=let, form=form), status or form.status


@bp.route(f"{ONE}/end", methods=["GET", "POST"])
@requires(Permission.LET_KEEP, on=queries.let)
def end(let: Let) -> ResponseReturnValue:
    form = EndForm(obj=let)
    if form.accepted():
        try:
            actions.end(let, **form.answers, by=current_user)
            flash(_("Noted. The brand has been told."))
            return to_stall(let)
        except InvalidError as error:
            form.refuse(error)
    following, today = queries.continued(let), clock.today()
    page = render_template("leasing/end.html", let=let, form=form, following=following, today=today)
    return page, form.status


@bp.route(f"{ONE}/move", methods=["GET", "POST"])
@requires(Permission.LET_KEEP, on=queries.let)
def move(let: Let) -> ResponseReturnValue:
    vacant = queries.vacant(let.market_id, but=let.stall_id)
    form, status = MoveForm(vacant, obj=let), None
    if form.accepted():
        answers = form.answers
        stall = markets.stall(let.market.slug, answers.pop("stall_id"))
        try:
            made = actions.move(let, stall, **answers, by=current_user)
            flash(_("The brand moves. It has been told."))
            say_lowered(let, made)
            return to_stall(made)
        except InvalidError as error:
            form.refuse(error)
        except ConflictError as error:
            status = form.not_now(error)
    page = render_template("leasing/move.html", let=let, form=form, vacant=vacant)
    return page, status or form.status


@bp.route(f"{ONE}/concession", methods=["GET", "POST"])
@requires(Permission.LET_KEEP, on=queries.let)
def concession(let: Let) -> ResponseReturnValue:
    form = with_stages(ConcessionForm, frame.stages(let.market_id))(let)
    if form.accepted():
        try:
            actions.change_ladder(
                let, ladder=form.rungs(), counts_from=form.counts_from.data, by=current_user
            )
            flash(_("The rent relief is saved."))
            return to_stall(let)
        except InvalidError as error:
            form.refuse(error)
    given = rules.concession(let, clock.today())
    page = render_template("leasing/concession.html", let=let, form=form, given=given)
    return page, form.status


@bp.get("/markets/<string:market>/lets")
@requires(Permission.LET_LIST, on=markets.market)
def lets(market: Market) -> ResponseReturnValue:
    asked = read_lets(request.args)

    def shelf(one: Shelf) -> str:
        return url_for("leasing.lets", market=market.slug, shelf=one, q=asked.query or None)

    page = queries.let_page(market.id, asked)
    return render_template(
        "leasing/lets.html",
        market=market,
        criteria=asked,
        page=page,
        going_on=queries.going_on(page.items),
        shelves=tabs(Shelf, asked.shelf, shelf, queries.counts(market.id)),
        orders=criteria.LET_ORDERS,
        rules=rules,
        today=clock.today(),
    )


@bp.get(f"/markets/<string:market>/lets.{KINDS}")
@requires(Permission.LET_LIST, on=markets.market)
def export_lets(market: Market) -> ResponseReturnValue:
    rows = queries.let_rows(market.id, read_lets(request.args))
    number, viewer = market.id, oneself()
    leave_behind(lambda: audit.record("let.export", markets.market_by_id(number), by=viewer))
    lines = tables.let_lines(rows, queries.going_on(rows))
    return table_response(f"{market.slug}-lets", tables.LET_HEAD, lines, _("Leases"))


# A brand's stalls


@bp.get("/markets/<string:market>/brands/<string:brand>/stalls")
@requires(Permission.LET_READ, on=brands.brand)
def brand(brand: Brand) -> ResponseReturnValue:
    is_own = current_user.holds(Role.OWNER, brand_id=brand.id)
    lets = queries.of_brand(brand.id, None if is_own else brand.market_id)
    return render_template(
        "leasing/brand.html",
        brand=brand,
        lets=lets,
        going_on=queries.going_on(lets),
        fees=queries.fees_of(brand.id, None if is_own else brand.market_id),
        rules=rules,
        ladder_words=cards.ladder_words,
        closed_for=papers.opening_explained(brand),
        today=clock.today(),
        keeps=permits(current_user, Permission.LET_KEEP, brand),
    )


@bp.route("/markets/<string:market>/brands/<string:brand>/leave", methods=["GET", "POST"])
@requires(Permission.LET_KEEP, on=brands.brand)
def leave(brand: Brand) -> ResponseReturnValue:
    form = LeaveForm()
    if form.accepted():
        count = actions.leave(brand, **form.answers, by=current_user)
        flash(ngettext("%(num)d lease ends.", "%(num)d leases end.", count))
        address = url_for("leasing.brand", market=brand.market.slug, brand=brand.slug)
        return see_other(address)
    lets = queries.open_lets(brand.id)
    return render_template("leasing/leave.html", brand=brand, form=form, lets=lets), form.status


def say_lowered(old: Let, made: Let) -> None:
    """Say which rent relief came down because it would have been more than the new rent."""
    if found := rules.lowered(old, made):
        flash(
            _("Relief is never more than the rent, so it is lower now: %(steps)s.",
              steps=cards.lowered_words(found)),
            "waiting",
        )  # fmt: skip


def to_stall(let: Let) -> ResponseReturnValue:
    """Return to the page of a let's stall."""
    market = markets.market_by_id(let.market_id)
    return see_other(url_for("leasing.stall", market=market.slug, stall_id=let.stall_id))
