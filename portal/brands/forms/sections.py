"""What people fill in: a form for each section of a profile, made from the table."""

import zlib
from typing import Any, ClassVar

from flask import request
from markupsafe import Markup
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField

from portal.brands import kinds
from portal.brands.fields import Field as ProfileField
from portal.brands.fields import Group, asked_in, of_group
from portal.brands.forms.controls import Choice, Wanted, at_most, label_of, maker_of, nothing_of
from portal.brands.forms.merging import merged, read_before, written
from portal.brands.models import Revision
from portal.brands.rules import BY_COLUMN
from portal.core.forms import Clash, PortalForm, Required
from portal.core.i18n import lazy_gettext as _l
from portal.reference import queries as reference

PROVINCE = "_province"


def provinces() -> list[Choice]:
    """Return the provinces."""
    rows = [(one.code, label_of(one)) for one in reference.provinces()]
    return [("", str(_l("Choose the province"))), *rows]


def cities(province: str, chosen: str) -> list[Choice]:
    """Return what lies in a province; the whole province comes first. `chosen` is always there."""
    if not reference.is_region(province):
        return [("", str(_l("Choose the province first")))]
    rows = [(one.code, label_of(one)) for one in reference.prefectures(province)]
    if chosen and reference.covers(province, chosen) and chosen not in {province, *dict(rows)}:
        rows.append((chosen, label_of(reference.region(chosen))))
    whole = str(_l("All of %(province)s", province=label_of(reference.region(province))))
    return [(province, whole), *rows]


def made_of(field: ProfileField) -> dict[str, Any]:
    """Return the form's fields for one field of the table, by their names."""
    kind, asked = field.kind, [Wanted()] if field.required else []
    common: dict[str, Any] = {"description": field.hint, "default": None}
    if isinstance(kind, kinds.Text):
        return texts(field, kind)
    if isinstance(kind, kinds.Region):
        city = SelectField(_l("%(field)s: city", field=field.label), choices=[], **common)
        province = SelectField(
            field.label, asked, choices=provinces, render_kw=looks_closer(field.name)
        )
        return {field.name + PROVINCE: province, field.name: city}
    return {field.name: maker_of(kind)(field.label, kind, asked, common)}


def looks_closer(name: str) -> dict[str, str]:
    """Return what makes a browser with script fetch the cities as soon as a province is chosen."""
    place = f"#place-{name}"
    return {
        "hx-post": "",
        "hx-vals": '{"closer": "1"}',
        "hx-target": place,
        "hx-select": place,
        "hx-swap": "outerHTML",
    }


def texts(field: ProfileField, kind: kinds.Text) -> dict[str, Any]:
    """Return the two sides of a bilingual text; the Chinese one comes first."""
    maker = TextAreaField if kind.lines else StringField
    asked: list[Any] = [Wanted()] if field.required else []
    if field.name == "name":
        asked = [Required(_l("Write the name of the brand."))]
    rows = {"rows": 8} if kind.lines else {}
    chinese, english = field.columns
    return {
        chinese: maker(
            field.label, [*asked, at_most(kind.length)], description=field.hint, render_kw=rows
        ),
        english: maker(
            _l("%(field)s in English", field=field.label),
            [at_most(kind.length_en)],
            render_kw=rows,
        ),
    }


