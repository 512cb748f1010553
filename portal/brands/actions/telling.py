"""Whom a brand's deeds are told, and how messages name it."""

from collections.abc import Sequence
from typing import Any

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.brands.models import Brand, Revision
from portal.notices import actions as notices


def tell(brand: Brand, kind: str, people: Sequence[int], **params: str) -> None:
    """Leave people a message about a brand whose button leads to its profile."""
    notices.send(kind, people, arguments=address(brand), brand=name(brand), **params)


def owners_of(brand: Brand) -> list[int]:
    return accounts.member_ids(Role.OWNER, brand_id=brand.id)


def people_of(brand: Brand, *, but: audit.Actor) -> list[int]:
    """Return the owners and the office's managers, without whoever did it."""
    people = [*owners_of(brand), *accounts.member_ids(Role.MANAGER, market_id=brand.market_id)]
    return [person for person in people if person != but.id]


def name(thing: Brand | Revision) -> dict[str, str]:
    """Return a name as messages take it."""
    return {"zh": thing.name_zh, "en": thing.name_en}


def address(brand: Brand) -> dict[str, Any]:
    """Return what the address of its profile takes."""
    return {"market": brand.market.slug, "brand": brand.slug}
