"""What follows from papers that are missing or have run out: the one place. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal.papers.models import Effect, PaperRequirement, Scope, Standing
from portal.papers.rules.standing import NO_END, NOTHING, Facts, lapses_on, standing
from portal.reference import papers as kinds
from portal.reference.papers import Kind

CHILDREN = "K"
"""The head of the categories of children's wear."""
LONGEST_GRACE = 365
ORDER: Mapping[Effect, int] = {one: at for at, one in enumerate(Effect)}


@dataclass(frozen=True)
class Wanted:
    """What a market asks of a brand today."""

    kind: Kind
    category: str
    effect: Effect
    grace_days: int
    since: date


def asked_of(
    rules: Mapping[str, PaperRequirement], category: str, held: Collection[str]
) -> list[Wanted]:
    """Return what a brand is asked for, by its market's rules.

    Where the office has said nothing the usual papers are asked for, with reminders alone.

    Args:
        rules: the market's, by kind.
        category: of the brand's goods; empty when it has not said.
        held: the kinds of which it has handed something in.
    """
    found = []
    for kind in kinds.every().values():
        rule = rules.get(kind.code)
        if not (applies(rule, kind, category, held) and (category or not kind.per_category)):
            continue
        found.append(
            Wanted(
                kind=kind,
                category=category if kind.per_category else "",
                effect=rule.effect if rule else Effect.REMIND,
                grace_days=rule.grace_days if rule else 0,
                since=rule.since if rule else date.min,
            )
        )
    return found


def applies(
    rule: PaperRequirement | None, kind: Kind, category: str, held: Collection[str]
) -> bool:
    """Say whether a rule, or the lack of one, asks a brand for a kind of paper."""
    if rule is None:
        return kind.usual
    if rule.scope is Scope.CHILDREN:
        return category.startswith(CHILDREN)
    return rule.scope is Scope.EVERY or kind.code in held


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from one paper, from a day on. That day may lie ahead."""

    kind: Kind
    category: str
    effect: Effect
    starts_on: date
    ended_on: date | None
    """The last good day of the paper that ran out; none where there is no paper."""
    standing: Standing
    holds: bool
    """Whether it holds today."""


def consequences(
    wanted: Iterable[Wanted],
    held: Mapping[tuple[str, str], Facts],
    joined_on: date,
    today: date,
) -> list[Consequence]:
    """Return all that follows, now or on a day known already; the hardest and nearest first.

    A paper that ran out has its own day, one that never came the day on which it was asked for
    or the brand came, whichever is later; then come the office's days of grace.
    """
    found = []
    for one in wanted:
        facts = held.get((one.kind.code, one.category), NOTHING)
        lapsed = lapses_on(one.kind, facts.end) if facts.in_force else None
        if lapsed == NO_END:
            continue
        first = lapsed + timedelta(days=1) if lapsed else max(joined_on, facts.fell_on or joined_on)
        starts_on = max(first, one.since) + timedelta(days=one.grace_days)
        found.append(
            Consequence(
                kind=one.kind,
                category=one.category,
                effect=one.effect,
                starts_on=starts_on,
                ended_on=facts.expires_on if facts.in_force else None,
                standing=standing(one.kind, facts, today),
                holds=starts_on <= today,
            )
        )
    return sorted(found, key=lambda one: (not one.holds, ORDER[one.effect], one.starts_on))


def paused_from(found: Iterable[Consequence]) -> date | None:
    """Return the first day on which the public page is paused; none when no day is known."""
    return min((one.starts_on for one in found if one.effect is Effect.PAUSED), default=None)


def obstacles(found: Iterable[Consequence], *effects: Effect) -> list[Consequence]:
    """Return what stands in the way today by one of these effects."""
    return [one for one in found if one.holds and one.effect in effects]
