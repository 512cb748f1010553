"""The page of the directory: its pieces, drawn once for each search; what others may keep of it."""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, current_app, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from portal.core import clock, early, throttle
from portal.core.fragments import Fragments
from portal.core.i18n import language, said
from portal.core.requests import absolute_path
from portal.directory import cards, queries
from portal.directory.criteria import ALL, MOST_COMPARED, Criteria, View, sorts
from portal.directory.facets import readable
from portal.directory.queries import Reader, Suggestions
from portal.reference import queries as reference
from portal.reference.labels import marked as in_its_language
from portal.reference.models import Level

MOST_EXPORTED = 500
"""Brands in one table to take away; the page says so. Source: our decision."""
KEPT_BYTES = 8_000_000
OFTEN = "900/10 minutes"
"""Searches that nobody has asked for lately, from one address without an account: a machine that
walks through all combinations, not an agent. Source: our decision."""
ROOT = Path(__file__).resolve().parents[2]
KEEP = re.compile(r'name="keep" value="([^"]+)" aria-pressed="false"')
IN_HAND = 'name="drop" value="%s" aria-pressed="true"'
"""What `tags.keep` says of a brand that is not kept, and of one that is."""
_pieces = Fragments(KEPT_BYTES)


@dataclass(frozen=True)
class Pieces:
    """The two columns."""

    panel: Markup
    results: Markup


def pieces(criteria: Criteria, asker: Reader) -> Pieces:
    """Return both columns of the page; what is drawn is the same for all readers of a class."""
    version = (*queries.version(), clock.today().toordinal(), language(), asker)
    filters = (*sorted(criteria.chosen.items()), criteria.query, criteria.sort, criteria.view)
    keys = (
        ("panel", version, filters, criteria.opened),
        ("results", version, filters, criteria.page),
    )
    panel, results = _pieces.get(keys[0]), _pieces.get(keys[1])
    if panel is None or results is None:
        panel, results = drawn(criteria, asker)
        _pieces.keep(keys[0], panel)
        _pieces.keep(keys[1], results)
    return Pieces(panel, results)


def as_kept(results: Markup, kept: Collection[str]) -> Markup:
    """Return the results of a class of readers with the brands marked that one of them keeps."""
    marked = KEEP.sub(lambda found: IN_HAND % found[1] if found[1] in kept else found[0], results)
    return Markup(marked)  # noqa: S704 -- drawn by us


def drawn(criteria: Criteria, asker: Reader) -> tuple[Markup, Markup]:
    """Draw both columns anew."""
    if not current_user.is_authenticated:
        throttle.hit(OFTEN, "directory", request.remote_addr or "")
    found = queries.search(criteria, asker)
    draw: Any = current_app.jinja_env.get_template("components/directory.html").module
    chips = cards.chips(criteria)
    facets = readable(asker.sees)
    groups = cards.groups(facets, criteria, found.counts)
    results = draw.results(
        criteria,
        found.page,
        cards.hung(found.page.items, found.typed, asker, criteria.view),
        chips,
        cards.ways_out(found.nearest),
        found.near,
        sorts(facets),
        other_view(criteria),
        MOST_EXPORTED,
        MOST_COMPARED,
        is_wordless=bool(criteria.query) and not found.typed.units,
        place=place_meant(criteria.query, found.page.total),
    )
    return draw.panel(criteria, groups, chips, found.page.total), results


def place_meant(query: str, total: int) -> Markup:
    """Return the place that a search of `total` brands names, for its reader; empty for none.

    Many counties are called like a brand: they count only where nothing is found.
    """
    named = reference.regions_called(query) if len(query) > 1 and not query.isascii() else []
    if not named or (total and named[0].level is Level.COUNTY):
        return Markup()
    return in_its_language(reference.full_region_name(named[0].code, language()))


def other_view(criteria: Criteria) -> str:
    """Return the address of the same brands drawn the other way."""
    drawn = View.TAGS if criteria.view is View.LINES else View.LINES
    return url_for("directory.index", **replace(criteria, view=drawn).arguments())


def provinces(criteria: Criteria, asker: Reader) -> list[tuple[str, Markup, int, str | None]]:
    """Return every province with how many brands it would give, and the address of those."""
    counts = queries.search(criteria, asker).counts.get("region", {})
    found = []
    for one in reference.provinces():
        count = counts.get(one.code, 0)
        name = in_its_language(reference.short_region_name(one.code, language()))
        there = replace(criteria, chosen={**criteria.chosen, "region": (one.code,)}, page=1)
        href = url_for("directory.index", **there.arguments()) if count else None
        found.append((one.code, name, count, href))
    return found


def mark() -> str:
    """Return what stands for this page as a visitor sees it; empty for whoever is known here."""
    if not is_for_all():
        return ""
    told = (
        request.full_path,
        language(),
        queries.version(),
        clock.today(),
        templates(),
        request.cookies.get("language"),
    )
    return hashlib.blake2s(repr(told).encode(), digest_size=12).hexdigest()


def is_for_all() -> bool:
    """Say whether every visitor gets this answer: nobody is signed in, nothing is to be told."""
    return not current_user.is_authenticated and not session.get("_flashes")


@cache
def templates() -> float:
    """Return when this version of the portal was made: the last change of any of its pages."""
    files = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("portal/translations/*/*/*.po")]
    return max(file.stat().st_mtime for file in files)


def unchanged(etag: str) -> ResponseReturnValue:
    """Answer that the reader has this page already."""
    answer = current_app.response_class(status=304)
    answer.set_etag(etag, weak=True)
    return answer


def marked(etag: str, page: str, holds: early.Holds, given: early.Given = early.untold) -> Response:
    """Return a page with the mark by which its reader may ask whether it still holds.

    One that every visitor gets alike is given to the next one early, until anything is published;
    `holds` was asked for before the page was drawn, so that what came meanwhile ends it; `given` is
    told of each time.
    """
    answer = current_app.response_class(page, mimetype="text/html")
    if etag:
        answer.set_etag(etag, weak=True)
        early.offer(holds, given)
    return answer


def canonical(criteria: Criteria) -> str:
    """Return the one address under which machines should know this list."""
    kept = Criteria(chosen=criteria.chosen if is_plain(criteria) else {})
    return absolute_path(url_for("directory.index", **kept.arguments()))


def is_plain(criteria: Criteria) -> bool:
    """Say whether a list is one that a visitor would look for: all, or one public value."""
    return not criteria.query and len(criteria.filters) <= 1


def may_be_listed(criteria: Criteria, asked: Mapping[str, Sequence[str]]) -> bool:
    """Say whether machines may list this page: no search, no combination, no order."""
    return (
        is_plain(replace(criteria, page=1))
        and not {"q", "sort", "page", "view", ALL} & asked.keys()
    )


def suggested(found: Suggestions) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return lines of brands and of filters, each with its address."""
    brands = [
        (url_for("directory.show", brand=one.slug), said(one, "name"), said(one, "market_name"))
        for one in found.brands
    ]
    values = [
        (
            address_of(one.facet.name, one.value),
            said(one.name.label(language())),
            one.facet.label,
            one.count,
        )
        for one in found.values
    ]
    return brands, values


def address_of(facet: str, value: str) -> str:
    """Return the address of the list with one value chosen."""
    return url_for("directory.index", **Criteria(chosen={facet: (value,)}).arguments())
