"""Pages of stalls, lets, and what concessions cost."""

from portal.leasing.views import costs, places
from portal.leasing.views.blueprint import bp

__all__ = ["bp", "costs", "places"]
