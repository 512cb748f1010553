"""Offers in words, line by line, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from portal.brands import kinds
from portal.brands.kinds import amount
from portal.brands.offers.cases import VOCABULARY, Case, is_general, ranked
from portal.brands.offers.terms import SEASONS, Axis, Offer, Part, Shares, Term, of_part
from portal.core.i18n import bdi, gettext, language
from portal.reference import queries as reference


@dataclass(frozen=True)
class Line:
    """One term as it is read: what is said to all, and the special cases below it."""

    term: Term
    main: Markup
    cases: Sequence[tuple[Markup, Markup]]
    """What the case is, and the value then."""

    @property
    def value(self) -> Markup:
        """Return all of it as one line."""
        special = [Markup("{} {}").format(what, then) for what, then in self.cases]
        return Markup(" · ").join([one for one in (self.main, *special) if one])


@dataclass(frozen=True)
class OfferPart:
    """The lines of an offer under one heading."""

    part: Part
    lines: Sequence[Line]


@dataclass(frozen=True)
class ShownOffer:
    """An offer as it is read."""

    key: int
    title: Markup
    parts: Sequence[OfferPart]

    def get(self, name: str) -> Line | None:
        """Return a line by the name of its term."""
        lines = (line for part in self.parts for line in part.lines)
        return next((line for line in lines if line.term.name == name), None)


def title(offer: Offer) -> Markup:
    """Return what an offer is called: the way to work together, and for whom."""
    mode = term_word("cooperation", offer["mode"])
    levels = [term_word("agent_level", code) for code in offer.get("levels", [])]
    return Markup("{} · {}").format(mode, kinds.listed(levels)) if levels else mode


def term_word(vocabulary: str, code: str) -> Markup:
    """Return a term of a code table in the reader's language."""
    return bdi(reference.term(vocabulary, code).label(language()), language())


def shown(offers: Sequence[Offer]) -> list[ShownOffer]:
    """Return offers as they are read, each with the parts that say something."""
    return [
        ShownOffer(
            one["key"], title(one), [said for part in Part if (said := part_of(one, part)).lines]
        )
        for one in offers
    ]


def part_of(offer: Offer, part: Part) -> OfferPart:
    """Return the lines of a part of an offer."""
    said = [term for term in of_part(part) if term.name in offer]
    return OfferPart(part, [line(term, offer[term.name]) for term in said])


def line(term: Term, said: Any) -> Line:
    """Return one term of an offer as it is read."""
    if not term.by:
        return Line(term, words(term, said), [])
    cases = ranked(term, said)
    main = next((words(term, one["value"]) for one in cases if is_general(one)), Markup())
    special = [(condition(one), words(term, one["value"])) for one in cases if not is_general(one)]
    return Line(term, main, special)


def words(term: Term, said: Any) -> Markup:
    """Return a value of a term in words."""
    if isinstance(term.kind, Shares):
        return kinds.listed(
            Markup("{}&nbsp;{}&nbsp;%").format(term_word("season", one), said[one])
            for one in SEASONS
            if one in said
        )
    return kinds.listed(term.kind.parts(said))


def condition(case: Case) -> Markup:
    """Return when a case holds: for whom, where, or from which volume."""
    for axis in (Axis.LEVEL, Axis.TIER):
        if axis in case:
            return term_word(VOCABULARY[axis], case[axis])
    return Markup("{}").format(gettext("from %(amount)s a year", amount=amount(case[Axis.VOLUME])))
