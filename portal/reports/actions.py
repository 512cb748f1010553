"""What an office does with a group's replies: each is kept where it belongs, by a named step."""

from dataclasses import dataclass
from enum import StrEnum

from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.core import clock
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import actions as incubation
from portal.incubation import queries as track
from portal.reports.reading import Matter, Merchant, Reply


class Deed(StrEnum):
    """What becomes of a reply."""

    NOTE = "note"
    HAND_IN = "hand-in"


@dataclass(frozen=True)
class Kept:
    """A reply that the office has ticked: whose, about what, and what becomes of it."""

    merchant: Merchant
    reply: Reply
    about: Matter | None
    deed: Deed = Deed.NOTE


def keep(market: str, ticked: Kept, *, by: audit.Actor) -> None:
    """Keep a reply: as a note on its milestone, as evidence for the brand, or on its file.

    Raises:
        ConflictError: it is not the brand's turn any more, or words alone are not enough.
        NotAllowedError: the person belongs to the brand.
    """
    about, merchant = ticked.about, ticked.merchant
    if about is None or not about.code.startswith("milestone-"):
        brand = brands.brand(market, merchant.slug)
        title = about.title_zh if about else ""
        audit.record("reply.note", brand, by=by, reason=ticked.reply.text, about=title)
        return
    number = int(about.code.removeprefix("milestone-"))
    progress = track.milestone(market, merchant.slug, number)
    if ticked.deed is Deed.HAND_IN:
        if not about.by_words:
            raise ConflictError(
                _l("This milestone wants files or answers, not words alone."),
                _l("Keep the reply as a note, or fill it in on the milestone's page."),
            )
        incubation.hand_in(progress, text=ticked.reply.text, by=by)
    else:
        incubation.note_for_office(progress, text=as_note(ticked.reply), by=by)


def as_note(reply: Reply) -> str:
    """Return a reply as a note quotes it, with the day."""
    who = f"{reply.sender}:" if reply.sender else ""
    return f"群回复 {clock.today().isoformat()} {who}{reply.text}"
