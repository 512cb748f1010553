"""What 500 styles with their pictures cost, read behind the pages; and what a kill -9 costs them.

The reading is a process of its own, as the worker is. It is killed in the middle and begun again
after the lease; then everything is taken over, exported, and sent once more.
"""

import io
import resource
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import func, select

from portal import create_app
from portal.accounts.models import User
from portal.brands.fields import Visibility
from portal.core import clock
from portal.core.cells import Part
from portal.core.db import db, reading, upgrade, writing
from portal.core.workbooks import workbook_bytes
from portal.linesheets import actions, fields, queries, rules, tables
from portal.linesheets.models import (
    LineSheet,
    RowOutcome,
    StyleImport,
    StyleImportPicture,
    StyleImportRow,
    StylePhoto,
)
from tests.bench.tables import timed
from tests.make import Make

STYLES = 500
IN_A_ZIP = 125
KILLED_AFTER = 150
"""Pictures that are read when the worker dies."""
SIZE = (900, 1200)


def photo(number: int) -> bytes:
    """Return a picture that is no other's, as hard to encode as cloth."""
    grain = Image.effect_noise((300, 400), 30).resize(SIZE)
    ground = Image.new("L", SIZE, number % 200 + 28)
    image = Image.merge("RGB", (grain, ground, Image.linear_gradient("L").resize(SIZE)))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def zipped(numbers: range) -> bytes:
    """Return a zip of the fronts of some styles."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number in numbers:
            archive.writestr(f"B{number:04d}.jpg", photo(number))
    return out.getvalue()


def row(number: int) -> list[object]:
    """Return one row of the table."""
    return [
        f"B{number:04d}", "直筒西裤", "女裤", "墨绿 #2b4a3f、米白", "155/66A 160/70A 165/74A",
        "面料：棉 95% 氨纶 5%", "成人", "直接接触皮肤", "B", "FZ/T 81007", 399 + number % 90, "36%",
    ]  # fmt: skip


HEAD = [
    "款号", "款名", "品类", "颜色", "尺码", "成分", "适用人群", "是否贴身", "安全类别", "执行标准",
    "吊牌价", "供货折扣",
]  # fmt: skip


def measure(folder: Path) -> dict[str, Any]:
    """Read 500 styles with pictures, killed once; take over; export and send again."""
    app = create_app(INSTANCE_PATH=str(folder), LOG_LEVEL="ERROR", JOBS_WAKE=False)
    found: dict[str, Any] = {"styles": STYLES}
    with app.app_context(), app.test_request_context():
        upgrade()
        make = Make()
        brand = make.brand()
        owner = make.owner(brand)
        with writing():
            sheet = LineSheet(
                brand_id=brand.id, year=2027, wave="spring_1", number=1, name_zh="春一波"
            )
            db.session.add(sheet)
        number, sheet_id = owner.id, sheet.id
        files = [
            ("styles.xlsx", workbook_bytes(Part("款式", HEAD, [row(one) for one in range(STYLES)])))
        ]
        files += [
            (f"{start}.zip", zipped(range(start, start + IN_A_ZIP)))
            for start in range(0, STYLES, IN_A_ZIP)
        ]
        found["zips_mb"] = round(sum(len(content) for name, content in files[1:]) / 1e6, 1)
        timed(found, "upload_s", lambda: send(sheet_id, files, number))
        read_and_kill(folder, found)
        found |= what_is_kept()
        timed(found, "apply_s", lambda: take_over(number))
        found["hung"] = db.session.scalar(select(func.count(StylePhoto.id)))
        again(folder, sheet_id, number, found)
        db.session.remove()
        db.engine.dispose()
    found["ok"] = found["lost"] == found["twice"] == found["changed_again"] == 0
    return found


def send(sheet_id: int, files: list[tuple[str, bytes]], by_id: int) -> None:
    """Send a table with its zips, as the page does: what is too much for one goes after it."""
    first, *rest = files
    with writing():
        by = db.session.get_one(User, by_id)
        received = actions.receive([first, *rest[:1]])
        one = actions.begin_import(queries.sheet_by_id(sheet_id), received, by=by)
        for name, content in rest[1:]:
            more = actions.receive([(name, content)])
            one.zips = [*one.zips, *more.zips]
            one.steps_total += more.steps


def newest() -> StyleImport:
    """Return the newest import, read anew."""
    db.session.rollback()
    return db.session.scalars(select(StyleImport).order_by(StyleImport.id.desc()).limit(1)).one()


def steps_done() -> int:
    """Return how far the newest import is; holds nothing."""
    with reading():
        done = newest().steps_done
        db.session.rollback()
    return done


def reader(folder: Path) -> subprocess.Popen[bytes]:
    """Begin a process that reads what waits."""
    return subprocess.Popen([sys.executable, "-m", "tests.bench.linesheets", str(folder)])


def read_and_kill(folder: Path, found: dict[str, Any]) -> None:
    """Read, kill -9 in the middle, and read on once the lease is over."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = reader(folder)
    while steps_done() < KILLED_AFTER and process.poll() is None:
        time.sleep(0.2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    found["read_when_killed"] = steps_done()
    with writing():
        newest().worked_at = clock.now() - rules.LEASE * 2
    process = reader(folder)
    process.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found["read_s"] = round(time.monotonic() - began, 1)
    found["cpu_s"] = round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1)
    found["worker_mb"] = after.ru_maxrss // 1024


def what_is_kept() -> dict[str, Any]:
    """Return what is lost, and what is there twice, after the kill."""
    one = newest()
    names = list(
        db.session.scalars(
            select(StyleImportPicture.name).where(StyleImportPicture.import_id == one.id)
        )
    )
    rows = db.session.scalar(
        select(func.count(StyleImportRow.id)).where(StyleImportRow.import_id == one.id)
    )
    return {
        "lost": 2 * STYLES - len(set(names)) - (rows or 0),
        "twice": len(names) - len(set(names)) + (one.steps_done != one.steps_total),
    }


def take_over(by_id: int) -> None:
    """Take over every row."""
    with writing():
        actions.apply(queries.by_number(newest().id), by=db.session.get_one(User, by_id))


def again(folder: Path, sheet_id: int, by_id: int, found: dict[str, Any]) -> None:
    """Export the line sheet, send what came out, and count the rows that would change anything."""
    sheet = queries.sheet_by_id(sheet_id)
    read = fields.readable(sheet, Visibility.CONNECTED)
    table = workbook_bytes(
        Part("款式", [str(one) for one in tables.head()], list(tables.lines(read, sheet.styles)))
    )
    parts = range(1, tables.parts(sheet.styles) + 1)
    files = [("again.xlsx", table)]
    files += [
        (f"{part}.zip", b"".join(tables.zipped(tables.pictures(sheet.styles, part))))
        for part in parts
    ]
    db.session.rollback()
    send(sheet_id, files, by_id)
    began = time.monotonic()
    reader(folder).wait()
    found["read_again_s"] = round(time.monotonic() - began, 1)
    counts = queries.outcome_counts(newest().id)
    found["changed_again"] = STYLES - counts[RowOutcome.UNCHANGED]


def main(folder: str) -> None:
    """Read what waits, as the worker does."""
    app = create_app(INSTANCE_PATH=folder, LOG_LEVEL="ERROR", JOBS_WAKE=False)
    with app.app_context():
        actions.read_behind_the_pages()


if __name__ == "__main__":
    main(sys.argv[1])
