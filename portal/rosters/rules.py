"""Which merchant a row means, what it would change, and what an import may do when. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow
from portal.reference import queries as reference
from portal.rosters.models import Outcome, Roster, RosterRow
from portal.rosters.models import RosterState as R
from portal.rosters.reading.lines import Line, key_of
from portal.rosters.reading.words import Say, Weight
from portal.rosters.registry import Standing, Target

WORKFLOW = Workflow(
    {
        "read": Step(frozenset({R.UPLOADED, R.PREVIEW}), R.READING),
        "show": Step(frozenset({R.READING}), R.PREVIEW),
        "choose again": Step(frozenset({R.PREVIEW}), R.UPLOADED),
        "apply": Step(frozenset({R.PREVIEW}), R.APPLIED),
        "undo": Step(frozenset({R.APPLIED}), R.UNDONE),
        "discard": Step(frozenset({R.UPLOADED, R.READING, R.PREVIEW}), R.DISCARDED),
    }
)
OUTCOMES: Mapping[Outcome, tuple[object, str, str]] = {
    Outcome.NEW: (_l("new"), "done", "plus"),
    Outcome.CHANGED: (_l("changed"), "waiting", "pencil"),
    Outcome.DOUBTFUL: (_l("doubtful"), "waiting", "eye"),
    Outcome.PROBLEM: (_l("problem"), "danger", "circle-alert"),
    Outcome.UNCHANGED: (_l("no change"), "quiet", "check"),
    Outcome.LEFT_OUT: (_l("left out"), "quiet", "minus"),
}
"""Each outcome's word, tone and sign."""
OPEN = frozenset({R.UPLOADED, R.READING, R.PREVIEW})
TICKABLE = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.DOUBTFUL})
TICKED_AT_FIRST = frozenset({Outcome.NEW, Outcome.CHANGED})
UNDO_WITHIN = timedelta(days=1)
KEEP_FILES = timedelta(days=90)
AT_ONCE = 1000
"""Rows that are read while the visitor waits; longer tables are read behind the pages."""
NAMES_TOLD = 3


@dataclass(frozen=True)
class Merchant:
    """What a row is compared with to find out whom it means."""

    company_id: int
    brand_id: int | None
    credit_code: str = ""
    names: tuple[str, ...] = ()
    """The brand's names and former names, as compared."""
    called: str = ""
    stalls: tuple[str, ...] = ()
    person: str = ""
    mobile: str = ""

    @property
    def target(self) -> Target:
        """Return its numbers."""
        return self.company_id, self.brand_id


