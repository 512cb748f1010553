"""Who asks. Queries decide by it what there is to see; they need not know the web."""

from typing import Any

from flask import has_request_context
from flask_login import current_user

from portal.access.permissions import Role


class TheHouse:
    """The portal itself at work, in a command or a job: it sees what the platform's staff sees."""

    id = 0
    name = ""
    held = ()
    is_authenticated = True
    verified_agent = False

    def holds(self, role: Role, **where: int | None) -> bool:
        """Say yes to the one role that is not held in any place."""
        del where
        return role is Role.STAFF

    def ids(self, role: Role) -> frozenset[int]:
        """Return no place: the portal works in none."""
        del role
        return frozenset()


def viewer() -> Any:
    """Return whoever asks: a person, a visitor, or outside a request the portal itself."""
    if not has_request_context():
        return TheHouse()
    return current_user._get_current_object()  # noqa: SLF001 -- werkzeug's own way to the real one
