"""A question that is kept says the same with its constants in its text, and takes what is given."""

from datetime import date
from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import Integer, bindparam, event, literal, select

from portal.brands.models import Brand, BrandState
from portal.core import clock
from portal.core.db import db
from portal.core.questions import written_out
from tests.make import Make

ODD = "O'Brien's \\ :x"
SHARE = "100%"


@pytest.fixture
def sent(app: Flask) -> Any:
    """Return the statements sent meanwhile, each with its values."""
    del app
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        found.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    yield found
    event.remove(db.engine, "before_cursor_execute", note)


def test_constants_stand_in_the_text_and_the_rest_is_given(make: Make, sent: Any) -> None:
    market = make.market()
    wanted = make.brand(market, state=BrandState.VISIBLE)
    wanted.name_en = ODD
    make.brand(market, state=BrandState.HIDDEN)
    make.brand(make.market(), state=BrandState.VISIBLE)
    db.session.commit()
    inside = select(Brand.id).where(Brand.created_at <= clock.now()).subquery()
    question = (
        select(Brand.id, literal(date(2026, 1, 2)), literal(ODD))
        .join(inside, inside.c.id == Brand.id)
        .where(
            Brand.market_id == bindparam("here", type_=Integer()),
            Brand.state.in_([BrandState.VISIBLE]),
            Brand.name_en == ODD,
            Brand.pinyin != SHARE,
        )
    )
    kept = written_out(question)
    for here, found in ((market.id, [wanted.id]), (market.id + 99, [])):
        sent.clear()
        rows = db.session.execute(kept, {"here": here}).all()
        assert rows == [(number, date(2026, 1, 2), ODD) for number in found]
        assert rows == db.session.execute(question, {"here": here}).all()
        ((statement, values), _unkept) = [one for one in sent if "SELECT" in one[0]]
        assert len(values) == 2, "a per cent sign might be taken for the place of a value"
        assert "'visible'" in statement


def test_addresses_are_put_together_once_for_each_kind_of_value(app: Flask) -> None:
    with app.test_request_context("/"):
        for number in (1, 2, 1):
            assert url_for("agents.show", agent_id=number) == f"/agents/{number}"
        assert url_for("reports.home", who=None) == "/home"
        assert url_for("reports.home", who="1") == "/home?who=1"
        assert url_for("reports.home", who=True) == "/home?who=True"
    with app.test_request_context("/", base_url="http://localhost/portal"):
        assert url_for("agents.show", agent_id=1) == "/portal/agents/1"
