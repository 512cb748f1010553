"""Where a brand trades, in words: market, hall, floor and stall, as one asks the way there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from portal.core.i18n import gettext as _
from portal.core.i18n import in_text, language, said
from portal.directory import queries
from portal.directory.cards.filters import listed
from portal.directory.criteria import Criteria
from portal.directory.facets import BY_NAME

DOT = Markup(" · ")
MOST_NAMED = 2
"""Stalls that a card names; of more it names the first."""


@dataclass(frozen=True)
class Spot:
    """The stalls of a brand on one floor."""

    hall: Markup
    floor: Markup
    stalls: Markup
    href: str
    """The brands of this floor."""

    @property
    def text(self) -> Markup:
        """Return it in one line."""
        return DOT.join((self.hall, self.floor, self.stalls))


def spots(stalls: Sequence[Any]) -> list[Spot]:
    """Return the floors on which a brand trades, with its stalls there."""
    by_floor: dict[tuple[str, str], list[str]] = {}
    for number, floor, hall in stalls:
        by_floor.setdefault((hall, floor), []).append(number)
    return [
        Spot(
            hall=hall_name(hall),
            floor=said(queries.name_of(BY_NAME["place"], floor).label(language())),
            stalls=numbered(numbers),
            href=url_for("directory.index", **Criteria(chosen={"place": (floor,)}).arguments()),
        )
        for (hall, floor), numbers in by_floor.items()
    ]


def in_short(stalls: Sequence[Any]) -> Markup:
    """Return hall and stalls for a card; a number begins with its floor. Nothing for no stall."""
    if not stalls:
        return Markup()
    number, _floor, hall = stalls[0]
    if len(stalls) > MOST_NAMED:
        words = in_text(
            _("%(stall)s and %(number)s more"), stall=numbered([number]), number=len(stalls) - 1
        )
    else:
        words = numbered([number for number, _floor, _hall in stalls])
    return DOT.join((hall_name(hall), words))


def hall_name(hall: str) -> Markup:
    """Return what a hall is called, without its market."""
    known = queries.register().names["hall"].get(hall)
    return said(known.label(language())) if known else Markup()


def numbered(numbers: Sequence[str]) -> Markup:
    """Return stall numbers in one line; none is broken at its hyphen."""
    return listed([Markup('<span class="unbroken">{}</span>').format(one) for one in numbers])
