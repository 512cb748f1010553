"""What a refused or reading request leaves behind, in a transaction of its own after it ended."""

from collections.abc import Callable

from flask import Flask, Response, current_app, g

from portal.core.db import db, writing


def leave_behind(deed: Callable[[], object]) -> None:
    """Run `deed` in its own writing transaction once this request's has ended.

    A denial in the audit, a view count, a session's last use: they must be kept although
    the request itself is rolled back, and must never make it fail.
    """
    deeds = g.setdefault("aftermath", [])
    deeds.append(deed)


def init_app(app: Flask) -> None:
    """Run the deeds when the answer is ready."""

    @app.after_request
    def do_them(response: Response) -> Response:
        for deed in g.pop("aftermath", []):
            try:
                db.session.rollback()
                with writing():
                    deed()
            except Exception:
                current_app.logger.exception("left nothing behind")
        return response
