"""What an office writes when a brand is to change its market."""

import re
from collections.abc import Sequence

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from portal.core import clock
from portal.core.forms import PortalForm, Required
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import plain
from portal.markets.models import Market
from portal.onboarding.actions import Request

REASON_LENGTH = 2000
ADDRESS_LENGTH = 200
SLUG = re.compile(r"(?:.*/brands/)?(?P<slug>[\w-]+)/?(?:[?#].*)?", re.ASCII)


class AskForm(PortalForm):
    """The last day in the old market, and why."""

    last_day = DateField(_l("Last day on its stalls there"), [Required(_l("Choose the last day."))])
    reason = TextAreaField(
        _l("Why"),
        [
            Required(_l("Write why: the brand and both offices read it.")),
            Length(max=REASON_LENGTH),
        ],
    )

    def __init__(self, **defaults: object) -> None:
        super().__init__(last_day=clock.today(), **defaults)

    def request(self) -> Request:
        """Return what is asked."""
        return Request(last_day=self.last_day.data, reason=self.reason.data)


class SendForm(AskForm):
    """A brand that the office lets go."""

    market = SelectField(_l("To which market"), [Required(_l("Choose a market."))], coerce=str)

    def __init__(self, markets: Sequence[Market]) -> None:
        super().__init__()
        names = [(str(one.id), plain(one, "name")) for one in markets]
        self.market.choices = [("", _l("Choose a market")), *names]


class FetchForm(AskForm):
    """A brand of another market that the office would like to have."""

    address = StringField(
        _l("The brand's public page"),
        [
            Required(_l("Copy the address of its page in the directory.")),
            Length(max=ADDRESS_LENGTH),
        ],
    )

    @property
    def slug(self) -> str:
        """Return the brand's part of the address that was typed."""
        found = SLUG.fullmatch(self.address.data or "")
        return found["slug"] if found else ""


class WhyNotForm(PortalForm):
    """Why a transfer does not happen."""

    reason = TextAreaField(
        _l("Why"),
        [
            Required(_l("Write why: the brand and both offices read it.")),
            Length(max=REASON_LENGTH),
        ],
    )
