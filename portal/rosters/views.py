"""Pages of imports: sending a table, its columns, its rows, what came of it."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, flash, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.audit import actions as audit
from portal.core import clock, files
from portal.core.aftermath import leave_behind
from portal.core.errors import GoneError, InvalidError, PortalError
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import ngettext
from portal.core.paging import page_number
from portal.core.sheets import KINDS, MIME_TYPES, table_response
from portal.core.tables import files as limits
from portal.core.tables.table import MAX_COLUMNS, MAX_ROWS
from portal.core.web import see_other
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.rosters import actions, cards, forms, queries, rules, tables
from portal.rosters.forms import Arrival
from portal.rosters.models import Outcome, Roster, RosterState
from portal.rosters.queries import RowFile
from portal.rosters.reading.words import FILE_SAYINGS, kind_label

bp = Blueprint("rosters", __name__)
HERE = "/markets/<string:market>/rosters"
ONE = f"{HERE}/<int:roster_id>"
ROW = f"{ONE}/rows/<int:number>"
KEEP = Permission.ROSTER_KEEP


def to(roster: Roster, endpoint: str = "rosters.show", **arguments: Any) -> ResponseReturnValue:
    """Answer a finished POST with a page of an import."""
    return see_other(url_for(endpoint, market=roster.market.slug, roster_id=roster.id, **arguments))


@bp.get(HERE)
@requires(KEEP, on=queries.market)
def index(market: Market) -> ResponseReturnValue:
    page = queries.rosters(market.id, page_number(request.args.get("page")))
    return render_template("rosters/index.html", market=market, page=page)


@bp.get(f"{HERE}.{KINDS}")
@requires(KEEP, on=queries.market)
def export(market: Market) -> ResponseReturnValue:
    rows = queries.every_roster(market.id)
    remember_market(market)
    return table_response(
        f"{market.slug}-imports", tables.HISTORY_HEAD, tables.history_lines(rows), _("Imports")
    )


@bp.get(f"{HERE}/template.{KINDS}")
@requires(KEEP, on=queries.market)
def template(market: Market) -> ResponseReturnValue:
    remember_market(market)
    return table_response(f"{market.slug}-template", tables.HEAD, [], _("Import a table"))


@bp.get(f"{HERE}/lets")
@requires(Permission.LET_KEEP, on=queries.market)
def lets(market: Market) -> ResponseReturnValue:
    page = queries.page_of(queries.to_let(market.id), page_number(request.args.get("page")))
    return render_template("rosters/lets.html", market=market, page=page, spoken=cards.spoken)


@bp.get(f"{HERE}/lets.{KINDS}")
@requires(Permission.LET_KEEP, on=queries.market)
def export_lets(market: Market) -> ResponseReturnValue:
    rows = queries.to_let(market.id)
    remember_market(market)
    return table_response(
        f"{market.slug}-to-let",
        tables.TO_LET_HEAD,
        tables.to_let_lines(rows),
        _("Lets to complete"),
    )


@bp.get(f"{HERE}/new")
@requires(KEEP, on=queries.market)
def new(market: Market) -> ResponseReturnValue:
    return upload_page(market)


def upload_page(market: Market, error: PortalError | None = None) -> ResponseReturnValue:
    """Show where a table is sent, with why the last one was refused."""
    page = render_template(
        "rosters/new.html",
        market=market,
        error=error,
        most_rows=f"{MAX_ROWS:,}",
        most_columns=MAX_COLUMNS,
        most_mb=limits.MAX_BYTES // limits.MB,
    )
    return page, int(error.status) if error else HTTPStatus.OK


@bp.post(f"{HERE}/new")
@requires(KEEP, on=queries.market, receive=forms.receive_table)
def create(market: Market, arrival: Arrival) -> ResponseReturnValue:
    if arrival.received is None:
        return upload_page(market, arrival.error)
    roster = actions.begin(market, arrival.received, by=current_user)
    return to(roster, "rosters.columns")


@bp.get(f"{ONE}/columns")
@requires(KEEP, on=queries.roster)
def columns(roster: Roster) -> ResponseReturnValue:
    return columns_page(roster)


def columns_page(roster: Roster, error: InvalidError | None = None) -> ResponseReturnValue:
    """Show what each column is taken to hold, for correcting."""
    holds = {
        place: request.form.get(f"holds-{place}", one["holds"])
        for place, one in roster.columns.items()
    }
    page = render_template(
        "rosters/columns.html",
        roster=roster,
        market=roster.market,
        error=error,
        holds=holds,
        choices=cards.column_choices(),
        said=[FILE_SAYINGS[one] for one in roster.said],
        open=roster.state in {RosterState.UPLOADED, RosterState.PREVIEW},
    )
    return page, int(error.status) if error else HTTPStatus.OK


@bp.post(f"{ONE}/columns")
@requires(KEEP, on=queries.roster)
def settle(roster: Roster) -> ResponseReturnValue:
    rules.check_seen(roster, forms.read_version())
    try:
        holds = forms.read_columns(roster)
    except InvalidError as error:
        return columns_page(roster, error)
    actions.choose_columns(roster, holds, by=current_user)
    return to(roster)


@bp.post(f"{ONE}/sheet")
@requires(KEEP, on=queries.roster)
def sheet(roster: Roster) -> ResponseReturnValue:
    rules.check_seen(roster, forms.read_version())
    try:
        actions.choose_sheet(roster, forms.read_sheet(roster), by=current_user)
    except InvalidError as error:
        return columns_page(roster, error)
    return to(roster, "rosters.columns")


@bp.get(ONE)
@requires(KEEP, on=queries.roster)
def show(roster: Roster) -> ResponseReturnValue:
    criteria = forms.read_criteria(request.args)
    page = queries.row_page(roster.id, criteria)
    shown = render_template(
        "rosters/show.html",
        roster=roster,
        market=roster.market,
        criteria=criteria,
        page=page,
        rows=[cards.Card(row) for row in page.items],
        counts=queries.outcome_counts(roster.id),
        kinds=cards.kinds(queries.kind_counts(roster.id, criteria.outcome)),
        kind_label=kind_label,
        ticked=queries.ticked_count(roster.id),
        done=queries.applied_counts(roster.id),
        outcomes=rules.OUTCOMES,
        Outcome=Outcome,
        RosterState=RosterState,
        may_undo=rules.may_undo(roster, clock.now()),
    )
    reading = roster.state is RosterState.READING
    return shown, {"Refresh": "3"} if reading else {}


@bp.get(f"{ONE}/rows.{KINDS}")
@requires(KEEP, on=queries.roster)
def rows(roster: Roster) -> ResponseReturnValue:
    found = queries.every_row(roster.id, forms.read_criteria(request.args))
    remember("roster.export", roster)
    return table_response(
        f"import-{roster.id}", tables.ROW_HEAD, tables.row_lines(found), _("Import")
    )


@bp.get(ROW)
@requires(KEEP, on=queries.row)
def row(file: RowFile) -> ResponseReturnValue:
    if file.roster.state is not RosterState.PREVIEW or file.row.outcome is Outcome.LEFT_OUT:
        return to(file.roster)
    return render_template(
        "rosters/row.html",
        file=file,
        roster=file.roster,
        market=file.roster.market,
        card=cards.Card(file.row),
        cells=cards.cells(file.row, forms.cell_names(file.roster)),
        back=forms.read_criteria(request.args),
        most=forms.MOST_LETTERS,
    )


@bp.post(ROW)
@requires(KEEP, on=queries.row)
def correct(file: RowFile) -> ResponseReturnValue:
    roster = file.roster
    rules.check_seen(roster, forms.read_version())
    if actions.correct(file.row, roster, forms.read_cells(file), by=current_user):
        word = rules.OUTCOMES[file.row.outcome][0]
        flash(_("Row %(row)s was read again: %(outcome)s.", row=file.row.number, outcome=word))
    else:
        flash(_("Nothing was changed in row %(row)s.", row=file.row.number), "waiting")
    criteria = forms.read_criteria(request.form)
    told: dict[str, Any] = {
        "outcome": criteria.outcome,
        "kind": criteria.kind or None,
        "q": criteria.text or None,
    }
    return to(roster, _anchor=f"row-{file.row.number}", **told)


def remember_market(market: Market) -> None:
    """Note in the trail that a list of the market's imports leaves the house."""
    number, viewer = market.id, oneself()
    leave_behind(
        lambda: audit.record("roster.list-export", markets.market_by_id(number), by=viewer)
    )


