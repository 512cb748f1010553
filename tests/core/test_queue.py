"""The queue in a file brings no drivers of other queues along; one in Redis finds its own."""

import subprocess
import sys
from pathlib import Path

from tests.served import ROOT

BEGUN = """
import sys
from portal import create_app
app = create_app(INSTANCE_PATH=sys.argv[1], LOG_LEVEL="CRITICAL", JOBS_URL=sys.argv[2])
"""
DRIVERS = 'print(*sorted({"redis", "psycopg"} & sys.modules.keys()))'
HOST = 'print(app.extensions["jobs"].storage.conn.connection_pool.connection_kwargs["host"])'


def said(folder: Path, url: str, question: str) -> str:
    """Return what a process says that was begun with such a queue."""
    told = subprocess.run(
        [sys.executable, "-c", BEGUN + question, str(folder), url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.strip()


def test_a_queue_in_a_file_loads_no_drivers(tmp_path: Path) -> None:
    assert said(tmp_path, "", DRIVERS) == ""


def test_a_queue_in_redis_knows_its_server(tmp_path: Path) -> None:
    assert said(tmp_path, "redis://nowhere", HOST) == "nowhere"
