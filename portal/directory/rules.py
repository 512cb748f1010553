"""What holds in the directory: limits, what stands first, and what a brand is found by. Pure."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from portal.brands.models import ProfilePicture, Revision
from portal.core import clock
from portal.core.i18n import CHINESE, ENGLISH
from portal.directory.engine.text import Texts, spelt
from portal.directory.facets import Facts
from portal.directory.models import Rhythm
from portal.reference import queries as reference

MOST_KEPT = 200
"""Brands on one person's list. Source: our decision."""
TAKE_BACK = timedelta(hours=1)
"""So long a brand that was taken off a list can be put back as it was. Source: our decision."""
FOLDER_LENGTH = 40
NOTE_LENGTH = 1000
MOST_SEARCHES = 20
"""Searches that one person keeps. Source: our decision."""
NAME_LENGTH = 60
MOST_NEWS = 48
"""Brands that are shown as new; beyond, the list itself is the better place."""
TOLD_IN_LETTER = 8
MOST_SEEN = 24
MORNING = 8
"""The hour in Beijing from which letters of news leave."""
MONDAY = 0
FULL, GOOD, FAIR = 90, 70, 50
"""Percent of a profile from which it counts as complete, nearly so, half so."""
BETWEEN_NAMES = re.compile("[,，、;；/|\n]")
SHORTEST_ENDING = 3
"""Characters: shorter ones end half of all markets."""
COLUMNS_OF_TERMS = {"styles": "style", "ages": "age", "positioning": "positioning"}


def rank(completeness: int, *, seen: bool) -> int:
    """Return how verified and complete a brand is, from 0 to 7: a paper seen weighs most."""
    return 4 * seen + sum(completeness >= step for step in (FAIR, GOOD, FULL))


def texts(facts: Facts) -> Texts:
    """Return what a brand is found by: public fields, and its company for its own office."""
    revision = facts.revision
    spoken = list(spoken_words(facts))
    return Texts(
        names=tuple(dict.fromkeys(one for one in names(facts) if one)),
        words=tuple(dict.fromkeys(one for one in [*spoken, *other_words(facts)] if one)),
        spoken=tuple(dict.fromkeys([*spoken, *endings(facts.market_names)])),
        kinds=tuple(dict.fromkeys(kinds(revision))),
        stories=tuple(
            text
            for name in ("slogan", "story", "fabrics", "honours")
            for side in ("zh", "en")
            if (text := getattr(revision, f"{name}_{side}"))
        ),
        company=tuple(one for one in facts.company if one),
    )


def names(facts: Facts) -> list[str]:
    """Return every name a brand has or had."""
    revision = facts.revision
    return [revision.name_zh, revision.name_en, *facts.names, *aliases(revision)]


def aliases(revision: Revision) -> list[str]:
    """Return the other names that a brand gives itself: parted by commas, slashes or lines."""
    typed = (revision.aliases_zh or "", revision.aliases_en or "")
    return [one.strip() for text in typed for one in BETWEEN_NAMES.split(text) if one.strip()]


def kinds(revision: Revision) -> Iterator[str]:
    """Yield what a brand makes, in Chinese: its category, and what that lies under."""
    if revision.category:
        category = reference.term("category", revision.category)
        yield category.label(CHINESE)
        yield reference.term("category", category.parent or category.code).label(CHINESE)


def everyday(revision: Revision) -> Iterator[str]:
    """Yield what people call besides what a brand makes: 羽绒服, where the table says 羽绒."""
    if revision.category:
        category = reference.term("category", revision.category)
        yield from category.also
        if category.parent:
            yield from reference.term("category", category.parent).also


def spoken_words(facts: Facts) -> Iterator[str]:
    """Yield the Chinese words that people also type as pinyin: what it makes, where it is from."""
    revision = facts.revision
    yield from kinds(revision)
    if revision.origin_region:
        for step in reference.ancestors(revision.origin_region):
            yield step.zh
            yield reference.short_region_name(step.code, CHINESE)
    if revision.cluster:
        yield reference.cluster(revision.cluster).zh
    yield from facts.market_names[:1]


def endings(market_names: Sequence[str]) -> Iterator[str]:
    """Yield what a market's Chinese name ends with: 芦淞女裤城 is typed as nvkucheng, too."""
    for name in market_names[:1]:
        yield from (name[start:] for start in range(1, len(name) - SHORTEST_ENDING + 1))


def other_words(facts: Facts) -> Iterator[str]:
    """Yield what the code tables, the market and the stall are called, in both languages."""
    revision = facts.revision
    if revision.category:
        category = reference.term("category", revision.category)
        yield category.label(ENGLISH)
        yield reference.term("category", category.parent or category.code).label(ENGLISH)
    for word in everyday(revision):
        yield from (word, *spelt(word))
    yield from terms_of(revision)
    if revision.origin_region:
        for language in (CHINESE, ENGLISH):
            yield reference.full_region_name(revision.origin_region, language)
    if revision.cluster:
        yield reference.cluster(revision.cluster).en
    yield from facts.market_names[1:]
    for place in facts.places:
        # 3F-A12 is typed as it is, without its floor, and in one go.
        yield from (place.stall, place.stall.replace("-", ""), place.stall.partition("-")[2])


def terms_of(revision: Revision) -> Iterator[str]:
    """Yield what its styles, ages and market level are called, in both languages and in pinyin."""
    for name, table in COLUMNS_OF_TERMS.items():
        value = getattr(revision, name)
        for code in value if isinstance(value, list) else [value]:
            if code:
                term = reference.term(table, code)
                zh = term.label(CHINESE)
                yield from (zh, *spelt(zh), term.label(ENGLISH))


def digest(facts: Facts, parts: Mapping[str, object]) -> str:
    """Return a mark of all that the directory shows and knows of a brand."""
    told = [str(facts.revision.id), *(f"{name}={value}" for name, value in sorted(parts.items()))]
    return hashlib.blake2s("\n".join(told).encode(), digest_size=16).hexdigest()


def cover_of(picture: ProfilePicture | None) -> dict[str, Any]:
    """Return what a page needs to show a cover without asking for its rows; nothing for none."""
    if picture is None:
        return {}
    file = picture.file
    return {
        "sha256": file.mark,
        "width": file.width,
        "height": file.height,
        "edition": file.edition,
        "ground": file.ground,
        "focus": [picture.focus_x, picture.focus_y],
    }


def next_due(rhythm: Rhythm, now: datetime) -> datetime | None:
    """Return the next morning on which a search is looked at: of a week, its Monday."""
    if rhythm is Rhythm.NEVER:
        return None
    here = now.astimezone(clock.SHANGHAI)
    due = here.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    while due <= here or (rhythm is Rhythm.WEEKLY and due.weekday() != MONDAY):
        due += timedelta(days=1)
    return due


# How often pages are opened

MACHINES = re.compile(
    r"bot|crawl|spider|slurp|scrap|preview|monitor|lighthouse|headless|curl|wget|python|java/|"
    r"go-http|httpclient|axios|okhttp|facebookexternalhit|whatsapp|telegram|feed",
    re.IGNORECASE,
)
FEWEST = 3
"""A province with fewer views than this is not named: it could be one person (domain 7-20)."""
WEEKS_SHOWN = 12


def is_machine(browser: str) -> bool:
    """Say whether a browser's name is that of a machine, or missing."""
    return not browser or MACHINES.search(browser) is not None
