"""How long an office waits for a table of five thousand rows, and what it costs in memory."""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from portal import create_app
from portal.core import credit_code
from portal.core.cells import Part
from portal.core.db import db, upgrade, writing
from portal.core.workbooks import workbook_bytes
from portal.rosters import actions, queries
from tests.make import Make

ROWS = 5000
HEAD = (
    "品牌名称",
    "经营者",
    "联系电话",
    "主营品类",
    "信用代码",
    "楼层",
    "档口号",
    "合同到期",
    "备注",
)
SYLLABLES = "云织锦棉苒禾沐清芷棠屿澜素絮拾光晴悦兰青木衣简安舒朵栀璃沁匠"


def roster(rows: int = ROWS) -> bytes:
    """Return a workbook of invented merchants."""
    return workbook_bytes(Part("名单", HEAD, [merchant(number) for number in range(rows)]))


def merchant(number: int) -> list[object]:
    """Return one row of it."""
    size = len(SYLLABLES)
    name = "".join(SYLLABLES[number // size**place % size] for place in range(3))
    return [
        f"{name}{number % 7 or ''}",
        f"李{SYLLABLES[number % size]}",
        13800000000 + number,
        "女裤",
        credit_code.make(number),
        f"{number % 6 + 1}F",
        f"{number % 6 + 1}F-A{number // 6 + 1}",
        "2027.12.31",
        "+86 微信同号",
    ]


def measure(folder: Path) -> dict[str, Any]:
    """Read, compare, take over and take back one long table; seconds and MB more."""
    app = create_app(INSTANCE_PATH=str(folder), LOG_LEVEL="ERROR", JOBS_WAKE=False)
    with app.app_context(), app.test_request_context():
        upgrade()
        content, make = roster(), Make()
        market = make.market()
        office = make.manager(market)
        db.session.commit()
        before, found = memory(), {"rows": ROWS}

        def sent() -> int:
            received = actions.receive("roster.xlsx", content)
            with writing():
                draft = actions.begin(market, received, by=office)
                number = draft.id
                actions.choose_columns(draft, {}, by=office)
            return number

        number = timed(found, "upload_s", sent)
        timed(found, "preview_s", actions.read_behind_the_pages)
        timed(found, "apply_s", lambda: deed(number, actions.apply, office))
        timed(found, "undo_s", lambda: deed(number, actions.undo, office))
        found["more_mb"] = round(memory() - before)
        db.session.remove()
        db.engine.dispose()
    return found


def deed(number: int, what: Callable[..., object], by: Any) -> None:
    """Do one deed in a transaction of its own."""
    with writing():
        what(queries.by_number(number), by=by)


def timed(found: dict[str, Any], name: str, what: Callable[[], Any]) -> Any:
    """Note how many seconds something took."""
    began = time.monotonic()
    answer = what()
    found[name] = round(time.monotonic() - began, 1)
    return answer


def memory() -> float:
    """Return the most that this process has ever used, in MB."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
