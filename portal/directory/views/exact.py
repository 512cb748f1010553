"""The brands that have opened their exact terms to the reader's company."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.accounts.models import User
from portal.agents import queries as agents
from portal.audit import actions as audit
from portal.brands import fields
from portal.brands.models import Revision
from portal.connections import queries as connections
from portal.core.aftermath import leave_behind
from portal.core.contact import clean_text
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.sheets import KINDS, table_response
from portal.directory import cards, exact, queries, tables
from portal.directory.exact import Wish
from portal.directory.views.blueprint import bp

HINTS = {
    "discount": _l("Like 36 %."),
    "deposit": _l("Like 20,000; 0 for none."),
    "first_order": _l("Like 50,000."),
    "exchange": _l("Like 15 %."),
    "investment": _l("Like 200,000."),
}


@bp.get("/brands/connected")
@requires(Permission.SHORTLIST_KEEP, on=oneself)
def connected(person: User) -> ResponseReturnValue:
    """Show the brands whose exact terms a person may read, by their numbers."""
    wish = _wish()
    shown = _open_to(person)
    return render_template(
        "directory/connected.html",
        wish=wish,
        limits=exact.LIMITS,
        orders=orders(),
        hints=HINTS,
        lines=exact.lines(shown, wish),
        total=len(shown),
        address=lambda brand: cards.addresses(brand.slug),
    )


def orders() -> list[tuple[str, str]]:
    """Return the orders of the list: by name, or by any of the terms."""
    by_term = [(one.name, _("Best first: %(term)s", term=one.label)) for one in exact.LIMITS]
    return [("name", _("By name")), *by_term]


@bp.get(f"/brands/connected.{KINDS}")
@requires(Permission.SHORTLIST_KEEP, on=oneself)
def export_connected(person: User) -> ResponseReturnValue:
    """Hand out the same lines as a table."""
    found = exact.lines(_open_to(person), _wish())
    leave_behind(lambda: audit.record("directory.export", by=person, rows=len(found), search=[]))
    return table_response(
        "connected", tables.exact_head(), tables.exact_lines(found), _("Exact terms")
    )


def _wish() -> Wish:
    return exact.wished({name: clean_text(text) for name, text in request.args.items()})


def _open_to(person: User) -> list[Revision]:
    """Return the published profiles whose exact terms a person's companies may read now."""
    numbers = connections.open_brands(agents.verified_companies(person))
    shown = queries.shown_of(numbers)
    return [
        one
        for one in shown
        if fields.readable(one, fields.viewer_class(current_user, one.brand)).shows_exact
    ]
