"""What the directory's cards, filters and chips say, in the reader's language. For templates."""

from portal.directory.cards.filters import (
    Chip,
    Way,
    chips,
    in_words,
    name_for,
    ways_out,
)
from portal.directory.cards.groups import Group, groups
from portal.directory.cards.places import Spot, in_short, spots
from portal.directory.cards.sharing import Shared, shared
from portal.directory.cards.tags import Cover, ShownCard, addresses, alike, cover, hung, shown

__all__ = [
    "Chip",
    "Cover",
    "Group",
    "Shared",
    "ShownCard",
    "Spot",
    "Way",
    "addresses",
    "alike",
    "chips",
    "cover",
    "groups",
    "hung",
    "in_short",
    "in_words",
    "name_for",
    "shared",
    "shown",
    "spots",
    "ways_out",
]
