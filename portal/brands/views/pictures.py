"""Pages on which a draft's pictures are hung."""

from collections.abc import Sequence

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.brands import fields, lookbook, queries, rules, seasons
from portal.brands.forms import EarlierForm, MoveForm, PictureForm, PlaceForm, SeasonForm
from portal.brands.models import ProfilePicture
from portal.brands.queries import Profile
from portal.brands.views.blueprint import PICTURE, PROFILE, bp, render, to
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.documents.actions import Upload
from portal.documents.copies import FORMAT
from portal.documents.web import MAX_FILES, receive_pictures, send


@bp.route(f"{PROFILE}/pictures", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT, on=queries.profile, receive=receive_pictures)
def pictures(profile: Profile, uploads: Sequence[Upload] = ()) -> ResponseReturnValue:
    form = SeasonForm()
    if form.accepted():
        try:
            refused = lookbook.add(profile.draft, uploads, by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            tell_stored(len(uploads), refused)
            return to("pictures", profile.brand)
    draft = rules.check_editable(profile.draft)
    earlier = queries.earlier_pictures(draft)
    page = render(
        "pictures",
        profile.brand,
        revision=draft,
        kind=fields.BY_NAME["pictures"].kind,
        form=form,
        order=seasons.order_mark(draft.pictures),
        label_of=lambda picture: seasons.label_of(seasons.season_of(picture)),
        most_at_once=MAX_FILES,
        earlier=EarlierForm(earlier) if earlier else None,
    )
    return page, form.status


@bp.post(f"{PROFILE}/pictures/season")
@requires(Permission.PROFILE_EDIT, on=queries.profile)
def copy_pictures(profile: Profile) -> ResponseReturnValue:
    draft = rules.check_editable(profile.draft)
    earlier = {one.number: one for one in queries.earlier_pictures(draft)}
    form = EarlierForm(list(earlier.values()))
    if form.accepted():
        hung, reason = lookbook.copy_pictures(draft, earlier[form.number.data], by=current_user)
        if hung:
            flash(ngettext("%(num)d picture hangs.", "%(num)d pictures hang.", hung))
        if reason:
            flash(str(reason), "waiting")
    return to("pictures", profile.brand)


def tell_stored(count: int, refused: Sequence[tuple[str, object]]) -> None:
    """Say what became of the chosen files, each refused one by its name."""
    if not count:
        flash(_("Choose a picture first."), "waiting")
    if kept := count - len(refused):
        flash(ngettext("%(num)d picture is stored.", "%(num)d pictures are stored.", kept))
    for name, reason in refused:
        flash(_("“%(name)s” was not stored: %(reason)s", name=name, reason=reason), "danger")


@bp.get(f"{PICTURE}-<int:width>.{FORMAT}")
@requires(Permission.PROFILE_READ, on=queries.picture)
def picture(picture: ProfilePicture) -> ResponseReturnValue:
    how = request.view_args or {}
    return send(picture.file, int(how["width"]), how["format"])


@bp.route(PICTURE, methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT, on=queries.picture)
def picture_edit(picture: ProfilePicture) -> ResponseReturnValue:
    revision = rules.check_editable(picture.revision)
    form = PictureForm(obj=picture)
    if form.accepted():
        try:
            lookbook.describe(picture, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Saved."))
            return to("pictures", revision.brand, _anchor=f"picture-{picture.id}")
    hung = list(revision.pictures)
    place = hung.index(picture)
    page = render(
        "picture_edit",
        revision.brand,
        picture=picture,
        revision=revision,
        form=form,
        place=place,
        move=PlaceForm(len(hung), place),
        order=seasons.order_mark(hung),
    )
    return page, form.status


@bp.post(f"{PICTURE}/move")
@requires(Permission.PROFILE_EDIT, on=queries.picture)
def move_picture(picture: ProfilePicture) -> ResponseReturnValue:
    form = MoveForm()
    if form.accepted():
        lookbook.move(picture, **form.answers)
    return to("pictures", picture.revision.brand, _anchor=f"picture-{picture.id}")


@bp.post(f"{PICTURE}/remove")
@requires(Permission.PROFILE_EDIT, on=queries.picture)
def remove_picture(picture: ProfilePicture) -> ResponseReturnValue:
    brand = picture.revision.brand
    lookbook.remove(picture, by=current_user)
    flash(_("The picture is taken out."))
    return to("pictures", brand)
