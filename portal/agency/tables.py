"""A market's enquiries as a table to take away. What was said stays in the threads."""

from collections.abc import Iterable, Iterator

from portal.agency.models import Enquiry
from portal.core.cells import day_cell
from portal.core.i18n import joined, language, plain
from portal.core.i18n import lazy_gettext as _l
from portal.reference import queries as reference

HEAD = (
    _l("Enquiry number"),
    _l("Brand"),
    _l("Agent"),
    _l("Regions"),
    _l("Channel"),
    _l("Pieces a month"),
    _l("Asked on"),
    _l("First answered on"),
    _l("State"),
    _l("Why it came to nothing"),
    _l("Came to terms, as the agent says"),
    _l("Came to terms, as the brand says"),
)


def lines(enquiries: Iterable[Enquiry]) -> Iterator[list[object]]:
    """Yield a line per enquiry."""
    for enquiry in enquiries:
        regions = [reference.full_region_name(one, language()) for one in enquiry.regions]
        yield [
            enquiry.id,
            plain(enquiry.brand, "name"),
            plain(enquiry.agent, "name"),
            joined(regions),
            reference.term("channel", enquiry.channel).label(language()),
            enquiry.pieces_per_month,
            day_cell(enquiry.created_at),
            day_cell(enquiry.first_answered_at),
            enquiry.state.label,
            reference.term("lost_reason", enquiry.close_reason).label(language())
            if enquiry.close_reason
            else "",
            day_cell(enquiry.agent_agreed_at),
            day_cell(enquiry.brand_agreed_at),
        ]
