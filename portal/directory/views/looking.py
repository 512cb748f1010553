"""The directory, a brand's public page, and brands side by side."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import (
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.exc import NoResultFound

from portal.access.guard import oneself, public, requires
from portal.access.permissions import Permission, Role
from portal.access.policy import permits
from portal.accounts.models import User
from portal.agency import queries as agency
from portal.agents import queries as agents
from portal.audit import actions as audit
from portal.brands import fields
from portal.brands import queries as brands
from portal.brands.fields import Reading, Visibility
from portal.brands.models import Revision
from portal.connections import actions as connecting
from portal.connections import queries as connections
from portal.connections.models import Connection
from portal.core import clock
from portal.core.aftermath import leave_behind
from portal.core.contact import clean_text
from portal.core.i18n import gettext as _
from portal.core.paging import page_number
from portal.core.picture_child import WIDTHS
from portal.core.qr import qr_code
from portal.core.requests import absolute_address
from portal.core.sheets import KINDS, table_response
from portal.core.unchanged import offer_again
from portal.directory import cards, counting, listing, page, queries, tables, watching
from portal.directory.comparison import compared
from portal.directory.criteria import MOST_COMPARED, Criteria, asks_for_more, read
from portal.directory.engine.text import LONGEST_QUERY
from portal.directory.facets import readable
from portal.directory.models import ShortlistEntry
from portal.directory.queries import Front, Reader
from portal.directory.views.blueprint import bp
from portal.documents.copies import FORMAT
from portal.documents.web import send
from portal.papers import queries as papers

MOST_ASKED = 20
"""Names of brands that one address is read for."""


@bp.get("/brands")
@public
def index() -> ResponseReturnValue:
    """Show the brands that fit what the address asks for."""
    holds = queries.holding()
    asker = queries.reader()
    criteria, unknown = _criteria(asker)
    mark = listing.mark()
    if mark and request.if_none_match.contains_weak(mark):
        return listing.unchanged(mark)
    pieces = listing.pieces(criteria, asker)
    drawn = render_template(
        "directory/index.html",
        criteria=criteria,
        unknown=unknown,
        for_agents=asks_for_more(request.args.to_dict(flat=False), readable(asker.sees)),
        read_to=LONGEST_QUERY if len(request.args.get("q", "")) > LONGEST_QUERY else 0,
        panel=pieces.panel,
        results=_as_kept(pieces.results),
        sees_terms=asker.sees >= Visibility.AGENT,
        canonical=listing.canonical(criteria),
        may_be_listed=listing.may_be_listed(criteria, request.args),
    )
    offer_again(holds)
    return listing.marked(mark, drawn, holds)


@bp.get("/brands/tiles")
@public
def tiles() -> ResponseReturnValue:
    """Show how many of the brands that fit come from each province."""
    asker = queries.reader()
    criteria, _unknown = _criteria(asker)
    provinces = listing.provinces(criteria, asker)
    return render_template(
        "directory/tiles.html",
        provinces=provinces,
        rows=sorted((one for one in provinces if one[2]), key=lambda one: -one[2]),
        chips=cards.chips(criteria),
        back=url_for("directory.index", **criteria.arguments()),
    )


@bp.get(f"/brands.{KINDS}")
@requires(Permission.SHORTLIST_KEEP, on=oneself)
def export(person: User) -> ResponseReturnValue:
    """Hand out the brands that fit as a table, as far as this reader may see them."""
    asker = queries.reader()
    criteria, _unknown = _criteria(asker)
    ids = queries.every_hit(criteria, listing.MOST_EXPORTED, asker)
    asked = [criteria.query, *(f"{name}:{value}" for name, value in criteria.filters)]
    leave_behind(lambda: audit.record("directory.export", by=person, rows=len(ids), search=asked))
    facets = readable(asker.sees)
    shown = queries.cards_of(ids)
    found = [shown[one] for one in ids if one in shown]
    return table_response(
        "brands", tables.found_head(facets), tables.found_lines(found, facets), _("Brands")
    )


@bp.get("/search/help")
@public
def help_page() -> ResponseReturnValue:
    """Explain what can be typed, and what stands first."""
    return render_template("directory/help_page.html")


@bp.get("/search/suggest")
@public
def suggest() -> ResponseReturnValue:
    """Say what may be meant: a list for the search line, or a page of its own."""
    text = clean_text(request.args.get("q", ""))[:LONGEST_QUERY]
    brands, values = listing.suggested(queries.suggest(text))
    if "HX-Request" in request.headers:
        draw: Any = current_app.jinja_env.get_template("components/directory.html").module
        return str(draw.suggestions(brands, values))
    return render_template("directory/suggest.html", text=text, brands=brands, values=values)


@bp.get("/brands/<string:brand>", strict_slashes=False)
@public
def show(brand: str) -> ResponseReturnValue:
    """Show a brand: everybody the public part, verified agents what is for them."""
    front = _front(brand.lower())
    if request.path.endswith("/") or brand != front.slug:
        return _as_it_is_written(front)
    holds = page.holding(front)
    note_look(front)
    mark = page.mark(front)
    if mark and request.if_none_match.contains_weak(mark):
        return listing.unchanged(mark)
    drawn = page.whole(mark, lambda: drawn_for_reader(front))
    return listing.marked(mark, drawn, holds, counting.counter(front.brand_id))


def drawn_for_reader(front: Front, contacts: Sequence[Reading] = ()) -> str:
    """Draw a brand's page for whoever asks, with the contact that he has asked to see, if any."""
    enquiry_id = agency.newest_open(front.brand_id, current_user)
    return render_template(
        "directory/show.html",
        front=front,
        pieces=page.pieces(front),
        canonical=page.canonical(front),
        entry=_entry(front.brand_id),
        connection=_connection(front.brand_id),
        contacts=contacts,
        enquiry_id=enquiry_id,
        deed=page.deed_of(current_user, front, enquiry_id),
    )


