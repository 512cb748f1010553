"""A cohort's numbers in words: each with the list of brands that is behind it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from portal.core.cells import Part, Share, Yuan
from portal.core.i18n import gettext as _
from portal.core.i18n import in_text, money, ngettext, percentage, plain, said
from portal.incubation import registry
from portal.incubation.models import EnrolmentState as S
from portal.incubation.registry import CohortFigure
from portal.reports.queries import Reader
from portal.reports.rules import FOLLOW_UPS, Cohort, StageLine, Way


@dataclass(frozen=True)
class Row:
    """One brand of a list, and what it adds to the number."""

    way: Way
    words: str = ""


@dataclass(frozen=True)
class Listed:
    """The brands behind a number."""

    title: object
    rows: Sequence[Row]

    @property
    def count(self) -> str:
        """Return how many brands there are, and how many enrolments where one stands twice."""
        brands = len({one.way.brand_id for one in self.rows})
        if brands == len(self.rows):
            return ngettext("%(num)d brand", "%(num)d brands", brands)
        return ngettext(
            "%(times)s enrolments (%(num)d brand)",
            "%(times)s enrolments (%(num)d brands)",
            brands,
            times=len(self.rows),
        )


@dataclass(frozen=True)
class Number:
    """One number of a report: what it counts, how it reads, and the list that it opens."""

    code: str
    label: object
    value: str
    cell: object
    """The same as a spreadsheet counts with it."""
    note: str = ""
    tone: str = "quiet"


@dataclass(frozen=True)
class Costs:
    """What one offered figure comes to in a cohort."""

    name: str
    figure: CohortFigure
    by_brand: Mapping[int, int]
    graduates: int
    is_sum: bool = False
    """Whether the lines after it are its parts."""

    @property
    def total(self) -> int:
        """Return it added up over the brands."""
        return sum(self.by_brand.values())

    def words(self, number: int | None) -> str:
        """Return a number in the figure's unit."""
        if number is None:
            return "—"
        return money(number) if self.figure.unit == "fen" else f"{number:,}"

    @property
    def per_graduate(self) -> int | None:
        """Return what one graduate comes to, all brands' share counted."""
        return round(self.total / self.graduates) if self.graduates else None

    def cell(self, number: int | None) -> object:
        """Return a number as a spreadsheet counts with it."""
        return Yuan(number) if number is not None and self.figure.unit == "fen" else number


def costs(cohort: Cohort) -> list[Costs]:
    """Return what the domains offer about these brands, a sum right before its parts."""
    brands = {one.brand_id for one in cohort.ways}
    graduates = len({one.brand_id for one in cohort.graduates})
    single = [
        Costs(name, figure, figure.count(brands), graduates)
        for name, figure in registry.cohort_figures().items()
    ]
    found: list[Costs] = []
    for name, label in registry.cohort_sums().items():
        parts = [one for one in single if one.figure.whole == name]
        found += [added_up(name, label, parts, graduates), *parts]
    return found + [one for one in single if one not in found]


def added_up(name: str, label: object, parts: Sequence[Costs], graduates: int) -> Costs:
    """Return several figures of one unit as one sum."""
    total: Counter[int] = Counter()
    for one in parts:
        total.update(one.by_brand)
    figure = CohortFigure(label, lambda _brands: total, parts[0].figure.unit)
    return Costs(name, figure, total, graduates, is_sum=True)


def share(number: int | None) -> str:
    """Return a share as a reader sees it."""
    return "—" if number is None else percentage(number)


def share_cell(number: int | None) -> Share | None:
    """Return a share as a spreadsheet counts with it."""
    return None if number is None else Share(number)


def days(number: float | None) -> str:
    """Return days as a reader sees them: half a day is said."""
    return "—" if number is None else f"{number:g}"


def heads(cohort: Cohort) -> list[Number]:
    """Return how many there are, in their states."""
    return [
        Number(code, label, str(count), count)
        for code, label, count in (
            ("all", began(cohort), len(cohort.ways)),
            ("going", _("on their way"), len(cohort.going)),
            ("paused", _("of which paused"), len(cohort.of_state(S.PAUSED))),
            ("graduated", _("graduated"), len(cohort.graduates)),
            ("left", _("left"), len(cohort.left)),
        )
    ]


