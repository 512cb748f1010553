"""Monthly figures as they are drawn: where each point of a chart lies, and its words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.core.i18n import gettext as _
from portal.core.i18n import month_words, ngettext, percentage
from portal.core.paging import PAGE_SIZE, Page
from portal.figures import monthly, rules
from portal.figures.fields import FULL, Figure, Kind
from portal.figures.queries import BrandMonths, MarketMonths
from portal.figures.rules import FEWEST_FOR_A_MEDIAN, Spread

LEFT, RIGHT, TOP, BOTTOM = 48, 310, 12, 128
"""Of the drawing ground, in units of the chart's own 320 by 154."""
TICK_EVERY = 3
"""Months between two names below the line, counted back from the newest."""
TEN_POINTS = 1_000
"""The step of a scale of shares."""
POINTS = 100
"""Hundredths in a percentage point."""
Series = Sequence[int | None]


@dataclass(frozen=True)
class Chart:
    """One figure over the months: a line with its gaps, and the market's median behind it."""

    figure: Figure
    months: Sequence[date]
    values: Series
    """Of the brand, or the medians of the market; None where nobody answered."""
    medians: Series = ()
    """Behind the brand's line; None where too few brands answered."""
    lower: Series = ()
    upper: Series = ()
    """The quartiles around a market's median."""
    asked: frozenset[date] = frozenset()
    """Months in which an answer was asked for, so that a gap is a gap."""
    offices: frozenset[date] = field(default_factory=frozenset)
    """Months that the office filled in."""

    @property
    def known(self) -> list[int]:
        """Return every value that is drawn."""
        series = (self.values, self.medians, self.lower, self.upper)
        return [one for line in series for one in line if one is not None]

    @property
    def base(self) -> int:
        """Return where the scale begins: with nothing, or below shares that lie close together."""
        least, most = min(self.known, default=0), max(self.known, default=0)
        if self.figure.kind is not Kind.PERCENT or 2 * least < most:
            return 0
        return max(0, (least - 1) // TEN_POINTS * TEN_POINTS)

    @property
    def top(self) -> int:
        """Return where the scale ends, a round number."""
        most = max(self.known, default=0)
        if self.figure.kind is Kind.BAND:
            return self.figure.limit
        if self.base:
            return min(-(-most // TEN_POINTS) * TEN_POINTS, FULL)
        return min(nice(most), FULL) if self.figure.kind is Kind.PERCENT else nice(most)

    def x(self, place: int) -> float:
        """Return where a month stands."""
        return round(LEFT + (RIGHT - LEFT) * place / max(1, len(self.months) - 1), 1)

    def y(self, value: int) -> float:
        """Return how high a value stands."""
        return round(BOTTOM - (BOTTOM - TOP) * (value - self.base) / (self.top - self.base), 1)

    def lines(self, series: Series) -> list[str]:
        """Return a line's unbroken pieces, each as the points of a polyline."""
        return [
            " ".join(f"{self.x(place)},{self.y(value)}" for place, value in piece)
            for piece in pieces(series)
            if len(piece) > 1
        ]

    @property
    def dots(self) -> list[tuple[float, float]]:
        """Return where the values stand: a value between two gaps is a dot alone."""
        return [
            (self.x(place), self.y(value))
            for piece in pieces(self.values)
            for place, value in piece
        ]

    @property
    def last_dot(self) -> tuple[float, float] | None:
        """Return where the last value stands."""
        return self.dots[-1] if self.dots else None

    @property
    def lone_medians(self) -> list[tuple[float, float]]:
        """Return the medians with a gap on either side, which no line would show."""
        alone = [piece[0] for piece in pieces(self.medians) if len(piece) == 1]
        return [(self.x(place), self.y(value)) for place, value in alone]

    @property
    def bands(self) -> list[str]:
        """Return the ground between the quartiles, each piece as the points of a polygon."""
        found = []
        for low, high in zip(pieces(self.lower), pieces(self.upper), strict=True):
            around = [*high, *reversed(low)]
            found.append(" ".join(f"{self.x(place)},{self.y(value)}" for place, value in around))
        return found

    @property
    def gaps(self) -> list[float]:
        """Return where an answer is missing that was asked for."""
        return [
            self.x(place)
            for place, month in enumerate(self.months)
            if self.values[place] is None and month in self.asked
        ]

    @property
    def ticks(self) -> list[tuple[float, date, str]]:
        """Return which months are named below the line, and how each is aligned."""
        last = len(self.months) - 1
        return [
            (self.x(place), self.months[place], "end" if place == last else "middle")
            for place in range(last, -1, -TICK_EVERY)
        ]

    @property
    def scale(self) -> list[tuple[float, str]]:
        """Return the lines of the ground with what they stand for, the highest first."""
        if self.figure.kind is Kind.BAND:
            return [(self.y(one), "") for one in range(self.figure.limit, 0, -1)]
        middle = (self.base + self.top) // 2
        return [(self.y(one), self.figure.short(one)) for one in (self.top, middle, self.base)]

    @property
    def last(self) -> tuple[date, int] | None:
        """Return the last known value and its month."""
        known = [pair for pair in zip(self.months, self.values, strict=True) if pair[1] is not None]
        return (known[-1][0], int(known[-1][1] or 0)) if known else None

    @property
    def change(self) -> str:
        """Return in words how the last value differs from the one known before it."""
        known = [
            (month, value)
            for month, value in zip(self.months, self.values, strict=True)
            if value is not None
        ]
        if len(known) < 2:  # noqa: PLR2004 -- one before and one since
            return ""
        (before, old), (_last, new) = known[-2:]
        near = monthly.after(before) == known[-1][0]
        called = _("the month before") if near else month_words(before)
        return in_words(self.figure, old, new, called)

    @property
    def median(self) -> int | None:
        """Return the market's median of the month of the last value, or None."""
        if not self.last or not self.medians:
            return None
        return self.medians[self.months.index(self.last[0])]

    @property
    def rows(self) -> list[tuple[date, str, str]]:
        """Return the numbers behind the chart, the newest month first."""
        medians = self.medians or [None] * len(self.months)
        triples = zip(self.months, self.values, medians, strict=True)
        return [
            (month, self.figure.say(value), self.figure.say(median))
            for month, value, median in reversed(list(triples))
        ]


def pieces(series: Series) -> list[list[tuple[int, int]]]:
    """Return the unbroken runs of a series as (place, value): a gap ends a run."""
    found: list[list[tuple[int, int]]] = [[]]
    for place, value in enumerate(series):
        if value is not None:
            found[-1].append((place, value))
        elif found[-1]:
            found.append([])
    return [piece for piece in found if piece]


def nice(most: int) -> int:
    """Return the next round number: 1, 2, 4, 6 or 8 with noughts, at least 4."""
    power = 1
    while True:
        for head in (1, 2, 4, 6, 8):
            if head * power >= max(most, 4):
                return head * power
        power *= 10


def in_words(figure: Figure, old: int, new: int, before: str) -> str:
    """Return how a value differs from the one of the month called `before`."""
    if new == old:
        return _("the same as %(month)s", month=before)
    more = new > old
    if figure.kind is Kind.BAND:
        steps = abs(new - old)
        return (
            ngettext(
                "%(num)d band higher than %(month)s",
                "%(num)d bands higher than %(month)s",
                steps,
                month=before,
            )
            if more
            else ngettext(
                "%(num)d band lower than %(month)s",
                "%(num)d bands lower than %(month)s",
                steps,
                month=before,
            )
        )
    much = how_much(figure, old, new)
    if more:
        return _("%(much)s more than %(month)s", much=much, month=before)
    return _("%(much)s less than %(month)s", much=much, month=before)


def how_much(figure: Figure, old: int, new: int) -> str:
    """Return a difference: in points of a percent, in percent, or as a number when it is small."""
    difference = abs(new - old)
    if figure.kind is Kind.PERCENT:
        return _("%(number)s points", number=f"{difference / POINTS:g}")
    if old < 20 * (100 if figure.kind is Kind.MONEY else 1):
        return figure.say(difference)
    return percentage(rules.percent_of(difference, old))


def of_brand(
    one: BrandMonths, answers: Mapping[date, Mapping[int, Mapping[str, int]]]
) -> list[Chart]:
    """Return a chart for every figure that a brand is asked for or has answered of late."""
    shown = monthly.months(one.last)
    asked = frozenset(
        month for month in shown if one.asked_from and one.asked_from <= month <= one.last
    )
    offices = frozenset(month for month, sheet in one.sheets.items() if sheet.for_owner)
    return [
        Chart(
            figure,
            shown,
            [
                one.sheets[month].values.get(figure.code) if month in one.sheets else None
                for month in shown
            ],
            medians=[guarded(spread_of(figure, answers.get(month, {}))) for month in shown],
            asked=asked,
            offices=offices,
        )
        for figure in one.fields(one.last)
    ]


def spread_of(figure: Figure, answers: Mapping[int, Mapping[str, int]]) -> Spread | None:
    """Return the quartiles of a figure in one month's answers."""
    values = [one[figure.code] for one in answers.values() if figure.code in one]
    return rules.spread(values, steps=figure.kind is Kind.BAND)


def guarded(spread: Spread | None) -> int | None:
    """Return a median, but none that would tell one brand's number to another."""
    return spread.median if spread and spread.number >= FEWEST_FOR_A_MEDIAN else None


def of_market(months: MarketMonths, figures: Iterable[Figure], stage: str = "") -> list[Chart]:
    """Return a chart of the medians and quartiles of each figure."""
    shown = months.months
    charts = []
    for figure in figures:
        spreads = [months.spread(figure, month, stage) for month in shown]
        charts.append(
            Chart(
                figure,
                shown,
                [one.median if one else None for one in spreads],
                lower=[one.lower if one else None for one in spreads],
                upper=[one.upper if one else None for one in spreads],
            )
        )
    return charts


def page_of(rows: Sequence[tuple[int, int]], number: int) -> Page[tuple[int, int]]:
    """Return one page of rows that are at hand."""
    last = max(1, -(-len(rows) // PAGE_SIZE))
    number = min(number, last)
    shown = rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Page(items=shown, number=number, size=PAGE_SIZE, total=len(rows))


@dataclass(frozen=True)
class MonthLine:
    """One month of a market: who was asked, who answered, and the quartiles of one figure."""

    month: date
    asked: int
    answered: int
    spread: Spread | None = None

    @property
    def percent(self) -> int:
        """Return the response rate."""
        return rules.percent_of(self.answered, self.asked)


def month_lines(months: MarketMonths, figure: Figure | None, stage: str = "") -> list[MonthLine]:
    """Return the months since the market began to ask, the newest first."""
    return [
        MonthLine(
            month,
            len(months.asked(month, stage)),
            months.answered(month, stage),
            months.spread(figure, month, stage) if figure else None,
        )
        for month in reversed(months.months)
        if months.begins and month >= months.begins
    ]
