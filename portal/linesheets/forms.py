"""What people fill in about line sheets, styles and links; what they upload."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from flask import request
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange
from wtforms.widgets import HiddenInput

from portal.connections.models import Connection
from portal.core import clock
from portal.core.contact import clean_text
from portal.core.errors import InvalidError, PortalError
from portal.core.forms import PortalForm, ReadField, Required
from portal.core.i18n import language, plain, said
from portal.core.i18n import lazy_gettext as _l
from portal.linesheets import actions, rules
from portal.linesheets.actions import Received
from portal.linesheets.fields import BY_NAME, FIELDS, VIEW_LABELS, Block, StyleField, of_block
from portal.linesheets.models import LineSheet, Style
from portal.linesheets.rules import Column
from portal.reference import queries as reference

WAVE_YEARS = 2
"""How many years ahead and back a line sheet may be of."""
NEEDED = {"number"}
"""Fields without which a style is not even kept."""
GRID = (
    "number", "name_zh", "tag_price", "supply_discount", "least_pieces", "availability", "stock",
)  # fmt: skip
"""The columns of the grid."""
CELL_LENGTH = 200


def waves() -> list[SelectChoice]:
    """Return the waves of a year."""
    nothing = SelectChoice("", str(_l("Please choose")))
    terms = reference.choices("season_wave")
    return [nothing, *(SelectChoice(code, one.label(language())) for code, one in terms)]


class SheetForm(PortalForm):
    """A new line sheet."""

    year = IntegerField(_l("Year"), [Required(_l("Say of which year it is."))])
    wave = SelectField(_l("Wave"), [Required(_l("Choose the wave."))], choices=waves)
    name_zh = StringField(
        _l("Name in Chinese"),
        [
            Required(_l("Give it a name that agents recognise.")),
            Length(max=60, message=_l("At most %(max)d characters, please.")),
        ],
        description=_l("As you would write it on a cover."),
    )
    name_en = StringField(
        _l("Name in English"), [Length(max=80, message=_l("At most %(max)d characters, please."))]
    )

    like = SelectField(
        _l("Begin with the styles of"),
        coerce=int,
        default=0,
        description=_l(
            "They come with pictures and prices, all to be changed; days of delivery and stock "
            "stay empty."
        ),
    )

    def __init__(self, sheets: Sequence[LineSheet], **defaults: Any) -> None:
        this = clock.today().year
        super().__init__(**{"year": this} | defaults)
        none = SelectChoice(0, str(_l("no other: begin empty")))
        self.like.choices = [none, *(SelectChoice(one.id, in_a_line(one)) for one in sheets)]
        self.year.validators = [
            *self.year.validators,
            NumberRange(
                this - WAVE_YEARS,
                this + WAVE_YEARS,
                _l("Number must be between %(min)s and %(max)s."),
            ),
        ]


def in_a_line(sheet: LineSheet) -> str:
    """Return a line sheet as it is chosen from a list."""
    wave = reference.term("season_wave", sheet.wave).label(language())
    version = str(_l("version %(number)s", number=sheet.number))
    return f"{plain(sheet, 'name')} · {sheet.year} {wave} · {version}"


class NameForm(PortalForm):
    """What a line sheet is called."""

    name_zh, name_en = SheetForm.name_zh, SheetForm.name_en


def offered(vocabulary: str) -> list[SelectChoice]:
    """Return what can be chosen for a field; categories under their heads."""
    nothing = SelectChoice("", str(_l("not said yet")))
    if vocabulary == "category":
        return [
            nothing,
            *(
                SelectChoice(code, term.label(language()), optgroup=head.label(language()))
                for head, terms in reference.grouped_choices(vocabulary)
                for code, term in terms
            ),
        ]
    terms = reference.choices(vocabulary)
    return [nothing, *(SelectChoice(code, one.label(language())) for code, one in terms)]


def control_of(field: StyleField) -> Any:
    """Return the control in which a field of a style is filled in."""
    common = {"description": field.hint}
    checks = [Required(_l("A style needs its number."))] if field.name in NEEDED else []
    if field.vocabulary:
        return SelectField(
            field.label, checks, choices=partial(offered, field.vocabulary), **common
        )
    return ReadField(field.label, checks, field.read, field.write, **common)


class StyleForm(PortalForm):
    """All of a style, made from the table of fields."""

    def __init__(self, **defaults: Any) -> None:
        super().__init__(**defaults)
        for field in FIELDS:
            # Kept without it, but not shown to agents: it is asked for on the line sheet.
            self[field.name].flags.elsewhere = field.required

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was filled in, by field; what was left empty as the table keeps it."""
        told = {field.name: self[field.name].data for field in FIELDS}
        return {
            name: BY_NAME[name].taken("") if value in (None, "", []) else value
            for name, value in told.items()
        }

    def in_words(self, field: Any, value: Any) -> Any:
        """Return a value of the row as a person reads it."""
        known = BY_NAME.get(field.name)
        text = "" if known is None or value in (None, "", []) else known.write(value)
        return super().in_words(field, text)

    def block(self, block: Block) -> list[Any]:
        """Return the controls of a block, in their order."""
        return [self[field.name] for field in of_block(block)]


