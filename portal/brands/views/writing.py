"""Pages on which a brand's people write its profile and hand it in."""

from functools import partial
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
from portal.brands.views.saving import is_as_you_go, save_as_you_go
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
    may_edit = permits(current_user, Permission.PROFILE_EDIT, profile)
    return render(
        "profile",
        profile.brand,
        profile=profile,
        revision=newest,
        sheet=fields.readable(newest, fields.workroom_class(current_user, profile.brand)),
        completeness=rules.completeness(newest),
        warnings=warned(newest, profile.brand),
        may_edit=may_edit,
        may_decide=permits(current_user, Permission.PROFILE_PUBLISH, profile),
        editable=newest.state in rules.EDITABLE,
        questions=queries.open_questions(profile.draft) if may_edit else [],
        fields=fields.BY_NAME,
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
    elif is_as_you_go():
        save = partial(actions.save_section, section.draft, section.group, by=current_user)
        return save_as_you_go(section.brand, form, save)
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
        questions=[one for one in queries.open_questions(section.draft) if one.field in names],
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
