"""The brands that hang from the board's tape: each one's line, drawn once for what it shows.

Nothing kept here can be out of date: whatever a line shows is a part of its key.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from flask import current_app, url_for
from markupsafe import Markup

from portal.core.fragments import Fragments
from portal.core.i18n import either, language
from portal.incubation.rules import Standing
from portal.markets.models import Market

KEPT_BYTES = 2_000_000
"""Some 5,000 lines."""
_lines = Fragments(KEPT_BYTES)


class Strand(NamedTuple):
    """What the line of a brand shows, to readers of a language."""

    language: str
    before: str
    """What its address begins with."""
    slug: str
    name: str
    health: object
    days: int
    plan_days: int


def strands(market: Market) -> Callable[[Iterable[Standing]], Markup]:
    """Return what draws the lines of a market's brands."""
    draw: Any = current_app.jinja_env.get_template("components/track.html").module
    before, after = url_for("incubation.track", market=market.slug, brand="~").split("~")
    spoken = language()

    def line(one: Standing) -> Markup:
        brand = one.enrolment.brand
        name = either(brand.name_zh, brand.name_en, spoken)
        shown = Strand(spoken, before, brand.slug, name, one.health, one.days, one.plan_days)
        return _lines.drawn(shown, lambda: draw.strand(shown, after))

    return lambda standings: Markup().join(map(line, standings))
