"""The queue in a file brings no drivers of other queues along; one in Redis finds them still."""

import subprocess
import sys
from pathlib import Path

from tests.served import ROOT

ASKED = """
import sys
from pathlib import Path
from portal import create_app
folder = Path(sys.argv[1])
create_app(INSTANCE_PATH=folder / "one", LOG_LEVEL="CRITICAL")
print(*sorted({"redis", "psycopg"} & sys.modules.keys()), sep=",")
app = create_app(INSTANCE_PATH=folder / "two", LOG_LEVEL="CRITICAL", JOBS_URL="redis://nowhere")
print(app.extensions["jobs"].storage.conn.connection_pool.connection_kwargs["host"])
"""


def test_the_drivers_of_other_queues_are_not_loaded(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASKED, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split("\n")[:2] == ["", "nowhere"]
