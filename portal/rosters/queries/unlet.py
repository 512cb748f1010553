"""What rosters say of stalls and no let says yet: the lets that an office has to complete."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.brands.models import Brand, BrandState
from portal.core import clock
from portal.core.db import db
from portal.core.paging import Page
from portal.leasing.models import Let
from portal.markets.models import Floor, Stall, StallState
from portal.rosters.models import RosterEntry
from portal.rosters.queries.known import stalls_in
from portal.rosters.queries.pieces import parts

PAGE_SIZE = 50


@dataclass(frozen=True)
class ToLet:
    """A stall on which a table puts a brand, and what stands in the way of letting it."""

    brand: Brand
    number: str
    stall: Stall | None
    """None where the market has no such stall, or several."""
    possible: Sequence[Stall]
    """The stalls of that number in several halls, when no hall is named."""
    holder: Let | None
    """Whoever else has it, today or from a later day."""
    ends_on: str
    """The end of the lease as the table says it: a day, `open`, own words, or nothing."""
    rent: str

    @property
    def is_free(self) -> bool:
        """Say whether it can be let at once."""
        return (
            self.stall is not None
            and self.holder is None
            and self.stall.state is StallState.AVAILABLE
        )


def to_let(market_id: int) -> list[ToLet]:
    """Return the lets that tables speak of and that nobody has made: what can be let comes first.

    A fixed number of questions for every five hundred merchants.
    """
    query = select(RosterEntry.brand_id, RosterEntry.facts).where(
        RosterEntry.market_id == market_id, RosterEntry.brand_id.is_not(None)
    )
    told = [
        (brand_id, number, facts)
        for brand_id, facts in db.session.execute(query)
        for number in stalls_in(facts)
    ]
    brands = brands_here(market_id, {brand_id for brand_id, _, _ in told})
    stalls = stalls_called(market_id, {number for _, number, _ in told})
    lets = lets_of([one.id for called in stalls.values() for one in called])
    found = []
    for brand_id, number, facts in told:
        called = stalls[number]
        stall = called[0] if len(called) == 1 else None
        held = lets.get(stall.id, []) if stall else []
        if brand_id in brands and all(one.brand_id != brand_id for one in held):
            said = facts.get("lease_end", ""), facts.get("rent", "")
            several, holder = called if len(called) > 1 else (), next(iter(held), None)
            found.append(ToLet(brands[brand_id], number, stall, several, holder, *said))
    return sorted(found, key=lambda one: (not one.is_free, one.number, one.brand.id))


def brands_here(market_id: int, numbers: Collection[int]) -> dict[int, Brand]:
    """Return these brands as far as the market still has them, by number."""
    return {
        one.id: one
        for some in parts(sorted(numbers))
        for one in db.session.scalars(
            select(Brand).where(
                Brand.id.in_(some),
                Brand.market_id == market_id,
                Brand.state != BrandState.WITHDRAWN,
            )
        )
    }


def stalls_called(market_id: int, texts: Collection[str]) -> dict[str, list[Stall]]:
    """Return the standing stalls with their floors that are kept so: 2F-A8, 一号楼 2F-A8."""
    whole = select(Stall).options(joinedload(Stall.floor).joinedload(Floor.hall))
    standing: dict[str, list[Stall]] = defaultdict(list)
    for some in pieces(sorted({text.rpartition(" ")[2] for text in texts})):
        query = whole.where(
            Stall.market_id == market_id,
            Stall.number.in_(some),
            Stall.state != StallState.WITHDRAWN,
        )
        for one in db.session.scalars(query.order_by(Stall.id)):
            standing[one.number].append(one)
    found = {}
    for text in texts:
        hall, _, number = text.rpartition(" ")
        here = standing.get(number, [])
        found[text] = [one for one in here if hall in {"", one.floor.hall.name_zh}]
    return found


def lets_of(stall_ids: Collection[int]) -> dict[int, list[Let]]:
    """Return who has these stalls today or from a later day, by the stall's number."""
    found: dict[int, list[Let]] = {}
    for some in parts(sorted(stall_ids)):
        query = (
            select(Let)
            .options(joinedload(Let.brand))
            .where(
                Let.stall_id.in_(some), Let.called_off_at.is_(None), Let.ends_on >= clock.today()
            )
        )
        for one in db.session.scalars(query.order_by(Let.starts_on)):
            found.setdefault(one.stall_id, []).append(one)
    return found


def pieces(texts: Sequence[str]) -> Sequence[Any]:
    """Return a long list of texts in pieces that fit in a query."""
    return list(parts(texts))  # type: ignore[arg-type]


def page_of(lines: Sequence[ToLet], number: int) -> Page[ToLet]:
    """Return one page of the list."""
    number = min(number, max(1, -(-len(lines) // PAGE_SIZE)))
    shown = lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Page(items=shown, number=number, size=PAGE_SIZE, total=len(lines))
