"""Pages on which agents look at line sheets, each seeing what is for him."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.brands.fields import Visibility, viewer_class
from portal.core.paging import page_number
from portal.core.sheets import KINDS
from portal.documents.copies import FORMAT
from portal.documents.web import send
from portal.linesheets import actions, cards, fields, queries
from portal.linesheets.models import LineSheet, StylePhoto
from portal.linesheets.queries import Shelf
from portal.linesheets.views.blueprint import bp, pictures_at, table

BRAND = "/brands/<string:brand>/lines"
SEE = Permission.PROFILE_TERMS


@bp.get(BRAND)
@requires(SEE, on=queries.shelf)
def shelf(shelf: Shelf) -> ResponseReturnValue:
    return render_template(
        "linesheets/shelf.html",
        shelf=shelf,
        brand=shelf.brand,
        prices=viewer_class(current_user, shelf.brand) >= Visibility.CONNECTED,
        address=pictures_at("linesheets.shown_photo", brand=shelf.brand.slug),
    )


@bp.get(f"{BRAND}/<int:sheet_id>")
@requires(SEE, on=queries.shown)
def shown(sheet: LineSheet) -> ResponseReturnValue:
    read = fields.readable(sheet, viewer_class(current_user, sheet.brand))
    return render_template(
        "linesheets/shown.html",
        read=read,
        sheet=sheet,
        brand=sheet.brand,
        picked=(picked := cards.picked(read)),
        page=cards.paged(picked.styles, page_number(request.args.get("page"))),
        address=pictures_at("linesheets.shown_photo", brand=sheet.brand.slug),
    )


@bp.get(f"{BRAND}/<int:sheet_id>/catalogue")
@requires(SEE, on=queries.shown)
def shown_catalogue(sheet: LineSheet) -> ResponseReturnValue:
    read = fields.readable(sheet, viewer_class(current_user, sheet.brand))
    return cards.catalogue(read, pictures_at("linesheets.shown_photo", brand=sheet.brand.slug))


@bp.get(f"{BRAND}/<int:sheet_id>/styles.{KINDS}")
@requires(SEE, on=queries.shown)
def shown_table(sheet: LineSheet) -> ResponseReturnValue:
    read = fields.readable(sheet, viewer_class(current_user, sheet.brand))
    actions.note_taken(read, by=oneself())
    return table(read)


@bp.get(f"{BRAND}/pictures/<int:photo_id>-<int:width>.{FORMAT}")
@requires(SEE, on=queries.shown_photo)
def shown_photo(photo: StylePhoto) -> ResponseReturnValue:
    how = request.view_args or {}
    return send(photo.file, int(how["width"]), how["format"])
