"""What brings a person to the door: where he wanted to go, and why he has to come in first."""

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from portal.core.i18n import lazy_gettext as _l
from portal.core.web import local_path

REASONS = {
    "onboarding": _l("First make an account; the application comes next."),
    "agents": _l("First make an account; your company's particulars come next."),
    "agency": _l("First make an account; your message to the brand comes next."),
    "accounts": _l("First make an account; then you go on where you were."),
}
"""Why a newcomer makes an account first, by the blueprint of the page he wanted."""


def wanted() -> str | None:
    """Return the page of the portal that the visitor wanted (`?next=`), None for any other."""
    return local_path(request.args.get("next"))


def destination() -> str:
    """Return where to go after coming in: the page wanted, else one's own home."""
    return wanted() or url_for("reports.home")


def reason() -> object | None:
    """Return why a newcomer should make an account before the page he wanted."""
    path = wanted()
    blueprint = _blueprint(path.partition("?")[0]) if path else None
    return REASONS.get(blueprint or "")


def _blueprint(path: str) -> str | None:
    try:
        endpoint, _arguments = current_app.url_map.bind("").match(path)
    except (HTTPException, RequestRedirect):
        return None
    return str(endpoint).partition(".")[0]
