"""Addresses of static files that change with the file, so that caches may keep them long."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask

A_MONTH = 30 * 24 * 3600
MARK_LENGTH = 8


@lru_cache(maxsize=512)
def mark(file: Path, changed_at: float) -> str:
    """Return a few letters that stand for a file's content as of its last change."""
    del changed_at
    return hashlib.sha256(file.read_bytes()).hexdigest()[:MARK_LENGTH]


def init_app(app: Flask) -> None:
    """Put the mark of the file into every address of a static file."""
    folder = Path(str(app.static_folder))

    @app.url_defaults
    def add_mark(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values:
            file = folder / values["filename"]
            if file.is_file():
                values["v"] = mark(file, file.stat().st_mtime)