@dataclass
class Known:
    """All merchants of a market, by what rows name them with."""

    merchants: Iterable[Merchant]
    by_code: dict[str, list[Merchant]] = field(default_factory=lambda: defaultdict(list))
    by_stall: dict[str, list[Merchant]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Merchant]] = field(default_factory=lambda: defaultdict(list))
    by_person: dict[tuple[str, str], list[Merchant]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def __post_init__(self) -> None:
        for one in self.merchants:
            if one.credit_code:
                self.by_code[one.credit_code].append(one)
            for stall in one.stalls:
                self.by_stall[stall].append(one)
            for name in one.names:
                self.by_name[name].append(one)
            if one.brand_id is None:
                self.by_person[one.person, one.mobile].append(one)


@dataclass(frozen=True)
class Match:
    """Whom a row means: nobody yet, a company, or a company's brand."""

    company_id: int | None = None
    brand_id: int | None = None
    known: bool = False
    say: Say | None = None


def match(facts: Mapping[str, str], known: Known) -> Match:
    """Return whom a row means: by credit code, then by stall, then by name."""
    for find in (by_code, by_stall, by_name):
        if found := find(facts, known):
            return found
    alike = known.by_person.get((facts.get("person", ""), facts.get("mobile", "")), [])
    if not facts.get("brand") and len(alike) == 1 and facts.get("person"):
        return hit(alike[0])
    return Match(say=why_new(facts, known))


def why_new(facts: Mapping[str, str], known: Known) -> Say | None:
    """Return what is doubtful about a merchant whom nothing here fits."""
    if holders := known.by_stall.get(facts.get("stall", ""), []):
        return Say("stall_known", "stall", {"name": told(holders)})
    return Say("name_known", "brand") if known.by_name.get(key_of(name_in(facts))) else None


def hit(merchant: Merchant, say: Say | None = None) -> Match:
    """Return a merchant as found."""
    return Match(merchant.company_id, merchant.brand_id, known=True, say=say)


def told(merchants: Sequence[Merchant]) -> str:
    """Return what merchants are called, in a sentence."""
    return "、".join(one.called for one in merchants[:NAMES_TOLD])


def name_in(facts: Mapping[str, str]) -> str:
    """Return the name of the brand that a row gives."""
    return facts.get("brand") or facts.get("brand_en") or ""


def by_code(facts: Mapping[str, str], known: Known) -> Match | None:
    """Find the company by its code, then which of its brands the row means."""
    theirs = known.by_code.get(facts.get("credit_code", ""), [])
    if not theirs:
        return None
    name, stall = key_of(name_in(facts)), facts.get("stall")
    if not name:
        here = [one for one in theirs if stall in one.stalls] or theirs
        if len(here) > 1:
            return Match(say=Say("several_known", "credit_code", {"name": told(here)}))
        return hit(here[0])
    return by_name_in_company(name, facts, theirs)


def by_name_in_company(name: str, facts: Mapping[str, str], theirs: Sequence[Merchant]) -> Match:
    """Find which brand of a company a row names; it may be called otherwise now, or be new."""
    if same := [one for one in theirs if name in one.names]:
        return hit(same[0])
    former, stall = key_of(facts.get("former", "")), facts.get("stall")
    again = [one for one in theirs if (former and former in one.names) or stall in one.stalls]
    if again and again[0].brand_id:
        return hit(again[0], Say("renamed", "brand", {"name": again[0].called}))
    if without := [one for one in theirs if one.brand_id is None]:
        return hit(without[0])
    say = Say("second_brand", "credit_code", {"name": told(theirs)})
    return Match(theirs[0].company_id, None, say=say)


def by_stall(facts: Mapping[str, str], known: Known) -> Match | None:
    """Find who holds the stall, if the row may mean the same merchant."""
    names = {key_of(name_in(facts)), key_of(facts.get("former", ""))} - {""}
    for one in known.by_stall.get(facts.get("stall", ""), []):
        if other_code(facts, one):
            continue
        if names & set(one.names) or (one.brand_id is None and one.person == facts.get("person")):
            return hit(one)
    return None


def by_name(facts: Mapping[str, str], known: Known) -> Match | None:
    """Find the one brand of that name that is not another company's."""
    name = key_of(name_in(facts))
    fitting = [one for one in known.by_name.get(name, []) if name and not other_code(facts, one)]
    exact = [one for one in fitting if one.called == name_in(facts)]
    if len(exact) == 1:
        return hit(exact[0])
    if len(fitting) > 1:
        return Match(say=Say("several_known", "brand", {"name": told(fitting)}))
    return hit(fitting[0]) if fitting else None


def other_code(facts: Mapping[str, str], merchant: Merchant) -> bool:
    """Say whether row and merchant have credit codes that differ."""
    code = facts.get("credit_code")
    return bool(code and merchant.credit_code and code != merchant.credit_code)


@dataclass
class Compared:
    """A row beside what is known."""

    outcome: Outcome
    effect: str
    changes: dict[str, list[str]]
    says: list[Say]
    match: Match


OF_THE_FILE = frozenset({"repeat", "same_name", "same_stall", "same_code"})
"""Remarks that come of other rows, not of the cell itself."""
KNOWN_LATER = frozenset({"stall_known", "name_known", "second_brand", "renamed", "several_known"})
"""Remarks that come of what is known, not of what is written."""
NOTHING_KNOWN = Standing({})


def compare(line: Line, known: Known, standing: Mapping[Target, Standing]) -> Compared:
    """Return what a row would do. An empty cell says nothing; it never empties what stands."""
    if line.left_out:
        return Compared(Outcome.LEFT_OUT, "", {}, line.says, Match())
    found = match(line.facts, known)
    here = (
        standing.get((found.company_id, found.brand_id), NOTHING_KNOWN)
        if found.known
        else NOTHING_KNOWN
    )
    same = {name for name, text in line.typed.items() if text and stands(name, text, here)}
    says = [
        one
        for one in line.says
        if one.about not in same or one.weight is Weight.NOTE or one.code in OF_THE_FILE
    ]
    if found.say:
        says.append(found.say)
    changes = {
        name: [here.values.get(name, ""), value]
        for name, value in line.facts.items()
        if name not in same and name not in here.locked and value != here.values.get(name, "")
    }
    effect = "" if found.known and not changes else "changed" if found.known else "new"
    return Compared(outcome_of(says, effect), effect, changes, says, found)


def stands(name: str, text: str, here: Standing) -> bool:
    """Say whether a cell says, as it is written, what is known already."""
    return here.values.get(name) == text


def outcome_of(says: Sequence[Say], effect: str) -> Outcome:
    """Return what becomes of a row."""
    weights = {one.weight for one in says}
    if Weight.PROBLEM in weights:
        return Outcome.PROBLEM
    if not effect:
        return Outcome.UNCHANGED
    if Weight.DOUBT in weights:
        return Outcome.DOUBTFUL
    return Outcome.NEW if effect == "new" else Outcome.CHANGED


def by_company(rows: Sequence[RosterRow], at_once: int) -> Iterator[list[RosterRow]]:
    """Yield rows in pieces of about so many; the rows of one company are never parted.

    A company is told by its number, a new one by its credit code, and a row with neither stands
    alone: what a row leaves behind is then final once its piece is written.
    """
    together: dict[object, list[RosterRow]] = defaultdict(list)
    for row in rows:
        known = row.target.get("company") or row.facts.get("credit_code")
        together[known or ("row", row.number)].append(row)
    piece: list[RosterRow] = []
    for some in together.values():
        piece += some
        if len(piece) >= at_once:
            yield piece
            piece = []
    if piece:
        yield piece


def is_category(text: str) -> bool:
    """Say whether a category is a code of the list, and not the office's own words."""
    return reference.is_known("category", text)


def check_seen(roster: Roster, seen: int | None) -> None:
    """Refuse to act on a preview that is not the one that was seen.

    Raises:
        ConflictError: somebody has changed it since.
    """
    if seen != roster.version:
        raise ConflictError(
            _l("Somebody has worked on this import since you opened the page."),
            _l("Look at it again, then decide."),
        )


def check_undo(roster: Roster, now: datetime) -> None:
    """Refuse to take back what was taken over too long ago.

    Raises:
        ConflictError: more than a day has passed.
    """
    if not may_undo(roster, now) and roster.state is R.APPLIED:
        raise ConflictError(
            _l("An import can be taken back within a day; this one is older."),
            _l("Correct what is wrong in a table, and import that."),
        )


def may_undo(roster: Roster, now: datetime) -> bool:
    """Say whether an import can still be taken back."""
    applied = roster.state is R.APPLIED and roster.applied_at is not None
    return applied and now - roster.applied_at <= UNDO_WITHIN  # type: ignore[operator]
