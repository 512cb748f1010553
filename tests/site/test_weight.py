"""What a process carries before it has done anything: libraries that few need come when needed."""

import subprocess
import sys

from tests.served import ROOT

HEAVY = {"numpy", "opencc", "openpyxl", "pypinyin", "pyroaring", "zxcvbn"}
"""Together 110 MB, in each worker process."""


def test_a_process_begins_without_the_heavy_libraries() -> None:
    asked = f"import sys, portal; print(*sorted({HEAVY!r} & sys.modules.keys()))"
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == []
