"""Forms of the week: a group's replies, pasted, looked at and kept."""

from flask import request
from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import Length

from portal.core.forms import PortalForm, Required
from portal.core.i18n import lazy_gettext as _l
from portal.reports.actions import Deed, Kept
from portal.reports.reading import Matter, Understood

PASTED = 20_000


class RepliesForm(PortalForm):
    """A chat or a chain sign-up as it was copied."""

    pasted = TextAreaField(
        _l("Replies from the group"),
        [
            Required(_l("Paste the replies first.")),
            Length(max=PASTED, message=_l("At most %(max)d characters, please.")),
        ],
        description=_l("Copy the messages in the group and paste them here, a chain sign-up too."),
        render_kw={"rows": 8},
    )


class KeepForm(RepliesForm):
    """The same text, with what was ticked of it."""

    tick = SelectMultipleField(_l("Replies to keep"), coerce=str, validate_choice=False)

    def chosen(self, found: list[Understood]) -> list[Kept]:
        """Return what is ticked; a tick without a brand or a known matter is an error."""
        kept = []
        for one in found:
            if str(one.place) in (self.tick.data or []) and one.merchant:
                code = request.form.get(f"about-{one.place}", "")
                kept.append(Kept(one.merchant, one.reply, matter(one, code), self.deed(one.place)))
        return kept

    @staticmethod
    def deed(place: int) -> Deed:
        """Return what is to become of a line."""
        hand_in = request.form.get(f"deed-{place}") == Deed.HAND_IN
        return Deed.HAND_IN if hand_in else Deed.NOTE


def matter(one: Understood, code: str) -> Matter | None:
    """Return the matter that was chosen; None for the brand itself, or what is owed no more."""
    return next((known for known in one.matters if known.code == code), None)
