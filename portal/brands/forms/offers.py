"""What people fill in about an offer, made from the table of its terms; estimates; bands."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any, ClassVar

from markupsafe import Markup
from wtforms import Field, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from portal.brands import kinds, offers
from portal.brands.forms.controls import (
    label_of,
    maker_of,
    nothing_of,
    offered,
    several,
)
from portal.brands.forms.merging import MergingForm
from portal.brands.models import Revision
from portal.brands.offers import Axis, Offer, Part, Shares, Term
from portal.core.errors import InvalidError
from portal.core.forms import PortalForm, ReadField, Required
from portal.core.i18n import day
from portal.core.i18n import lazy_gettext as _l
from portal.reference import queries as reference

MODE, LEVELS = kinds.Code("cooperation"), kinds.Codes("agent_level", 9)
STEPS = range(1, offers.MOST_STEPS + 1)
VOLUME = kinds.Money(100_000_000_00, 100_000)
ESTIMATE_MONEY = kinds.Money(2_000_000_000)
AREA, PAYBACK = kinds.Whole(1, 5000, kinds.SQUARE_METRES), kinds.Whole(1, 120, kinds.MONTHS)
SHARE = kinds.Whole(0, 100, kinds.PERCENT)
EMPTY: Mapping[str, Any] = {"default": None}
"""What a field that nobody filled in says: nothing, which is not an empty text."""
Look = Callable[[Revision], dict[str, Any]]


class OverForm(MergingForm):
    """A form over a part of a revision that lies in it as plain values.

    `look` reads that part of the revision again, by the names of the form's fields.
    """

    def __init__(self, revision: Revision, look: Look) -> None:
        self.look = look
        before = look(revision)
        super().__init__(obj=SimpleNamespace(version=fingerprint(before), **before))
        self.obj = revision
        self.begin()

    @property
    def version_now(self) -> int:
        """Return a number that changes with what stands there, and with nothing else."""
        return fingerprint(self.look(self.obj))

    @property
    def standings(self) -> dict[str, Any]:
        """Return what the draft says now in this part, by the names of the form's fields."""
        found = self.look(self.obj)
        return {name: found.get(name) for name in self.columns}

    def standing(self, field: Field) -> Any:
        """Return what the draft says now where the form asks `field`."""
        return self.standings.get(field.name)

    def in_words(self, field: Field, value: Any) -> Markup:
        """Return what the draft says as a person reads it."""
        if value in (None, "", []):
            return Markup()
        return kinds.listed(self.kind_of(field.name).parts(value))


def fingerprint(standing: Mapping[str, Any]) -> int:
    """Return a number that changes with what stands there, and with nothing else."""
    return zlib.crc32(repr(sorted(standing.items())).encode(errors="replace"))


