"""Pages of connections: asking, one connection with its deeds, the lists, invitations."""

from portal.connections.views import asking, inviting, lists, showing
from portal.connections.views.blueprint import bp

__all__ = ["asking", "bp", "inviting", "lists", "showing"]
