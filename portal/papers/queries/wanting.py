"""What a market asks of its brands, and what another rule would do today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.brands import queries as brand_queries
from portal.brands.models import Brand, BrandState
from portal.core import clock
from portal.core.db import db
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.papers import rules
from portal.papers.models import Effect, PaperRequirement, Scope
from portal.papers.queries.shelves import categories, papers_of, requirements
from portal.reference import papers as kinds
from portal.reference.papers import Kind


@dataclass(frozen=True)
class Ruling:
    """One kind of paper and what the market says of it; nothing but reminding without a row."""

    market: Market
    kind: Kind
    row: PaperRequirement | None

    @property
    def market_id(self) -> int:
        """Return whose office decides on it."""
        return self.market.id

    @property
    def is_asked(self) -> bool:
        """Say whether brands are asked for it."""
        return self.row is not None or self.kind.usual

    @property
    def effect(self) -> Effect:
        """Return what follows today."""
        return self.row.effect if self.row else Effect.REMIND

    @property
    def scope(self) -> Scope:
        """Return of whom it is asked."""
        return self.row.scope if self.row else Scope.EVERY

    @property
    def proposed(self) -> dict[str, object]:
        """Return what the form proposes: the rule, else what is usual elsewhere."""
        if self.row:
            row = self.row
            return {"effect": row.effect, "scope": row.scope, "grace_days": row.grace_days}
        kind = self.kind
        return {
            "effect": Effect[kind.consequence.upper()],
            "scope": Scope[kind.scope.upper()],
            "grace_days": kind.grace_days,
        }


def rulings(market: Market) -> list[Ruling]:
    """Return every kind of paper with the market's rule."""
    rows = requirements([market.id])[market.id]
    return [Ruling(market, kind, rows.get(kind.code)) for kind in kinds.every().values()]


def ruling(market: str, kind: str) -> Ruling:
    """Return one kind of paper with the market's rule; NoResultFound for no such kind."""
    found = markets.market(market)
    if kind not in kinds.every():
        raise NoResultFound
    return Ruling(found, kinds.every()[kind], open_requirement(found.id, kind))


def open_requirement(market_id: int, kind: str) -> PaperRequirement | None:
    """Return the rule that holds today."""
    query = select(PaperRequirement).where(
        PaperRequirement.market_id == market_id,
        PaperRequirement.kind == kind,
        PaperRequirement.ended_on.is_(None),
    )
    return db.session.scalars(query).one_or_none()


def history(market_id: int, kind: str) -> Sequence[PaperRequirement]:
    """Return the rules that held and hold, the newest first."""
    query = (
        select(PaperRequirement)
        .where(PaperRequirement.market_id == market_id, PaperRequirement.kind == kind)
        .order_by(PaperRequirement.id.desc())
        .limit(12)
    )
    return db.session.scalars(query).all()


@dataclass(frozen=True)
class Preview:
    """What a rule would do: to whom at once, and to whom on a later day."""

    now: Sequence[Brand]
    later: Sequence[tuple[Brand, date]]
    asked: int
    """Of how many brands it asks anything."""


def preview(found: Ruling, effect: Effect, scope: Scope, grace_days: int) -> Preview:
    """Return what a rule would do if it were switched on today. It changes nothing.

    For what concerns the public page only brands that are shown are counted.
    """
    today = clock.today()
    query = select(Brand).where(
        Brand.market_id == found.market.id, Brand.state != BrandState.WITHDRAWN
    )
    if effect in {Effect.PAUSED, Effect.BADGE}:
        query = query.where(brand_queries.stands_open())
    brands = {one.id: one for one in db.session.scalars(query.order_by(Brand.id))}
    row = PaperRequirement(
        kind=found.kind.code, effect=effect, scope=scope, grace_days=grace_days, since=today
    )
    goods = categories(brands)
    held: dict[int, dict[tuple[str, str], rules.Facts]] = {number: {} for number in brands}
    for paper in papers_of(brands):
        held[paper.brand_id][paper.kind, paper.category] = rules.facts_of(paper.versions)
    now, later, asked = [], [], 0
    for number, brand in brands.items():
        kept = held[number]
        every = rules.asked_of({row.kind: row}, goods.get(number, ""), {kind for kind, _ in kept})
        wanted = [one for one in every if one.kind is found.kind]
        asked += bool(wanted)
        joined = rules.local_day(brand.created_at)
        for one in rules.consequences(wanted, kept, joined, today):
            now += [brand] if one.holds else []
            later += [] if one.holds else [(brand, one.starts_on)]
    soon = today + timedelta(days=rules.LONGEST_GRACE)
    later = sorted((pair for pair in later if pair[1] <= soon), key=lambda pair: pair[1])
    return Preview(now=now, later=later, asked=asked)
