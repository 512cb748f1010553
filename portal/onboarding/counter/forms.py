"""What is filled in at the counter."""

from collections.abc import Sequence

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange
from wtforms.widgets import HiddenInput

from portal.core import row_numbers
from portal.core.forms import PortalForm, Required
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import plain
from portal.intakes.models import Intake


def at_most(letters: int) -> Length:
    """Return the validator of a text that has a longest length."""
    return Length(max=letters, message=_l("At most %(max)d characters, please."))


def intake_choices(intakes: Sequence[Intake]) -> list[SelectChoice]:
    """Return the intakes to choose from."""
    return [SelectChoice(str(one.id), plain(one, "title")) for one in intakes]


class IntakeChoiceForm(PortalForm):
    """In which of the open intakes."""

    intake_id = SelectField(_l("Which intake"), [Required(_l("Choose the intake."))], coerce=int)

    def __init__(self, intakes: Sequence[Intake]) -> None:
        super().__init__()
        self.intake_id.choices = intake_choices(intakes)


class TypeForm(PortalForm):
    """For whom the office types."""

    contact_name = StringField(
        _l("Name of the merchant"), [Required(_l("Write whom you type for.")), at_most(80)]
    )
    contact_mobile = StringField(
        _l("Mobile number"), [Required(_l("Write the mobile number.")), at_most(40)]
    )
    intake_id = SelectField(_l("Which intake"), coerce=int)

    def __init__(self, intakes: Sequence[Intake]) -> None:
        super().__init__()
        self.intake_id.choices = intake_choices(intakes)
        if not intakes:
            del self.intake_id


class ConfirmForm(PortalForm):
    """The owner who confirms what the office typed."""

    name = StringField(_l("Your name"), [Required(_l("Write your name.")), at_most(80)])
    mobile = StringField(
        _l("Mobile number"), [Required(_l("Write the mobile number.")), at_most(40)]
    )
    consent = BooleanField(
        _l("I have read the privacy notice and agree to it"),
        [Required(_l("Without your consent to the privacy notice we may not keep an account."))],
    )


class MergeForm(PortalForm):
    """Which other application is put into this one."""

    other_id = IntegerField(
        _l("The other application"),
        [
            Required(_l("Choose the other application.")),
            NumberRange(min=1, max=row_numbers.HIGHEST),
        ],
        widget=HiddenInput(),
    )
    reason = TextAreaField(
        _l("Why they are the same"),
        [Required(_l("Say why they are the same; the applicant reads it.")), at_most(2000)],
    )
