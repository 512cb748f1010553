"""Pages of the directory: looking for brands, keeping them in mind, hearing of new ones."""

from portal.directory.views import audience, exact, keeping, looking, searches
from portal.directory.views.blueprint import bp

__all__ = ["audience", "bp", "exact", "keeping", "looking", "searches"]
