"""Stages and milestones of a draft."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import plain
from portal.incubation import actions, queries
from portal.incubation.drafting import MilestoneForm, StageForm, milestone_form
from portal.incubation.models import Stage, Template
from portal.incubation.queries import Part
from portal.incubation.views.rooms import TEMPLATE, bp
from portal.incubation.views.templates import part_page, to

STAGE = f"{TEMPLATE}/stages/<int:stage_id>"
PART = f"{TEMPLATE}/milestones/<int:part_id>"
SHIFTS = {"up": -1, "down": 1}


def asked_deed() -> str:
    """Return what the address asks to do; the loader has seen that there is such a deed."""
    return str((request.view_args or {})["deed"])


@bp.route(f"{TEMPLATE}/stages/new", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_KEEP, on=queries.market_template)
def new_stage(template: Template) -> ResponseReturnValue:
    form = StageForm(template)
    if form.accepted():
        try:
            stage = actions.add_stage(template, **form.answers, by=current_user)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("The stage is added. Now give it milestones."))
            return to(template, f"stage-{stage.id}")
    return part_page(template, form, _("Add a stage"))


@bp.route(STAGE, methods=["GET", "POST"])
@requires(Permission.PROGRAMME_KEEP, on=queries.template_stage)
def edit_stage(part: Part) -> ResponseReturnValue:
    form = StageForm(part.template, part.stage)
    if form.accepted():
        try:
            actions.change_stage(part.template, part.stage, **form.answers, by=current_user)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("The stage is saved."))
            return to(part.template, f"stage-{part.stage.id}")
    return part_page(part.template, form, part.stage.code)


@bp.post(f"{STAGE}/<string:deed>")
@requires(Permission.PROGRAMME_KEEP, on=queries.stage_for)
def shift_stage(part: Part) -> ResponseReturnValue:
    shift = asked_deed()
    if shift == "remove":
        actions.remove_stage(part.template, part.stage, by=current_user)
        flash(_("The stage is taken out with its milestones."))
        return to(part.template, "stages")
    actions.shift(part.template, part.stage, SHIFTS[shift], by=current_user)
    return to(part.template, f"stage-{part.stage.id}")


@bp.route(f"{STAGE}/milestones", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_KEEP, on=queries.template_stage)
def new_milestone(part: Part) -> ResponseReturnValue:
    form = milestone_form(part.template, part.stage)
    if form.accepted():
        try:
            one = actions.add_milestone(part.template, part.stage, **form.answers, by=current_user)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("The milestone is added."))
            return to(part.template, f"milestone-{one.id}")
    return milestone_page(part.template, part.stage, form, _("Add a milestone"))


@bp.route(PART, methods=["GET", "POST"])
@requires(Permission.PROGRAMME_KEEP, on=queries.template_milestone)
def edit_milestone(part: Part) -> ResponseReturnValue:
    milestone = part.asked
    form = milestone_form(part.template, part.stage, milestone)
    if form.accepted():
        try:
            actions.change_milestone(part.template, milestone, **form.answers, by=current_user)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("The milestone is saved."))
            return to(part.template, f"milestone-{milestone.id}")
    title = f"{milestone.code} {plain(milestone, 'title')}"
    return milestone_page(part.template, part.stage, form, title)


def milestone_page(
    template: Template, stage: Stage, form: MilestoneForm, title: str
) -> ResponseReturnValue:
    """Show the form of a milestone."""
    page = render_template(
        "incubation/draft_milestone.html",
        template=template,
        market=template.market,
        stage=stage,
        form=form,
        title=title,
    )
    return page, form.status


@bp.post(f"{PART}/<string:deed>")
@requires(Permission.PROGRAMME_KEEP, on=queries.milestone_part_for)
def shift_milestone(part: Part) -> ResponseReturnValue:
    template, milestone, shift = part.template, part.asked, asked_deed()
    if shift == "remove":
        actions.remove_milestone(template, milestone, by=current_user)
        flash(_("The milestone is taken out. Nothing waits for it any more."))
        return to(template, f"stage-{part.stage.id}")
    if shift == "copy":
        copy = actions.copy_milestone(template, milestone, by=current_user)
        flash(_("Copied to the end of the stage."))
        return to(template, f"milestone-{copy.id}")
    actions.shift(template, milestone, SHIFTS[shift], by=current_user)
    return to(template, f"milestone-{milestone.id}")
