"""Registering an agent, keeping its particulars, verifying it."""

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from portal.access.permissions import Role
from portal.accounts import memberships
from portal.accounts import queries as accounts
from portal.agents import queries, rules
from portal.agents.models import Agent, AgentInterest, AgentState, Standing
from portal.audit import actions as audit
from portal.core import clock, throttle
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import day
from portal.core.i18n import lazy_gettext as _l
from portal.markets import queries as markets
from portal.notices import actions as notices
from portal.reference import queries as reference


def register(*, by: audit.Actor, **answers: Any) -> Agent:
    """Return a new agent's company with `by` as its first person; twice is once.

    Raises:
        InvalidError: an answer cannot be right, or the company is registered by others.
        TooManyError: too many were registered today.
    """
    kept = rules.particulars(answers)
    known = queries.by_code(kept["credit_code"])
    if known is not None:
        if by.id in accounts.member_ids(Role.AGENT, agent_id=known.id):
            return known
        raise taken()
    throttle.hit(rules.REGISTER_PER_PERSON, "agent-register", str(by.id))
    agent = Agent(submitted_at=clock.now())
    fill_in(agent, kept)
    add_once(agent)
    memberships.join(queries.house_of(agent), accounts.user(by.id), by=by)
    audit.record("agent.register", agent, by=by)
    tell_checkers(agent)
    return agent


def add_once(agent: Agent) -> None:
    """Keep a new agent, unless somebody registered the same company this very moment.

    Raises:
        InvalidError: somebody did.
    """
    try:
        with db.session.begin_nested():
            db.session.add(agent)
    except IntegrityError as error:
        raise taken() from error


def taken() -> InvalidError:
    """Return the refusal of a company that is registered: whom to ask, not who it is."""
    return InvalidError(
        "credit_code",
        _l(
            "This company is registered already. Ask the colleague who did it to invite you; if"
            " nobody knows who it was, ask the office of any market."
        ),
    )


def fill_in(agent: Agent, kept: dict[str, Any]) -> None:
    """Write the particulars into the row and its interests."""
    for name, value in kept.items():
        if name not in rules.INTERESTS:
            setattr(agent, name, value)
    wanted = {(kind, code) for name, kind in rules.INTERESTS.items() for code in kept[name]}
    for interest in list(agent.interests):
        if (interest.kind, interest.code) not in wanted:
            agent.interests.remove(interest)
    there = {(interest.kind, interest.code) for interest in agent.interests}
    for name, kind in rules.INTERESTS.items():
        agent.interests += [
            AgentInterest(kind=kind, code=code)
            for code in dict.fromkeys(kept[name])
            if (kind, code) not in there
        ]


def change(agent: Agent, *, by: audit.Actor, **answers: Any) -> bool:
    """Keep changed particulars; return whether they must be verified (again).

    A new name is checked again while access goes on until its day; another credit code is
    another company, so what was verified ends at once. A refused agent waits again.

    Raises:
        InvalidError: an answer cannot be right, or the company is registered by others.
        TooManyError: sent for verification too often.
    """
    kept = rules.particulars(answers)
    known = queries.by_code(kept["credit_code"])
    if known is not None and known.id != agent.id:
        raise taken()
    another = rules.is_another_company(agent, kept)
    again = agent.state is AgentState.REFUSED or (
        agent.state is AgentState.VERIFIED and rules.is_renamed(agent, kept)
    )
    fill_in(agent, kept)
    flag_modified(agent, "name_zh")  # the version moves on when only a region was added, too
    audit.record("agent.change", agent, by=by)
    if another:
        end_verification(agent)
    if again:
        resubmit(agent, by=by)
    return again


def resubmit(agent: Agent, *, by: audit.Actor) -> None:
    """Put the agent into the queue again."""
    throttle.hit(rules.RESUBMIT_PER_AGENT, "agent-resubmit", str(agent.id))
    rules.WORKFLOW.move(agent, "resubmit")
    agent.submitted_at = clock.now()
    agent.state_reason = ""
    audit.record("agent.resubmit", agent, by=by)
    tell_checkers(agent)


