"""Connections as a table to take away. What was said stays on their pages."""

from collections.abc import Iterable, Iterator

from portal.connections.models import Connection
from portal.core.cells import day_cell
from portal.core.i18n import comma, language, plain
from portal.core.i18n import lazy_gettext as _l
from portal.reference import queries as reference

HEAD = (
    _l("Connection number"),
    _l("Brand"),
    _l("Agent"),
    _l("State"),
    _l("Begun on"),
    _l("Answer by"),
    _l("Open from"),
    _l("Open until"),
    _l("Granted by"),
    _l("Closed on"),
    _l("Reason"),
    _l("Regions"),
    _l("Channels"),
    _l("Contact looked at"),
)


def lines(connections: Iterable[Connection]) -> Iterator[list[object]]:
    """Yield a line per connection."""
    for one in connections:
        regions = [reference.full_region_name(code, language()) for code in one.regions]
        channels = [reference.term("channel", code).label(language()) for code in one.channels]
        yield [
            one.id,
            plain(one.brand, "name"),
            plain(one.agent, "name"),
            one.standing.label,
            day_cell(one.created_at),
            day_cell(one.answer_by),
            day_cell(one.begins_on),
            day_cell(one.ends_on),
            one.granted_by_name,
            day_cell(one.closed_at),
            reason(one),
            comma().join(regions),
            comma().join(channels),
            one.reveals,
        ]


def reason(connection: Connection) -> str:
    """Return why it was declined or revoked, in words."""
    if connection.reason:
        return reference.term("lost_reason", connection.reason).label(language())
    return connection.words
