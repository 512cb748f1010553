"""Pages on which styles are added, described, copied, ordered and photographed."""

from collections.abc import Sequence

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.documents.actions import Upload
from portal.documents.copies import FORMAT
from portal.documents.web import MAX_FILES, receive_pictures, send
from portal.linesheets import actions, cards, forms, queries, rules
from portal.linesheets.fields import VIEW_LABELS, Block
from portal.linesheets.models import LineSheet, Style, StylePhoto, View
from portal.linesheets.views.blueprint import KEEP, ONE, PHOTO, STYLE, bp, render, to

VIEWS = f"<any({','.join(View)}):view>"


@bp.route(f"{ONE}/add", methods=["GET", "POST"])
@requires(KEEP, on=queries.complete_sheet, receive=receive_pictures)
def add(sheet: LineSheet, uploads: Sequence[Upload] = ()) -> ResponseReturnValue:
    rules.check_draft(sheet)
    if request.method == "POST":
        before = {one.id for one in sheet.styles}
        made, hung, refused = actions.add_from_pictures(sheet, uploads, by=current_user)
        tell(made, hung, refused)
        fresh = [one for one in queries.styles_of(sheet.id) if one.id not in before]
        if len(fresh) == 1 and not one_of_many():
            return to("edit", sheet, style_id=fresh[0].id)
        return to("show" if made or hung else "add", sheet)
    return render("add", sheet, most_at_once=MAX_FILES)


def one_of_many() -> bool:
    """Say whether what was sent is one of several files that a script sends one by one."""
    return (request.form.get("of", type=int) or 1) > 1


def tell(made: int, hung: int, refused: Sequence[tuple[str, object]]) -> None:
    """Say what became of the chosen pictures, each refused one by its name."""
    if made:
        flash(
            ngettext(
                "%(num)d style is made. Its number is the picture's name: correct it.",
                "%(num)d styles are made. Their numbers are the pictures' names: correct them.",
                made,
            )
        )
    if hung:
        flash(
            ngettext(
                "%(num)d picture hangs on the style that it is named after.",
                "%(num)d pictures hang on the styles that they are named after.",
                hung,
            )
        )
    for name, reason in refused:
        flash(_("“%(name)s” was not stored: %(reason)s", name=name, reason=reason), "danger")
    if not (made or hung or refused):
        flash(_("Choose a picture first."), "waiting")


@bp.route(f"{ONE}/styles/new", methods=["GET", "POST"])
@requires(KEEP, on=queries.complete_sheet)
def new_style(sheet: LineSheet) -> ResponseReturnValue:
    rules.check_draft(sheet)
    last = sheet.styles[-1] if sheet.styles else None
    form = forms.StyleForm(**cards.like(last))
    if form.accepted():
        try:
            style = actions.add(sheet, form.answers, by=current_user)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Added. Now hang its pictures."))
            return to("edit", sheet, style_id=style.id)
    return render("new_style", sheet, form=form, Block=Block, last=last), form.status


@bp.route(STYLE, methods=["GET", "POST"])
@requires(KEEP, on=queries.style)
def edit(style: Style) -> ResponseReturnValue:
    rules.check_draft(style.sheet)
    form = forms.StyleForm(obj=style)
    last = None
    if form.accepted():
        try:
            actions.save(style, form.answers, by=current_user)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Saved."))
            if request.form.get("then") == "copy":
                return copied(style)
            if request.form.get("then") == "next" and (further := lacking_after(style)):
                return to("edit", style.sheet, style_id=further.id)
            return to("show", style.sheet, _anchor=f"style-{style.id}")
    elif request.method == "GET" and cards.is_untouched(style):
        last = cards.before(style, queries.styles_of(style.sheet_id))
        for name, value in cards.like(last).items():
            form[name].data = value
    page = render(
        "edit",
        style.sheet,
        style=style,
        form=form,
        last=last,
        Block=Block,
        verdict=cards.verdict_of(style),
        missing=rules.missing(style),
        further=lacking_after(style),
        views=VIEW_LABELS,
    )
    return page, form.status


