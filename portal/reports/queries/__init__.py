"""Reading across the domains."""

from portal.reports.queries.cohorts import MarketCohort, Reader, cohort, cohorts, readers
from portal.reports.queries.houses import (
    LINES,
    BrandFile,
    Figures,
    Places,
    brand_file,
    brand_page,
    brand_rows,
    figures,
    listed_and_visible,
    market,
    market_page,
    newest_revisions,
    open_markets,
    places,
    platform,
    stored_names,
)
from portal.reports.queries.replies import matters, merchants
from portal.reports.queries.week import LONGEST, Line, Week, office_people, week

__all__ = [
    "LINES",
    "LONGEST",
    "BrandFile",
    "Figures",
    "Line",
    "MarketCohort",
    "Places",
    "Reader",
    "Week",
    "brand_file",
    "brand_page",
    "brand_rows",
    "cohort",
    "cohorts",
    "figures",
    "listed_and_visible",
    "market",
    "market_page",
    "matters",
    "merchants",
    "newest_revisions",
    "office_people",
    "open_markets",
    "places",
    "platform",
    "readers",
    "stored_names",
    "week",
]