@bp.post("/brands/<string:brand>/contact")
@requires(Permission.CONNECTION_REVEAL, on=connections.opened)
def reveal(connection: Connection) -> ResponseReturnValue:
    """Show the contact in the answer itself: whoever loads it again has looked again."""
    connecting.reveal(connection, by=current_user)
    slug = connection.brand.slug
    return drawn_for_reader(_front(slug), fields.contact(_shown(slug)))


def note_look(front: Front) -> None:
    """Remember what a signed-in reader looked at; count the look, of whomever but the own house."""
    counts = counting.is_reader(request.environ) and not permits(
        current_user, Permission.BRAND_READ, front
    )
    number = front.brand_id
    if not current_user.is_authenticated:
        if counts:
            counting.note_view(number)
        return
    person, companies = current_user.id, current_user.ids(Role.AGENT)

    def afterwards() -> None:
        watching.note_seen(person, number)
        if counts:
            counting.note_view(number, queries.province_of(agents.home_of(companies)))

    leave_behind(afterwards)


@bp.get("/brands/<string:brand>/print")
@public
def print_sheet(brand: str) -> ResponseReturnValue:
    """Show a brand on one sheet of A4, with the way back to its page as a QR code."""
    revision = _shown(brand)
    sees = fields.viewer_class(current_user, revision.brand)
    sheet = fields.readable(revision, sees, claims=brands.claims(revision))
    return render_template(
        "directory/print_sheet.html",
        brand=revision.brand,
        revision=revision,
        sheet=sheet,
        address=cards.addresses(brand),
        spots=cards.spots(_stalls([revision]).get(revision.brand_id, ())),
        marks=papers.public_marks(revision.brand),
        link=absolute_address("directory.show", brand=brand),
        code=qr_code(absolute_address("directory.show", brand=brand), border=2),
        today=clock.today(),
    )


@bp.get(f"/brands/<string:brand>/pictures/<string:mark>-<int:width>.{FORMAT}")
@public
def picture(brand: str, mark: str, width: int, **how: str) -> ResponseReturnValue:
    """Serve a published picture, in one of the sizes and formats there are."""
    if width not in WIDTHS:
        abort(404)
    try:
        stored = queries.shown_picture(brand, mark)
    except NoResultFound:
        abort(404)
    return send(stored, width, how["format"], shared=True)


