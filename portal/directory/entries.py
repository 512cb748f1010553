"""What the directory writes of a brand, made from its facts alone: the truth to compare with."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.brands import queries as brands
from portal.directory import facets, rules
from portal.directory.engine import text
from portal.directory.facets import Facts
from portal.directory.models import Listing, SearchText


@dataclass(frozen=True)
class Entry:
    """A brand as it is listed and found."""

    columns: dict[str, Any]
    tokens: str
    text: str
    digest: str

    def differs(self, listing: Listing | None, words: SearchText | None) -> Iterator[str]:
        """Yield the names of what stands otherwise in the database; nothing when all is right."""
        if listing is None or words is None:
            yield "listing" if listing is None else "words"
            return
        for name, value in self.columns.items():
            if getattr(listing, name) != value:
                yield name
        if listing.digest != self.digest:
            yield "digest"
        if words.tokens != self.tokens:
            yield "tokens"
        if words.text != self.text:
            yield "text"


def entry_of(facts: Facts) -> Entry:
    """Return what is written of a brand."""
    found, columns = rules.texts(facts), columns_of(facts)
    tokens, readable = text.indexed(found), text.readable(found)
    digest = rules.digest(facts, columns | {"tokens": tokens, "text": readable})
    return Entry(columns, tokens, readable, digest)


def columns_of(facts: Facts) -> dict[str, Any]:
    """Return what a listing says of a brand."""
    revision = facts.revision
    completeness = brands.percent_of(revision)
    cover = revision.pictures[0] if revision.pictures else None
    sort_name = text.sort_key(revision.name_zh)
    return {
        "revision_id": revision.id,
        "market_id": revision.brand.market_id,
        "cover_id": cover.id if cover else None,
        "cover_width": cover.file.width if cover else None,
        "cover_height": cover.file.height if cover else None,
        "cover": rules.cover_of(cover),
        "picture_count": len(revision.pictures),
        "updated_at": revision.decided_at or revision.created_at,
        "sort_name": sort_name,
        "name_number": text.name_number(sort_name),
        "english_number": text.name_number(text.folded(revision.name_en) or sort_name),
        "category": revision.category,
        "origin_region": revision.origin_region,
        "stage_code": facts.stage[0],
        "stage_name_zh": facts.stage[1],
        "stage_name_en": facts.stage[2],
        "completeness": completeness,
        "rank": rules.rank(completeness, seen=bool(facts.seen)),
        "price": facets.lowest_price(facts),
        "facets": facets.packed(facts),
        "stalls": facets.stalls(facts),
        "paused_from": facts.paused_from,
        "back_on": facts.back_on,
    }
