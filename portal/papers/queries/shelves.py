"""The papers of brands as they stand today, with what follows from them. Three queries for any."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.brands.models import Brand, Revision, RevisionState
from portal.core import clock
from portal.core.db import db
from portal.papers import rules
from portal.papers.models import Effect, Paper, PaperRequirement, PaperVersion, Standing
from portal.papers.rules import Consequence, Facts, Told, Wanted
from portal.reference import papers as kinds
from portal.reference.papers import Kind

OF_PAPER = 7
"""Columns of a row of `papers_of` that tell of the paper; the rest are of a version."""
ORDER: Mapping[Standing, int] = {one: at for at, one in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class Held:
    """A paper that a brand has or once had, as lists read it: no row to keep track of.

    A market of four thousand brands has twelve thousand of them.
    """

    brand_id: int
    kind: str
    category: str
    snoozed_until: date | None
    noted_on: date | None
    noted_until: date | None
    versions: Sequence[Told]
    """The oldest first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paper of a brand, whether it is there or not."""

    brand: Brand
    kind: Kind
    category: str
    paper: Held | None
    facts: Facts
    standing: Standing
    consequence: Consequence | None
    """What follows, now or on a day known already; none when nothing is asked."""

    @property
    def code(self) -> str:
        """Return what its address calls it."""
        return f"{self.kind.code}.{self.category}" if self.category else self.kind.code

    @property
    def versions(self) -> Sequence[Told]:
        """Return what was handed in, the oldest first."""
        return self.paper.versions if self.paper else ()

    @property
    def current(self) -> Told | None:
        """Return the version in force."""
        return rules.current_of(self.versions)

    @property
    def waiting(self) -> Told | None:
        """Return the version that waits for the office."""
        return rules.waiting_of(self.versions)

    @property
    def last(self) -> Told | None:
        """Return the newest version."""
        return self.versions[-1] if self.versions else None

    @property
    def expires_on(self) -> date | None:
        """Return the last good day of the version in force."""
        return self.facts.expires_on

    @property
    def days_left(self) -> int | None:
        """Return how many days are left; below zero for one that ran out, none without an end."""
        return (self.expires_on - clock.today()).days if self.expires_on else None

    @property
    def is_snoozed(self) -> bool:
        """Say whether reminders are silent today."""
        until = self.paper.snoozed_until if self.paper else None
        return until is not None and until > clock.today()


@dataclass(frozen=True)
class Shelf:
    """All papers of one brand: what is asked or there, and what may be added."""

    brand: Brand
    lines: Sequence[Line]
    others: Sequence[Kind]
    consequences: Sequence[Consequence]

    @property
    def market_id(self) -> int:
        """Return whose market's office may see it."""
        return self.brand.market_id

    @property
    def brand_id(self) -> int:
        """Return whose it is."""
        return self.brand.id

    @property
    def paused_from(self) -> date | None:
        """Return the day from which the public page is paused, by what is known today."""
        return rules.paused_from(self.consequences)

    def line(self, kind: str, category: str = "") -> Line | None:
        """Return one paper of it."""
        return next(
            (one for one in self.lines if (one.kind.code, one.category) == (kind, category)), None
        )


