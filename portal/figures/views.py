"""Pages of monthly figures: a brand's charts and months, a market's medians, who is asked again."""

from datetime import date

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission, Role
from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.core import clock
from portal.core.aftermath import leave_behind
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import month_words, ngettext
from portal.core.paging import page_number
from portal.core.sheets import KINDS, table_response
from portal.core.tabs import Tab
from portal.core.web import see_other
from portal.figures import actions, cards, monthly, queries, rules, tables
from portal.figures.fields import FIELDS, USUAL, Kind
from portal.figures.forms import (
    ChoiceForm,
    ReminderForm,
    SheetForm,
    read_month,
    read_programme,
    read_stage,
    read_unanswered,
    sheet_form,
)
from portal.figures.queries import BrandMonths, FieldOfMarket, MarketMonths, MonthOfBrand
from portal.markets import queries as markets

bp = Blueprint("figures", __name__)
BRAND = "/markets/<string:market>/brands/<string:brand>/figures"
MARKET = "/markets/<string:market>/figures"
MONTHS_SHOWN = 4


# One brand


@bp.get(BRAND)
@requires(Permission.FIGURES_READ, on=queries.brand_months)
def show(one: BrandMonths) -> ResponseReturnValue:
    """Show a brand's figures, each as a line with the market's median behind it."""
    since = monthly.months(one.last)[0]
    answers = queries.sheets_of_market(one.market_id, since)
    return render_template(
        "figures/show.html",
        one=one,
        charts=cards.of_brand(one, answers) if one.sheets else [],
        months=[month for month in reversed(monthly.months(one.last)) if one.may_fill(month)],
        late=monthly.days_late(one.last, clock.today()),
        rules=rules,
        monthly=monthly,
        fewest=rules.FEWEST_FOR_A_MEDIAN,
    )


@bp.get(f"{BRAND}.{KINDS}")
@requires(Permission.FIGURES_READ, on=queries.brand_months)
def export_brand(one: BrandMonths) -> ResponseReturnValue:
    """Hand out everything that a brand answered."""
    slug, name, viewer = one.brand.market.slug, one.brand.slug, oneself()
    leave_behind(lambda: audit.record("figures.export", brands.brand(slug, name), by=viewer))
    lines = list(tables.brand_lines(one.sheets.values()))
    return table_response(f"{name}-figures", tables.brand_head(), lines, _("Monthly figures"))


@bp.get(f"{BRAND}/<string:month>")
@requires(Permission.FIGURES_READ, on=queries.month_of_brand)
def month(one: MonthOfBrand) -> ResponseReturnValue:
    return month_page(one, sheet_form(one, prefilled(one)))


def prefilled(one: MonthOfBrand) -> dict[str, int]:
    """Return what the portal knows by itself of the newest month, while nothing is written."""
    if one.sheet or one.month != one.last:
        return {}
    if running := queries.conversations_running(one.brand_id):
        return {"agents_talking": running}
    return {}


def month_page(one: MonthOfBrand, form: SheetForm) -> ResponseReturnValue:
    """Show a month's form with last month's values and every correction."""
    page = render_template(
        "figures/month.html",
        one=one,
        form=form,
        prefilled=prefilled(one),
        fields=FIELDS,
        Kind=Kind,
        rules=rules,
        monthly=monthly,
        in_office=speaks_for_office(one),
        late=monthly.days_late(one.month, clock.today()),
    )
    return page, form.status


def speaks_for_office(one: BrandMonths) -> bool:
    """Say whether the visitor writes in the owner's place."""
    return not current_user.holds(Role.OWNER, brand_id=one.brand_id)


@bp.post(f"{BRAND}/<string:month>")
@requires(Permission.FIGURES_FILL, on=queries.month_of_brand)
def save(one: MonthOfBrand) -> ResponseReturnValue:
    form = sheet_form(one)
    if not form.accepted():
        return month_page(one, form)
    try:
        actions.save(one, by=current_user, for_owner=speaks_for_office(one), **form.answers)
    except InvalidError as error:
        form.refuse(error)
        return month_page(one, form)
    flash(_("The figures of %(month)s are kept.", month=month_words(one.month)))
    return see_other(url_for("figures.show", market=one.brand.market.slug, brand=one.brand.slug))


