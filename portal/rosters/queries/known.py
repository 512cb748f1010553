"""All that is known of a market's merchants, in a few queries however many they are."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from portal.brands.models import Brand, BrandState, Company, Revision
from portal.core.db import db
from portal.markets.models import Floor, Hall, Stall, StallState
from portal.rosters.models import RosterEntry
from portal.rosters.queries.pieces import parts
from portal.rosters.reading.lines import key_of
from portal.rosters.reading.places import Halls
from portal.rosters.registry import Standing, Target
from portal.rosters.rules import Merchant

OF_BRANDS = frozenset({"brand", "brand_en", "category"})


@dataclass(frozen=True)
class Stock:
    """Everything known of a market's merchants, as light as can be."""

    companies: Mapping[int, Any]
    brands: Mapping[int, Any]
    entries: Mapping[tuple[int, int | None], Mapping[str, str]]
    categories: Mapping[int, str]


def stock(market_id: int) -> Stock:
    """Return what is known of a market's merchants: four queries, however many."""
    companies = select(
        Company.id,
        Company.legal_name,
        Company.credit_code,
        Company.contact_name,
        Company.contact_mobile,
    ).where(Company.market_id == market_id)
    brands = select(Brand.id, Brand.company_id, Brand.name_zh, Brand.name_en, Brand.state).where(
        Brand.market_id == market_id
    )
    entries = select(RosterEntry.company_id, RosterEntry.brand_id, RosterEntry.facts).where(
        RosterEntry.market_id == market_id
    )
    return Stock(
        {one.id: one for one in db.session.execute(companies)},
        {one.id: one for one in db.session.execute(brands.order_by(Brand.id))},
        {(company, brand): facts for company, brand, facts in db.session.execute(entries)},
        categories(Brand.market_id == market_id),
    )


def categories(*where: ColumnElement[bool]) -> dict[int, str]:
    """Return the category that the newest profile of each brand names."""
    query = select(Revision.brand_id, Revision.category).join(Revision.brand).where(*where)
    return dict(db.session.execute(query.order_by(Revision.brand_id, Revision.number)).all())


def merchants(found: Stock) -> Iterator[Merchant]:
    """Yield every brand, and every merchant without one, as rows name them."""
    for number, brand in found.brands.items():
        company = found.companies[brand.company_id]
        facts = found.entries.get((brand.company_id, number), {})
        names = (brand.name_zh, brand.name_en, facts.get("former", ""))
        yield Merchant(
            company.id,
            number,
            company.credit_code or "",
            tuple(dict.fromkeys(key_of(one) for one in names if one)),
            brand.name_zh,
            stalls_in(facts),
            company.contact_name,
            company.contact_mobile,
        )
    for (company_id, brand_id), facts in found.entries.items():
        if brand_id is None:
            company = found.companies[company_id]
            called = company.legal_name or company.contact_name
            yield Merchant(
                company_id,
                None,
                company.credit_code or "",
                (),
                called,
                stalls_in(facts),
                company.contact_name,
                company.contact_mobile,
            )


def halls(market_id: int) -> Halls:
    """Return a market's halls with the numbers of their standing stalls, as tables name them."""
    named: dict[str, str] = {}
    stalls: dict[str, set[str]] = defaultdict(set)
    query = select(Hall).where(Hall.market_id == market_id).order_by(Hall.position, Hall.id)
    for hall in db.session.scalars(query):
        named[hall.name_zh] = hall.name_en
    numbers = (
        select(Hall.name_zh, Stall.number)
        .join(Floor, Floor.hall_id == Hall.id)
        .join(Stall, Stall.floor_id == Floor.id)
        .where(Stall.market_id == market_id, Stall.state != StallState.WITHDRAWN)
    )
    for name, number in db.session.execute(numbers):
        stalls[name].add(number)
    return Halls(named, stalls)


def stalls_in(facts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the stalls that a roster named for a merchant."""
    return tuple(one for one in facts.get("stall", "").split("、") if one)


def company_facts(row: Any) -> dict[str, str]:
    """Return what a company's row says, by fact."""
    return {
        "company": row.legal_name,
        "credit_code": row.credit_code or "",
        "person": row.contact_name,
        "mobile": row.contact_mobile,
    }


def brand_standing(found: Stock) -> dict[Target, Standing]:
    """Return what brands and companies say; what agents have seen changes in the profile only."""
    standing: dict[Target, Standing] = {}
    for number, brand in found.brands.items():
        own = {
            "brand": brand.name_zh,
            "brand_en": brand.name_en,
            "category": found.categories.get(number, ""),
        }
        told = {name: text for name, text in own.items() if text}
        locked = frozenset() if brand.state is BrandState.UNPUBLISHED else OF_BRANDS
        facts = company_facts(found.companies[brand.company_id])
        standing[brand.company_id, number] = Standing(told | facts, locked)
    for company_id, brand_id in found.entries:
        if brand_id is None:
            standing[company_id, None] = Standing(company_facts(found.companies[company_id]))
    return standing


def remembered(brand_ids: Collection[int]) -> dict[int, Mapping[str, str]]:
    """Return what rosters last said of these brands and no other record keeps, by brand."""
    found: dict[int, Mapping[str, str]] = {}
    for some in parts(sorted(brand_ids)):
        query = select(RosterEntry.brand_id, RosterEntry.facts).where(
            RosterEntry.brand_id.in_(some)
        )
        found |= {number: facts for number, facts in db.session.execute(query) if number}
    return found


def category_of(brand_ids: Collection[int]) -> dict[int, str]:
    """Return the category of the newest profile of these brands."""
    found: dict[int, str] = {}
    for some in parts(sorted(brand_ids)):
        found |= categories(Revision.brand_id.in_(some))
    return found
