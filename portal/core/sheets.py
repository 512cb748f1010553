"""Tables to take away: files that a spreadsheet opens, in Chinese and without running anything.

A list offers both kinds at one address: `@bp.get(f"/…/things.{KINDS}")`, answered by
`table_response`. What stands in them: `core/cells.py`.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response, request

from portal.core import clock
from portal.core.cells import Part, Value

MARK = "\ufeff"
"""Without this mark Excel reads Chinese as garbage."""
RUNS_IN_A_SHEET = ("=", "+", "-", "@", "\t", "\r", "\n")
KINDS = "<any(csv,xlsx):ending>"
"""How the address of a table ends."""
MIME_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def safe_cell(value: Value) -> str:
    """Return a value as a cell that is only ever text or a number, never a formula.

    An import takes one apostrophe off again; a text that has its own before a sign gets another.
    Source: OWASP, CSV injection. Numbers of ours stay numbers.
    """
    text = "" if value is None else str(value)
    runs = text.lstrip("'").startswith(RUNS_IN_A_SHEET) and not isinstance(value, int | float)
    return f"'{text}" if runs else text


def csv_text(*parts: Part) -> str:
    """Return tables as CSV with the mark that Excel needs; of several, each under its title."""
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out)
    for number, part in enumerate(parts):
        title = [[part.title]] if len(parts) > 1 else []
        gap: list[Sequence[Value]] = [[]] if number else []
        for row in (*gap, *title, part.head, *part.rows):
            writer.writerow([safe_cell(value) for value in row])
    return out.getvalue()


def table_response(
    name: str, head: Sequence[Value], rows: Iterable[Sequence[Value]], title: str
) -> Response:
    """Answer with a table as a file called `name` and today's date; `name` is plain ASCII.

    Its kind is the ending of the address that was asked for; `title` is what the sheet of a
    workbook is called.
    """
    return tables_response(name, Part(title, head, rows))


def tables_response(name: str, *parts: Part) -> Response:
    """Answer with several tables in one file, as `table_response` does with one."""
    ending = (request.view_args or {})["ending"]
    made: bytes | str
    if ending == "xlsx":
        # 20 MB that no process needs before somebody takes a workbook away.
        from portal.core.workbooks import workbook_bytes  # noqa: PLC0415

        made = workbook_bytes(*parts)
    else:
        made = csv_text(*parts)
    response = Response(made, mimetype=MIME_TYPES[ending])
    file = f"{name}-{clock.today().isoformat()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    response.headers["Cache-Control"] = "no-store"
    return response
