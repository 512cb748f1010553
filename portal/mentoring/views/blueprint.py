"""The blueprint that the pages hang on, and their common addresses."""

from flask import Blueprint

bp = Blueprint("mentoring", __name__)
HOUSE = "/markets/<string:market>"
SERVICE = f"{HOUSE}/services/<int:service_id>"
BOOKING = f"{HOUSE}/bookings/<int:booking_id>"
BRAND = f"{HOUSE}/brands/<string:brand>/sessions"
