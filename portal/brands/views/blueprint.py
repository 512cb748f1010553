"""The blueprint of brands, and what all its pages share."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.accounts import people
from portal.brands import actions, queries, rules
from portal.brands.models import Brand, Revision
from portal.core import clock
from portal.core.web import see_other

HOUSE = "/markets/<string:market>/brands/<string:brand>"
PROFILE = f"{HOUSE}/profile"
PICTURE = f"{PROFILE}/pictures/<int:picture_id>"
REVISION = f"{HOUSE}/revisions/<int:number>"

bp = Blueprint("brands", __name__)
people.mount(bp, f"{HOUSE}/people", Permission.BRAND_PEOPLE, queries.house)


def to(endpoint: str, brand: Brand, **arguments: Any) -> Response:
    """Go and look at a page of a brand."""
    return see_other(url_for(f"brands.{endpoint}", **actions.address(brand), **arguments))


def picture_address(brand: Brand) -> Callable[..., str]:
    """Return what tells where a picture lies for the brand's own people."""
    own = url_for("brands.picture", **actions.address(brand), picture_id=0, width=0, format="jpg")
    before = own.removesuffix("0-0.jpg")
    return lambda picture, width, ending="webp": f"{before}{picture.id}-{width}.{ending}"


def render(page: str, brand: Brand, **context: Any) -> str:
    """Return a page of a brand, with its address and those of its pictures."""
    return render_template(
        f"brands/{page}.html",
        brand=brand,
        here=actions.address(brand),
        address=picture_address(brand),
        **context,
    )


def warned(revision: Revision, brand: Brand) -> list[object]:
    """Return what is worth a look in a revision today, in words."""
    closed = brand.market.closed_at is not None
    return rules.warnings(revision, clock.today(), market_closed=closed)


def seen() -> int | None:
    """Return the version of what the person had read when he pressed the button."""
    return request.form.get("version", type=int)
