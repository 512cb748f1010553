"""Forms of incubation, and how the board's address is read."""

from collections.abc import Callable, Container, Mapping
from enum import StrEnum
from typing import Any

from markupsafe import Markup
from wtforms import (
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional

from portal.core import row_numbers
from portal.core.contact import clean_text
from portal.core.forms import PortalForm, Required
from portal.core.i18n import lazy_gettext as _l
from portal.incubation.models import ExitKind, SalesBand, Trading
from portal.incubation.rules import NOTE_LENGTH, SORTS, Criteria, Health, Turn
from portal.reference import queries as reference

QUERY_LENGTH = 60


def reason_field(label: object, missing: object, **render: Any) -> TextAreaField:
    """Return the field for the words that go with a decision; both sides read them."""
    return TextAreaField(
        label,
        [
            Required(missing),
            Length(max=NOTE_LENGTH, message=_l("Please keep it under %(max)d characters.")),
        ],
        render_kw={"rows": 3} | render,
    )


def member_of(words: type[StrEnum]) -> Callable[[str | None], StrEnum | None]:
    """Return the filter that makes a member again of what cleaning has made plain text."""
    return lambda value: words(value) if value else None


class SeenForm(PortalForm):
    """A button that changes what somebody else may have changed meanwhile."""


class MoveDateForm(PortalForm):
    """Moving the day of a milestone, or the planned end."""

    until = DateField(_l("New day"), [Required(_l("Choose the new day."))])
    reason = reason_field(
        _l("Why it may take longer"), _l("Say why, so that everybody understands the new day.")
    )


class WaiveForm(PortalForm):
    """Asking nothing more for a milestone."""

    reason = reason_field(
        _l("Why it is not needed here"), _l("Say why this brand need not show it.")
    )


class PauseForm(PortalForm):
    """Stopping the clocks."""

    reason = reason_field(
        _l("Why it pauses"), _l("Say why, for example a rebuilding or maternity leave.")
    )
    expected_on = DateField(_l("Expected back"), [Optional()])


class HoldForm(PortalForm):
    """Keeping a gate shut."""

    reason = reason_field(
        _l("What the gate waits for"), _l("Say what has to be settled before the brand goes on.")
    )


class AdvanceForm(PortalForm):
    """Moving a brand on by hand."""

    reason = reason_field(
        _l("Why it goes on already"), _l("Say why the brand need not wait for its gate.")
    )


class LeaveForm(PortalForm):
    """Ending a brand's way before its end."""

    kind = RadioField(
        _l("How it ends"),
        [Required(_l("Choose how it ends."))],
        coerce=ExitKind,
        filters=[member_of(ExitKind)],
        default=None,
    )
    reason = reason_field(_l("What happened"), _l("Say what happened; the brand's people read it."))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.kind.choices = [(one, one.label) for one in ExitKind]


class RevokeForm(PortalForm):
    """Taking a certificate's word back."""

    reason = reason_field(
        _l("Why it is revoked"), _l("Say why; the brand's people read it, the public does not.")
    )


SALES_WORDS: Mapping[SalesBand, object] = {
    SalesBand.UNDER_1M: _l("under ¥1 million"),
    SalesBand.TO_5M: _l("¥1 to 5 million"),
    SalesBand.TO_20M: _l("¥5 to 20 million"),
    SalesBand.OVER_20M: _l("over ¥20 million"),
    SalesBand.UNSAID: _l("would not say"),
}
MOST_STALLS = 999
MOST_STAFF = 99_999


class FollowUpForm(PortalForm):
    """How a graduate does."""

    trading = RadioField(
        _l("Is the brand still trading?"),
        [Required(_l("Choose what is nearest."))],
        coerce=Trading,
        filters=[member_of(Trading)],
        default=None,
    )
    stalls = IntegerField(_l("Stalls and shops"), [Optional(), NumberRange(0, MOST_STALLS)])
    staff = IntegerField(_l("People who work there"), [Optional(), NumberRange(0, MOST_STAFF)])
    sales = SelectField(
        _l("Sales of the last twelve months"),
        [Required(_l("Choose what is nearest."))],
        coerce=SalesBand,
        filters=[member_of(SalesBand)],
        default=SalesBand.UNSAID,
    )
    note = TextAreaField(
        _l("What else is worth knowing"),
        [Length(max=NOTE_LENGTH, message=_l("Please keep it under %(max)d characters."))],
        render_kw={"rows": 3},
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.trading.choices = [(one, one.label) for one in Trading]
        self.sales.choices = list(SALES_WORDS.items())

    def in_words(self, field: Field, value: Any) -> Markup:
        """Return what a graduate said before as a person reads it."""
        if isinstance(value, Trading):
            value = str(value.label)
        elif isinstance(value, SalesBand):
            value = str(SALES_WORDS[value])
        return super().in_words(field, value)


def criteria(asked: Mapping[str, str]) -> Criteria:
    """Read the board's filters from its address; what makes no sense is left out."""
    turn = asked.get("turn", "")
    return Criteria(
        q=clean_text(asked.get("q", ""))[:QUERY_LENGTH].strip(),
        stage=clean_text(asked.get("stage", ""))[:8],
        turn=turn if turn in {Turn.BRAND, Turn.OFFICE} else "",
        stuck=asked.get("stuck") == "1",
        graduated=asked.get("graduated") == "1",
        programme=row_numbers.read(asked.get("programme", "")) or 0,
        category=known(asked.get("category", ""), reference.terms("category")),
        hall=row_numbers.read(asked.get("hall", "")) or 0,
        mentor=row_numbers.read(asked.get("mentor", "")) or 0,
        health=known(asked.get("health", ""), list(Health)),
        sort=known(asked.get("sort", ""), SORTS),
        view=known(asked.get("view", ""), ["list"]),
    )


def known(text: str, words: Container[str]) -> str:
    """Return what an address says if it is one of these words, else nothing."""
    return text if text in words else ""
