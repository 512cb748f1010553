"""How sturdy it is: thirty power cuts, and fifty pairs in each race on both databases."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from tests.served import ROOT
from tests.services import postgres_url

KILLS = 30
STEPS = 3000
"""Deeds in the directory while its writers are killed."""
CRASHES = ("tests/reliability/test_crashes.py", "tests/reliability/test_directory.py")
PAIRS = 50


@dataclass
class Run:
    """Some tests of reliability, running with more turns than in `make test`."""

    name: str
    process: subprocess.Popen[bytes]
    report: Path
    began: float

    def wait(self) -> dict[str, Any]:
        """Return what the tests found."""
        status = self.process.wait()
        figures: dict[str, Any] = {
            "ok": status == 0,
            "seconds": round(time.monotonic() - self.began),
        }
        if status:
            print(self.report.with_suffix(".out").read_text(encoding="utf-8"), file=sys.stderr)
        root = ET.parse(self.report).getroot()  # noqa: S314 -- pytest wrote it a moment ago
        figures["tests"] = sum(int(one.get("tests", 0)) for one in root.iter("testsuite"))
        for one in root.iter("property"):
            figures[str(one.get("name"))] = one.get("value")
        return figures


def begin(name: str, folder: Path, *arguments: str, **turns: int) -> Run:
    """Start tests with so many turns."""
    report = folder / f"{name.replace(' ', '-')}.xml"
    numbers = {f"PORTAL_{what}": str(count) for what, count in turns.items()}
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "--no-header",
            "-ojunit_family=xunit1",
            f"--junitxml={report}",
            *arguments,
        ],
        cwd=ROOT,
        env={**os.environ, **numbers},
        stdout=report.with_suffix(".out").open("wb"),
    )
    return Run(name, process, report, time.monotonic())


def power_cuts(folder: Path) -> dict[str, Any]:
    """Kill the server again and again."""
    return begin("kills", folder, *CRASHES, KILLS=KILLS, STEPS=STEPS).wait()


def races(folder: Path) -> dict[str, Any]:
    """Race on every database that there is, on all of them at once."""
    tests = "tests/reliability/test_races.py"
    runs = [begin("sqlite", folder, tests, RACES=PAIRS)]
    if postgres_url():
        runs.append(begin("postgresql", folder, tests, "--postgres", RACES=PAIRS))
    return {run.name: run.wait() for run in runs}
