"""The verbs of a connection."""

from portal.brands.registry import Change
from portal.connections import queries
from portal.connections.actions.answering import accept, arrange, ask_back, decline, revoke
from portal.connections.actions.asking import ask, refuse, reply, reveal, take, withdraw
from portal.connections.actions.clocks import watch_clocks
from portal.connections.actions.inviting import Invited, Offer, call_off, invite

__all__ = [
    "Invited",
    "Offer",
    "accept",
    "arrange",
    "ask",
    "ask_back",
    "brand_arrives",
    "call_off",
    "decline",
    "invite",
    "refuse",
    "reply",
    "reveal",
    "revoke",
    "take",
    "watch_clocks",
    "withdraw",
]


def brand_arrives(change: Change) -> None:
    """Listen to brands: what is open or waits comes along to a new market."""
    for connection in queries.open_of_brand(change.brand.id):
        connection.market_id = change.new.id
