"""What is asked of the lists of reports: read from the address. Pure."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from portal.audit.verbs import VERBS
from portal.brands.models import BrandState
from portal.core import clock
from portal.core.contact import clean_text
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import page_number
from portal.core.week import Shelf

LONGEST = 60
PERSON = re.compile(r"[1-9][0-9]{0,8}")


class BrandOrder(StrEnum):
    """How a market's list of brands is ordered."""

    NAME = "name"
    NEWEST = "newest"


ORDER_NAMES: Mapping[BrandOrder, object] = {
    BrandOrder.NAME: _l("By name"),
    BrandOrder.NEWEST: _l("Newest first"),
}


@dataclass(frozen=True)
class BrandCriteria:
    """A question to a market's list of brands."""

    query: str = ""
    state: BrandState | None = None
    order: BrandOrder = BrandOrder.NAME
    page: int = 1


def read_brands(arguments: Mapping[str, str]) -> BrandCriteria:
    """Return what an address asks of the list; what nobody knows is left out."""
    state, order = arguments.get("state", ""), arguments.get("order", "")
    return BrandCriteria(
        query=clean_text(arguments.get("q", "")).strip()[:LONGEST],
        state=next((one for one in BrandState if one.value == state), None),
        order=BrandOrder(order) if order in set(BrandOrder) else BrandOrder.NAME,
        page=page_number(arguments.get("page")),
    )


EVERYBODY = "all"


@dataclass(frozen=True)
class WeekCriteria:
    """A question to an office's week."""

    kind: str = ""
    shelf: Shelf | None = None
    who: str = ""
    """Whose tasks: a person's number, `EVERYBODY`, or one's own and nobody's in particular."""
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Say whether one list is asked for, not the whole week at a glance."""
        return bool(self.kind) or self.shelf is not None

    @property
    def arguments(self) -> dict[str, str | None]:
        """Return what an address must say to ask the same."""
        shelf = self.shelf.name.lower() if self.shelf is not None else None
        return {"kind": self.kind or None, "when": shelf, "who": self.who or None}


def read_week(arguments: Mapping[str, str], kinds: Container[str]) -> WeekCriteria:
    """Return what an address asks of a week; what nobody knows is left out."""
    kind, who = arguments.get("kind", ""), arguments.get("who", "")
    return WeekCriteria(
        kind=kind if kind in kinds else "",
        shelf=Shelf.__members__.get(arguments.get("when", "").upper()),
        who=who if who == EVERYBODY or PERSON.fullmatch(who) else "",
        page=page_number(arguments.get("page")),
    )


@dataclass(frozen=True)
class TrailCriteria:
    """A question to the trail. Days are of the market's zone; `until` is the day after the last."""

    verb: str = ""
    actor: str = ""
    first: date | None = None
    last: date | None = None
    page: int = 1

    @property
    def since(self) -> datetime | None:
        """Return the first moment that counts, in UTC."""
        return midnight(self.first) if self.first else None

    @property
    def until(self) -> datetime | None:
        """Return the first moment that counts no more, in UTC."""
        return midnight(self.last + timedelta(days=1)) if self.last else None


def midnight(on: date) -> datetime:
    """Return when a day begins in the market's zone, in UTC."""
    return datetime.combine(on, time(), tzinfo=clock.SHANGHAI).astimezone(UTC)


def read_trail(arguments: Mapping[str, str]) -> TrailCriteria:
    """Return what an address asks of the trail; what nobody knows is left out."""
    verb = arguments.get("verb", "")
    return TrailCriteria(
        verb=verb if verb in VERBS else "",
        actor=clean_text(arguments.get("actor", "")).strip()[:LONGEST],
        first=read_day(arguments.get("first", "")),
        last=read_day(arguments.get("last", "")),
        page=page_number(arguments.get("page")),
    )


def read_day(text: str) -> date | None:
    """Return a day written as 2026-11-22, or None; only days that a calendar near ours has."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None  # noqa: PLR2004 -- so that adding a day never fails
