"""The process under measurement: `python -m tests.bench.host hello`.

Or `… least FOLDER`, or `… portal FOLDER [URI]`. Serves on a free port with waitress, as
`portal.serve` does, says the port on its first line, and answers each line of its standard input
with what it has used so far, as JSON.
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
from pkgutil import resolve_name
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from waitress.server import create_server

THREADS = 8
# Each is loaded only where it serves: what a process holds is a figure too.
KINDS = {
    "hello": "tests.bench.hello:application",
    "least": "tests.bench.least:application",
    "portal": "tests.bench.ours:application",
}
statements = [0]


@event.listens_for(Engine, "before_cursor_execute")
def count(*facts: Any) -> None:
    """Count a statement, whichever application sends it."""
    statements[0] += not str(facts[2]).startswith("BEGIN")


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
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    server = create_server(
        resolve_name(KINDS[kind])(*arguments),
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
