"""Making brands; writing, submitting, deciding and showing their profiles."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup
from sqlalchemy.exc import IntegrityError

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.brands import queries, registry, rules
from portal.brands.fields import Group
from portal.brands.models import (
    PICTURE_COLUMNS,
    Brand,
    BrandState,
    Company,
    ProfilePicture,
    Revision,
    RevisionState,
)
from portal.brands.queries import Profile
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.markets.models import Market
from portal.notices import actions as notices

R = RevisionState
B = BrandState
TRIES = 5


def create(
    market: Market,
    *,
    name_zh: str,
    name_en: str = "",
    by: audit.Actor | None,
    company: Mapping[str, Any],
    draft: Mapping[str, Any] | None = None,
    pictures: Sequence[int] = (),
) -> Brand:
    """Make a brand with its company and a first draft of its profile; nobody outside sees it yet.

    Args:
        market: the market that admitted it.
        name_zh: what it is called; its address is made from the English or the Chinese name.
        name_en: its English name, where it has one.
        by: who did it.
        company: columns of `Company`: legal_name, credit_code, contact_name, contact_mobile …
        draft: columns of `Revision` that are known already: category, styles, story_zh …
        pictures: numbers of stored files for the lookbook, the cover first.
    """
    owner = Company(market_id=market.id, **company)
    brand = Brand(
        market=market,
        company=owner,
        name_zh=name_zh,
        name_en=name_en,
        pinyin=rules.pinyin_of(name_zh),
    )
    _keep_under_free_slug(brand)
    first = Revision(brand=brand, number=1, name_zh=name_zh, name_en=name_en, **(draft or {}))
    first.pictures = [
        ProfilePicture(file_id=file_id, position=place) for place, file_id in enumerate(pictures)
    ]
    db.session.add(first)
    audit.record("brand.create", brand, by=by)
    return brand


def _keep_under_free_slug(brand: Brand) -> None:
    """Give a new brand its permanent address and keep it; two at once get two addresses."""
    wanted = rules.slug_of(brand.name_zh, brand.name_en)
    for _try in range(TRIES):
        brand.slug = rules.free_slug(wanted, queries.slugs_like(wanted))
        try:
            with db.session.begin_nested():
                db.session.add(brand)
        except IntegrityError:
            continue
        return
    raise ConflictError(_l("Many brands of this name are being made. Please try again."))


# Writing


def begin_draft(profile: Profile, *, by: audit.Actor) -> Revision:
    """Return a new draft that begins as a copy of what is published, or the draft there is.

    Raises:
        ConflictError: somebody else begins one at this moment.
    """
    if profile.draft:
        return profile.draft
    try:
        with db.session.begin_nested():
            draft = copy_of(profile.newest, queries.last_number(profile.brand.id) + 1)
            db.session.add(draft)
    except IntegrityError:
        raise ConflictError(
            _l("Somebody has just begun a draft of this profile."), _l("Look at the page again.")
        ) from None
    audit.record("profile.begin", draft, by=by)
    return draft


def copy_of(revision: Revision, number: int) -> Revision:
    """Return a new draft that says what `revision` says, with the same pictures."""
    draft = Revision(
        brand=revision.brand,
        number=number,
        **{column: getattr(revision, column) for column in rules.BY_COLUMN},
    )
    draft.pictures = [
        ProfilePicture(
            file=one.file,
            position=place,
            **{column: getattr(one, column) for column in PICTURE_COLUMNS},
        )
        for place, one in enumerate(revision.pictures)
    ]
    return draft


def save_section(
    revision: Revision | None, group: Group, *, by: audit.Actor, **answers: Any
) -> None:
    """Keep a section of a draft, complete or not; the names are the columns' own.

    Raises:
        ConflictError: there is no draft, or it lies with the office.
        InvalidError: an answer that cannot be kept, by its field.
    """
    draft = rules.check_editable(revision)
    kept = rules.checked(answers)
    changed = [column for column, value in kept.items() if getattr(draft, column) != value]
    for column in changed:
        setattr(draft, column, kept[column])
    if changed:
        audit.record("profile.change", draft, by=by, section=group.value, columns=changed)


# Deciding. The same person's second click finds the thing done and does nothing.


def submit(revision: Revision | None, *, by: audit.Actor) -> None:
    """Put a draft before the office.

    Raises:
        ConflictError: there is no draft, or something required is missing: the message lists it.
    """
    if revision and revision.state is R.SUBMITTED and revision.submitted_by_id == by.id:
        return
    draft = rules.check_editable(revision)
    rules.check_complete(draft)
    rules.REVISION_WORKFLOW.move(draft, "submit")
    draft.submitted_at = clock.now()
    draft.submitted_by_id = by.id
    audit.record("profile.submit", draft, by=by)
    notices.send(
        "profile.submitted",
        accounts.member_ids(Role.MANAGER, market_id=draft.market_id),
        arguments={**address(draft.brand), "number": draft.number},
        brand=name(draft),
    )


def take_back(revision: Revision | None, *, by: audit.Actor) -> None:
    """Take a submitted profile back to change it before the office decides.

    Raises:
        ConflictError: it does not lie with the office.
    """
    if revision is None:
        raise ConflictError(_l("The office has decided already."), _l("Look at the page again."))
    if revision.state in rules.EDITABLE:
        return
    rules.REVISION_WORKFLOW.move(revision, "take back")
    audit.record("profile.take-back", revision, by=by)


def return_with_request(
    revision: Revision, *, by: audit.Actor, request: str, seen: int | None = None
) -> None:
    """Give a profile back to its owner, saying what has to change.

    Raises:
        ConflictError: it was decided or taken back, or is not what was `seen`.
    """
    if decided(revision, R.RETURNED, by):
        return
    rules.REVISION_WORKFLOW.move(revision, "return")
    rules.check_seen(revision, seen)
    decide(revision, by=by)
    revision.request = request
    audit.record("profile.return", revision, by=by, reason=request)
    notices.send(
        "profile.returned",
        accounts.member_ids(Role.OWNER, brand_id=revision.brand_id),
        arguments=address(revision.brand),
        brand=name(revision),
        request=request,
    )


def publish(revision: Revision, *, by: audit.Actor, seen: int | None = None) -> None:
    """Show a revision to agents from now on, frozen; the one before it is superseded.

    A brand that was never published appears in the directory; a hidden, suspended or
    withdrawn one stays where it is.

    Raises:
        ConflictError: it was decided or taken back, is not what was `seen`, or a paper is missing.
    """
    if decided(revision, R.PUBLISHED, by):
        return
    brand = revision.brand
    check_nothing_in_the_way(brand)
    before = queries.published_revision(brand.id)
    if before and before is not revision:
        rules.REVISION_WORKFLOW.move(before, "supersede")
        db.session.flush()
    rules.REVISION_WORKFLOW.move(revision, "publish")
    rules.check_seen(revision, seen)
    decide(revision, by=by)
    revision.request = ""
    brand.name_zh, brand.name_en = revision.name_zh, revision.name_en
    brand.pinyin = rules.pinyin_of(brand.name_zh)
    if rules.BRAND_WORKFLOW.allows("publish", brand.state):
        rules.BRAND_WORKFLOW.move(brand, "publish")
    audit.record("profile.publish", revision, by=by)
    registry.changed(brand)
    notices.send(
        "profile.published",
        accounts.member_ids(Role.OWNER, brand_id=brand.id),
        arguments={"brand": brand.slug},
        brand=name(brand),
    )


def check_nothing_in_the_way(brand: Brand) -> None:
    """Refuse to publish while another domain objects.

    Raises:
        ConflictError: what stands in the way is in the message.
    """
    if found := registry.publish_obstacles(brand):
        raise ConflictError(
            Markup(" ").join(Markup("{}").format(one) for one in found),
            _l("The profile waits here until this is settled."),
        )


def pause_from(brand: Brand, day: date | None) -> None:
    """Take a brand out of the directory from a day on, or let it in again with none.

    The hour is midnight where the markets are, and needs no job: whoever reads compares.
    """
    if brand.paused_from != day:
        brand.paused_from = day
        registry.changed(brand)


def decided(revision: Revision, state: RevisionState, by: audit.Actor) -> bool:
    """Say whether this person has decided just so already."""
    return revision.state is state and revision.decided_by_id == by.id


def decide(revision: Revision, *, by: audit.Actor) -> None:
    """Note who decided and when."""
    revision.decided_at = clock.now()
    revision.decided_by_id = by.id


# Whether outsiders see it


def hide(brand: Brand, *, by: audit.Actor, reason: str) -> None:
    """Take a brand out of the directory for a while: a holiday, no goods.

    Raises:
        ConflictError: it is not in the directory.
    """
    change_state(brand, "hide", by=by, reason=reason)
    tell(brand, "brand.hidden", _people_of(brand, but=by), reason=reason)


def show(brand: Brand, *, by: audit.Actor) -> None:
    """Put a hidden brand back into the directory.

    Raises:
        ConflictError: it is not hidden, or the office has suspended it.
    """
    change_state(brand, "show", by=by)
    tell(brand, "brand.shown", _people_of(brand, but=by))


def suspend(brand: Brand, *, by: audit.Actor, reason: str) -> None:
    """Take a brand out of the directory until the office lets it in again.

    Raises:
        ConflictError: it was never published, or is suspended or withdrawn already.
    """
    change_state(brand, "suspend", by=by, reason=reason)
    tell(brand, "brand.suspended", _owners_of(brand), reason=reason)


def withdraw(brand: Brand, *, by: audit.Actor, reason: str) -> None:
    """Take a brand out of the directory for good: it left the market.

    Raises:
        ConflictError: it was never published, or is withdrawn already.
    """
    change_state(brand, "withdraw", by=by, reason=reason)
    tell(brand, "brand.withdrawn", _owners_of(brand), reason=reason)


def give_up(brand: Brand, *, by: audit.Actor, reason: str) -> None:
    """End a brand that nobody outside has seen: its maker stepped back after admission.

    Raises:
        ConflictError: it was published.
    """
    waiting = queries.open_revision(brand.id)
    if waiting and waiting.state is RevisionState.SUBMITTED:
        rules.REVISION_WORKFLOW.move(waiting, "take back")
    change_state(brand, "give up", by=by, reason=reason)


def readmit(brand: Brand, *, by: audit.Actor, reason: str) -> None:
    """Let a suspended or withdrawn brand into the directory again.

    Raises:
        ConflictError: it is neither.
    """
    if brand.state is B.WITHDRAWN and not queries.was_published(brand.id):
        raise ConflictError(
            _l("Its maker stepped back before it was ever published."),
            _l("If he comes again, he applies again."),
        )
    step = "lift" if brand.state is B.SUSPENDED else "publish again"
    change_state(brand, step, by=by, reason=reason)
    tell(brand, "brand.shown", _owners_of(brand))


def change_state(brand: Brand, step: str, *, by: audit.Actor, reason: str = "") -> None:
    """Make a step, keep its reason, and tell the directory."""
    rules.BRAND_WORKFLOW.move(brand, step)
    brand.state_reason = reason if brand.state is not B.VISIBLE else ""
    audit.record(STEP_VERBS[step], brand, by=by, reason=reason)
    registry.changed(brand)


STEP_VERBS = {
    "hide": "brand.hide",
    "show": "brand.show",
    "suspend": "brand.suspend",
    "lift": "brand.readmit",
    "withdraw": "brand.withdraw",
    "give up": "brand.withdraw",
    "publish again": "brand.readmit",
}


def tell(brand: Brand, kind: str, people: Sequence[int], **params: str) -> None:
    """Leave people a message about a brand whose button leads to its profile."""
    notices.send(kind, people, arguments=address(brand), brand=name(brand), **params)


def _owners_of(brand: Brand) -> list[int]:
    return accounts.member_ids(Role.OWNER, brand_id=brand.id)


def _people_of(brand: Brand, *, but: audit.Actor) -> list[int]:
    """Return the owners and the office's managers, without whoever did it."""
    people = [*_owners_of(brand), *accounts.member_ids(Role.MANAGER, market_id=brand.market_id)]
    return [person for person in people if person != but.id]


def name(thing: Brand | Revision) -> dict[str, str]:
    """Return a name as messages take it."""
    return {"zh": thing.name_zh, "en": thing.name_en}


def address(brand: Brand) -> dict[str, Any]:
    """Return what the address of its profile takes."""
    return {"market": brand.market.slug, "brand": brand.slug}
