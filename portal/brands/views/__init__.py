"""Pages of brands: writing the profile, deciding on it, and whether outsiders see it."""

from portal.brands.views import deciding, pictures, queue, showing, terms, writing
from portal.brands.views.blueprint import bp

__all__ = ["bp", "deciding", "pictures", "queue", "showing", "terms", "writing"]
