"""What people fill in: a form for each section of a profile, made from the table."""

import zlib
from typing import Any, ClassVar

from flask import request
from markupsafe import Markup
from wtforms import Field, SelectField, StringField, TextAreaField

from portal.brands import kinds
from portal.brands.fields import Field as ProfileField
from portal.brands.fields import Group, asked_in, of_group
from portal.brands.forms.controls import Choice, Wanted, at_most, label_of, maker_of, nothing_of
from portal.brands.forms.merging import MergingForm
from portal.brands.models import Revision
from portal.brands.rules import BY_COLUMN
from portal.core.forms import Required
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


class SectionForm(MergingForm):
    """A section of a profile. Complete or not, what is written is kept."""

    group: ClassVar[Group]

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
        self.begin()

    def put(self, name: str, value: Any) -> None:
        """Let a field say `value`, whatever was typed in it; a place with its province."""
        if name in self.regions:
            self[name + PROVINCE].data = reference.province_of(value) or "" if value else ""
            self[name + PROVINCE].raw_data = None
            self[name].data = value or ""
            self.offer_cities(name, value or "")
            self.to_choose = [one for one in self.to_choose if one != name]
        super().put(name, value)

    @property
    def standings(self) -> dict[str, Any]:
        """Return what the draft says now in this section, by column."""
        return {column: getattr(self.obj, column) for column in self.columns}

    def kind_of(self, name: str) -> kinds.Kind:
        """Return the kind of a column."""
        return BY_COLUMN[name.removesuffix(PROVINCE)].kind

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
        kind = self.kind_of(field.name)
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
