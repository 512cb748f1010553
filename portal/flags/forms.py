"""What a reader says is not right, and what the office answers."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from portal.brands.fields import Field
from portal.core.forms import PortalForm, Required
from portal.core.i18n import lazy_gettext as _l
from portal.flags.models import FlagKind
from portal.flags.rules import LONGEST, SHORTEST

TOO_LONG = _l("At most %(max)d characters, please.")


def kinds() -> list[SelectChoice]:
    """Return the reasons that there are."""
    return [SelectChoice(one.value, str(one.label)) for one in FlagKind]


class FlagForm(PortalForm):
    """A report about a brand's page."""

    kind = RadioField(
        _l("What is not right"),
        [Required(_l("Choose what is not right."))],
        choices=kinds,
    )
    field = SelectField(_l("Where on the page"), [Optional()])
    words = TextAreaField(
        _l("In a sentence"),
        [
            Required(_l("Write in a sentence what is not right.")),
            Length(SHORTEST, LONGEST, _l("From %(min)d to %(max)d characters, please.")),
        ],
        description=_l(
            "What the page says, and what is so. The brand reads these words, not your name."
        ),
        render_kw={"rows": 4},
    )

    def __init__(self, offered: Sequence[Field]) -> None:
        super().__init__()
        whole = SelectChoice("", str(_l("The page as a whole")))
        self.field.choices = [whole, *(SelectChoice(one.name, str(one.label)) for one in offered)]

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was filled in."""
        return super().answers | {"kind": FlagKind(self.kind.data), "field": self.field.data or ""}


class AnswerForm(PortalForm):
    """What the office says."""

    text = TextAreaField(
        _l("Your words"),
        [
            Required(_l("Write what the other side should read.")),
            Length(max=LONGEST, message=TOO_LONG),
        ],
        render_kw={"rows": 3},
    )
