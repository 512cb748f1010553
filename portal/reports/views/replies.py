"""A group's replies: pasted back, understood line by line, looked at, and kept."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.errors import PortalError
from portal.core.i18n import ngettext
from portal.core.web import see_other
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.reports import actions, queries, reading
from portal.reports.forms import KeepForm, RepliesForm
from portal.reports.reading import Understood
from portal.reports.views.rooms import bp

REPLIES = "/markets/<string:market>/replies"


@bp.route(REPLIES, methods=["GET", "POST"])
@requires(Permission.EVIDENCE_DECIDE, on=markets.market_alone)
def replies(market: Market) -> ResponseReturnValue:
    """Read a pasted text and show what is understood; nothing is kept yet."""
    form = RepliesForm()
    found = understood(market.id, form.pasted.data) if form.accepted() else []
    return shown(market, form, found), form.status


@bp.post(f"{REPLIES}/keep")
@requires(Permission.EVIDENCE_DECIDE, on=markets.market_alone)
def keep_replies(market: Market) -> ResponseReturnValue:
    """Keep what is ticked; a line that is refused stays, with the reason."""
    form = KeepForm()
    if not form.accepted():
        return shown(market, form, []), form.status
    found = understood(market.id, form.pasted.data)
    ticked, refused, done = form.chosen(found), {}, 0
    for one in ticked:
        try:
            with db.session.begin_nested():
                actions.keep(market.slug, one, by=current_user)
            done += 1
        except PortalError as error:
            refused[one.reply] = error
    if done:
        flash(ngettext("%(num)d reply is kept.", "%(num)d replies are kept.", done))
    if refused or not ticked:
        left = [one for one in found if one.reply in refused or not ticked]
        return shown(market, form, left, refused), 409 if refused else 422
    return see_other(url_for("reports.home"))


def understood(market_id: int, pasted: str | None) -> list[Understood]:
    """Return every reply of a text with whom and what it may speak of: a few queries."""
    lines, known = reading.replies(pasted or ""), queries.merchants(market_id)
    of_lines = [reading.merchants_of(one, known) for one in lines]
    clear = {found[0].id for found in of_lines if len(found) == 1}
    owed = queries.matters(market_id, clear)
    return [
        as_understood(place, reply, found, owed.get(found[0].id, []) if found else [])
        for place, (reply, found) in enumerate(zip(lines, of_lines, strict=True))
    ]


def as_understood(
    place: int,
    reply: reading.Reply,
    merchants: list[reading.Merchant],
    owed: list[reading.Matter],
) -> Understood:
    """Return one reply with what it speaks of, where that is clear."""
    if len(merchants) != 1:
        return Understood(place, reply, merchants)
    return Understood(place, reply, merchants, owed, reading.about(reply, merchants[0], owed))


def shown(
    market: Market,
    form: RepliesForm,
    found: list[Understood],
    refused: dict[reading.Reply, PortalError] | None = None,
) -> str:
    """Return the page: the text above, what is understood, and what is not."""
    ticked = request.form.getlist("tick") if "tick" in form else None
    return render_template(
        "reports/replies.html",
        market=market,
        form=form,
        matched=[one for one in found if one.merchant],
        unmatched=[one for one in found if not one.merchant],
        refused=refused or {},
        ticked=ticked,
        chosen=request.form,
        nothing=form.is_submitted and not form.errors and not found,
    )
