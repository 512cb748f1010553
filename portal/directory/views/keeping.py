"""What one person keeps in mind: a list with folders and notes, and what he looked at lately."""

from http import HTTPStatus

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.core.aftermath import leave_behind
from portal.core.contact import clean_text
from portal.core.errors import ConflictError
from portal.core.i18n import gettext as _
from portal.core.paging import page_number
from portal.core.sheets import KINDS, table_response
from portal.core.web import flash_undoable, local_path, see_other
from portal.directory import actions, cards, queries, tables, watching
from portal.directory.criteria import MOST_COMPARED, ShortlistCriteria
from portal.directory.engine.text import LONGEST_QUERY
from portal.directory.forms import FolderForm, ShortlistForm
from portal.directory.models import ShortlistEntry
from portal.directory.views.blueprint import bp


@bp.get("/shortlist")
@requires(Permission.SHORTLIST_KEEP, on=oneself)
def shortlist(person: User) -> ResponseReturnValue:
    """Show what a person keeps in mind."""
    wish = _wish()
    page = queries.shortlist_page(person.id, wish)
    shown = queries.cards_of([one.brand_id for one in page.items])
    return render_template(
        "directory/shortlist.html",
        wish=wish,
        page=page,
        cards={number: cards.shown(card) for number, card in shown.items()},
        folders=queries.folders(person.id),
        most=MOST_COMPARED,
    )


@bp.get(f"/shortlist.{KINDS}")
@requires(Permission.SHORTLIST_KEEP, on=oneself)
def export_shortlist(person: User) -> ResponseReturnValue:
    """Hand out the same list as a table."""
    rows = queries.shortlist_rows(person.id, _wish())
    shown = queries.cards_of([one.brand_id for one in rows])
    leave_behind(lambda: audit.record("shortlist.export", by=person, rows=len(rows)))
    return table_response("shortlist", tables.HEAD, tables.lines(rows, shown), _("My list"))


@bp.post("/shortlist/marks")
@requires(Permission.SHORTLIST_KEEP, on=oneself)
def keep_or_drop(person: User) -> ResponseReturnValue:
    """Put a brand on a person's list or take it off, and go on where that was done."""
    if undone := request.form.get("take_back"):
        return _taken_back(undone, person)
    if dropped := request.form.get("drop"):
        actions.let_go(dropped, by=person, with_note="with_note" in request.form)
    else:
        try:
            brand = queries.listed_brand(request.form.get("keep", ""))
        except NoResultFound:
            raise ConflictError(_("This brand is not shown at present.")) from None
        actions.keep(brand, by=person)
    if "HX-Request" in request.headers:
        return "", HTTPStatus.NO_CONTENT
    back = _where_it_was_done()
    if dropped:
        undo = {"take_back": dropped, "back": back}
        flash_undoable(_("It is off your list."), url_for("directory.keep_or_drop"), undo)
    else:
        flash(_("It is on your list."))
    return see_other(back)


def _where_it_was_done() -> str:
    return local_path(request.form.get("back")) or url_for("directory.index")


def _taken_back(slug: str, person: User) -> ResponseReturnValue:
    """Undo that a brand was taken off a list, as long as it is remembered."""
    if actions.take_back(slug, by=person):
        flash(_("It is on your list again, as it was."))
    else:
        flash(_("That was too long ago: add the brand to your list anew."), "quiet")
    return see_other(_where_it_was_done())


@bp.route("/shortlist/<int:entry_id>", methods=["GET", "POST"])
@requires(Permission.SHORTLIST_KEEP, on=queries.own_entry)
def annotate(entry: ShortlistEntry) -> ResponseReturnValue:
    form = ShortlistForm(obj=entry)
    if form.accepted():
        actions.annotate(entry, **form.answers)
        flash(_("Your note is saved."))
        return see_other(url_for("directory.shortlist"))
    folders = [one for one in queries.folders(entry.user_id) if one]
    page = render_template("directory/annotate.html", entry=entry, form=form, folders=folders)
    return page, form.status


@bp.route("/shortlist/<int:entry_id>/folder", methods=["GET", "POST"])
@requires(Permission.SHORTLIST_KEEP, on=queries.own_entry)
def folder(entry: ShortlistEntry) -> ResponseReturnValue:
    """Call the folder in which a brand lies otherwise, or let it be none."""
    form = FolderForm(name=entry.folder)
    if form.accepted():
        name = form.answers["name"]
        actions.rename_folder(entry.folder, name, by=oneself())
        flash(_("The folder is called so now.") if name else _("Its brands lie in no folder now."))
        return see_other(url_for("directory.shortlist", folder=name))
    number = queries.folders(entry.user_id)[entry.folder]
    page = render_template("directory/folder.html", entry=entry, form=form, number=number)
    return page, form.status


@bp.get("/seen")
@requires(Permission.SHORTLIST_KEEP, on=oneself)
def seen(person: User) -> ResponseReturnValue:
    """Show the brands whose pages a person opened last."""
    numbers = queries.seen_lately(person.id)
    shown = queries.cards_of(numbers)
    return render_template(
        "directory/seen.html",
        cards=[cards.shown(shown[one]) for one in numbers if one in shown],
        any_seen=bool(numbers),
    )


@bp.post("/seen/forget")
@requires(Permission.SHORTLIST_KEEP, on=oneself)
def forget_seen(person: User) -> ResponseReturnValue:
    watching.forget_seen(person.id)
    flash(_("What you looked at is forgotten."))
    return see_other(url_for("directory.seen"))


def _wish() -> ShortlistCriteria:
    folder = request.args.get("folder")
    return ShortlistCriteria(
        text=clean_text(request.args.get("q", ""))[:LONGEST_QUERY],
        folder=None if folder is None else clean_text(folder),
        by_name=request.args.get("sort") == "name",
        page=page_number(request.args.get("page")),
    )
