"""Pages of papers: a brand's shelf, one paper, a market's list and its rules."""

from portal.papers.views import market, requirements, shelf
from portal.papers.views.blueprint import bp

__all__ = ["bp", "market", "requirements", "shelf"]
