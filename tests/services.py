"""Where the tests find a PostgreSQL server and a Chromium, and what happens without them.

Both are optional on a developer's machine: a suite that lacks its service is skipped with one
visible line. `PORTAL_REQUIRE_ALL=1` (as the integration server sets it) turns the skip into a
failure.
"""

import os
import shutil
from functools import cache
from typing import NoReturn

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

DEFAULT_POSTGRES = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def require_all() -> bool:
    """Whether a missing service is a failure."""
    return os.environ.get("PORTAL_REQUIRE_ALL", "") not in {"", "0"}


@cache
def postgres_url() -> str | None:
    """Return the SQLAlchemy address of a server that answers, or None.

    The role must be allowed to create databases; each test makes and drops its own.
    """
    address = os.environ.get("PORTAL_TEST_POSTGRES") or DEFAULT_POSTGRES
    try:
        engine = create_engine(address, connect_args={"connect_timeout": 3})
        with engine.connect() as connection:
            connection.execute(text("select 1"))
        engine.dispose()
    except (SQLAlchemyError, ImportError):
        return None
    return address


def postgres_hint() -> str:
    """Return the line that says what to do when `postgres_url()` is None."""
    address = make_url(os.environ.get("PORTAL_TEST_POSTGRES") or DEFAULT_POSTGRES)
    return (
        f"no PostgreSQL answers at {address.render_as_string(hide_password=True)}: start one"
        " (Debian, Ubuntu: apt install postgresql) or set PORTAL_TEST_POSTGRES to its address"
    )


@cache
def chromium_path() -> str | None:
    """Return the path of a Chromium or Chrome to drive, or None."""
    if chosen := os.environ.get("PORTAL_CHROMIUM"):
        return shutil.which(chosen)
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def chromium_hint() -> str:
    """Return the line that says what to do when `chromium_path()` is None."""
    return (
        "no Chromium found: install one (Debian, Ubuntu: apt install chromium fonts-noto-cjk)"
        " or set PORTAL_CHROMIUM to its path"
    )


def do_without(hint: str) -> NoReturn:
    """Skip the running test with the hint; fail it when every suite is required."""
    if require_all():
        pytest.fail(hint, pytrace=False)
    pytest.skip(hint)
