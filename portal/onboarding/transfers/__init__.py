"""Pages on which a brand goes from one market to another."""

from portal.onboarding.transfers.views import bp, lead_on

__all__ = ["bp", "lead_on"]
