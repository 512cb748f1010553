"""The kinds of paper there are, from `data/papers.json`. Read once, never changed at run time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from portal.core.i18n import lazy_gettext as _l

DATA = Path(__file__).resolve().parent / "data" / "papers.json"


class Clock(StrEnum):
    """How a kind of paper runs out."""

    EXPIRY = "expiry"
    """On the date that stands on it, or never (长期)."""
    TERM = "term"
    """Some years after the day of issue, unless it names another day."""
    NONE = "none"


class Holder(StrEnum):
    """Whose name stands on it."""

    COMPANY = "company"
    BRAND = "brand"
    PERSON = "person"

    @property
    def label(self) -> object:
        """Return the holder in words."""
        return {
            Holder.COMPANY: _l("Company on the paper"),
            Holder.BRAND: _l("Owner or brand on the paper"),
            Holder.PERSON: _l("Name on the card"),
        }[self]


@dataclass(frozen=True)
class Kind:
    """One kind of paper. Days and months count from the end of its term."""

    code: str
    name_zh: str
    name_en: str
    purpose_zh: str
    purpose_en: str
    renewal_zh: str
    renewal_en: str
    holder: Holder
    clock: Clock
    years: int | None
    remind: Sequence[int]
    grace_months: int
    """By law, as a trademark has; what an office grants comes on top."""
    renew_months: int
    """How long before its end a renewal can be asked for; 0 for any time."""
    per_category: bool
    masked: bool
    """Of its number only the ends are kept."""
    public: bool
    """Whether the public page may say that the office has seen it."""
    usual: bool
    """Whether every brand is asked for it where the office has said nothing."""
    consequence: str
    scope: str
    grace_days: int

    @property
    def notice_days(self) -> int:
        """Return how many days before its end it counts as running out."""
        return max(self.remind)


@cache
def every() -> Mapping[str, Kind]:
    """Return the kinds by code, in the order in which they are shown."""
    rows: list[dict[str, Any]] = json.loads(DATA.read_text(encoding="utf-8"))["kinds"]
    return {row["code"]: made(row) for row in rows}


def made(row: Mapping[str, Any]) -> Kind:
    """Return the kind that a row describes."""
    typed = {"holder": Holder(row["holder"]), "clock": Clock(row["clock"])}
    return Kind(**{**row, **typed})
