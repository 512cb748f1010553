"""The filters of a list with the count of each value.

A page has a hundred values, and only their counts differ from one page to the next: what a value
is called and where it stands is found once, and its line is drawn once, with a place for its count.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import Markup

from portal.core.filters import Option
from portal.core.i18n import language
from portal.directory import queries
from portal.directory.cards.filters import label
from portal.directory.criteria import Criteria
from portal.directory.facets import BY_NAME, Facet, Names
from portal.reference import queries as reference

FIRST, SHORT = 8, 12
"""Values that a long filter begins with, and how many a filter may have that shows all at once."""
COUNT, BELOW = Markup("\x01"), Markup("\x02")
"""Where the count of a value stands in its line, and what lies under it."""


@dataclass(frozen=True)
class Group:
    """A facet with its options."""

    name: str
    options: Sequence[Option]
    open: bool
    more: int = 0
    """How many values are left out until somebody asks for all."""

    @property
    def drawn(self) -> Markup:
        """Return the facet with all its options as they are drawn."""
        spoken, long = language(), self.size > SHORT
        before, after = frame_of(spoken, self.name, self.open, self.chosen, long, self.more)
        lines = "".join([line(spoken, self.name, one) for one in self.options])
        return Markup(f"{before}{lines}{after}")  # noqa: S704 -- macros made them

    @property
    def chosen(self) -> int:
        """Return how many of its values are chosen."""
        return sum(one.selected + sum(part.selected for part in one.below) for one in self.options)

    @property
    def size(self) -> int:
        """Return how many values there are to look through."""
        return sum(1 + len(one.below) for one in self.options)


class Value(NamedTuple):
    """What there is to know of one value, whoever has it."""

    label: Markup
    head: str
    """The value that it lies under; empty where it lies under none."""
    place: tuple[int, int, int, str]
    """In the order of its table, each under its head; others by themselves."""


class Values(dict[str, Value]):
    """The values of a filter in one language, as long as offices call them so."""

    def __init__(self, facet: Facet) -> None:
        super().__init__()
        self._facet = facet
        self._order = order_of(facet)

    def __missing__(self, value: str) -> Value:
        head = queries.name_of(self._facet, value).under if self._facet.tree else ""
        last = len(self._order)
        order = (self._order.get(one, last) for one in (head or value, value))
        place = (next(order), int(bool(head)), next(order), value)
        found = self[value] = Value(label(self._facet, value), head, place)
        return found


def values_of(facet: Facet) -> Values:
    """Return what is known of a filter's values, until offices may have named them anew."""
    known, key = queries.register().found, ("values", facet.name, language())
    found: Values | None = known.get(key)
    if found is None:
        found = known[key] = Values(facet)
    return found


def groups(
    facets: Sequence[Facet], criteria: Criteria, counts: Mapping[str, Mapping[str, int]]
) -> list[Group]:
    """Return the facets with the values that have hits or are chosen, in their natural order."""
    found = (group(facet, criteria, counts.get(facet.name, {})) for facet in facets)
    return [one for one in found if one.options]


def group(facet: Facet, criteria: Criteria, counts: Mapping[str, int]) -> Group:
    """Return one facet with the values it begins with, or with all of them where that is asked."""
    chosen = criteria.chosen.get(facet.name, ())
    asked = facet.name in criteria.opened
    known = values_of(facet)
    heads = {value: known[value].head for value in {*counts, *chosen}}
    tops = {value for value, head in heads.items() if head not in heads}
    below = opened(heads, chosen)
    everything = tops | (({*heads} - tops) if facet.source is Names.TERMS else below)
    whole = asked or len(everything) <= SHORT
    shown = everything if whole else most_frequent(tops, heads, counts, chosen) | below
    return Group(
        name=facet.name,
        options=options_of(known, shown, counts, chosen),
        open=facet.open or asked or bool(chosen),
        more=len(everything) - len(shown),
    )


