"""`make test`: the suites one after another, and one summary at the end.

    python -m tests.suites [arguments for pytest]

Ends with status 0 when every suite that ran is green and, under PORTAL_REQUIRE_ALL=1, none was
skipped. A suite in which no test ran counts as failed, unless arguments narrowed the choice.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.services import (
    chromium_hint,
    chromium_path,
    postgres_hint,
    postgres_url,
    require_all,
)

ROOT = Path(__file__).resolve().parent.parent
NO_TEST_RAN = 5  # pytest's exit status


@dataclass(frozen=True)
class Suite:
    """Some of the tests, and what they need: `lacks()` is empty or says what to install."""

    name: str
    arguments: tuple[str, ...]
    lacks: Callable[[], str]


@dataclass(frozen=True)
class Outcome:
    suite: str
    green: bool
    text: str
    seconds: float = 0.0


IN_PARALLEL = ("--numprocesses=auto", "--maxprocesses=8", "--dist=loadgroup")
SUITES = (
    Suite("fast", ("-m", "not postgres and not browser", *IN_PARALLEL), lacks=lambda: ""),
    Suite(
        "PostgreSQL",
        ("--postgres", "-m", "not sqlite and not browser", *IN_PARALLEL),
        lacks=lambda: "" if postgres_url() else postgres_hint(),
    ),
    Suite(
        "browser",
        ("-m", "browser", "--numprocesses=2"),
        lacks=lambda: "" if chromium_path() else chromium_hint(),
    ),
)


def main(arguments: Sequence[str]) -> int:
    outcomes = [outcome(suite, arguments) for suite in SUITES]
    summary(outcomes)
    return 0 if all(each.green for each in outcomes) else 1


def outcome(suite: Suite, arguments: Sequence[str]) -> Outcome:
    """Run one suite, or say why it does not run."""
    if lack := suite.lacks():
        return Outcome(suite.name, green=not require_all(), text=f"skipped, {lack}")
    say(f"{suite.name} suite")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        status = subprocess.run(
            [sys.executable, "-m", "pytest", *suite.arguments, f"--junitxml={report}", *arguments],
            cwd=ROOT,
            check=False,
        ).returncode
        text = counts(report)
    green = status == 0 or (status == NO_TEST_RAN and bool(arguments))
    return Outcome(suite.name, green, text, time.monotonic() - began)


def counts(report: Path) -> str:
    """Return "12 passed, 1 failed, 2 skipped" from a JUnit report; zeros are left out."""
    if not report.exists():
        return "did not finish"
    root = ET.parse(report).getroot()  # noqa: S314 -- pytest wrote it a moment ago
    numbers = {
        name: sum(int(suite.get(name, 0)) for suite in root.iter("testsuite"))
        for name in ("tests", "failures", "errors", "skipped")
    }
    failed = numbers["failures"] + numbers["errors"]
    passed = numbers["tests"] - failed - numbers["skipped"]
    parts = {"passed": passed, "failed": failed, "skipped": numbers["skipped"]}
    return ", ".join(f"{n} {word}" for word, n in parts.items() if n) or "no test ran"


def summary(outcomes: Sequence[Outcome]) -> None:
    say("summary")
    for each in outcomes:
        mark = "ok" if each.green else "FAILED"
        spent = f"{each.seconds:6.1f} s" if each.seconds else ""
        print(f"  {each.suite:<12}{mark:<8}{spent:<11}{each.text}", flush=True)


def say(text: str) -> None:
    print(f"\n--- {text}", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
