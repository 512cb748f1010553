"""Pages of mentors, shared services and bookings."""

from portal.mentoring.views import bookings, choosing, services
from portal.mentoring.views.blueprint import bp

__all__ = ["bookings", "bp", "choosing", "services"]
