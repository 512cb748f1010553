"""The directory and a brand's public page."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from portal.access.guard import public
from portal.brands import fields
from portal.brands.models import Revision
from portal.core.contact import clean_text
from portal.core.paging import page_number
from portal.core.picture_child import WIDTHS
from portal.directory import cards, queries
from portal.directory.criteria import SORT_NAMES, read
from portal.documents.web import send
from portal.papers import queries as papers

bp = Blueprint("directory", __name__)
RELATED = 4


@bp.get("/brands")
@public
def index() -> ResponseReturnValue:
    """Show the brands that fit what the address asks for."""
    asked = {
        name: [clean_text(value) for value in values]
        for name, values in request.args.to_dict(flat=False).items()
    }
    page = page_number(request.args.get("page"))
    criteria, unknown = read(asked, queries.facet_values(), page)
    found = queries.search(criteria)
    markets, stages = queries.markets(), queries.stages()
    return render_template(
        "directory/index.html",
        criteria=criteria,
        unknown=unknown,
        page=found.page,
        cards=[cards.shown(card) for card in found.page.items],
        groups=cards.groups(criteria, found.counts, markets, stages),
        chips=cards.chips(criteria, markets, stages),
        sorts=SORT_NAMES,
    )


@bp.get("/brands/<string:brand>")
@public
def show(brand: str) -> ResponseReturnValue:
    """Show a brand: everybody the public part, verified agents what is for them."""
    revision = _shown(brand)
    sheet = fields.readable(revision, fields.viewer_class(current_user, revision.brand))
    related = queries.related(revision, RELATED)
    return render_template(
        "directory/show.html",
        revision=revision,
        brand=revision.brand,
        sheet=sheet,
        listing=queries.listing_of(revision.brand_id),
        address=lambda picture, width: cards.picture_address(brand, picture.id, width),
        related=[cards.shown(card) for card in related],
        marks=papers.public_marks(revision.brand),
    )


@bp.get("/brands/<string:brand>/pictures/<int:picture_id>-<int:width>.webp")
@public
def picture(brand: str, picture_id: int, width: int) -> ResponseReturnValue:
    """Serve a published picture, in one of the sizes there are."""
    if width not in WIDTHS:
        abort(404)
    try:
        stored = queries.shown_picture(brand, picture_id).file
    except NoResultFound:
        abort(404)
    return send(stored, width, shared=True)


def _shown(brand: str) -> Revision:
    try:
        return queries.shown_brand(brand)
    except NoResultFound:
        abort(404)
