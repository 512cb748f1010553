"""Links to a line sheet: made and ended by the brand, opened by whoever has one."""

from http import HTTPStatus

from flask import Response, abort, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import public, requires
from portal.brands.fields import Visibility
from portal.core.errors import GoneError, InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import page_number
from portal.core.requests import absolute_address
from portal.core.sheets import KINDS
from portal.core.web import see_other
from portal.documents.copies import FORMAT
from portal.documents.web import send
from portal.linesheets import actions, cards, fields, forms, queries
from portal.linesheets.fields import SheetRead
from portal.linesheets.models import LineSheet, ShareLink
from portal.linesheets.views.blueprint import (
    HOUSE,
    KEEP,
    ONE,
    bp,
    house,
    pictures_at,
    render,
    table,
    to_list,
)

OPENED = "/lines/<string:token>"


@bp.route(f"{ONE}/links", methods=["GET", "POST"])
@requires(KEEP, on=queries.sheet)
def links(sheet: LineSheet) -> ResponseReturnValue:
    connected = queries.connected_with(sheet.brand_id)
    form = forms.ShareForm(connected, connection_id=connected[0].id if connected else 0)
    token = ""
    if form.accepted():
        try:
            _link, token = actions.share(sheet, by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
    made = absolute_address("linesheets.opened", token=token) if token else ""
    page = render("links", sheet, form=form, made=made, links=queries.links_of(sheet))
    response = make_response(page, form.status)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post(f"{HOUSE}/links/<int:link_id>/revoke")
@requires(KEEP, on=queries.link)
def revoke(link: ShareLink) -> ResponseReturnValue:
    actions.revoke(link, by=current_user)
    flash(_("The link opens nothing any more."))
    back = request.form.get("sheet", type=int)
    if back:
        return see_other(url_for("linesheets.links", sheet_id=back, **house(link.brand)))
    return to_list(link.brand)


def read_behind(token: str) -> tuple[ShareLink, SheetRead]:
    """Return what a token opens today.

    Raises:
        GoneError: it is over, was ended, or nothing is published any more.
    """
    link, sheet = queries.link_for(token)
    if link is None:
        abort(HTTPStatus.NOT_FOUND)
    if sheet is None:
        raise GoneError(
            _l("This link to a line sheet is over."), _l("Ask the brand for a new one.")
        )
    viewer = Visibility.CONNECTED if link.with_prices else Visibility.AGENT
    return link, fields.readable(sheet, viewer)


def kept_by_nobody(page: str | Response) -> Response:
    """Answer with what no search engine lists and nobody keeps on the way."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@bp.get(OPENED)
@public
def opened(token: str) -> ResponseReturnValue:
    link, read = read_behind(token)
    if request.method == "GET":  # a HEAD shows nothing to anybody
        actions.count_view(link)
    page = render_template(
        "linesheets/opened.html",
        read=read,
        sheet=read.sheet,
        brand=read.sheet.brand,
        link=link,
        token=token,
        picked=(picked := cards.picked(read)),
        page=cards.paged(picked.styles, page_number(request.args.get("page"))),
        address=pictures_at("linesheets.opened_photo", token=token),
    )
    return kept_by_nobody(page)


@bp.get(f"{OPENED}/catalogue")
@public
def opened_catalogue(token: str) -> ResponseReturnValue:
    _link, read = read_behind(token)
    return kept_by_nobody(
        cards.catalogue(read, pictures_at("linesheets.opened_photo", token=token))
    )


@bp.get(f"{OPENED}/styles.{KINDS}")
@public
def opened_table(token: str, ending: str) -> ResponseReturnValue:
    del ending  # `table_response` reads it
    link, read = read_behind(token)
    actions.note_taken_by_link(link)
    return kept_by_nobody(table(read))


@bp.get(f"{OPENED}/pictures/<int:photo_id>-<int:width>.{FORMAT}")
@public
def opened_photo(token: str, photo_id: int, width: int, format: str) -> ResponseReturnValue:  # noqa: A002 -- the address's word
    photo = queries.shared_photo(token, photo_id)
    if photo is None:
        abort(HTTPStatus.NOT_FOUND)
    response = send(photo.file, width, format)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
