"""The form that every form inherits: clean text, one way to be submitted, nothing overwritten."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import g, request
from markupsafe import Markup
from wtforms import Field, Form, IntegerField, PasswordField, SelectMultipleField, StringField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import HiddenInput

from portal.core import row_numbers
from portal.core.contact import clean_text
from portal.core.errors import ChangedError, ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import said


def clean(value: object) -> object:
    """Clean and strip text; leave anything else alone."""
    return clean_text(value).strip() if isinstance(value, str) else value


@contextmanager
def complaint() -> Iterator[None]:
    """Let what a rule says stand under the field that is being checked."""
    try:
        yield
    except InvalidError as error:
        raise ValidationError(str(error)) from None


class Required:
    """A field that must be filled in, with a message that says what to write."""

    field_flags = {"required": True}  # noqa: RUF012 -- read by wtforms

    def __init__(self, message: object) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        del form
        if field.data is None or field.data is False or field.data in ("", []):
            field.errors = []
            raise StopValidation(str(self.message))


class Password(PasswordField):
    """A password, taken exactly as it was typed: spaces count."""

    verbatim = True


class ReadField(StringField):
    """A value typed as people type it, read by `read` and shown again by `write`."""

    def __init__(
        self,
        label: object,
        validators: list[Any],
        read: Callable[[str], Any],
        write: Callable[[Any], str],
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.read, self.write = read, write

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; nothing typed is nothing."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            self.data = self.read(typed)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data in (None, "", []) else self.write(self.data)


class VersionField(IntegerField):
    """The version of the row that a form was opened with; none when what comes back is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take a number, or nothing: `accepted` then finds that it is not the row's."""
        self.data = row_numbers.version(valuelist[0] if valuelist else "")


class RowNumbersField(SelectMultipleField):
    """Rows that were ticked in a list; what is no number of a row names none."""

    def __init__(self, label: object = None, **options: Any) -> None:
        super().__init__(label, coerce=int, validate_choice=False, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the numbers of rows, in the order in which they were sent."""
        self.data = row_numbers.among(valuelist)


CHOOSE = _l("Please choose from the list.")
OWN_WORDS: Mapping[str, object] = {
    "'%(value)s' is not a valid choice for this field.": CHOOSE,
    "Field cannot be longer than %(max)d character.": _l("At most %(max)d characters, please."),
    "Invalid Choice: could not coerce.": CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": CHOOSE,
    "Not a valid choice.": CHOOSE,
    "Not a valid date value.": _l("A day, please, like 2026-11-22."),
    "Not a valid integer value.": _l("Write a whole number in digits."),
    "Number must be between %(min)s and %(max)s.": _l("A number from %(min)s to %(max)s, please."),
}
"""What WTForms itself says, in the house's voice and in both languages."""


class OwnWords:
    """Gives WTForms the house's words for its own."""

    def gettext(self, text: str) -> str:
        """Return a message of WTForms as the house says it."""
        return str(OWN_WORDS.get(text, text))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return a message of WTForms as the house says it, for one and for many."""
        del plural, number
        return self.gettext(singular)


@dataclass(frozen=True)
class Clash:
    """A field that two people wrote: what stands there now in words, beside what was typed."""

    name: str
    standing: Markup
    before: Markup | None = None
    """What stood there when the form was opened; None where the form does not know."""
    kept: str = ""
    """The same as the form takes it back."""


class PortalForm(Form):
    """A posted form. It checks shape: present, a number, not too long. Rules check sense.

    Usage: `if (form := EnquiryForm()).accepted(): actions.send(..., **form.answers)`.
    Made with `obj=row`, the form carries the row's version and refuses to overwrite what
    somebody else saved meanwhile.
    """

    class Meta:
        """Clean every field before its own filters run; speak the reader's language."""

        def bind_field(self, form: Form, unbound: Any, options: dict[str, Any]) -> Any:
            own = list(unbound.kwargs.get("filters", ()))
            verbatim = getattr(unbound.field_class, "verbatim", False)
            filters = own if verbatim else [clean, *own]
            if issubclass(unbound.field_class, StringField) and "default" not in unbound.kwargs:
                options["default"] = ""  # a text that is not sent is empty, never none
            return unbound.bind(form=form, filters=filters, **options)

        def get_translations(self, form: Form) -> OwnWords:
            """Return what WTForms asks for its own messages."""
            del form
            return OwnWords()

    version = VersionField(widget=HiddenInput(), default=None)

    def __init__(self, *, obj: Any = None, **defaults: Any) -> None:
        self.obj = obj
        posted = request.form if request.method == "POST" else None
        super().__init__(posted, obj=obj, **defaults)
        if not hasattr(obj, "version"):
            del self.version
        g.form = self

    def accepted(self) -> bool:
        """Say whether this request posts the form and every field is valid.

        Raises:
            ChangedError: the row was saved by somebody else since this form was opened.
        """
        if request.method != "POST" or not self.validate():
            return False
        if "version" in self and self.version.data != self.version_now:
            raise ChangedError(
                _l("Meanwhile this was saved: by somebody else, or by you in another window."),
                _l("Compare both and decide. Nothing of yours is lost."),
            )
        return True

    def refuse(self, error: InvalidError) -> None:
        """Show a rule's message under the field it names, or above the form."""
        said = error.message if isinstance(error.message, Markup) else str(error)
        if error.field in self:
            field = self[error.field]
            field.errors = [*field.errors, said]
        else:
            self.form_errors.append(said)

    def not_now(self, error: ConflictError) -> HTTPStatus:
        """Say above the form what stands against it; return the status of its page."""
        self.form_errors.append(f"{error} {error.next_step}")
        return error.status

    @property
    def is_submitted(self) -> bool:
        """Say whether this request posts the form."""
        return bool(request.method == "POST")

    @property
    def asks_anything(self) -> bool:
        """Say whether there is a field to fill in: what is only a button has nothing to merge."""
        return any(not isinstance(one.widget, HiddenInput) for one in self)

    @property
    def version_now(self) -> int:
        """Return what a form opened now would carry; a form over a part of a row says its own."""
        return int(self.obj.version)

    def standing(self, field: Field) -> Any:
        """Return what the row says now where the form asks `field`."""
        return getattr(self.obj, field.name, None)

    def in_words(self, field: Field, value: Any) -> Markup:
        """Return a value of the row as a person reads it; nothing for none."""
        del field
        return said(value)

    def clashes(self) -> list["Clash"]:
        """Return the fields in which what was typed is not what the row says now."""
        return [
            Clash(field.name, self.in_words(field, self.standing(field)))
            for field in self
            if field.name != "version" and field.data != self.standing(field)
        ]

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was filled in, by field name, without the version."""
        return {name: value for name, value in self.data.items() if name != "version"}

    @property
    def status(self) -> int:
        """The status of the page that shows this form: 422 when it is shown again, else 200."""
        return 422 if self.errors else 200


class ReasonForm(PortalForm):
    """The words that go with a decision."""
