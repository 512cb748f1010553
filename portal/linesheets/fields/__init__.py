"""The fields of a style: what each is, who sees it, how it is typed and how a reader gets it.

`table` is THE table: forms, the grid, imports, exports and every page read it. `reading` gives a
reader what is for him and nothing else. Other domains may import this package.
"""

from portal.linesheets.fields.reading import (
    Photo,
    Reading,
    SheetRead,
    StyleRead,
    readable,
    readable_style,
    supply_price,
)
from portal.linesheets.fields.table import (
    BY_NAME,
    FIELDS,
    PHOTOS,
    VIEW_LABELS,
    Block,
    StyleField,
    of_block,
)

__all__ = [
    "BY_NAME",
    "FIELDS",
    "PHOTOS",
    "VIEW_LABELS",
    "Block",
    "Photo",
    "Reading",
    "SheetRead",
    "StyleField",
    "StyleRead",
    "of_block",
    "readable",
    "readable_style",
    "supply_price",
]
