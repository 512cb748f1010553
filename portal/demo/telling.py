"""What a story knows of its brand: the row, the house it comes to, and how far it gets."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.brands import queries as brand_queries
from portal.brands.models import Brand, Revision
from portal.demo.cast import Person
from portal.demo.material import chance, days
from portal.demo.uploads import Drawn
from portal.incubation.models import Programme

STAGE_DAYS = {
    "S1": 16,
    "S2": 34,
    "S3": 36,
    "S4": 52,
    "S5": 28,
    "S6": 36,
    "S7": 70,
    "S8": 90,
    "S9": 40,
}
"""How long the invented brands take: the quick half of what the template plans."""
PLANNED_DAYS = {
    "S1": 28,
    "S2": 56,
    "S3": 56,
    "S4": 84,
    "S5": 28,
    "S6": 56,
    "S7": 182,
    "S8": 728,
    "S9": 84,
}
STAGES = list(STAGE_DAYS)
PUBLISHED_FROM = "S3"
ADMISSION_DAYS = 9
AWAY_DAYS = 100
"""How long after its first admission a brand that had left comes in again."""
QUICKER = {"S6": 24, "S7": 45, "S8": 30, "S9": 20}
"""The graduate's last stages: it had its shops before it came."""
GRADUATED_DAYS = 186
"""How long ago the graduate got its certificate: the office is to ask how it does."""


@dataclass
class House:
    """The market that a brand comes to, and who works there."""

    slug: str
    market_id: int
    office: list[Person]
    programme: Programme


@dataclass
class Telling:
    """A brand's row, its people, and what the stories have made so far."""

    row: dict[str, Any]
    house: House
    owner: Person
    now: datetime
    drawn: Drawn
    brand_id: int = 0
    slug: str = ""

    @property
    def manager(self) -> Person:
        """Return who of the office looks after this brand."""
        return self.house.office[int(self.row["seed"]) % len(self.house.office)]

    @property
    def stage(self) -> str:
        """Return the stage where the story stands today."""
        return str(self.row["journey"]["stage"])

    @property
    def pace(self) -> str:
        """Return how the brand goes: on_time, late or returned."""
        return str(self.row["journey"]["pace"])

    @property
    def entered(self) -> datetime:
        """Return when the brand entered the stage where it stands."""
        if self.fate == "graduated":
            return self.now - days(GRADUATED_DAYS + self.length(self.stage))
        dice = chance("entered", self.row["key"])
        if self.pace == "late":
            over = PLANNED_DAYS[self.stage] if self.stage != "S8" else 160
            return self.now - days(over + dice.randint(8, 30))
        return self.now - days(STAGE_DAYS[self.stage] * dice.uniform(0.35, 0.6))

    @property
    def begun(self) -> datetime:
        """Return when the maker applied."""
        passed = STAGES[: STAGES.index(self.stage)]
        away = AWAY_DAYS if self.fate == "again" else 0
        lengths = sum(self.length(code) for code in passed)
        return self.entered - days(lengths + ADMISSION_DAYS + away)

    def length(self, code: str) -> int:
        """Return how many days the brand takes for a stage."""
        quicker = QUICKER if self.fate == "graduated" else {}
        return quicker.get(code, STAGE_DAYS[code])

    @property
    def come_in(self) -> datetime:
        """Return when the brand came into the programme, for the last time."""
        return self.begun + days(ADMISSION_DAYS + (AWAY_DAYS if self.fate == "again" else 0))

    def enters(self, code: str) -> datetime:
        """Return when the brand enters a stage that it has reached."""
        before = STAGES[: STAGES.index(code)]
        return self.come_in + days(sum(self.length(one) for one in before))

    @property
    def fate(self) -> str:
        """Return what the office did to its way; empty for the usual course."""
        return str(self.row["journey"].get("fate", ""))


def brand_of(telling: Telling) -> Brand:
    """Return the brand's row as it is now."""
    return brand_queries.brand(telling.house.slug, telling.slug)


def draft_of(telling: Telling) -> Revision:
    """Return the open revision of a brand that has one."""
    draft = brand_queries.profile(telling.house.slug, telling.slug).draft
    if draft is None:
        raise ValueError(f"{telling.row['key']} has no open revision")
    return draft
