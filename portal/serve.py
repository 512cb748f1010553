"""`python -m portal.serve`: prepare this installation, start the worker and answer requests.

For a first look and for small installations: one process with threads, and the background worker
beside it. Each step is also a command of `flask --app portal`.
"""

import contextlib
import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from types import FrameType
from typing import NoReturn

from flask import Flask
from waitress.server import create_server

from portal import config, create_app
from portal.core.db import upgrade, writing
from portal.core.memory import leave_alone_what_is_loaded, share_one_heap
from portal.demo import actions as demo_actions
from portal.demo import queries as demo_queries
from portal.worker import WITH_PARENT

THREADS = 8
# waitress stops accepting at 100 by default: a hundred slow clients would close the house.
CONNECTIONS = 2000
# Beyond the largest upload, so that a file that is too large still gets the portal's own answer.
LARGEST_BODY_BYTES = 128 * 1024 * 1024
WORKER_STOP_SECONDS = 10
WORKER_RESTART_SECONDS = (1, 2, 5, 15, 30)
WORKER_PROVEN_SECONDS = 60


class Worker:
    """The background worker as a child process, started again when it ends by itself."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._stopping = threading.Event()
        self._process = self._start()
        self._watch = threading.Thread(target=self._keep_alive, name="worker-watch", daemon=True)
        self._watch.start()

    def stop(self) -> None:
        """Let the worker finish the job in hand, for ten seconds at most."""
        self._stopping.set()
        self._process.terminate()
        self._watch.join(WORKER_STOP_SECONDS)
        if self._process.poll() is None:
            self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        # In a session of its own Ctrl-C reaches it through us only, so it finishes its job.
        # The pipe to its standard input closes with this process, however that ends.
        return subprocess.Popen(  # noqa: S603 -- our own program
            [sys.executable, "-m", "portal.worker", WITH_PARENT],
            env=self._environment,
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def _keep_alive(self) -> None:
        """Wait for the end of the process; unless we asked for it, begin a new one."""
        pauses = iter(WORKER_RESTART_SECONDS)
        while True:
            began = time.monotonic()
            status = self._process.wait()
            if self._stopping.is_set():
                return
            if time.monotonic() - began > WORKER_PROVEN_SECONDS:
                pauses = iter(WORKER_RESTART_SECONDS)
            pause = next(pauses, WORKER_RESTART_SECONDS[-1])
            say(f"The background worker ended ({status}); starting it again in {pause} s.")
            if self._stopping.wait(pause):
                return
            self._process = self._start()


def main() -> None:
    """Serve until Ctrl-C or SIGTERM."""
    for number in stop_signals():
        signal.signal(number, stop)
    share_one_heap()
    listener = listen()
    os.umask(0o077)  # database, uploads and mails are nobody else's on this machine
    app = prepare(address(listener))
    allow_many_connections()
    worker = Worker({**os.environ, "PORTAL_BASE_URL": app.config["BASE_URL"]})
    try:
        answer(app, listener)
    finally:
        worker.stop()
    say("Stopped.")


def answer(app: Flask, listener: socket.socket) -> None:
    """Answer requests until a signal; then finish those in hand."""
    server = create_server(
        app,
        sockets=[listener],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,
        max_request_body_size=LARGEST_BODY_BYTES,
        ident=None,
        # ProxyFix believes as many proxies as we were told of; told of none, nobody is believed.
        clear_untrusted_proxy_headers=not app.config["TRUSTED_PROXIES"],
    )
    leave_alone_what_is_loaded()
    say(f"Serving {address(listener)} (Ctrl-C stops everything)")
    server.run()  # returns after the SystemExit of `stop`
    server.close()


def listen() -> socket.socket:
    """Take the port before anything else is done: HOST and PORT, by default 127.0.0.1:8000.

    Raises:
        SystemExit: it cannot be had; the message is one line.
    """
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isascii() or not port.isdigit() or int(port) > 65535:  # noqa: PLR2004 -- the last port
        refuse(f"PORT is {port!r}: give a number from 1 to 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, int(port)), family=family, backlog=1024)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            refuse(f"Port {port} is taken. Choose another one: PORT={int(port) + 1} make serve")
        reason = str(error.strerror).partition(" (while")[0]
        refuse(f"Cannot listen on {host}, port {port}: {reason}.")


def prepare(base_url: str) -> Flask:
    """Bring settings, database and, when it is empty, demo data into being; return the app."""
    app = create_app()
    if app.config["BASE_URL"] == config.DEFAULTS["BASE_URL"]:
        app.config["BASE_URL"] = base_url  # links in mails follow PORT
    with app.app_context():
        upgrade()
        if demo_queries.is_empty():
            say("The database is empty: loading the demo data ...")
            with writing():
                demo_actions.load()
        if demo_queries.is_loaded():
            app.config["DEMO_MODE"] = True
            show_sign_ins()
    return app


def show_sign_ins() -> None:
    """Print who may sign in to the demo."""
    say("Demo sign-ins:")
    for row in demo_queries.sign_ins():
        say(f"  {row.role:<24}{row.name:<28}{row.password}")


def address(listener: socket.socket) -> str:
    """Return what to type into a browser."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def allow_many_connections() -> None:
    """Raise the limit of open files, 256 on macOS, to what our connections need."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 -- Windows has none, and no such limit

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 2 * CONNECTIONS if hard == resource.RLIM_INFINITY else min(hard, 2 * CONNECTIONS)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def stop_signals() -> list[signal.Signals]:
    """Return Ctrl-C, SIGTERM and, where there is one, the closing of the terminal."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    return [signal.Signals[name] for name in names if name in signal.Signals.__members__]


def stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """End the server from within its loop. A second signal no longer waits for anybody."""
    for number in stop_signals():
        signal.signal(number, signal.SIG_DFL)
    raise SystemExit(0)


def refuse(message: str) -> NoReturn:
    say(message)
    raise SystemExit(1)


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


if __name__ == "__main__":
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue of one is no news
    main()
