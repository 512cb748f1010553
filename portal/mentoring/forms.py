"""Forms of services, quotas and bookings."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from markupsafe import Markup
from wtforms import (
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from portal.core import clock
from portal.core.errors import InvalidError
from portal.core.forms import PortalForm, Required
from portal.core.i18n import gettext as _
from portal.core.i18n import language, plain, said
from portal.core.i18n import lazy_gettext as _l
from portal.incubation.models import Stage
from portal.mentoring import rules
from portal.mentoring.actions import Offer
from portal.mentoring.models import Booking, BookingState, Service, ServiceKind
from portal.mentoring.rules import MOST_QUOTA
from portal.reference import queries as reference

NAME, PLACE, REASON, NOTE, ABOUT, HOURS, EMAIL = 80, 120, 500, 4000, 1000, 60, 254
SLOT = re.compile(r"\d{12}", re.ASCII)
WAS_HELD = {"yes": _l("Held"), "no": _l("Not held")}
HELD = {BookingState.HELD: "yes", BookingState.MISSED: "no"}
"""What a booking's state says to that question; nothing before somebody has said it."""
WEEKDAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)


def at_most(letters: int) -> Length:
    """Return the validator of a text that has a longest length."""
    return Length(max=letters, message=_l("At most %(max)d characters, please."))


def number(label: object, least: int, most: int, ask: object) -> IntegerField:
    """Return a field for a whole number."""
    words = _l("A number from %(min)s to %(max)s, please.")
    return IntegerField(label, [Required(ask), NumberRange(least, most, words)])


def topics() -> list[tuple[str, str]]:
    """Return what a mentor may know about."""
    return [(code, term.label(language())) for code, term in reference.choices("mentor_topic")]


def hours_field(weekday: int) -> StringField:
    """Return the field for a weekday's hours."""
    return StringField(WEEKDAYS[weekday], [at_most(HOURS)])


class ServiceForm(PortalForm):
    """What is offered: a mentor, a room, a window."""

    name_zh = StringField(_l("Name in Chinese"), [Required(_l("Write the name.")), at_most(NAME)])
    name_en = StringField(_l("Name in English"), [at_most(NAME)])
    topics = SelectMultipleField(_l("Topics"), choices=topics)
    about_zh = TextAreaField(_l("In Chinese: what for, what to bring"), [at_most(ABOUT)])
    about_en = TextAreaField(_l("In English: what for, what to bring"), [at_most(ABOUT)])
    place_zh = StringField(_l("Meeting place in Chinese"), [at_most(PLACE)])
    place_en = StringField(_l("Meeting place in English"), [at_most(PLACE)])
    capacity = number(_l("Brands at once"), 1, 20, _l("Write how many brands at once."))
    slot_minutes = number(_l("Length of a slot in minutes"), 15, 480, _l("Write the minutes."))
    notice_hours = number(
        _l("Hours before the beginning until which a brand may change"),
        0,
        336,
        _l("Write the hours; 0 for until it begins."),
    )
    day_0 = hours_field(0)
    day_1 = hours_field(1)
    day_2 = hours_field(2)
    day_3 = hours_field(3)
    day_4 = hours_field(4)
    day_5 = hours_field(5)
    day_6 = hours_field(6)

    def __init__(self, kind: ServiceKind, obj: Service | None = None) -> None:
        hours = obj.hours if obj else []
        days = {f"day_{day}": rules.hours_text(hours, day) for day in range(len(WEEKDAYS))}
        usual = {} if obj else {"capacity": 1, "slot_minutes": 60, "notice_hours": 24}
        super().__init__(obj=obj, **days, **usual)
        if kind is ServiceKind.MENTOR:
            del self.capacity
        else:
            del self.topics

    def offer(self) -> Offer:
        """Return what the office wrote.

        Raises:
            InvalidError: a day's hours cannot be read.
        """
        given: dict[str, Any] = {"topics": [], "capacity": 1} | self.answers
        hours = {
            day: rules.hours_in(given.pop(f"day_{day}"), f"day_{day}")
            for day in range(len(WEEKDAYS))
        }
        return Offer(**given, hours=hours)


class ClosureForm(PortalForm):
    """Days on which nothing can be booked."""

    starts_on = DateField(_l("First closed day"), [Required(_l("Choose the first day."))])
    ends_on = DateField(_l("Last closed day"), [Required(_l("Choose the last day."))])
    reason = StringField(_l("Why"), [at_most(PLACE)])

    def __init__(self) -> None:
        super().__init__(starts_on=clock.today(), ends_on=clock.today())


