"""What the directory's cards, filters and chips say, in the reader's language. For templates."""

from portal.directory.cards.filters import Chip, Group, Option, Way, chips, groups, ways_out
from portal.directory.cards.fragments import Fragments
from portal.directory.cards.tags import ShownCard, hung, picture_address, shown

__all__ = [
    "Chip",
    "Fragments",
    "Group",
    "Option",
    "ShownCard",
    "Way",
    "chips",
    "groups",
    "hung",
    "picture_address",
    "shown",
    "ways_out",
]
