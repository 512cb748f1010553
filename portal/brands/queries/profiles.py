"""Reading brands, their profiles, revisions and pictures."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.access.permissions import Role
from portal.accounts.memberships import Place
from portal.accounts.registry import NamedBrand
from portal.brands import rules
from portal.brands.fields import Group, asked_in
from portal.brands.models import Brand, BrandState, ProfilePicture, Revision, RevisionState
from portal.core import clock, week
from portal.core.db import TODAY, db
from portal.core.i18n import CHINESE, language
from portal.markets.models import Market

LOOKBOOK = selectinload(Revision.pictures).joinedload(ProfilePicture.file)


def stands_open() -> ColumnElement[bool]:
    """Return the condition for brands that are in the directory today, by `Brand.standing`."""
    back = and_(
        Brand.state.in_([BrandState.HIDDEN, BrandState.SUSPENDED]),
        Brand.back_on <= TODAY,
    )
    return or_(Brand.state == BrandState.VISIBLE, back)


def stands(state: BrandState) -> ColumnElement[bool]:
    """Return the condition for brands that stand so today, by `Brand.standing`."""
    if state is BrandState.VISIBLE:
        return stands_open()
    still = or_(Brand.back_on.is_(None), Brand.back_on > TODAY)
    away = state in {BrandState.HIDDEN, BrandState.SUSPENDED}
    return and_(Brand.state == state, still) if away else Brand.state == state


def not_paused() -> ColumnElement[bool]:
    """Return the condition for brands that no missing paper hides today."""
    return or_(Brand.paused_from.is_(None), Brand.paused_from > TODAY)


def outsiders_see_it() -> ColumnElement[bool]:
    """Return the condition for brands, with their market joined, that outsiders see today."""
    return and_(stands_open(), not_paused(), Market.closed_at.is_(None))


def seen_by_outsiders(brand: str) -> Brand:
    """Return a brand that outsiders see today, with its market; NoResultFound for any other."""
    query = (
        select(Brand)
        .join(Brand.market)
        .options(contains_eager(Brand.market))
        .where(Brand.slug == brand, outsiders_see_it())
    )
    return db.session.scalars(query).one()


@dataclass(frozen=True)
class Profile:
    """A brand's profile: what agents see, and what is being worked on. Both may be missing."""

    brand: Brand
    published: Revision | None
    draft: Revision | None
    """The open revision: being written, with the office, or returned by it."""

    @property
    def market_id(self) -> int:
        """Return whose market's office decides on it."""
        return self.brand.market_id

    @property
    def brand_id(self) -> int:
        """Return whose it is."""
        return self.brand.id

    @property
    def newest(self) -> Revision:
        """Return what its people look at: the open revision, else the published one."""
        newest = self.draft or self.published
        if newest is None:
            raise NoResultFound
        return newest


@dataclass(frozen=True)
class ProfileSection(Profile):
    """One section of a profile, as its address names it."""

    group: Group


def _brands(market: str, brand: str) -> Select[Brand]:
    return (
        select(Brand)
        .join(Brand.market)
        .options(contains_eager(Brand.market), joinedload(Brand.company))
        .where(Market.slug == market, Brand.slug == brand)
    )


def brand(market: str, brand: str) -> Brand:
    """Return a brand by its addresses, with market and company; NoResultFound for none."""
    return db.session.scalars(_brands(market, brand)).one()


def profile(market: str, brand: str) -> Profile:
    """Return a brand's profile with its pictures; NoResultFound for no such brand."""
    found = db.session.scalars(_brands(market, brand)).one()
    return Profile(found, *_current(found))


def section(market: str, brand: str, section: str) -> ProfileSection:
    """Return a section of a brand's profile; NoResultFound when either does not exist."""
    group = next((one for one in Group if one == section and asked_in(one)), None)
    if group is None:
        raise NoResultFound
    found = db.session.scalars(_brands(market, brand)).one()
    return ProfileSection(found, *_current(found), group=group)


def picture(market: str, brand: str, picture_id: int, width: int = 0) -> ProfilePicture:
    """Return a picture of a brand's profile, published or not, with all of its revision's."""
    del width
    query = (
        select(ProfilePicture)
        .join(ProfilePicture.revision)
        .join(Revision.brand)
        .join(Brand.market)
        .options(
            joinedload(ProfilePicture.file),
            contains_eager(ProfilePicture.revision)
            .contains_eager(Revision.brand)
            .contains_eager(Brand.market),
            contains_eager(ProfilePicture.revision)
            .selectinload(Revision.pictures)
            .joinedload(ProfilePicture.file),
        )
        .where(Market.slug == market, Brand.slug == brand, ProfilePicture.id == picture_id)
    )
    return db.session.scalars(query).one()


