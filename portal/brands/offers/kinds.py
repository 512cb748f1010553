"""The kinds of the fields that hold offers, estimates and released bands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from portal.brands.kinds import Kind, amount
from portal.brands.models import Revision
from portal.brands.offers.bands import BANDS, released_bands, total
from portal.brands.offers.reading import term_word, title
from portal.core.i18n import gettext


@dataclass(frozen=True)
class Offers(Kind):
    """The offers of cooperation, side by side."""

    def parts(self, value: Any) -> list[Markup]:
        """Return what each is called."""
        return [title(one) for one in value]


@dataclass(frozen=True)
class Estimates(Kind):
    """What a shop costs, by city tier."""

    def parts(self, value: Sequence[Mapping[str, Any]]) -> list[Markup]:
        """Return the totals, each with its tier."""
        return [
            Markup("{} {}").format(term_word("city_tier", one["tier"]), amount(total(one)))
            for one in value
        ]


@dataclass(frozen=True)
class Released(Kind):
    """The terms of which verified agents see the band."""

    def parts(self, value: Any) -> list[Markup]:
        """Return the names of the terms."""
        return [Markup("{}").format(str(BANDS[one].label)) for one in value if one in BANDS]

    def unknown(self, value: Any) -> list[str]:
        """Return the terms that have no band."""
        return [one for one in value if one not in BANDS]

    def bands(self, revision: Revision) -> list[Markup]:
        """Return each released band in words: Supply price 3.5-4 折."""
        return [
            Markup("{}").format(gettext("%(term)s:", term=BANDS[name].label))
            + " "
            + term_word(BANDS[name].vocabulary, code)
            for name, code in released_bands(revision).items()
        ]
