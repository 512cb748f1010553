"""Monthly figures as tables to take away."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from portal.core.cells import day_cell
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import plain
from portal.figures import monthly, rules
from portal.figures.fields import FIELDS, Figure, Kind
from portal.figures.models import FigureSheet
from portal.figures.queries import MarketMonths
from portal.incubation.models import Enrolment

CHASE_HEAD = (
    _l("Brand"),
    _l("Stage"),
    _l("Months without an answer"),
    _l("Last reminded on"),
)
FIELD_HEAD = (_l("Brand"), _l("Stage"), _l("Month"), _l("Value"), _l("Unit"))


def number(figure: Figure, value: int | None) -> object:
    """Return a value as a spreadsheet reckons with it; a band in words, nothing for none."""
    if value is None:
        return ""
    if figure.kind is Kind.BAND:
        return figure.say(value)
    return value / 100 if figure.kind in {Kind.PERCENT, Kind.MONEY} else value


def heading(figure: Figure) -> str:
    """Return a figure's name with its unit."""
    return f"{figure.name} ({figure.unit})" if figure.unit else str(figure.name)


def brand_head() -> list[str]:
    """Return the head of one brand's table."""
    return [_("Month"), *(heading(one) for one in FIELDS.values()), _("Filled in by")]


def brand_lines(sheets: Iterable[FigureSheet]) -> Iterator[list[object]]:
    """Yield a line per answered month, the oldest first."""
    for sheet in sorted(sheets, key=lambda one: one.month):
        figures = [number(one, sheet.values.get(code)) for code, one in FIELDS.items()]
        yield [monthly.written(sheet.month), *figures, by_words(sheet)]


def by_words(sheet: FigureSheet) -> str:
    """Return who wrote a sheet last."""
    if sheet.for_owner:
        return _("%(name)s, office in the owner's place", name=sheet.by_name)
    return sheet.by_name


def market_head() -> list[str]:
    """Return the head of a market's table."""
    return [
        *(_("Month"), _("Stage"), _("Figure"), _("Unit"), _("Lower quartile"), _("Median")),
        *(_("Upper quartile"), _("Answers"), _("Brands asked"), _("Response rate in percent")),
    ]


def market_lines(months: MarketMonths) -> Iterator[list[object]]:
    """Yield a line for each month, stage (and all stages together) and figure with answers."""
    every = [("", _("all")), *((one.code, plain(one, "name")) for one in months.stages)]
    for month in months.months:
        for code, name in every:
            asked, answered = len(months.asked(month, code)), months.answered(month, code)
            for figure in months.figures(month):
                if found := months.spread(figure, month, code):
                    parts = (found.lower, found.median, found.upper)
                    yield [
                        *(monthly.written(month), name, str(figure.name), str(figure.unit)),
                        *(number(figure, one) for one in parts),
                        *(found.number, asked, rules.percent_of(answered, asked)),
                    ]


def field_lines(
    months: MarketMonths, figure: Figure, month: date, values: Mapping[int, int]
) -> Iterator[list[object]]:
    """Yield a line per brand that reported a figure."""
    for brand_id, value in values.items():
        one = months.participants[brand_id]
        yield [
            *(plain(one.brand, "name"), plain(one.stage, "name"), monthly.written(month)),
            *(number(figure, value), str(figure.unit)),
        ]


def chase_lines(
    enrolments: Iterable[Enrolment], owed: Mapping[int, int], reminded: Mapping[int, date]
) -> Iterator[list[object]]:
    """Yield a line per brand that has not answered."""
    for one in enrolments:
        yield [
            *(plain(one.brand, "name"), plain(one.stage, "name"), owed.get(one.brand_id, 0)),
            day_cell(reminded.get(one.brand_id)),
        ]
