"""Searches that people keep, what is new in them, and what they looked at lately."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from portal.access.asking import viewer
from portal.core.db import db
from portal.directory import rules
from portal.directory.criteria import Criteria, Sort, View, read, sorts
from portal.directory.engine.packing import packed, unpacked
from portal.directory.facets import FACETS, readable
from portal.directory.models import SavedSearch, SeenBrand
from portal.directory.queries.names import known_values
from portal.directory.queries.searching import FURTHEST, Reader, every_hit


@dataclass(frozen=True)
class Asked:
    """A kept search as it can be asked today."""

    criteria: Criteria
    unknown: Sequence[str]
    """Values in it that do not exist any more."""

    def is_whole(self, asker: Reader) -> bool:
        """Say whether all of it may be asked: half a search would find what nobody looked for."""
        facets = readable(asker.sees)
        names = {facet.name for facet in facets}
        return (
            not self.unknown
            and self.criteria.chosen.keys() <= names
            and self.criteria.sort in sorts(facets)
        )


def own_searches(user_id: int) -> Sequence[SavedSearch]:
    """Return the searches that a person keeps, the latest first."""
    query = select(SavedSearch).where(SavedSearch.user_id == user_id)
    return db.session.scalars(query.order_by(SavedSearch.id.desc())).all()


def own_search(search_id: int) -> SavedSearch:
    """Return a search of whoever asks; NoResultFound for anybody else's."""
    query = select(SavedSearch).where(
        SavedSearch.id == search_id, SavedSearch.user_id == viewer().id
    )
    return db.session.scalars(query).one()


def search_by_token(token: str) -> SavedSearch:
    """Return the search whose letters a link ends; NoResultFound for any other token."""
    return db.session.scalars(select(SavedSearch).where(SavedSearch.off_token == token)).one()


def due_searches(now: datetime, limit: int) -> Sequence[int]:
    """Return the numbers of searches that are to be looked at, those due longest first."""
    query = select(SavedSearch.id).where(SavedSearch.due_at <= now)
    return db.session.scalars(query.order_by(SavedSearch.due_at).limit(limit)).all()


def due_search(search_id: int, now: datetime) -> SavedSearch | None:
    """Return a search that is still due, held for whoever looks at it now."""
    query = (
        select(SavedSearch)
        .where(SavedSearch.id == search_id, SavedSearch.due_at <= now)
        .with_for_update(skip_locked=True)
    )
    return db.session.scalars(query).one_or_none()


def criteria_of(search: SavedSearch) -> Asked:
    """Return what a search asks for, whoever reads it."""
    arguments = {
        name: value if isinstance(value, list) else [value]
        for name, value in search.arguments.items()
    }
    criteria, unknown = read(arguments, FACETS, known_values(FACETS), page=1)
    return Asked(criteria, unknown)


def same_search(user_id: int, criteria: Criteria) -> SavedSearch | None:
    """Return the search a person keeps that finds the same brands, in whatever order; else None."""
    wanted = _finding(criteria)
    kept = own_searches(user_id)
    return next((one for one in kept if _finding(criteria_of(one).criteria) == wanted), None)


def _finding(criteria: Criteria) -> tuple[str, dict[str, frozenset[str]]]:
    """Return of a search what decides which brands it finds."""
    return criteria.query, {name: frozenset(values) for name, values in criteria.chosen.items()}


def hits_of(search: SavedSearch, asker: Reader) -> list[int]:
    """Return the brands of a search, the newest first; none when half of it may not be asked."""
    asked = criteria_of(search)
    if not asked.is_whole(asker):
        return []
    newest = replace(asked.criteria, sort=Sort.NEWEST, view=View.TAGS)
    return every_hit(newest, FURTHEST, asker)


def new_in(search: SavedSearch, asker: Reader) -> list[int]:
    """Return what is new in a search: what nobody told its owner yet, and what the last letter did.

    What is hidden since, or no longer fits, is left out.
    """
    known = unpacked(search.known) - unpacked(packed(search.news))
    fresh = (one for one in hits_of(search, asker) if one not in known)
    return [one for _at, one in zip(range(rules.MOST_NEWS), fresh, strict=False)]


def seen_lately(user_id: int) -> Sequence[int]:
    """Return the brands whose pages a person opened last, the latest first."""
    return db.session.scalars(lately(user_id)).all()


def lately(user_id: int) -> Select[Any]:
    """Return the select of the brands whose pages a person opened last."""
    return (
        select(SeenBrand.brand_id)
        .where(SeenBrand.user_id == user_id)
        .order_by(SeenBrand.seen_at.desc(), SeenBrand.id.desc())
        .limit(rules.MOST_SEEN)
    )


def seen_brand(user_id: int, brand_id: int) -> SeenBrand | None:
    """Return when a person last opened a brand's page, if he did."""
    query = select(SeenBrand).where(SeenBrand.user_id == user_id, SeenBrand.brand_id == brand_id)
    return db.session.scalars(query).one_or_none()
