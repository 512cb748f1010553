"""The world of the laws: built once a run in each language, then copied for each test."""

import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.core.db import db
from tests.databases import Database
from tests.make import Make
from tests.site.visitors import Visitors
from tests.site.words import Speech
from tests.site.world import World, build


class Worlds:
    """Every world that was built, kept as a copy of its database and its files."""

    def __init__(self, app: Flask, database: Database) -> None:
        self._files = Path(app.instance_path) / "files"
        self._database = database
        self._built: dict[Speech, World] = {}

    def open(self, speech: Speech) -> World:
        """Put a world in place as it was when it was made."""
        if speech not in self._built:
            self._built[speech] = build(Make(), speech)
            self._settle()
            self._database.keep(speech.name.lower())
            shutil.copytree(self._files, self._files.with_name(f"files-{speech}"))
        else:
            shutil.copytree(
                self._files.with_name(f"files-{speech}"), self._files, dirs_exist_ok=True
            )
            self.restore(speech=speech)
        return self._built[speech]

    def restore(self, written: Collection[str] | None = None, speech: Speech = Speech.BOTH) -> None:
        """Undo whatever was written since: in these tables, or in any."""
        self._settle()
        self._database.restore(speech.name.lower(), written)

    def _settle(self) -> None:
        db.session.remove()
        self._database.let_go()


@pytest.fixture(scope="session")
def worlds(app: Flask, database: Database) -> Worlds:
    return Worlds(app, database)


@pytest.fixture
def world(worlds: Worlds) -> World:
    """Return the world in which people write in both languages."""
    return worlds.open(Speech.BOTH)


@pytest.fixture
def visitors(app: Flask, world: World) -> Visitors:
    """Return everybody of the world, each at a browser of his own."""
    return Visitors(app, world.sessions)


@pytest.fixture
def without_tokens(app: Flask) -> Iterator[None]:
    """Take posts without their CSRF token: what is tried here comes after that check."""
    app.config["WTF_CSRF_ENABLED"] = False
    yield
    app.config["WTF_CSRF_ENABLED"] = True


Restore = Callable[[Collection[str] | None], None]


@pytest.fixture
def restore(worlds: Worlds) -> Restore:
    """Return what puts the world back as it was."""
    return worlds.restore
