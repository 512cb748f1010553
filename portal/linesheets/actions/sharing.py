"""Links that open a line sheet without signing in."""

from datetime import timedelta

from portal.audit import actions as audit
from portal.connections.models import Connection
from portal.core import clock, tokens
from portal.core.aftermath import leave_behind
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.linesheets import queries, rules
from portal.linesheets.fields import SheetRead
from portal.linesheets.models import LineSheet, ShareLink, SheetState


def share(
    sheet: LineSheet,
    *,
    connection_id: int | None,
    made_for: str,
    days: int,
    with_prices: bool,
    by: audit.Actor,
) -> tuple[ShareLink, str]:
    """Make a link to what is published of a wave; return it with its token, which nobody keeps.

    One for a connection ends with it, on the day that the brand has set at the latest.

    Raises:
        ConflictError: the line sheet is not published.
        InvalidError: it would open for too long, is for nobody, or shows prices to somebody whom
            the brand has not accepted.
    """
    connection = connected(sheet, connection_id)
    check_share(sheet, connection, made_for=made_for, days=days, with_prices=with_prices)
    last = clock.today() + timedelta(days=days)
    token = tokens.new()
    link = ShareLink(
        brand_id=sheet.brand_id,
        brand=sheet.brand,
        year=sheet.year,
        wave=sheet.wave,
        token_hash=tokens.digest(token),
        made_for=made_for or (connection.agent.name_zh if connection else ""),
        connection_id=connection.id if connection else None,
        with_prices=with_prices,
        expires_on=min(last, connection.ends_on or last) if connection else last,
        made_by_id=by.id,
    )
    db.session.add(link)
    audit.record("line-sheet.share", link, by=by, prices=with_prices, days=days)
    return link, token


def check_share(
    sheet: LineSheet,
    connection: Connection | None,
    *,
    made_for: str,
    days: int,
    with_prices: bool,
) -> None:
    """Do nothing for a link that may be made.

    Raises:
        ConflictError: the line sheet is not published.
        InvalidError: it would open for too long, is for nobody or for two, or shows prices to
            somebody whom the brand has not accepted.
    """
    if sheet.state is not SheetState.PUBLISHED:
        raise ConflictError(
            _l("Only a published line sheet can be shared."), _l("Publish it first.")
        )
    if not 1 <= days <= rules.SHARE_DAYS:
        raise InvalidError("days", _l("From 1 to %(most)s days, please.", most=rules.SHARE_DAYS))
    if connection is not None and made_for:
        raise InvalidError(
            "made_for",
            _l(
                "Above, %(agent)s is chosen. For another company choose “somebody else” there; "
                "else leave this empty.",
                agent=connection.agent.name_zh,
            ),
        )
    if connection is None and not made_for:
        raise InvalidError("made_for", _l("Say for whom it is: you find it again by that."))
    if connection is None and with_prices:
        raise InvalidError(
            "with_prices",
            _l("Prices are for agents whom you have accepted. Choose one of them above."),
        )


def connected(sheet: LineSheet, connection_id: int | None) -> Connection | None:
    """Return the connection that a link is for, if it is for one.

    Raises:
        InvalidError: it is not this brand's, or does not hold any more.
    """
    if not connection_id:
        return None
    for one in queries.connected_with(sheet.brand_id):
        if one.id == connection_id:
            return one
    raise InvalidError("connection_id", _l("This connection has ended. Choose another one."))


def revoke(link: ShareLink, *, by: audit.Actor) -> None:
    """End a link at once."""
    if link.revoked_at is None:
        link.revoked_at = clock.now()
        audit.record("line-sheet.revoke", link, by=by)


def note_taken(read: SheetRead, *, by: audit.Actor) -> None:
    """Note, once the answer is on its way, that a reader took a line sheet as a table.

    A brand does not hear who reads it before he asks for its terms.
    """
    number, is_known = read.sheet.id, read.shows_prices

    def note() -> None:
        sheet = queries.sheet_by_id(number) if is_known else None
        audit.record("line-sheet.export", sheet, by=by)

    leave_behind(note)


def note_taken_by_link(link: ShareLink) -> None:
    """Note, once the answer is on its way, that a table was taken through a link."""
    number = link.id
    leave_behind(lambda: audit.record("line-sheet.export", queries.link_by_id(number), by=None))


def count_view(link: ShareLink) -> None:
    """Note, once the answer is on its way, that a link was opened."""
    number = link.id

    def count() -> None:
        opened = queries.link_by_id(number)
        opened.views += 1
        opened.viewed_at = clock.now()
        audit.record("line-sheet.open-link", opened, by=None)

    leave_behind(count)
