"""Pages of imports: sending a table with zips, watching it being read, ticking, taking back."""

from http import HTTPStatus

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.core import clock, row_numbers
from portal.core.errors import InvalidError, PortalError
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.paging import page_number
from portal.core.sheets import KINDS, table_response
from portal.linesheets import actions, cards, forms, queries, rules, tables
from portal.linesheets.forms import Arrival
from portal.linesheets.models import ImportState, LineSheet, RowOutcome, StyleImport
from portal.linesheets.views.blueprint import IMPORT, IMPORTS, KEEP, bp, remember, render, to


@bp.route(f"{IMPORTS}/new", methods=["GET", "POST"])
@requires(KEEP, on=queries.sheet, receive=forms.receive_import)
def import_new(sheet: LineSheet, arrival: Arrival | None = None) -> ResponseReturnValue:
    rules.check_draft(sheet)
    error = arrival.error if arrival else None
    if arrival and arrival.received:
        try:
            one = actions.begin_import(sheet, arrival.received, by=current_user)
        except PortalError as refused:
            error = refused
        else:
            page = "import_show" if one.state is ImportState.READING else "import_columns"
            return to(page, sheet, import_id=one.id)
    page = render("import_new", sheet, error=error, limits=cards.limits())
    return page, int(error.status) if error else HTTPStatus.OK


@bp.get(f"{IMPORTS}/template.{KINDS}")
@requires(KEEP, on=queries.sheet)
def import_template(sheet: LineSheet) -> ResponseReturnValue:
    remember("line-sheet.template", sheet)
    return table_response("styles-template", tables.head(), [], _("Add styles"))


@bp.get(IMPORT)
@requires(KEEP, on=queries.import_of)
def import_show(one: StyleImport) -> ResponseReturnValue:
    return import_page(one)


def import_page(one: StyleImport, error: PortalError | None = None) -> ResponseReturnValue:
    """Return the page of an import; while it is read, the page comes again by itself."""
    asked = request.args.get("outcome", "")
    outcome = RowOutcome(asked) if asked in set(RowOutcome) else None
    page = render(
        "import_show",
        one.sheet,
        one=one,
        error=error,
        outcome=outcome,
        page=queries.row_page(one.id, outcome, page_number(request.args.get("page"))),
        counts=queries.outcome_counts(one.id),
        ticked=queries.ticked_count(one.id),
        lost=queries.lost_pictures(one.id),
        labels=cards.labels(),
        words_of=cards.words_of,
        outcomes=cards.OUTCOMES,
        may_undo=rules.may_undo(one, clock.now()),
        ImportState=ImportState,
    )
    status = int(error.status) if error else HTTPStatus.OK
    return page, status, {"Refresh": "3"} if one.state is ImportState.READING else {}


@bp.route(f"{IMPORT}/columns", methods=["GET", "POST"])
@requires(KEEP, on=queries.import_of)
def import_columns(one: StyleImport) -> ResponseReturnValue:
    rules.check_readable(one)
    columns = cards.columns_of(one)
    form = forms.columns_form(columns, one.columns)
    if form.accepted():
        try:
            actions.name_columns(one, form.holds, by=current_user)
        except InvalidError as error:
            form.refuse(error)
        else:
            return to("import_show", one.sheet, import_id=one.id)
    return render("import_columns", one.sheet, one=one, columns=columns, form=form), form.status


@bp.post(f"{IMPORT}/pictures")
@requires(KEEP, on=queries.import_of, receive=forms.receive_import)
def import_more(one: StyleImport, arrival: Arrival) -> ResponseReturnValue:
    error = arrival.error
    if arrival.received:
        try:
            actions.more_pictures(one, arrival.received)
        except PortalError as refused:
            error = refused
    if error:
        return import_page(one, error)
    return to("import_show", one.sheet, import_id=one.id)


@bp.post(f"{IMPORT}/again")
@requires(KEEP, on=queries.import_of)
def import_again(one: StyleImport) -> ResponseReturnValue:
    actions.read_again(one)
    return to("import_show", one.sheet, import_id=one.id)


@bp.post(f"{IMPORT}/decide")
@requires(KEEP, on=queries.import_of)
def import_decide(one: StyleImport) -> ResponseReturnValue:
    shown = row_numbers.among(request.form.getlist("shown"))
    actions.keep_ticks(one, shown, row_numbers.among(request.form.getlist("row")))
    if request.form.get("deed") == "apply":
        count = actions.apply(one, by=current_user)
        flash(
            ngettext(
                "%(num)d row is taken over. You can take it back within a day.",
                "%(num)d rows are taken over. You can take them back within a day.",
                count,
            )
        )
    page = request.form.get("page", type=int)
    return to("import_show", one.sheet, import_id=one.id, page=page, _anchor="rows")


@bp.post(f"{IMPORT}/undo")
@requires(KEEP, on=queries.import_of)
def import_undo(one: StyleImport) -> ResponseReturnValue:
    actions.undo(one, by=current_user)
    flash(_("Taken back. Everything stands as it stood before."))
    return to("import_show", one.sheet, import_id=one.id)


@bp.post(f"{IMPORT}/discard")
@requires(KEEP, on=queries.import_of)
def import_discard(one: StyleImport) -> ResponseReturnValue:
    actions.discard(one, by=current_user)
    flash(_("Put aside. Nothing of it was taken over."))
    return to("show", one.sheet)


@bp.get(f"{IMPORT}/rows.{KINDS}")
@requires(KEEP, on=queries.import_of)
def import_rows(one: StyleImport) -> ResponseReturnValue:
    remember("line-sheet.import-rows", one.sheet)
    rows = queries.every_row(one.id)
    words = {outcome: word for outcome, (word, _tone) in cards.OUTCOMES.items()}
    report = tables.report_lines(rows, words, cards.words_of)
    return table_response(f"import-{one.id}", tables.report_head(), report, _("Import"))
