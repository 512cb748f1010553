"""A connection as a sentence: who may see whose terms until when, by whose leave."""

from collections.abc import Callable, Mapping
from datetime import date

from markupsafe import Markup

from portal.connections import rules
from portal.connections.models import Connection, ConnectionState
from portal.connections.rules import Rest
from portal.core import clock
from portal.core.i18n import day, in_text, language, said
from portal.core.i18n import gettext as _
from portal.reference import queries as reference

S = ConnectionState


def sentence(connection: Connection) -> Markup:
    """Return how things stand between an agent and a brand today, in one sentence."""
    words = SENTENCES[connection.standing](connection)
    return in_text(
        words,
        agent=said(connection.agent, "name"),
        brand=said(connection.brand, "name"),
        by=day(connection.answer_by),
        since=day(connection.begins_on or connection.created_at),
        until=day(last_day(connection)),
        closed=day(connection.closed_at or connection.answer_by),
        who=said(connection.granted_by_name),
        closer=said(connection.closed_by_name),
        market=said(connection.brand.market, "name"),
    )


def last_day(connection: Connection) -> date | None:
    """Return the last day on which the terms are open, or were: a newer one may take its place."""
    closed = connection.closed_at
    if connection.state is S.ENDED and closed and connection.ends_on:
        return min(connection.ends_on, closed.astimezone(clock.SHANGHAI).date())
    return connection.ends_on


def active(connection: Connection) -> str:
    if connection.granted_by_office:
        return _(
            "%(agent)s may see the terms of %(brand)s until %(until)s, granted by %(who)s of the"
            " office of %(market)s."
        )
    return _("%(agent)s may see the terms of %(brand)s until %(until)s, granted by %(who)s.")


def declined(connection: Connection) -> str:
    if connection.granted_at:
        return _("%(agent)s has refused the invitation to see the terms of %(brand)s.")
    return _("%(brand)s has not opened its terms to %(agent)s.")


SENTENCES: Mapping[ConnectionState, Callable[[Connection], str]] = {
    S.ASKED: lambda _one: _(
        "%(agent)s asks to see the terms of %(brand)s, which has until %(by)s to answer."
    ),
    S.ASKED_BACK: lambda _one: _(
        "%(brand)s has asked %(agent)s something first, who has until %(by)s to answer."
    ),
    S.INVITED: lambda _one: _(
        "%(brand)s invites %(agent)s to see its terms until %(until)s; to be accepted by %(by)s."
    ),
    S.ACTIVE: active,
    S.DECLINED: declined,
    S.WITHDRAWN: lambda _one: _(
        "What was asked between %(agent)s and %(brand)s was taken back on %(closed)s."
    ),
    S.UNANSWERED: lambda _one: _(
        "What was asked between %(agent)s and %(brand)s ran out unanswered after %(by)s."
    ),
    S.ENDED: lambda _one: _(
        "%(agent)s could see the terms of %(brand)s from %(since)s to %(until)s, granted by"
        " %(who)s."
    ),
    S.REVOKED: lambda _one: _(
        "%(agent)s could see the terms of %(brand)s from %(since)s; %(closer)s closed them on"
        " %(closed)s."
    ),
}


def resting(connection: Connection) -> str:
    """Return why a connection shows nothing today, and when it will; nothing when it does."""
    rest = rules.rest_of(connection)
    return str(RESTS[rest]()) if rest else ""


RESTS: Mapping[Rest, Callable[[], str]] = {
    Rest.BRAND: lambda: _(
        "It rests: the brand is not in the directory at present. It counts again as soon as the"
        " brand is back; its end stays the same."
    ),
    Rest.MARKET: lambda: _("It rests: the brand's market is closed."),
    Rest.AGENT: lambda: _(
        "It rests: the agent's verification does not hold at present. It counts again as soon as"
        " it is renewed; its end stays the same."
    ),
}


def reasons(connection: Connection) -> list[Markup]:
    """Return why it was declined or revoked: the reason chosen, and the words with it."""
    code = connection.reason
    chosen = reference.term("lost_reason", code).label(language()) if code else ""
    return [said(one) for one in (chosen, connection.words) if one]
