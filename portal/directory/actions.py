"""Keeping the directory in step with what is published, in the same transaction."""

import secrets
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, text
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import User
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db, writing
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.directory import queries, rules
from portal.directory.entries import entry_of
from portal.directory.facets import Facts
from portal.directory.models import DirectoryChange, Listing, SearchText, ShortlistEntry
from portal.markets.models import Market

AT_ONCE = 200
"""Brands that are compared in one transaction when the directory is built anew."""
KEPT_CHANGES = 10_000
"""Entries of the log; a process that slept longer reads everything anew."""
NO_BRAND = 0
"""In an entry of the log that is about names alone."""
FILE_ANEW = "insert into search_fts(search_fts) values ('rebuild')"
"""What FTS5 calls it; writers wait as long, a second for ten thousand brands."""
LOOKED_OVER = timedelta(hours=20)
"""How long a listing may stand before it is compared again: stalls and papers end by themselves."""


def reindex(brand: Brand) -> None:
    """Make the listing of a brand say what its published revision says, or remove it."""
    db.session.flush()
    keep_in_step([brand.id])


def reindex_market(market: Market) -> None:
    """Let the directory show the brands of a market as it is now, or none when it is closed."""
    db.session.flush()
    ids = queries.brand_ids_of(market.id)
    for at in range(0, len(ids), AT_ONCE):
        keep_in_step(ids[at : at + AT_ONCE])
    note_names(market)


def note_names(_market: Market) -> None:
    """Let every process read anew what a market, its halls and floors are called.

    Their names are on pages and not in the index, or differ there in nothing: no brand changes.
    """
    _note_change(NO_BRAND)


def keep_in_step(brand_ids: Collection[int]) -> int:
    """Make listings say what is published, and return how many said something else."""
    known = queries.gather(brand_ids)
    there = queries.listings_of(brand_ids)
    changed = 0
    for number in sorted(brand_ids, key=lambda one: (_published(known.get(one)), one)):
        facts, listing = known.get(number), there.get(number)
        if facts is not None:
            changed += _show(facts, listing)
        elif listing is not None:
            _hide(listing)
            changed += 1
    db.session.flush()
    return changed


def mend(wrong: Collection[int]) -> int:
    """Write anew what the index says of some brands, wholly, and return how many they were."""
    there = queries.listings_of(wrong)
    for listing in there.values():
        listing.digest = ""
    for number in {*wrong} - {*there}:
        _remove_text(number)
    return keep_in_step(wrong)


def mend_the_rest() -> int:
    """Remove words without a listing; file all words anew where the files are wrong."""
    strays = queries.strays()
    for stray in strays:
        _remove_text(stray)
    db.session.flush()
    misfiled = queries.misfiled()
    if misfiled:
        db.session.execute(text(FILE_ANEW))
        for number in misfiled:
            _note_change(number)
    return len(strays) + len(misfiled)


def rebuild() -> int:
    """Mend the whole directory in this transaction and return how many brands it shows."""
    number = 0
    while step := queries.compared_after(number, AT_ONCE):
        number = step.last
        mend([one.brand_id for one in step.wrong])
    mend_the_rest()
    return queries.count()


def watch_days() -> int:
    """Compare the listings that nobody looked at for a day; return how many were mended.

    Each lot is a transaction of its own.
    """
    since, mended = clock.now() - LOOKED_OVER, 0
    while True:
        with writing():
            ids = queries.longest_unchecked(since, AT_ONCE)
            mended += keep_in_step(ids)
        if len(ids) < AT_ONCE:
            return mended


def keep(brand: Brand, *, by: User) -> ShortlistEntry:
    """Put a shown brand on a person's list; one that is there already stays as it is.

    Raises:
        ConflictError: the list is full.
    """
    entry = queries.entry_of(by.id, brand.id)
    if entry is not None:
        return entry
    check_room(by)
    forget_dropped(by)
    entry = ShortlistEntry(user_id=by.id, brand_id=brand.id)
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError:  # the second tap of two
        return queries.entry(by.id, brand.id)
    return entry


