"""An office's week as its home shows it, and as a group of merchants reads it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.accounts.models import Viewer
from portal.core import clock
from portal.core.i18n import date_words, ngettext
from portal.core.i18n import gettext as _
from portal.core.paging import Page
from portal.core.requests import absolute_address
from portal.core.week import Shelf
from portal.leasing import queries as leasing
from portal.leasing.models import Let
from portal.markets.models import Market
from portal.reports import queries
from portal.reports.criteria import WeekCriteria
from portal.reports.duties.kinds import KINDS
from portal.reports.duties.lines import Duty
from portal.reports.duties.office import GroupLine, as_duty, for_group
from portal.reports.queries import Line

FEW_STALLS = 2
"""How many stalls of a brand are told one by one."""


@dataclass(frozen=True)
class ShownWeek:
    """A week in words: its shelves, its numbers, and one page of a list when one is asked for."""

    found: queries.Week
    slugs: dict[int, str]

    def duties(self, lines: Sequence[Line]) -> list[Duty]:
        """Return lines as they are shown."""
        return [as_duty(one, self.slugs) for one in lines]

    @property
    def shelves(self) -> list[tuple[Shelf, list[Duty], int]]:
        """Return each shelf that has lines, the first of them, and how many there are."""
        return [
            (shelf, self.duties(lines), self.found.of_shelf(shelf))
            for shelf, lines in self.found.shelves()
        ]

    @property
    def counts(self) -> list[tuple[Shelf, int]]:
        """Return how many lines each shelf has."""
        return [(shelf, self.found.of_shelf(shelf)) for shelf in Shelf]

    @property
    def kinds(self) -> list[tuple[str, object, int]]:
        """Return the kinds that have lines: what an address and a reader call each, how many."""
        counted = [(code, kind.label, self.found.of_kind(code)) for code, kind in KINDS.items()]
        return [one for one in counted if one[2]]

    @property
    def page(self) -> Page[Duty]:
        """Return one page of the list that is asked for."""
        page = self.found.page
        return Page(self.duties(page.items), page.number, page.size, page.total)


def week(viewer: Viewer, criteria: WeekCriteria, markets: Sequence[Market]) -> ShownWeek:
    """Return the week of whoever works in these markets' offices, or on the staff."""
    return ShownWeek(queries.week(viewer, criteria), {one.id: one.slug for one in markets})


@dataclass(frozen=True)
class GroupText:
    """Some lines as one text to paste, and how many lines were the office's own affair."""

    lines: Sequence[GroupLine]
    left_out: int

    @property
    def link(self) -> str:
        """Return where the text leads: to the one thing, or to everybody's own home."""
        return self.lines[0].href if len(self.lines) == 1 else absolute_address("reports.home")

    @property
    def text(self) -> str:
        """Return what to paste: one line with its link, or all of them by their clock."""
        if len(self.lines) == 1:
            return f"{self.lines[0].text}\n{self.link}"
        head = ngettext(
            "%(num)d thing to do this week (%(day)s)",
            "%(num)d things to do this week (%(day)s)",
            len(self.lines),
            day=date_words(clock.today()),
        )
        parts = [head]
        for shelf in Shelf:
            of_shelf = [one.text for one in self.lines if one.shelf is shelf]
            if of_shelf:
                told = (f"{number}. {text}" for number, text in enumerate(of_shelf, 1))
                parts += ["", str(shelf.label), *told]
        return "\n".join([*parts, "", _("Do it here: %(href)s", href=self.link)])


def group_text(
    viewer: Viewer, criteria: WeekCriteria, markets: Sequence[Market], thing: str
) -> GroupText:
    """Return a week, or one thing of it, as a group of merchants may read it."""
    found = queries.week(viewer, criteria, queries.LONGEST)
    slugs = {one.id: one.slug for one in markets}
    lines = [one for one in found.lines if thing in {"", f"{one.kind}-{one.thing_id}"}]
    if not thing and criteria.shelf is None:
        lines = [one for one in lines if one.shelf != Shelf.LATER]
    held = leasing.current_lets({one.brand_id for one in lines if one.brand_id})
    stalls = {brand_id: stall_words(lets) for brand_id, lets in held.items()}
    told = [for_group(one, slugs, stalls) for one in lines]
    kept = [one for one in told if one]
    return GroupText(merged(kept), len(told) - len(kept))


def stall_words(lets: Sequence[Let]) -> str:
    """Return by which stalls a group knows a brand: one or two by number, more by the first."""
    numbers = [one.stall.number for one in lets]
    if len(numbers) <= FEW_STALLS:
        return " ".join(numbers)
    return _("%(first)s (%(num)d stalls)", first=numbers[0], num=len(numbers))


def merged(lines: Sequence[GroupLine]) -> list[GroupLine]:
    """Return the lines with those that read the same as one, with how often it is so."""
    often = Counter((one.shelf, one.text) for one in lines)
    first = {(one.shelf, one.text): one for one in reversed(lines)}
    return [told_often(first[key], times) for key, times in often.items()]


def told_often(line: GroupLine, times: int) -> GroupLine:
    """Return a line that stands for several, with how often it is so."""
    if times == 1:
        return line
    return replace(line, words=_("%(words)s (%(num)d times)", words=line.words, num=times))
