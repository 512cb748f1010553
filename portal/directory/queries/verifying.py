"""Is the directory's index right, word for word? Read alone; nothing is changed here."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, text

from portal.brands.models import Brand
from portal.core.db import db
from portal.directory.entries import entry_of
from portal.directory.models import Listing, SearchText
from portal.directory.queries.facts import gather, listings_of
from portal.directory.queries.store import last_number

VOCABULARY = (
    "create virtual table if not exists temp.search_terms "
    "using fts5vocab(main, search_fts, instance)"
)
CHUNK = 5000


@dataclass(frozen=True)
class Difference:
    """A brand of which the index says something else than is so."""

    brand_id: int
    what: tuple[str, ...]
    """The columns that differ; `listing` or `words` where all of it is missing, `stray` where it
    should not be there."""


@dataclass(frozen=True)
class Compared:
    """Some brands that were looked at, the last of them, and what is wrong."""

    last: int
    number: int
    wrong: Sequence[Difference]


def compared_after(number: int, limit: int) -> Compared | None:
    """Compare the next brands after a number with what is written of them; None at the end."""
    query = select(Brand.id).where(Brand.id > number).order_by(Brand.id).limit(limit)
    ids = db.session.scalars(query).all()
    if not ids:
        return None
    return Compared(ids[-1], len(ids), list(differences(ids)))


def differences(brand_ids: Collection[int]) -> Iterator[Difference]:
    """Yield those of the brands of which the index says something else than is so."""
    facts, listings, words = gather(brand_ids), listings_of(brand_ids), words_of(brand_ids)
    newest = last_number()
    for number in sorted(brand_ids):
        listing, found = listings.get(number), words.get(number)
        if number not in facts:
            if listing is not None or found is not None:
                yield Difference(number, ("stray",))
            continue
        wrong = tuple(entry_of(facts[number]).differs(listing, found))
        if listing is not None and not 0 < listing.change <= newest:
            wrong += ("change",)
        if wrong:
            yield Difference(number, wrong)


def words_of(brand_ids: Collection[int]) -> Mapping[int, SearchText]:
    """Return what some brands are found by."""
    found = db.session.scalars(select(SearchText).where(SearchText.id.in_(brand_ids)))
    return {one.id: one for one in found}


def strays() -> Sequence[int]:
    """Return the brands that have texts without a listing."""
    query = select(SearchText.id).where(SearchText.id.not_in(select(Listing.brand_id)))
    return db.session.scalars(query).all()


def misfiled() -> list[int]:
    """Return the brands whose words the full-text index of SQLite files otherwise than they are.

    Every word of every brand is read from the index; each brand's words are added up as numbers of
    eight bytes, so that a word too many, too few or another one is told. PostgreSQL keeps an index
    over the words themselves, which cannot be another.
    """
    if db.session.get_bind().dialect.name != "sqlite":
        return []
    db.session.execute(text(VOCABULARY))
    filed: Counter[int] = Counter()
    rows = db.session.execute(text("select term, doc from temp.search_terms")).yield_per(CHUNK)
    before, number = "", 0
    for term, brand_id in rows:
        if term != before:
            before, number = term, number_of(term)
        filed[brand_id] += number
    for brand_id, tokens in every_word():
        filed[brand_id] -= sum(number_of(one) for one in set(tokens.split(" ")) if one)
    return sorted(brand_id for brand_id, left in filed.items() if left)


def every_word() -> Iterable[tuple[int, str]]:
    """Yield the words of every brand."""
    query = select(SearchText.id, SearchText.tokens).execution_options(yield_per=CHUNK)
    return ((number, tokens) for number, tokens in db.session.execute(query))


def number_of(word: str) -> int:
    """Return a number that stands for a word."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest())
