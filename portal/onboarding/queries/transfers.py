"""Reading the brands that go from one market to another."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased, joinedload

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.core.db import db
from portal.markets.models import Market
from portal.onboarding import rules
from portal.onboarding.models import Side, Transfer, TransferState


@dataclass(frozen=True)
class TransferFile:
    """A transfer as one of its two markets sees it."""

    transfer: Transfer
    market: Market
    has_people: bool

    @property
    def market_id(self) -> int:
        """Return whose office looks at it."""
        return self.market.id

    @property
    def brand_id(self) -> int:
        """Return whose people look at it."""
        return self.transfer.brand_id

    @property
    def side(self) -> Side:
        """Return for which side this market's office speaks."""
        return Side.OLD if self.market.id == self.transfer.old_market_id else Side.NEW

    @property
    def waits_for(self) -> list[Side]:
        """Return whose word is still missing; nobody's once it has ended."""
        if self.transfer.state is not TransferState.ASKED:
            return []
        return rules.waits_for(self.transfer, has_people=self.has_people)


def _whole() -> Select[Transfer]:
    return select(Transfer).options(
        joinedload(Transfer.brand).joinedload(Brand.market),
        joinedload(Transfer.brand).joinedload(Brand.company),
        joinedload(Transfer.old_market),
        joinedload(Transfer.new_market),
    )


def transfer(market: str, transfer_id: int) -> TransferFile:
    """Return a transfer from or to a market; NoResultFound for none."""
    found = db.session.scalars(_whole().where(Transfer.id == transfer_id)).one()
    for one in (found.old_market, found.new_market):
        if one.slug == market:
            return TransferFile(found, one, has_people(found.brand_id))
    raise NoResultFound


def has_people(brand_id: int) -> bool:
    """Say whether a brand has people who can speak for it in the portal."""
    return bool(accounts.member_ids(Role.OWNER, brand_id=brand_id))


def running_transfer(brand_id: int) -> Transfer | None:
    """Return the transfer of a brand that waits for an answer."""
    query = _whole().where(Transfer.brand_id == brand_id, Transfer.state == TransferState.ASKED)
    return db.session.scalars(query).one_or_none()


def transfers(market_id: int) -> Sequence[Transfer]:
    """Return the brands that left or leave a market and those that come, newest first."""
    here = or_(Transfer.old_market_id == market_id, Transfer.new_market_id == market_id)
    return db.session.scalars(_whole().where(here).order_by(Transfer.id.desc()).limit(200)).all()


def transfers_waiting(brand_ids: Collection[int]) -> Sequence[Transfer]:
    """Return the transfers that wait for the word of these brands' people."""
    query = _whole().where(
        Transfer.state == TransferState.ASKED,
        Transfer.brand_id.in_(brand_ids),
        Transfer.owner_agreed_at.is_(None),
    )
    return db.session.scalars(query.order_by(Transfer.id)).all()


def last_move(market: str, brand: str) -> Transfer | None:
    """Return how the brand of an old address left that market; None when it never did."""
    left = aliased(Market)
    query = (
        _whole()
        .join(Transfer.brand)
        .join(left, left.id == Transfer.old_market_id)
        .where(left.slug == market, Brand.slug == brand, Transfer.state == TransferState.DONE)
        .order_by(Transfer.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def markets_beside(market_id: int) -> Sequence[Market]:
    """Return the open markets that a brand of this one may go to."""
    query = select(Market).where(Market.id != market_id, Market.closed_at.is_(None))
    return db.session.scalars(query.order_by(Market.name_zh, Market.id)).all()


def shown_brand(slug: str) -> Brand | None:
    """Return a brand of any market by its public address, when outsiders may see it."""
    query = (
        select(Brand)
        .options(joinedload(Brand.market), joinedload(Brand.company))
        .where(Brand.slug == slug, brands.stands_open())
    )
    return db.session.scalars(query).one_or_none()
