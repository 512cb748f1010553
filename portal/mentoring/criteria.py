"""What is asked of the lists of bookings: read from the address. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from portal.core.contact import clean_text
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import page_number
from portal.core.workflow import LabelledState
from portal.mentoring.models import ServiceKind

LONGEST = 60
YEARS = range(2000, 2100)


class Shelf(LabelledState):
    """The lists of bookings."""

    COMING = "coming", _l("Coming")
    OPEN = "open", _l("To be recorded")
    HELD = "held", _l("Held")
    MISSED = "missed", _l("Not held")
    CANCELLED = "cancelled", _l("Cancelled")
    ALL = "all", _l("All")


class BookingOrder(StrEnum):
    """How the list of bookings is ordered."""

    FIRST = "first"
    LAST = "last"
    BRAND = "brand"


BOOKING_ORDERS: Mapping[BookingOrder, object] = {
    BookingOrder.FIRST: _l("Earliest first"),
    BookingOrder.LAST: _l("Latest first"),
    BookingOrder.BRAND: _l("By brand"),
}


@dataclass(frozen=True)
class BookingCriteria:
    """A question to a market's list of bookings; no kind asks for all."""

    shelf: Shelf = Shelf.COMING
    kind: ServiceKind | None = None
    query: str = ""
    order: BookingOrder = BookingOrder.FIRST
    page: int = 1

    def arguments(self) -> dict[str, Any]:
        """Return what the address of the list says, but for its page."""
        kind = self.kind.value if self.kind else None
        return {"shelf": self.shelf, "kind": kind, "q": self.query or None, "order": self.order}


def read_bookings(arguments: Mapping[str, str]) -> BookingCriteria:
    """Return what an address asks of the list; what nobody knows is left out."""
    shelf, order = arguments.get("shelf", ""), arguments.get("order", "")
    return BookingCriteria(
        shelf=next((one for one in Shelf if one.value == shelf), Shelf.COMING),
        kind=read_kind(arguments),
        query=clean_text(arguments.get("q", "")).strip()[:LONGEST],
        order=BookingOrder(order) if order in set(BookingOrder) else BookingOrder.FIRST,
        page=page_number(arguments.get("page")),
    )


def read_kind(arguments: Mapping[str, str]) -> ServiceKind | None:
    """Return the kind that an address names, None for no kind of ours."""
    asked = arguments.get("kind", "")
    return next((one for one in ServiceKind if one.value == asked), None)


def read_day(text: str, usual: date) -> date:
    """Return the day that an address names, the usual one when it names none."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return usual
    return found if found.year in YEARS else usual