class SectionForm(PortalForm):
    """A section of a profile. Complete or not, what is written is kept."""

    group: ClassVar[Group]
    before = HiddenField()
    """What the section said when it was opened, so that two people's words can be put together."""

    def __init__(self, revision: Revision) -> None:
        self.regions = [
            field.name for field in of_group(self.group) if isinstance(field.kind, kinds.Region)
        ]
        known = {name: getattr(revision, name) for name in self.regions}
        super().__init__(
            obj=revision,
            **{name + PROVINCE: reference.province_of(code) or "" for name, code in known.items()},
        )
        self.to_choose = [name for name in self.regions if self.offer_cities(name, known[name])]
        if request.method != "POST":
            self.opened_anew()
        else:
            self.take_choices()

    def opened_anew(self) -> None:
        """Carry what stands in the section now, and its version."""
        self.version.data, self.version.raw_data = self.version_now, None
        self.before.data = written(self.standings)

    def take_choices(self) -> None:
        """Put into a field what was chosen for it where two people wrote it."""
        for column in self.columns:
            chosen = request.form.get(f"keep-{column}")
            if chosen == "theirs":
                self.put(column, self.standings[column])
            elif chosen == "before":
                kept = read_before(request.form.get(f"before-{column}", ""), [column])
                self.put(column, kept.get(column))

    def put(self, column: str, value: Any) -> None:
        """Let a field say `value`, whatever was typed in it."""
        field = self[column]
        if column in self.regions:
            self[column + PROVINCE].data = reference.province_of(value) or "" if value else ""
            self[column + PROVINCE].raw_data = None
            field.data = value or ""
            self.offer_cities(column, value or "")
            self.to_choose = [name for name in self.to_choose if name != column]
        field.data, field.raw_data, field.process_errors, field.errors = value, None, [], []

    def clashes(self) -> list[Clash]:
        """Put two people's words together; return the fields that both wrote, and differently."""
        before = read_before(self.before.data or "", self.columns)
        if not before:
            clashing = super().clashes()
            self.opened_anew()
            return clashing
        found, standings = [], self.standings
        for column, mine in self.answers.items():
            whose = merged(mine, standings[column], before.get(column))
            if whose == "theirs":
                self.put(column, standings[column])
            elif whose == "both":
                words = [
                    self.in_words(self[column], one)
                    for one in (standings[column], before.get(column))
                ]
                kept = written({column: before.get(column)})
                found.append(Clash(column, words[0], words[1], kept))
        self.opened_anew()
        return found

    @property
    def standings(self) -> dict[str, Any]:
        """Return what the draft says now in this section, by column."""
        return {column: getattr(self.obj, column) for column in self.columns}

    @property
    def sound(self) -> dict[str, Any]:
        """Return the answers that can be kept, by column: those without an error."""
        return {column: value for column, value in self.answers.items() if not self[column].errors}

    def offer_cities(self, name: str, known: str) -> bool:
        """Offer the cities of the chosen province; say whether one has still to be chosen."""
        province, city = self[name + PROVINCE].data or "", self[name]
        city.choices = cities(province, known)
        fits = (city.data or "") in dict(city.choices)
        if not fits:
            city.data = province
        return not fits and bool(province)

    @property
    def looks_closer(self) -> bool:
        """Say whether the browser only asks for the cities of the province just chosen."""
        return "closer" in request.form

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the shape of the answers, and that a newly chosen province is looked at closer."""
        valid = super().validate(extra_validators)
        for name in self.to_choose:
            words = _l("Now choose the city, or leave it at the whole province. Then save again.")
            self[name].errors = [str(words)]
        return valid and not self.to_choose

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was filled in, by column."""
        given = {name: self[name].data for name in self.columns}
        return {
            name: nothing_of(BY_COLUMN[name].kind) if value is None else value
            for name, value in given.items()
        }

    @property
    def columns(self) -> list[str]:
        """Return the columns that this section keeps."""
        return [column for field in asked_in(self.group) for column in field.columns]

    @property
    def version_now(self) -> int:
        """Return a number that changes with what stands in this section, and with nothing else."""
        standing = [getattr(self.obj, column) for column in self.columns]
        return zlib.crc32(repr(standing).encode(errors="replace"))

    def standing(self, field: Field) -> Any:
        """Return what the draft says now where the form asks `field`."""
        if field.name.endswith(PROVINCE):
            return reference.province_of(getattr(self.obj, field.name.removesuffix(PROVINCE))) or ""
        return field.data if field is self.before else getattr(self.obj, field.name)

    def in_words(self, field: Field, value: Any) -> Markup:
        """Return what the draft says as a person reads it."""
        kind = BY_COLUMN[field.name.removesuffix(PROVINCE)].kind
        if isinstance(kind, kinds.Text):
            return super().in_words(field, value)
        return kinds.listed(kind.parts(value)) if value not in (None, "", []) else Markup()


def form_class(group: Group) -> type[SectionForm]:
    """Return the form of a section, made from the table once."""
    fields: dict[str, Any] = {}
    for field in asked_in(group):
        fields.update(made_of(field))
    return type(f"{group.name.title()}Form", (SectionForm,), {"group": group, **fields})


SECTION_FORMS: dict[Group, type[SectionForm]] = {
    group: form_class(group) for group in Group if asked_in(group)
}
