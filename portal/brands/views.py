"""Pages of brands: writing the profile, deciding on it, and whether outsiders see it."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.access.policy import permits
from portal.accounts import people
from portal.brands import actions, differences, fields, lookbook, queries, rules
from portal.brands.fields import Group, Visibility
from portal.brands.forms import (
    SECTION_FORMS,
    CaptionForm,
    MoveForm,
    ReasonForm,
    RequestForm,
    SectionForm,
)
from portal.brands.models import Brand, ProfilePicture, Revision
from portal.brands.queries import Profile, ProfileSection
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.web import see_other
from portal.documents.actions import Upload
from portal.documents.copies import FORMAT
from portal.documents.web import receive_pictures, send

HOUSE = "/markets/<string:market>/brands/<string:brand>"
PROFILE = f"{HOUSE}/profile"
PICTURE = f"{PROFILE}/pictures/<int:picture_id>"
REVISION = f"{HOUSE}/revisions/<int:number>"
CLASSES = {"public": Visibility.PUBLIC, "agent": Visibility.AGENT}

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


# Writing


@bp.get(PROFILE)
@requires(Permission.PROFILE_READ, on=queries.profile)
def profile(profile: Profile) -> ResponseReturnValue:
    newest = profile.newest
    return render(
        "profile",
        profile.brand,
        profile=profile,
        revision=newest,
        sheet=fields.readable(newest, Visibility.OFFICE),
        completeness=rules.completeness(newest),
        may_edit=permits(current_user, Permission.PROFILE_EDIT, profile),
        may_decide=permits(current_user, Permission.PROFILE_PUBLISH, profile),
        editable=newest.state in rules.EDITABLE,
        Group=Group,
    )


@bp.post(f"{PROFILE}/begin")
@requires(Permission.PROFILE_EDIT, on=queries.profile)
def begin(profile: Profile) -> ResponseReturnValue:
    actions.begin_draft(profile, by=current_user)
    flash(_("You have a draft now. Agents see the published profile until the office decides."))
    return to("profile", profile.brand)


@bp.route(f"{PROFILE}/<string:section>/edit", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT, on=queries.section)
def edit(section: ProfileSection) -> ResponseReturnValue:
    form = SECTION_FORMS[section.group](section.newest)
    if request.method == "GET":
        rules.check_editable(section.draft)
    elif form.looks_closer:
        return edit_page(section, form)
    elif form.accepted():
        try:
            actions.save_section(section.draft, section.group, by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        except ConflictError as late:
            return edit_page(section, form, late=late), HTTPStatus.CONFLICT
        else:
            flash(_("Saved."))
            return to("profile", section.brand, _anchor=section.group)
    return edit_page(section, form), form.status


def edit_page(section: ProfileSection, form: SectionForm, late: ConflictError | None = None) -> str:
    """Return the page on which a section is filled in; `late` says why it was not kept."""
    names = {field.name: field for field in fields.of_group(section.group)}
    return render(
        "edit",
        section.brand,
        section=section,
        form=form,
        late=late,
        names=names,
        shown=rules.shown_to_agents(section.group),
    )


@bp.route(f"{PROFILE}/pictures", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT, on=queries.profile, receive=receive_pictures)
def pictures(profile: Profile, uploads: Sequence[Upload] = ()) -> ResponseReturnValue:
    if request.method == "POST":
        refused = lookbook.add(profile.draft, uploads, by=current_user)
        tell_stored(len(uploads), refused)
        return to("pictures", profile.brand)
    draft = rules.check_editable(profile.draft)
    return render("pictures", profile.brand, revision=draft, kind=fields.BY_NAME["pictures"].kind)


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
    form = CaptionForm(obj=picture)
    if form.accepted():
        lookbook.caption(picture, **form.answers)
        flash(_("Saved."))
        return to("pictures", revision.brand, _anchor=f"picture-{picture.id}")
    place = list(revision.pictures).index(picture)
    page = render(
        "picture_edit", revision.brand, picture=picture, revision=revision, form=form, place=place
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


@bp.get(f"{PROFILE}/preview")
@requires(Permission.PROFILE_READ, on=queries.profile)
def preview(profile: Profile) -> ResponseReturnValue:
    wanted = request.args.get("as", "public")
    viewer = CLASSES.get(wanted, Visibility.PUBLIC)
    sheet = fields.readable(profile.newest, viewer)
    return render("preview", profile.brand, sheet=sheet, viewer=viewer, classes=CLASSES)


@bp.post(f"{PROFILE}/submit")
@requires(Permission.PROFILE_EDIT, on=queries.profile)
def submit(profile: Profile) -> ResponseReturnValue:
    actions.submit(profile.draft, by=current_user)
    flash(_("The profile is with the office. You hear from us as soon as it decides."))
    return to("profile", profile.brand)


@bp.post(f"{PROFILE}/take-back")
@requires(Permission.PROFILE_EDIT, on=queries.profile)
def take_back(profile: Profile) -> ResponseReturnValue:
    actions.take_back(profile.draft, by=current_user)
    flash(_("The profile is yours again. Submit it when you have changed it."))
    return to("profile", profile.brand)


# Deciding


@bp.get(f"{HOUSE}/revisions")
@requires(Permission.PROFILE_READ, on=queries.brand)
def revisions(brand: Brand) -> ResponseReturnValue:
    return render("revisions", brand, revisions=queries.history(brand.id))


@bp.get(REVISION)
@requires(Permission.PROFILE_READ, on=queries.revision)
def revision(revision: Revision) -> ResponseReturnValue:
    return review_page(revision, RequestForm())


def review_page(revision: Revision, form: RequestForm) -> ResponseReturnValue:
    """Return the page that shows what a revision changes, with the decision where there is one."""
    before = queries.published_before(revision)
    page = render(
        "revision",
        revision.brand,
        revision=revision,
        before=before,
        difference=differences.difference(before, revision),
        completeness=rules.completeness(revision),
        form=form,
        may_decide=permits(current_user, Permission.PROFILE_PUBLISH, revision),
        waits=rules.REVISION_WORKFLOW.allows("publish", revision.state),
        Group=Group,
    )
    return page, form.status


@bp.post(f"{REVISION}/publish")
@requires(Permission.PROFILE_PUBLISH, on=queries.revision)
def publish(revision: Revision) -> ResponseReturnValue:
    actions.publish(revision, by=current_user, seen=seen())
    flash(_("Published. Agents see this profile from now on."))
    return to("revision", revision.brand, number=revision.number)


@bp.post(f"{REVISION}/return")
@requires(Permission.PROFILE_PUBLISH, on=queries.revision)
def return_with_request(revision: Revision) -> ResponseReturnValue:
    form = RequestForm()
    if form.accepted():
        actions.return_with_request(revision, by=current_user, seen=seen(), **form.answers)
        flash(_("Returned. The owner reads your request now."))
        return to("revision", revision.brand, number=revision.number)
    return review_page(revision, form)


def seen() -> int | None:
    """Return the version of what the person had read when he pressed the button."""
    return request.form.get("version", type=int)


# Whether outsiders see it


@bp.get(f"{HOUSE}/visibility")
@requires(Permission.BRAND_READ, on=queries.brand)
def visibility(brand: Brand) -> ResponseReturnValue:
    return visibility_page(brand, ReasonForm())


def visibility_page(brand: Brand, form: ReasonForm) -> ResponseReturnValue:
    """Return the page that says whether outsiders see a brand, and offers what may be done."""
    possible = {
        step
        for step in rules.BRAND_WORKFLOW.steps
        if rules.BRAND_WORKFLOW.allows(step, brand.state)
    }
    page = render(
        "visibility",
        brand,
        form=form,
        possible=possible,
        may_hide=permits(current_user, Permission.BRAND_SHOW_HIDE, brand),
        may_moderate=permits(current_user, Permission.BRAND_MODERATE, brand),
    )
    return page, form.status


@bp.post(f"{HOUSE}/visibility/show")
@requires(Permission.BRAND_SHOW_HIDE, on=queries.brand)
def show(brand: Brand) -> ResponseReturnValue:
    actions.show(brand, by=current_user)
    flash(_("The brand is in the directory again."))
    return to("visibility", brand)


@bp.post(f"{HOUSE}/visibility/hide")
@requires(Permission.BRAND_SHOW_HIDE, on=queries.brand)
def hide(brand: Brand) -> ResponseReturnValue:
    return with_reason(actions.hide, brand, _("The brand is hidden. Show it when you like."))


@bp.post(f"{HOUSE}/visibility/suspend")
@requires(Permission.BRAND_MODERATE, on=queries.brand)
def suspend(brand: Brand) -> ResponseReturnValue:
    return with_reason(actions.suspend, brand, _("The brand is suspended. Its owners know why."))


@bp.post(f"{HOUSE}/visibility/withdraw")
@requires(Permission.BRAND_MODERATE, on=queries.brand)
def withdraw(brand: Brand) -> ResponseReturnValue:
    return with_reason(actions.withdraw, brand, _("The brand is withdrawn. Its owners know why."))


@bp.post(f"{HOUSE}/visibility/readmit")
@requires(Permission.BRAND_MODERATE, on=queries.brand)
def readmit(brand: Brand) -> ResponseReturnValue:
    return with_reason(actions.readmit, brand, _("The brand is in the directory again."))


def with_reason(action: Callable[..., None], brand: Brand, told: str) -> ResponseReturnValue:
    """Do something to a brand for a reason; without one, ask for it."""
    form = ReasonForm()
    if not form.accepted():
        return visibility_page(brand, form)
    action(brand, by=current_user, **form.answers)
    flash(told)
    return to("visibility", brand)
