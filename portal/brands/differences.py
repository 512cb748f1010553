"""What one revision changes against another: field by field, word by word, picture by picture."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from portal.brands import kinds, offers
from portal.brands.fields import BY_NAME, FIELDS, Field, Group, Visibility, read
from portal.brands.models import ProfilePicture, Revision
from portal.brands.offers import Offer
from portal.brands.offers.kinds import Offers
from portal.core.i18n import said

WORDS = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
"""A Latin word, white space or one other character: Chinese is compared by character."""
SENTENCES = re.compile(r"[^。！？.!?\n]*[。！？.!?\n]+|[^。！？.!?\n]+")
MOST_SENTENCES = 150
MOST_WORDS = 200
"""Comparing takes up to the cube of these in time; longer stretches are shown whole."""


@dataclass(frozen=True)
class Run:
    """A stretch of a text, or one of several terms: `kept`, `gone` or `new`."""

    sign: str
    text: str


@dataclass(frozen=True)
class Change:
    """One field that differs.

    `side` is the language of a bilingual text, else empty; `runs` weave its wordings together.
    `terms` are those of a list that were chosen before or are now.
    """

    field: Field
    old: Markup
    new: Markup
    side: str = ""
    runs: Sequence[Run] = ()
    terms: Sequence[Run] = ()
    what: Markup | None = None
    """Which of several things in the field differs, like a term of an offer."""

    @property
    def title(self) -> object:
        """Return what differs, in words."""
        return self.what or self.field.label


@dataclass(frozen=True)
class PictureChange:
    """One picture that was `added`, `removed`, `moved` or `captioned`. Places count from 1."""

    what: str
    picture: ProfilePicture
    old_place: int = 0
    new_place: int = 0
    old_caption: str = ""


@dataclass(frozen=True)
class Difference:
    """Exactly what one revision changes against another."""

    changes: Sequence[Change]
    pictures: Sequence[PictureChange]

    def __bool__(self) -> bool:
        return bool(self.changes or self.pictures)

    @property
    def count(self) -> int:
        """Return how many things differ."""
        return len(self.changes) + len(self.pictures)

    def of_group(self, group: Group) -> list[Change]:
        """Return the changes of a section."""
        return [change for change in self.changes if change.field.group is group]

    def of_kind(self, what: str) -> list[PictureChange]:
        """Return the pictures to which one thing happened."""
        return [change for change in self.pictures if change.what == what]


def difference(
    old: Revision | None, new: Revision, viewer: Visibility = Visibility.OFFICE
) -> Difference:
    """Return what `new` changes against `old`, field by field, as far as a class of reader sees it.

    All of it is new when there is no old.
    """
    changes = [
        change
        for field in FIELDS
        if not isinstance(field.kind, kinds.Pictures) and field.visibility <= viewer
        for change in field_changes(field, old, new)
    ]
    return Difference(changes, picture_changes(old.pictures if old else [], new.pictures))


def field_changes(field: Field, old: Revision | None, new: Revision) -> list[Change]:
    """Return how one field differs: both languages of a text on their own."""
    if isinstance(field.kind, kinds.Text):
        return text_changes(field, old, new)
    if isinstance(field.kind, Offers):
        return offer_changes(field, (old and old.offers) or [], new.offers or [])
    before, after = value_of(field, old), value_of(field, new)
    if before == after:
        return []
    terms = term_changes(field.kind, before or [], after or []) if many(field) else []
    return [Change(field, written(field, old), written(field, new), terms=terms)]


def offer_changes(field: Field, old: Sequence[Offer], new: Sequence[Offer]) -> list[Change]:
    """Return how offers differ, term by term; an offer that came or went as a whole."""
    before = {one["key"]: one for one in old}
    after = {one["key"]: one for one in new}
    changes = []
    for key, offer in after.items():
        was = before.get(key, {})
        if not was or offers.title(was) != offers.title(offer):
            former = offers.title(was) if was else Markup()
            changes.append(Change(field, former, offers.title(offer)))
        changes += term_by_term(field, was, offer)
    gone = [one for key, one in before.items() if key not in after]
    return changes + [Change(field, offers.title(one), Markup()) for one in gone]


def term_by_term(field: Field, was: Offer, offer: Offer) -> list[Change]:
    """Return the terms in which an offer differs from what it was."""
    name = offers.title(offer)
    return [
        Change(
            field,
            worded(term, was),
            worded(term, offer),
            what=Markup("{} · {}").format(name, term.label),
        )
        for term in offers.TERMS
        if was.get(term.name) != offer.get(term.name)
    ]


def worded(term: offers.Term, offer: Offer) -> Markup:
    """Return a term of an offer in words; nothing where the offer says nothing."""
    return offers.line(term, offer[term.name]).value if term.name in offer else Markup()


def terms_changes(old: Revision | None, new: Revision) -> list[Change]:
    """Return how the exact terms differ: what connected agents are told."""
    return offer_changes(BY_NAME["offers"], (old and old.offers) or [], new.offers or [])


def many(field: Field) -> bool:
    """Say whether several terms are chosen."""
    return isinstance(field.kind, kinds.Codes)


def term_changes(kind: kinds.Kind, before: Sequence[str], after: Sequence[str]) -> list[Run]:
    """Return every term chosen before or now, with what happened to it, in the table's order."""
    old, new = kind.parts(before), kind.parts(after)
    every = kind.parts(list({*before, *after}))
    return [
        Run("kept" if one in old and one in new else "gone" if one in old else "new", one)
        for one in every
    ]


