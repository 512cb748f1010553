"""The named conditions of automatic milestones. Domains above register theirs here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from portal.brands.fields import Field
from portal.brands.models import Brand


@dataclass(frozen=True)
class Place:
    """Where the owner brings a fact about: a page, and what the button says."""

    endpoint: str
    label: object
    of_brand: bool = True
    """Whether its address names the market and the brand."""


@dataclass(frozen=True)
class Missing:
    """What a fact of the profile still lacks, where that is known."""

    fields: Sequence[Field]
    """What is empty, that first which helps most."""
    with_office: bool
    """Whether the office reads the profile, so that its owner cannot add anything now."""


@dataclass(frozen=True)
class Condition:
    """A fact that the portal knows by itself.

    `value(brand)` counts (0 or 1 for a yes-or-no fact); the milestone passes when it reaches
    the milestone's target (1 without one).
    """

    label: object
    value: Callable[[Brand], int]
    place: Place | None = None
    by_calendar: bool = False
    """Whether it comes or goes by waiting alone, so that somebody has to look every day."""
    missing: Callable[[Brand], Missing] | None = None
    """What its profile lacks: for a fact that the owner brings about there, and nowhere else."""


_conditions: dict[str, Condition] = {}
_stage_listeners: list[Callable[[Brand], None]] = []


def register(name: str, condition: Condition) -> None:
    """Make a fact known under a name."""
    _conditions[name] = condition


def conditions() -> Mapping[str, Condition]:
    """Return every condition by name."""
    return _conditions


def profile_conditions() -> frozenset[str]:
    """Return the names of the conditions that an owner brings about in the profile alone."""
    return frozenset(name for name, one in _conditions.items() if one.missing)


def calendar_conditions() -> list[str]:
    """Return the names of the conditions that come or go by waiting alone."""
    return [name for name, one in _conditions.items() if one.by_calendar]


def listen_to_stages(listener: Callable[[Brand], None]) -> None:
    """Call `listener` in the same transaction whenever a brand enters another stage."""
    if listener not in _stage_listeners:
        _stage_listeners.append(listener)


def stage_changed(brand: Brand) -> None:
    """Tell all who listen."""
    for listener in _stage_listeners:
        listener(brand)


@dataclass(frozen=True)
class CohortFigure:
    """A number per brand that the reports of cohorts add up.

    `count(brands)` returns it by the brand's number; `unit` is "fen" for money, else empty.
    `whole` names the sum that it is a part of.
    """

    label: object
    count: Callable[[Collection[int]], Mapping[int, int]]
    unit: str = ""
    whole: str = ""


_cohort_figures: dict[str, CohortFigure] = {}
_cohort_sums: dict[str, object] = {}


def offer_cohort_figure(name: str, figure: CohortFigure) -> None:
    """Show a number in the reports of cohorts; a name offered again replaces."""
    _cohort_figures[name] = figure


def offer_cohort_sum(name: str, label: object) -> None:
    """Show the figures that name this as their whole as one sum, too."""
    _cohort_sums[name] = label


def cohort_sums() -> Mapping[str, object]:
    """Return what the sums of figures are called, by name."""
    return _cohort_sums


def cohort_figures() -> Mapping[str, CohortFigure]:
    """Return the numbers by name in the order they were offered."""
    return _cohort_figures


@dataclass(frozen=True)
class Mentors:
    """Who mentors: `names(market_id)` selects `id`, `name_zh`, `name_en`; `brands(id)` brands."""

    names: Callable[[int], Select[int, str, str]]
    brands: Callable[[int], Select[Any]]


_mentors: list[Mentors] = []


def register_mentors(mentors: Mentors) -> None:
    """Let the board be narrowed by mentor."""
    _mentors[:] = [mentors]


def mentors_of(market_id: int) -> Select[int, str, str] | None:
    """Return the select of a market's mentors; None while nobody offers any."""
    return _mentors[0].names(market_id) if _mentors else None


def brands_with_mentor(mentor_id: int) -> Select[Any] | None:
    """Return the select of the brands (by number) of a mentor; None while nobody offers any."""
    return _mentors[0].brands(mentor_id) if _mentors else None


InHall = Callable[[int], Select[Any]]
_in_hall: list[InHall] = []


def register_hall(lookup: InHall) -> None:
    """Let `lookup` select the brands (by number) that have a stall in a hall today."""
    _in_hall[:] = [lookup]


def brands_in_hall(hall_id: int) -> Select[Any] | None:
    """Return the select of the brands in a hall; None while nobody lets stalls."""
    return _in_hall[0](hall_id) if _in_hall else None


WithoutFigures = Callable[[int], Select[Any]]
_without_figures: list[WithoutFigures] = []


def register_figures(lookup: WithoutFigures) -> None:
    """Let `lookup(months)` select `Brand.id` of those that owe so many months of figures."""
    _without_figures[:] = [lookup]


def brands_without_figures(months: int) -> Select[Any] | None:
    """Return the select of the brands that owe so many months; None while nobody asks for any."""
    return _without_figures[0](months) if _without_figures else None


@dataclass(frozen=True)
class Before:
    """One thing that a market knows of a brand from before its programme: domain 8.3's S0."""

    at: datetime
    title: object
    by: str = ""


Beginnings = Callable[[int, int], Sequence[Before]]
_beginnings: list[Beginnings] = []


def register_beginnings(lookup: Beginnings) -> None:
    """Let `lookup(brand_id, market_id)` say how a brand came to a market, the oldest first."""
    _beginnings[:] = [lookup]


def beginnings(brand_id: int, market_id: int) -> Sequence[Before]:
    """Return how a brand came to a market; nothing while nobody knows."""
    return [one for lookup in _beginnings for one in lookup(brand_id, market_id)]
