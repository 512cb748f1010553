"""A brand goes to another market: its company, people and address come along."""

from sqlalchemy import inspect

from portal.accounts import memberships
from portal.brands import queries, registry
from portal.brands.models import Company
from portal.brands.registry import Change
from portal.core.db import db


def change_market(change: Change) -> None:
    """Put a brand, and all that is its own, under another market; its address stays.

    What tied it to the old market is ended first, by whoever keeps it. The company comes along,
    or a copy of it when other brands of the company stay.
    """
    registry.leaves(change)
    brand = change.brand
    if queries.is_alone(brand):
        brand.company.market_id = change.new.id
    else:
        brand.company = copy_of(brand.company, change.new.id)
    brand.market = change.new
    memberships.change_market(brand.id, change.new.id)
    db.session.flush()
    registry.arrives(change)
    registry.changed(brand)


def copy_of(company: Company, market_id: int) -> Company:
    """Return the same company as another market knows it."""
    own = {"id", "created_at", "version", "market_id"}
    columns = [one.key for one in inspect(Company).column_attrs if one.key not in own]
    return Company(market_id=market_id, **{name: getattr(company, name) for name in columns})
