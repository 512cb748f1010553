"""Where the bytes of uploads are kept: by content, on the local disk."""

import hashlib
import os
import tempfile
from pathlib import Path

from flask import Flask, current_app


def digest(content: bytes) -> str:
    """Return the name that content is kept under: its SHA-256."""
    return hashlib.sha256(content).hexdigest()


def path_of(name: str) -> Path:
    """Return where a stored file lies. `name` is a digest, with `-640.webp` or the like behind."""
    return Path(current_app.extensions["files"]) / name[:2] / name


def put(name: str, content: bytes) -> None:
    """Keep `content` under `name`, whole or not at all; keeping it twice is keeping it once."""
    target = path_of(name)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(draft).replace(target)


def init_app(app: Flask) -> None:
    """Keep uploads under instance/files unless UPLOAD_FOLDER says otherwise."""
    folder = Path(app.config.get("UPLOAD_FOLDER") or Path(app.instance_path) / "files")
    folder.mkdir(parents=True, exist_ok=True)
    app.extensions["files"] = folder
