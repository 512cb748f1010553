"""Brands side by side, field by field, each as far as the reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from portal.brands import offers
from portal.brands.fields import Field, Group, Sheet, of_group
from portal.core.i18n import gettext as _

ABOVE = ("name", "pictures", "released")
"""Fields that stand at the head of a column, or line by line below."""
FIRST = (Group.TERMS, Group.COOPERATION, Group.ESTIMATE, Group.POSITIONING, Group.SUPPLY)
"""What agents set brands side by side for; the other groups follow as in the profile."""


@dataclass(frozen=True)
class ComparedLine:
    """One field of the brands side by side.

    An empty value is not given; None is not open to this reader, who cannot know whether it
    differs. That two stories differ goes without saying; only facts are said to.
    """

    label: object
    values: Sequence[Markup | None]
    is_fact: bool = True

    @property
    def differs(self) -> bool:
        """Say whether the brands differ in what this reader may know of them."""
        return self.is_fact and len({one for one in self.values if one is not None}) > 1


@dataclass(frozen=True)
class ComparedPart:
    """The fields under one heading."""

    title: object
    lines: Sequence[ComparedLine]


@dataclass(frozen=True)
class Comparison:
    """Brands side by side, each as this reader may see it."""

    sheets: Sequence[Sheet]
    parts: Sequence[ComparedPart]

    @property
    def has_closed(self) -> bool:
        """Say whether anything in it is not open to this reader."""
        return any(None in line.values for part in self.parts for line in part.lines)

    @property
    def of_differences(self) -> "Comparison":
        """Return the same without the lines in which all brands say the same."""
        parts = (
            replace(part, lines=[line for line in part.lines if line.differs])
            for part in self.parts
        )
        return replace(self, parts=[part for part in parts if part.lines])


def compared(sheets: Sequence[Sheet]) -> Comparison:
    """Set profiles side by side: every field that any of them fills in, the terms before all.

    What each says in its own words stands at the end.
    """
    parts, own_words = [], []
    for group in dict.fromkeys((*FIRST, *Group)):
        fields = [field for field in of_group(group) if field.name not in ABOVE]
        own_words += [field for field in fields if is_prose(field)]
        shown = [field for field in fields if not is_prose(field)]
        lines = [line for field in shown if (line := compared_line(field, sheets)) is not None]
        lines += terms_lines(sheets) if group is Group.TERMS else []
        if lines:
            parts.append(ComparedPart(group.label, lines))
    if told := [line for field in own_words if (line := compared_line(field, sheets)) is not None]:
        parts.append(ComparedPart(_("In their own words"), told))
    return Comparison(sheets, parts)


def is_prose(field: Field) -> bool:
    """Say whether brands tell it in their own words; when they can be called is a fact."""
    return field.bilingual and field.group is not Group.CONTACT


def terms_lines(sheets: Sequence[Sheet]) -> list[ComparedLine]:
    """Return the terms line by line: exact ones where the reader may see them, else the bands."""
    lines = []
    for name, band in offers.BANDS.items():
        words = [sheet.band(name) if sheet.is_open("released") else None for sheet in sheets]
        if any(words):
            lines.append(ComparedLine(_("%(term)s (range)", term=band.label), words))
    for term in offers.TERMS:
        exact = [said_by_offers(sheet, term.name) for sheet in sheets]
        if any(exact):
            lines.append(ComparedLine(full_label(term), exact))
    return lines


def full_label(term: offers.Term) -> object:
    """Return what a term is called away from its heading: of a price, the price first."""
    if term.part is not offers.Part.PRICE:
        return term.label
    return _("%(part)s: %(term)s", part=term.part.label, term=term.label)


def said_by_offers(sheet: Sheet, name: str) -> Markup | None:
    """Return what each offer of a sheet says of a term; one offer needs no name before it."""
    if not sheet.is_open("offers"):
        return None
    said = [(one.title, line.value) for one in sheet.offers if (line := one.get(name))]
    if len(sheet.offers) == 1:
        return Markup().join(value for _title, value in said)
    return Markup("<br>").join(Markup("{} <b>{}</b>").format(*one) for one in said)


def compared_line(field: Field, sheets: Sequence[Sheet]) -> ComparedLine | None:
    """Return one field of every sheet; None when all leave it empty."""
    values = [value_of(field, sheet) for sheet in sheets]
    return ComparedLine(field.label, values, not is_prose(field)) if any(values) else None


def value_of(field: Field, sheet: Sheet) -> Markup | None:
    """Return a field of a sheet as it is read; None when it is not open to its reader."""
    if not sheet.is_open(field.name):
        return None
    return found.value if (found := sheet.get(field.name)) else Markup()
