"""The process under measurement: `python -m tests.bench.host hello` or `… portal FOLDER [URI]`.

Serves on a free port with waitress, as `portal.serve` does, says the port on its first line, and
answers each line of its standard input with what it has used so far, as JSON.
"""

import json
import logging
import os
import resource
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine
from waitress.server import create_server

from portal import create_app
from portal.core.memory import share_one_heap

THREADS = 8
statements = [0]


def hello() -> Flask:
    """Return the least that Flask can be."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "<!doctype html><title>Hello</title><h1>Hello</h1>\n")
    return app


def portal(folder: str, uri: str = "") -> Flask:
    """Return the portal on an installation, counting its statements; `uri` names its database."""

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*facts: Any) -> None:
        statements[0] += not str(facts[2]).startswith("BEGIN")

    where = {"SQLALCHEMY_DATABASE_URI": uri} if uri else {}
    return create_app(INSTANCE_PATH=folder, LOG_LEVEL="WARNING", JOBS_WAKE=False, **where)


def used() -> dict[str, float]:
    """Return CPU seconds, memory in MB and statements of this process so far."""
    pages = Path("/proc/self/statm")
    if pages.exists():
        memory = int(pages.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    else:
        unit = 2**20 if sys.platform == "darwin" else 2**10
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return {"cpu": time.process_time(), "rss_mb": memory, "statements": statements[0]}


def main(kind: str, *arguments: str) -> None:
    """Serve until the standard input closes."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue of one is no news
    share_one_heap()
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    server = create_server(
        hello() if kind == "hello" else portal(*arguments),
        sockets=[listener],
        threads=THREADS,
        asyncore_use_poll=True,
        clear_untrusted_proxy_headers=True,
    )
    threading.Thread(target=server.run, daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    for _line in sys.stdin:
        print(json.dumps(used()), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
