"""One month's form, made of what the market asks; the choice of figures; what narrows lists."""

from datetime import date
from typing import Any

from flask import request
from markupsafe import Markup
from wtforms import Field, Form, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from portal.core.contact import clean_text
from portal.core.errors import InvalidError
from portal.core.forms import PortalForm, RowNumbersField, VersionField
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import month_words, said
from portal.core.paging import page_number
from portal.figures import monthly, rules
from portal.figures.fields import BANDS, FIELDS, Figure, Kind
from portal.figures.queries import MarketMonths, MonthOfBrand, Unanswered

SEARCH_LENGTH = 60


class Readable:
    """Checks that a text can be the figure, and keeps the number in the field."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure

    def __call__(self, form: Form, field: Field) -> None:
        del form
        try:
            field.number = rules.read(self.figure, field.data or "")
        except InvalidError as error:
            raise ValidationError(str(error)) from error


class SheetForm(PortalForm):
    """A month of a brand. Blank means not known. Its fields are added by `sheet_form`."""

    figures: tuple[Figure, ...] = ()
    sure = StringField(widget=HiddenInput())
    """The unusual figures that the writer was asked about and saw."""

    def __init__(self, one: MonthOfBrand, prefilled: dict[str, int]) -> None:
        self.one = one
        values = one.sheet.values if one.sheet else prefilled
        texts = {figure.code: figure.typed(values.get(figure.code)) for figure in self.figures}
        super().__init__(obj=one.sheet, **texts)

    @property
    def numbers(self) -> dict[str, int | None]:
        """Return what was written, by the figure's code."""
        return {one.code: getattr(self[one.code], "number", None) for one in self.figures}

    @property
    def answers(self) -> dict[str, Any]:
        """Return the arguments of `actions.save`."""
        reason = self["reason"].data if "reason" in self else ""
        return {"values": self.numbers, "reason": reason}

    def accepted(self) -> bool:
        """Say whether the form is sent and valid, and every unusual figure was looked at twice.

        Sending again what stands already is no clash: nothing is saved a second time.
        """
        if self.is_submitted and self.validate() and self.says_what_stands:
            return True
        return super().accepted() and not self.asks_again()

    @property
    def says_what_stands(self) -> bool:
        """Say whether every figure is as it stands."""
        sheet = self.one.sheet
        return sheet is not None and not rules.changes(sheet.values, self.numbers, self.figures)

    def asks_again(self) -> bool:
        """Ask about figures that are far from the last ones, once; say whether it asks.

        What stands already was asked about when it was saved.
        """
        unusual = []
        stands = self.one.sheet.values if self.one.sheet else {}
        for figure in self.figures:
            last, now = self.one.before(self.one.month, figure.code), self.numbers[figure.code]
            if now is None or now == stands.get(figure.code):
                continue
            if last and rules.is_jump(figure, last[1], now):
                unusual.append((figure, last, now))
        wanted = ",".join(f"{figure.code}:{now}" for figure, _last, now in unusual)
        if self.sure.data == wanted:
            return False
        for figure, (month, old), now in unusual:
            question = _(
                "Really %(now)s? In %(month)s it was %(old)s. If it is right, save once more.",
                now=figure.say(now),
                month=month_words(month),
                old=figure.say(old),
            )
            self[figure.code].errors = [question]
        self.sure.data = wanted
        return bool(unusual)

    def standing(self, field: Field) -> Any:
        """Return what the sheet says now where the form asks `field`, as it is typed."""
        figure = FIELDS.get(field.name)
        if figure is None:
            return field.data
        value = self.obj.values.get(field.name)
        same = value == getattr(field, "number", None)
        return field.data if same else figure.typed(value)

    def in_words(self, field: Field, value: Any) -> Markup:
        """Return a figure of the sheet as a person reads it."""
        figure = FIELDS.get(field.name)
        known = figure.say(self.obj.values.get(field.name)) if figure else value
        return said(known)


def sheet_form(one: MonthOfBrand, prefilled: dict[str, int] | None = None) -> SheetForm:
    """Return the form of a month with one field for each figure that the market asks."""
    fields: dict[str, Any] = {figure.code: field_of(figure) for figure in one.asked}
    if one.sheet and rules.needs_reason(one.month, one.last):
        fields["reason"] = StringField(
            _l("Why it changes"),
            [Length(max=200, message=_l("At most %(max)d characters, please."))],
            description=_l("This month is older than the newest one: the office reads the reason."),
        )
    kind = type("SheetFormOfMarket", (SheetForm,), fields | {"figures": tuple(one.asked)})
    made: SheetForm = kind(one, prefilled or {})
    return made


def field_of(figure: Figure) -> Any:
    """Return the field of a figure."""
    if figure.kind is Kind.BAND:
        return SelectField(
            figure.name,
            [Optional(), Readable(figure)],
            choices=lambda: [
                SelectChoice("", _("not known")),
                *(SelectChoice(str(place), str(name)) for place, name in enumerate(BANDS, 1)),
            ],
            description=figure.definition,
        )
    return StringField(
        figure.name,
        [Readable(figure), Length(max=40, message=_l("At most %(max)d characters, please."))],
        description=figure.definition,
        render_kw={"autocomplete": "off"},
    )


class ChoiceForm(PortalForm):
    """Which figures a market asks for."""

    fields = SelectMultipleField(
        _l("Ask for"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        choices=lambda: [SelectChoice(one.code, str(one.name)) for one in FIELDS.values()],
        description=_l("At most twelve. Sales either in yuan or as a band."),
    )
    seen = VersionField(widget=HiddenInput())


class ReminderForm(PortalForm):
    """Whom to remind of a month."""

    brands = RowNumbersField(_l("Brands"))
    every = StringField(widget=HiddenInput())


def read_programme(months: MarketMonths) -> int | None:
    """Return the number of the programme that the address asks for; None for all of them."""
    asked = request.args.get("programme", "")
    return next((one.id for one in months.programmes if str(one.id) == asked), None)


def read_stage(months: MarketMonths) -> str:
    """Return the code of the stage that the address asks for; nothing for all of them."""
    asked = request.args.get("stage", "")
    return asked if asked in {one.code for one in months.stages} else ""


def read_month(months: MarketMonths) -> date:
    """Return the month that the address asks for among those shown, else the newest."""
    asked = monthly.read_month(request.args.get("month", ""))
    return asked if asked in months.months else months.last


def read_unanswered(months: MarketMonths) -> Unanswered:
    """Return what the address asks of the list of brands that have not answered."""
    return Unanswered(
        month=read_month(months),
        query=clean_text(request.args.get("q", "")).strip()[:SEARCH_LENGTH],
        stage=read_stage(months),
        programme=read_programme(months),
        page=page_number(request.args.get("page")),
    )
