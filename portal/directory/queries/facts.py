"""What the directory knows of brands, gathered for many at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.brands.models import Brand, BrandState, ProfilePicture, Revision, RevisionState
from portal.core.db import db
from portal.directory import registry
from portal.directory.facets import Facts, Place
from portal.directory.models import Listing
from portal.incubation import queries as incubation
from portal.incubation.models import EnrolmentState
from portal.leasing import queries as leasing
from portal.leasing.models import Let
from portal.linesheets import queries as line_sheets
from portal.markets.models import Market
from portal.papers import queries as papers

AWAY = (BrandState.HIDDEN, BrandState.SUSPENDED)
ONCE_SHOWN = (RevisionState.PUBLISHED, RevisionState.SUPERSEDED)


def gather(brand_ids: Collection[int]) -> dict[int, Facts]:
    """Return the facts of those of the brands that outsiders may see, or will on a known day."""
    revisions = db.session.scalars(
        select(Revision)
        .join(Revision.brand)
        .join(Brand.market)
        .options(
            joinedload(Revision.brand).joinedload(Brand.market),
            joinedload(Revision.brand).joinedload(Brand.company),
            selectinload(Revision.pictures).joinedload(ProfilePicture.file),
        )
        .where(
            Revision.brand_id.in_(brand_ids),
            Revision.state == RevisionState.PUBLISHED,
            or_(
                Brand.state == BrandState.VISIBLE,
                and_(Brand.state.in_(AWAY), Brand.back_on.is_not(None)),
            ),
            Market.closed_at.is_(None),
        )
    ).unique()
    shown = {revision.brand_id: revision for revision in revisions}
    if not shown:
        return {}
    lets = leasing.current_lets(shown)
    stages = stages_of(shown)
    names, appeared = history(shown)
    availability = line_sheets.availability_by_brand(list(shown))
    return {
        number: Facts(
            revision=revision,
            market=revision.brand.market.slug,
            market_names=(revision.brand.market.name_zh, revision.brand.market.name_en),
            names=(revision.brand.name_zh, revision.brand.name_en, *names.get(number, ())),
            company=(revision.brand.company.legal_name,),
            places=tuple(place_of(let) for let in lets.get(number, ())),
            stage=stages.get(number, ("", "", "")),
            seen=tuple(seen.kind.code for seen in papers.public_marks(revision.brand).seen),
            pictures=len(revision.pictures),
            published_at=appeared.get(number),
            paused_from=revision.brand.paused_from,
            back_on=revision.brand.back_on if revision.brand.state in AWAY else None,
            availability=tuple(sorted(availability.get(number, ()))),
            bands=registry.released_bands(revision),
        )
        for number, revision in shown.items()
    }


def place_of(let: Let) -> Place:
    """Return where a let stall is."""
    floor = let.stall.floor
    return Place(let.stall.number, floor.id, floor.hall_id, let.opened_on is not None)


def stages_of(brand_ids: Collection[int]) -> dict[int, tuple[str, str, str]]:
    """Return the stage in which each brand is, or with which it went through."""
    found = incubation.stage_of(list(brand_ids))
    return {
        number: (one.stage.code, one.stage.name_zh, one.stage.name_en)
        for number, one in found.items()
        if one.state is not EnrolmentState.EXITED
    }


def history(
    brand_ids: Collection[int],
) -> tuple[Mapping[int, Sequence[str]], Mapping[int, datetime]]:
    """Return every name under which brands were ever shown, and when each first was."""
    names: dict[int, list[str]] = {}
    appeared: dict[int, datetime] = {}
    rows = db.session.execute(
        select(Revision.brand_id, Revision.name_zh, Revision.name_en, Revision.decided_at)
        .where(Revision.brand_id.in_(brand_ids), Revision.state.in_(ONCE_SHOWN))
        .order_by(Revision.number.desc())
    )
    for number, zh, en, decided_at in rows:
        names.setdefault(number, []).extend((zh, en))
        if decided_at:
            appeared[number] = min(decided_at, appeared.get(number, decided_at))
    return names, appeared


def listings_of(brand_ids: Collection[int]) -> dict[int, Listing]:
    """Return the listings that there are of some brands."""
    found = db.session.scalars(select(Listing).where(Listing.brand_id.in_(brand_ids)))
    return {one.brand_id: one for one in found}


def longest_unchecked(before: datetime, limit: int) -> Sequence[int]:
    """Return shown brands that nobody has compared since, those first that are to be built.

    Those in the order in which they were published: what is built last stands as the freshest.
    """
    query = (
        select(Listing.brand_id)
        .where(or_(Listing.checked_at < before, Listing.digest == ""))
        .order_by(
            Listing.digest != "",
            case((Listing.digest == "", Listing.updated_at), else_=Listing.checked_at),
        )
        .limit(limit)
    )
    return db.session.scalars(query).all()


def brand_count() -> int:
    """Return how many brands there are, shown or not."""
    return db.session.scalar(select(func.count(Brand.id))) or 0