def revision(market: str, brand: str, number: int) -> Revision:
    """Return a numbered revision with its brand, pictures and who handed it in."""
    query = (
        select(Revision)
        .join(Revision.brand)
        .join(Brand.market)
        .options(
            contains_eager(Revision.brand).contains_eager(Brand.market),
            joinedload(Revision.submitted_by),
            joinedload(Revision.decided_by),
            joinedload(Revision.typed_by),
            LOOKBOOK,
        )
        .where(Market.slug == market, Brand.slug == brand, Revision.number == number)
    )
    return db.session.scalars(query).one()


def _current(brand: Brand) -> tuple[Revision | None, Revision | None]:
    """Return a brand's published and its open revision."""
    states = [RevisionState.PUBLISHED, *rules.OPEN]
    query = (
        select(Revision)
        .options(LOOKBOOK, joinedload(Revision.brand).joinedload(Brand.market))
        .where(Revision.brand_id == brand.id, Revision.state.in_(states))
        .order_by(Revision.number)
    )
    found = db.session.scalars(query).all()
    published = next((one for one in found if one.state is RevisionState.PUBLISHED), None)
    return published, next((one for one in found if one.state in rules.OPEN), None)


def published_revision(brand_id: int) -> Revision | None:
    """Return what outsiders see of a brand, with its brand and pictures; None before the first."""
    return _one_in(brand_id, [RevisionState.PUBLISHED])


def shops_for_a_year(brand_id: int) -> int:
    """Return how many own shops of the published profile have been open for more than a year."""
    query = select(Revision.store_dates).where(
        Revision.brand_id == brand_id, Revision.state == RevisionState.PUBLISHED
    )
    return rules.shops_for_a_year(db.session.scalars(query).first() or [], clock.today())


def was_published(brand_id: int) -> bool:
    """Say whether agents see a brand's profile, or ever saw one."""
    query = select(func.count(Revision.id)).where(
        Revision.brand_id == brand_id,
        Revision.state.in_([RevisionState.PUBLISHED, RevisionState.SUPERSEDED]),
    )
    return bool(db.session.scalar(query))


def open_revision(brand_id: int) -> Revision | None:
    """Return what is being worked on: draft, submitted or returned; None when nothing is."""
    return _one_in(brand_id, list(rules.OPEN))


def _one_in(brand_id: int, states: Sequence[RevisionState]) -> Revision | None:
    query = (
        select(Revision)
        .options(LOOKBOOK, joinedload(Revision.brand).joinedload(Brand.market))
        .where(Revision.brand_id == brand_id, Revision.state.in_(states))
    )
    return db.session.scalars(query).one_or_none()


