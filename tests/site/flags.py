"""Reports about a brand's page in a world's house: one in every state; and who opened it."""

from portal.accounts.models import User
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.directory.models import PageViews
from portal.flags.models import PENDING, Flag, FlagKind, FlagState
from tests.site.furniture import A_WEEK, Room


def flag_of(room: Room, brand: Brand, author: User, state: FlagState, kind: FlagKind) -> Flag:
    """Make one about a brand by a reader."""
    one, answered = room.words.one, state is not FlagState.OPEN
    return room.make.save(
        Flag(
            brand_id=brand.id,
            revision=1,
            kind=kind,
            field="" if state in PENDING else "workers",
            words=one("这里写六十人，其实六百", "It says 60, it is 600"),
            author_id=author.id,
            state=state,
            waiting_since=clock.now() - A_WEEK,
            answer=one("已改", "Mended") if answered else "",
            answered_at=clock.now() if answered else None,
            answered_by_name=one("王主任", "Director Wang") if answered else "",
        )
    )


def flags_of(room: Room, brand: Brand, author: User) -> list[Flag]:
    """Make one in each state, each for a reason of its own; and views from here and there."""
    monday = clock.monday(clock.today())
    for province, number in (("", 7), ("430000", 5), ("520000", 2)):
        db.session.add(PageViews(brand_id=brand.id, week=monday, province=province, number=number))
    kinds = reversed(FlagKind)
    return [
        flag_of(room, brand, author, state, kind)
        for state, kind in zip(FlagState, kinds, strict=False)
    ]
