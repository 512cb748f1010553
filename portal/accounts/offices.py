"""Whom a market's office looks after beside its own people: the owners of its brands. And staff."""

from dataclasses import dataclass
from typing import Any

from flask import request

from portal.access.permissions import Role
from portal.accounts import queries, registry, rules
from portal.accounts.memberships import Place
from portal.accounts.models import Membership
from portal.accounts.people import Found
from portal.accounts.registry import NamedBrand
from portal.core.i18n import LOCALES, force_locale
from portal.core.i18n import gettext as _
from portal.markets import queries as markets

OWNERS_SHOWN = 24
SEARCH_LENGTH = 80


@dataclass(frozen=True)
class Owner:
    """An owner of one of a market's brands, as the office sees him."""

    membership: Membership
    brand: NamedBrand
    works_elsewhere: bool

    @property
    def matched(self) -> str:
        """Return everything that a search looks through."""
        user, brand = self.membership.user, self.brand
        return " ".join((user.name, user.mobile or "", brand.name_zh, brand.name_en)).lower()


def market_house(market: str) -> Place:
    """Return a market's office, for the people in it; NoResultFound for no such market."""
    found = markets.market(market)
    return Place(
        role=Role.MANAGER, market_id=found.id, name_zh=found.name_zh, name_en=found.name_en
    )


def platform_house() -> Place:
    """Return the platform, for its staff."""
    names = {}
    for spoken, locale in LOCALES.items():
        with force_locale(locale):
            names[spoken] = _("Lusong Brand Incubator")
    return Place(role=Role.STAFF, name_zh=names["zh-Hans"], name_en=names["en"])


def beside_staff(_place: Place) -> dict[str, Any]:
    """Return what the page of the platform's people shows beside them: whom they let in again."""
    return {"lets_in": True}


def owners(market_id: int) -> list[Owner]:
    """Return the owners of a market's brands, by name."""
    brands = {brand.id: brand for brand in registry.brands_of_market(market_id)}
    return [
        Owner(member, brands[member.brand_id], works_elsewhere(member, set(brands)))
        for member in queries.owners(brands)
        if member.brand_id
    ]


def works_elsewhere(member: Membership, brands: set[int]) -> bool:
    """Say whether a person is more than an owner of these brands."""
    held = [(one.role, one.brand_id) for one in member.user.memberships]
    return not rules.may_be_let_in_by_office(held, brands)


def owner_in_market(market: str, membership_id: int) -> Found[Membership]:
    """Return an owner of one of the market's brands; NoResultFound for anybody else."""
    place = market_house(market)
    return Found(place, queries.owner(membership_id, brand_numbers(place.market_id or 0)))


def brand_numbers(market_id: int) -> set[int]:
    """Return the numbers of a market's brands."""
    return {brand.id for brand in registry.brands_of_market(market_id)}


def beside(place: Place) -> dict[str, Any]:
    """Return what the page of a market's people shows beside them: the owners, searched."""
    asked = request.args.get("q", "").strip()[:SEARCH_LENGTH]
    everyone = owners(place.market_id or 0)
    found = [one for one in everyone if asked.lower() in one.matched]
    return {
        "owners": found[:OWNERS_SHOWN],
        "owners_found": len(found),
        "owners_all": len(everyone),
        "asked": asked,
    }
