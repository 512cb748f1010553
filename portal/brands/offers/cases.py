"""What a term is for one agent: his level, his city, the volume he buys. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.brands import kinds
from portal.brands.offers.terms import MOST_OFFERS, MOST_STEPS, TERM, Axis, Offer, Shares, Term
from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.reference import queries as reference

Case = Mapping[str, Any]
VOCABULARY = {Axis.TIER: "city_tier", Axis.LEVEL: "agent_level"}
WHOLE = 100
HOUSEHOLD = "92"
"""How the credit code of a household business begins. Source: GB 32100-2015."""


@dataclass(frozen=True)
class Situation:
    """Whom a term is asked for. Volume: what he buys in a year, in fen."""

    tier: str = ""
    level: str = ""
    volume: int = 0


def value(offer: Offer, name: str, situation: Situation = Situation()) -> Any:
    """Return what an offer says of a term to somebody; None when it says nothing.

    A case of his level comes before one of his city's tier, this before a step of the ladder, and
    a step before what is said to all.
    """
    said = offer.get(name)
    if not TERM[name].by or said is None:
        return said
    for axis in (Axis.LEVEL, Axis.TIER):
        wanted = getattr(situation, axis)
        for case in said:
            if wanted and case.get(axis) == wanted:
                return case["value"]
    reached = [one for one in said if 0 < one.get(Axis.VOLUME, 0) <= situation.volume]
    if reached:
        return max(reached, key=lambda one: one[Axis.VOLUME])["value"]
    return next((one["value"] for one in said if is_general(one)), None)


def is_general(case: Case) -> bool:
    """Say whether a case is what is said to all."""
    return not any(axis in case for axis in Axis)


def values(offer: Offer, name: str) -> list[int]:
    """Return every number that a term of an offer may come to."""
    said = offer.get(name)
    if said is None:
        return []
    return [case["value"] for case in said] if TERM[name].by else [said]


def ranked(term: Term, cases: Sequence[Case]) -> list[Case]:
    """Return cases in the order they are read: for all, by level, by tier, up the ladder."""
    del term

    def place(case: Case) -> tuple[int, int]:
        for rank, axis in enumerate((Axis.LEVEL, Axis.TIER), 1):
            if axis in case:
                order = list(reference.terms(VOCABULARY[axis]))
                return rank, order.index(case[axis]) if case[axis] in order else len(order)
        return (3, case[Axis.VOLUME]) if Axis.VOLUME in case else (0, 0)

    return sorted(cases, key=place)


# What may stand in an offer


def checked(offer: Offer) -> dict[str, Any]:
    """Return an offer as it may be kept: without what is empty, its cases in order.

    Raises:
        InvalidError: on the name of the term that cannot be.
    """
    kept: dict[str, Any] = {"key": int(offer["key"]), "mode": offer["mode"]}
    kept["levels"] = list(dict.fromkeys(offer.get("levels", [])))
    check_codes("mode", kinds.Code("cooperation"), kept["mode"])
    check_codes("levels", kinds.Codes("agent_level", 9), kept["levels"])
    for name, term in TERM.items():
        said = offer.get(name)
        if said is None or said in ("", [], {}):
            continue
        kept[name] = checked_cases(term, said) if term.by else checked_value(term, said)
    return kept


def checked_cases(term: Term, cases: Sequence[Case]) -> list[Case]:
    """Return the cases of a term when each can be and no two are the same."""
    for case in cases:
        checked_value(term, case["value"])
    conditions = [tuple((axis, case[axis]) for axis in Axis if axis in case) for case in cases]
    if len(set(conditions)) < len(conditions):
        raise InvalidError(term.name, _l("Two lines say the same case. Leave one of them."))
    if any(len(one) > 1 or any(axis not in term.by for axis, _ in one) for one in conditions):
        raise InvalidError(term.name, _l("This cannot differ by that."))
    if sum(Axis.VOLUME in case for case in cases) > MOST_STEPS:
        raise InvalidError(term.name, _l("At most %(most)s steps.", most=MOST_STEPS))
    return ranked(term, cases)


def checked_value(term: Term, said: Any) -> Any:
    """Return a value when it can stand in a term."""
    kind = term.kind
    check_codes(term.name, kind, said)
    if isinstance(kind, Shares) and sum(said.values()) != WHOLE:
        total = sum(said.values())
        raise InvalidError(
            term.name, _l("The seasons come to %(total)s %%; they must come to 100.", total=total)
        )
    low = 1 if isinstance(kind, kinds.Discount) else getattr(kind, "low", 0)
    high = 10_000 if isinstance(kind, kinds.Discount) else getattr(kind, "high", None)
    if high is not None and not low <= said <= high:
        raise InvalidError(term.name, _l("That number is too large or too small."))
    return said


def check_codes(name: str, kind: kinds.Kind, said: Any) -> None:
    """Refuse a code that the table does not have."""
    if kind.unknown(said):
        raise InvalidError(name, _l("Please choose from the list."))


def check_all(offers: Sequence[Offer]) -> list[dict[str, Any]]:
    """Return offers as they may be kept together."""
    if len(offers) > MOST_OFFERS:
        raise InvalidError("mode", _l("At most %(most)s offers.", most=MOST_OFFERS))
    return [checked(one) for one in offers]


def may_franchise(credit_code: str | None) -> bool:
    """Say whether the holder of a credit code may grant franchises: enterprises alone may.

    Source: Regulations on Administration of Commercial Franchises, Art. 3 (domain 7-10).
    """
    return not (credit_code or "").startswith(HOUSEHOLD)