def written(field: Field, revision: Revision | None) -> Markup:
    """Return a field's value for reading; nothing for nothing."""
    return kinds.listed(read(field, revision)) if revision else Markup()


def value_of(field: Field, revision: Revision | None) -> Any:
    """Return what stands in a field; None for nothing, whatever nothing looks like."""
    value = getattr(revision, field.name) if revision else None
    if isinstance(value, list):
        return sorted(value) or None
    return None if value == "" else value


def text_changes(field: Field, old: Revision | None, new: Revision) -> list[Change]:
    """Return how the sides of a text differ."""
    found = []
    for side, column in zip(("zh", "en"), field.columns, strict=True):
        before, after = (getattr(old, column) if old else ""), getattr(new, column)
        if before != after:
            runs = compare(before, after) if before and after else []
            found.append(Change(field, said(before), said(after), side, runs))
    return found


def compare(old: str, new: str) -> list[Run]:
    """Return a text's old and new wording woven together: sentences first, then their words."""
    before, after = SENTENCES.findall(old), SENTENCES.findall(new)
    if max(len(before), len(after)) > MOST_SENTENCES:
        return [Run("gone", old), Run("new", new)]
    runs: list[Run] = []
    for gone, came in stretches(before, after):
        pieces = WORDS.findall(gone), WORDS.findall(came)
        if gone == came or max(map(len, pieces)) > MOST_WORDS:
            add(runs, gone, came)
            continue
        for old_words, new_words in stretches(*pieces):
            add(runs, old_words, new_words)
    return runs


def stretches(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """Return both sequences as pairs of stretches; the same text twice where nothing changed."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        ("".join(before[i1:i2]), "".join(after[j1:j2]))
        for _sign, i1, i2, j1, j2 in matcher.get_opcodes()
    ]


def add(runs: list[Run], gone: str, came: str) -> None:
    """Add a pair of stretches to the runs."""
    if gone == came:
        runs.append(Run("kept", gone))
        return
    runs += [Run(sign, text) for sign, text in (("gone", gone), ("new", came)) if text]


def picture_changes(
    old: Sequence[ProfilePicture], new: Sequence[ProfilePicture]
) -> list[PictureChange]:
    """Return the pictures that came, went, changed places among those kept, or their words."""
    before = {picture.file_id: place for place, picture in enumerate(old, 1)}
    after = {picture.file_id: place for place, picture in enumerate(new, 1)}
    added = [one for one in new if one.file_id not in before]
    removed = [one for one in old if one.file_id not in after]
    kept = [one for one in new if one.file_id in before]
    still = standing([before[one.file_id] for one in kept])
    words = {one.file_id: one for one in old}
    changes = [PictureChange("added", one, 0, after[one.file_id]) for one in added]
    changes += [PictureChange("removed", one, before[one.file_id]) for one in removed]
    for one in kept:
        places = before[one.file_id], after[one.file_id]
        if before[one.file_id] not in still:
            changes.append(PictureChange("moved", one, *places))
        if captions(words[one.file_id]) != captions(one):
            changes.append(PictureChange("captioned", one, *places, captions(words[one.file_id])))
    return changes


def standing(places: Sequence[int]) -> set[int]:
    """Return those that nobody moved: the longest run of old places that is still in order."""
    runs: list[list[int]] = [[]]
    for place in places:
        fitting = [run for run in runs if not run or run[-1] < place]
        runs.append([*longest(fitting), place])
    return set(longest(runs))


def longest(runs: Sequence[list[int]]) -> list[int]:
    """Return the longest of several runs, the first of equals."""
    lengths = [len(run) for run in runs]
    return runs[lengths.index(max(lengths))]


def captions(picture: ProfilePicture) -> str:
    """Return both captions of a picture as one text."""
    return " / ".join(filter(None, (picture.caption_zh, picture.caption_en)))
