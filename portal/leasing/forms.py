"""Forms of lets."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, ClassVar, TypeVar

from flask import request
from sqlalchemy.exc import NoResultFound
from wtforms import DateField, Field, Form, IntegerField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from portal.brands import queries as brands
from portal.core import amounts, clock
from portal.core.amounts import HundredthsField
from portal.core.forms import PortalForm, Required
from portal.core.i18n import gettext as _
from portal.core.i18n import in_text, language, plain, said
from portal.core.i18n import lazy_gettext as _l
from portal.core.picking import Found, PlaceField, Source
from portal.incubation.models import Stage
from portal.leasing import rules
from portal.leasing.models import Let, LetKind, Rung, Terms
from portal.leasing.rules import MOST_DEPOSIT, MOST_RENT, WHOLE
from portal.markets.models import Stall
from portal.reference import queries as reference

REASON_LENGTH = 500
A_YEAR = timedelta(days=364)
SHARE, AMOUNT = "share", "amount"
"""What a box of a ladder is: percent of the rent, or yuan a month."""
MOST_OFF = 9_999_999
"""Yuan a month."""


def of_this_market(text: str) -> list[str]:
    """Return the brands of the market in the address that a name may mean, by their numbers."""
    market = str((request.view_args or {}).get("market"))
    return [str(one.id) for one in brands.called(market, text)]


def brand_label(number: str) -> str:
    """Return what a brand is called."""
    return plain(brands.named(int(number)), "name")


BRANDS = Source(called=of_this_market, label=brand_label, knows=str.isdigit)


class BrandField(PlaceField):
    """A brand of this market, found by its name."""

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        """Read the name, and speak of brands where it is not clear."""
        super().process(formdata, *args, **options)
        if list(self.process_errors):
            words = (
                _("Several brands are called “%(name)s”. Tick the one you mean.")
                if self.candidates
                else _("No brand of this market is called “%(name)s”.")
            )
            self.process_errors[:] = [in_text(words, name=said(self.typed))]


def kinds() -> list[tuple[str, object]]:
    """Return how firm a let may be."""
    return [(one.value, one.label) for one in LetKind]


def kind_of(value: str) -> LetKind:
    """Return a kind by what the form calls it."""
    return next(one for one in LetKind if one.value == value)


def rent_field() -> HundredthsField:
    """Return the field for the rent."""
    return HundredthsField(
        _l("Rent per m² and month"), [Required(_l("Write the rent in yuan."))], most=MOST_RENT
    )


AnyLadder = TypeVar("AnyLadder", bound="LadderForm")


class Off:
    """Checks how much is let off in a stage, by the unit beside it."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse what is no share of the rent and no amount of money."""
        shares = form[f"unit_{self.code}"].data == SHARE
        most = WHOLE if shares else MOST_OFF
        if field.data is not None and not 0 < field.data <= most:
            raise ValidationError(
                _("From 1 to 100 %, please.")
                if shares
                else _("From ¥1 to ¥%(most)s, please.", most=f"{most:,}")
            )


class LadderForm(PortalForm):
    """What is let off the rent: a box and its unit for each stage; an empty one is nothing."""

    stages: ClassVar[Sequence[str]] = ()

    def boxes(self) -> list[tuple[Field, Field]]:
        """Return each stage's box with its unit."""
        return [(self[f"off_{code}"], self[f"unit_{code}"]) for code in self.stages]

    def rungs(self) -> list[Rung]:
        """Return the ladder."""
        return [
            Rung(code, off.data, None) if unit.data == SHARE else Rung(code, None, off.data * 100)
            for code, (off, unit) in zip(self.stages, self.boxes(), strict=True)
            if off.data is not None
        ]


def with_stages(form: type[AnyLadder], stages: Sequence[Stage]) -> type[AnyLadder]:
    """Return a form with a box and a unit for each stage."""
    fields: dict[str, Any] = {"stages": tuple(one.code for one in stages)}
    for one in stages:
        fields[f"off_{one.code}"] = IntegerField(
            f"{one.code} {plain(one, 'name')}", [Optional(), Off(one.code)]
        )
        fields[f"unit_{one.code}"] = SelectField(
            _("Unit in %(code)s", code=one.code),
            choices=[SelectChoice(SHARE, "%"), SelectChoice(AMOUNT, _("¥ a month"))],
        )
    return type(f"{form.__name__}OfMarket", (form,), fields)


def standing(let: Let) -> dict[str, Any]:
    """Return what a let's ladder says, by the names of the boxes."""
    found: dict[str, Any] = {}
    for one in let.ladder:
        found[f"off_{one.stage_code}"] = one.percent if one.fen is None else one.fen // 100
        found[f"unit_{one.stage_code}"] = SHARE if one.fen is None else AMOUNT
    return found


