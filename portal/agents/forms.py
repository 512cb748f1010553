"""What an agent fills in about the company, what narrows the list, and a verifier's words."""

from itertools import groupby
from typing import Any

from flask import request
from markupsafe import Markup
from wtforms import Field, Form, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from portal.agents import queries, rules
from portal.agents.models import InterestKind
from portal.agents.queries import Criteria, Sort
from portal.core import clock
from portal.core.contact import clean_text, format_mobile, normalise_mobile
from portal.core.forms import PortalForm, Required, VersionField, complaint
from portal.core.i18n import joined, language, said
from portal.core.i18n import lazy_gettext as _l
from portal.core.picking import ChipsField, Found, PlaceField, PlacesField
from portal.reference import queries as reference
from portal.reference.choosing import PLACES, terms

FIRST_YEAR = 1900
MOST_OUTLETS = 9_999
REASON_LENGTH = 2000
SEARCH_LENGTH = 80
KINDS = {
    "regions": InterestKind.REGION,
    "channels": InterestKind.CHANNEL,
    "categories": InterestKind.CATEGORY,
    "price_bands": InterestKind.PRICE_BAND,
}
Choices = list[SelectChoice]


def at_most(letters: int) -> Length:
    """Return the validator of a text that has a longest length."""
    return Length(max=letters, message=_l("At most %(max)d characters, please."))


def between(low: int, high: int) -> NumberRange:
    """Return the validator of a number within bounds."""
    return NumberRange(low, high, _l("A number from %(min)s to %(max)s, please."))


def not_in_the_future(form: Form, field: Field) -> None:
    """Refuse a year that has not come."""
    del form
    if field.data is not None and field.data > clock.today().year:
        raise ValidationError(str(_l("This year has not come yet.")))


def grouped(kind: str) -> Choices:
    """Return a two-level code table under its heads."""
    return [
        SelectChoice(code, term.label(language()), optgroup=head.label(language()))
        for head, under in reference.grouped_choices(kind)
        for code, term in under
    ]


def categories() -> Choices:
    """Return the categories, before each group the whole group as one choice."""
    offered: Choices = []
    for head, under in reference.grouped_choices("category"):
        name = head.label(language())
        everything = str(_l("All of %(group)s", group=name))
        offered.append(SelectChoice(head.code, everything, optgroup=name))
        offered += [
            SelectChoice(code, term.label(language()), optgroup=name) for code, term in under
        ]
    return offered


def provinces() -> Choices:
    """Return the provinces by their short names."""
    return [
        SelectChoice(one.code, reference.short_region_name(one.code, language()))
        for one in reference.provinces()
    ]


def place_names() -> list[tuple[str, str]]:
    """Return the cities that a line for places suggests, each with its province."""
    return [
        (city.label(language()), province.label(language()))
        for province in reference.provinces()
        for city in reference.prefectures(province.code)
        if city.code.endswith("00")
    ]


class MobileField(StringField):
    """A mobile number, shown as people write it."""

    def _value(self) -> str:
        text = str(self.data or "")
        return format_mobile(text) if text.startswith("+") and not self.raw_data else text