def remember(verb: str, roster: Roster) -> None:
    """Note in the trail what leaves the house, once the answer is on its way."""
    number, viewer = roster.id, oneself()
    leave_behind(lambda: audit.record(verb, queries.by_number(number), by=viewer))


@bp.get(f"{ONE}/file")
@requires(KEEP, on=queries.roster)
def file(roster: Roster) -> ResponseReturnValue:
    if roster.file_purged_at or not files.exists(roster.stored_name):
        raise GoneError(
            _l("The file of this import is not kept any more."), _l("Files are kept for 90 days.")
        )
    remember("roster.open", roster)
    return as_attachment(roster)


def as_attachment(roster: Roster) -> Response:
    """Answer with the file as it was sent; a browser must not open it itself."""
    stem = roster.file_name.rpartition(".")[0] or "roster"
    name = f"{stem}.{roster.file_ending}"
    response = send_file(
        files.open(roster.stored_name),
        mimetype=MIME_TYPES[roster.file_ending],
        as_attachment=True,
        download_name=name,
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post(f"{ONE}/read")
@requires(KEEP, on=queries.roster)
def read(roster: Roster) -> ResponseReturnValue:
    if roster.state is RosterState.READING:
        actions.read(roster)
    return to(roster)


@bp.post(f"{ONE}/decide")
@requires(KEEP, on=queries.roster)
def decide(roster: Roster) -> ResponseReturnValue:
    rules.check_seen(roster, forms.read_version())
    ticks, criteria = forms.read_ticks(), forms.read_criteria(request.form)
    actions.keep_ticks(roster, ticks, criteria)
    if ticks.deed == "apply":
        return taken_over(roster)
    told: dict[str, Any] = {
        "outcome": criteria.outcome,
        "kind": criteria.kind or None,
        "q": criteria.text or None,
    }
    page = criteria.page if criteria.page > 1 else None
    return to(roster, page=page, _anchor="rows", **told)


def taken_over(roster: Roster) -> ResponseReturnValue:
    """Take the ticked rows over, or say that they are not what they were."""
    moved = actions.apply(roster, by=current_user)
    if moved:
        flash(
            ngettext(
                "Nothing was taken over: %(num)d row has changed here since the preview."
                " It is shown anew and no longer ticked.",
                "Nothing was taken over: %(num)d rows have changed here since the preview."
                " They are shown anew and no longer ticked.",
                moved,
            ),
            "danger",
        )
    else:
        flash(_("Taken over. You can take it back within a day."))
    return to(roster)


@bp.post(f"{ONE}/undo")
@requires(KEEP, on=queries.roster)
def undo(roster: Roster) -> ResponseReturnValue:
    actions.undo(roster, by=current_user)
    flash(_("Taken back. Everything stands as it stood before."))
    return to(roster)


@bp.post(f"{ONE}/discard")
@requires(KEEP, on=queries.roster)
def discard(roster: Roster) -> ResponseReturnValue:
    actions.discard(roster, by=current_user)
    flash(_("Put aside. Nothing of it was taken over."))
    return see_other(url_for("rosters.index", market=roster.market.slug))
