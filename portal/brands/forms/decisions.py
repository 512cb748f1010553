"""What the office fills in when it decides."""

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.brands.fields import FIELDS
from portal.brands.forms.controls import at_most, read_any_day, read_day
from portal.core.forms import PortalForm, ReadField, Required
from portal.core.i18n import day
from portal.core.i18n import lazy_gettext as _l

REASON_LENGTH = 2000


def every_field() -> list[tuple[str, str]]:
    """Return the fields of a profile by their names."""
    return [(one.name, str(one.label)) for one in FIELDS]


class RequestForm(PortalForm):
    """What the office asks for when it returns a profile."""

    request = TextAreaField(
        _l("What should change"),
        [
            Required(_l("Say what should change, so that the owner can do it at once.")),
            at_most(REASON_LENGTH),
        ],
        render_kw={"rows": 4},
    )


class AskForm(PortalForm):
    """What the office asks about one field."""

    field = SelectField(_l("About"), choices=every_field)
    text = TextAreaField(
        _l("Question"),
        [Required(_l("Write what you want to know.")), at_most(REASON_LENGTH)],
        render_kw={"rows": 3},
    )


class SeenForm(PortalForm):
    """A document that the office saw for one field."""

    of_field = SelectField(_l("For which field"), choices=every_field)
    document = StringField(_l("Which paper"), [Required(_l("Name the paper.")), at_most(120)])
    seen_on = ReadField(_l("Seen on"), [Required(_l("Give the day."))], read_day, day)
    expires_on = ReadField(
        _l("Good until"), [Optional()], read_any_day, day, description=_l("Empty: no end.")
    )


class AnswerForm(PortalForm):
    """What the owner answers."""

    answer = TextAreaField(
        _l("Answer"),
        [Required(_l("Write your answer.")), at_most(REASON_LENGTH)],
        render_kw={"rows": 3},
    )


class ReasonForm(PortalForm):
    """Why a brand is hidden, suspended, withdrawn or let in again."""

    reason = TextAreaField(
        _l("Reason"),
        [Required(_l("Give a reason: it is kept and told.")), at_most(REASON_LENGTH)],
        render_kw={"rows": 3},
    )


class AwayForm(ReasonForm):
    """Why a brand is hidden or suspended, and when it comes back by itself."""

    back_on = DateField(_l("Back by itself on"), [Optional()])
