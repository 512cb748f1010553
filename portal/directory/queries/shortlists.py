"""What people keep in mind."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload

from portal.access.asking import viewer
from portal.brands.models import Brand
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.directory.criteria import ShortlistCriteria
from portal.directory.models import Listing, ShortlistEntry


def on_list(user_id: int) -> ColumnElement[bool]:
    """Return the condition for what stands on a person's list."""
    return and_(ShortlistEntry.user_id == user_id, ShortlistEntry.dropped_at.is_(None))


def entry_of(user_id: int, brand_id: int) -> ShortlistEntry | None:
    """Return the place of a brand on a person's list, if it has one."""
    try:
        return entry(user_id, brand_id)
    except NoResultFound:
        return None


def entry(user_id: int, brand_id: int) -> ShortlistEntry:
    """Return the place of a brand on a person's list; NoResultFound when it has none."""
    query = select(ShortlistEntry).where(on_list(user_id), ShortlistEntry.brand_id == brand_id)
    return db.session.scalars(query).one()


def entry_called(user_id: int, slug: str) -> ShortlistEntry | None:
    """Return the place on a person's list of what addresses call so, also of a brand not shown."""
    query = select(ShortlistEntry).join(ShortlistEntry.brand)
    found: ShortlistEntry | None = db.session.scalars(
        query.where(on_list(user_id), Brand.slug == slug)
    ).one_or_none()
    return found


def dropped(user_id: int) -> Sequence[ShortlistEntry]:
    """Return what a person took off and could still take back, with its brand."""
    query = select(ShortlistEntry).options(joinedload(ShortlistEntry.brand))
    return db.session.scalars(
        query.where(ShortlistEntry.user_id == user_id, ShortlistEntry.dropped_at.is_not(None))
    ).all()


def own_entry(entry_id: int) -> ShortlistEntry:
    """Return one entry of whoever asks; NoResultFound for anybody else's."""
    query = (
        select(ShortlistEntry)
        .options(joinedload(ShortlistEntry.brand).joinedload(Brand.market))
        .where(ShortlistEntry.id == entry_id, on_list(viewer().id))
    )
    return db.session.scalars(query).one()


def kept(user_id: int) -> int:
    """Return how many brands a person keeps."""
    query = select(func.count(ShortlistEntry.id)).where(on_list(user_id))
    return db.session.scalar(query) or 0


def kept_slugs(user_id: int) -> frozenset[str]:
    """Return the brands that a person keeps, as addresses call them."""
    query = select(Brand.slug).join(ShortlistEntry, ShortlistEntry.brand_id == Brand.id)
    return frozenset(db.session.scalars(query.where(on_list(user_id))))


def folders(user_id: int) -> dict[str, int]:
    """Return a person's folders with how many brands lie in each; "" is outside of all."""
    query = (
        select(ShortlistEntry.folder, func.count())
        .where(on_list(user_id))
        .group_by(ShortlistEntry.folder)
        .order_by(ShortlistEntry.folder)
    )
    return dict(db.session.execute(query).all())


def entries_in(user_id: int, folder: str) -> Sequence[ShortlistEntry]:
    """Return what lies in one folder of a person's list."""
    query = select(ShortlistEntry).where(on_list(user_id), ShortlistEntry.folder == folder)
    return db.session.scalars(query).all()


def shortlist(user_id: int, wish: ShortlistCriteria) -> Select[ShortlistEntry]:
    """Select what a person keeps: of a folder where one is asked for, in the order asked for."""
    query = (
        select(ShortlistEntry)
        .join(Brand, Brand.id == ShortlistEntry.brand_id)
        .outerjoin(Listing, Listing.brand_id == ShortlistEntry.brand_id)
        .options(joinedload(ShortlistEntry.brand).joinedload(Brand.market))
        .where(on_list(user_id))
    )
    if wish.folder is not None:
        query = query.where(ShortlistEntry.folder == wish.folder)
    if wish.text:
        columns = (Brand.name_zh, Brand.name_en, Brand.pinyin, ShortlistEntry.note)
        query = query.where(
            or_(*(column.icontains(wish.text, autoescape=True) for column in columns))
        )
    if wish.by_name:
        return query.order_by(func.coalesce(Listing.sort_name, Brand.pinyin), ShortlistEntry.id)
    return query.order_by(ShortlistEntry.id.desc())


def shortlist_page(user_id: int, wish: ShortlistCriteria) -> Page[ShortlistEntry]:
    """Return one page of what a person keeps."""
    return paginate(shortlist(user_id, wish), wish.page)


def shortlist_rows(user_id: int, wish: ShortlistCriteria) -> Sequence[ShortlistEntry]:
    """Return all of it, for a table to take away."""
    return db.session.scalars(shortlist(user_id, wish)).all()
