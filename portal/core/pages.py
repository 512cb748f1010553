"""What every answer carries, and the page that each refusal becomes."""

import errno
import secrets
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from portal.core.db import db
from portal.core.errors import ChangedError, PortalError, TooManyError
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import page_above, page_before, see_other
from portal.core.written import words_sent

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
RETRY_SECONDS = 5
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

WORDS: dict[int, tuple[object, object, object]] = {
    400: (
        _l("This page is out of date"),
        _l("The request did not come from a page of ours, or the page was open too long."),
        _l("Go back, reload the page and try again."),
    ),
    401: (
        _l("You were signed out"),
        _l("This could not be saved."),
        _l("Copy what you wrote, sign in, and put it in again."),
    ),
    403: (
        _l("Not yours to do"),
        _l("You are signed in, but this is for other people of the house."),
        _l("Ask your market's office if you think that is wrong."),
    ),
    404: (
        _l("Nothing here"),
        _l("There is no such page, or it is not shown to you."),
        _l("Look for it from the start page."),
    ),
    405: (
        _l("Nothing here"),
        _l("This address cannot be opened like that."),
        _l("Look for it from the start page."),
    ),
    409: (
        _l("Not possible now"),
        _l("Something changed meanwhile."),
        _l("Look at the page again."),
    ),
    410: (
        _l("This link no longer works"),
        _l("It was used already, or it is too old."),
        _l("Ask for a new one."),
    ),
    413: (
        _l("Too large"),
        _l("What you sent is larger than we can take."),
        _l("Pictures and PDF files may have up to 10 MB each."),
    ),
    422: (
        _l("Something is missing"),
        _l("Not everything was filled in."),
        _l("Go back and check what you wrote."),
    ),
    429: (
        _l("A little slower, please"),
        _l("That was tried too often."),
        _l("Please try again later."),
    ),
    500: (
        _l("Our mistake"),
        _l("Something broke here. Nothing was saved by halves."),
        _l("Try again; if it stays, tell the office the request number below."),
    ),
    503: (
        _l("Just a moment"),
        _l("The portal cannot answer right now."),
        _l("Please come back in a minute; what you typed is still in your browser."),
    ),
}


def show(
    status: int, message: object = "", next_step: object = "", sign_in: str = ""
) -> tuple[str, int]:
    """Return the page of a refusal and its status; `sign_in` is where one may do so."""
    title, usual, usual_next = WORDS.get(status, WORDS[500 if status >= 500 else 400])  # noqa: PLR2004
    page = render_template(
        "errors/refused.html",
        title=title,
        message=message or usual,
        next_step=next_step or usual_next,
        status=status,
        written=words_sent(),
        sign_in=sign_in,
        back=way_back() if status == HTTPStatus.CONFLICT else None,
    )
    return page, status


def way_back() -> str | None:
    """Return the page where the button of this request stands; None where nobody can tell."""
    return page_before() or page_above()


def page_of_button() -> str | None:
    """Return the page that a button's own address belongs to, when it is opened like a page.

    That is what a phone does that opens its last tab again, and the language switch on the
    page of a refusal.
    """
    above = page_above() if request.method == "GET" else None
    wish = request.args.get("lang")
    return f"{above}?{urlencode({'lang': wish})}" if above and wish else above


def show_changed(error: ChangedError) -> tuple[str, int]:
    """Show both texts: what was typed, and what somebody else saved meanwhile."""
    form = g.form
    db.session.rollback()
    # Without a row there is nothing to compare with: the form was never opened over this one.
    if form.obj is None or form.obj not in db.session:
        return show(int(error.status), error.message, error.next_step)
    if not form.asks_anything:
        step = _l("Nothing was done. Look at the page as it is now, and decide again.")
        return show(int(error.status), error.message, step)
    db.session.refresh(form.obj)
    clashes = form.clashes()
    form.version.data = form.version_now
    form.version.raw_data = None
    page = render_template(
        "errors/changed.html",
        form=form,
        clashes=clashes,
        error=error,
        action=request.full_path,
        back=way_back(),
    )
    return page, int(error.status)


