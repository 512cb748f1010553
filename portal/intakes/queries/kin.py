"""Who of a market looks like whom: leads and brands, and what the rooms above know."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.brands.models import Brand
from portal.core.db import db
from portal.intakes import registry, rules
from portal.intakes.models import Lead
from portal.intakes.registry import Candidate, Kin
from portal.markets.models import Market

MOST_SHOWN = 8


def of_lead(lead: Lead, slug: str) -> Candidate:
    """Return a lead as something to compare."""
    return Candidate(
        kind="lead",
        id=lead.id or 0,
        names=tuple(name for name in (lead.brand_name, lead.name) if name),
        mobile=lead.mobile,
        state=lead.state.label if lead.state else "",
        endpoint="intakes.show_lead",
        arguments={"market": slug, "lead_id": lead.id},
    )


def leads(market_id: int, slug: str) -> Iterator[Candidate]:
    """Yield a market's leads."""
    query = select(Lead).where(Lead.market_id == market_id).order_by(Lead.id.desc())
    yield from (of_lead(one, slug) for one in db.session.scalars(query))


def brands(market_id: int, slug: str) -> Iterator[Candidate]:
    """Yield a market's brands with the code and number of their companies."""
    query = select(Brand).options(joinedload(Brand.company)).where(Brand.market_id == market_id)
    for one in db.session.scalars(query.order_by(Brand.id)):
        yield Candidate(
            kind="brand",
            id=one.id,
            names=tuple(name for name in (one.name_zh, one.name_en) if name),
            mobile=one.company.contact_mobile,
            credit_code=one.company.credit_code or "",
            state=one.state.label,
            endpoint="reports.brand",
            arguments={"market": slug, "brand": one.slug},
        )


def relatives(one: Candidate, market: Market) -> list[Kin]:
    """Return what of a market looks like `one`, the surest first: three queries."""
    others = [
        *leads(market.id, market.slug),
        *brands(market.id, market.slug),
        *registry.candidates(market.id),
    ]
    return rules.kin(one, others)[:MOST_SHOWN]


def lead_kin(lead: Lead, market: Market) -> list[Kin]:
    """Return what looks like a lead, but for the application that came of it."""
    found = relatives(of_lead(lead, market.slug), market)
    own = ("application", lead.application_id)
    return [each for each in found if (each.thing.kind, each.thing.id) != own]
