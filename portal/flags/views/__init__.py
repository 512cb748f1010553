"""Pages of flags: raising one, one flag and its deeds, the lists."""

from portal.flags.views import answering, lists, raising
from portal.flags.views.blueprint import bp

__all__ = ["answering", "bp", "lists", "raising"]