def opened(heads: Mapping[str, str], chosen: Collection[str]) -> set[str]:
    """Return the values that lie under a head that is chosen, or of which a part is.

    What lies under a province, or under a hall, is shown only then: there are hundreds.
    """
    heads_open = {*chosen, *(heads[value] for value in chosen)}
    return {one for one, head in heads.items() if head in heads and head in heads_open}


def most_frequent(
    tops: set[str],
    heads: Mapping[str, str],
    counts: Mapping[str, int],
    chosen: Collection[str],
) -> set[str]:
    """Return the values that a list begins with: all of a short one, else those most found."""
    if len(tops) <= SHORT:
        return tops
    ordered = sorted(tops, key=lambda one: (-counts.get(one, 0), one))
    asked = {*chosen, *(heads[value] for value in chosen)}
    return {*ordered[:FIRST], *(asked & tops)}


def options_of(
    known: Values,
    values: Collection[str],
    counts: Mapping[str, int],
    chosen: Collection[str],
) -> list[Option]:
    """Return the values in order, those of a two-level table under their heads."""
    found: list[Option] = []
    for option in in_one_row(known, values, counts, chosen):
        head = found[-1] if found and option.under and not option.head else None
        if head is not None and not head.under:
            found[-1] = replace(head, below=[*head.below, option])
        else:
            found.append(option)
    return found


def in_one_row(
    known: Values,
    values: Collection[str],
    counts: Mapping[str, int],
    chosen: Collection[str],
) -> list[Option]:
    """Return the values of a filter one after the other, each head before what is under it."""
    found, said_head = [], ""
    for value in sorted(values, key=lambda one: known[one].place):
        label, head, _place = known[value]
        unsaid = head and head not in values and head != said_head
        said_head = head
        found.append(
            Option(
                value=value,
                label=label,
                count=counts.get(value, 0),
                selected=value in chosen,
                under=bool(head),
                head=known[head].label if unsaid else "",
            )
        )
    return found


def order_of(facet: Facet) -> dict[str, int]:
    """Return the place of each value in its table."""
    known: Collection[str] = ()
    if facet.source is Names.TERMS:
        known = reference.terms(facet.terms)
    elif facet.source is Names.SWITCH:
        known = facet.words
    elif facet.source is Names.DATABASE:
        known = queries.register().names[facet.name]
    elif facet.source is Names.CLUSTERS:
        known = [one.code for one in reference.clusters()]
    return {value: at for at, value in enumerate(known)}


@lru_cache(1024)
def frame_of(
    _language: str, name: str, opens: bool, chosen: int, long: bool, more: int
) -> tuple[str, str]:
    """Return what stands before the lines of a facet and after them, as it was drawn."""
    draw: Any = current_app.jinja_env.get_template("components/filters.html").module
    size = SHORT + 1 if long else 0
    whole = draw.facet(
        BY_NAME[name].label, name, BELOW, open=opens, chosen=chosen, size=size, more=more
    )
    before, _below, after = str(whole).partition(BELOW)
    return before, after


def line(spoken: str, name: str, option: Option) -> str:
    """Return one value of a filter as it is drawn, with what lies under it."""
    before, between, after = parts_of(
        spoken,
        name,
        option.value,
        option.label,
        option.head,
        option.selected,
        not option.count and not option.selected,
        option.is_open if option.below else None,
    )
    below = "".join([line(spoken, name, one) for one in option.below])
    return f"{before}{option.count}{between}{below}{after}"


@lru_cache(8192)
def parts_of(
    _language: str,
    name: str,
    value: object,
    label: object,
    head: object,
    selected: bool,
    unfound: bool,
    opens: bool | None,
) -> tuple[str, str, str]:
    """Return a value's line as it was drawn: before its count, up to what lies under it, after.

    `opens` says whether what lies under it is unfolded; None where nothing does.
    """
    draw: Any = current_app.jinja_env.get_template("components/filters.html").module
    told = {"value": value, "label": label, "head": head, "count": COUNT, "selected": selected}
    told |= {"below": () if opens is None else BELOW, "is_open": opens}
    before, after = str(draw.facet_line(name, told, "checkbox", unfound)).split(COUNT)
    between, _below, end = after.partition(BELOW)
    return before, between, end