# A whole market


@bp.get(MARKET)
@requires(Permission.FIGURES_LIST, on=queries.market_months)
def market(months: MarketMonths) -> ResponseReturnValue:
    """Show the medians of every figure, by stage when asked, and how many answered."""
    stage, programme = read_stage(months), read_programme(months)
    every, months = months, months.of_programme(programme)
    return render_template(
        "figures/market.html",
        every=every,
        programme=programme,
        months=months,
        market=months.market,
        stage=stage,
        charts=cards.of_market(months, months.figures(months.last), stage),
        lines=cards.month_lines(months, None, stage),
        rules=rules,
        monthly=monthly,
    )


@bp.get(f"{MARKET}.{KINDS}")
@requires(Permission.FIGURES_LIST, on=queries.market_months)
def export_market(months: MarketMonths) -> ResponseReturnValue:
    """Hand out the medians and quartiles."""
    note_export(months)
    months = months.of_programme(read_programme(months))
    lines = list(tables.market_lines(months))
    name = f"{months.market.slug}-figures"
    return table_response(name, tables.market_head(), lines, _("Monthly figures"))


def note_export(months: MarketMonths) -> None:
    """Let the trail tell that a market's figures were taken away."""
    number, viewer = months.market.id, oneself()
    leave_behind(lambda: audit.record("figures.export", markets.market_by_id(number), by=viewer))


@bp.get(f"{MARKET}/of/<string:field>")
@requires(Permission.FIGURES_LIST, on=queries.field_of_market)
def field(months: FieldOfMarket) -> ResponseReturnValue:
    """Show one figure: its quartiles by month and stage, and the brands behind them."""
    stage, month, figure = read_stage(months), read_month(months), months.figure
    programme = read_programme(months)
    every, months = months, months.of_programme(programme)
    values = highest_first(months, month, stage)
    return render_template(
        "figures/field.html",
        every=every,
        programme=programme,
        months=months,
        market=months.market,
        figure=figure,
        stage=stage,
        month=month,
        chart=cards.of_market(months, [figure], stage)[0],
        lines=cards.month_lines(months, figure, stage),
        by_stage=[(one, months.spread(figure, month, one.code)) for one in months.stages],
        page=cards.page_of(list(values.items()), page_number(request.args.get("page"))),
        rules=rules,
        monthly=monthly,
    )


def highest_first(months: FieldOfMarket, month: date, stage: str) -> dict[int, int]:
    """Return what the brands reported, the highest first."""
    values = months.values(months.figure, month, stage)
    return dict(sorted(values.items(), key=lambda pair: (-pair[1], pair[0])))


@bp.get(f"{MARKET}/of/<string:field>/brands.{KINDS}")
@requires(Permission.FIGURES_LIST, on=queries.field_of_market)
def export_field(months: FieldOfMarket) -> ResponseReturnValue:
    """Hand out the brands behind one figure."""
    note_export(months)
    month, stage = read_month(months), read_stage(months)
    months = months.of_programme(read_programme(months))
    values = highest_first(months, month, stage)
    lines = list(tables.field_lines(months, months.figure, month, values))
    name = f"{months.market.slug}-{months.figure.code}"
    return table_response(name, tables.FIELD_HEAD, lines, str(months.figure.name))


# Who has not answered


@bp.get(f"{MARKET}/unanswered")
@requires(Permission.FIGURES_LIST, on=queries.market_months)
def unanswered(months: MarketMonths) -> ResponseReturnValue:
    """List the brands that have not answered a month."""
    return unanswered_page(months)


