"""The portal as people meet it: a process of its own on a port, killed and started again."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from flask import Flask

from portal import create_app
from portal.core.db import db, upgrade

ROOT = Path(__file__).resolve().parent.parent
COMPILED = ROOT / "instance" / "compiled"
"""Templates that one run has compiled are there for the next; nothing of a run depends on them."""
PATIENCE = 120
"""Seconds after which a server that does not answer counts as broken; no target of speed."""
STOP_SECONDS = 20


class Served:
    """An installation in a folder of its own, served by `python -m portal.serve`."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder = folder
        self.port = 0
        self._settings = settings
        self._process: subprocess.Popen[str] | None = None
        self._said: list[str] = []

    @property
    def environment(self) -> dict[str, str]:
        """Return what the process is told: its folder, its port, settings as PORTAL_ variables."""
        kept = {
            name: text
            for name, text in os.environ.items()
            # Compiled modules make the second start quick, as `make serve` has it.
            if not name.startswith("PORTAL_") and name != "PYTHONDONTWRITEBYTECODE"
        }
        settings = {f"PORTAL_{name}": str(value) for name, value in self._settings.items()}
        return {
            **kept,
            "PORTAL_COMPILED_TEMPLATES": str(COMPILED),
            **settings,
            "PORTAL_INSTANCE_PATH": str(self.folder),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
        }

    @property
    def address(self) -> str:
        """Return where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> float:
        """Start it; return after how many seconds it was ready."""
        began = time.monotonic()
        self._said = []
        with (self.folder / "log").open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "portal.serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        while time.monotonic() - began < PATIENCE:
            if self._process.poll() is not None:
                break
            if self._is_ready():
                return time.monotonic() - began
            time.sleep(0.05)
        self.kill()
        raise AssertionError(f"the portal did not start: {self._said} {self.log[-2000:]}")

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        with process.stdout as lines:
            for line in lines:
                self._said.append(line.rstrip())
                if found := re.match(r"Serving http://[^:]+:(\d+)", line):
                    self.port = int(found[1])

    def _is_ready(self) -> bool:
        if not self.port:
            return False
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def memory(self) -> float:
        """Return how much memory the process that answers holds now, in MB; Linux alone tells."""
        assert self._process
        pages = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="utf-8").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20

    def kill(self) -> None:
        """End it as a power cut would, for the server itself: kill -9."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def log(self) -> str:
        """Return what it has logged so far."""
        return (self.folder / "log").read_text(encoding="utf-8")

    def command(self, *words: str, typed: Sequence[str] = ()) -> str:
        """Run `flask --app portal …` in this installation; return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "portal", *words],
            cwd=ROOT,
            env=self.environment,
            input="".join(f"{line}\n" for line in typed),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def installed(folder: Path, **settings: object) -> Flask:
    """Return an application on a new installation in `folder`, its database migrated."""
    usual = {"LOG_LEVEL": "CRITICAL", "JOBS_WAKE": False, "COMPILED_TEMPLATES": COMPILED}
    app = create_app(INSTANCE_PATH=folder, **(usual | settings))
    with app.app_context():
        upgrade()
    return app


@contextmanager
def at_home(app: Flask) -> Iterator[None]:
    """Work on an installation's rows from this process; nothing stays open afterwards."""
    with app.app_context():
        try:
            yield
        finally:
            with suppress(Exception):
                db.session.rollback()
            db.session.remove()
            db.engine.dispose()
