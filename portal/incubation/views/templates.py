"""A market's templates: the list, one of them, its file, publishing it."""

from typing import Any

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.core import row_numbers
from portal.core.errors import ConflictError
from portal.core.forms import PortalForm
from portal.core.i18n import gettext as _
from portal.core.web import see_other
from portal.incubation import actions, cards, queries, rules
from portal.incubation.drafting import FileForm, NamesForm, StartForm, source_choices
from portal.incubation.models import Template, TemplateState
from portal.incubation.rules import Mistake
from portal.incubation.views.rooms import TEMPLATE, bp
from portal.markets import queries as markets
from portal.markets.models import Market


def to(template: Template, anchor: str = "") -> ResponseReturnValue:
    """Answer a finished POST with the template, at some part of it."""
    address = url_for("incubation.template", **place_of(template))
    return see_other(f"{address}#{anchor}" if anchor else address)


def place_of(template: Template) -> dict[str, Any]:
    """Return the arguments of a template's own address."""
    return {"market": template.market.slug if template.market else "", "template_id": template.id}


@bp.get("/templates")
@requires(Permission.PROGRAMME_READ, on=markets.market)
def templates(market: Market) -> ResponseReturnValue:
    return templates_page(market)


def templates_page(
    market: Market,
    start: StartForm | None = None,
    file: FileForm | None = None,
    mistakes: list[Mistake] | None = None,
    conflict: ConflictError | None = None,
) -> ResponseReturnValue:
    """Show a market's templates, and how another begins."""
    page = render_template(
        "incubation/templates.html",
        market=market,
        templates=queries.market_templates(market.id),
        shipped=queries.shipped_templates(),
        start=start or StartForm(source_choices(market.id)),
        file=file or FileForm(),
        mistakes=mistakes or [],
        conflict=conflict,
    )
    if conflict:
        return page, conflict.status
    return page, 422 if mistakes or (start and start.errors) else 200


@bp.post("/templates")
@requires(Permission.PROGRAMME_KEEP, on=markets.market)
def start_template(market: Market) -> ResponseReturnValue:
    form = StartForm(source_choices(market.id))
    if not form.accepted():
        return templates_page(market, start=form)
    source = actions.template_named(form.source.data, by=current_user, market_id=market.id)
    try:
        draft = actions.start(market, source, by=current_user)
    except ConflictError as error:
        return templates_page(market, start=form, conflict=error)
    flash(_("A draft to change. Programmes go on as they are until you publish it."))
    return to(draft)


@bp.post("/templates/import")
@requires(Permission.PROGRAMME_KEEP, on=markets.market)
def import_template(market: Market) -> ResponseReturnValue:
    form, upload = FileForm(), request.files.get("file")
    content = upload.read(rules.MOST_BYTES + 1) if upload else b""
    if not content:
        return templates_page(market, file=form, mistakes=[Mistake(0, _("Choose a file."))])
    data, mistakes = rules.read_template(content)
    if mistakes:
        return templates_page(market, file=form, mistakes=mistakes)
    try:
        draft = actions.start_from(market, data, by=current_user)
    except ConflictError as error:
        return templates_page(market, file=form, conflict=error)
    flash(_("The file is read. It is a draft until you publish it."))
    return to(draft)


@bp.get(TEMPLATE)
@requires(Permission.PROGRAMME_READ, on=queries.market_template)
def template(template: Template) -> ResponseReturnValue:
    return render_template(
        "incubation/template.html",
        template=template,
        market=template.market,
        shown=cards.TemplateShown(template),
        drafting=template.state is TemplateState.DRAFT,
    )


@bp.get(f"{TEMPLATE}/preview")
@requires(Permission.PROGRAMME_READ, on=queries.market_template)
def preview_template(template: Template) -> ResponseReturnValue:
    return render_template(
        "incubation/preview_template.html",
        template=template,
        market=template.market,
        shown=cards.TemplateShown(template),
    )


@bp.get(f"{TEMPLATE}.yaml")
@requires(Permission.PROGRAMME_READ, on=queries.market_template)
def export_template(template: Template) -> Response:
    name = f"{template.code}-{template.template_version}.yaml"
    response = Response(rules.as_file(template), mimetype="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.route(f"{TEMPLATE}/names", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_KEEP, on=queries.market_template)
def name_template(template: Template) -> ResponseReturnValue:
    form = NamesForm(obj=template)
    if form.accepted():
        actions.rename(template, **form.answers, by=current_user)
        flash(_("The draft is saved."))
        return to(template)
    return part_page(template, form, _("Names and what is new"))


def part_page(template: Template, form: PortalForm, title: str) -> ResponseReturnValue:
    """Show the form of some part of a draft."""
    page = render_template(
        "incubation/draft_part.html",
        template=template,
        market=template.market,
        form=form,
        title=title,
    )
    return page, form.status


@bp.post(f"{TEMPLATE}/publish")
@requires(Permission.PROGRAMME_KEEP, on=queries.market_template)
def publish_template(template: Template) -> ResponseReturnValue:
    seen = row_numbers.version(request.form.get("version", "")) or 0
    actions.publish(template, seen=seen, by=current_user)
    flash(_("In use. Brands inside stay with their version until you move them."))
    return to(template, "move")


@bp.post(f"{TEMPLATE}/discard")
@requires(Permission.PROGRAMME_KEEP, on=queries.market_template)
def discard_template(template: Template) -> ResponseReturnValue:
    market = place_of(template)["market"]
    actions.discard(template, by=current_user)
    flash(_("The draft is discarded."))
    return see_other(url_for("incubation.templates", market=market))
