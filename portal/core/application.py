"""Flask as the portal uses it: what it would make anew for each request is made once."""

import gc
import os
import time
from collections import OrderedDict
from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache
from types import NoneType
from typing import Any

from flask import Flask, Request, has_request_context, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.templating import Environment
from itsdangerous import BadSignature, URLSafeTimedSerializer

from portal.core.templates import Templates

MOST_COOKIES = 1000
MOST_ADDRESSES = 4096
PLAIN = frozenset({str, int, NoneType})
"""Values of addresses that are the same when they compare as the same: True and 1.0 are no 1."""

# A server that loads the portal first and divides into workers then shares its memory among them,
# unless each one's collector of garbage touches all of it: so it leaves alone what is there now.
if hasattr(os, "register_at_fork"):  # Windows has none, and does not divide
    os.register_at_fork(before=gc.freeze, after_in_parent=gc.unfreeze)


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions in a signed cookie; a cookie that was read before is not worked out again.

    The same text, signed with the same key, holds the same: only its age is another.
    """

    def __init__(self) -> None:
        self._signs: tuple[object, URLSafeTimedSerializer | None] = (None, None)
        self._read: OrderedDict[str, tuple[float, dict[str, Any]]] = OrderedDict()

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs and reads the cookie; it is made once for a key."""
        keys = (app.secret_key, app.config.get("SECRET_KEY_FALLBACKS"))
        signs = self._signs
        if signs[0] != keys:
            self._read.clear()
            signs = self._signs = (keys, super().get_signing_serializer(app))
        return signs[1]

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what a cookie holds: nothing, if we did not write it or it is too old."""
        signer = self.get_signing_serializer(app)
        if signer is None:
            return None
        text = request.cookies.get(self.get_cookie_name(app))
        if not text:
            return self.session_class()
        life = app.permanent_session_lifetime.total_seconds()
        held = self._read.get(text)
        if held is None:
            try:
                told, at = signer.loads(text, max_age=int(life), return_timestamp=True)
            except BadSignature:
                return self.session_class()
            held = self._read[text] = (at.timestamp(), told)
            if len(self._read) > MOST_COOKIES:
                self._read.popitem(last=False)
        if time.time() - held[0] > life:
            return self.session_class()
        return self.session_class(deepcopy(held[1]))


class Application(Flask):
    """The portal's Flask. Addresses, nearly always the same, are put together once."""

    jinja_environment: type[Environment] = Templates

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.session_interface = Sessions()  # its own: what one has read is no other's
        self._address = lru_cache(maxsize=MOST_ADDRESSES)(self._put_together)

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """Return what Flask says; in a page of the finished portal, as it said before."""
        known = has_request_context() and not self.debug and not endpoint.startswith(".")
        if known and all(type(one) in PLAIN for one in values.values()):
            return self._address(request.root_path, endpoint, tuple(values.items()))
        return super().url_for(endpoint, **values)

    def _put_together(self, _root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return super().url_for(endpoint, **dict(values))

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is: none of ours is a coroutine."""
        return func
