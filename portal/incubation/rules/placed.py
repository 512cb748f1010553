"""Where a brand is on its way, as the board reads it: plain values, for hundreds at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from portal.incubation.models import EnrolmentState


class BrandRead(NamedTuple):
    """A brand's names, and what its addresses say."""

    slug: str
    name_zh: str
    name_en: str
    pinyin: str


class StageRead(NamedTuple):
    """A stage's names, and how many weeks it takes at most."""

    code: str
    name_zh: str
    name_en: str
    weeks_high: int


class PauseRead(NamedTuple):
    """A time in which no clock runs."""

    paused_at: datetime
    resumed_at: datetime | None


class Placed(NamedTuple):
    """What `Standing` asks of an enrolment."""

    id: int
    brand_id: int
    state: EnrolmentState
    stage_entered_at: datetime
    finished_at: datetime | None
    held_at: datetime | None
    created_at: datetime
    brand: BrandRead
    stage: StageRead
    pauses: Sequence[PauseRead]

    @property
    def pause(self) -> PauseRead | None:
        """Return the pause that is not over yet."""
        return next((one for one in self.pauses if one.resumed_at is None), None)