def began(cohort: Cohort) -> str:
    """Return what those who began are called: brands, or enrolments where one began twice."""
    if cohort.brands == len(cohort.ways):
        return _("enrolled")
    return ngettext("enrolments (%(num)d brand)", "enrolments (%(num)d brands)", cohort.brands)


def rates(cohort: Cohort) -> list[Number]:
    """Return the shares that tell how well it goes, each with what it is a share of."""
    late, back = cohort.sum_of(lambda one: one.overdue), cohort.sum_of(lambda one: one.returned)
    return [
        Number(
            "overdue",
            _("Milestones overdue"),
            share(cohort.overdue_rate),
            share_cell(cohort.overdue_rate),
            _("%(part)d of %(whole)d in the brands' hands", part=late, whole=cohort.dated),
            "danger" if late else "quiet",
        ),
        Number(
            "returned",
            _("Evidence returned"),
            share(cohort.returned_rate),
            share_cell(cohort.returned_rate),
            _("%(part)d of %(whole)d decided", part=back, whole=cohort.decided),
        ),
        Number(
            "read",
            _("Reviewer agreement"),
            share(cohort.agreement),
            share_cell(cohort.agreement),
            ngettext(
                "%(num)d application read by two or more",
                "%(num)d applications read by two or more",
                len(cohort.read),
            ),
        ),
        Number(
            "graduated",
            _("Days to graduate"),
            days(cohort.days_to_graduate),
            cohort.days_to_graduate,
            ngettext(
                "median of %(num)d graduate", "median of %(num)d graduates", len(cohort.graduates)
            ),
        ),
    ]


def survivals(cohort: Cohort) -> list[Number]:
    """Return who still traded when asked, 6, 12 and 24 months after."""
    return [
        Number(
            f"asked-{months}",
            _("after %(months)d months", months=months),
            share(cohort.survival(months)),
            share_cell(cohort.survival(months)),
            _(
                "%(part)d of %(whole)d asked are still in business",
                part=len(cohort.alive(months)),
                whole=len(cohort.asked(months)),
            )
            if cohort.asked(months)
            else _("no graduate asked yet"),
        )
        for months in FOLLOW_UPS
    ]


def listed(cohort: Cohort, readers: Sequence[Reader], code: str) -> Listed | None:
    """Return the brands behind a number; None for a number that there is not."""
    what, _dash, which = code.partition("-")
    if what == "reader":
        reader = next((one for one in readers if str(one.id) == which), None)
        return of_reader(cohort, reader) if reader else None
    if not which:
        return of_cohort(cohort, what)
    if what in {"reached", "here", "through"}:
        line = next((one for one in cohort.funnel if one.stage.code == which), None)
        return of_stage(line, what) if line else None
    if what == "asked" and which in {str(months) for months in FOLLOW_UPS}:
        return of_survival(cohort, int(which))
    found = next((one for one in costs(cohort) if what == "cost" and one.name == which), None)
    return of_costs(cohort, found) if found else None


def of_cohort(cohort: Cohort, what: str) -> Listed | None:
    """Return the list behind a number of the whole cohort."""
    lists: dict[str, Callable[[], Listed]] = {
        "all": lambda: Listed(_("Brands that began"), rows(cohort.ways)),
        "going": lambda: Listed(_("Brands on their way"), rows(cohort.going)),
        "paused": lambda: Listed(_("Paused brands"), rows(cohort.of_state(S.PAUSED))),
        "left": lambda: Listed(_("Brands that left"), rows(cohort.left)),
        "graduated": lambda: Listed(
            _("Graduates"), [Row(one, way_words(one)) for one in cohort.graduates]
        ),
        "overdue": lambda: Listed(
            _("Brands with overdue milestones"),
            [
                Row(one, _("%(part)d of %(whole)d", part=one.overdue, whole=one.dated))
                for one in cohort.ways
                if one.overdue
            ],
        ),
        "returned": lambda: Listed(
            _("Brands whose evidence was returned"),
            [
                Row(one, _("%(part)d of %(whole)d", part=one.returned, whole=one.decided))
                for one in cohort.ways
                if one.returned
            ],
        ),
        "read": lambda: Listed(
            _("Brands whose applications two or more people read"),
            [
                Row(one, _("in agreement") if one.agreed else _("not in agreement"))
                for one in cohort.read
            ],
        ),
    }
    return lists[what]() if what in lists else None


