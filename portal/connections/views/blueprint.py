"""Where the pages of connections hang."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from portal.connections.models import Connection
from portal.core.web import see_other

bp = Blueprint("connections", __name__)


def to(connection: Connection) -> ResponseReturnValue:
    """Answer a finished POST with the connection's page."""
    return see_other(url_for("connections.show", connection_id=connection.id))
