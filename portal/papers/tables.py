"""A market's papers as a table to take away: facts and days, no scans and no people's numbers."""

from collections.abc import Iterable, Iterator

from portal.core.cells import day_cell
from portal.core.i18n import language, plain
from portal.core.i18n import lazy_gettext as _l
from portal.papers.queries import Line
from portal.reference.labels import term_label

HEAD = (
    _l("Brand"),
    _l("English name"),
    _l("Paper"),
    _l("Category"),
    _l("State"),
    _l("Paper number"),
    _l("Issued on"),
    _l("Good until"),
    _l("Days left"),
    _l("Verified on"),
    _l("Consequence"),
)


def lines(found: Iterable[Line]) -> Iterator[list[object]]:
    """Yield a line per paper."""
    for line in found:
        version = line.current or line.last
        follows = line.consequence
        yield [
            line.brand.name_zh,
            line.brand.name_en,
            plain(line.kind, "name"),
            term_label("category", line.category, language()),
            str(line.standing.label),
            version.number if version and not line.kind.masked else "",
            day_cell(version.issued_on) if version else "",
            day_cell(line.expires_on),
            "" if line.days_left is None else line.days_left,
            day_cell(line.current.decided_at) if line.current else "",
            str(follows.effect.label) if follows and follows.holds else "",
        ]
