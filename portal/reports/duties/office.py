"""What waits for a market's office and for the platform's staff: the lines of their week."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import escape

from portal.core import clock
from portal.core.i18n import age, date_words, ngettext
from portal.core.i18n import gettext as _
from portal.core.requests import absolute_address
from portal.core.week import Shelf
from portal.reports.duties.kinds import KINDS
from portal.reports.duties.lines import Duty
from portal.reports.queries import Line

TONES = {Shelf.LATE: "danger", Shelf.TODAY: "waiting", Shelf.WEEK: "waiting", Shelf.LATER: "quiet"}
AHEAD = frozenset({"booking", "interview"})
"""Kinds whose moment is an appointment, not the beginning of a wait."""


@dataclass(frozen=True)
class GroupLine:
    """A line as a group of merchants reads it: where, who, what, and where to do it."""

    shelf: Shelf
    name: str
    words: str
    href: str

    @property
    def text(self) -> str:
        """Return the line in one."""
        return self.name + _(": ") + self.words if self.name else self.words


def as_duty(line: Line, markets: Mapping[int, str]) -> Duty:
    """Return a line of a week as a home shows it; `markets` are slugs by number."""
    kind, shelf = KINDS[line.kind], Shelf(line.shelf)
    return Duty(
        title=kind.says(kind.title, line),
        text=kind.says(kind.text, line),
        button=str(kind.button),
        href=kind.href(line, markets.get(line.market_id, "")),
        since=None if line.kind in AHEAD else line.since,
        tone="quiet" if kind.is_quiet else TONES[shelf],
        clock=clock_words(line),
        thing=f"{line.kind}-{line.thing_id}" if kind.group else "",
    )


def clock_words(line: Line) -> str:
    """Return what a line's clock says, in words."""
    if line.due_on is not None:
        return day_words(line)
    if line.since is None or line.kind in AHEAD:
        return ""
    return _("waiting for %(age)s", age=age(line.since))


def day_words(line: Line) -> str:
    """Return how far off the day is on which a line is due."""
    days = (line.due_on - clock.today()).days
    if days < 0:
        return ngettext("%(num)d day late", "%(num)d days late", -days)
    if days == 0:
        return _("due today")
    return _("due on %(day)s", day=date_words(line.due_on))


def for_group(
    line: Line, markets: Mapping[int, str], stalls: Mapping[int, str]
) -> GroupLine | None:
    """Return a line as a group of merchants may read it; None for the office's own affairs.

    `markets` are slugs by number, `stalls` the numbers of a brand's stalls by the brand's.
    """
    kind = KINDS[line.kind]
    if kind.group is None:
        return None
    told = escape(kind.says(kind.group, line)).striptags()
    says_when = line.due_on and not (kind.names_day and line.due_on > clock.today())
    words = _("%(what)s, %(when)s", what=told, when=day_words(line)) if says_when else told
    place = kind.place(line, markets.get(line.market_id, ""))
    return GroupLine(
        shelf=Shelf(line.shelf),
        name=" ".join(part for part in (stalls.get(line.brand_id), name_of(line)) if part),
        words=words,
        href=absolute_address(kind.endpoint, **place),
    )


def name_of(line: Line) -> str:
    """Return the brand's name as a group knows it, the Chinese one; nothing for a whole market."""
    return str(line.name_zh or line.name_en) if line.brand_id else ""
