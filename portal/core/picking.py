"""Fields for choosing among many: chips in groups, and chips that are found by their names."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from wtforms import Form, SelectMultipleField, StringField
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import StopValidation, ValidationError

from portal.core.contact import clean_text
from portal.core.i18n import gettext as _
from portal.core.i18n import said

MOST_NAMES = 20
"""Names that one line may hold; nobody types more at once."""
NAME_LENGTH = 40
BETWEEN_NAMES = re.compile(r"[,，、;；\n]+")
Choices = Sequence[SelectChoice]


@dataclass(frozen=True)
class Source:
    """Where names are looked up."""

    called: Callable[[str], Sequence[str]]
    """Returns the codes that a name may mean: one when it is clear, none when it is unknown."""
    label: Callable[[str], str]
    """Returns what a code is called, in the reader's language, so that it is not mistaken."""
    knows: Callable[[str], bool]
    """Says whether a code exists."""


class ChipsField(SelectMultipleField):  # type: ignore[misc]
    """Several of a list that may be in groups: each choice's `optgroup` is its group's name."""

    @property
    def groups(self) -> list[tuple[str, list[Any], int]]:
        """Return each group's name, its choices, and how many of them are chosen."""
        found = [(str(name or ""), list(group)) for name, group in self.iter_groups()]
        return [(name, group, sum(one.selected for one in group)) for name, group in found]


class PlaceField(StringField):  # type: ignore[misc]
    """One thing found by its name: the text is what is typed, the answer is its code.

    When several are called so, they are offered under `<name>_pick` and one is ticked.
    """

    data: Any

    def __init__(self, *args: Any, source: Source, **options: Any) -> None:
        super().__init__(*args, **options)
        self.source = source
        self.candidates: list[tuple[str, str]] = []
        self.typed = ""

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        """Read the text and what was ticked of the things called so."""
        super().process(formdata, *args, **options)
        if formdata is None or self.name not in formdata:
            self.typed = self.source.label(self.data) if self.data else ""
            return
        self.typed = clean_text(formdata[self.name]).strip()[:NAME_LENGTH]
        codes = list(self.source.called(self.typed)) if self.typed else []
        picked = formdata.get(f"{self.name}_pick", "")
        if picked in codes or len(codes) == 1:
            self.data = picked if picked in codes else codes[0]
            return
        self.data = ""
        self.candidates = [(code, self.source.label(code)) for code in codes]
        if self.typed:
            self.process_errors.append(several(self.typed) if codes else unknown(self.typed))

    def _value(self) -> str:
        return self.typed


class PlacesField(ChipsField):
    """Several things: ticked among those offered, or found by typing their names.

    The names stand in one line, `<name>_find`; the button `<name>_add` finds them without
    sending the form. What was found is one more chip, ticked.
    """

    data: Any

    def __init__(self, *args: Any, source: Source, **options: Any) -> None:
        super().__init__(*args, validate_choice=False, **options)
        self.source = source
        self.typed = ""
        self.candidates: list[str] = []
        self.adding = False

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        """Read what was ticked and what was typed."""
        super().process(formdata, *args, **options)
        self.data = list(dict.fromkeys(self.data or ()))
        if formdata is None:
            return
        self.adding = f"{self.name}_add" in formdata
        unclear = []
        for name in names_in(formdata.get(f"{self.name}_find", "")):
            codes = list(self.source.called(name))
            if len(codes) == 1:
                self.data = list(dict.fromkeys([*self.data, *codes]))
            elif not set(codes) & set(self.data):
                unclear.append(name)
                self.candidates += codes
                self.process_errors.append(several(name) if codes else unknown(name))
        self.typed = "、".join(unclear)

    def pre_validate(self, form: Form) -> None:
        """Refuse codes that do not exist: no page offers them."""
        del form
        if not all(self.source.knows(code) for code in self.data):
            raise ValidationError(_("Choose among those that are offered."))

    @property
    def found(self) -> list[Any]:
        """Return the chips beside those offered: found by name, or to be ticked by the visitor."""
        offered = {choice.value for choice in self.choices or ()}
        codes = dict.fromkeys([*self.data, *self.candidates])
        return [
            SelectChoice(code, self.source.label(code))
            for code in codes
            if code not in offered and self.source.knows(code)
        ]

    def iter_choices(self) -> list[Any]:
        """Return every chip, so that any page can show the field."""
        return [one for _name, group in self.iter_groups() for one in group]

    def iter_groups(self) -> Any:
        """Yield what is offered, then what was found."""
        yield from super().iter_groups()
        chosen = set(self.data or ())
        if found := self.found:
            yield "", [Choice(one.value, one.label, one.value in chosen, {}) for one in found]


def names_in(text: str) -> list[str]:
    """Return the names in a line, parted by commas or new lines."""
    parts = (part.strip()[:NAME_LENGTH] for part in BETWEEN_NAMES.split(clean_text(text)))
    return [part for part in parts if part][:MOST_NAMES]


def several(name: str) -> Markup:
    """Return the words for a name that is not clear."""
    words = _("Several places are called “%(name)s”. Tick the one you mean.")
    return Markup(words) % {"name": said(name)}  # noqa: S704 -- our own words


def unknown(name: str) -> Markup:
    """Return the words for a name that nothing has."""
    words = _("No place is called “%(name)s”. Write it as it stands on a map.")
    return Markup(words) % {"name": said(name)}  # noqa: S704 -- our own words


class Found:
    """A field that must name something; what is wrong with a name goes before its absence."""

    field_flags = {"required": True}  # noqa: RUF012 -- read by wtforms

    def __init__(self, message: object) -> None:
        self.message = message

    def __call__(self, form: Form, field: Any) -> None:
        del form
        if field.process_errors:
            raise StopValidation
        if not field.data:
            raise StopValidation(str(self.message))