def handle_refusal(error: PortalError) -> ResponseReturnValue:
    """Answer a refusal of the domain."""
    if isinstance(error, ChangedError) and "form" in g:
        return show_changed(error)
    page, status = show(int(error.status), error.message, error.next_step)
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooManyError) else {}
    return page, status, headers


def handle_stale(_error: StaleDataError) -> ResponseReturnValue:
    """Answer the one who came second."""
    db.session.rollback()
    changed = ChangedError(
        _l("Somebody saved this at the same moment."),
        _l("Compare both and decide. Nothing of yours is lost."),
    )
    return handle_refusal(changed)


def handle_database(error: OperationalError | NoConnectionError) -> ResponseReturnValue:
    """Answer when the database is locked, full or away, or every connection to it is taken."""
    cause = error.orig if isinstance(error, OperationalError) else error
    return come_back("database", cause)


def handle_disk(error: OSError) -> ResponseReturnValue:
    """Answer when there is no room for a file; any other trouble with files is a fault of ours."""
    if error.errno not in NO_ROOM:
        return handle_anything(error)
    return come_back("disk", error)


def come_back(what: str, cause: BaseException | None) -> ResponseReturnValue:
    """Ask the visitor to come back in a moment; nothing more is asked of the database.

    So the page is shown as to somebody who is not signed in: it says nothing about him.
    """
    current_app.logger.error("%s: %s", what, type(cause).__name__)
    db.session.rollback()
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]  # noqa: SLF001 -- where Flask-Login looks
    page, status = show(HTTPStatus.SERVICE_UNAVAILABLE)
    return page, status, {"Retry-After": str(RETRY_SECONDS)}


def handle_http(error: HTTPException) -> ResponseReturnValue:
    """Answer what Flask itself refuses."""
    if error.code is None or error.response is not None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    if error.code == HTTPStatus.METHOD_NOT_ALLOWED and (page_of_it := page_of_button()):
        return see_other(page_of_it)
    page, status = show(error.code)
    kept = [(name, value) for name, value in error.get_headers() if name == "Allow"]
    return page, status, dict(kept)


def handle_anything(error: Exception) -> ResponseReturnValue:
    """Answer a fault of ours: logged with its request number, never shown."""
    current_app.logger.error("fault: %s", type(error).__name__, exc_info=error)
    db.session.rollback()
    return show(HTTPStatus.INTERNAL_SERVER_ERROR)


def init_app(app: Flask) -> None:
    """Give every request a number, every answer its headers, every refusal its page."""
    app.register_error_handler(PortalError, handle_refusal)
    app.register_error_handler(StaleDataError, handle_stale)
    app.register_error_handler(OperationalError, handle_database)
    app.register_error_handler(NoConnectionError, handle_database)
    app.register_error_handler(OSError, handle_disk)
    app.register_error_handler(CSRFError, lambda _error: show(HTTPStatus.BAD_REQUEST))
    app.register_error_handler(HTTPException, handle_http)
    app.register_error_handler(Exception, handle_anything)

    @app.before_request
    def number() -> None:
        g.request_number = secrets.token_hex(4).upper()

    @app.context_processor
    def known() -> dict[str, Any]:
        return {
            "request_number": g.get("request_number", ""),
            "demo_mode": bool(app.config.get("DEMO_MODE")),
        }

    @app.after_request
    def head(response: Response) -> Response:
        told = {name.lower() for name, _value in response.headers}
        for name, value in HEADERS.items():
            if name.lower() not in told:
                response.headers.add(name, value)
        if "cache-control" not in told:
            private = (
                current_user.is_authenticated
                or request.method not in {"GET", "HEAD"}
                or response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
            )
            response.headers.add("Cache-Control", "no-store" if private else "no-cache")
        if app.config["SESSION_COOKIE_SECURE"]:
            response.headers.setdefault(
                "Strict-Transport-Security", "max-age=31536000; includeSubDomains"
            )
        response.headers["X-Request-Number"] = g.get("request_number", "")
        return response