def of_stage(line: StageLine, what: str) -> Listed:
    """Return the list behind a number of a stage."""
    name = said(line.stage, "name")
    if what == "through":
        found = [Row(one.way, day_words(one.days)) for one in line.stays]
        return Listed(in_text(_("Completed %(stage)s"), stage=name), found)
    if what == "here":
        return Listed(in_text(_("In %(stage)s now"), stage=name), rows(line.here))
    return Listed(in_text(_("Reached %(stage)s"), stage=name), rows(line.reached))


def of_survival(cohort: Cohort, months: int) -> Listed:
    """Return who was asked so many months after, and what they said."""
    return Listed(
        _("Graduates asked after %(months)d months", months=months),
        [
            Row(one, _("still in business") if one.survived[months] else _("no longer in business"))
            for one in cohort.asked(months)
        ],
    )


def of_reader(cohort: Cohort, reader: Reader) -> Listed:
    """Return whose evidence a person decided, and how much of it."""
    return Listed(
        in_text(_("Evidence decided by %(name)s"), name=said(reader.name)),
        [Row(one, str(reader.by_way[one.id])) for one in cohort.ways if one.id in reader.by_way],
    )


def of_costs(cohort: Cohort, found: Costs) -> Listed:
    """Return what each brand adds to an offered figure; one that began twice adds once."""
    latest = {one.brand_id: one for one in cohort.ways}
    given = [one for one in latest.values() if found.by_brand.get(one.brand_id)]
    return Listed(
        found.figure.label, [Row(one, found.words(found.by_brand[one.brand_id])) for one in given]
    )


def rows(ways: Sequence[Way]) -> list[Row]:
    """Return brands as they stand."""
    return [Row(one) for one in ways]


def way_words(way: Way) -> str:
    """Return how long a graduate's way was."""
    return day_words(way.days(way.begun, way.finished)) if way.finished else ""


def day_words(number: int) -> str:
    """Return a number of days in words."""
    return ngettext("%(num)d day", "%(num)d days", number)


def report_parts(cohort: Cohort, readers: Sequence[Reader]) -> list[Part]:
    """Return every table of a cohort's report, to take away."""
    item, number = _("Item"), _("Number")
    counts: list[list[object]] = [
        [_("Enrolments"), len(cohort.ways)],
        [_("Brands"), cohort.brands],
        *([one.label, one.cell] for one in heads(cohort)[1:]),
    ]
    parts = [
        Part(_("Brands"), [item, number], counts),
        stage_part(cohort),
        numbers_part(_("Key ratios"), rates(cohort)),
        numbers_part(_("Still in business"), survivals(cohort)),
    ]
    if found := costs(cohort):
        head = [item, _("Total amount"), _("Per graduate")]
        rows = [
            [one.figure.label, one.cell(one.total), one.cell(one.per_graduate)] for one in found
        ]
        parts.append(Part(_("What it costs"), head, rows))
    return [*parts, readers_part(readers)] if readers else parts


def numbers_part(title: str, numbers: Sequence[Number]) -> Part:
    """Return numbers with what each is a share of."""
    rows = [[one.label, one.cell, one.note] for one in numbers]
    return Part(title, [_("Item"), _("Number"), _("Of what")], rows)


def stage_part(cohort: Cohort) -> Part:
    """Return the funnel."""
    head = [
        _("Stage"),
        _("Reached"),
        _("Of previous stage"),
        _("Currently here"),
        _("Completed"),
        _("Median days"),
        _("Plan in days"),
    ]
    rows = [
        [
            plain(line.stage, "name"),
            len(line.reached),
            share_cell(line.share),
            len(line.here),
            len(line.stays),
            line.median_days,
            line.plan_days,
        ]
        for line in cohort.funnel
    ]
    return Part(_("Brands by stage"), head, rows)


def readers_part(readers: Sequence[Reader]) -> Part:
    """Return who decided how much evidence."""
    head = [
        _("Person"),
        _("Items decided"),
        _("Returned"),
        _("Share returned"),
        _("Median waiting days"),
    ]
    rows = [
        [one.name, one.decided, one.returned, share_cell(one.returned_rate), one.days]
        for one in readers
    ]
    return Part(_("Evidence reviewers"), head, rows)
