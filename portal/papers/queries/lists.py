"""All papers of a market: computed from four queries, then narrowed, sorted and paged."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm.attributes import set_committed_value

from portal.brands.models import Brand, BrandState
from portal.core.db import db
from portal.core.i18n import CHINESE, language
from portal.core.paging import PAGE_SIZE, Page
from portal.markets.models import Market
from portal.papers.models import Standing
from portal.papers.queries.shelves import Line, shelves, urgency


class Sort(StrEnum):
    """How the list is ordered."""

    EXPIRY = "expiry"
    URGENT = "urgent"
    BRAND = "brand"


@dataclass(frozen=True)
class Criteria:
    """What a market's list is narrowed to."""

    kind: str = ""
    standing: str = ""
    within: int | None = None
    """Days to the end; those that ran out count too."""
    text: str = ""
    sort: Sort = Sort.EXPIRY

    @property
    def arguments(self) -> dict[str, str | int]:
        """Return what the address carries; what is usual is left out."""
        every = {
            "kind": self.kind,
            "standing": self.standing,
            "within": self.within,
            "q": self.text,
            "sort": "" if self.sort is Sort.EXPIRY else self.sort.value,
        }
        return {name: value for name, value in every.items() if value not in ("", None)}


def lines_of_market(market_id: int) -> list[Line]:
    """Return every paper of a market's brands, there or missing. A brand that left has none."""
    found = shelves(brands_of(market_id, Brand.state != BrandState.WITHDRAWN))
    return [line for shelf in found.values() for line in shelf.lines]


def brands_of(market_id: int, *conditions: ColumnElement[bool]) -> Sequence[Brand]:
    """Return brands of a market, each with that market: it is read once, and not beside each."""
    market = db.session.get_one(Market, market_id)
    query = select(Brand).where(Brand.market_id == market_id, *conditions).order_by(Brand.id)
    found = db.session.scalars(query).all()
    for brand in found:
        set_committed_value(brand, "market", market)
    return found


def pauses(market_id: int) -> list[tuple[Brand, date | None]]:
    """Return from when on each brand of a market is paused, by what is known today."""
    found = shelves(brands_of(market_id))
    return [(one.brand, one.paused_from) for one in found.values()]


def fits(line: Line, criteria: Criteria) -> bool:
    """Say whether a paper is among those asked for."""
    left = line.days_left
    soon = criteria.within is None or (left is not None and left <= criteria.within)
    named = (line.brand.name_zh, line.brand.name_en.lower(), line.brand.pinyin, pressed(line))
    text = criteria.text.lower()
    return (
        soon
        and criteria.kind in ("", line.kind.code)
        and criteria.standing in ("", line.standing.value)
        and (not text or any(text in name for name in named))
    )


def pressed(line: Line) -> str:
    """Return a brand's pinyin without its spaces, as people type it."""
    return line.brand.pinyin.replace(" ", "")


def listed(lines: Sequence[Line], criteria: Criteria) -> list[Line]:
    """Return the papers asked for, in the order asked for."""
    found = [line for line in lines if fits(line, criteria)]
    chinese = language() == CHINESE
    names = {
        line.brand.id: line.brand.pinyin if chinese else line.brand.name_en.lower()
        for line in found
    }
    if criteria.sort is Sort.BRAND:
        return sorted(found, key=lambda line: (names[line.brand.id], line.brand.id, line.code))
    if criteria.sort is Sort.URGENT:
        return sorted(found, key=lambda line: (urgency(line), line.brand.id))
    return sorted(found, key=lambda line: (line.facts.end, urgency(line), line.brand.id, line.code))


def page_of(lines: Sequence[Line], number: int) -> Page[Line]:
    """Return one page of a list."""
    last = max(1, -(-len(lines) // PAGE_SIZE))
    number = min(number, last)
    shown = lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Page(items=shown, number=number, size=PAGE_SIZE, total=len(lines))


def counts(lines: Sequence[Line]) -> Counter[Standing]:
    """Return how many papers stand how."""
    return Counter(line.standing for line in lines)


def named_lines(lines: Sequence[Line], ticked: Collection[str]) -> list[Line]:
    """Return the papers that were ticked: `12:licence`, the brand's number and the paper's."""
    return [line for line in lines if f"{line.brand.id}:{line.code}" in ticked]
