"""One line of a home, its clock and its colour."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import url_for
from markupsafe import Markup

from portal.agency.models import Enquiry
from portal.agents.models import Agent
from portal.brands.models import Brand
from portal.connections.models import Connection
from portal.core import clock, week
from portal.core.i18n import age, date_words, in_text, said
from portal.core.i18n import gettext as _
from portal.onboarding.models import Transfer

OWNER_CLOCK = timedelta(hours=24)


@dataclass(frozen=True)
class Duty:
    """One line: what, since when, and the button that leads to it."""

    title: Markup | str
    text: Markup | str
    button: str
    href: str
    since: datetime | None = None
    due: datetime | None = None
    """By when, or when it takes place; on a home what has waited comes before what is still due."""
    tone: str = "waiting"
    clock: str = ""
    thing: str = ""
    """What the line is called where a group is told of it; empty where none is."""

    @property
    def when(self) -> str:
        """Return what its clock says: how long it has waited, where nothing else is said."""
        if self.clock:
            return self.clock
        return _("waiting for %(age)s", age=age(self.since)) if self.since else ""


def late(since: datetime | None, limit: timedelta) -> str:
    """Return the tone of something that has waited since then."""
    return "danger" if since and clock.now() - since > limit else "waiting"


def by_clock(duties: Iterable[Duty]) -> list[Duty]:
    """Return the red ones first, then the longest waiting, then the next due.

    Those without a clock stand at the end.
    """
    never = datetime.max.replace(tzinfo=UTC)
    return sorted(duties, key=lambda duty: (duty.tone != "danger", duty.since or duty.due or never))


def transfer_to_answer(transfer: Transfer) -> Duty:
    """Return the line of a brand that may change its market, for its own people."""
    old, new = transfer.old_market, transfer.new_market
    return Duty(
        title=said(transfer.brand, "name"),
        text=in_text(
            _("From %(old)s to %(new)s: your word is missing"),
            old=said(old, "name"),
            new=said(new, "name"),
        ),
        button=_("Read and answer"),
        href=url_for("transfers.show", market=old.slug, transfer_id=transfer.id),
        since=transfer.created_at,
    )


def asked_for(connection: Connection) -> Duty:
    """Return the line of an agent who asks for the exact terms of a brand, for its own people."""
    left = (connection.answer_by - clock.today()).days
    return Duty(
        title=in_text(_("%(agent)s asks for terms"), agent=said(connection.agent, "name")),
        text=in_text(_("The exact terms of %(brand)s"), brand=said(connection.brand, "name")),
        button=_("Look at the agent and decide"),
        href=url_for("connections.show", connection_id=connection.id),
        tone="danger" if left <= 1 else "waiting",
        due=week.midnight_after(connection.answer_by),
        clock=_("due on %(day)s", day=date_words(connection.answer_by)),
    )


def to_confirm(enquiry: Enquiry, other: Agent | Brand) -> Duty:
    """Return the line of terms that the other side says were agreed."""
    return Duty(
        title=said(other, "name"),
        text=_("says that you came to terms"),
        button=_("Confirm or answer"),
        href=url_for("agency.show", enquiry_id=enquiry.id),
    )


def question(enquiry: Enquiry, limit: timedelta) -> Duty:
    return Duty(
        title=in_text(_("%(agent)s waits for an answer"), agent=said(enquiry.agent, "name")),
        text=in_text(_("A question to %(brand)s"), brand=said(enquiry.brand, "name")),
        button=_("Answer"),
        href=url_for("agency.show", enquiry_id=enquiry.id),
        since=enquiry.waiting_since,
        tone=late(enquiry.waiting_since, limit),
    )
