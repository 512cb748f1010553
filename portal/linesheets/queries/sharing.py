"""Links that share a line sheet: which there are, and what each opens today."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.agents import queries as agents
from portal.agents.models import Agent
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.connections import queries as connections
from portal.connections.models import Connection
from portal.core import clock, tokens
from portal.core.db import db
from portal.linesheets.models import LineSheet, ShareLink, SheetState, Style, StylePhoto
from portal.linesheets.queries.own import PHOTOS
from portal.markets.models import Market


class Standing(StrEnum):
    """What a link is good for today."""

    OPEN = "open"
    ENDED = "ended"
    EXPIRED = "expired"
    CLOSED = "closed"
    """The connection that it was made for does not hold any more."""


@dataclass(frozen=True)
class Link:
    """A link with what it is good for today."""

    link: ShareLink
    standing: Standing


def holds() -> ColumnElement[bool]:
    """Return the condition for links that are for nobody connected, or whose connection holds."""
    connected = (
        select(Connection.id)
        .join(Connection.agent)
        .where(
            Connection.id == ShareLink.connection_id,
            connections.in_force(),
            agents.verified_now(),
        )
    )
    return or_(ShareLink.connection_id.is_(None), exists(connected))


def opens() -> ColumnElement[bool]:
    """Return the condition for links that open something today."""
    return and_(ShareLink.revoked_at.is_(None), ShareLink.expires_on >= clock.today(), holds())


def links_of(sheet: LineSheet) -> Sequence[Link]:
    """Return the links that share a wave, the newest first, with who made them."""
    query = (
        select(ShareLink, holds())
        .options(joinedload(ShareLink.made_by))
        .where(
            ShareLink.brand_id == sheet.brand_id,
            ShareLink.year == sheet.year,
            ShareLink.wave == sheet.wave,
        )
        .order_by(ShareLink.id.desc())
    )
    return [Link(one, standing(one, held)) for one, held in db.session.execute(query)]


def standing(link: ShareLink, held: bool) -> Standing:
    """Return what a link is good for today; `held` says whether its connection holds."""
    if link.revoked_at is not None:
        return Standing.ENDED
    if link.expires_on < clock.today():
        return Standing.EXPIRED
    return Standing.OPEN if held else Standing.CLOSED


def connected_with(brand_id: int) -> Sequence[Connection]:
    """Return the connections of a brand that hold today, with their agents, by name."""
    query = (
        select(Connection)
        .join(Connection.agent)
        .options(contains_eager(Connection.agent))
        .where(Connection.brand_id == brand_id, connections.in_force(), agents.verified_now())
        .order_by(Agent.name_zh)
    )
    return db.session.scalars(query).all()


def link(market: str, brand: str, link_id: int) -> ShareLink:
    """Return a link of a brand; NoResultFound for another's."""
    query = (
        select(ShareLink)
        .join(ShareLink.brand)
        .join(Brand.market)
        .options(contains_eager(ShareLink.brand).contains_eager(Brand.market))
        .where(Market.slug == market, Brand.slug == brand, ShareLink.id == link_id)
    )
    return db.session.scalars(query).one()


def link_by_id(link_id: int) -> ShareLink:
    """Return a link by its number, for counting."""
    query = select(ShareLink).options(joinedload(ShareLink.brand)).where(ShareLink.id == link_id)
    return db.session.scalars(query).one()


def link_for(token: str) -> tuple[ShareLink | None, LineSheet | None]:
    """Return the link that a token opens, and what is published of its wave; None for either."""
    query = (
        select(ShareLink, opens())
        .options(joinedload(ShareLink.brand).joinedload(Brand.market))
        .where(ShareLink.token_hash == tokens.digest(token))
    )
    found = db.session.execute(query).one_or_none()
    if found is None or not found[1]:
        return (found[0] if found else None), None
    link = found[0]
    sheet = (
        select(LineSheet)
        .join(LineSheet.brand)
        .join(Brand.market)
        .options(
            contains_eager(LineSheet.brand).contains_eager(Brand.market),
            selectinload(LineSheet.styles).options(PHOTOS),
        )
        .where(
            LineSheet.brand_id == link.brand_id,
            LineSheet.year == link.year,
            LineSheet.wave == link.wave,
            LineSheet.state == SheetState.PUBLISHED,
            brands.outsiders_see_it(),
        )
    )
    return link, db.session.scalars(sheet).one_or_none()


def shared_photo(token: str, photo_id: int) -> StylePhoto | None:
    """Return a picture of what a token opens today; None when it opens nothing of the kind."""
    query = (
        select(StylePhoto)
        .join(StylePhoto.style)
        .join(Style.sheet)
        .join(LineSheet.brand)
        .join(Brand.market)
        .join(
            ShareLink,
            and_(
                ShareLink.brand_id == LineSheet.brand_id,
                ShareLink.year == LineSheet.year,
                ShareLink.wave == LineSheet.wave,
            ),
        )
        .options(joinedload(StylePhoto.file))
        .where(
            ShareLink.token_hash == tokens.digest(token),
            opens(),
            LineSheet.state == SheetState.PUBLISHED,
            brands.outsiders_see_it(),
            StylePhoto.id == photo_id,
        )
    )
    return db.session.scalars(query).one_or_none()
