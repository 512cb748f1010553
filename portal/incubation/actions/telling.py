"""Telling a brand's people and a market's office what has happened on the way."""

from collections.abc import Iterable
from typing import Any

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.incubation.models import Enrolment, MilestoneProgress
from portal.notices import actions as notices


def both(thing: Any, name: str) -> dict[str, str]:
    """Return a bilingual text as a message keeps it, to be read in either language."""
    return {"zh": getattr(thing, f"{name}_zh"), "en": getattr(thing, f"{name}_en")}


def address_of(progress: MilestoneProgress) -> dict[str, Any]:
    """Return the arguments of a milestone's own address."""
    brand = progress.enrolment.brand
    return {"market": brand.market.slug, "brand": brand.slug, "milestone_id": progress.id}


def tell_owners(kind: str, enrolment: Enrolment, **params: Any) -> None:
    """Tell the brand's people, with the way to its track."""
    brand = enrolment.brand
    notices.send(
        kind,
        accounts.member_ids(Role.OWNER, brand_id=brand.id),
        arguments={"market": brand.market.slug, "brand": brand.slug},
        brand=both(brand, "name"),
        **params,
    )


def tell_reviewers(progress: MilestoneProgress) -> None:
    """Tell who looks at this milestone that evidence came; while nobody does, all the office."""
    office = accounts.member_ids(Role.MANAGER, market_id=progress.market_id)
    taken = [one for one in office if one == progress.reviewer_id]
    tell_people("milestone.submitted", taken or office, progress)


def tell_people(kind: str, people: Iterable[int], progress: MilestoneProgress) -> None:
    """Tell these people of the office, with the way to the milestone."""
    notices.send(
        kind,
        people,
        arguments=address_of(progress),
        brand=both(progress.enrolment.brand, "name"),
        milestone=both(progress.milestone, "title"),
    )


def tell_owners_of_milestone(kind: str, progress: MilestoneProgress, **params: Any) -> None:
    """Tell the brand's people, with the way to the milestone."""
    notices.send(
        kind,
        accounts.member_ids(Role.OWNER, brand_id=progress.brand_id),
        arguments=address_of(progress),
        milestone=both(progress.milestone, "title"),
        **params,
    )
