"""Installations with many brands, kept from one run to the next where somebody says where.

`PORTAL_BENCH_STOCK=folder` keeps each size in a folder of its own; on PostgreSQL as a database
`bench_stock_…` of the tests' server, which stays there until somebody drops it. Every measurement
gets a copy. What brands are made of is part of the name: whatever changes it, they are made anew.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, create_engine, make_url, text

from portal.core.db import db
from tests.bench.multiplied import multiply
from tests.bench.stock import FIRST, Stock
from tests.make import Make
from tests.served import ROOT, at_home, installed
from tests.services import postgres_url

FOLDER = "PORTAL_BENCH_STOCK"
WRITTEN = 100_000
"""Brands that are written one by one; more are copies of them."""
DECIDES = (
    "portal/migrations/versions/*.py",
    "portal/directory/engine/text.py",
    "portal/directory/entries.py",
    "portal/directory/facets.py",
    "portal/directory/rules.py",
    "portal/brands/rules.py",
    "portal/reference/**/*",
    "tests/bench/invented.py",
    "tests/bench/multiplied.py",
    "tests/bench/stock.py",
)
"""The files by which one row or another could come out otherwise."""
UNFINISHED = "_unfinished"


@contextmanager
def stocked(place: Path, size: int, *, on_postgres: bool = False) -> Iterator[tuple[Flask, str]]:
    """Give an installation with so many brands, and the address of its database on PostgreSQL."""
    if not on_postgres:
        if keeps():
            shutil.copytree(kept_folder(size), place)
        yield opened(place) if keeps() else stock_in(place, size), ""
        return
    name = f"bench_{os.getpid()}_{size}"
    with a_database(name, kept_database(size) if keeps() else "") as uri:
        yield opened(place, uri) if keeps() else stock_in(place, size, uri), uri


def keeps() -> bool:
    """Say whether stocks are kept."""
    return bool(os.environ.get(FOLDER))


def kept_folder(size: int) -> Path:
    """Return the folder of a kept installation, made now unless it is there."""
    folder = Path(os.environ[FOLDER])
    found = folder / f"{size}-{mark()}"
    if not found.exists():
        unfinished = found.with_name(f"{found.name}{UNFINISHED}-{os.getpid()}")
        if size > WRITTEN:
            shutil.copytree(kept_folder(WRITTEN), unfinished)
            more(opened(unfinished), size)
        else:
            stock_in(unfinished, size)
        unfinished.rename(found)
    return found


def kept_database(size: int) -> str:
    """Return the name of a kept database, made now unless it is there."""
    found = f"bench_stock_{size}_{mark()}"
    with server() as connection:
        asked = text("select 1 from pg_database where datname = :name")
        if connection.scalar(asked, {"name": found}):
            return found
        unfinished = f"{found}{UNFINISHED}"
        source = f' template "{kept_database(WRITTEN)}"' if size > WRITTEN else ""
        connection.execute(text(f'drop database if exists "{unfinished}" with (force)'))
        connection.execute(text(f'create database "{unfinished}"{source}'))
        place = Path(os.environ[FOLDER]) / unfinished
        if size > WRITTEN:
            more(opened(place, address(unfinished)), size)
        else:
            stock_in(place, size, address(unfinished))
        shutil.rmtree(place)
        connection.execute(text(f'alter database "{unfinished}" rename to "{found}"'))
    return found


def stock_in(place: Path, size: int, uri: str = "") -> Flask:
    """Return an application on a new installation with so many brands."""
    app = opened(place, uri)
    with at_home(app), app.test_request_context("/brands"):
        Stock(Make()).write(min(size, WRITTEN))
    if size > WRITTEN:
        more(app, size)
    tidy(app)
    return app


def more(app: Flask, size: int) -> None:
    """Let an installation with the brands that are written have many more."""
    with at_home(app), app.test_request_context("/brands"):
        multiply(FIRST, WRITTEN, size)
        Stock.note_end(size)
    tidy(app)


def opened(place: Path, uri: str = "") -> Flask:
    """Return the application on an installation."""
    return installed(place, **({"SQLALCHEMY_DATABASE_URI": uri} if uri else {}))


def tidy(app: Flask) -> None:
    """Let PostgreSQL know what is in its tables, as it does by itself within minutes."""
    with at_home(app):
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text("analyze"))
            db.session.commit()


@cache
def mark() -> str:
    """Return what stands for all that decides what brands are like."""
    found = hashlib.blake2s(digest_size=5)
    for pattern in DECIDES:
        for file in sorted(one for one in ROOT.glob(pattern) if one.is_file()):
            if file.suffix != ".pyc":
                found.update(file.read_bytes())
    return found.hexdigest()


@contextmanager
def a_database(name: str, template: str = "") -> Iterator[str]:
    """Make a database on the tests' server, a copy where one is named; leave nothing behind."""
    with server() as connection:
        source = f' template "{template}"' if template else ""
        connection.execute(text(f'create database "{name}"{source}'))
        try:
            yield address(name)
        finally:
            connection.execute(text(f'drop database "{name}" with (force)'))


@contextmanager
def server() -> Iterator[Connection]:
    """Connect to the server of the tests."""
    engine = create_engine(make_url(str(postgres_url())), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def address(name: str) -> str:
    """Return the address of a database of that server."""
    there = make_url(str(postgres_url())).set(database=name)
    return there.render_as_string(hide_password=False)
