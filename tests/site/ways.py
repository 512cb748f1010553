"""Brands' ways that the office has steered: one in every state it can end or stop in."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from portal.access.permissions import Role
from portal.accounts.models import User
from portal.brands.models import BrandState, RevisionState
from portal.core import clock
from portal.core.db import db
from portal.incubation import actions, queries
from portal.incubation.models import (
    Certificate,
    Enrolment,
    ExitKind,
    MilestoneState,
    Programme,
    SalesBand,
    Trading,
)
from portal.markets.models import Market
from tests.site import furniture
from tests.site.furniture import A_WEEK, Room

HALF_A_YEAR = timedelta(days=200)
Deed = Callable[[Enrolment, str, User], None]


def graduate(way: Enrolment, reason: str, by: User) -> None:
    """Waive everything, so that the checklist holds, and let it graduate half a year ago."""
    for step in way.steps:
        step.state, step.waived_reason = MilestoneState.WAIVED, reason
    way.stage = way.template.stages[-1]
    db.session.flush()
    actions.graduate(way, by=by)
    way.finished_at = clock.now() - HALF_A_YEAR


def revoke(way: Enrolment, reason: str, by: User) -> None:
    graduate(way, reason, by)
    actions.follow_up(way, 6, by=by, trading=Trading.SMALLER, sales=SalesBand.UNSAID, note=reason)
    paper = queries.certificate_of(way.id)
    assert paper
    actions.revoke(paper, reason=reason, by=by)


def pause(way: Enrolment, reason: str, by: User) -> None:
    actions.pause(way, reason=reason, expected_on=clock.today() + A_WEEK, by=by)


def hold(way: Enrolment, reason: str, by: User) -> None:
    """Hold the gate; move days; let a fact lapse; leave one milestone open behind."""
    actions.advance(way, reason=reason, by=by)
    actions.hold(way, reason=reason, by=by)
    step = next(one for one in way.steps if one.due_on and one.state is MilestoneState.OPEN)
    until = clock.today() + timedelta(days=300)
    place = (way.brand.market.slug, way.brand.slug, step.id)
    actions.move_date(queries.milestone(*place), until=until, reason=reason, by=by)
    end = queries.planned_end(way) + timedelta(days=30)
    actions.extend(way, until=end, reason=reason, by=by)
    way.steps[0].lapsed_at = clock.now()


def leave(way: Enrolment, reason: str, by: User) -> None:
    actions.leave(way, kind=ExitKind.EXPELLED, reason=reason, by=by)


def come_again(way: Enrolment, reason: str, by: User) -> None:
    leave(way, reason, by)
    db.session.flush()
    actions.enrol_now(way.brand, by=by)


DEEDS: Mapping[str, Deed] = {
    "graduated": graduate,
    "revoked": revoke,
    "paused": pause,
    "held": hold,
    "left": leave,
    "again": come_again,
}


def steered(
    room: Room, market: Market, programme: Programme, by: User, owner: User
) -> dict[str, Enrolment]:
    """Return a way for each of the deeds, by its name."""
    reason = room.words.one("布厂搬迁", "The mill moves")
    found = {}
    for name, deed in DEEDS.items():
        brand = furniture.brand_of(room, market, BrandState.HIDDEN, RevisionState.PUBLISHED)
        room.make.member(Role.OWNER, user=owner, brand_id=brand.id)
        actions.enrol(brand, programme, by=by)
        db.session.commit()
        way = queries.track(brand.id)
        assert way
        deed(way, reason, by)
        db.session.commit()
        found[name] = way
    return found


def paper_of(way: Enrolment) -> Certificate:
    """Return a graduate's certificate."""
    found = queries.certificate_of(way.id)
    assert found
    return found
