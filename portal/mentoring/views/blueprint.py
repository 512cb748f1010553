"""The blueprint that the pages hang on, and their common addresses."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from portal.core.web import see_other
from portal.mentoring.models import Booking

bp = Blueprint("mentoring", __name__)
HOUSE = "/markets/<string:market>"
SERVICE = f"{HOUSE}/services/<int:service_id>"
BOOKING = f"{HOUSE}/bookings/<int:booking_id>"
BRAND = f"{HOUSE}/brands/<string:brand>/sessions"


def to_booking(booking: Booking) -> ResponseReturnValue:
    """Return to the page of a booking."""
    market = booking.market.slug
    return see_other(url_for("mentoring.booking", market=market, booking_id=booking.id))
