"""Flags as a table to take away: without whoever raised them."""

from collections.abc import Iterable, Iterator

from portal.brands.fields import BY_NAME
from portal.core.cells import day_cell
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import plain
from portal.flags.models import Flag

HEAD = (
    _l("Number"),
    _l("Brand"),
    _l("What is not right"),
    _l("Where on the page"),
    _l("In a sentence"),
    _l("State"),
    _l("Reported on"),
    _l("Due on"),
    _l("Answered on"),
    _l("Answered by"),
    _l("Answer"),
)


def lines(flags: Iterable[Flag]) -> Iterator[list[object]]:
    """Yield a line per flag."""
    for one in flags:
        yield [
            one.id,
            plain(one.brand, "name"),
            str(one.kind.label),
            field_name(one),
            one.words,
            str(one.state.label),
            day_cell(one.created_at),
            day_cell(one.due_at) if one.is_pending else "",
            day_cell(one.answered_at),
            one.answered_by_name,
            one.answer,
        ]


def field_name(flag: Flag) -> str:
    """Return which field a flag is about, in words; nothing for the page as a whole."""
    known = BY_NAME.get(flag.field)
    return str(known.label) if known else ""
