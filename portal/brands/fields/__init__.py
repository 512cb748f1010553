"""The fields of a profile: what each is, who sees it, and how a reader gets it.

`table` is THE table; `reading` gives a reader what is for him and nothing else. Other domains may
import this package.
"""

from portal.brands.fields.claims import Claim, ClaimState, claims_of, stamp
from portal.brands.fields.groups import Group, Visibility
from portal.brands.fields.reading import (
    Reading,
    Section,
    Sheet,
    contact,
    read,
    readable,
    viewer_class,
    workroom_class,
)
from portal.brands.fields.table import (
    BY_NAME,
    FIELDS,
    MOST_PICTURES,
    Field,
    asked_in,
    of_group,
)

__all__ = [
    "BY_NAME",
    "FIELDS",
    "MOST_PICTURES",
    "Claim",
    "ClaimState",
    "Field",
    "Group",
    "Reading",
    "Section",
    "Sheet",
    "Visibility",
    "asked_in",
    "claims_of",
    "contact",
    "of_group",
    "read",
    "readable",
    "stamp",
    "viewer_class",
    "workroom_class",
]
