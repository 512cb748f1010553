"""The queue of what is done behind the pages: huey, with no more of it than this installation uses.

huey loads every driver that it finds on the machine, for each kind of queue there may be: 15 MB
in each process. A queue in a file needs none of them; a process has one kind of queue all its life.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from huey import Huey

DRIVERS = ("redis", "psycopg", "cysqlite")


def made(app: Flask) -> "Huey":
    """Return the queue: in Redis when JOBS_URL is set, else in instance/jobs.sqlite3."""
    if url := app.config.get("JOBS_URL"):
        from huey import RedisHuey  # noqa: PLC0415 -- see above

        return RedisHuey("portal", url=url)
    with without(DRIVERS):
        from huey import SqliteHuey  # noqa: PLC0415
    return SqliteHuey("portal", filename=str(Path(app.instance_path) / "jobs.sqlite3"))


@contextmanager
def without(names: tuple[str, ...]) -> Iterator[None]:
    """Let modules that nobody has loaded yet seem not to be there."""
    hidden = [one for one in names if one not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for one in hidden:
            del sys.modules[one]
