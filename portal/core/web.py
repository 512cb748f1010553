"""Small things that every view needs of HTTP."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import current_app, flash, redirect, request
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError
from werkzeug.wrappers import Response

LARGEST_NUMBER = 2**31 - 1
"""Of a row, as PostgreSQL counts them."""


class RowNumber(IntegerConverter):
    """The `int` of our addresses: what no row's number can be is no address (404).

    Without a bound SQLite refuses from 2**63 on and PostgreSQL from 2**31, as a fault of ours.
    """

    regex = r"[0-9]{1,10}"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_NUMBER)


class Word(UnicodeConverter):
    """The `string` of our addresses, without NUL: PostgreSQL refuses that as a fault of ours."""

    def to_python(self, value: str) -> str:
        """Return the word.

        Raises:
            ValidationError: there is a NUL in it, so that the address is none (404).
        """
        if "\0" in value:
            raise ValidationError
        return value


def see_other(address: str) -> Response:
    """Answer a finished POST: go and look there (303), so that reloading repeats nothing."""
    return redirect(address, HTTPStatus.SEE_OTHER)


def flash_undoable(words: str, address: str, fields: Mapping[str, str]) -> None:
    """Tell on the next page what was done, with a button that undoes it: a POST to an address."""
    undo = {"words": words, "address": address, "fields": dict(fields)}
    flash(undo, "undoable")  # type: ignore[arg-type]


def here() -> str:
    """Return the address that is asked for, with its query, as a path inside the portal."""
    return local_path(request.full_path.rstrip("?")) or "/"


def page_before() -> str | None:
    """Return the page whose form was sent, where the browser says so and it can be opened."""
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host or not can_be_opened(before.path):
        return None
    return local_path(f"{before.path}?{before.query}".rstrip("?"))


def page_above() -> str | None:
    """Return the nearest page above this address that can be opened; None for no page at all."""
    path = request.path
    while "/" in path[1:]:
        if can_be_opened(path):
            return local_path(path)
        path = path[: path.rindex("/")]
    return None


def can_be_opened(path: str) -> bool:
    """Say whether a path of ours is a page's, and not only a button's."""
    routes = current_app.create_url_adapter(request)
    return routes is not None and routes.test(path, "GET")


def local_path(address: str | None) -> str | None:
    """Return `address` when it is a path inside the portal, else None.

    Browsers read a backslash as a slash and drop tabs, so such an address leads outside.
    """
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    if any(ord(letter) < ord(" ") for letter in address) or "\\" in address:
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address
