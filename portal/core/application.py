"""Flask as the portal uses it: what it would make anew for each request is made once."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.templating import Environment
from itsdangerous import URLSafeTimedSerializer

from portal.core.templates import Templates


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions in a signed cookie; what signs them is made once for a key."""

    def __init__(self) -> None:
        self._made: tuple[object, URLSafeTimedSerializer | None] = (None, None)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs and reads the cookie."""
        keys = (app.secret_key, app.config.get("SECRET_KEY_FALLBACKS"))
        made = self._made
        if made[0] != keys:
            made = self._made = (keys, super().get_signing_serializer(app))
        return made[1]


class Application(Flask):
    """The portal's Flask."""

    jinja_environment: type[Environment] = Templates
    session_interface = Sessions()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is: none of ours is a coroutine."""
        return func
