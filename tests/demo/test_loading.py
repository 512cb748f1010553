"""The demo: loaded into an empty database alone, alive in every corner, removed again."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import User
from portal.agents.models import Agent
from portal.audit import queries as audit
from portal.brands.models import Brand, BrandState, Revision, RevisionState
from portal.core import clock, files, picture_child
from portal.core.db import db, writing
from portal.core.errors import ConflictError
from portal.demo import actions, lines, material, queries, uploads
from portal.incubation.models import Enrolment, MilestoneProgress, MilestoneState
from portal.linesheets.models import ImportState, LineSheet, ShareLink, SheetState, StyleImport
from portal.onboarding.models import Application, ApplicationState
from portal.reports import health
from tests.client import Browser
from tests.make import Make, jpeg

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


@pytest.fixture
def plain_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw nothing: every picture is the same small one. How they are drawn is told elsewhere."""
    packed = picture_child.encode(jpeg(), first_only=True)

    monkeypatch.setattr(uploads, "draw", lambda _wanted: packed)
    monkeypatch.setattr(
        uploads, "ProcessPoolExecutor", lambda *_args, **_more: ThreadPoolExecutor(1)
    )
    monkeypatch.setattr(uploads, "draw_document", lambda *_args: jpeg())


@pytest.fixture
def after_midnight() -> Iterator[None]:
    """Load when the day has just begun: whatever the demo tells of today still lies ahead."""
    here = clock.now().astimezone(clock.SHANGHAI)
    with time_machine.travel(here.replace(hour=0, minute=10), tick=True):
        yield


@pytest.mark.usefixtures("plain_pictures", "after_midnight")
def test_the_demo_is_alive_in_every_corner_and_can_be_removed(app: Flask, browser: Browser) -> None:
    with writing():
        actions.load()

    assert db.session.query(Brand).count() == 41  # four of them out of a table
    assert {one.state for one in db.session.scalars(select(Brand))} == set(BrandState)
    states = {one.state for one in db.session.scalars(select(Application))}
    # The twin that looks like another one waits for whoever tries the portal to merge the two.
    assert states == set(ApplicationState) - {ApplicationState.MERGED}
    revisions = {one.state for one in db.session.scalars(select(Revision))}
    assert revisions == set(RevisionState) - {RevisionState.SUPERSEDED}
    steps = Counter(one.state for one in db.session.scalars(select(MilestoneProgress)))
    # Nobody has moved to a version of the template that asks for less.
    assert set(steps) == set(MilestoneState) - {MilestoneState.DROPPED}
    stages = {
        one.stage.code
        for one in db.session.scalars(select(Enrolment).options(joinedload(Enrolment.stage)))
    }
    assert stages == {f"S{number}" for number in range(1, 10)}
    provinces = {one.home_region[:2] for one in db.session.scalars(select(Agent))}
    assert len(provinces) >= 12
    published = [one for one in linesheets() if one.state is SheetState.PUBLISHED]
    assert len(published) == len(lines.sheets())
    assert sum(len(one.styles) for one in published) > 60  # each complete, or it would not be
    assert db.session.query(ShareLink).one().connection_id
    assert db.session.query(StyleImport).one().state is ImportState.READING
    assert not list(audit.broken_links())
    assert not [finding.words for finding in health.examine() if not finding.well]

    owner = db.session.scalars(select(User).where(User.email == "manager@demo.example")).one()
    page = browser.sign_in(owner).get("/home?lang=en")
    assert page.status == 200
    assert "waiting for" in page.words

    with pytest.raises(ConflictError), writing():
        actions.load()
    actions.clear()
    assert queries.is_empty()
    assert not list(files.every())


def linesheets() -> list[LineSheet]:
    """Return every line sheet with its styles."""
    query = select(LineSheet).options(selectinload(LineSheet.styles))
    return list(db.session.scalars(query))


def test_real_data_is_never_cleared(make: Make) -> None:
    make.user()
    with pytest.raises(ConflictError):
        actions.clear()
    assert not queries.is_empty()


def test_the_printed_sign_ins_are_people_of_the_demo() -> None:
    logins = {one.name for one in queries.sign_ins()}
    known = {one["email"] for one in material.rows("people")}
    known |= {one["email"] for one in material.rows("agents")}
    assert logins <= known
