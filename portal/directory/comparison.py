"""Brands side by side, field by field, each as far as the reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.brands.fields import Field, Group, Sheet, of_group

ABOVE = ("name", "pictures")
"""Fields that stand at the head of a column."""


@dataclass(frozen=True)
class ComparedLine:
    """One field of the brands side by side; an empty value is not given or not for this reader.

    That two stories differ goes without saying; only facts are said to.
    """

    label: object
    values: Sequence[Markup]
    differs: bool


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


def compared(sheets: Sequence[Sheet]) -> Comparison:
    """Set profiles side by side: every field that any of them fills in, in the profile's order."""
    parts = []
    for group in Group:
        shown = [field for field in of_group(group) if field.name not in ABOVE]
        lines = [line for field in shown if (line := compared_line(field, sheets)) is not None]
        if lines:
            parts.append(ComparedPart(group.label, lines))
    return Comparison(sheets, parts)


def compared_line(field: Field, sheets: Sequence[Sheet]) -> ComparedLine | None:
    """Return one field of every sheet; None when all leave it empty."""
    values = [found.value if (found := sheet.get(field.name)) else Markup() for sheet in sheets]
    if not any(values):
        return None
    differs = len(set(values)) > 1 and not field.bilingual
    return ComparedLine(field.label, values, differs)
