"""What accounts ask of the domains above: they register their answers here when the app is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class NamedBrand:
    """A brand as far as a list of people needs it."""

    id: int
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class DemoPerson:
    """A person whom a visitor of the demonstration may be with one tap.

    `what` says what he is (lazy text), `name` and `place` are people's own words.
    """

    login: str
    password: str
    name: str
    what: object
    place: str = ""


BrandLookup = Callable[[int], Sequence[NamedBrand]]
DemoList = Callable[[], Sequence[DemoPerson]]
_brand_lookups: list[BrandLookup] = []
_demo_lists: list[DemoList] = []


def register_brands_of_market(lookup: BrandLookup) -> None:
    """Let the brands say which brands a market has (its number is given)."""
    _brand_lookups[:] = [lookup]


def brands_of_market(market_id: int) -> Sequence[NamedBrand]:
    """Return the brands of a market."""
    return [brand for lookup in _brand_lookups for brand in lookup(market_id)]


def register_demo_people(people: DemoList) -> None:
    """Let the demonstration say whom its visitors may be."""
    _demo_lists[:] = [people]


def demo_people() -> Sequence[DemoPerson]:
    """Return whom visitors of the demonstration may be."""
    return [person for people in _demo_lists for person in people()]
