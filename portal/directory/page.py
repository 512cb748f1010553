"""A brand's page: its pieces, drawn once for each state of the brand and each class of reader."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import current_app, request, url_for
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.exc import NoResultFound, SQLAlchemyError

from portal.access.permissions import Permission, Role
from portal.access.policy import permits
from portal.brands import fields, seasons
from portal.brands import queries as brands
from portal.brands.fields import Visibility
from portal.brands.models import Revision
from portal.core import clock, commits, early
from portal.core.db import db, reading
from portal.core.fragments import Fragments
from portal.core.i18n import LOCALES, joined, language
from portal.core.i18n import gettext as _
from portal.core.requests import absolute_address
from portal.directory import cards, listing, queries
from portal.directory.queries import Alike, Front
from portal.papers import queries as papers
from portal.reference import queries as reference
from portal.reference.labels import term_label

KEPT_BYTES = 12_000_000
RELATED = 4
LONGEST_SEASON = 20
PARTS = ("head", "front", "inside", "contact", "after")
"""What machines are told, the cover, the profile, whom to reach, what stands below all that."""
_pieces = Fragments(KEPT_BYTES)


@dataclass(frozen=True)
class Pieces:
    """The parts of the page that are the same for all readers of a class."""

    drawn: Mapping[str, Markup]
    """Each of `PARTS`."""
    calculates: bool
    """Whether this reader may work out what a shop costs."""
    reveals: bool
    """Whether this reader may ask to see the contact unmasked."""


def pieces(front: Front) -> Pieces:
    """Return the page of a brand as far as whoever asks may read it."""
    season = request.args.get("season", "")[:LONGEST_SEASON]
    known = current_user.is_authenticated
    sees = fields.viewer_class(current_user, front) if known else Visibility.PUBLIC
    standing = standing_of(current_user)
    state = (*state_of(front), sees, standing, season)
    kept = [piece for part in PARTS if (piece := _pieces.get((part, state))) is not None]
    if len(kept) < len(PARTS):
        kept = draw(queries.shown_brand(front.slug), sees, standing, season)
        for part, piece in zip(PARTS, kept, strict=True):
            _pieces.keep((part, state), piece)
    exact = sees >= Visibility.CONNECTED and front.has_offers
    calculates = sees > Visibility.PUBLIC and (front.has_estimates or exact)
    reveals = sees is Visibility.CONNECTED and not permits(
        current_user, Permission.PROFILE_EXACT, front
    )
    return Pieces(dict(zip(PARTS, kept, strict=True)), calculates, reveals)


def state_of(front: Front) -> tuple[object, ...]:
    """Return all that the page depends on, beside its reader and the address."""
    return (
        front.brand_id,
        front.revision_id,
        front.versions,
        queries.version(),
        clock.today().toordinal(),
        language(),
        listing.templates(),
    )


def mark(front: Front) -> str:
    """Return what stands for the page as a visitor sees it; empty for whoever is known here."""
    if not listing.is_for_all():
        return ""
    told = (request.full_path, state_of(front), request.cookies.get("language"))
    return hashlib.blake2s(repr(told).encode(), digest_size=12).hexdigest()


def whole(mark: str, draw: Callable[[], str]) -> str:
    """Return the whole page, drawn now unless it is kept: all visitors with a mark get the same."""
    if not mark:
        return draw()
    return _pieces.drawn(("page", mark), lambda: Markup(draw()))  # noqa: S704 -- a page of ours


def holding(front: Front) -> early.Holds:
    """Return what says whether a visitor would see the same page of a brand now.

    Nothing was written since: he would. Something was: the brand is asked for once more, by the
    one query that tells all that its page depends on.
    """
    app, engine = current_app._get_current_object(), db.engine  # type: ignore[attr-defined]  # noqa: SLF001 -- werkzeug's own way to the real one
    directory, day, seen = queries.holding(), clock.today(), [commits.of_request()]

    def holds() -> bool:
        mark = commits.now(engine)
        if not directory() or day != clock.today():
            return False
        if mark is None or seen != [mark]:
            try:
                with app.app_context(), reading():
                    same = queries.front(front.slug) == front
            except (NoResultFound, SQLAlchemyError):
                return False
            if not same:
                return False
            seen[:] = [mark]
        return True

    return holds


def canonical(front: Front) -> str:
    """Return the page's own address; the two that name a language stand for themselves."""
    address = absolute_address("directory.show", brand=front.slug)
    spoken = request.args.get("lang")
    return f"{address}?lang={spoken}" if spoken in LOCALES else address


def standing_of(person: Any) -> str:
    """Return how far somebody is from reading the terms: the page invites him to the next step."""
    if not person.is_authenticated:
        return "visitor"
    return "waiting" if person.ids(Role.AGENT) else "known"


class Deed(StrEnum):
    """What somebody does next with a brand whose page he reads."""

    ASK = "ask"
    GO_ON = "go on"
    EDIT = "edit"
    OFFICE = "office"
    NOTHING = "nothing"


def deed_of(person: Any, front: Front, enquiry_id: int | None) -> Deed:
    """Return what this reader does next; who works for others than an agent can never ask.

    A visitor, and somebody without a house, learn on the page of asking how to begin.
    """
    if person.holds(Role.OWNER, brand_id=front.brand_id):
        return Deed.EDIT
    if enquiry_id is not None:
        return Deed.GO_ON
    if person.ids(Role.AGENT) or not person.held:
        return Deed.ASK
    return Deed.OFFICE if person.holds(Role.MANAGER, market_id=front.market_id) else Deed.NOTHING


def draw(revision: Revision, sees: Visibility, standing: str, season: str) -> list[Markup]:
    """Draw the pieces anew, in the order of `PARTS`."""
    slug = revision.brand.slug
    sheet = fields.readable(revision, sees, claims=brands.claims(revision))
    related = queries.related(revision, RELATED)
    marks = papers.public_marks(revision.brand)
    listed = queries.listing_of(revision.brand_id)
    spots = cards.spots(listed.stalls if listed else ())
    macros: Any = current_app.jinja_env.get_template("components/showing.html").module
    address = cards.addresses(slug)
    inside = macros.inside(
        sheet,
        address,
        seasons.lookbook(sheet.pictures[1:], season),
        url_for("directory.show", brand=slug, season=""),
        standing,
    )
    after = macros.after(
        marks,
        [cards.alike(one.card, reason(one, revision)) for one in related],
        [slug, *(one.card.slug for one in related)],
    )
    return [
        macros.head(cards.shared(revision)),
        macros.front(sheet, address, listed, spots, marks),
        inside,
        macros.contact(sheet),
        after,
    ]


def reason(alike: Alike, revision: Revision) -> str:
    """Return in words why a brand hangs beside another one."""
    head = reference.term("category", revision.category).parent or revision.category
    same = alike.card.category == revision.category
    kind = _("same category") if same else _("%(kind)s, too", kind=term_label("category", head))
    words = {
        "price": _("same price band"),
        "style": _("a style in common"),
        "origin": _("from the same province"),
        "market": _("in the same market"),
    }
    return joined([kind, *(words[one] for one in alike.shares)])
