"""Whether somebody is connected, asked once a request however many brands a page shows."""

from flask import g, has_request_context

from portal.access.policy import Person
from portal.agents import queries as agents
from portal.brands.registry import OfBrand
from portal.connections import queries


def is_connected(person: Person, brand: OfBrand) -> bool:
    """Say whether one of the person's verified companies reads the brand's exact terms now."""
    companies = agents.verified_companies(person)
    return bool(companies) and brand.brand_id in open_brands(companies)


def open_brands(companies: frozenset[int]) -> frozenset[int]:
    """Return what `queries.open_brands` says, kept for the length of a request."""
    if not has_request_context():
        return queries.open_brands(companies)
    known: dict[frozenset[int], frozenset[int]] = g.setdefault("open_brands", {})
    if companies not in known:
        known[companies] = queries.open_brands(companies)
    return known[companies]
