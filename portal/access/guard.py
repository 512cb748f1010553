"""How a view declares who may reach it. A view that declares nothing stops the app starting."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Flask, abort, current_app, flash, g, make_response, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from portal.access.asking import viewer
from portal.access.permissions import Permission
from portal.access.policy import belongs, permits
from portal.core import web
from portal.core.db import SAFE_METHODS, db, gave_way, reading
from portal.core.errors import NotAllowedError
from portal.core.i18n import gettext as _
from portal.core.pages import show
from portal.core.written import words_sent

T = TypeVar("T")
UPLOAD_REQUEST = 64 * 1024 * 1024
"""Only a view that receives files may be sent this much; the rest take 2 MB."""
HOW = frozenset({"ending", "format"})
"""Arguments of an address that say how a thing is answered, not which thing."""
View = Callable[..., ResponseReturnValue]
Forwarder = Callable[[Mapping[str, Any]], str | None]
forwarders: list[Forwarder] = []
"""Asked for where a thing that is not here any more has gone; a domain registers itself here."""
denial_hooks: list[Callable[[Permission, Any, Any], None]] = []
"""Told of every refused write; the audit registers itself here."""


class Platform:
    """The whole portal, as a thing to be permitted on."""


def platform() -> Platform:
    """Load the platform: for views of the platform's own staff."""
    return Platform()


def oneself() -> Any:
    """Load whoever asks: for pages about his own account and work."""
    return viewer()


def public(view: View) -> View:
    """Declare that anyone may reach this view."""

    @wraps(view)
    def guarded(**url_args: Any) -> ResponseReturnValue:
        return _finished(view(**url_args))

    guarded.access = "public"  # type: ignore[attr-defined]
    return guarded


def by_key(view: View) -> View:
    """Declare that the key in the address alone lets a post in, without the token of a form.

    For programs that never saw a form of ours, as those that read mails. The key must be secret to
    the person it was sent to, and be good for one thing that harms nobody.
    """
    view.by_key = True  # type: ignore[attr-defined]
    return view


def requires(
    permission: Permission,
    *,
    on: Callable[..., T],
    receive: Callable[[], Any] | None = None,
) -> Callable[[Callable[..., ResponseReturnValue]], View]:
    """Load the thing named in the address, check the permission on it, hand it to the view.

    Args:
        permission: what the visitor must be granted.
        on: the query that takes the address's arguments and returns the thing. When it finds
            none the answer is 404; so it also decides what this page can see at all.
        receive: slow work on a POST (decoding a picture) done after the permission is
            checked and before the write lock is taken; the view gets its result second.

    Raises:
        NotAllowedError: of the same house, but `POLICY` does not grant it (403).
    """

    def declare(view: Callable[..., ResponseReturnValue]) -> View:
        @wraps(view)
        def guarded(**url_args: Any) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return _to_sign_in()
            if request.method in SAFE_METHODS:
                return _finished(view(_admitted(permission, on, url_args)))
            received = []
            if receive is not None:
                db.session.rollback()
                with reading():
                    _admitted(permission, on, url_args)
                    db.session.rollback()
                    received = [receive()]
            return _tried_again(
                lambda: _finished(view(_admitted(permission, on, url_args), *received))
            )

        guarded.access = permission  # type: ignore[attr-defined]
        guarded.receives = receive is not None  # type: ignore[attr-defined]
        guarded.loader = on  # type: ignore[attr-defined]
        return guarded

    return declare


def _admitted(permission: Permission, on: Callable[..., T], url_args: dict[str, Any]) -> T:
    """Return the thing, or refuse: 404 to a stranger, 403 to one of the house."""
    try:
        thing = on(**{name: url_args[name] for name in url_args.keys() - HOW})
    except NoResultFound:
        abort(_gone_on(url_args) or HTTPStatus.NOT_FOUND)
    if permits(current_user, permission, thing):
        return thing
    if request.method not in SAFE_METHODS:
        for tell in denial_hooks:
            tell(permission, thing, oneself())
    if isinstance(thing, Platform) or not belongs(current_user, thing):
        abort(HTTPStatus.NOT_FOUND)
    raise NotAllowedError


def _gone_on(url_args: dict[str, Any]) -> Response | None:
    """Lead a reader on to where a thing has gone, if somebody knows and he may know it."""
    if request.method not in SAFE_METHODS:
        return None
    where = next((found for one in forwarders if (found := one(url_args))), None)
    return redirect(where) if where else None


def _tried_again(attempt: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Answer a write; when somebody saved the same row meanwhile, begin again on what there is.

    The second of two clicks then finds the deed done, and the second of two people is told
    how things stand now. Once is enough: a row that changes again is a clash to be shown.
    """
    said = session.get("_flashes", [])[:]
    try:
        return attempt()
    except (StaleDataError, DBAPIError) as error:
        if isinstance(error, DBAPIError) and not gave_way(error):
            raise
        db.session.rollback()
        g.pop("aftermath", None)
        if "_flashes" in session:
            session["_flashes"] = said
        return attempt()


def _finished(answer: ResponseReturnValue) -> ResponseReturnValue:
    """Commit a write that succeeded, roll back all else, inside Flask's error handling."""
    response = make_response(answer)
    if request.method not in SAFE_METHODS and response.status_code < HTTPStatus.BAD_REQUEST:
        db.session.commit()
    elif db.session.registry.has():
        db.session.rollback()
    return response


def _to_sign_in() -> ResponseReturnValue:
    """Send an anonymous visitor to the sign-in page, and back here afterwards.

    One whose session ended while he was writing is shown first what he wrote.
    """
    back = web.here() if request.method in SAFE_METHODS else web.page_before() or "/"
    address = current_app.url_for("accounts.sign_in", next=back)
    if words_sent():
        return show(HTTPStatus.UNAUTHORIZED, sign_in=address)
    flash(_("Please sign in first."), "waiting")
    return web.see_other(address)


def init_app(app: Flask) -> None:
    """Let upload views be sent more; this must come before anything that reads the form."""

    @app.before_request
    def allow_uploads() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if getattr(view, "receives", False):
            request.max_content_length = UPLOAD_REQUEST


def open_by_key(app: Flask, csrf: CSRFProtect) -> None:
    """Ask for no form's token where the key in the address is what lets a post in."""
    for view in app.view_functions.values():
        if getattr(view, "by_key", False):
            csrf.exempt(view)


def check_every_view_declares(app: Flask) -> None:
    """Refuse to start while any view says nothing about who may reach it."""
    silent = [
        name
        for name, view in app.view_functions.items()
        if name != "static" and not hasattr(view, "access")
    ]
    if silent:
        raise RuntimeError(f"no access declared (use @public or @requires): {', '.join(silent)}")