class OfferForm(OverForm):
    """A part of an offer: for each term what is said to all, and below it the special cases."""

    terms: ClassVar[list[Term]]
    places: ClassVar[Mapping[str, list[tuple[dict[str, Any], str]]]]
    """By term: each special case with the name of its field."""

    def kind_of(self, name: str) -> kinds.Kind:
        """Return the kind of the term, or of the start of a step of its ladder."""
        term, _, case = name.partition("__")
        if case.startswith("from_"):
            return VOLUME
        kind = offers.TERM[term].kind
        return SHARE if isinstance(kind, Shares) else kind

    @property
    def sound(self) -> dict[str, Any]:
        """Return the terms of which every field can be kept, as an offer keeps them."""
        wrong = {one.name.partition("__")[0] for one in self if one.errors}
        return {name: said for name, said in self.said.items() if name not in wrong}

    @property
    def said(self) -> dict[str, Any]:
        """Return what was filled in, as an offer keeps it."""
        return {term.name: self.said_of(term) for term in self.terms}

    def said_of(self, term: Term) -> Any:
        """Return what was filled in for a term; nothing for nothing."""
        if isinstance(term.kind, Shares):
            parts = {one: self[f"{term.name}__{one}"].data for one in offers.SEASONS}
            return {one: number for one, number in parts.items() if number is not None}
        if not term.by:
            answer = self[term.name].data
            return nothing_of(term.kind) if answer is None else answer
        filled = [({}, term.name), *self.places[term.name], *self.steps(term)]
        return [
            {"value": self[name].data, **case}
            for case, name in filled
            if self[name].data is not None
        ]

    def steps(self, term: Term) -> Iterator[tuple[dict[str, Any], str]]:
        """Yield the steps of a ladder that say from which volume they hold."""
        if Axis.VOLUME in term.by:
            for step in STEPS:
                start = self[f"{term.name}__from_{step}"].data
                if start is not None:
                    yield {"volume": start}, f"{term.name}__step_{step}"

    def refuse(self, error: InvalidError) -> None:
        """Show a rule's message under the field it names, or the first of its fields."""
        first = next((one.name for one in self if one.name.startswith(error.field)), error.field)
        super().refuse(InvalidError(first, error.message))

    def fields_of(self, term: Term) -> list[Field]:
        """Return the fields of a term's special cases in the order they are asked."""
        names = [name for _case, name in self.places[term.name]]
        if Axis.VOLUME in term.by:
            names += [f"{term.name}__{what}_{step}" for step in STEPS for what in ("from", "step")]
        return [self[name] for name in names]

    def has_cases(self, term: Term) -> bool:
        """Say whether a special case is filled in, or wrong: its fold stands open then."""
        return any(one.data is not None or one.errors for one in self.fields_of(term))


def offer_form(revision: Revision, key: int, part: Part) -> OfferForm:
    """Return the form of a part of an offer with what stands there."""
    terms = offers.of_part(part)
    offer = offer_in(revision, key)
    controls: dict[str, Any] = {}
    places = {term.name: special_cases(term, offer) for term in terms}
    for term in terms:
        controls.update(controls_of(term, places[term.name]))

    def look(now: Revision) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for term in terms:
            found.update(flat(term, offer_in(now, key).get(term.name), places[term.name]))
        return found

    form = type(f"{part.title()}OfferForm", (OfferForm,), {
        "terms": terms, "places": places, **controls,
    })  # fmt: skip
    found: OfferForm = form(revision, look)
    return found


def offer_in(revision: Revision, key: int) -> Offer:
    """Return an offer of a revision; an empty one when it is gone."""
    return next((one for one in revision.offers if one["key"] == key), {})


def special_cases(term: Term, offer: Offer) -> list[tuple[dict[str, Any], str]]:
    """Return the cases that a term may have by level and tier: the levels are the offer's own."""
    found: list[tuple[dict[str, Any], str]] = []
    if Axis.LEVEL in term.by and len(offer.get("levels", [])) > 1:
        found += [({"level": one}, f"{term.name}__level_{one}") for one in offer["levels"]]
    if Axis.TIER in term.by:
        tiers = (code for code, _term in reference.choices("city_tier"))
        found += [({"tier": one}, f"{term.name}__tier_{one}") for one in tiers]
    return found


def controls_of(term: Term, places: list[tuple[dict[str, Any], str]]) -> dict[str, Any]:
    """Return the form's fields of a term by their names."""
    common = {"description": term.hint, "default": None}
    if isinstance(term.kind, Shares):
        words = _l("A whole number from %(min)s to %(max)s.")
        return {
            f"{term.name}__{one}": ReadField(
                label_of(reference.term("season", one)),
                [Optional(), NumberRange(0, 100, words)],
                kinds.read_whole,
                str,
                default=None,
            )
            for one in offers.SEASONS
        }
    make = maker_of(term.kind)
    found = {term.name: make(term.label, term.kind, [], common)}
    for case, name in places:
        axis, code = next(iter(case.items()))
        vocabulary = {"level": "agent_level", "tier": "city_tier"}[axis]
        found[name] = make(label_of(reference.term(vocabulary, code)), term.kind, [], EMPTY)
    if Axis.VOLUME in term.by:
        for step in STEPS:
            start = _l("Step %(number)s: from a year's", number=step)
            found[f"{term.name}__from_{step}"] = maker_of(VOLUME)(start, VOLUME, [], EMPTY)
            then = _l("Step %(number)s: then", number=step)
            found[f"{term.name}__step_{step}"] = make(then, term.kind, [], EMPTY)
    return found