def check_room(person: User) -> None:
    """Refuse one more brand on a full list.

    Raises:
        ConflictError: it is full.
    """
    if queries.kept(person.id) >= rules.MOST_KEPT:
        raise ConflictError(
            _l("Your list holds %(most)d brands; there is no room for more.", most=rules.MOST_KEPT),
            _l("Take some off that you have decided about."),
        )


def annotate(entry: ShortlistEntry, *, folder: str, note: str) -> None:
    """Say what a person thinks of a brand on his list, and where it lies."""
    entry.folder, entry.note = folder, note


def rename_folder(folder: str, name: str, *, by: User) -> int:
    """Call a folder of a person's list otherwise; return how many brands lie in it.

    Without a name it is no folder any more, with that of another both are one; every brand stays.
    """
    entries = queries.entries_in(by.id, folder)
    for entry in entries:
        entry.folder = name
    return len(entries)


def let_go(slug: str, *, by: User, with_note: bool = False) -> None:
    """Take a brand off a person's list; one that is not there, or of which nobody knows, stays off.

    Raises:
        ConflictError: there is a note, and nobody said that it may go along.
    """
    entry = queries.entry_called(by.id, slug)
    if entry is None:
        return
    if entry.note and not with_note:
        raise ConflictError(
            _l("Your note about this brand would go with it."), _l("Take it off on your list.")
        )
    forget_dropped(by)
    entry.dropped_at = clock.now()


def take_back(slug: str, *, by: User) -> bool:
    """Put back what a person took off last, with folder and note; say whether it is there.

    Raises:
        ConflictError: the list has been filled meanwhile.
    """
    last = next((one for one in queries.dropped(by.id) if one.brand.slug == slug), None)
    if last is not None:
        check_room(by)
        last.dropped_at = None
    return last is not None or queries.entry_called(by.id, slug) is not None


def forget_dropped(person: User) -> None:
    """Let go for good of what a person took off before: only the last time can be undone."""
    for entry in queries.dropped(person.id):
        db.session.delete(entry)
    db.session.flush()


def sweep() -> None:
    """Forget what was taken off from lists so long ago that nobody undoes it any more."""
    with writing():
        old = ShortlistEntry.dropped_at <= clock.now() - rules.TAKE_BACK
        db.session.execute(delete(ShortlistEntry).where(old))


def _published(facts: Facts | None) -> datetime:
    """Return since when a brand says what it says: who is noted later stands as the fresher."""
    long_ago = datetime.min.replace(tzinfo=UTC)
    return (facts.revision.decided_at or long_ago) if facts else long_ago


def _show(facts: Facts, listing: Listing | None) -> bool:
    """Let a brand be shown as it is published; say whether that was anything new."""
    revision, entry = facts.revision, entry_of(facts)
    if listing is None:
        appeared = facts.published_at or clock.now()
        listing = Listing(brand_id=revision.brand_id, published_at=appeared)
        db.session.add(listing)
    elif listing.digest == entry.digest and listing.rank == entry.columns["rank"]:
        listing.checked_at = clock.now()
        return False
    for name, value in entry.columns.items():
        setattr(listing, name, value)
    listing.digest, listing.checked_at = entry.digest, clock.now()
    listing.change = _note_change(revision.brand_id)
    stored = queries.text_of(revision.brand_id)
    if stored is None:
        words = SearchText(id=revision.brand_id, tokens=entry.tokens, text=entry.text)
        db.session.add(words)
    else:
        stored.tokens, stored.text = entry.tokens, entry.text
    return True


def _hide(listing: Listing) -> None:
    """Let a brand leave the directory."""
    _remove_text(listing.brand_id)
    _note_change(listing.brand_id)
    db.session.delete(listing)


def _remove_text(brand_id: int) -> None:
    db.session.execute(delete(SearchText).where(SearchText.id == brand_id))


def _note_change(brand_id: int) -> int:
    """Write into the log that a brand became another; return the number of the entry."""
    queries.lock_log()
    entry = DirectoryChange(brand_id=brand_id, mark=secrets.randbits(62))
    db.session.add(entry)
    db.session.flush()
    db.session.info[queries.CHANGED] = True
    if entry.id % KEPT_CHANGES == 0:
        old = entry.id - KEPT_CHANGES
        db.session.execute(delete(DirectoryChange).where(DirectoryChange.id < old))
    return entry.id