def brand_with_market(brand_id: int) -> Brand:
    """Return a brand by its number, with its market."""
    query = select(Brand).options(joinedload(Brand.market)).where(Brand.id == brand_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def shelf(brand: Brand) -> Shelf:
    """Return the papers of one brand."""
    return shelves([brand])[brand.id]


def shelves(brands: Iterable[Brand]) -> dict[int, Shelf]:
    """Return the papers of brands, by the brand's number."""
    found = {brand.id: brand for brand in brands}
    rows = requirements({brand.market_id for brand in found.values()})
    goods = categories(found)
    held: dict[int, dict[tuple[str, str], Held]] = {number: {} for number in found}
    for paper in papers_of(found):
        held[paper.brand_id][paper.kind, paper.category] = paper

    @cache  # most brands of a market are asked for the same
    def asked_of(market_id: int, category: str, kinds_held: frozenset[str]) -> Sequence[Wanted]:
        return rules.asked_of(rows.get(market_id, {}), category, kinds_held)

    return {
        number: shelf_of(
            brand,
            asked_of(brand.market_id, goods.get(number, ""), handed_in(held[number])),
            held[number],
        )
        for number, brand in found.items()
    }


def handed_in(held: Mapping[tuple[str, str], Held]) -> frozenset[str]:
    """Return the kinds of which a brand has handed something in."""
    return frozenset(kind for (kind, _category), paper in held.items() if paper.versions)


def shelf_of(brand: Brand, asked: Sequence[Wanted], held: Mapping[tuple[str, str], Held]) -> Shelf:
    """Return one brand's shelf from what is asked of it and what is there."""
    today = clock.today()
    facts = {place: rules.facts_of(paper.versions) for place, paper in held.items()}
    joined = rules.local_day(brand.created_at)
    follows = rules.consequences(asked, facts, joined, today)
    by_place = {(one.kind.code, one.category): one for one in follows}
    wanted: dict[tuple[str, str], Wanted] = {(one.kind.code, one.category): one for one in asked}
    every = kinds.every()
    lines = [
        Line(
            brand=brand,
            kind=every[place[0]],
            category=place[1],
            paper=held.get(place),
            facts=facts.get(place, rules.NOTHING),
            standing=rules.standing(
                every[place[0]],
                facts.get(place, rules.NOTHING),
                today,
                asked=place in wanted,
            ),
            consequence=by_place.get(place),
        )
        for place in {**wanted, **held}
    ]
    there = {line.kind.code for line in lines if not line.kind.per_category}
    return Shelf(
        brand=brand,
        lines=sorted(lines, key=urgency),
        others=[kind for kind in every.values() if kind.code not in there],
        consequences=follows,
    )


def urgency(line: Line) -> tuple[int, int, int]:
    """Return the place of a paper among others: what has a consequence first, then by standing."""
    follows = line.consequence
    hard = follows is not None and follows.effect is not Effect.REMIND
    near = hard and line.standing not in {Standing.VERIFIED, Standing.RENEWING}
    rank = 0 if hard and follows and follows.holds else 1 if near else 2
    return rank, ORDER[line.standing], place_of_kind()[line.kind.code]


@cache
def place_of_kind() -> Mapping[str, int]:
    """Return the place of each kind of paper among all."""
    return {code: at for at, code in enumerate(kinds.every())}


def requirements(market_ids: Collection[int]) -> dict[int, dict[str, PaperRequirement]]:
    """Return the rules of these markets that hold today, by market and kind."""
    query = select(PaperRequirement).where(
        PaperRequirement.market_id.in_(market_ids), PaperRequirement.ended_on.is_(None)
    )
    found: dict[int, dict[str, PaperRequirement]] = {number: {} for number in market_ids}
    for row in db.session.scalars(query):
        if row.kind in kinds.every():
            found[row.market_id][row.kind] = row
    return found


def categories(brand_ids: Collection[int]) -> dict[int, str]:
    """Return what each brand makes: by its published profile, else by the one being written."""
    query = (
        select(Revision.brand_id, Revision.category)
        .where(
            Revision.brand_id.in_(brand_ids),
            Revision.state != RevisionState.SUPERSEDED,
            Revision.category != "",
        )
        .order_by((Revision.state == RevisionState.PUBLISHED).asc(), Revision.number)
    )
    return dict(db.session.execute(query).all())


def papers_of(brand_ids: Collection[int]) -> Sequence[Held]:
    """Return the papers of brands with all their versions."""
    query = (
        select(
            Paper.id,
            Paper.brand_id,
            Paper.kind,
            Paper.category,
            Paper.snoozed_until,
            Paper.noted_on,
            Paper.noted_until,
            *(getattr(PaperVersion, name) for name in Told._fields),
        )
        .outerjoin(PaperVersion, PaperVersion.paper_id == Paper.id)
        .where(Paper.brand_id.in_(brand_ids))
        .order_by(Paper.id, PaperVersion.place)
    )
    rows = groupby(db.session.execute(query), key=itemgetter(*range(OF_PAPER)))
    every = kinds.every()
    return [
        Held(brand, kind, goods, snoozed, noted_on, noted_until, versions_in(some))
        for (_id, brand, kind, goods, snoozed, noted_on, noted_until), some in rows
        if kind in every
    ]


def versions_in(rows: Iterable[Any]) -> Sequence[Told]:
    """Return the versions in rows of `papers_of`; a paper without any has one row without one."""
    return [told for row in rows if (told := Told(*row[OF_PAPER:])).state]
