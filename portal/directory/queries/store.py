"""The index in memory and the truth in the database that it reads."""

import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Connection,
    Engine,
    Select,
    String,
    cast,
    event,
    func,
    literal_column,
    select,
    text,
    type_coerce,
)
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.db import db, migration, reading
from portal.core.files import own_folder
from portal.directory.engine.asking import Change, Row
from portal.directory.engine.text import Place, Term
from portal.directory.models import DirectoryChange, Listing, SearchText

if TYPE_CHECKING:
    from portal.directory.engine.index import Index

LOOK_EVERY = 1.0
"""Seconds for which a process may not know what another one has published."""
CHANGED = "directory changed"
CHUNK = 500
AT_ONCE = 1000
ON_SQLITE = "(select group_concat(rowid) from search_fts where search_fts match :{place})"
ON_POSTGRES = (
    "(select string_agg(id::text, ',') from search_text "
    "where array_to_tsvector(string_to_array(tokens, ' ')) @@ cast(:{place} as tsquery))"
)
BY_INDEX = "select set_config('enable_seqscan', 'off', true), set_config('work_mem', '64MB', true)"
"""For one transaction. PostgreSQL takes cutting a text into words for cheap, and for a common word
reads every brand: 3.5 s among a hundred thousand, where the index answers in a twentieth."""

_indexes: "weakref.WeakKeyDictionary[Engine, Index]" = weakref.WeakKeyDictionary()


def index() -> "Index":
    """Return the index of this installation, up to date. It is made when first asked for."""
    engine = db.engine
    found = _indexes.get(engine)
    if found is None:
        # Numbers in columns and bitmaps are 25 MB that a command or a worker does not need.
        from portal.directory.engine.index import Index  # noqa: PLC0415
        from portal.directory.engine.snapshot import Snapshots  # noqa: PLC0415

        kept = Snapshots(own_folder())
        made = Index(Database(), lambda: clock.today().toordinal(), LOOK_EVERY, kept)
        found = _indexes.setdefault(engine, made)
    found.refresh()
    return found


def copy_kept() -> int | None:
    """Return the number of the change that the copy on the disk was taken at; None without one."""
    from portal.directory.engine.snapshot import Snapshots  # noqa: PLC0415 -- as above

    stamp = Snapshots(own_folder()).stamp()
    return stamp.number if stamp else None


def forget_all() -> None:
    """Begin anew: the database was replaced by another one under this process."""
    for one in list(_indexes.values()):
        one.look_again()
    _indexes.clear()


@event.listens_for(Session, "after_commit")
def look_again(session: Session) -> None:
    """Let this process know at once of what it has published itself."""
    if not session.in_nested_transaction() and session.info.pop(CHANGED, False):
        for one in list(_indexes.values()):
            one.look_again()


@event.listens_for(Session, "after_rollback")
def forget(session: Session) -> None:
    """Forget what came to nothing."""
    if not session.in_nested_transaction():
        session.info.pop(CHANGED, None)


@contextmanager
def connected() -> Iterator[Connection]:
    """Read past the request's own transaction, which may be older than the log."""
    with reading(), db.engine.connect() as connection:
        yield connection


