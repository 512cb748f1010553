"""What an agent's particulars must hold, and how a verification moves. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.agents.models import Agent, AgentState, InterestKind
from portal.core import contact, credit_code
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow
from portal.reference import queries as reference

S = AgentState

WORKFLOW = Workflow(
    {
        "verify": Step(frozenset({S.SUBMITTED}), S.VERIFIED),
        "renew": Step(frozenset({S.VERIFIED}), S.VERIFIED),
        # A verified one too: what was true last year may not be true today.
        "refuse": Step(frozenset({S.SUBMITTED, S.VERIFIED}), S.REFUSED),
        "resubmit": Step(frozenset({S.REFUSED, S.VERIFIED}), S.SUBMITTED),
    }
)

VALID = timedelta(days=365)
"""How long a verification holds. Source: the yearly renewal asked for by the markets."""
LATE_AFTER = timedelta(days=3)
"""When a waiting registration is marked in the queue. Source: our decision."""
REGISTER_PER_PERSON = "5/day"
RESUBMIT_PER_AGENT = "10/day"

CODE_KINDS = {"company": "enterprise", "household": "household"}
"""Which kind of credit code (GB 32100: 91, 92) belongs to which kind of agent."""
INTERESTS = {
    "regions": InterestKind.REGION,
    "channels": InterestKind.CHANNEL,
    "categories": InterestKind.CATEGORY,
    "price_bands": InterestKind.PRICE_BAND,
}


def particulars(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was filled in as it is kept.

    Raises:
        InvalidError: the credit code is wrong or another kind's, or the number is no mobile.
    """
    kept = dict(answers)
    kept["credit_code"] = checked_code(kept["kind"], kept["credit_code"])
    kept["contact_mobile"] = contact.normalise_mobile(kept["contact_mobile"], "contact_mobile")
    kept["regions"] = widest(kept["regions"], reference.covers)
    kept["categories"] = widest(kept["categories"], contains)
    return kept


def checked_code(kind: str, text: str) -> str:
    """Return a credit code as it is kept.

    Raises:
        InvalidError: on `credit_code`: it is mistyped, or belongs to another kind of business.
    """
    if wrong := credit_code.problem(text):
        raise InvalidError("credit_code", wrong)
    code = credit_code.normalise(text)
    if credit_code.kind(code) == CODE_KINDS[kind]:
        return code
    raise InvalidError("credit_code", other_kind(kind, code))


def other_kind(kind: str, code: str) -> object:
    """Return the words for a right code that belongs to another kind of business."""
    if kind == "household":
        return _l(
            "A sole trader's code begins with 92; this one begins with %(begin)s."
            " Choose “Company” above, or copy the code from the sole trader's own licence.",
            begin=code[:2],
        )
    return _l(
        "A company's code begins with 91; this one begins with %(begin)s."
        " Choose “Sole trader” above, or copy the code from the company's own licence.",
        begin=code[:2],
    )


def contains(outer: str, inner: str) -> bool:
    """Say whether a category is the other one or its head."""
    return outer == inner or reference.term("category", inner).parent == outer


def widest(codes: Iterable[str], covers: Callable[[str, str], bool]) -> list[str]:
    """Return the codes without those that another one covers: Changsha beside Hunan is said."""
    given = list(dict.fromkeys(codes))
    return [
        code for code in given if not any(other != code and covers(other, code) for other in given)
    ]


def is_another_company(agent: Agent, kept: Mapping[str, Any]) -> bool:
    """Say whether the change makes it another legal person: nothing verified holds of that one."""
    return bool(agent.credit_code != kept["credit_code"])


def is_renamed(agent: Agent, kept: Mapping[str, Any]) -> bool:
    """Say whether a change touches what was compared with the licence."""
    return any(getattr(agent, name) != kept[name] for name in ("name_zh", "kind", "credit_code"))


def end_of_renewal(agent: Agent, now: datetime) -> datetime:
    """Return until when a renewed verification holds: renewing early loses no day."""
    return max(now, agent.verified_until or now) + VALID


def check_seen(agent: Agent, seen: int | None) -> None:
    """Refuse a decision on other particulars than those that were read.

    Raises:
        ConflictError: they were changed since the page was opened.
    """
    if seen is not None and seen != agent.version:
        raise ConflictError(
            _l("The particulars were changed since you opened them."),
            _l("Open the agent again, read what is new, and decide then."),
        )
