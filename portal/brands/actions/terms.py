"""The verbs of a draft's terms: offers, released bands, estimates of what a shop costs."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.brands import offers, rules
from portal.brands.models import Revision
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.reference import queries as reference


def add_offer(
    revision: Revision | None, *, by: audit.Actor, mode: str, levels: Sequence[str]
) -> int:
    """Put an empty offer beside the others and return its key.

    Raises:
        ConflictError: there is no draft, or it lies with the office.
        InvalidError: a household business may not franchise; there are too many offers.
    """
    draft = rules.check_editable(revision)
    check_mode(draft, mode)
    key = last_key(draft) + 1
    keep(draft, [*draft.offers, {"key": key, "mode": mode, "levels": list(levels)}], by=by)
    return key


def save_offer(revision: Revision | None, key: int, *, by: audit.Actor, **said: Any) -> None:
    """Keep some terms of an offer; those that are not named stay, empty ones go.

    Raises:
        ConflictError: there is no draft, it lies with the office, or the offer is gone.
        InvalidError: on the name of the term that cannot be.
    """
    draft = rules.check_editable(revision)
    if not any(one["key"] == key for one in draft.offers):
        raise ConflictError(
            _l("Somebody has taken this offer out."), _l("Look at the terms again.")
        )
    if "mode" in said:
        check_mode(draft, said["mode"])
    changed = [{**one, **said} if one["key"] == key else one for one in draft.offers]
    keep(draft, changed, by=by)


def copy_offer(revision: Revision | None, key: int, *, by: audit.Actor) -> int:
    """Put a copy of an offer beside it and return its key: the next is seldom all different."""
    draft = rules.check_editable(revision)
    new = last_key(draft) + 1
    copies = [{**one, "key": new} for one in draft.offers if one["key"] == key]
    keep(draft, [*draft.offers, *copies], by=by)
    return new


def remove_offer(revision: Revision | None, key: int, *, by: audit.Actor) -> None:
    """Take an offer out of a draft; one that is gone already is no error."""
    draft = rules.check_editable(revision)
    keep(draft, [one for one in draft.offers if one["key"] != key], by=by)


def copy_terms(revision: Revision | None, season: Revision, *, by: audit.Actor) -> None:
    """Begin again with the offers, bands and estimates of an earlier revision of the brand."""
    draft = rules.check_editable(revision)
    for column in ("offers", "released", "estimates"):
        setattr(draft, column, [*getattr(season, column)])
    note(draft, by=by, what=f"revision {season.number}")


def release(revision: Revision | None, *, by: audit.Actor, released: Sequence[str]) -> None:
    """Say of which terms verified agents see the band."""
    draft = rules.check_editable(revision)
    kept = rules.checked({"released": list(released)})["released"]
    if draft.released != kept:
        draft.released = kept
        note(draft, by=by, what="released")


def save_estimate(
    revision: Revision | None, tier: str, *, by: audit.Actor, **said: int | None
) -> None:
    """Keep what a shop costs in a size of city; figures not named stay, empty ones go.

    An estimate of which nothing is left goes out.
    """
    draft = rules.check_editable(revision)
    if not reference.is_known("city_tier", tier):
        raise InvalidError("tier", _l("Please choose from the list."))
    others = [one for one in draft.estimates if one["tier"] != tier]
    before = next((one for one in draft.estimates if one["tier"] == tier), {"tier": tier})
    row = {name: number for name, number in {**before, **said}.items() if number is not None}
    order = list(reference.terms("city_tier"))
    rows = [*others, row] if len(row) > 1 else others
    kept = sorted(rows, key=lambda one: order.index(one["tier"]))
    if draft.estimates != kept:
        draft.estimates = kept
        note(draft, by=by, what="estimates")


def last_key(draft: Revision) -> int:
    """Return the largest key of a draft's offers; 0 when it has none."""
    return max((int(one["key"]) for one in draft.offers), default=0)


def keep(draft: Revision, wanted: Sequence[Mapping[str, Any]], *, by: audit.Actor) -> None:
    """Keep offers when each can be."""
    kept = offers.check_all(wanted)
    if draft.offers != kept:
        draft.offers = kept
        note(draft, by=by, what="offers")


def note(draft: Revision, *, by: audit.Actor, what: str) -> None:
    """Record a change of the terms, and whether the office made it for the owner."""
    mark_typist(draft, by)
    audit.record("profile.change", draft, by=by, section="terms", columns=[what])


def mark_typist(draft: Revision, by: audit.Actor) -> None:
    """Mark a draft in which somebody wrote who is none of its owners."""
    if by.id not in accounts.member_ids(Role.OWNER, brand_id=draft.brand_id):
        draft.typed_by_id = by.id


def check_mode(draft: Revision, mode: str, column: str = "mode") -> None:
    """Refuse a franchise of a household business.

    Raises:
        InvalidError: on `column`, with what may be chosen instead.
    """
    if mode == rules.FRANCHISE and not offers.may_franchise(draft.brand.company.credit_code):
        raise InvalidError(
            column,
            _l(
                "The brand is registered as a household business (credit code 92…). Only an "
                "enterprise may grant franchises (Regulations on Commercial Franchises, Art. 3). "
                "Choose distribution or agency, or register a company first."
            ),
        )