def flat(term: Term, said: Any, places: list[tuple[dict[str, Any], str]]) -> dict[str, Any]:
    """Return what an offer says of a term by the names of the form's fields."""
    if isinstance(term.kind, Shares):
        return {f"{term.name}__{one}": (said or {}).get(one) for one in offers.SEASONS}
    if not term.by:
        return {term.name: nothing_of(term.kind) if said is None else said}
    cases = said or []
    plain = {tuple(case.items()): name for case, name in [({}, term.name), *places]}
    found: dict[str, Any] = dict.fromkeys(plain.values())
    steps = iter(STEPS)
    for case in cases:
        rest = {axis: code for axis, code in case.items() if axis != "value"}
        if name := plain.get(tuple(rest.items())):
            found[name] = case["value"]
        elif Axis.VOLUME in case:
            step = next(steps)
            found[f"{term.name}__from_{step}"] = case[Axis.VOLUME]
            found[f"{term.name}__step_{step}"] = case["value"]
    return found


class HeadForm(OverForm):
    """What an offer is and for whom."""

    mode = SelectField(
        _l("Way to work together"),
        [Required(_l("Choose a way to work together."))],
        choices=partial(offered, MODE),
    )
    levels = SelectMultipleField(
        _l("For agents of these levels"),
        choices=partial(several, LEVELS),
        description=_l("None: for all."),
    )

    def kind_of(self, name: str) -> kinds.Kind:
        """Return the code table."""
        return {"mode": MODE, "levels": LEVELS}[name]


def head_form(revision: Revision, key: int = 0) -> HeadForm:
    """Return the form of what an offer is; of none: a new one."""

    def look(now: Revision) -> dict[str, Any]:
        offer = offer_in(now, key)
        return {"mode": offer.get("mode", ""), "levels": offer.get("levels", [])}

    return HeadForm(revision, look)


class EstimateForm(OverForm):
    """What a shop costs in one size of city."""

    area = maker_of(AREA)(_l("For a shop of"), AREA, [], EMPTY)
    payback_months = maker_of(PAYBACK)(_l("Pays back in"), PAYBACK, [], EMPTY)

    def kind_of(self, name: str) -> kinds.Kind:
        """Return the kind of a figure."""
        return {"area": AREA, "payback_months": PAYBACK}.get(name, ESTIMATE_MONEY)


for _name, _label in offers.ESTIMATED.items():
    setattr(EstimateForm, _name, maker_of(ESTIMATE_MONEY)(_label, ESTIMATE_MONEY, [], EMPTY))


def estimate_form(revision: Revision, tier: str) -> EstimateForm:
    """Return the form of the estimate for a size of city with what stands there."""

    def look(now: Revision) -> dict[str, Any]:
        row = next((one for one in now.estimates if one["tier"] == tier), {})
        return {name: row.get(name) for name in ("area", *offers.ESTIMATED, "payback_months")}

    return EstimateForm(revision, look)


class ReleaseForm(PortalForm):
    """Of which terms verified agents see the band."""

    released = SelectMultipleField(
        _l("Verified agents see the band of"),
        choices=lambda: [(name, str(band.label)) for name, band in offers.BANDS.items()],
    )


class EarlierForm(PortalForm):
    """From which earlier profile something is copied."""

    number = SelectField(_l("From"), choices=[], coerce=int)

    def __init__(self, earlier: Sequence[Revision]) -> None:
        super().__init__()
        self.number.choices = [SelectChoice(one.number, in_a_line(one)) for one in earlier]


def in_a_line(revision: Revision) -> str:
    """Return a revision that agents saw as it is chosen from a list: its number and its day."""
    number = str(_l("Revision %(number)s", number=revision.number))
    return f"{number} · {day(revision.decided_at)}" if revision.decided_at else number