# Side by side


@bp.get("/compare")
@public
def compare() -> ResponseReturnValue:
    """Set up to five brands side by side, each as far as this reader may see it."""
    asked = _asked_brands()
    shown = queries.shown_brands(asked[:MOST_COMPARED])
    comparison = compared([_sheet(revision) for revision in shown])
    slugs = [one.brand.slug for one in shown]
    lines = "differing" if request.args.get("lines") == "differing" else None
    return render_template(
        "directory/compare.html",
        comparison=comparison.of_differences if lines and len(shown) > 1 else comparison,
        lines=lines,
        slugs=slugs,
        ticked=bool(asked),
        left_out=[one for one in asked if one not in slugs],
        most=MOST_COMPARED,
        asks=bool(current_user.ids(Role.AGENT)),
        without=lambda slug: url_for(
            "directory.compare", brand=[x for x in slugs if x != slug], lines=lines
        ),
        address=lambda brand: cards.addresses(brand.slug),
        places={number: cards.in_short(stalls) for number, stalls in _stalls(shown).items()},
    )


@bp.get(f"/compare.{KINDS}")
@requires(Permission.SHORTLIST_KEEP, on=oneself)
def export_comparison(person: User) -> ResponseReturnValue:
    """Hand out the same comparison as a table."""
    shown = queries.shown_brands(_asked_brands()[:MOST_COMPARED])
    comparison = compared([_sheet(revision) for revision in shown])
    slugs = [revision.brand.slug for revision in shown]
    leave_behind(lambda: audit.record("comparison.export", by=person, brands=slugs))
    return table_response(
        "comparison",
        tables.comparison_head(comparison),
        tables.comparison_lines(comparison),
        _("Compare brands"),
    )


def _as_it_is_written(front: Front) -> ResponseReturnValue:
    """Lead from an address in capitals, or with a slash at its end, to the one that there is."""
    asked = request.query_string.decode("ascii", "ignore")
    address = url_for("directory.show", brand=front.slug)
    return redirect(f"{address}?{asked}" if asked else address, HTTPStatus.PERMANENT_REDIRECT)


def _criteria(asker: Reader) -> tuple[Criteria, list[str]]:
    """Return what the address asks for, and the values in it that nobody knows."""
    asked = {
        name: [clean_text(value)[:LONGEST_QUERY] for value in values]
        for name, values in request.args.to_dict(flat=False).items()
    }
    facets = readable(asker.sees)
    number = page_number(request.args.get("page"))
    return read(asked, facets, queries.known_values(facets), number)


def _as_kept(results: Markup) -> Markup:
    """Return the results with what the reader keeps marked in them."""
    if not current_user.is_authenticated:
        return results
    return listing.as_kept(results, queries.kept_slugs(current_user.id))


def _entry(brand_id: int) -> ShortlistEntry | None:
    """Return the brand's place on the reader's own list."""
    return queries.entry_of(current_user.id, brand_id) if current_user.is_authenticated else None


def _connection(brand_id: int) -> Any:
    """Return the newest connection of the reader's company with a brand."""
    known = current_user.is_authenticated
    return connections.newest(brand_id, current_user) if known else None


def _sheet(revision: Revision) -> fields.Sheet:
    return fields.readable(revision, fields.viewer_class(current_user, revision.brand))


def _stalls(shown: Sequence[Revision]) -> dict[int, Sequence[Any]]:
    """Return the stalls of brands by their numbers."""
    listings = queries.listings_of([revision.brand_id for revision in shown])
    return {number: listing.stalls for number, listing in listings.items()}


def _asked_brands() -> list[str]:
    asked = (clean_text(one) for one in request.args.getlist("brand"))
    return list(dict.fromkeys(one for one in asked if one))[:MOST_ASKED]


def _shown(brand: str) -> Revision:
    try:
        return queries.shown_brand(brand)
    except NoResultFound:
        abort(404)


def _front(brand: str) -> Front:
    try:
        return queries.front(brand)
    except NoResultFound:
        abort(404)