def month_tabs(months: MarketMonths, current: date) -> list[Tab]:
    """Return the last months of a market, the newest first."""
    return [
        Tab(
            month_words(one),
            url_for("figures.unanswered", market=months.market.slug, month=monthly.written(one)),
            one == current,
        )
        for one in reversed(months.months[-MONTHS_SHOWN:])
    ]


def unanswered_page(months: MarketMonths, status: int = 200) -> ResponseReturnValue:
    """Show the list, with what went wrong when nobody was ticked."""
    criteria = read_unanswered(months)
    page = queries.unanswered(months.market_id, criteria)
    numbers = [one.brand_id for one in page.items]
    shown = render_template(
        "figures/unanswered.html",
        months=months,
        market=months.market,
        criteria=criteria,
        page=page,
        shown=month_tabs(months, criteria.month),
        owed=queries.months_without_answer(numbers),
        reminded=queries.last_reminders(numbers, criteria.month),
        rules=rules,
        monthly=monthly,
    )
    return shown, status


@bp.get(f"{MARKET}/unanswered.{KINDS}")
@requires(Permission.FIGURES_LIST, on=queries.market_months)
def export_unanswered(months: MarketMonths) -> ResponseReturnValue:
    """Hand out the brands that have not answered."""
    note_export(months)
    criteria = read_unanswered(months)
    rows = queries.every_unanswered(months.market_id, criteria)
    numbers = [one.brand_id for one in rows]
    owed = queries.months_without_answer(numbers)
    reminded = queries.last_reminders(numbers, criteria.month)
    lines = list(tables.chase_lines(rows, owed, reminded))
    name = f"{months.market.slug}-unanswered"
    return table_response(name, tables.CHASE_HEAD, lines, _("Without an answer"))


@bp.post(f"{MARKET}/unanswered")
@requires(Permission.FIGURES_CHOOSE, on=queries.market_months)
def remind(months: MarketMonths) -> ResponseReturnValue:
    form, criteria = ReminderForm(), read_unanswered(months)
    if not form.accepted():
        return unanswered_page(months, form.status)
    chosen = form.brands.data or []
    if form.every.data:
        rows = queries.every_unanswered(months.market_id, criteria)
        chosen = [one.brand_id for one in rows]
    number = actions.remind(months.market, criteria.month, chosen, by=current_user)
    if number:
        flash(ngettext("%(num)d brand is reminded.", "%(num)d brands are reminded.", number))
    else:
        flash(
            _("Nobody was reminded: none was ticked, or each was reminded today already."),
            "waiting",
        )
    return see_other(
        url_for(
            "figures.unanswered", market=months.market.slug, month=monthly.written(criteria.month)
        )
    )


# What is asked


@bp.get(f"{MARKET}/choice")
@requires(Permission.FIGURES_LIST, on=queries.market_months)
def choice(months: MarketMonths) -> ResponseReturnValue:
    standing = months.choices[-1] if months.choices else None
    form = ChoiceForm(
        fields=standing.fields if standing else list(USUAL), seen=standing.number if standing else 0
    )
    return choice_page(months, form)


def choice_page(months: MarketMonths, form: ChoiceForm) -> ResponseReturnValue:
    """Show what can be asked, and everything that was asked before."""
    page = render_template(
        "figures/choice.html",
        months=months,
        market=months.market,
        form=form,
        fields=FIELDS,
        rules=rules,
        monthly=monthly,
    )
    return page, form.status


@bp.post(f"{MARKET}/choice")
@requires(Permission.FIGURES_CHOOSE, on=queries.market_months)
def choose(months: MarketMonths) -> ResponseReturnValue:
    form = ChoiceForm()
    if not form.accepted():
        return choice_page(months, form)
    seen, fields = form.seen.data or 0, form.fields.data or []
    try:
        actions.choose(months.market, fields=fields, by=current_user, seen=seen)
    except InvalidError as error:
        form.refuse(error)
        return choice_page(months, form)
    flash(_("The choice is kept. It holds from this month on."))
    return see_other(url_for("figures.market", market=months.market.slug))
