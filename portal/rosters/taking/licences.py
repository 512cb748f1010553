"""What a table says of business licences: noted beside the paper, verified by nobody."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from portal.audit.actions import Actor
from portal.core import clock
from portal.core.db import db
from portal.markets.models import Market
from portal.papers.models import Paper
from portal.rosters import queries
from portal.rosters.reading.cells import OPEN_END
from portal.rosters.registry import Deed, Standing, Target

KIND = "licence"
COLUMNS = ("noted_on", "noted_number", "noted_until")


class Licences:
    """Notes number and last day of a licence where no version of it was ever handed in.

    It claims no fact: the memory of rosters keeps the date too, so that it comes back with the
    next export, and a paper that somebody verified is never touched by a table.
    """

    name = "licences"
    takes: frozenset[str] = frozenset()

    def standing(self, market_id: int) -> Mapping[Target, Standing]:
        """Return nothing: what is compared is what rosters said last."""
        del market_id
        return {}

    def write(self, market: Market, deeds: Sequence[Deed], by: Actor) -> None:
        """Note what rows say of licences."""
        del by
        told = {one.brand_id: one for one in deeds if one.brand_id and last_day(one) is not None}
        known = queries.licences(told)
        today = clock.today()
        made: list[tuple[Deed, Paper]] = []
        for brand_id, deed in told.items():
            paper = known.get(brand_id)
            if paper is not None and paper.versions:
                continue
            undo: dict[str, Any] = {"before": None}
            if paper is None:
                paper = Paper(market_id=market.id, brand_id=brand_id, kind=KIND, versions=[])
                db.session.add(paper)
            else:
                undo["before"] = written(paper)
            paper.noted_on, paper.noted_until = today, read_day(last_day(deed))
            paper.noted_number = deed.facts.get("credit_code", "")
            deed.undo[self.name] = undo
            made.append((deed, paper))
        db.session.flush()
        for deed, paper in made:
            deed.undo[self.name] |= {"paper": paper.id, "left": paper.version}

    def moved(self, deeds: Sequence[Deed]) -> set[int]:
        """Return the rows of whose brand somebody has handed in a paper since."""
        mine = [one for one in deeds if self.name in one.undo]
        found = queries.licences([one.brand_id for one in mine if one.brand_id])
        changed = {
            one.number
            for one in mine
            if (paper := found.get(one.brand_id or 0)) is None
            or paper.versions
            or paper.version != one.undo[self.name]["left"]
        }
        new = {one.undo.get("brands", {}).get("made", {}).get("brand"): one for one in deeds}
        noted = {one.undo[self.name]["paper"] for one in mine}
        others = queries.other_papers([number for number in new if number], noted)
        return changed | {new[number].number for number in others}

    def take_back(self, deeds: Sequence[Deed]) -> None:
        """Remove the papers that were made for a note, and let the others say what they said."""
        mine = [one for one in deeds if self.name in one.undo]
        found = queries.licences([one.brand_id for one in mine if one.brand_id])
        made = set()
        for deed in mine:
            undo, paper = deed.undo[self.name], found[deed.brand_id or 0]
            if undo["before"] is None:
                made.add(paper.id)
                continue
            for column in COLUMNS:
                setattr(paper, column, read_back(column, undo["before"][column]))
        db.session.flush()
        queries.remove(Paper, made)


def last_day(deed: Deed) -> str | None:
    """Return the last day that a row gives its licence, as rows keep it; none for no day."""
    text = deed.facts.get("licence_end", "")
    return text if text == OPEN_END or is_day(text) else None


def is_day(text: str) -> bool:
    """Say whether a fact is a day, and not an office's own words."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def read_day(text: str | None) -> date | None:
    """Return a last day; none for a licence without an end."""
    return None if text in {None, OPEN_END} else date.fromisoformat(str(text))


def written(paper: Paper) -> dict[str, str]:
    """Return what a paper's note says, as an import keeps it."""
    return {column: str(getattr(paper, column) or "") for column in COLUMNS}


def read_back(column: str, text: str) -> date | str | None:
    """Return a note's column as it was."""
    if column == "noted_number":
        return text
    return date.fromisoformat(text) if text else None
