"""What starts the portal: the locked packages, the port, the worker that ends with the server."""

import os
import re
import socket
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from portal import serve
from portal.worker import WITH_PARENT

ROOT = Path(__file__).resolve().parents[2]


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "PORTAL_INSTANCE_PATH": str(folder), **more}


def test_a_taken_port_is_one_line_and_nothing_is_touched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, "-m", "portal.serve"],
            cwd=ROOT,
            env=environment(tmp_path, PORT=str(port)),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode == 1
    assert ended.stdout == f"Port {port} is taken. Choose another one: PORT={port + 1} make serve\n"
    assert ended.stderr == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("port", ["eighty", "-1", "65536", "\uff18\uff10"])
def test_a_port_that_is_none_is_one_line(
    port: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit):
        serve.listen()
    assert capsys.readouterr().out == f"PORT is {port!r}: give a number from 1 to 65535.\n"


def test_the_worker_ends_with_whoever_started_it(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "portal.worker", WITH_PARENT],
        cwd=ROOT,
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as worker:
        assert worker.stdin
        assert worker.stderr
        assert b"worker started" in worker.stderr.readline()
        worker.stdin.close()
        assert worker.wait(timeout=15) is not None


@pytest.mark.parametrize(
    ("lock", "sections"),
    [
        ("requirements.txt", ["install_requires"]),
        ("requirements-dev.txt", ["install_requires", "dev"]),
    ],
)
def test_every_package_is_locked_by_hash(lock: str, sections: list[str]) -> None:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    asked = "\n".join(
        setup["options"].get(section) or setup["options.extras_require"][section]
        for section in sections
    )
    wanted = {name.lower() for name in re.findall(r"^([a-zA-Z0-9-]+)", asked, re.MULTILINE)}
    text = (ROOT / lock).read_text(encoding="utf-8")
    pinned = r"^([a-z0-9-]+)(?:\[[a-z0-9,]+\])?==.*\\\n((?:    --hash=.*\n)+)"
    locked = dict(re.findall(pinned, text, re.MULTILINE))
    assert wanted <= locked.keys()
    assert len(re.findall(r"^\S+==", text, re.MULTILINE)) == len(locked)
    assert "://" not in text


def test_what_is_locked_to_serve_is_locked_to_test() -> None:
    pins = [
        set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    ]
    assert pins[0] <= pins[1]
