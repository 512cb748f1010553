"""Who reads what of a profile: a value reaches a page through `readable`, never otherwise."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.access.permissions import Permission
from portal.access.policy import Person, permits
from portal.brands import registry
from portal.brands.fields.claims import Claim
from portal.brands.fields.groups import Group, Visibility
from portal.brands.fields.table import BY_NAME, Field, of_group
from portal.brands.kinds import Line, Text, listed
from portal.brands.models import Brand, ProfilePicture, Revision
from portal.brands.offers import BANDS, ShownOffer, released_bands, term_word
from portal.brands.offers import shown as shown_offers
from portal.brands.offers.kinds import Released
from portal.core.i18n import paragraphs, plain, said

FIGURE = re.compile(r"^(\D*)((?:\d[\d,]*(?:\.\d+)?)?)(.*)$", re.DOTALL)
P, L, C, M = Visibility
NOTHING: Mapping[str, Claim] = {}


def viewer_class(person: Person, brand: registry.OfBrand) -> Visibility:
    """Return how much of a brand's profile a person may read.

    Its owner sees as much as a connected agent here, and all of it in the workroom.
    """
    if permits(person, Permission.PROFILE_WHOLE, brand):
        return M
    if permits(person, Permission.PROFILE_EXACT, brand):
        return C
    if not permits(person, Permission.PROFILE_TERMS, brand):
        return P
    return C if person.verified_agent and registry.is_connected(person, brand) else L


def workroom_class(person: Person, brand: Brand) -> Visibility:
    """Return how much a person may read in the workroom: its own people all of it, others less."""
    own = permits(person, Permission.PROFILE_EXACT, brand)
    return M if own else viewer_class(person, brand)


@dataclass(frozen=True)
class Reading:
    """A field as it is read: its value in words, and the same piece by piece."""

    field: Field
    parts: Sequence[Markup]
    claim: Claim | None = None
    """What stands behind it; none where only the brand says so."""

    @property
    def value(self) -> Markup:
        """Return the value as one line; nothing for an empty field."""
        return listed(self.parts)

    @property
    def figure(self) -> Markup:
        """Return the value with its number made strong: for numbers in large type."""
        before, number, after = FIGURE.match(str(self.value)).groups()  # type: ignore[union-attr]
        return Markup("{}<strong>{}</strong>{}").format(Markup(before), number, Markup(after))  # noqa: S704 -- parts of a value


@dataclass(frozen=True)
class Section:
    """A group of fields as they are read."""

    group: Group
    readings: Sequence[Reading]


@dataclass(frozen=True)
class Sheet:
    """A profile as one class of reader sees it. Goes through its sections; has no other field."""

    revision: Revision
    viewer: Visibility
    sections: Sequence[Section]
    pictures: Sequence[ProfilePicture]
    offers: Sequence[ShownOffer] = ()
    """The exact terms, where the reader may see them."""

    def __iter__(self) -> Iterator[Section]:
        return iter(self.sections)

    @property
    def shows_terms(self) -> bool:
        """Say whether this reader sees more than the public."""
        return self.viewer > P

    @property
    def shows_exact(self) -> bool:
        """Say whether this reader sees the exact terms."""
        return self.viewer >= C

    def is_open(self, name: str) -> bool:
        """Say whether a field is for this reader, filled in or not."""
        return BY_NAME[name].visibility <= self.viewer

    def band(self, name: str) -> Markup:
        """Return the released band of a term in words; nothing when this reader sees none."""
        if not self.is_open("released"):
            return Markup()
        code = released_bands(self.revision).get(name)
        return term_word(BANDS[name].vocabulary, code) if code else Markup()

    def get(self, name: str) -> Reading | None:
        """Return a field by its name, or None when it is empty or not for this reader."""
        readings = (one for section in self.sections for one in section.readings)
        return next((one for one in readings if one.field.name == name and one.parts), None)

    def some(self, *names: str) -> list[Reading]:
        """Return those of the named fields that are filled in and for this reader."""
        return [found for name in names if (found := self.get(name))]


def readable(
    revision: Revision,
    viewer: Visibility,
    *,
    blanks: bool = False,
    claims: Mapping[str, Claim] = NOTHING,
) -> Sheet:
    """Return what a class of reader sees of a revision; with `blanks` empty fields too.

    `claims` are what stands behind its fields, by their names.
    The revision's pictures and their files must be loaded.
    """
    sections = []
    for group in Group:
        shown = [field for field in of_group(group) if field.visibility <= viewer]
        readings = [
            Reading(one, shown_to(viewer, one, revision), claims.get(one.name)) for one in shown
        ]
        kept = [one for one in readings if blanks or one.parts]
        if kept:
            sections.append(Section(group, kept))
    sees_pictures = BY_NAME["pictures"].visibility <= viewer
    sees_offers = BY_NAME["offers"].visibility <= viewer
    return Sheet(
        revision,
        viewer,
        sections,
        list(revision.pictures) if sees_pictures else [],
        shown_offers(revision.offers) if sees_offers else [],
    )


def contact(revision: Revision) -> list[Reading]:
    """Return whom an agent reaches and how, unmasked; whoever asks notes that it was looked at."""
    readings = (Reading(field, read(field, revision)) for field in of_group(Group.CONTACT))
    return [one for one in readings if one.parts]


def shown_to(viewer: Visibility, field: Field, revision: Revision) -> list[Markup]:
    """Return a field's value; to all but the office the way to reach a person is masked."""
    value = field.of(revision)
    if field.masked and viewer < M and value and isinstance(field.kind, Line):
        return field.kind.masked(value)
    return read(field, revision)


def read(field: Field, revision: Revision) -> list[Markup]:
    """Return a field's value in the reader's language, piece by piece; nothing when empty."""
    value = field.of(revision)
    if isinstance(field.kind, Released):
        return field.kind.bands(revision)
    if isinstance(field.kind, Text):
        text = plain(revision, field.name)
        written = paragraphs(text) if field.kind.lines else said(revision, field.name)
        return [written] if text else []
    return field.kind.parts(value) if value is not None and value not in ("", []) else []
