"""What the stories of the directory begin with: brands that outsiders see."""

from functools import partial
from typing import Any

import pytest

from portal.brands.models import Brand, BrandState, Revision, RevisionState
from portal.core import clock
from portal.core.db import db
from portal.directory import actions
from tests.make import Make


def published(make: Make, *, brand: Brand | None = None, **fields: Any) -> Brand:
    """Let a brand be shown, made now unless it is given."""
    named = {"name_zh": fields.get("name_zh", "云织"), "name_en": fields.get("name_en", "")}
    made = brand or make.brand(**named)
    revision = db.session.query(Revision).filter_by(brand_id=made.id).one()
    usual = {"category": "W03", "origin_region": "430203", "story_zh": "做裤子的人。"}
    for name, value in (usual | named | fields).items():
        setattr(revision, name, value)
    revision.state = RevisionState.PUBLISHED
    revision.decided_at = clock.now()
    made.state = BrandState.VISIBLE
    db.session.commit()
    actions.reindex(made)
    db.session.commit()
    return made


@pytest.fixture
def publish(make: Make) -> Any:
    """Return a maker of published brands: `publish(name_zh="芦淞女裤", category="W03")`."""
    return partial(published, make)
