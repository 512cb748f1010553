"""Help with fees that the offices of the demo gave while their brands went on."""

from datetime import datetime

from portal.core import clock
from portal.demo.material import chance, days, office_hour
from portal.demo.telling import STAGES, Telling, brand_of
from portal.demo.timeline import Story
from portal.leasing import actions as leasing

GIVEN = (
    ("S2", "trademark", 300, 600, "商标注册官费，凭受理通知书报销一半。"),
    ("S4", "inspection", 400, 1200, "首季质检报告费，孵化期内补贴。"),
    ("S6", "fair", 800, 2400, "首场订货会展位费，市场承担一半。"),
)
"""Stage, kind, least and most in yuan, and why."""
ASKED = 0.75
"""So many of the brands asked for it."""


def with_fees(telling: Telling) -> Story:
    """Give a brand help with a fee in some of the stages that lie behind it."""
    for code, kind, least, most, reason in GIVEN:
        dice = chance("fee", telling.row["key"], code)
        if not is_behind(telling, code) or unasked(telling, dice.random()):
            continue
        yield at(telling, code)
        leasing.grant_fee(
            brand_of(telling),
            kind=kind,
            fen=dice.randrange(least, most + 1, 100) * 100,
            granted_on=clock.today(),
            reason=reason,
            by=telling.manager,
        )


def unasked(telling: Telling, luck: float) -> bool:
    """Say whether a brand did not ask for help; the graduate always did."""
    return luck > ASKED and telling.fate != "graduated"


def is_behind(telling: Telling, code: str) -> bool:
    """Say whether a brand has passed a stage."""
    graduated = telling.fate == "graduated"
    return graduated or STAGES.index(code) < STAGES.index(telling.stage)


def at(telling: Telling, code: str) -> datetime:
    """Return when in a stage the help is given: towards its end."""
    return office_hour(telling.enters(code) + days(telling.length(code) * 0.8), ("fee", code))
