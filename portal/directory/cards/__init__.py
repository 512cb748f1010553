"""What the directory's cards, filters and chips say, in the reader's language. For templates."""

from portal.directory.cards.filters import (
    Chip,
    Group,
    Option,
    Way,
    chips,
    groups,
    in_words,
    name_for,
    ways_out,
)
from portal.directory.cards.fragments import Fragments
from portal.directory.cards.tags import Cover, ShownCard, addresses, cover, hung, shown

__all__ = [
    "Chip",
    "Cover",
    "Fragments",
    "Group",
    "Option",
    "ShownCard",
    "Way",
    "addresses",
    "chips",
    "cover",
    "groups",
    "hung",
    "in_words",
    "name_for",
    "shown",
    "ways_out",
]
