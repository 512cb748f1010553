"""Who is asking: the session's token in the cookie, looked up once a request."""

from flask import Flask, Response, g, request, session
from flask_login import LoginManager, current_user, login_user

from portal.accounts import actions, queries, rules
from portal.accounts.models import Viewer, Visitor
from portal.core import clock, i18n
from portal.core.aftermath import leave_behind


def load(token: str) -> Viewer | None:
    """Return whoever is signed in with this token; note now and then that he was here."""
    found = queries.viewer(token)
    if found is None:
        return None
    if clock.now() - found.last_seen_at > rules.SEEN_EVERY:
        leave_behind(lambda: actions.seen(token))
    g.good_until = min(found.last_seen_at + rules.SEEN_EVERY, found.expires_at)
    return found.viewer


def come_in(token: str, *, remember: bool = True) -> None:
    """Begin the browser's session anew with this token."""
    session.clear()
    session.permanent = remember
    login_user(load(token))


def init_app(app: Flask) -> None:
    """Let Flask-Login know our sessions; keep the language that a signed-in person chose."""
    manager = LoginManager(app)
    manager.session_protection = None
    # Without that protection nobody asks for the digest of address and browser, which it makes.
    manager._session_identifier_generator = str  # noqa: SLF001 -- there is no setting for it
    manager.anonymous_user = Visitor
    manager.user_loader(load)
    manager.login_view = "accounts.sign_in"
    app.permanent_session_lifetime = rules.SESSION_LIFE
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False

    @app.after_request
    def keep_language(response: Response) -> Response:
        wish = request.args.get("lang")
        if wish in i18n.LOCALES and current_user.is_authenticated and wish != current_user.language:
            person = current_user.id
            leave_behind(lambda: actions.remember_language(person, wish))
        return response
