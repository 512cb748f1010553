"""The form fields for questions that an office thought up."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import Field, Form, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length
from wtforms.widgets import DateInput, TextInput

from portal.core.answers import AnswerKind, longest, plain_number
from portal.core.i18n import lazy_gettext as _l


class Wanted:
    """A field that may stay empty until all is sent."""

    field_flags = {"required": True}  # noqa: RUF012 -- read by wtforms

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse nothing: what is half-done is kept."""


WIDGETS = {AnswerKind.DATE: DateInput()}
"""A day is a text to the server, so that a half-written one comes back as it was typed."""


def answer_field(
    kind: AnswerKind,
    label: object,
    checks: Sequence[Any] = (),
    *,
    choices: Iterable[tuple[str, str]] = (),
    description: object = "",
) -> Any:
    """Return the field that answers one question; `choices` are what is kept and what is shown."""
    told: dict[str, Any] = {"description": description} if description else {}
    if kind is AnswerKind.CHOICE:
        offered = [SelectChoice(value, words) for value, words in choices]
        first = SelectChoice("", str(_l("Choose")))
        return SelectField(label, [*checks], choices=[first, *offered], default="", **told)
    limit = Length(max=longest(kind), message=_l("At most %(max)d characters, please."))
    if kind is AnswerKind.TEXT:
        return TextAreaField(label, [*checks, limit], render_kw={"rows": 4}, **told)
    if kind is AnswerKind.NUMBER:
        told |= {"render_kw": {"inputmode": "numeric"}, "filters": [plain_number]}
    widget = WIDGETS.get(kind, TextInput())
    return StringField(label, [*checks, limit], widget=widget, **told)
