"""Compiled templates, kept in the installation's own folder for the next process.

Compiling all of them takes 5 seconds of CPU for each language and each process. What is kept is
code that runs: it lies where nobody but the owner of the installation can write, or not at all.
A file counts only if it was made of the same words: the template, the texts and addresses that are
written into it, and whatever writes them.
"""

import hashlib
import os
import stat
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import jinja2
from flask import Flask
from jinja2.bccache import Bucket, FileSystemBytecodeCache

from portal.core import i18n

FOLDER = "compiled"
"""Inside the instance folder, unless `COMPILED_TEMPLATES` names another one."""
WRITERS = ("compiled.py", "i18n.py", "templates.py")
OTHERS = stat.S_IWGRP | stat.S_IWOTH


class Shelf:
    """The compiled templates of an installation; none where others could put some there."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def of_variant(self, spoken: str, root: str | None) -> "Compiled | None":
        """Return those in a language, at one place of the portal."""
        if self._folder is None:
            return None
        return Compiled(self._folder, f"{spoken} {root}", self._edition)

    @cached_property
    def _folder(self) -> Path | None:
        """Return the folder, made if missing."""
        chosen = self._app.config.get("COMPILED_TEMPLATES")
        folder = Path(chosen or Path(self._app.instance_path) / FOLDER)
        try:
            folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
            return folder if is_ours(folder) else None
        except OSError:
            return None

    @cached_property
    def _edition(self) -> str:
        """Return what stands for all that is written into templates beside their own words."""
        env, here = self._app.jinja_env, Path(__file__).parent
        told: list[object] = [jinja2.__version__, env.trim_blocks, env.lstrip_blocks]
        rules = self._app.url_map.iter_rules()
        told += sorted(f"{one.endpoint} {one.rule} {one.defaults}" for one in rules)
        told += [digest(here / name) for name in WRITERS]
        told += [digest(file) for file in sorted(i18n.TRANSLATIONS.glob("*/*/*.mo"))]
        static = Path(str(self._app.static_folder))
        for file in sorted(one for one in static.rglob("*") if one.is_file()):
            told += [file.relative_to(static), file.stat().st_size, file.stat().st_mtime_ns]
        return hashlib.sha256(repr(told).encode()).hexdigest()


class Compiled(FileSystemBytecodeCache):
    """The compiled templates of one variant. One that cannot be read is made again."""

    def __init__(self, folder: Path, variant: str, edition: str) -> None:
        super().__init__(str(folder), "%s.bin")
        self._variant = variant
        self._edition = edition

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the name of a template's file: the same in every edition, so that none is left."""
        told = f"{self._variant}\n{name}\n{filename}"
        return hashlib.sha256(told.encode()).hexdigest()

    def get_source_checksum(self, source: str) -> str:
        """Return what a compiled template must have been made of."""
        return hashlib.sha256(f"{self._edition}\n{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read what is kept; a damaged file is as good as none."""
        with suppress(Exception):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, where there is room."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def is_ours(folder: Path) -> bool:
    """Say whether a folder belongs to whoever runs this, and only he can write into it."""
    if os.name == "nt":  # an installation's folder there has its owner's rights
        return True
    found = folder.lstat()
    mine = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    return mine and not found.st_mode & OTHERS


def digest(file: Path) -> str:
    """Return what stands for a file's content."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