def published_before(revision: Revision) -> Revision | None:
    """Return what agents saw before a revision, with its pictures; None for the first."""
    query = (
        select(Revision)
        .options(LOOKBOOK)
        .where(
            Revision.brand_id == revision.brand_id,
            Revision.number < revision.number,
            Revision.state.in_([RevisionState.PUBLISHED, RevisionState.SUPERSEDED]),
        )
        .order_by(Revision.number.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def history(brand_id: int) -> Sequence[Revision]:
    """Return all revisions of a brand with who sent and who decided them, newest first."""
    query = (
        select(Revision)
        .options(joinedload(Revision.submitted_by), joinedload(Revision.decided_by))
        .where(Revision.brand_id == brand_id)
        .order_by(Revision.number.desc())
    )
    return db.session.scalars(query).all()


def completeness_of(brand: Brand, group: Group | None = None) -> rules.Completeness:
    """Return how far a brand's profile, or a section, is filled in: the draft before the rest."""
    found = open_revision(brand.id) or published_revision(brand.id)
    if found is None:
        raise NoResultFound
    return rules.completeness(found, group)


def percent_of(revision: Revision, group: Group | None = None) -> int:
    """Return how far a revision with its pictures is filled in, from 0 to 100; asks nothing."""
    return rules.completeness(revision, group).percent


def picture_count(brand_id: int) -> int:
    """Return how many pictures the newest revision of a brand has."""
    newest = (
        select(func.max(Revision.number)).where(Revision.brand_id == brand_id).scalar_subquery()
    )
    query = (
        select(func.count(ProfilePicture.id))
        .join(ProfilePicture.revision)
        .where(Revision.brand_id == brand_id, Revision.number == newest)
    )
    return db.session.scalars(query).one()


def last_number(brand_id: int) -> int:
    """Return the number of a brand's newest revision; 0 when it has none."""
    query = select(func.max(Revision.number)).where(Revision.brand_id == brand_id)
    return db.session.scalars(query).one() or 0


def slugs_like(slug: str) -> set[str]:
    """Return the addresses in use that begin like this one."""
    query = select(Brand.slug).where(Brand.slug.startswith(slug, autoescape=True))
    return set(db.session.scalars(query))


def every_slug() -> set[str]:
    """Return all addresses in use."""
    return set(db.session.scalars(select(Brand.slug)))


def house(market: str, brand: str) -> Place:
    """Return a brand as the house that its owners belong to; NoResultFound for none."""
    found = db.session.scalars(_brands(market, brand)).one()
    return Place(
        role=Role.OWNER,
        name_zh=found.name_zh,
        name_en=found.name_en,
        market_id=found.market_id,
        brand_id=found.id,
    )


def brands_of_market(market_id: int) -> list[NamedBrand]:
    """Return a market's brands as a list of people needs them, by name in the reader's language."""
    order = Brand.pinyin if language() == CHINESE else Brand.name_en
    query = select(Brand).where(Brand.market_id == market_id).order_by(order, Brand.id)
    return [
        NamedBrand(id=one.id, name_zh=one.name_zh, name_en=one.name_en)
        for one in db.session.scalars(query)
    ]


def count_by_market() -> dict[int, int]:
    """Return how many brands each market has, by its number."""
    query = select(Brand.market_id, func.count()).group_by(Brand.market_id)
    return dict(db.session.execute(query).all())


def named(brand_id: int) -> Brand:
    """Return a brand by its number; NoResultFound for none."""
    return db.session.scalars(select(Brand).where(Brand.id == brand_id)).one()


def hold(brand_id: int) -> int:
    """Hold a brand for this transaction and return whose market it belongs to now.

    Whoever ties a brand to its market holds it first: it may be about to leave.
    """
    query = select(Brand.market_id).where(Brand.id == brand_id)
    return db.session.scalars(query.with_for_update(key_share=True)).one()


def is_alone(brand: Brand) -> bool:
    """Say whether no other brand belongs to its company."""
    query = select(func.count(Brand.id)).where(Brand.company_id == brand.company_id)
    return db.session.scalars(query).one() == 1


def called(market: str, text: str, limit: int = 12) -> Sequence[Brand]:
    """Return the brands of a market that a person may mean by a name; one alone is clear.

    A name that is a brand's whole name means that brand, though others begin with it.
    """
    columns = (Brand.name_zh, Brand.name_en, Brand.pinyin)
    query = (
        select(Brand)
        .join(Brand.market)
        .where(Market.slug == market, Brand.state != BrandState.WITHDRAWN)
        .order_by(Brand.pinyin, Brand.id)
    )
    exact = query.where(or_(*(func.lower(one) == text.lower() for one in columns[:2])))
    if found := db.session.scalars(exact.limit(limit)).all():
        return found
    near = query.where(or_(*(one.icontains(text, autoescape=True) for one in columns)))
    return db.session.scalars(near.limit(limit)).all()


PROFILE_CLOCK = timedelta(days=5)
"""How long a profile may lie before its line turns red: the markets' own promise."""


def clock_lines(market_ids: Collection[int]) -> list[Select[Any]]:
    """Return the lines of an office's week: the profiles that wait to be published."""
    since = Revision.submitted_at
    lines = week.line(
        "profile",
        within=PROFILE_CLOCK,
        market_id=Brand.market_id,
        thing_id=Revision.id,
        brand_id=Brand.id,
        slug=Brand.slug,
        name_zh=Brand.name_zh,
        name_en=Brand.name_en,
        number=Revision.number,
        since=since,
    )
    return [
        lines.select_from(Revision)
        .join(Revision.brand)
        .where(Brand.market_id.in_(market_ids), Revision.state == RevisionState.SUBMITTED)
    ]
