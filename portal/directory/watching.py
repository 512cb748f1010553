"""Searches that people keep. What is new in them is told once, and only if there is any."""

import logging
import secrets
from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError

from portal.accounts import queries as accounts
from portal.accounts.models import User
from portal.core import clock
from portal.core.db import db, reading, writing
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import plain
from portal.core.requests import absolute_address
from portal.directory import queries, rules
from portal.directory.criteria import Criteria
from portal.directory.engine.packing import packed, unpacked
from portal.directory.models import Rhythm, SavedSearch, SeenBrand
from portal.directory.queries import Card
from portal.notices import actions as notices
from portal.reference.labels import price_label, term_label

BATCH = 500
SEEN_AGAIN = timedelta(minutes=10)
"""A page opened again within this is the same look at it."""
logger = logging.getLogger(__name__)


def keep_search(
    criteria: Criteria, *, by: User, name: str, rhythm: str, known: Collection[int] | None = None
) -> SavedSearch:
    """Keep a search. What it finds now, or what is given as known, is known; the rest is news.

    Raises:
        InvalidError: the person keeps as many as there may be.
    """
    if len(queries.own_searches(by.id)) >= rules.MOST_SEARCHES:
        raise InvalidError(
            "name",
            _l(
                "You have saved %(most)d searches. Delete one of them first.",
                most=rules.MOST_SEARCHES,
            ),
        )
    often = Rhythm(rhythm)
    search = SavedSearch(
        user_id=by.id,
        name=name,
        arguments={key: one for key, one in criteria.arguments().items() if key != "page"},
        rhythm=often,
        due_at=rules.next_due(often, clock.now()),
        off_token=secrets.token_urlsafe(32),
    )
    there = queries.hits_of(search, queries.reader()) if known is None else known
    search.known = packed(there)
    db.session.add(search)
    db.session.flush()
    return search


def change(search: SavedSearch, *, name: str, rhythm: str) -> None:
    """Call a search otherwise, or tell of it more or less often."""
    search.name, search.rhythm = name, Rhythm(rhythm)
    search.due_at = rules.next_due(search.rhythm, clock.now())


def stop(search: SavedSearch) -> None:
    """End the letters of a search; the search itself stays."""
    search.rhythm, search.due_at = Rhythm.NEVER, None


def drop(search: SavedSearch) -> None:
    """Keep a search no longer."""
    db.session.delete(search)


def tell_news() -> None:
    """Tell the owners of searches that are due what is new, each in a transaction of its own.

    Two workers may do this at once: a search that one has in hand the other leaves alone.
    """
    now = clock.now()
    with reading():
        numbers = queries.due_searches(now, BATCH)
        db.session.rollback()
    for number in numbers:
        try:
            with writing():
                search = queries.due_search(number, now)
                if search is not None:
                    tell(search)
        except SQLAlchemyError:
            logger.exception("saved search %s", number)


def tell(search: SavedSearch) -> None:
    """Tell a search's owner what is new to him and may be seen by him, if there is any."""
    search.due_at = rules.next_due(search.rhythm, clock.now())
    person = accounts.standing(search.user_id)
    if person is None:
        return
    known = unpacked(search.known)
    fresh = [one for one in queries.hits_of(search, queries.reader(person)) if one not in known]
    if not fresh:
        return
    search.known = packed([*known, *fresh])
    search.news, search.told_at = fresh[: rules.MOST_NEWS], clock.now()
    notices.send_with(
        "search.news",
        [search.user_id],
        lambda: letter(search, fresh),
        arguments={"search_id": search.id},
        params={"name": search.name, "count": len(fresh)},
        off_address=off_address(search),
    )


def letter(search: SavedSearch, fresh: Sequence[int]) -> list[str]:
    """Return what only the letter says: the brands by name, and how to end such letters.

    The message in the portal names none: what it says must hold however late it is read.
    """
    cards = queries.cards_of(fresh[: rules.TOLD_IN_LETTER])
    lines = [
        f"{in_a_line(card)}\n{absolute_address('directory.show', brand=card.slug)}"
        for one in fresh
        if (card := cards.get(one))
    ]
    off = _(
        "No more letters about this search, without signing in: %(link)s",
        link=off_address(search),
    )
    return [*lines, off]


def off_address(search: SavedSearch) -> str:
    """Return where a person ends the letters by one button, and a mail program by one post."""
    return absolute_address("directory.letters_off", token=search.off_token)


def in_a_line(card: Card) -> str:
    """Return what a letter says of a brand: its name, what it makes at which price, and where."""
    told = [
        term_label("category", card.category) if card.category else "",
        *(price_label(one) for one in (card.summer_band, card.winter_band) if one),
        plain(card, "market_name"),
    ]
    return f"{plain(card, 'name')} · {' · '.join(one for one in told if one)}"


def note_seen(user_id: int, brand_id: int) -> None:
    """Remember that a person opened a brand's page, and forget the oldest beyond what is kept."""
    now = clock.now()
    seen = queries.seen_brand(user_id, brand_id)
    if seen is not None:
        if now - seen.seen_at > SEEN_AGAIN:
            seen.seen_at = now
        return
    db.session.add(SeenBrand(user_id=user_id, brand_id=brand_id, seen_at=now))
    db.session.flush()
    kept = queries.lately(user_id)
    db.session.execute(
        delete(SeenBrand).where(SeenBrand.user_id == user_id, SeenBrand.brand_id.not_in(kept))
    )


def forget_seen(user_id: int) -> None:
    """Forget all that a person looked at."""
    db.session.execute(delete(SeenBrand).where(SeenBrand.user_id == user_id))