class QuotaForm(PortalForm):
    """How often a brand may use what in which stage: a box for each; an empty one sets no limit."""

    stages: ClassVar[Sequence[str]] = ()

    def boxes(self, kind: ServiceKind) -> list[Field]:
        """Return the boxes of a kind, in the order of the stages."""
        return [self[box(kind, code)] for code in self.stages]

    def quotas(self) -> dict[ServiceKind, dict[str, int]]:
        """Return the quotas by kind and stage."""
        filled = {kind: zip(self.stages, self.boxes(kind), strict=True) for kind in ServiceKind}
        return {
            kind: {code: one.data for code, one in boxes if one.data is not None}
            for kind, boxes in filled.items()
        }


def box(kind: ServiceKind, code: str) -> str:
    """Return what the box of a kind in a stage is called."""
    return f"{kind.value}_{code}"


def quota_form(
    standing: Mapping[ServiceKind, dict[str, int]], stages: Sequence[Stage]
) -> QuotaForm:
    """Return the form with a box for each kind in each stage, filled with what stands."""
    fields = {box(kind, one.code): quota_field(kind, one) for kind in ServiceKind for one in stages}
    codes = tuple(one.code for one in stages)
    form = type("QuotaFormOfMarket", (QuotaForm,), fields | {"stages": codes})
    values = {
        box(kind, code): most for kind in ServiceKind for code, most in standing[kind].items()
    }
    made: QuotaForm = form(**values)
    return made


def quota_field(kind: ServiceKind, stage: Stage) -> IntegerField:
    """Return the box of a kind in a stage."""
    words = _("%(kind)s: a number from 0 to %(most)s, please.", kind=kind.label, most=MOST_QUOTA)
    label = f"{stage.code} {plain(stage, 'name')}"
    return IntegerField(label, [Optional(), NumberRange(0, MOST_QUOTA, words)])


class MentorForm(PortalForm):
    """Where the invitation to an account goes."""

    email = StringField(_l("E-mail address"), [at_most(EMAIL)])


class AgendaForm(PortalForm):
    """What a booking is about, in the brand's own words."""

    agenda = TextAreaField(
        _l("What the visit is about"),
        [Optional(), at_most(REASON)],
        description=_l(
            "Your question in a sentence or two: whoever receives you reads it beforehand."
        ),
    )


class SlotForm(AgendaForm):
    """The slot that was tapped, and what it is about."""

    slot = StringField(_l("Time"), [Required(_l("Choose a time."))])
    topic = StringField(_l("Topic"), [at_most(40)])

    def moment(self) -> datetime:
        """Return when the slot begins.

        Raises:
            InvalidError: it names no time.
        """
        return slot_in(self.slot.data)


class MoveForm(PortalForm):
    """To which slot, and why."""

    slot = RadioField(_l("New time"), [Required(_l("Choose a time."))], validate_choice=False)
    reason = TextAreaField(
        _l("Why"), [Required(_l("Write why: the other side reads it.")), at_most(REASON)]
    )

    def __init__(self, days: list[rules.SlotDay], obj: Any) -> None:
        super().__init__(obj=obj)
        self.slot.choices = [
            SelectChoice(slot_text(slot.starts_at))
            for day in days
            for slot in day.slots
            if slot.is_free
        ]


class CancelForm(PortalForm):
    """Why a booking is called off."""

    reason = TextAreaField(
        _l("Why"), [Required(_l("Write why: the other side reads it.")), at_most(REASON)]
    )


class NoteForm(PortalForm):
    """Whether it was held, and what came of it."""

    held = RadioField(
        _l("Did it take place?"),
        [Required(_l("Say whether it took place."))],
        choices=[SelectChoice(value, words) for value, words in WAS_HELD.items()],
    )
    shared_note = TextAreaField(_l("Note for the brand too"), [Optional(), at_most(NOTE)])
    private_note = TextAreaField(_l("Note for mentor and office only"), [Optional(), at_most(NOTE)])

    def __init__(self, booking: Booking) -> None:
        super().__init__(obj=booking, held=HELD.get(booking.state))

    def standing(self, field: Field) -> Any:
        """Return what the booking says: whether it was held is its state."""
        return HELD.get(self.obj.state) if field.name == "held" else super().standing(field)

    def in_words(self, field: Field, value: Any) -> Markup:
        """Return whether it was held as the form asks it."""
        if field.name == "held":
            return said(str(WAS_HELD.get(value, "")))
        return super().in_words(field, value)


def slot_text(moment: datetime) -> str:
    """Return a moment as a form carries it, in UTC: 202612010600."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M")


def slot_in(text: str | None) -> datetime:
    """Return the moment that a form carries.

    Raises:
        InvalidError: on `slot`.
    """
    try:
        found = SLOT.fullmatch(text or "")
        return datetime.strptime(found[0] if found else "", "%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        raise InvalidError("slot", _l("Choose a time.")) from None
