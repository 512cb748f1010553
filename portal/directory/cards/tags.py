"""Brands on their hang-tags, and why each was found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask import current_app, url_for
from markupsafe import Markup

from portal.core import clock
from portal.core.i18n import CHINESE, ENGLISH, language, plain, said
from portal.core.i18n import gettext as _
from portal.directory import queries
from portal.directory.cards.fragments import Fragments
from portal.directory.engine.marking import marked as with_marks
from portal.directory.engine.marking import snippet
from portal.directory.engine.text import Typed
from portal.directory.queries import Card
from portal.reference import queries as reference
from portal.reference.labels import marked, term_label

NEW_FOR = timedelta(days=30)
CARD_WIDTH = 640
NAME, WHY, BETWEEN = Markup("\x01name\x01"), Markup("\x01why\x01"), Markup("\x02")
"""Places in a kept tag where a search puts its marks."""
KEPT_BYTES = 6_000_000
_tags = Fragments(KEPT_BYTES)


@dataclass(frozen=True)
class ShownCard:
    """A brand on its hang-tag."""

    href: str
    name: Markup
    monogram: str
    picture_src: str | None
    picture_alt: str
    picture_width: int | None
    picture_height: int | None
    seed: int
    category: Markup
    market: Markup
    stage: Markup
    prices: Sequence[Markup]
    facts: Sequence[tuple[str, Markup]]
    is_new: bool
    why: Markup | str = ""
    """Why it was found, where its name does not say so."""


def picture_address(brand_slug: str, picture_id: int, width: int) -> str:
    """Return where a published picture is served."""
    return url_for("directory.picture", brand=brand_slug, picture_id=picture_id, width=width)


def shown(card: Card) -> ShownCard:
    """Return what the list shows of one listing."""
    name = plain(card, "name")
    return ShownCard(
        href=url_for("directory.show", brand=card.slug),
        name=said(card, "name"),
        monogram=name[:1],
        picture_src=picture_address(card.slug, card.cover_id, CARD_WIDTH)
        if card.cover_id
        else None,
        picture_alt=name,
        picture_width=card.cover_width,
        picture_height=card.cover_height,
        seed=card.brand_id,
        category=marked(term_label("category", card.category)),
        market=said(card, "market_name"),
        stage=said(card, "stage_name"),
        prices=[marked(price) for price in prices(card)],
        facts=(),
        is_new=clock.now() - card.published_at < NEW_FOR,
    )


def prices(card: Card) -> Iterator[str]:
    """Yield the tag prices with their season: the same numbers mean another coat or shirt."""
    if card.summer_band:
        yield _("Summer %(band)s", band=term_label("price_band", card.summer_band))
    if card.winter_band:
        yield _("Winter %(band)s", band=term_label("price_band", card.winter_band))


def hung(ids: Sequence[int], asked: Typed) -> list[Markup]:
    """Return the tags of brands, drawn once for each state of a brand and each language.

    One query reads those that are not kept; one more the texts in which words are marked.
    """
    index, day, spoken = queries.index(), clock.today().toordinal(), language()
    keys = {one: (index.epoch, one, index.change_of(one), day, spoken) for one in ids}
    pieces = {one: _tags.get(key) for one, key in keys.items()}
    missing = [one for one, piece in pieces.items() if piece is None]
    cards = queries.cards_of(ids if asked.units else missing)
    draw: Any = current_app.jinja_env.get_template("components/tags.html").module
    for one in missing:
        if one in cards:
            card = replace(shown(cards[one]), name=NAME, why=WHY)
            html = draw.brand_card(card)
            pieces[one] = _tags.keep(keys[one], html + BETWEEN + said(cards[one], "name"))
    stories = queries.stories_of(ids) if asked.units else {}
    return [
        filled(piece, cards.get(one), stories.get(one), asked)
        for one in ids
        if (piece := pieces[one]) is not None
    ]


def filled(piece: Markup, card: Card | None, story: Any, asked: Typed) -> Markup:
    """Return a kept tag with its name, and with why a search found it."""
    html, _between, name = piece.partition(BETWEEN)
    why = Markup()
    if card is not None and story is not None and asked.units:
        found = with_marks(plain(card, "name"), asked)
        why = Markup() if found else reason(card, story, asked)
        name = found or name
    return Markup(html.replace(NAME, name).replace(WHY, why))  # noqa: S704 -- both are markup


def reason(card: Card, story: Any, asked: Typed) -> Markup:
    """Return the place where the words of a search stand in what a brand says of itself."""
    other = ENGLISH if language() == CHINESE else CHINESE
    places = [
        *(with_marks(one, asked) for one in names(card, story) if one),
        *(snippet(one, asked) for one in texts(story) if one),
        *(with_marks(one, asked) for one in words(card, story, language()) if one),
        *(with_marks(one, asked) for one in words(card, story, other) if one),
    ]
    found = next((place for place in places if place), None)
    return Markup('<p class="brand-card-why">{}</p>').format(found) if found else Markup()


def names(card: Card, story: Any) -> list[str]:
    """Return the other names of a brand."""
    return [card.name_zh, card.name_en, story.other_name_zh, story.other_name_en]


def texts(story: Any) -> list[str]:
    """Return what a brand writes, in both languages."""
    return [
        story.slogan_zh,
        story.slogan_en,
        story.story_zh,
        story.story_en,
        story.fabrics_zh,
        story.fabrics_en,
    ]


def words(card: Card, story: Any, spoken: str) -> list[str]:
    """Return what the code tables say of a brand."""
    found = [reference.term("category", card.category).label(spoken)] if card.category else []
    found += [reference.term("style", code).label(spoken) for code in story.styles]
    if story.origin_region:
        found.append(reference.full_region_name(story.origin_region, spoken))
    if story.cluster:
        cluster = reference.cluster(story.cluster)
        found.append(cluster.en if spoken == ENGLISH else cluster.zh)
    return [*found, card.market_name_en if spoken == ENGLISH else card.market_name_zh]