class LetForm(LadderForm):
    """A new let."""

    brand = BrandField(_l("Brand"), [Found(_l("Write the brand's name."))], source=BRANDS)
    kind = SelectField(_l("Kind"), choices=kinds)
    starts_on = DateField(_l("First day"), [Required(_l("Choose the first day."))])
    ends_on = DateField(_l("Last day"), [Required(_l("Choose the last day."))])
    rent_fen = rent_field()
    deposit_fen = HundredthsField(
        _l("Deposit"), [Required(_l("Write the deposit in yuan; 0 for none."))], most=MOST_DEPOSIT
    )

    def __init__(self, **defaults: Any) -> None:
        today = clock.today()
        super().__init__(**{"starts_on": today, "ends_on": today + A_YEAR} | defaults)

    def terms(self) -> Terms:
        """Return what is agreed, beside the brand."""
        names = ("starts_on", "ends_on", "rent_fen", "deposit_fen")
        agreed = {name: self[name].data for name in names}
        return Terms(kind=kind_of(self.kind.data), ladder=self.rungs(), **agreed)


class ExtendForm(PortalForm):
    """The next term."""

    ends_on = DateField(_l("New last day"), [Required(_l("Choose the last day."))])
    kind = SelectField(_l("Kind"), choices=kinds)
    rent_fen = rent_field()

    def __init__(self, obj: Any, **defaults: Any) -> None:
        until: date = obj.ends_on
        super().__init__(obj=obj, **defaults)
        if not self.is_submitted:
            self.ends_on.data = until + A_YEAR + rules.A_DAY


class ReasonedForm(PortalForm):
    """The words that go with an end."""

    reason = TextAreaField(
        _l("Why"),
        [Required(_l("Write why: the brand reads it too.")), Length(max=REASON_LENGTH)],
    )


class ShutForm(ReasonedForm):
    """Why a stall is closed for now."""


class EndForm(ReasonedForm):
    """When and why a let ends early."""

    last_day = DateField(_l("Last day on the stall"), [Required(_l("Choose the last day."))])
    code = SelectField(
        _l("Kind of reason"),
        choices=lambda: [
            (code, term.label(language())) for code, term in reference.choices("let_end")
        ],
    )

    def __init__(self, *, obj: Any) -> None:
        super().__init__(obj=obj, last_day=clock.today())


class MoveForm(ReasonedForm):
    """Where a brand moves, and from which day."""

    stall_id = SelectField(_l("To which stall"), [Required(_l("Choose a stall."))], coerce=int)
    first_day = DateField(_l("First day there"), [Required(_l("Choose the first day."))])
    rent_fen = rent_field()

    def __init__(self, stalls: Sequence[Stall], *, obj: Any) -> None:
        super().__init__(obj=obj, first_day=clock.today() + rules.A_DAY)
        self.stall_id.choices = [(one.id, stall_label(one)) for one in stalls]


def stall_label(stall: Stall) -> str:
    """Return a stall with its hall and size, for a list to choose from."""
    return f"{plain(stall.floor.hall, 'name')} {stall.number} · {stall.area / 100:g} m²"


class LeaveForm(ReasonedForm):
    """The last day of a brand in the market."""

    last_day = DateField(_l("Last day in the market"), [Required(_l("Choose the last day."))])

    def __init__(self) -> None:
        super().__init__(last_day=clock.today())


class FeeForm(PortalForm):
    """Help with a fee."""

    kind = SelectField(
        _l("For which fee"),
        choices=lambda: [
            (code, term.label(language())) for code, term in reference.choices("fee_help")
        ],
    )
    fen = HundredthsField(
        _l("How much"), [Required(_l("Write how much is given, in yuan."))], most=MOST_DEPOSIT
    )
    granted_on = DateField(_l("Granted on"), [Required(_l("Choose the day."))])
    reason = TextAreaField(
        _l("Why"), [Required(_l("Write why: the brand reads it too.")), Length(max=REASON_LENGTH)]
    )

    def __init__(self) -> None:
        super().__init__(granted_on=clock.today())


class StrikeForm(PortalForm):
    """Why help is struck out."""

    reason = TextAreaField(
        _l("Why"), [Required(_l("Write why it is voided.")), Length(max=REASON_LENGTH)]
    )


class ConcessionForm(LadderForm):
    """What is let off the rent of a let that runs, and from which day on it counts."""

    counts_from = DateField(_l("Counts from"), [Required(_l("Choose the day."))])

    def __init__(self, let: Let) -> None:
        granted = let.stages[0].from_on if let.ladder else clock.today()
        super().__init__(counts_from=max(granted, let.starts_on), **standing(let))


def told(market: str, arguments: Mapping[str, str]) -> dict[str, Any]:
    """Return what an address says of a let that is to be made; what it cannot be is left out.

    `brand` is the slug of a brand of this market, `until` a day, `rent` yuan per m² and month.
    """
    found: dict[str, Any] = {}
    with suppress(NoResultFound):
        found["brand"] = str(brands.brand(market, arguments.get("brand", "")).id)
    with suppress(ValueError):
        found["ends_on"] = date.fromisoformat(arguments.get("until", ""))
    rent = amounts.read(arguments.get("rent", "")[:MOST_LETTERS])
    return found | ({"rent_fen": rent} if rent else {})


MOST_LETTERS = 12
