"""Whom the deeds of a connection are told, and how messages name what happened."""

from collections.abc import Iterable
from typing import Any

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.connections import queries
from portal.connections.models import Connection
from portal.notices import actions as notices
from portal.reference import queries as reference

EXCERPT = 80


def owners(connection: Connection) -> list[int]:
    """Return the brand's people, by number."""
    return accounts.member_ids(Role.OWNER, brand_id=connection.brand_id)


def office(connection: Connection) -> list[int]:
    """Return the people of the brand's office, by number."""
    return accounts.member_ids(Role.MANAGER, market_id=connection.market_id)


def asker(connection: Connection) -> list[int]:
    """Return the agent's people, by number."""
    return accounts.member_ids(Role.AGENT, agent_id=connection.agent_id)


def answerers(connection: Connection) -> list[int]:
    """Return who answers for the brand: its owners, and its office where it is so arranged."""
    helped = queries.desk(connection.brand_id).office_answers
    return [*owners(connection), *(office(connection) if helped else [])]


def everybody(connection: Connection) -> list[int]:
    """Return the agent's people and those who answer for the brand."""
    return [*asker(connection), *answerers(connection)]


def tell(
    kind: str,
    connection: Connection,
    people: Iterable[int],
    *,
    by: audit.Actor | None = None,
    text: str = "",
    **params: Any,
) -> None:
    """Leave these people a message about a connection, but not whoever caused it."""
    line = " ".join(text.split())
    notices.send(
        kind,
        set(people) - {by.id if by else None},
        arguments={"connection_id": connection.id},
        brand=named(connection.brand),
        agent=named(connection.agent),
        by=connection.answer_by.isoformat(),
        until=connection.ends_on.isoformat() if connection.ends_on else "",
        excerpt=line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1]}…",
        **params,
    )


def why_not(reason: str, words: str) -> dict[str, str]:
    """Return a code of `lost_reason`, and what was added to it, as messages take it."""
    term = reference.term("lost_reason", reason)
    line = " ".join(words.split())
    added = {"zh": f"；{line}", "en": f"; {line}"} if line else {"zh": "", "en": ""}
    return {"zh": term.zh + added["zh"], "en": term.en + added["en"]}


def named(thing: Any) -> dict[str, str]:
    """Return a name as messages take it."""
    return {"zh": thing.name_zh, "en": thing.name_en}
