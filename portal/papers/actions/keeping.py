"""Keeping what follows from papers in step: the day from which a brand's page is paused."""

from portal.brands import actions as brands
from portal.brands.models import Brand
from portal.brands.registry import Change
from portal.core.db import db
from portal.papers import queries


def brand_changed(brand: Brand) -> None:
    """Listen to brands, and work out anew from when on one is paused."""
    db.session.flush()
    brands.pause_from(brand, queries.shelf(brand).paused_from)


def brand_arrives(change: Change) -> None:
    """Listen to brands: the papers of one that changes its market are the new office's."""
    for row in queries.everything_of(change.brand.id):
        row.market_id = change.new.id
    db.session.flush()


def refresh_market(market_id: int) -> None:
    """Work out anew from when on each brand of a market is paused."""
    db.session.flush()
    for brand, day in queries.pauses(market_id):
        brands.pause_from(brand, day)
