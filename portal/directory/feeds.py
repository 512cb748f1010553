"""What machines ask for: which pages there are, which they may list, and brands that appeared."""

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from portal.access.guard import public
from portal.core import clock
from portal.core.i18n import CHINESE, ENGLISH, language, plain
from portal.core.i18n import gettext as _
from portal.core.requests import absolute_address
from portal.directory import listing, queries
from portal.directory.queries import News
from portal.markets import queries as markets
from portal.markets.models import Market

if TYPE_CHECKING:
    from collections.abc import Iterator

bp = Blueprint("feeds", __name__)
IN_A_PART = 5_000
"""Pages of one part of the map. Source: sitemaps.org allows 50,000 with 50 MB."""
IN_A_FEED = 40
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
ATOM = "http://www.w3.org/2005/Atom"
CLOSED_TO_MACHINES = (
    "/home", "/compare", "/shortlist", "/search/suggest", "/notices", "/sign-in", "/sign-up",
    "/brands?*q=", "/brands/*/ask", "/brands/*/print",
)  # fmt: skip
for prefix, space in (("", ATOM), ("xhtml", XHTML)):
    ET.register_namespace(prefix, space)


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Say what machines need not read, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {one}" for one in CLOSED_TO_MACHINES)]
    lines += ["", f"Sitemap: {absolute_address('feeds.sitemap')}", ""]
    return current_app.response_class("\n".join(lines), mimetype="text/plain")


@bp.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    """List the parts of the map."""
    parts = -(-queries.count() // IN_A_PART)
    root = ET.Element("sitemapindex", xmlns=SITEMAP)
    addresses = [absolute_address("feeds.sitemap_pages")]
    addresses += [absolute_address("feeds.sitemap_brands", shelf=at + 1) for at in range(parts)]
    for address in addresses:
        put(put(root, "sitemap"), "loc", address)
    return answered(root, "application/xml")


@bp.get("/sitemap-pages.xml")
@public
def sitemap_pages() -> ResponseReturnValue:
    """List the pages beside the brands' own: the landing page, the directory, open markets."""
    root = ET.Element("urlset", xmlns=SITEMAP)
    listed = [absolute_address(one) for one in ("reports.index", "directory.index")]
    listed += [absolute_address("directory.help_page")]
    listed += [
        absolute_address("reports.market", market=one.slug) for one in markets.open_markets()
    ]
    for address in listed:
        put_page(root, address)
    return answered(root, "application/xml")


@bp.get("/sitemap-brands-<int:shelf>.xml")
@public
def sitemap_brands(shelf: int) -> ResponseReturnValue:
    """List one part of the brands that everybody may see."""
    found = queries.sitemap_part(shelf - 1, IN_A_PART) if shelf else []
    if not found:
        abort(404)
    root = ET.Element("urlset", xmlns=SITEMAP)
    for one in found:
        page = put_page(root, absolute_address("directory.show", brand=one.slug))
        put(page, "lastmod", one.updated_at.isoformat(timespec="seconds"))
    return answered(root, "application/xml")


@bp.get("/brands/feed")
@public
def brands() -> ResponseReturnValue:
    """Tell feed readers which brands appeared last."""
    return feed(None)


@bp.get("/markets/<string:market>/feed")
@public
def market(market: str) -> ResponseReturnValue:
    """Tell the same of one market."""
    try:
        found = markets.open_market(market)
    except NoResultFound:
        abort(404)
    return feed(found)


def feed(market: Market | None) -> ResponseReturnValue:
    """Return the Atom feed of all markets or of one (RFC 4287)."""
    root = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": language()})
    name = plain(market, "name") if market else _("Lusong Brand Incubator")
    page = (
        absolute_address("reports.market", market=market.slug)
        if market
        else absolute_address("directory.index")
    )
    own = (
        absolute_address("feeds.market", market=market.slug)
        if market
        else absolute_address("feeds.brands")
    )
    found = queries.news(IN_A_FEED, market.id if market else None)
    newest = max((one.updated_at for one in found), default=market.created_at if market else None)
    put(root, f"{{{ATOM}}}title", _("New brands · %(place)s", place=name))
    put(root, f"{{{ATOM}}}id", own)
    put(root, f"{{{ATOM}}}updated", (newest or clock.now()).isoformat(timespec="seconds"))
    put(root, f"{{{ATOM}}}link", href=own, rel="self", type="application/atom+xml")
    put(root, f"{{{ATOM}}}link", href=page, rel="alternate", type="text/html")
    for one in found:
        root.append(entry(one))
    return answered(root, "application/atom+xml")


def entry(news: News) -> ET.Element:
    """Return one brand of a feed."""
    made = ET.Element(f"{{{ATOM}}}entry")
    address = absolute_address("directory.show", brand=news.slug)
    told: Iterator[tuple[str, str]] = iter(
        (
            ("title", plain(news, "name")),
            ("id", address),
            ("published", news.published_at.isoformat(timespec="seconds")),
            ("updated", news.updated_at.isoformat(timespec="seconds")),
            ("summary", plain(news, "slogan")),
        )
    )
    for name, text in told:
        put(made, f"{{{ATOM}}}{name}", text)
    put(made, f"{{{ATOM}}}link", href=address, rel="alternate", type="text/html")
    put(put(made, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", plain(news, "market_name"))
    return made


def put(parent: ET.Element, name: str, text: str = "", **at: str) -> ET.Element:
    """Add an element and return it."""
    made = ET.SubElement(parent, name, at)
    made.text = text or None
    return made


def put_page(root: ET.Element, address: str) -> ET.Element:
    """Add a page in both languages to a map."""
    page = put(root, "url")
    put(page, "loc", address)
    for spoken in (CHINESE, ENGLISH):
        put_language(page, spoken, f"{address}?lang={spoken}")
    put_language(page, "x-default", address)
    return page


def put_language(page: ET.Element, spoken: str, address: str) -> None:
    """Say where a page speaks a language."""
    put(page, f"{{{XHTML}}}link", rel="alternate", hreflang=spoken, href=address)


def answered(root: ET.Element, mimetype: str) -> Response:
    """Return a document, or 304 to whoever has it already."""
    answer = current_app.response_class(
        ET.tostring(root, encoding="utf-8", xml_declaration=True), mimetype=mimetype
    )
    if listing.is_for_all():
        answer.add_etag()
        answer.make_conditional(request)
    return answer
