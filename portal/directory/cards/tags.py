"""Brands on their hang-tags, and why each was found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain
from typing import Any, NamedTuple

from flask import current_app, url_for
from markupsafe import Markup, escape

from portal.brands.fields import Visibility
from portal.core import clock
from portal.core.fragments import Fragments
from portal.core.i18n import CHINESE, ENGLISH, in_text, language, plain, said
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.directory import queries
from portal.directory.cards.filters import label, listed
from portal.directory.cards.places import in_short
from portal.directory.criteria import View
from portal.directory.engine.marking import marked as with_marks
from portal.directory.engine.marking import snippet
from portal.directory.engine.text import Typed
from portal.directory.facets import BY_NAME, Names
from portal.directory.queries import Card, Reader
from portal.documents.copies import Copies, Shown
from portal.reference import queries as reference
from portal.reference.labels import price_label, term_label

NEW_FOR = timedelta(days=30)
LINE_TELLS = (
    "discount",
    "deposit",
    "first_order",
    "exchange",
    "investment",
    "availability",
    "region",
    "style",
    "cluster",
)
"""The filters whose values a line of the list shows, each in the same place on every line."""
PLAIN = "\x01name\x01"
NAME, WHY, BETWEEN = Markup(f"<bdi>{PLAIN}</bdi>"), Markup("\x01why\x01"), Markup("\x02")  # noqa: S704 -- places alone
"""Places in a kept tag where a search puts its marks."""
STALL, FORMERLY = _l("Stall %(what)s"), _l("Formerly %(what)s")
COMPANY = _l("Company %(what)s")
KEPT_BYTES = 6_000_000
_tags = Fragments(KEPT_BYTES)


@dataclass(frozen=True)
class Cover:
    """A brand's first picture on a card: the same to a page as a picture of a lookbook."""

    file: Shown
    focus_x: int
    focus_y: int
    address: Callable[..., str]


@dataclass(frozen=True)
class ShownCard:
    """A brand on its hang-tag."""

    href: str
    name: Markup
    monogram: str
    picture: Cover | None
    seed: int
    category: Markup
    market: Markup
    place: Markup
    """Hall and stall; nothing while it trades nowhere."""
    stage: Markup
    prices: Sequence[Markup]
    facts: Sequence[tuple[Any, Markup]]
    is_new: bool
    why: Markup | str = ""
    """Why it was found, where its name does not say so."""
    slug: str = ""
    """Where it can be chosen for a comparison."""


def addresses(brand_slug: str) -> Callable[..., str]:
    """Return what tells where a published picture of a brand is served, in a width and a format."""
    one = url_for("directory.picture", brand=brand_slug, mark="0", width=0, format="jpg")
    before = one.removesuffix("0-0.jpg")
    return lambda picture, width, ending="webp": f"{before}{picture.file.mark}-{width}.{ending}"


def cover(brand_slug: str, kept: Mapping[str, Any]) -> Cover | None:
    """Return a listing's cover; None when it has none."""
    if not kept:
        return None
    size = {name: kept[name] for name in ("sha256", "width", "height", "edition", "ground")}
    return Cover(Copies(**size), kept["focus"][0], kept["focus"][1], addresses(brand_slug))


def shown(card: Card) -> ShownCard:
    """Return what the list shows of one listing."""
    name = plain(card, "name")
    return ShownCard(
        href=url_for("directory.show", brand=card.slug),
        name=said(card, "name"),
        monogram=name[:1],
        picture=cover(card.slug, card.cover),
        seed=card.brand_id,
        category=escape(term_label("category", card.category)),
        market=said(card, "market_name"),
        place=in_short(card.stalls),
        stage=said(card, "stage_name"),
        prices=[escape(price) for price in prices(card)],
        facts=(),
        is_new=clock.now() - card.published_at < NEW_FOR,
    )


def alike(card: Card, reason: str) -> ShownCard:
    """Return a listing as it hangs beside another one, with the reason why."""
    why = Markup('<p class="brand-card-why">{}</p>').format(reason)
    return replace(shown(card), why=why)


def prices(card: Card) -> Iterator[str]:
    """Yield the tag prices with their season."""
    yield from (price_label(band) for band in (card.summer_band, card.winter_band) if band)


def in_a_line(card: Card, sees: Visibility) -> Iterator[tuple[object, Markup]]:
    """Yield what a line of the list says beside the tag, as far as its reader may know it.

    A term that the owner has not released says so: it keeps its place. What is not given is empty.
    """
    for facet in (BY_NAME[name] for name in LINE_TELLS):
        if facet.needs > sees:
            continue
        values = card.values(facet.name)
        if facet.source is Names.REGIONS:
            values = values[-1:]
        if values or not facet.terms.endswith("_band"):
            yield facet.label, listed([label(facet, value) for value in values])
        else:
            yield facet.label, Markup('<span class="absent">{}</span>').format(_("not released"))


