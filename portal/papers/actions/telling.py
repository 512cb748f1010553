"""Messages about papers, and the addresses they lead to."""

from collections.abc import Iterable
from typing import Any

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.brands.models import Brand
from portal.notices import actions as notices
from portal.papers import queries
from portal.papers.models import Paper
from portal.reference import papers as kinds


def tell(
    kind: str,
    people: Iterable[int],
    paper: Paper,
    *,
    by: audit.Actor | None = None,
    **params: object,
) -> None:
    """Leave people a message about a paper with its brand, but not whoever caused it."""
    notices.send(
        kind,
        set(people) - {by.id if by else None},
        arguments=address(paper),
        brand=both(paper.brand),
        paper=both(kinds.every()[paper.kind]),
        **params,
    )


def owners(brand_id: int) -> list[int]:
    """Return a brand's people, by number."""
    return accounts.member_ids(Role.OWNER, brand_id=brand_id)


def office(market_id: int) -> list[int]:
    """Return the people of a market's office, by number."""
    return accounts.member_ids(Role.MANAGER, market_id=market_id)


def address(paper: Paper) -> dict[str, Any]:
    """Return what the address of a paper takes."""
    return {
        "market": paper.brand.market.slug,
        "brand": paper.brand.slug,
        "slot": queries.slot_code(paper.kind, paper.category),
    }


def both(thing: Brand | kinds.Kind) -> dict[str, str]:
    """Return a name as messages take it."""
    return {"zh": thing.name_zh, "en": thing.name_en}
