"""How a brand does on its way, and the rule by which that is counted. Pure."""

from datetime import timedelta

from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState

LONG_DAYS = 14
"""From here on an overdue milestone weighs twice: a house decision."""
LONG = timedelta(days=LONG_DAYS)
QUARTER = 25
"""Percent of a stage's weight: each that is begun costs a point."""
TWICE = 2
MONTHS_OWED = 2
"""So many months without figures weigh on a brand."""
POINTS_TWICE_RETURNED = 2
POINTS_WITHOUT_FIGURES = 2
AT_RISK = 3
"""Points from which a brand is at risk."""
HEALTH_RULE = (
    _l(
        "Overdue milestones count by their weight in the template: one point for each quarter of "
        "a stage, also for one only begun. Late by more than 14 days, a milestone counts twice."
    ),
    _l("Two points for each milestone whose evidence was returned twice."),
    _l("Two points when the figures of the last two months are owed."),
    _l("One point for each fact that no longer holds."),
    _l("One point for a stage that outlasts its plan."),
    _l("No point: going well. One or two: watch. Three and more: at risk."),
)


class Health(LabelledState):
    """How a brand does on its way."""

    RISK = "risk", _l("at risk"), "danger"
    WATCH = "watch", _l("watch"), "waiting"
    WELL = "well", _l("on track"), "done"
    PAUSED = "paused", _l("paused"), "quiet"
    ENDED = "ended", _l("ended"), "quiet"


def share(weight: int, whole: int) -> int:
    """Return how much of its stage a milestone counts for, in percent, halves rounded up."""
    return (200 * weight + whole) // (2 * whole) if whole else 0


def overdue_points(overdue: int, long_overdue: int) -> int:
    """Return what overdue shares cost, in percent of a stage; `long_overdue` is a part of all."""
    return -(-(overdue + long_overdue) // QUARTER)