def hung(ids: Sequence[int], asked: Typed, asker: Reader, view: View = View.TAGS) -> list[Markup]:
    """Return the tags of brands, drawn once for each state of a brand and each language.

    As lines they tell more, and not the same to everybody.

    One query reads those that are not kept; one more the texts in which words are marked.
    """
    index, day, spoken = queries.index(), clock.today().toordinal(), language()
    sees = asker.sees
    drawing = (day, spoken, queries.register().mark, sees if view is View.LINES else view)
    keys = {one: (index.epoch, one, index.change_of(one), *drawing) for one in ids}
    pieces = {one: _tags.get(key) for one, key in keys.items()}
    cards = queries.cards_of([one for one, piece in pieces.items() if piece is None])
    for one, card in cards.items():
        pieces[one] = _tags.keep(keys[one], drawn(card, view, sees))
    there = {one: Kept.of(piece) for one, piece in pieces.items() if piece is not None}
    if not asked.units:
        return [kept.filled(kept.name) for kept in there.values()]
    marks = {one: with_marks(kept.plain, asked) for one, kept in there.items()}
    stories = queries.stories_of([one for one, found in marks.items() if found is None])
    whys = {one: reason(story, asked, asker) for one, story in stories.items()}
    return [
        kept.filled(marks[one] or kept.name, whys.get(one, Markup())) for one, kept in there.items()
    ]


def drawn(card: Card, view: View, sees: Visibility) -> Markup:
    """Draw a tag with places for its name and for why it was found, and its name behind it."""
    draw: Any = current_app.jinja_env.get_template("components/tags.html").module
    told = replace(shown(card), name=NAME, why=WHY, slug=card.slug)
    if view is View.LINES:
        told = replace(told, facts=[*in_a_line(card, sees)])
    html = draw.brand_line(told) if view is View.LINES else draw.brand_card(told)
    return Markup(html + BETWEEN + said(card, "name"))  # noqa: S704 -- a macro made it


class Kept(NamedTuple):
    """A tag as it was drawn, with places in it, and its name, with marks and without."""

    html: str
    name: Markup
    plain: str

    @classmethod
    def of(cls, piece: Markup) -> "Kept":
        """Return it as it was kept."""
        html, _between, name = str(piece).partition(BETWEEN)
        said = Markup(name)  # noqa: S704 -- a macro made it
        return cls(html, said, said.striptags())

    def filled(self, name: Markup, why: Markup | str = "") -> Markup:
        """Return the tag with its name, and with why a search found it."""
        html = self.html.replace(NAME, name).replace(PLAIN, escape(self.plain))
        return Markup(html.replace(WHY, why))  # noqa: S704 -- both are markup


def reason(story: Any, asked: Typed, asker: Reader) -> Markup:
    """Return the place where the words of a search stand in what a brand says of itself."""
    other = ENGLISH if language() == CHINESE else CHINESE
    company = story.company if asker.is_office_of(story.market_slug) else ""
    places = chain(
        (with_marks(one, asked) for one in names(story) if one),
        called(STALL, story.stalls, asked),
        called(FORMERLY, story.former_zh, asked),
        called(FORMERLY, story.former_en, asked),
        (snippet(one, asked) for one in texts(story) if one),
        (with_marks(one, asked) for one in words(story, language()) if one),
        (with_marks(one, asked) for one in words(story, other) if one),
        called(COMPANY, company, asked),
    )
    found = next((place for place in places if place), None)
    return Markup(f'<p class="brand-card-why">{found}</p>') if found else Markup()  # noqa: S704 -- markup


def called(sentence: object, known: str | None, asked: Typed) -> Iterator[Markup]:
    """Yield the names of a kind in which the words of a search stand, with what kind it is."""
    for one in dict.fromkeys(known.split("\n")) if known else ():
        if what := with_marks(one, asked):
            yield in_text(str(sentence), what=what)


def names(story: Any) -> list[str]:
    """Return the other names of a brand."""
    known = [story.name_zh, story.name_en, story.other_name_zh, story.other_name_en]
    return [*known, story.aliases_zh, story.aliases_en]


def texts(story: Any) -> list[str]:
    """Return what a brand writes, in both languages."""
    return [
        story.slogan_zh,
        story.slogan_en,
        story.story_zh,
        story.story_en,
        story.fabrics_zh,
        story.fabrics_en,
        story.honours_zh,
        story.honours_en,
    ]


def words(story: Any, spoken: str) -> list[str]:
    """Return what the code tables say of a brand."""
    found = []
    if story.category:
        category = reference.term("category", story.category)
        found += [category.label(spoken), *category.also]
    found += [reference.term("style", code).label(spoken) for code in story.styles]
    if story.origin_region:
        found.append(reference.full_region_name(story.origin_region, spoken))
    if story.cluster:
        cluster = reference.cluster(story.cluster)
        found.append(cluster.en if spoken == ENGLISH else cluster.zh)
    return [*found, story.market_name_en if spoken == ENGLISH else story.market_name_zh]
