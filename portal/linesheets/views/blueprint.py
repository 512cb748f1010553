"""The blueprint of line sheets, and what its pages share."""

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from portal.access.guard import oneself
from portal.access.permissions import Permission
from portal.audit import actions as audit
from portal.brands.models import Brand
from portal.core.aftermath import leave_behind
from portal.core.i18n import plain
from portal.core.sheets import table_response
from portal.core.web import see_other
from portal.linesheets import queries, tables
from portal.linesheets.cards import Address, picked
from portal.linesheets.fields import SheetRead
from portal.linesheets.models import LineSheet, StylePhoto

HOUSE = "/markets/<string:market>/brands/<string:brand>/lines"
ONE = f"{HOUSE}/<int:sheet_id>"
STYLE = f"{ONE}/styles/<int:style_id>"
PHOTO = f"{HOUSE}/pictures/<int:photo_id>"
IMPORTS = f"{ONE}/imports"
IMPORT = f"{IMPORTS}/<int:import_id>"
KEEP = Permission.LINE_KEEP
PLACEHOLDER = "0-0.jpg"

bp = Blueprint("linesheets", __name__)


def house(brand: Brand) -> dict[str, Any]:
    """Return what names a brand in the addresses of its own people."""
    return {"market": brand.market.slug, "brand": brand.slug}


def place(sheet: LineSheet) -> dict[str, Any]:
    """Return what names a line sheet in the addresses of its brand's own people."""
    return {**house(sheet.brand), "sheet_id": sheet.id}


def to(endpoint: str, sheet: LineSheet, **arguments: Any) -> Answer:
    """Go and look at a page of a line sheet."""
    return see_other(url_for(f"linesheets.{endpoint}", **place(sheet), **arguments))


def to_list(brand: Brand) -> Answer:
    """Go and look at all line sheets of a brand."""
    return see_other(url_for("linesheets.index", **house(brand)))


def pictures_at(endpoint: str, **arguments: Any) -> Address:
    """Return what tells where the copies of a style's picture lie for this kind of reader."""
    own = url_for(endpoint, photo_id=0, width=0, format="jpg", **arguments)
    before = own.removesuffix(PLACEHOLDER)

    def address(photo: StylePhoto, width: int, ending: str = "webp") -> str:
        return f"{before}{photo.id}-{width}.{ending}"

    return address


def render(name: str, sheet: LineSheet, **context: Any) -> str:
    """Return a page of a line sheet for its brand's own people."""
    return render_template(
        f"linesheets/{name}.html",
        sheet=sheet,
        brand=sheet.brand,
        house=house(sheet.brand),
        here=place(sheet),
        address=pictures_at("linesheets.photo", **house(sheet.brand)),
        **context,
    )


def table(read: SheetRead) -> Response:
    """Return the table that a reader takes away, of the styles that the address asks for."""
    return table_response(
        tables.file_name(read.sheet),
        tables.readers_head(read),
        tables.readers_lines(read, picked(read).styles),
        plain(read.sheet, "name"),
    )


def seen() -> int | None:
    """Return the version of what the person had read when he pressed the button."""
    return request.form.get("version", type=int)


def remember(verb: str, sheet: LineSheet) -> None:
    """Note in the trail what leaves the house, once the answer is on its way."""
    number, viewer = sheet.id, oneself()
    leave_behind(lambda: audit.record(verb, queries.sheet_by_id(number), by=viewer))
