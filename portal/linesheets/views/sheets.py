"""Pages on which a brand's people keep their line sheets."""

from flask import Response, flash, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.brands.fields import Visibility
from portal.brands.models import Brand, BrandState
from portal.core.errors import ConflictError
from portal.core.i18n import gettext as _
from portal.core.i18n import plain
from portal.core.paging import page_number
from portal.core.sheets import KINDS, table_response
from portal.linesheets import actions, cards, fields, forms, queries, rules, tables
from portal.linesheets.models import LineSheet, SheetState
from portal.linesheets.queries import Lines, Part
from portal.linesheets.views.blueprint import (
    HOUSE,
    KEEP,
    ONE,
    bp,
    house,
    pictures_at,
    remember,
    render,
    seen,
    to,
    to_list,
)


@bp.get(HOUSE)
@requires(KEEP, on=queries.lines)
def index(lines: Lines) -> ResponseReturnValue:
    return render_template(
        "linesheets/index.html",
        lines=lines,
        brand=lines.brand,
        house=house(lines.brand),
        address=pictures_at("linesheets.photo", **house(lines.brand)),
        SheetState=SheetState,
    )


@bp.route(f"{HOUSE}/new", methods=["GET", "POST"])
@requires(KEEP, on=queries.lines)
def new(lines: Lines) -> ResponseReturnValue:
    form = forms.SheetForm(lines.sheets)
    if form.accepted():
        told = form.answers
        like = next((one for one in lines.sheets if one.id == told["like"]), None)
        sheet = actions.begin(lines.brand, by=current_user, **told | {"like": like})
        flash(
            _("Begun with the styles of %(sheet)s. Change what is new.", sheet=plain(like, "name"))
            if like
            else _("Begun. Now add the styles.")
        )
        return to("show", sheet)
    page = render_template(
        "linesheets/new.html", form=form, brand=lines.brand, house=house(lines.brand)
    )
    return page, form.status


@bp.get(ONE)
@requires(KEEP, on=queries.complete_sheet)
def show(sheet: LineSheet) -> ResponseReturnValue:
    page = cards.page_of(sheet, page_number(request.args.get("page")))
    return render(
        "show",
        sheet,
        page=page,
        lacking=[one for one in sheet.styles if rules.missing(one)],
        order=actions.order_mark(sheet.styles),
        form=forms.NameForm(obj=sheet),
        imports=queries.imports_of(sheet.id),
        parts=tables.parts(sheet.styles),
        shown_outside=sheet.state is SheetState.PUBLISHED and is_visible(sheet.brand),
        SheetState=SheetState,
    )


def is_visible(brand: Brand) -> bool:
    """Say whether agents see a brand at all today."""
    return brand.standing is BrandState.VISIBLE


@bp.route(f"{ONE}/name", methods=["GET", "POST"])
@requires(KEEP, on=queries.sheet)
def rename(sheet: LineSheet) -> ResponseReturnValue:
    rules.check_draft(sheet)
    form = forms.NameForm(obj=sheet)
    if form.accepted():
        actions.rename(sheet, by=current_user, **form.answers)
        flash(_("Saved."))
        return to("show", sheet)
    return render("rename", sheet, form=form), form.status


@bp.post(f"{ONE}/publish")
@requires(KEEP, on=queries.sheet)
def publish(sheet: LineSheet) -> ResponseReturnValue:
    actions.publish(sheet, by=current_user, seen=seen())
    flash(_("Published. Verified agents see the styles, connected ones the prices too."))
    return to("show", sheet)


@bp.post(f"{ONE}/change")
@requires(KEEP, on=queries.sheet)
def change(sheet: LineSheet) -> ResponseReturnValue:
    draft = actions.change(sheet, by=current_user)
    flash(
        _("You have a draft now. Agents see the published line sheet until you publish this one.")
    )
    return to("show", draft)


@bp.post(f"{ONE}/retire")
@requires(KEEP, on=queries.sheet)
def retire(sheet: LineSheet) -> ResponseReturnValue:
    actions.retire(sheet, by=current_user)
    flash(_("Retired. It stays in your list."))
    return to_list(sheet.brand)


@bp.route(f"{ONE}/grid", methods=["GET", "POST"])
@requires(KEEP, on=queries.complete_sheet)
def grid(sheet: LineSheet) -> ResponseReturnValue:
    rules.check_draft(sheet)
    rows, late, wrong = cards.grid_rows(sheet), False, False
    if request.method == "POST":
        rows, late, wrong = save_grid(sheet)
        if not late and not wrong:
            flash(_("Saved."))
            return to("grid", sheet)
    page = render("grid", sheet, rows=rows, late=late, wrong=wrong)
    return page, 409 if late else 422 if wrong else 200


def save_grid(sheet: LineSheet) -> tuple[list[cards.GridRow], bool, bool]:
    """Keep what was typed into the grid; return its rows, and whether one is late or wrong."""
    rows = cards.posted_rows(sheet)
    late = any(one.late for one in rows)
    if not late and not any(one.wrong for one in rows):
        for one in rows:
            one.keep(lambda style, values: actions.save(style, values, by=current_user))
    return rows, late, any(one.wrong for one in rows)


@bp.get(f"{ONE}/catalogue")
@requires(KEEP, on=queries.complete_sheet)
def catalogue(sheet: LineSheet) -> ResponseReturnValue:
    viewer = Visibility.AGENT if request.args.get("prices") == "no" else Visibility.CONNECTED
    return cards.catalogue(
        fields.readable(sheet, viewer), pictures_at("linesheets.photo", **house(sheet.brand))
    )


@bp.get(f"{ONE}/styles.{KINDS}")
@requires(KEEP, on=queries.complete_sheet)
def export(sheet: LineSheet) -> ResponseReturnValue:
    remember("line-sheet.export", sheet)
    seen_by_owner = fields.readable(sheet, Visibility.CONNECTED)
    return table_response(
        tables.file_name(sheet),
        tables.head(),
        tables.lines(seen_by_owner, sheet.styles),
        plain(sheet, "name"),
    )


@bp.get(f"{ONE}/pictures-<int:part>.zip")
@requires(KEEP, on=queries.part)
def export_pictures(part: Part) -> ResponseReturnValue:
    sheet = part.sheet
    named = tables.pictures(sheet.styles, part.number)
    if not named:
        raise ConflictError(_("There is no picture on this line sheet yet."))
    remember("line-sheet.export", sheet)
    content = stream_with_context(tables.zipped(named))
    response = Response(content, mimetype="application/zip")
    name = f"{tables.file_name(sheet)}-pictures-{part.number}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
