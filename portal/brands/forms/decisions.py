"""What the office fills in when it decides."""

from wtforms import TextAreaField

from portal.brands.forms.controls import at_most
from portal.core.forms import PortalForm, Required
from portal.core.i18n import lazy_gettext as _l

REASON_LENGTH = 2000


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


class ReasonForm(PortalForm):
    """Why a brand is hidden, suspended, withdrawn or let in again."""

    reason = TextAreaField(
        _l("Reason"),
        [Required(_l("Give a reason: it is kept and told.")), at_most(REASON_LENGTH)],
        render_kw={"rows": 3},
    )
