"""Pages of intakes and leads."""

from portal.intakes.views import intakes, leads
from portal.intakes.views.blueprint import bp

__all__ = ["bp", "intakes", "leads"]
