"""Values of a style as people type them, in a form or in a table's cell. Pure functions.

Each `read_…` returns the value or raises `UnclearError` with words that ask back; each `write_…`
returns a text that the same function reads again, in either language.
"""

from portal.linesheets.reading.goods import (
    read_colours,
    read_down_content,
    read_fibres,
    read_number,
    read_pack,
    read_sizes,
    write_colours,
    write_fibres,
    write_pack,
)
from portal.linesheets.reading.plain import (
    read_code,
    read_day,
    read_line,
    write_code,
    write_sizes,
)

__all__ = [
    "read_code",
    "read_colours",
    "read_day",
    "read_down_content",
    "read_fibres",
    "read_line",
    "read_number",
    "read_pack",
    "read_sizes",
    "write_code",
    "write_colours",
    "write_fibres",
    "write_pack",
    "write_sizes",
]
