"""What stands behind a claim: the brand's word, a document that was seen, or nothing any more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.brands.fields.table import BY_NAME
from portal.brands.models import Revision, SeenClaim
from portal.brands.registry import Proof
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState


class ClaimState(LabelledState):
    """How a claim stands today. One without any is only declared."""

    SEEN = "seen", _l("paper seen"), "done"
    CONFIRMED = "confirmed", _l("confirmed by the other side"), "done"
    EXPIRED = "expired", _l("paper expired"), "danger"


@dataclass(frozen=True)
class Claim:
    """What stands behind one field of a profile today."""

    state: ClaimState
    document: object
    seen_on: date
    expires_on: date | None


def stamp(name: str, revision: Revision) -> str:
    """Return what a field says in a form that can be compared: proof of it is proof of this."""
    field = BY_NAME[name]
    return repr([getattr(revision, column) for column in field.columns])


def claims_of(
    revision: Revision, seen: Iterable[SeenClaim], proofs: Mapping[str, Proof], today: date
) -> dict[str, Claim]:
    """Return what stands behind the fields of a revision, by name; what is only declared is not.

    A document that the office saw counts for the value it was seen for, and for no other.
    """
    found = {
        name: Claim(state_of(one, today), one.document, one.seen_on, one.expires_on)
        for name, one in proofs.items()
        if BY_NAME[name].is_filled(revision)
    }
    for one in seen:
        if one.field in BY_NAME and one.value == stamp(one.field, revision):
            proof = Proof(one.document, one.seen_on, one.expires_on)
            found[one.field] = Claim(
                state_of(proof, today), one.document, one.seen_on, one.expires_on
            )
    return found


def state_of(proof: Proof, today: date) -> ClaimState:
    """Return how a proof stands today."""
    over = proof.expires_on is not None and proof.expires_on < today
    if over or not proof.is_good:
        return ClaimState.EXPIRED
    return ClaimState.CONFIRMED if proof.confirmed else ClaimState.SEEN
