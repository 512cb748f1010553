"""`make bench`: how fast and how sturdy, as a table and in instance/bench.json.

    python -m tests.bench [speed] [office] [directory] [oracle] [kills] [races] [tables]
                             [pictures] [linesheets] [crowd] [market] [sizes]

`PORTAL_BENCH_STOCK=folder` keeps the installations with many brands for the next run, a gigabyte
for each quarter of a million brands; on PostgreSQL as databases `bench_stock_…`, to be dropped by
hand. Then also `directory 1000000` is asked of both databases. `PORTAL_BENCH_SECONDS=600` lets the
busy day of `crowd` last ten minutes instead of one.

Speed is told in multiples of bare Flask under the same server in the same run, because those
travel between machines. Close other programs first; nothing here is a test.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.bench import (
    crowd,
    directory,
    linesheets,
    market,
    office,
    oracle,
    pictures,
    speed,
    sturdiness,
    tables,
)
from tests.served import ROOT

RESULTS = ROOT / "instance" / "bench.json"
SIZES = [1000, 10000]
PARTS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "speed": lambda folder: speed.measure(folder, SIZES),
    "office": office.measure,
    "directory": lambda folder: directory.measure(folder, chosen_sizes()),
    "oracle": oracle.measure,
    "kills": sturdiness.power_cuts,
    "races": sturdiness.races,
    "tables": tables.measure,
    "pictures": pictures.measure,
    "linesheets": linesheets.measure,
    "crowd": crowd.measure,
    "market": market.measure,
}
BY_SIZE = ("directory", "search")
"""What figures that are told by size begin with."""
PAGES = {"speed", "office", "directory"}
"""Parts that give the figures of pages, each under the page's own name."""
MANY = {"races", "oracle", "crowd"}
"""Parts that are several measurements, each with a name of its own."""
COLUMNS = ("cpu_x", "throughput_x", "sql_warm", "rss_mb", "p50_ms", "p99_ms", "cpu_ms")


def main(wanted: Sequence[str]) -> int:
    """Measure the parts that are asked for, all without any; say what came out."""
    results: dict[str, Any] = {}
    for name in [part for part in PARTS if part in wanted or not {*wanted} & PARTS.keys()]:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            found = PARTS[name](Path(folder))
        results = merged(results, found if name in PAGES else {name: found})
        show(name, found)
        print(f"  ({time.monotonic() - began:.0f} s)", flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps(merged(kept, results), indent=2) + "\n", encoding="utf-8")
    print(f"\nKept in {RESULTS.relative_to(ROOT)}")
    return 0 if all_is_well(results) else 1


def chosen_sizes() -> Sequence[int]:
    """Return the sizes of the directory that were asked for, or the usual ones."""
    return [int(word) for word in sys.argv[1:] if word.isdigit()] or directory.SIZES


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Return both; what is told by size keeps the sizes that were not measured now."""
    return old | {
        name: {**old[name], **told} if name.startswith(BY_SIZE) and name in old else told
        for name, told in new.items()
    }


def show(name: str, found: dict[str, Any]) -> None:
    """Print one part as a table."""
    print(f"\n{name}")
    if name == "directory":
        for kind, rows in found.items():
            for size, row in rows.items():
                told = ", ".join(f"{what} {value}" for what, value in row.items())
                print(f"  {kind} {size}: {told}")
        return
    if name in PAGES:
        print("  " + " " * 20 + "".join(f"{one:>14}" for one in COLUMNS))
        for page, figures in found.items():
            for size, row in figures.items() if page == "directory" else [("", figures)]:
                told = "".join(f"{row[one]:>14}" for one in COLUMNS)
                print(f"  {f'{page} {size}':<20}{told}")
        return
    for kind, figures in found.items() if name in MANY else [("", found)]:
        print(f"  {kind:<12}" + ", ".join(f"{what} {value}" for what, value in figures.items()))


def all_is_well(results: dict[str, Any]) -> bool:
    """Say whether nothing was lost and nobody won twice; speed is never a reason to fail."""
    sturdy = [
        results.get("kills", {}),
        results.get("linesheets", {}),
        results.get("market", {}),
        *results.get("races", {}).values(),
        *results.get("oracle", {}).values(),
        *results.get("crowd", {}).values(),
    ]
    return all(one.get("ok", True) for one in sturdy)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
