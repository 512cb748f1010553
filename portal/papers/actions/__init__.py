"""The verbs of papers: handing in, deciding, requiring, reminding, telling of a trademark."""

from portal.papers.actions.deciding import (
    doubt_renewal,
    return_with_request,
    verify,
    withdraw,
)
from portal.papers.actions.handing_in import NO_SCAN, show_renewal, snooze, upload
from portal.papers.actions.keeping import brand_arrives, brand_changed, refresh_market
from portal.papers.actions.reminding import ask_again, watch_clocks
from portal.papers.actions.requiring import lift, require
from portal.papers.actions.trademarks import tell_step
from portal.papers.rules import Written

__all__ = [
    "NO_SCAN",
    "Written",
    "ask_again",
    "brand_arrives",
    "brand_changed",
    "doubt_renewal",
    "lift",
    "refresh_market",
    "require",
    "return_with_request",
    "show_renewal",
    "snooze",
    "tell_step",
    "upload",
    "verify",
    "watch_clocks",
    "withdraw",
]