def lacking_after(style: Style) -> Style | None:
    """Return the next style that agents may not see yet: behind this one, else from the front."""
    return cards.lacking_after(style, queries.styles_of(style.sheet_id))


@bp.post(f"{STYLE}/copy")
@requires(KEEP, on=queries.style)
def copy(style: Style) -> ResponseReturnValue:
    return copied(style)


def copied(style: Style) -> ResponseReturnValue:
    """Copy a style and open the copy."""
    twin = actions.copy(style, by=current_user)
    flash(_("This is the copy. Give it its number and its pictures."))
    return to("edit", style.sheet, style_id=twin.id)


@bp.post(f"{STYLE}/move")
@requires(KEEP, on=queries.style)
def move(style: Style) -> ResponseReturnValue:
    form = forms.MoveForm()
    if form.accepted():
        actions.move(style, **form.answers)
    page = request.form.get("page", type=int)
    return to("show", style.sheet, _anchor=f"style-{style.id}", page=page)


@bp.post(f"{STYLE}/remove")
@requires(KEEP, on=queries.style)
def remove(style: Style) -> ResponseReturnValue:
    sheet = style.sheet
    actions.remove(style, by=current_user)
    flash(_("The style is taken out of this draft."))
    return to("show", sheet)


@bp.post(f"{STYLE}/pictures")
@requires(KEEP, on=queries.style, receive=receive_pictures)
def hang_many(style: Style, uploads: Sequence[Upload]) -> ResponseReturnValue:
    hung, refused = actions.hang_many(style, uploads, by=current_user)
    for name, reason in refused:
        flash(_("“%(name)s” was not stored: %(reason)s", name=name, reason=reason), "danger")
    if hung:
        flash(ngettext("%(num)d picture hangs.", "%(num)d pictures hang.", hung))
    elif not refused:
        flash(_("Choose a picture first."), "waiting")
    return to("edit", style.sheet, style_id=style.id, _anchor="pictures")


@bp.post(f"{PHOTO}/side/{VIEWS}")
@requires(KEEP, on=queries.own_photo)
def turn(photo: StylePhoto) -> ResponseReturnValue:
    style, view = photo.style, View((request.view_args or {})["view"])
    actions.turn(photo, view, by=current_user)
    flash(_("The picture hangs here now: %(side)s.", side=VIEW_LABELS[view]))
    return to("edit", style.sheet, style_id=style.id, _anchor="pictures")


@bp.post(f"{STYLE}/pictures/{VIEWS}")
@requires(KEEP, on=queries.side, receive=receive_pictures)
def hang(side: queries.Side, uploads: Sequence[Upload]) -> ResponseReturnValue:
    reason = _("Choose a picture first.")
    for upload in uploads[:1]:
        reason = str(actions.hang(side.style, side.view, upload, by=current_user))
        if reason:
            reason = _("“%(name)s” was not stored: %(reason)s", name=upload.name, reason=reason)
    flash(reason or _("The picture hangs."), "danger" if reason else "message")
    return to("edit", side.style.sheet, style_id=side.style.id, _anchor="pictures")


@bp.post(f"{PHOTO}/remove")
@requires(KEEP, on=queries.own_photo)
def take_down(photo: StylePhoto) -> ResponseReturnValue:
    style = photo.style
    actions.take_down(photo, by=current_user)
    flash(_("The picture is taken out."))
    return to("edit", style.sheet, style_id=style.id, _anchor="pictures")


@bp.get(f"{PHOTO}-<int:width>.{FORMAT}")
@requires(KEEP, on=queries.own_photo)
def photo(photo: StylePhoto) -> ResponseReturnValue:
    how = request.view_args or {}
    return send(photo.file, int(how["width"]), how["format"])
