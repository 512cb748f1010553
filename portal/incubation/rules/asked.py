"""What the board is asked to show, and in which order. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.incubation.rules.standing import Standing

SORTS: Mapping[str, Callable[[Standing], tuple[object, ...]]] = {
    "health": lambda one: (-one.points, -one.days_over),
    "days": lambda one: (-one.days,),
    "over": lambda one: (one.plan_days - one.days,),
    "overdue": lambda one: (-one.overdue, -one.long_overdue),
    "name": lambda one: (one.enrolment.brand.pinyin, one.enrolment.brand.name_zh),
}
"""How the board may be ordered; without one, by stage and then by how long in it."""


def in_order(standings: Sequence[Standing], sort: str) -> list[Standing]:
    """Return the brands in the order that is asked for; what makes no sense changes nothing."""
    key = SORTS.get(sort)
    return sorted(standings, key=key) if key else list(standings)


@dataclass(frozen=True)
class Criteria:
    """What the board is asked to show."""

    q: str = ""
    stage: str = ""
    turn: str = ""
    stuck: bool = False
    graduated: bool = False
    programme: int = 0
    category: str = ""
    hall: int = 0
    mentor: int = 0
    health: str = ""
    sort: str = ""
    view: str = ""
    """`list` for a table; else brands hang from the tape."""

    @property
    def narrowed(self) -> int:
        """Return how many filters are set beside the search line."""
        flags = (self.stage, self.turn, self.stuck, self.graduated)
        rows = (self.programme, self.hall, self.mentor)
        return sum(map(bool, (*flags, *rows, self.category, self.health)))

    def admits(self, one: Standing) -> bool:
        """Say whether a brand is asked for (the name is matched by the database)."""
        return (
            (not self.stage or self.stage == one.enrolment.stage.code)
            and (not self.turn or self.turn == one.turn.value)
            and (not self.health or self.health == one.health.value)
            and (not self.stuck or one.stuck_days > 0)
        )


def by_stuck(standings: Iterable[Standing]) -> list[Standing]:
    """Return the stuck ones, the longest first."""
    stuck = (one for one in standings if one.stuck_days)
    return sorted(stuck, key=lambda one: (-one.stuck_days, one.enrolment.brand_id))
