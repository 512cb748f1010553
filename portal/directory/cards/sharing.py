"""What a brand's page tells machines: search engines, share cards of chats, feed readers.

All of it is what everybody may read: a field that the table of fields does not give to the public
never gets here.
"""

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from portal.brands.fields import BY_NAME, Visibility
from portal.brands.models import Revision
from portal.core.i18n import CHINESE, ENGLISH, language, plain
from portal.core.i18n import gettext as _
from portal.core.requests import absolute_address, absolute_path
from portal.directory.cards.tags import addresses
from portal.reference import queries as reference

LONGEST_TITLE = 20
"""Chinese characters that the card of a shared page shows in WeChat."""
LONGEST_DESCRIPTION = 110
SHARED_WIDTH = 640
"""Of the picture on a share card; WeChat wants more than 300 pixels, and JPEG."""
LOCALES = {CHINESE: "zh_CN", ENGLISH: "en_US"}

in_chinese = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Shared:
    """A brand's page in the words of the web."""

    title: str
    description: str
    address: str
    languages: list[tuple[str, str]]
    locale: str
    picture: str
    picture_alt: str
    data: Markup
    """JSON-LD, as it may stand inside a script element."""


def shared(revision: Revision) -> Shared:
    """Return what machines are told of a published profile, in the reader's language."""
    name, slug = plain(revision, "name"), revision.brand.slug
    address = absolute_address("directory.show", brand=slug)
    cover = revision.pictures[0] if revision.pictures and is_public("pictures") else None
    picture = ""
    if cover:
        width = cover.file.plain_width(SHARED_WIDTH)
        picture = absolute_path(addresses(slug)(cover, width, "jpg"))
    description = described(revision)
    return Shared(
        title=titled(name),
        description=description,
        address=address,
        languages=[
            *((one, f"{address}?lang={one}") for one in (CHINESE, ENGLISH)),
            ("x-default", address),
        ],
        locale=LOCALES[language()],
        picture=picture,
        picture_alt=(plain(cover, "alt") or plain(cover, "caption") or name) if cover else "",
        data=htmlsafe_json_dumps(graph(revision, address, description, picture), in_chinese),
    )


def titled(name: str) -> str:
    """Return the page's title: with the portal's name behind it where both have room."""
    portal = _("Lusong Brand Incubator")
    title = f"{name} · {portal}"
    if wide(title) > LONGEST_TITLE:
        title = name
    while wide(title) > LONGEST_TITLE:
        title = f"{title.removesuffix('…')[:-1]}…"
    return title


def wide(text: str) -> float:
    """Return how wide a text is, in Chinese characters."""
    return sum(1 if letter > "\u2e7f" else 0.5 for letter in text)


def is_public(name: str) -> bool:
    """Say whether everybody may read a field."""
    return BY_NAME[name].visibility is Visibility.PUBLIC


def told(revision: Revision, name: str) -> str:
    """Return a text of a profile in the reader's language; nothing when it is not for all."""
    return plain(revision, name) if is_public(name) else ""


def described(revision: Revision) -> str:
    """Return one line about a brand: its slogan, what it makes and where it is from."""
    parts = [told(revision, "slogan")]
    if revision.category and is_public("category"):
        parts.append(reference.term("category", revision.category).label(language()))
    if revision.origin_region and is_public("origin_region"):
        parts.append(reference.full_region_name(revision.origin_region, language()))
    parts.append(plain(revision.brand.market, "name"))
    line = " · ".join(part for part in parts if part)
    story = " ".join(told(revision, "story").split())
    whole = f"{line} · {story}" if story else line
    return whole if len(whole) <= LONGEST_DESCRIPTION else f"{whole[: LONGEST_DESCRIPTION - 1]}…"


def graph(revision: Revision, address: str, description: str, picture: str) -> dict[str, Any]:
    """Return the brand, the market that answers for it, and where the page stands (schema.org)."""
    market = revision.brand.market
    home = absolute_address("reports.market", market=market.slug)
    other = {revision.name_zh, revision.name_en} - {plain(revision, "name"), ""}
    brand = {
        "@type": "Brand",
        "@id": f"{address}#brand",
        "name": plain(revision, "name"),
        "alternateName": sorted(other),
        "slogan": told(revision, "slogan"),
        "description": description,
        "url": address,
        "image": picture,
    }
    organization = {
        "@type": "Organization",
        "@id": f"{home}#market",
        "name": plain(market, "name"),
        "url": home,
        "brand": {"@id": f"{address}#brand"},
    }
    steps = [
        (_("Brands"), absolute_address("directory.index")),
        (plain(market, "name"), home),
        (plain(revision, "name"), address),
    ]
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": name, "item": item}
            for at, (name, item) in enumerate(steps, 1)
        ],
    }
    return {
        "@context": "https://schema.org",
        "@graph": [filled_in(brand), organization, crumbs],
    }


def filled_in(thing: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of a thing, without what is empty."""
    return {name: value for name, value in thing.items() if value}