def verify(agent: Agent, *, by: audit.Actor, seen: int | None = None) -> None:
    """Let the agent see terms and write to brands for a year; a double click is one.

    Raises:
        ConflictError: it does not wait for verification, or was changed since `seen`.
    """
    if agent.standing is Standing.VERIFIED and agent.verified_by_id == by.id:
        return
    rules.WORKFLOW.move(agent, "verify")
    rules.check_seen(agent, seen)
    agent.verified_until = clock.now() + rules.VALID
    open_doors("agent.verify", agent, by=by)


def renew(agent: Agent, *, by: audit.Actor) -> None:
    """Let the verification hold for another year; a double click is one.

    Raises:
        ConflictError: it is not due for renewal.
    """
    if agent.standing is Standing.VERIFIED:
        if agent.verified_by_id == by.id:
            return
        raise ConflictError(
            _l("The verification holds until %(day)s.", day=day(agent.verified_until)),
            _l("It can be renewed in its last 60 days."),
        )
    rules.WORKFLOW.move(agent, "renew")
    agent.verified_until = rules.end_of_renewal(agent, clock.now())
    open_doors("agent.renew", agent, by=by)


def open_doors(verb: str, agent: Agent, *, by: audit.Actor) -> None:
    """Note who verified until when, and tell the agent's people."""
    agent.verified_at = clock.now()
    agent.verified_by_id = by.id
    agent.state_reason = ""
    memberships.verified_until(agent.id, agent.verified_until)
    until = day(agent.verified_until)
    audit.record(verb, agent, by=by, until=until)
    notices.send("agent.verified", people(agent), agent=name(agent), until=until)


def refuse(agent: Agent, *, by: audit.Actor, reason: str, seen: int | None = None) -> None:
    """Refuse or end a verification, with the reason; a double click is one.

    Raises:
        ConflictError: somebody else decided, or the agent was changed since `seen`.
    """
    if agent.state is AgentState.REFUSED and agent.state_reason == reason:
        return
    rules.WORKFLOW.move(agent, "refuse")
    rules.check_seen(agent, seen)
    agent.state_reason = reason
    end_verification(agent)
    audit.record("agent.refuse", agent, by=by, reason=reason)
    notices.send(
        "agent.refused",
        people(agent),
        arguments={"agent_id": agent.id},
        agent=name(agent),
        reason=reason,
    )


def end_verification(agent: Agent) -> None:
    """Close what a verification opened, with each person's next click."""
    agent.verified_until = None
    memberships.verified_until(agent.id, None)


def tell_checkers(agent: Agent) -> None:
    """Tell those who can verify: the platform's staff, and the offices of the agent's province.

    Every office may verify and has the queue on its home page; a message goes only to those who
    may know the company or can go and look, so that other offices are not taught to ignore it.
    """
    notices.send(
        "agent.submitted",
        checkers(agent),
        arguments={"agent_id": agent.id},
        agent=name(agent),
    )


def checkers(agent: Agent) -> set[int]:
    """Return the people (by number) who are told of a registration."""
    province = reference.province_of(agent.home_region)
    near = [
        market
        for market in markets.open_markets()
        if reference.province_of(market.region_code) == province
    ]
    offices = [accounts.member_ids(Role.MANAGER, market_id=market.id) for market in near]
    told = {person for office in offices for person in office}
    return (told | set(accounts.member_ids(Role.STAFF))) - set(people(agent))


def people(agent: Agent) -> list[int]:
    """Return the agent's own people, by number."""
    return accounts.member_ids(Role.AGENT, agent_id=agent.id)


def name(agent: Agent) -> dict[str, str]:
    """Return the agent's name as messages take it."""
    return {"zh": agent.name_zh, "en": agent.name_en}