class AgentForm(PortalForm):
    """An agent's particulars. Whether code and kind agree is a rule."""

    kind = RadioField(
        _l("What you are"),
        [Required(_l("Choose what stands on your licence."))],
        choices=lambda: terms("agent_kind"),
        validate_choice=False,
    )
    name_zh = StringField(
        _l("Name on the business licence"),
        [Required(_l("Write the name as it stands on the licence.")), at_most(120)],
    )
    name_en = StringField(_l("Name in English"), [at_most(160)])
    credit_code = StringField(
        _l("Unified social credit code"),
        [Required(_l("Copy the 18 characters from the top of the licence.")), at_most(60)],
        description=_l("18 digits and letters, at the top of the licence."),
    )
    home_region = PlaceField(
        _l("Where you are based"),
        [Found(_l("Write the city or county you are based in."))],
        description=_l("Type the name of the city or county, like on a map."),
        source=PLACES,
    )
    founded_year = IntegerField(
        _l("In business since"), [Optional(), between(FIRST_YEAR, 2100), not_in_the_future]
    )
    outlets = IntegerField(_l("Outlets you run"), [Optional(), between(0, MOST_OUTLETS)])
    regions = PlacesField(
        _l("Where you sell"),
        [Found(_l("Choose at least one province, city or county."))],
        description=_l("Tick whole provinces, or add single cities and counties by name."),
        choices=provinces,
        source=PLACES,
    )
    channels = ChipsField(
        _l("How you sell"),
        [Required(_l("Choose at least one way."))],
        choices=lambda: terms("channel"),
    )
    categories = ChipsField(
        _l("Categories"),
        [Required(_l("Choose at least one category."))],
        choices=categories,
    )
    price_bands = ChipsField(_l("Price bands"), choices=lambda: grouped("price_band"))
    intro_zh = TextAreaField(
        _l("About your business"),
        [at_most(2000)],
        description=_l("Brands read this before they answer you: shops, customers, experience."),
    )
    intro_en = TextAreaField(_l("About your business, in English"), [at_most(4000)])
    contact_name = StringField(
        _l("Contact person"), [Required(_l("Write whom to ask for.")), at_most(80)]
    )
    contact_mobile = MobileField(
        _l("Mobile number"),
        [Required(_l("Give a mobile number for questions.")), at_most(40)],
        description=_l("Brands see it only when you write to them. Market offices see it."),
    )

    def accepted(self) -> bool:
        """Say whether the form is sent and valid; looking a place up is not sending."""
        if request.method == "POST" and self.regions.adding:
            self.regions.errors = list(self.regions.process_errors)
            return False
        return super().accepted()

    def validate_kind(self, field: Field) -> None:
        """Refuse a kind that no page offers."""
        if not reference.is_known("agent_kind", field.data):
            raise ValidationError(str(_l("Choose what stands on your licence.")))

    def validate_credit_code(self, field: Field) -> None:
        """Say what is wrong with the code together with all the rest."""
        if reference.is_known("agent_kind", self.kind.data):
            with complaint():
                rules.checked_code(self.kind.data, field.data)

    def validate_contact_mobile(self, field: Field) -> None:
        """Say what is wrong with the number together with all the rest."""
        with complaint():
            normalise_mobile(field.data, field.name)

    def standing(self, field: Field) -> Any:
        """Return what the row says now; the same codes in another order are the same."""
        if field.name not in KINDS:
            return super().standing(field)
        codes = queries.codes(self.obj.id, KINDS[field.name])
        return field.data if set(codes) == set(field.data or ()) else codes

    def in_words(self, field: Field, value: Any) -> Markup:
        """Return codes by their names."""
        if field.name == "kind":
            return said(reference.term("agent_kind", value).label(language()))
        if field.name == "home_region":
            return said(PLACES.label(value))
        if field.name in KINDS:
            return said(joined([label_of(KINDS[field.name], code) for code in value]))
        return super().in_words(field, value)


def label_of(kind: InterestKind, code: str) -> str:
    """Return what an interest's code is called."""
    if kind is InterestKind.REGION:
        return PLACES.label(code)
    return reference.term(kind.value, code).label(language())


class DecisionForm(PortalForm):
    """A decision on the particulars that were `seen`: their version."""

    seen = VersionField(_l("Version"), widget=HiddenInput())


class RefuseForm(DecisionForm):
    """Why not."""

    reason = TextAreaField(
        _l("What is wrong"),
        [Required(_l("Say what is wrong; the agent reads it.")), at_most(REASON_LENGTH)],
        description=_l(
            "The agent reads this and corrects it. Name the field and what it should say."
        ),
    )


FILTERS = ("region", "channel", "category", "price_band", "sort")


def is_filter(name: str, value: str) -> bool:
    """Say whether a filter has this value."""
    if name == "sort":
        return value in set(Sort)
    return reference.is_region(value) if name == "region" else reference.is_known(name, value)


def read_criteria() -> Criteria:
    """Return what the address narrows the list to; a filter nobody knows is left out."""
    asked = {name: request.args.get(name, "") for name in FILTERS}
    kept = {name: value for name, value in asked.items() if value and is_filter(name, value)}
    return Criteria(
        region=kept.get("region", ""),
        channel=kept.get("channel", ""),
        category=kept.get("category", ""),
        price_band=kept.get("price_band", ""),
        text=clean_text(request.args.get("q", "")).strip()[:SEARCH_LENGTH],
        sort=Sort(kept.get("sort", Sort.NEWEST)),
        strange=any(value and name not in kept for name, value in asked.items()),
    )


def in_groups(choices: Choices) -> list[tuple[str, Choices]]:
    """Return choices under the names of their groups."""
    return [(name or "", list(group)) for name, group in groupby(choices, lambda one: one.optgroup)]


def filters() -> list[tuple[str, object, list[tuple[str, Choices]]]]:
    """Return the lists of the filter: name in the address, title, choices in groups."""
    return [
        ("region", _l("Based or selling in"), in_groups(provinces())),
        ("channel", _l("How they sell"), in_groups(terms("channel"))),
        ("category", _l("Looking for"), in_groups(categories())),
        ("price_band", _l("Price band"), in_groups(grouped("price_band"))),
    ]
