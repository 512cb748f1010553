"""What a preview says once for all brands, and what it says of each. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from portal.incubation.models import Enrolment, Milestone, MilestoneProgress
from portal.incubation.queries import FairPlan, Shift
from portal.incubation.rules import Kept, Plan

Codes = Callable[[Plan], Iterable[Milestone]]


@dataclass(frozen=True)
class Alike:
    """What moving to a version changes for every brand in the same way, said once above them.

    With one brand nothing is alike: all of it is the brand's own.
    """

    added: Sequence[Milestone]
    dropped: Sequence[Milestone]
    reworded: Sequence[Milestone]

    @classmethod
    def of(cls, plans: Sequence[Plan]) -> Self:
        """Return what these plans have in common."""
        return cls(
            in_all(plans, lambda one: one.added),
            in_all(plans, lambda one: (step.milestone for step in (*one.dropped, *one.in_review))),
            in_all(plans, lambda one: (kept.milestone for kept in one.reworded)),
        )

    def __bool__(self) -> bool:
        """Say whether there is anything."""
        return bool(self.added or self.dropped or self.reworded)

    def own_added(self, plan: Plan) -> list[Milestone]:
        """Return what is added for one brand alone, or is due there in another way."""
        return [one for one in plan.added if one not in self.added or needs_words(plan, one)]

    def own_dropped(self, plan: Plan) -> list[MilestoneProgress]:
        """Return what is dropped for one brand alone, or leaves evidence of it to read."""
        known = codes(self.dropped)
        return [
            one
            for one in plan.dropped
            if one.milestone.code not in known or one in plan.with_history
        ]

    def own_reworded(self, plan: Plan) -> list[Kept]:
        """Return what is asked differently of one brand alone."""
        return [one for one in plan.reworded if one.milestone not in self.reworded]


def in_all(plans: Sequence[Plan], milestones: Codes) -> Sequence[Milestone]:
    """Return the milestones that every plan names, by their codes, in the order of the first."""
    if len(plans) <= 1:
        return ()
    shared = set.intersection(*(codes(milestones(one)) for one in plans))
    return tuple(one for one in milestones(plans[0]) if one.code in shared)


def codes(milestones: Iterable[Milestone]) -> set[str]:
    """Return the codes of milestones."""
    return {one.code for one in milestones}


def needs_words(plan: Plan, added: Milestone) -> bool:
    """Say whether what is added wants a word of its own for a brand."""
    return added in plan.added_behind or lacks_fair(plan, added)


def lacks_fair(plan: Plan, added: Milestone) -> bool:
    """Say whether what is added counts from a fair that the brand's programme does not have."""
    return added.due_from == "fair" and not plan.enrolment.programme.fair_id


def moved_alike(plan: FairPlan) -> list[tuple[list[Enrolment], list[Shift]]]:
    """Return the brands whose days move alike, together with those days."""
    found: dict[tuple[object, ...], tuple[list[Enrolment], list[Shift]]] = {}
    for enrolment, shifts in plan.by_brand:
        days = tuple((one.step.milestone.code, one.old_on, one.new_on) for one in shifts)
        found.setdefault(days, ([], shifts))[0].append(enrolment)
    return list(found.values())
