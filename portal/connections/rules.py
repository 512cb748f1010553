"""When a connection may go which way, for how long, and when it rests. Pure."""

from datetime import date, timedelta
from enum import StrEnum

from portal.access.permissions import Role
from portal.access.policy import Person
from portal.brands.models import Brand, BrandState
from portal.connections.models import PENDING, Connection, ConnectionState, Side
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow

S = ConnectionState
ASKING = frozenset({S.ASKED, S.ASKED_BACK})

WORKFLOW = Workflow(
    {
        "ask-back": Step(frozenset({S.ASKED}), S.ASKED_BACK),
        "reply": Step(frozenset({S.ASKED_BACK}), S.ASKED),
        "accept": Step(ASKING, S.ACTIVE),
        "decline": Step(ASKING, S.DECLINED),
        "withdraw": Step(ASKING, S.WITHDRAWN),
        "call-off": Step(frozenset({S.INVITED}), S.WITHDRAWN),
        "take": Step(frozenset({S.INVITED}), S.ACTIVE),
        "refuse": Step(frozenset({S.INVITED}), S.DECLINED),
        "lapse": Step(frozenset(PENDING), S.UNANSWERED),
        "end": Step(frozenset({S.ACTIVE}), S.ENDED),
        "revoke": Step(frozenset({S.ACTIVE}), S.REVOKED),
    }
)

ANSWER_DAYS = 14
"""How long whoever has the turn has to answer. Source: the service promise of the markets."""
REMIND_DAYS = (7, 1)
"""So many days before that whoever has the turn is reminded."""
ENDING_DAYS = (30, 7)
"""So many days before its end both sides hear that a connection ends."""
STAND_IN_DAYS = 7
"""So many days before an asking runs out it stands in the office's week, whoever answers."""
FRESH_DAYS = 7
"""For so many days a new connection stands on the agent's home."""
MOST_MONTHS = 36
"""The longest term. A brand's terms change with the season: nobody is let in for good."""
ASK_PER_AGENT = "20/hour"
"""Source: no spraying of brands (security targets)."""
INVITE_PER_BRAND = "300/day"
"""More than the agents of the largest fair."""
REVEAL_PER_PERSON = "60/hour"
"""Contacts are looked at one by one, not collected."""
SHORTEST = 10
LONGEST = 1000
MOST_INVITED = 100
"""Agents of one list."""
OF_A_BRAND = ("territory_taken", "price", "style", "papers", "no_answer", "other")
"""Why a brand keeps its terms from an agent; the rest of `lost_reason` are an agent's."""
OF_AN_AGENT = (
    *("price", "style", "discount", "exchange", "deposit", "first_order", "quality_delivery"),
    *("papers", "other_brand", "not_opening", "money", "other"),
)
"""Why an agent refuses an invitation."""


class Rest(StrEnum):
    """Why a connection whose term holds shows nothing today. It comes back by itself."""

    BRAND = "brand"
    MARKET = "market"
    AGENT = "agent"


def rest_of(connection: Connection) -> Rest | None:
    """Return why a connection rests today; None when it does not, or is none any more."""
    if connection.standing is not S.ACTIVE:
        return None
    brand = connection.brand
    if brand.market.closed_at is not None:
        return Rest.MARKET
    if not is_shown(brand):
        return Rest.BRAND
    return None if connection.agent.is_verified else Rest.AGENT


def side_of(person: Person, connection: Connection) -> Side:
    """Return for whom a person speaks; one who has the brand speaks for the brand."""
    if person.holds(Role.OWNER, brand_id=connection.brand_id):
        return Side.BRAND
    if person.holds(Role.AGENT, agent_id=connection.agent_id):
        return Side.AGENT
    return Side.OFFICE


def turn_of(connection: Connection) -> Side | None:
    """Return who has to answer today; None when nobody has."""
    turns = {S.ASKED: Side.BRAND, S.ASKED_BACK: Side.AGENT, S.INVITED: Side.AGENT}
    return turns.get(connection.standing)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of its month where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def check_term(ends_on: date, today: date, field: str = "ends_on") -> None:
    """Refuse a term that is over already, or longer than three years.

    Raises:
        InvalidError: on `field`.
    """
    last = months_later(today, MOST_MONTHS)
    if not today <= ends_on <= last:
        raise InvalidError(
            field,
            _l(
                "Choose a day from today to %(last)s: longer than three years no terms stay open.",
                last=last.isoformat(),
            ),
        )


def check_may_ask(current: Connection) -> None:
    """Refuse to ask anew while what there is goes on.

    Raises:
        ConflictError: with what there is instead.
    """
    if current.state is not S.ACTIVE:
        raise ConflictError(
            _l("You have asked this brand already, or it has invited you."),
            _l("Open what waits, among your connections."),
        )
    if not current.is_renewable:
        raise ConflictError(
            _l("The terms are open to you already, until %(day)s.", day=str(current.ends_on)),
            _l("You can ask anew from 60 days before that day on."),
        )


def check_in_time(connection: Connection) -> None:
    """Refuse a deed for which the calendar is too late, though no clock has struck yet.

    Raises:
        ConflictError: it has run out.
    """
    standing = connection.standing
    if standing is not connection.state:
        raise ConflictError(
            _l("It has run out meanwhile: its state is “%(state)s”.", state=standing.label),
            _l("The agent can ask again, with everything filled in as before."),
        )


def check_possible(connection: Connection, step: str) -> None:
    """Refuse a deed that is no longer open, before anybody is asked to correct its form.

    Raises:
        ConflictError: it has run out, or somebody has decided meanwhile.
    """
    check_in_time(connection)
    WORKFLOW.check(connection, step)


def check_both(connection: Connection) -> None:
    """Refuse to open terms that nobody could read.

    Raises:
        ConflictError: the brand is not shown, or the company is not verified at present.
    """
    check_brand_shows(connection.brand)
    if not connection.agent.is_verified:
        raise ConflictError(
            _l("The agent's company is not verified at present."),
            _l("Terms are opened to verified companies only. Its office renews the verification."),
        )


def is_shown(brand: Brand) -> bool:
    """Say whether outsiders see a brand; its market must be loaded."""
    shows = brand.standing is BrandState.VISIBLE and not brand.is_paused
    return shows and brand.market.closed_at is None


def check_brand_shows(brand: Brand) -> None:
    """Refuse to open the terms of a brand that nobody outside sees.

    Raises:
        ConflictError: it is hidden, suspended, withdrawn, paused, or its market is closed.
    """
    if not is_shown(brand):
        raise ConflictError(
            _l("The brand is not in the directory at present, so there are no terms to open."),
            _l("Show it again first; what waits goes on waiting until its day."),
        )


def check_open(connection: Connection) -> None:
    """Refuse what only an open connection gives.

    Raises:
        ConflictError: it has ended, or rests.
    """
    if connection.standing is not S.ACTIVE or rest_of(connection):
        raise ConflictError(
            _l("The contact is not open to you at present."),
            _l("It is shown while the connection holds and the brand is in the directory."),
        )
