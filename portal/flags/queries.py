"""Reading flags: the page that is reported, one flag, the lists, the lines of a week."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager, joinedload

from portal.brands.models import Brand, Revision
from portal.core import week
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.directory import queries as directory
from portal.flags.models import ASKED_WITHIN, PENDING, Flag, FlagKind, FlagState
from portal.flags.rules import WORKFLOW

S = FlagState


class Shelf(StrEnum):
    """The lists of flags."""

    WAITING = "waiting"
    ASKED = "asked"
    DONE = "done"
    ALL = "all"


STATES: Mapping[Shelf, Sequence[FlagState]] = {
    Shelf.WAITING: (S.OPEN,),
    Shelf.ASKED: (S.ASKED,),
    Shelf.DONE: (S.MENDED, S.REFUSED),
    Shelf.ALL: tuple(S),
}


@dataclass(frozen=True)
class Subject:
    """The published page of a brand that somebody wants to report."""

    revision: Revision

    @property
    def brand(self) -> Brand:
        """Return the brand."""
        return self.revision.brand

    @property
    def market_id(self) -> int:
        """Return whose market's office will answer."""
        return self.brand.market_id

    @property
    def brand_id(self) -> int:
        """Return whose page it is."""
        return self.brand.id


def subject(brand: str) -> Subject:
    """Return a brand's public page; NoResultFound for one that outsiders do not see."""
    return Subject(directory.shown_brand(brand))


def whole() -> Select[Any]:
    """Return the select of flags with brand, market and author."""
    return (
        select(Flag)
        .join(Flag.brand)
        .join(Brand.market)
        .options(
            contains_eager(Flag.brand).contains_eager(Brand.market),
            joinedload(Flag.author),
        )
    )


def flag(flag_id: int) -> Flag:
    """Return a flag; NoResultFound for none."""
    found: Flag = db.session.scalars(whole().where(Flag.id == flag_id)).one()
    return found


def held(flag_id: int, deed: str) -> Flag:
    """Return a flag as `flag`, held for this transaction alone; NoResultFound for no such deed."""
    if deed not in WORKFLOW.steps:
        raise NoResultFound
    query = whole().where(Flag.id == flag_id).with_for_update(of=Flag)
    found: Flag = db.session.scalars(query).one()
    return found


def pending(author_id: int, brand_id: int, kind: FlagKind) -> Flag | None:
    """Return what a person has reported of a brand for this reason and nobody has answered."""
    query = select(Flag).where(
        Flag.author_id == author_id,
        Flag.brand_id == brand_id,
        Flag.kind == kind,
        Flag.state.in_(PENDING),
    )
    return db.session.scalars(query).one_or_none()


def of_market(market_id: int, shelf: Shelf) -> Select[Any]:
    """Return the select of a market's flags, what has waited longest first."""
    order = Flag.waiting_since if shelf in {Shelf.WAITING, Shelf.ASKED} else Flag.id.desc()
    return (
        whole()
        .where(Brand.market_id == market_id, Flag.state.in_(STATES[shelf]))
        .order_by(order, Flag.id)
    )


def page_of(market_id: int, shelf: Shelf, page: int) -> Page[Flag]:
    """Return one page of a market's flags."""
    return paginate(of_market(market_id, shelf), page)


def rows_of(market_id: int, shelf: Shelf) -> Sequence[Flag]:
    """Return a market's flags, for taking away as a table."""
    return db.session.scalars(of_market(market_id, shelf)).all()


def counts(market_id: int) -> dict[Shelf, int]:
    """Return how many flags of a market each list has."""
    query = (
        select(Flag.state, func.count())
        .join(Flag.brand)
        .where(Brand.market_id == market_id)
        .group_by(Flag.state)
    )
    found: dict[Any, int] = dict(db.session.execute(query).all())
    return {shelf: sum(found.get(one, 0) for one in states) for shelf, states in STATES.items()}


def of_brand(brand_id: int, limit: int = 100) -> Sequence[Flag]:
    """Return the newest flags of a brand, what waits first."""
    query = (
        whole()
        .where(Flag.brand_id == brand_id)
        .order_by(Flag.state.in_(PENDING).desc(), Flag.id.desc())
        .limit(limit)
    )
    return db.session.scalars(query).all()


def to_mend(brand_ids: Collection[int]) -> Sequence[Flag]:
    """Return what the office has asked brands to put right, what is due first."""
    query = whole().where(Flag.brand_id.in_(brand_ids), Flag.state == S.ASKED)
    return db.session.scalars(query.order_by(Flag.waiting_since)).all()


def of_author(author_id: int, brand_id: int) -> Sequence[Flag]:
    """Return what a person has reported of a brand, the newest first."""
    query = whole().where(Flag.author_id == author_id, Flag.brand_id == brand_id)
    return db.session.scalars(query.order_by(Flag.id.desc()).limit(20)).all()


def clock_lines(market_ids: Collection[int]) -> list[Select[Any]]:
    """Return the lines of an office's week: one select for each length of clock."""
    open_ones = {
        within: and_(
            Flag.state == S.OPEN, Flag.kind.in_([one for one in FlagKind if one.within == within])
        )
        for within in {one.within for one in FlagKind}
    }
    asked = or_(open_ones.get(ASKED_WITHIN, false()), Flag.state == S.ASKED)
    clocks = sorted((open_ones | {ASKED_WITHIN: asked}).items())
    return [
        week.line(
            "flag",
            since=Flag.waiting_since,
            within=within,
            market_id=Brand.market_id,
            thing_id=Flag.id,
            brand_id=Brand.id,
            slug=Brand.slug,
            name_zh=Brand.name_zh,
            name_en=Brand.name_en,
            code=Flag.kind,
        )
        .select_from(Flag)
        .join(Flag.brand)
        .where(Brand.market_id.in_(market_ids), condition)
        for within, condition in clocks
    ]
