"""Settings, from the least to the most particular: here, instance/config.py, PORTAL_* variables."""

import os
import secrets
from pathlib import Path

from flask import Flask

INSTANCE = Path(__file__).resolve().parent.parent / "instance"
KEY_FILE = "secret_key"
SMALL_REQUEST = 2 * 1024 * 1024

DEFAULTS: dict[str, object] = {
    "BASE_URL": "http://127.0.0.1:8000",
    "DEMO_MODE": False,
    "MAIL_FROM": "portal@localhost",
    "MAX_CONTENT_LENGTH": SMALL_REQUEST,
    "MAX_FORM_MEMORY_SIZE": SMALL_REQUEST,
    "MAX_FORM_PARTS": 500,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_SECURE": False,
    "SQLALCHEMY_DATABASE_URI": "sqlite:///portal.sqlite3",
    "WTF_CSRF_TIME_LIMIT": None,
    "TRUSTED_PROXIES": 0,
}


def prepare_instance(folder: Path = INSTANCE) -> None:
    """Make the instance folder and its secret key, readable by its owner alone, if missing."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(folder / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))


def init_app(app: Flask, overrides: dict[str, object]) -> None:
    """Read the settings; over https the cookie gets its `__Host-` name.

    Raises:
        RuntimeError: there is no secret key.
    """
    folder = Path(app.instance_path)
    app.config.from_mapping(DEFAULTS)
    app.config.from_pyfile("config.py", silent=True)
    app.config.from_prefixed_env("PORTAL")
    app.config.from_mapping(overrides)
    if not app.config.get("SECRET_KEY"):
        prepare_instance(folder)
        app.config["SECRET_KEY_FILE"] = str(folder / KEY_FILE)
        app.config["SECRET_KEY"] = (folder / KEY_FILE).read_text().strip()
    if not app.config["SECRET_KEY"]:
        raise RuntimeError(f"{folder / KEY_FILE} is empty: delete it, and a new key is made")
    if str(app.config["BASE_URL"]).startswith("https://"):
        app.config["SESSION_COOKIE_SECURE"] = True
        app.config["SESSION_COOKIE_NAME"] = "__Host-portal"
    else:
        app.config["SESSION_COOKIE_NAME"] = "portal"
