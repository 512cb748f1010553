"""Pages on which a brand's people write its profile and hand it in."""

from http import HTTPStatus

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.access.policy import permits
from portal.brands import actions, fields, queries, rules, seasons
from portal.brands.fields import Group, Visibility
from portal.brands.forms import SECTION_FORMS, SectionForm
from portal.brands.queries import Profile, ProfileSection
from portal.brands.views.blueprint import PROFILE, bp, render, to, warned
from portal.core import clock
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import gettext as _

CLASSES = {
    "public": Visibility.PUBLIC,
    "agent": Visibility.AGENT,
    "connected": Visibility.CONNECTED,
}


@bp.get(PROFILE)
@requires(Permission.PROFILE_READ, on=queries.profile)
def profile(profile: Profile) -> ResponseReturnValue:
    newest = profile.newest
    return render(
        "profile",
        profile.brand,
        profile=profile,
        revision=newest,
        sheet=fields.readable(newest, fields.workroom_class(current_user, profile.brand)),
        completeness=rules.completeness(newest),
        warnings=warned(newest, profile.brand),
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
    elif "as_you_go" in request.form and "HX-Request" in request.headers:
        return save_as_you_go(section, form)
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


def save_as_you_go(section: ProfileSection, form: SectionForm) -> ResponseReturnValue:
    """Keep what can be kept of a section while it is written, and say so in one line.

    Nothing that was typed is touched: what cannot be kept yet stays where it is, and is named.
    """
    form.validate()
    if form.version.data != form.version_now:
        return saved_line(section, form, kept=False), HTTPStatus.CONFLICT
    answers, late = form.sound, None
    while answers:
        try:
            actions.save_section(section.draft, section.group, by=current_user, **answers)
        except InvalidError as error:
            form.refuse(error)
            if answers.pop(str(error.field), None) is None:
                break
        except ConflictError as error:
            late = error
            break
        else:
            form.opened_anew()
            break
    status = HTTPStatus.CONFLICT if late else HTTPStatus.OK  # or else nothing is kept of it
    return saved_line(section, form, kept=not late, late=late), status


def saved_line(
    section: ProfileSection, form: SectionForm, *, kept: bool, late: ConflictError | None = None
) -> str:
    """Return the line that says what became of what was typed."""
    at = clock.now().astimezone(clock.SHANGHAI).strftime("%H:%M")
    return render("saved", section.brand, form=form, kept=kept, late=late, at=at)


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


@bp.get(f"{PROFILE}/preview")
@requires(Permission.PROFILE_READ, on=queries.profile)
def preview(profile: Profile) -> ResponseReturnValue:
    wanted = request.args.get("as", "public")
    may_see = fields.workroom_class(current_user, profile.brand)
    viewer = min(CLASSES.get(wanted, Visibility.PUBLIC), may_see)
    sheet = fields.readable(profile.newest, viewer, claims=queries.claims(profile.newest))
    return render(
        "preview",
        profile.brand,
        sheet=sheet,
        viewer=viewer,
        classes=CLASSES,
        looks=seasons.lookbook(sheet.pictures[1:], request.args.get("season", "")),
        wanted=wanted,
    )


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
