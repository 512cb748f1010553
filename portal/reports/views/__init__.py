"""Homes, the landing page, a market's page, reports, the trail, and two for machines."""

from portal.reports.views import cohorts, pages, replies
from portal.reports.views.rooms import bp

__all__ = ["bp", "cohorts", "pages", "replies"]
