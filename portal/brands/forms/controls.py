"""One form field for each kind of profile field, and numbers read as people type them."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from wtforms import (
    Field,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from portal.brands import kinds
from portal.core import clock
from portal.core.contact import format_mobile, normalise_mobile
from portal.core.errors import InvalidError
from portal.core.forms import ReadField
from portal.core.i18n import day, language
from portal.core.i18n import lazy_gettext as _l
from portal.reference import queries as reference

ANSWERS = {"yes": True, "no": False, True: True, False: False}
Choice = tuple[str, str]


class Wanted:
    """A field that submitting asks for; saving keeps it half-done."""

    field_flags = {"required": True}  # noqa: RUF012 -- read by wtforms

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse nothing."""


def at_most(letters: int) -> Length:
    """Return the validator of a text that has a longest length."""
    return Length(max=letters, message=_l("At most %(max)d characters, please."))


class NotToCome:
    """A year that has begun."""

    def __call__(self, form: Form, field: Field) -> None:
        del form
        if field.data is not None and field.data > clock.today().year:
            raise ValidationError(str(_l("That year is still to come.")))


class LinesField(TextAreaField):
    """Several days, one a line."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the lines that say something."""
        lines = valuelist[0].split() if valuelist else []
        self.data = [read_day(one).isoformat() for one in lines]

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "\n".join(self.data or [])


def read_any_day(typed: str) -> date:
    """Return a day: 2026-11-22, 2026/11/22, 2026年11月22日, 20261122."""
    plain = kinds.tidy(typed).replace("年", "-").replace("月", "-").rstrip("日")
    plain = plain.replace("/", "-").replace(".", "-")
    pieces = plain.split("-")
    if len(pieces) == 1 and len(plain) == len("20261122"):
        pieces = [plain[:4], plain[4:6], plain[6:]]
    try:
        year, month, number = map(int, pieces)
        return date(year, month, number)
    except ValueError:
        raise ValueError(str(_l("A day, please, like 2026-11-22."))) from None


def read_day(typed: str) -> date:
    """Return a day that has come."""
    found = read_any_day(typed)
    if found > clock.today():
        raise ValueError(str(_l("That day is still to come.")))
    return found


def read_mobile(typed: str) -> str:
    """Return a mobile number as it is kept."""
    try:
        return normalise_mobile(typed)
    except InvalidError as error:
        raise ValueError(str(error)) from None


def label_of(term: Any) -> str:
    """Return a row of a code table in the reader's language."""
    return str(term.label(language()))


def offered(kind: kinds.Code) -> list[SelectChoice]:
    """Return what can be chosen for a code, under its heads where the table has two levels."""
    nothing = SelectChoice("", str(_l("Please choose")))
    if kind.grouped:
        groups = reference.grouped_choices(kind.vocabulary)
        rows = [
            SelectChoice(code, label_of(term), optgroup=label_of(head))
            for head, terms in groups
            for code, term in terms
        ]
        return [nothing, *rows]
    terms = reference.choices(kind.vocabulary, kind.parent)
    return [nothing, *(SelectChoice(code, label_of(term)) for code, term in terms)]


def several(kind: kinds.Codes) -> list[Choice]:
    """Return what can be ticked."""
    return [(code, label_of(term)) for code, term in reference.choices(kind.vocabulary)]


def clusters() -> list[Choice]:
    """Return the production clusters."""
    rows = [(one.code, label_of(one)) for one in reference.clusters()]
    return [("", str(_l("None of these"))), *rows]


def answers_of(kind: kinds.YesNo) -> list[Choice]:
    """Return the two answers and the way out."""
    return [("yes", str(kind.yes)), ("no", str(kind.no)), ("", str(_l("not decided yet")))]


def number(label: object, kind: kinds.Whole, asked: list[Any], common: Any) -> ReadField:
    """Return the form's field of a whole number with its bounds."""
    words = _l("Write a whole number from %(min)s to %(max)s.")
    bounds: list[Any] = [NumberRange(kind.low, kind.high, words)]
    if kind.unit is kinds.YEAR:
        bounds.append(NotToCome())
    checks = [*asked, Optional(), *bounds]
    read = partial(kinds.read_whole, behind=kind.unit.typed)
    return ReadField(label, checks, read, str, **common)


def money(label: object, kind: kinds.Money, asked: list[Any], common: Any) -> ReadField:
    """Return the form's field of an amount."""
    most = NumberRange(0, kind.high, _l("At most %(most)s.", most=kinds.amount(kind.high)))
    read = partial(kinds.read_money, likely=kind.likely)
    return ReadField(label, [*asked, Optional(), most], read, kinds.amount, **common)


def mobile(label: object, kind: kinds.Mobile, asked: list[Any], common: Any) -> ReadField:
    """Return the form's field of a mobile number."""
    return ReadField(label, [*asked, at_most(kind.length)], read_mobile, format_mobile, **common)


MAKERS: dict[type[kinds.Kind], Callable[..., Any]] = {
    kinds.Code: lambda label, kind, asked, common: SelectField(
        label, asked, choices=partial(offered, kind), **common
    ),
    kinds.Codes: lambda label, kind, asked, common: SelectMultipleField(
        label, asked, choices=partial(several, kind), **common
    ),
    kinds.Cluster: lambda label, _kind, asked, common: SelectField(
        label, asked, choices=clusters, **common
    ),
    kinds.YesNo: lambda label, kind, asked, common: RadioField(
        label, asked, choices=partial(answers_of, kind), coerce=ANSWERS.get, **common
    ),
    kinds.Whole: number,
    kinds.Money: money,
    kinds.Mobile: mobile,
    kinds.Discount: lambda label, _kind, asked, common: ReadField(
        label, [*asked, Optional()], kinds.read_discount, kinds.discount, **common
    ),
    kinds.Percent: lambda label, kind, asked, common: ReadField(
        label,
        [*asked, Optional()],
        partial(kinds.read_percent, high=kind.high),
        kinds.percent,
        **common,
    ),
    kinds.Line: lambda label, kind, asked, common: StringField(
        label, [*asked, at_most(kind.length)], **common
    ),
    kinds.Day: lambda label, _kind, asked, common: ReadField(
        label, [*asked, Optional()], read_day, day, **common
    ),
    kinds.Days: lambda label, _kind, asked, common: LinesField(
        label, asked, render_kw={"rows": 3}, **common
    ),
}


def maker_of(kind: kinds.Kind) -> Callable[..., Any]:
    """Return what makes the form's field of a kind."""
    return MAKERS[type(kind)]


def nothing_of(kind: kinds.Kind) -> Any:
    """Return what an answer left out is kept as."""
    if isinstance(kind, kinds.Codes | kinds.Days):
        return []
    numbers = kinds.Whole | kinds.YesNo | kinds.Money | kinds.Percent | kinds.Discount | kinds.Day
    return None if isinstance(kind, numbers) else ""