for _field in FIELDS:
    setattr(StyleForm, _field.name, control_of(_field))


class ColumnsForm(PortalForm):
    """What each column of a table holds, by the column's place."""

    places: ClassVar[Mapping[str, int]]

    @property
    def holds(self) -> dict[int, str]:
        """Return what was chosen for each column; nothing where nobody shall read it."""
        return {place: self[name].data or "" for name, place in self.places.items()}


def columns_form(columns: Sequence[Column], known: Mapping[str, str]) -> ColumnsForm:
    """Return the form of a table's columns, with what was said before or their headings say."""
    labels = {one.name: one.label for one in FIELDS} | {
        view.value: label for view, label in VIEW_LABELS.items()
    }
    nobody = SelectChoice("", str(_l("nobody reads it")))
    choices = [nobody, *(SelectChoice(name, str(label)) for name, label in labels.items())]
    places = {f"holds-{one.place}": one.place for one in columns}
    controls = {
        f"holds-{one.place}": SelectField(
            said(one.heading) if one.heading else _l("(no heading)"),
            choices=choices,
            default=known.get(str(one.place), "") if known else one.holds,
        )
        for one in columns
    }
    made: ColumnsForm = type("TableForm", (ColumnsForm,), {"places": places, **controls})()
    return made


class MoveForm(PortalForm):
    """Where a style goes, counted from 0."""

    to = IntegerField(_l("Place"), [NumberRange(0, rules.MOST_ON_SHEET)], widget=HiddenInput())
    seen = IntegerField(_l("Order"), widget=HiddenInput())


class ShareForm(PortalForm):
    """For whom a link is, how long it opens, and whether it shows prices."""

    connection_id = SelectField(
        _l("Who the link is for"),
        coerce=int,
        default=0,
        description=_l("A link for a connected agent ends with the connection."),
    )
    made_for = StringField(
        _l("Company"),
        [Length(max=80, message=_l("At most %(max)d characters, please."))],
        description=_l(
            "Only if it is somebody else: the company, as you know it. Only you read this."
        ),
    )
    days = SelectField(
        _l("It opens for"),
        coerce=int,
        choices=[
            SelectChoice(7, _l("a week")),
            SelectChoice(30, _l("30 days")),
            SelectChoice(90, _l("90 days")),
        ],
        default=30,
    )
    with_prices = BooleanField(_l("Show prices and terms to whoever opens it"))

    def __init__(self, connected: Sequence[Connection], **defaults: Any) -> None:
        super().__init__(**defaults)
        nobody = SelectChoice(0, str(_l("somebody else, without prices")))
        named = [SelectChoice(one.id, str(plain(one.agent, "name"))) for one in connected]
        self.connection_id.choices = [*named, nobody]


@dataclass(frozen=True)
class Cell:
    """One cell of the grid: what is typed or stands there, and what is wrong with it."""

    field: StyleField
    text: str
    error: object = ""

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Return what can be chosen, with what is chosen."""
        return [
            (str(one.value), str(one.label), one.value == self.text)
            for one in offered(self.field.vocabulary)
        ]


def cell_of(style: Style, field: StyleField) -> Cell:
    """Return a cell as it stands."""
    return Cell(field, str(field.of(style)) if field.vocabulary else field.text_of(style))


def posted_cells(style: Style) -> tuple[dict[str, Any], dict[str, Cell]]:
    """Return what was typed into a row of the grid: the values that can be read, and the cells."""
    values, cells = {}, {}
    for name in GRID:
        field, typed = BY_NAME[name], request.form.get(f"{name}-{style.id}")
        if typed is None:
            cells[name] = cell_of(style, field)
            continue
        text = clean_text(typed).strip()[:CELL_LENGTH]
        try:
            values[name] = field.taken(text)
            cells[name] = Cell(field, text)
        except ValueError as error:
            cells[name] = Cell(field, text, error)
    return values, cells


def posted_version(style: Style) -> int | None:
    """Return which state of a style the grid showed."""
    return request.form.get(f"version-{style.id}", type=int)


@dataclass(frozen=True)
class Arrival:
    """What came of an upload: a table and zips that were checked, or why they were refused."""

    received: Received | None = None
    error: PortalError | None = None


def receive_import() -> Arrival:
    """Check and store what is posted as `files`; for `@requires(receive=…)`."""
    posted = [one for one in request.files.getlist("files") if one.filename]
    if not posted:
        return Arrival(error=InvalidError("files", _l("Choose a file.")))
    try:
        return Arrival(actions.receive([(one.filename or "", one.stream.read()) for one in posted]))
    except PortalError as error:
        return Arrival(error=error)
