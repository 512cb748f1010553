"""Where the pages of flags hang."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from portal.core.web import see_other
from portal.flags.models import Flag

bp = Blueprint("flags", __name__)


def to(flag: Flag) -> ResponseReturnValue:
    """Answer a finished POST with the flag's page."""
    return see_other(url_for("flags.show", flag_id=flag.id))
