"""Tables to take away: files that a spreadsheet opens, in Chinese and without running anything."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from portal.core import clock

MARK = "\ufeff"
"""Without this mark Excel reads Chinese as garbage."""
RUNS_IN_A_SHEET = ("=", "+", "-", "@", "\t", "\r", "\n")
Value = object


def safe_cell(value: Value) -> str:
    """Return a value as a cell that is only ever text or a number, never a formula.

    Source: OWASP, CSV injection. Numbers of ours stay numbers.
    """
    text = "" if value is None else str(value)
    runs = text.startswith(RUNS_IN_A_SHEET) and not isinstance(value, int | float)
    return f"'{text}" if runs else text


def csv_text(head: Sequence[Value], rows: Iterable[Sequence[Value]]) -> str:
    """Return a table as CSV with the mark that Excel needs."""
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out)
    for row in (head, *rows):
        writer.writerow([safe_cell(value) for value in row])
    return out.getvalue()


def csv_response(name: str, head: Sequence[Value], rows: Iterable[Sequence[Value]]) -> Response:
    """Answer with a table as a file called `name` and today's date; `name` is plain ASCII."""
    response = Response(csv_text(head, rows), mimetype="text/csv")
    file = f"{name}-{clock.today().isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    response.headers["Cache-Control"] = "no-store"
    return response
