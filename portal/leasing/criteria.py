"""What is asked of the lists of stalls and lets, and of a plan: read from the address. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.core import row_numbers
from portal.core.contact import clean_text
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import page_number
from portal.core.workflow import LabelledState

LONGEST = 60
YEARS = range(1990, 2101)


class StallOrder(StrEnum):
    """How the list of stalls is ordered."""

    NUMBER = "number"
    AREA = "area"
    END = "end"


STALL_ORDERS: Mapping[StallOrder, object] = {
    StallOrder.NUMBER: _l("By number"),
    StallOrder.AREA: _l("Largest first"),
    StallOrder.END: _l("Ending soonest"),
}


class LetOrder(StrEnum):
    """How the list of lets is ordered."""

    END = "end"
    NEWEST = "newest"
    RENT = "rent"


LET_ORDERS: Mapping[LetOrder, object] = {
    LetOrder.END: _l("By last day"),
    LetOrder.NEWEST: _l("Started most recently"),
    LetOrder.RENT: _l("Highest rent first"),
}


class Shelf(LabelledState):
    """The lists of lets."""

    RUNNING = "running", _l("Running")
    ENDING = "ending", _l("Ending within 60 days")
    UPCOMING = "upcoming", _l("Not begun yet")
    ENDED = "ended", _l("Ended")
    ALL = "all", _l("All")


class Colour(LabelledState):
    """What the colours of a plan tell."""

    STATE = "state", _l("State")
    CATEGORY = "category", _l("Category")
    STAGE = "stage", _l("Stage")


@dataclass(frozen=True)
class StallCriteria:
    """A question to a market's list of stalls; no state asks for all that stand."""

    query: str = ""
    hall: int | None = None
    floor: int | None = None
    state: str = ""
    order: StallOrder = StallOrder.NUMBER
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Say whether any filter is set."""
        return bool(self.query or self.hall or self.floor or self.state)


class CostOrder(StrEnum):
    """How the costs of concessions are ordered."""

    TOTAL = "total"
    BRAND = "brand"


COST_ORDERS: Mapping[CostOrder, object] = {
    CostOrder.TOTAL: _l("Most first"),
    CostOrder.BRAND: _l("By brand"),
}


@dataclass(frozen=True)
class CostCriteria:
    """A question to the costs of concessions: both days inclusive, no programme asks for all."""

    since: date
    until: date
    programme: int | None = None
    graduates: bool = False
    query: str = ""
    order: CostOrder = CostOrder.TOTAL

    @property
    def arguments(self) -> dict[str, str | int | None]:
        """Return the filters as an address carries them."""
        return {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "programme": self.programme,
            "graduates": "1" if self.graduates else None,
            "q": self.query or None,
            "order": self.order.value,
        }


@dataclass(frozen=True)
class LetCriteria:
    """A question to a market's list of lets."""

    shelf: Shelf = Shelf.RUNNING
    query: str = ""
    order: LetOrder = LetOrder.END
    page: int = 1


def read_stalls(arguments: Mapping[str, str], states: frozenset[str]) -> StallCriteria:
    """Return what an address asks of the list; what nobody knows is left out."""
    state, order = arguments.get("state", ""), arguments.get("order", "")
    return StallCriteria(
        query=text_in(arguments),
        hall=row_numbers.read(arguments.get("hall", "")),
        floor=row_numbers.read(arguments.get("floor", "")),
        state=state if state in states else "",
        order=StallOrder(order) if order in set(StallOrder) else StallOrder.NUMBER,
        page=page_number(arguments.get("page")),
    )


def read_lets(arguments: Mapping[str, str]) -> LetCriteria:
    """Return what an address asks of the list; what nobody knows is left out."""
    shelf, order = arguments.get("shelf", ""), arguments.get("order", "")
    return LetCriteria(
        shelf=next((one for one in Shelf if one.value == shelf), Shelf.RUNNING),
        query=text_in(arguments),
        order=LetOrder(order) if order in set(LetOrder) else LetOrder.END,
        page=page_number(arguments.get("page")),
    )


def read_costs(arguments: Mapping[str, str], today: date) -> CostCriteria:
    """Return what an address asks of the costs: this year's without a day."""
    order = arguments.get("order", "")
    since = day_in(arguments.get("since", ""), today.replace(month=1, day=1))
    return CostCriteria(
        since=since,
        until=max(since, day_in(arguments.get("until", ""), today)),
        programme=row_numbers.read(arguments.get("programme", "")),
        graduates=arguments.get("graduates") == "1",
        query=text_in(arguments),
        order=CostOrder(order) if order in set(CostOrder) else CostOrder.TOTAL,
    )


def day_in(text: str, usual: date) -> date:
    """Return the day that is written there, the usual one when there is none of ours."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return usual
    return found if found.year in YEARS else usual


def read_colour(arguments: Mapping[str, str], usual: Colour) -> Colour:
    """Return what the colours of a plan shall tell."""
    asked = arguments.get("colour", "")
    return next((one for one in Colour if one.value == asked), usual)


def text_in(arguments: Mapping[str, str]) -> str:
    """Return what is searched for."""
    return clean_text(arguments.get("q", "")).strip()[:LONGEST]
