"""What help with rent and fees costs, told against what came of it."""

from typing import Any

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.db import db
from portal.leasing import queries
from portal.leasing.criteria import CostCriteria, read_costs
from portal.leasing.models import FeeHelp
from portal.leasing.rules import share_of
from portal.notices.models import Notice
from tests.client import Shown
from tests.leasing.conftest import Desk, day
from tests.make import Make


def asked(first: int, last: int) -> CostCriteria:
    return CostCriteria(since=day(first), until=day(last))


def give(desk: Desk, **answers: Any) -> Shown:
    """Grant help with a fee."""
    page = f"{desk.here}/brands/{desk.brand.slug}/fee-help"
    given: dict[str, Any] = {"fen": "1,200", "reason": "首年减免"} | answers
    return desk.browser.submit(page, "Grant it", **given)


def test_rent_let_off_counts_by_its_days_and_only_those_of_the_period(desk: Desk) -> None:
    desk.add("A1")
    desk.let("1F-A1", -40, 300, off_S1="50")
    half = 50_000
    (line,) = queries.help_costs(desk.market.id, asked(-9, 0)).lines
    whole = share_of(half, day(-40), day(0))
    assert line.rent_fen == whole - share_of(half, day(-40), day(-10))
    later = queries.help_costs(desk.market.id, asked(-40, 200))
    assert later.total_fen == whole, "days ahead cost nothing yet"
    assert queries.help_costs(desk.market.id, asked(-90, -50)).lines == []


def test_help_with_a_fee_is_told_counted_and_struck_out_with_a_reason(desk: Desk) -> None:
    give(desk)
    assert db.session.scalars(select(Notice).where(Notice.kind == "fee.granted")).all()
    page = desk.browser.get(f"{desk.here}/concessions")
    assert "¥1,200" in page.words
    assert "Cloud Trousers" in page.words
    found = db.session.scalars(select(FeeHelp)).one()
    assert (found.fen, found.stage_code) == (120_000, "S1")
    assert queries.fees_by_brand([desk.brand.id]) == {desk.brand.id: 120_000}
    strike = f"{desk.here}/brands/{desk.brand.slug}/fee-help/{found.id}/strike"
    stale = desk.browser.get(strike)
    desk.browser.submit(strike, "Void it", reason="录错了")
    assert desk.browser.submit(stale, "Void it", reason="再来").status == 409
    assert "No support in this period" in desk.browser.get(f"{desk.here}/concessions").words


def test_the_cost_per_brand_and_per_graduate(desk: Desk) -> None:
    give(desk)
    costs = queries.help_costs(desk.market.id, asked(-1, 0))
    assert (costs.per_graduate_fen, costs.per_brand_fen) == (None, 120_000)
    there = f"{desk.here}/concessions"
    assert "No support in this period" in desk.browser.get(f"{there}?graduates=1").words
    way = costs.lines[0].way
    number = way.programme_id if way else 0
    assert "Cloud Trousers" in desk.browser.get(f"{there}?programme={number}").words
    table = desk.browser.get(f"{there}.csv")
    assert "云锦裤业" in table.response.text or "Cloud Trousers" in table.response.text


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"fen": "0"}, "how much is given"),
        ({"fen": "12.345"}, "at most two decimals"),
        ({"granted_on": "2099-01-01"}, "lies ahead"),
    ],
)
def test_what_cannot_be_given_is_said(desk: Desk, answers: dict[str, str], words: str) -> None:
    shown = give(desk, **answers)
    assert shown.status == 422
    assert words in shown.words


def test_an_address_that_makes_no_sense_asks_for_this_year(desk: Desk, make: Make) -> None:
    today = clock.today()
    found = read_costs({"since": "x", "until": "1800-01-01", "programme": "a"}, today)
    assert (found.since, found.until) == (today.replace(month=1, day=1), today)
    turned = read_costs({"since": day(0).isoformat(), "until": day(-9).isoformat()}, today)
    assert turned.until == turned.since
    stranger = make.owner(make.brand(name_zh="外市"))
    assert desk.browser.sign_in(stranger).get(f"{desk.here}/concessions").status == 404