class Database:
    """Where tokens, rows and the log are kept."""

    def ids(self, term: Term, places: Sequence[Place]) -> Sequence[str]:
        """Return for each place the brands that hold a term there: numbers with commas between."""
        with connected() as connection:
            on_sqlite = connection.dialect.name == "sqlite"
            one, written = (ON_SQLITE, for_fts) if on_sqlite else (ON_POSTGRES, for_tsquery)
            query = "select " + ", ".join(one.format(place=place.name) for place in places)
            asked = {
                place.name: written(place + term.token, prefix=term.prefix) for place in places
            }
            if not on_sqlite:
                connection.execute(text(BY_INDEX))
            return [numbers or "" for numbers in connection.execute(text(query), asked).one()]

    def order(self) -> str:
        """Return number, rank and last change of every brand, all with commas between."""
        facts = (Listing.brand_id, Listing.rank, Listing.change)
        brand, rank, change = (cast(one, String) for one in facts)
        line = brand + "," + rank + "," + change
        with connected() as connection:
            return connection.scalar(select(func.aggregate_strings(line, ","))) or ""

    def rows(self, ids: Sequence[int] | None) -> Iterator[Row]:
        """Return what the index keeps of some brands, or of all."""
        for some in [None] if ids is None else chunks(ids):
            query = listings() if some is None else listings().where(Listing.brand_id.in_(some))
            yield from map(as_row, self._many(query))

    @staticmethod
    def _many(query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
        """Yield many rows, never all of them in memory."""
        with connected() as connection:
            found = connection.execution_options(yield_per=AT_ONCE).execute(query)
            for some in found.partitions():
                yield from some

    def texts(self, ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        """Return the tokens and the readable text of some brands."""
        found: dict[int, tuple[str, str]] = {}
        with connected() as connection:
            for some in chunks(ids):
                query = select(SearchText.id, SearchText.tokens, SearchText.text)
                rows = connection.execute(query.where(SearchText.id.in_(some)))
                found |= {number: (tokens, words) for number, tokens, words in rows}
        return found

    def readable(self, ids: Sequence[int]) -> Mapping[int, str]:
        """Return the readable text alone."""
        found: dict[int, str] = {}
        with connected() as connection:
            for some in chunks(ids):
                query = select(SearchText.id, SearchText.text).where(SearchText.id.in_(some))
                rows: Any = connection.execute(query).cursor
                found |= rows.fetchall()
        return found

    def changes(self, since: int) -> list[Change]:
        """Return the log from this entry on, itself included."""
        query = log().where(DirectoryChange.id >= since).order_by(DirectoryChange.id)
        with connected() as connection:
            return [Change(*row) for row in connection.execute(query)]

    def last_change(self) -> Change | None:
        """Return the end of the log."""
        query = log().order_by(DirectoryChange.id.desc()).limit(1)
        with connected() as connection:
            row = connection.execute(query).one_or_none()
        return Change(*row) if row else None

    def form(self) -> str:
        """Return what stands for the form of the tables: another one after each migration."""
        with connected():
            return migration()


def log() -> Select[int, int, int]:
    """Select the log."""
    return select(DirectoryChange.id, DirectoryChange.mark, DirectoryChange.brand_id)


def listings() -> Select[*tuple[Any, ...]]:
    """Select what the index keeps of every brand."""
    return select(
        Listing.brand_id,
        Listing.rank,
        Listing.change,
        Listing.facets,
        Listing.name_number,
        type_coerce(Listing.published_at, String),  # as the driver gives it, text or moment
        Listing.completeness,
        Listing.price,
        Listing.paused_from,
        Listing.back_on,
        Listing.english_number,
    )


def as_row(row: Any) -> Row:
    """Return a listing with its days as numbers."""
    number, rank, change, facets, name, published_at, completeness, price, paused, back, en = row
    return Row(
        number,
        rank,
        change,
        facets,
        name,
        day_of(str(published_at)),
        completeness,
        price,
        paused.toordinal() if paused else 0,
        back.toordinal() if back else 0,
        en,
    )


def day_of(moment: str) -> int:
    """Return the day in Beijing of a moment in UTC, `2026-10-05 22:…`, as an ordinal.

    Beijing is eight hours ahead the whole year: from sixteen on it is tomorrow there.
    """
    return ordinal(moment[:10]) + (moment[11:13] >= "16")


@lru_cache(4096)
def ordinal(day: str) -> int:
    """Return a written day as an ordinal."""
    return date.fromisoformat(day).toordinal()


def chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield numbers a few hundred at a time: a statement takes no more."""
    return (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK))


def for_fts(token: str, *, prefix: bool) -> str:
    """Return how FTS5 is asked for a token; tokens hold letters and digits alone."""
    return f'"{token}"*' if prefix else f'"{token}"'


def for_tsquery(token: str, *, prefix: bool) -> str:
    """Return how PostgreSQL is asked for a token."""
    return f"'{token}':*" if prefix else f"'{token}'"


# What is written


def lock_log() -> None:
    """Let changes get their numbers in the order of their commits. SQLite has one writer anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(literal_column("20090911"))))


def last_number() -> int:
    """Return the number of the last change."""
    return db.session.scalar(select(func.max(DirectoryChange.id))) or 0


def text_of(brand_id: int) -> SearchText | None:
    """Return what a brand is found by."""
    return db.session.scalars(select(SearchText).where(SearchText.id == brand_id)).one_or_none()
