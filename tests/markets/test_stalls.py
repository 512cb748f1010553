"""Stalls are added, changed, taken off, split and merged; what was stays as history."""

from typing import Any

import pytest
from sqlalchemy import select

from portal.core.db import db
from portal.markets import queries
from portal.markets.models import FloorPlan, Stall, StallState
from tests.leasing.conftest import Desk, desk, lets, stall

__all__ = ["desk"]


def plan() -> list[list[str]]:
    found = db.session.scalars(select(FloorPlan)).one()
    return [line.split() for line in found.grid.splitlines()]


def test_many_are_added_at_once_and_the_plan_lays_itself_out(desk: Desk) -> None:
    page = desk.add("A1-A6", in_a_row=3, frontage_cm=300)
    assert "6 stalls are added" in page.words
    assert plan() == [["A1", "A2", "A3"], ["A4", "A5", "A6"]]
    desk.add("B1-B2", in_a_row=3)
    assert plan()[2:] == [[".", ".", "."], ["B1", "B2", "."]]
    twice = desk.add("A6-A9")
    assert twice.status == 422
    assert "1F-A6: there already" in twice.words
    assert desk.add("A10", area="0.2").status == 422
    assert desk.add("A10", area="x").status == 422


def test_a_new_number_moves_on_the_plan_too(desk: Desk) -> None:
    desk.add("A1-A2")
    page = desk.browser.submit(desk.page("1F-A1", "/edit"), "Save the stall", number="A9")
    assert "Stall 1F-A9" in page.words
    assert plan()[0][:2] == ["A9", "A2"]
    taken = desk.browser.submit(desk.page("1F-A9", "/edit"), "Save the stall", number="1楼A2")
    assert taken.status == 422


def test_the_office_draws_the_plan_by_hand(desk: Desk) -> None:
    desk.add("A1-A4")
    address = f"{desk.here}/floors/{desk.floor.id}/grid"
    page = desk.browser.submit(address, "Save the plan", grid="A1 A1 . A2\n. . . .\n[电梯] A3")
    assert page.status == 200
    assert "电梯" in page.words
    assert "A4" in page.words, "a stall that is not on the plan stands beneath it"
    for wrong in ("A1 A7", "A1 . A1", "lift"):
        assert desk.browser.submit(address, "Save the plan", grid=wrong).status == 422
    stale = desk.browser.get(address)
    desk.browser.submit(address, "Save the plan", grid="A1 A2")
    assert desk.browser.submit(stale, "Save the plan", grid="A2 A1").status == 409


def test_a_stall_is_split_and_both_know_each_other(desk: Desk) -> None:
    desk.add("A1-A2")
    old = stall("1F-A1").id
    address = desk.page("1F-A1", "/split")
    given: dict[str, Any] = {"reason": "太大"}
    for wrong in ("A1 12.5", "A1 10\nA3 5", "A1 5\nA1 5", "A1 5\nA2 5", "A1\nA3"):
        page = desk.browser.submit(address, "Split the stall", parts=wrong, **given)
        assert page.status == 422, wrong
    page = desk.browser.submit(address, "Split the stall", parts="A1 5.5\nA3：7㎡", **given)
    assert "What followed it: 1F-A1, 1F-A3" in page.words
    new = stall("1F-A1")
    assert (new.id != old, new.area, stall("1F-A3").area) == (True, 550, 700)
    before = db.session.get_one(Stall, old)
    assert before.state is StallState.WITHDRAWN
    assert [one.id for one in queries.before(new.id)] == [old]
    assert plan()[0][:2] == ["A1", "A2"]


def test_neighbours_are_merged_and_strangers_are_not(desk: Desk) -> None:
    desk.add("A1-A4", in_a_row=4, frontage_cm=300)
    address = desk.page("1F-A1", "/merge")
    given: dict[str, Any] = {"reason": "打通", "number": "A1"}
    for wrong in ("A3", "A9", "A1", "x"):
        page = desk.browser.submit(address, "Merge the stalls", others=wrong, **given)
        assert page.status == 422, wrong
    page = desk.browser.submit(address, "Merge the stalls", others="A2", **given)
    assert page.status == 200
    made = stall("1F-A1")
    assert (made.area, made.frontage_cm) == (2500, 600)
    assert [one.number for one in queries.before(made.id)] == ["1F-A1", "1F-A2"]
    assert plan() == [["A1", "A1", "A3", "A4"]]


@pytest.mark.parametrize(("first", "last"), [(-9, 9), (20, 40)])
def test_nothing_happens_to_a_stall_that_is_let_now_or_later(
    desk: Desk, first: int, last: int
) -> None:
    desk.add("A1-A2", in_a_row=2)
    desk.let("1F-A1", first, last)
    why: dict[str, Any] = {"reason": "改造"}
    page = desk.browser.submit(desk.page("1F-A1", "/withdraw"), "Take the stall off", **why)
    assert page.status == 409
    page = desk.browser.submit(
        desk.page("1F-A1", "/split"), "Split the stall", parts="A1 5\nA3 5", **why
    )
    assert page.status == 409
    page = desk.browser.submit(
        desk.page("1F-A2", "/merge"), "Merge the stalls", others="A1", number="A2", **why
    )
    assert page.status == 409
    turn: dict[str, Any] = {"step": "use"}
    assert desk.browser.post(desk.page("1F-A1", "/turn"), data=turn).status in {400, 409}
    assert len(lets()) == 1
    assert stall("1F-A1").state is StallState.AVAILABLE


def test_a_floor_with_stalls_is_not_removed(desk: Desk) -> None:
    desk.add("A1")
    page = desk.browser.submit(
        f"{desk.here}/settings/halls/{desk.hall.id}", "Save the hall", floor_lines="2 女装"
    )
    assert page.status == 409
