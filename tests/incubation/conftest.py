"""A brand in a small programme of two stages, with its owner and its market's manager."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.brands.models import Brand
from portal.core.db import db
from portal.incubation import actions
from portal.incubation.models import (
    Enrolment,
    EnrolmentState,
    Milestone,
    MilestoneProgress,
    MilestoneState,
    Programme,
    Stage,
)
from portal.markets.models import Market
from tests.brands.conftest import ready
from tests.client import Shown
from tests.linesheets.conftest import sheets
from tests.make import Make
from tests.papers.conftest import desk

__all__ = ["desk", "ready", "sheets"]


def milestone(code: str, evidence: str, **more: Any) -> dict[str, Any]:
    """Return a milestone as a template's file describes it."""
    words = {
        "title_zh": f"里程碑{code}",
        "title_en": f"Milestone {code}",
        "guidance_zh": "写清楚。",
        "guidance_en": "Say it clearly.",
        "wants_zh": "一张照片",
        "wants_en": "A photo",
    }
    usual = {"code": code, "evidence": evidence, "condition": None, "target": None}
    return usual | words | {"required": True} | more


def stage(code: str, milestones: list[dict[str, Any]], weeks: tuple[int, int] = (2, 4)) -> Any:
    """Return a stage as a template's file describes it."""
    return {
        "code": code,
        "name_zh": f"阶段{code}",
        "name_en": f"Stage {code}",
        "gate_zh": "全部通过",
        "gate_en": "All passed",
        "weeks": list(weeks),
        "milestones": milestones,
    }


SMALL = {
    "code": "small",
    "version": 1,
    "name_zh": "小模板",
    "name_en": "Small template",
    "stages": [
        stage(
            "S1",
            [
                milestone("S1.1", "automatic", condition="application_admitted"),
                milestone("S1.2", "reviewed"),
                milestone("S1.3", "declared"),
                milestone("S1.4", "reviewed", required=False),
            ],
        ),
        stage(
            "S2",
            [
                milestone("S2.1", "automatic", condition="profile_published"),
                milestone("S2.2", "automatic", condition="nobody_knows_this_one"),
            ],
            weeks=(4, 8),
        ),
    ],
}


@dataclass
class Way:
    """A brand on its way, and the people around it."""

    market: Market
    programme: Programme
    brand: Brand
    owner: User
    manager: User

    @property
    def enrolment(self) -> Enrolment:
        query = select(Enrolment).options(joinedload(Enrolment.stage))
        mine = query.where(Enrolment.brand_id == self.brand.id).order_by(Enrolment.id.desc())
        return db.session.scalars(mine.limit(1)).one()

    def has_graduated(self) -> bool:
        return self.enrolment.state is EnrolmentState.GRADUATED

    def step(self, code: str) -> MilestoneProgress:
        """Return the brand's milestone of this code."""
        query = (
            select(MilestoneProgress)
            .join(MilestoneProgress.milestone)
            .join(MilestoneProgress.enrolment)
            .where(Milestone.code == code, Enrolment.brand_id == self.brand.id)
        )
        return db.session.scalars(query).one()

    def state(self, code: str) -> MilestoneState:
        return self.step(code).state

    @property
    def states(self) -> dict[str, str]:
        """Return every milestone's state by code."""
        query = (
            select(Milestone.code, MilestoneProgress.state)
            .join(MilestoneProgress.milestone)
            .join(MilestoneProgress.enrolment)
            .join(Milestone.stage)
            .where(Enrolment.brand_id == self.brand.id)
            .order_by(Stage.position, Milestone.position)
        )
        return {code: state.value for code, state in db.session.execute(query)}

    @property
    def track(self) -> str:
        return f"/markets/{self.market.slug}/brands/{self.brand.slug}/incubation"

    def page(self, code: str) -> str:
        """Return the address of a milestone."""
        step = self.step(code).id
        return f"/markets/{self.market.slug}/brands/{self.brand.slug}/milestones/{step}"


def open_programme(market: Market, by: User, data: dict[str, Any] | None = None) -> Programme:
    """Return a programme of that market, opened from the small template."""
    programme = actions.open_programme(
        market,
        actions.load_template(data or SMALL),
        name_zh="二〇二六秋季班",
        name_en="Autumn 2026",
        starts_on=date(2026, 9, 1),
        by=by,
    )
    db.session.commit()
    return programme


def next_on(page: Shown) -> str:
    """Return what a page calls the one next step."""
    sections = page.tree.all("section")
    return next(one.words for one in sections if one.at.get("class") == "next-step")


@contextmanager
def statements_sent() -> Iterator[list[str]]:
    """Note every statement that goes to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def enrolled(make: Make) -> Callable[..., Way]:
    """Return a maker of brands on their way: `enrolled(market=..., data=...)`."""

    def enrol(market: Market | None = None, data: dict[str, Any] | None = None) -> Way:
        market = market or make.market()
        manager = make.manager(market)
        programme = open_programme(market, manager, data)
        brand = make.brand(market)
        owner = make.owner(brand)
        actions.enrol(brand, programme, by=manager)
        db.session.commit()
        return Way(market, programme, brand, owner, manager)

    return enrol


@pytest.fixture
def way(enrolled: Callable[..., Way]) -> Way:
    """Return one brand at the start of its way."""
    return enrolled()
