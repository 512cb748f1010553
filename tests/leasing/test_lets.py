"""A manager lets stalls: for days that nobody else has, and everything stays as history."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from portal.access.permissions import Role
from portal.accounts.models import Membership, User
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.incubation import actions as steering
from portal.incubation import queries as ways
from portal.incubation import registry
from portal.incubation.models import Enrolment
from portal.leasing import actions, queries
from portal.leasing.criteria import CostCriteria
from portal.leasing.models import Let, LetKind, LetStage, Terms
from portal.leasing.rules import share_of
from portal.markets import queries as markets
from portal.notices.models import Notice
from portal.papers import actions as paper_actions
from portal.papers import queries as papers
from portal.papers.models import Effect, Scope
from tests.client import Browser
from tests.leasing.conftest import Desk, day, lets, stall
from tests.make import Make
from tests.onboarding import steps

Another = Callable[[], Browser]


def test_a_stall_is_let_and_the_brand_is_told_and_its_milestone_passes(desk: Desk) -> None:
    desk.add("A1-A3")
    page = desk.let("1F-A1", 0, 364, kind="standard")
    assert page.status == 200
    assert "The stall is let" in page.words
    assert "Cloud Trousers" in page.words
    assert "¥1,000" in page.words, "12.5 m² at ¥80"
    (let,) = lets()
    assert (let.kind, let.rent_fen, let.area, let.deposit_fen) == (
        LetKind.STANDARD,
        8_000,
        1250,
        500_000,
    )
    told = db.session.scalars(select(Notice).where(Notice.kind == "let.begun")).one()
    assert told.params["stall"] == "1F-A1"
    brand = db.session.get_one(Brand, desk.brand.id)
    assert registry.conditions()["stall_let"].value(brand) == 1
    assert queries.vacant_count([desk.market.id]) == {desk.market.id: 2}
    assert [one.stall.number for one in queries.current_lets([brand.id])[brand.id]] == ["1F-A1"]


def test_a_brands_stalls_stand_as_one_walks_past_them(desk: Desk) -> None:
    desk.add("A1-A12")
    for number in ("1F-A12", "1F-A2"):
        desk.let(number, 0, 30)
    found = queries.current_lets([desk.brand.id])[desk.brand.id]
    assert [one.stall.number for one in found] == ["1F-A2", "1F-A12"]


def test_the_owners_home_names_the_lets_that_end_and_do_not_go_on(
    desk: Desk, make: Make, another: Another
) -> None:
    desk.add("A1-A4")
    for number, last in (("1F-A1", 200), ("1F-A2", 59), ("1F-A3", 20), ("1F-A4", 30)):
        desk.let(number, 0, last)
    desk.let("1F-A1", 201, 230)
    goes_on = next(one for one in lets() if one.ends_on == day(30))
    form = f"{desk.here}/lets/{goes_on.id}/extend"
    assert (
        desk.browser.submit(form, "Extend the lease", rent_fen="80", ends_on=day(90)).status == 200
    )
    held = queries.held_by([desk.brand.id])
    assert [one.stall.number for one in held.ending] == ["1F-A3", "1F-A2"]
    assert held.by_brand == queries.current_lets([desk.brand.id])
    assert len(held.by_brand[desk.brand.id]) == 4
    assert queries.held_by([make.brand(desk.market).id]) == queries.Held({}, [])
    home = another().sign_in(make.owner(desk.brand)).get("/home").words
    first, second = (
        f"Your lease of stall {number} ends on {day(last)}"
        for number, last in (("1F-A3", 20), ("1F-A2", 59))
    )
    assert home.index(first) < home.index(second)
    assert "lease of stall 1F-A4" not in home
    assert "1F-A1 · 1F-A2 · 1F-A3 · 1F-A4" in home


def test_the_last_day_is_the_brands_and_the_next_is_free(desk: Desk) -> None:
    desk.add("A1")
    desk.let("1F-A1", 0, 30)
    assert desk.let("1F-A1", 30, 60).status == 409
    assert desk.let("1F-A1", -30, 0).status == 409
    late = desk.let("1F-A1", 10, 20)
    assert late.status == 409
    assert "is let to" in late.words
    assert str(day(30)) in late.words
    assert "5,000" in late.html, "what was typed stays"
    assert "That did not work. What you filled in is still here." in late.words
    assert desk.let("1F-A1", 31, 60).status == 200
    assert desk.let("1F-A1", -30, -1).status == 200
    assert len(lets()) == 3


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"starts_on": "2026-05-02", "ends_on": "2026-05-01"}, "lies before the first"),
        ({"ends_on": "9999-12-31"}, "between 1990 and 2100"),
        ({"rent_fen": "lots"}, "at most two decimals"),
        ({"rent_fen": "12.345"}, "at most two decimals"),
        ({"brand": "谁也不是"}, "No brand of this market"),
        ({"off_S1": "150"}, "From 1 to 100 %"),
        ({"off_S1": "0", "unit_S1": "amount"}, "From ¥1 to ¥9,999,999"),
        ({"off_S1": "half"}, "whole number in digits"),
    ],
)
def test_what_cannot_be_is_said_under_its_field(desk: Desk, answers: Any, words: str) -> None:
    desk.add("A1")
    page = desk.let("1F-A1", 0, 30, **answers)
    assert page.status == 422
    assert words in page.words
    assert not lets()


def test_a_brand_of_another_market_and_a_closed_market(desk: Desk, make: Make) -> None:
    desk.add("A1")
    foreign = make.brand(name_zh="外市品牌")
    assert desk.let("1F-A1", 0, 30, brand="外市品牌").status == 422
    there = markets.stall(desk.market.slug, stall("1F-A1").id)
    terms = Terms(LetKind.STANDARD, day(0), day(9), 1, 0)
    with pytest.raises(InvalidError):
        actions.let_stall(there, foreign, terms, by=None)
    there.market.closed_at = clock.now()
    db.session.commit()
    page = desk.let("1F-A1", 0, 30)
    assert page.status == 409
    assert "closed" in page.words


def test_a_stall_that_is_not_to_let_is_not_let(desk: Desk) -> None:
    desk.add("A1 A2")
    desk.browser.submit(desk.page("1F-A1"), "Keep for own use")
    assert desk.let("1F-A1", 0, 9).status == 409
    gone = stall("1F-A2").id
    withdraw = desk.page("1F-A2", "/withdraw")
    desk.browser.submit(withdraw, "Take the stall off", reason="改成通道")
    page = desk.browser.get(f"{desk.here}/stalls/{gone}/let")
    refused = desk.browser.submit(
        page,
        "Let the stall",
        brand=desk.brand.name_zh,
        rent_fen="80",
        deposit_fen="0",
    )
    assert refused.status == 409
    assert not lets()


def test_a_let_goes_on_for_a_further_term(desk: Desk) -> None:
    desk.add("A1")
    desk.let("1F-A1", -300, 20, off_S1="50")
    (first,) = lets()
    home = desk.browser.get("/home")
    assert f"stall 1F-A1 ends on {day(20)}" in home.words
    page = desk.browser.submit(
        f"{desk.here}/lets/{first.id}/extend",
        "Extend the lease",
        ends_on=day(400),
        rent_fen="90.5",
        kind="standard",
    )
    assert page.status == 200
    first, after = lets()
    assert (after.starts_on, after.ends_on) == (day(21), day(400))
    assert (after.previous_id, after.rent_fen, after.deposit_fen) == (first.id, 9_050, 500_000)
    assert "ends on" not in desk.browser.get("/home").words, "it goes on: nobody need ask"


def test_a_let_ends_early_with_its_reason_or_is_called_off(desk: Desk) -> None:
    desk.add("A1")
    desk.let("1F-A1", -30, 300)
    (let,) = lets()
    address = f"{desk.here}/lets/{let.id}/end"
    given: dict[str, Any] = {"code": "own_wish", "reason": "店主回乡"}
    late = desk.browser.submit(address, "End the lease", last_day=day(301), **given)
    assert late.status == 422
    desk.browser.submit(address, "End the lease", last_day=day(10), **given)
    (let,) = lets()
    assert (let.ends_on, let.agreed_until, let.end_code) == (day(10), day(300), "own_wish")
    assert desk.let("1F-A1", 11, 100).status == 200
    _ended, upcoming = lets()
    cancel = f"{desk.here}/lets/{upcoming.id}/end"
    desk.browser.submit(cancel, "Cancel the lease", last_day=day(0), **given)
    _ended, upcoming = lets()
    assert upcoming.called_off_at
    assert desk.let("1F-A1", 11, 100).status == 200, "what was called off holds nothing"
    assert desk.browser.submit(cancel, "Cancel the lease", **given).status == 409


def extend(desk: Desk, let: Let, last: int, **answers: Any) -> None:
    """Let a let go on until a day counted from today."""
    given: dict[str, Any] = {"ends_on": day(last), "rent_fen": "80"} | answers
    page = desk.browser.submit(f"{desk.here}/lets/{let.id}/extend", "Extend the lease", **given)
    assert page.status == 200


def test_what_goes_on_is_not_among_what_ends_soon(desk: Desk) -> None:
    desk.add("A1-A2")
    desk.let("1F-A1", -300, 20)
    desk.let("1F-A2", -300, 30)
    extend(desk, lets()[0], 400)
    ending = desk.browser.get(f"{desk.here}/lets?shelf=ending")
    assert "1 lease" in ending.words
    assert "1F-A2" in ending.words
    assert "1F-A1" not in ending.words
    page = desk.browser.get(desk.page("1F-A1"))
    assert "ends soon" not in page.words
    assert "goes on in the next term" in page.words
    assert f"/lets/{lets()[0].id}/extend" not in page.html, "the next term is what is extended"
    assert f"/lets/{lets()[2].id}/extend" in page.html
    plan = desk.browser.get(f"{desk.here}/floors/{desk.floor.id}")
    assert plan.words.count("ends within 60 days") == 2, "in the legend and on one stall"
    table = desk.browser.get(f"{desk.here}/lets.csv?shelf=all").response.text
    assert table.count("ends soon") == 1


def test_an_agreed_term_ends_with_the_one_before_it(desk: Desk) -> None:
    desk.add("A1")
    desk.let("1F-A1", -300, 20)
    extend(desk, lets()[0], 400)
    extend(desk, lets()[1], 700)
    address = f"{desk.here}/lets/{lets()[0].id}/end"
    page = desk.browser.get(address)
    assert f"The next term from {day(21)} to {day(400)} ends with it" in page.words
    desk.browser.submit(page, "End the lease", last_day=day(5), code="own_wish", reason="店主回乡")
    first, *following = lets()
    assert first.ends_on == day(5)
    assert all(one.called_off_at and one.end_reason == "店主回乡" for one in following)
    assert desk.let("1F-A1", 6, 400).status == 200, "the stall is free from the day after"


def test_a_let_that_has_not_begun_is_cancelled_from_its_stalls_page(desk: Desk) -> None:
    desk.add("A1")
    desk.let("1F-A1", 10, 300)
    page = desk.browser.get(desk.page("1F-A1"))
    assert "not begun yet" in page.words
    (upcoming,) = lets()
    assert f"/lets/{upcoming.id}/end" in page.html
    form = desk.browser.get(f"{desk.here}/lets/{upcoming.id}/end")
    assert "It has not begun yet" in form.words
    desk.browser.submit(form, "Cancel the lease", code="own_wish", reason="不来了")
    assert lets()[0].called_off_at
    assert "Cancel the lease" not in desk.browser.get(desk.page("1F-A1")).words


def test_a_brand_that_moves_takes_its_next_term_along(desk: Desk) -> None:
    desk.add("A1-A2")
    desk.let("1F-A1", -300, 20)
    extend(desk, lets()[0], 400, rent_fen="90")
    page = desk.browser.submit(
        f"{desk.here}/lets/{lets()[0].id}/move",
        "Move the brand",
        stall_id=stall("1F-A2").id,
        first_day=day(5),
        rent_fen="85",
        reason="要大一点",
    )
    assert page.status == 200
    old, old_next, new, new_next = lets()
    assert old.ends_on == day(4)
    assert old_next.called_off_at
    assert {new.stall_id, new_next.stall_id} == {stall("1F-A2").id}
    assert (new.starts_on, new.ends_on, new.rent_fen) == (day(5), day(20), 8_500)
    assert (new_next.starts_on, new_next.ends_on, new_next.rent_fen) == (day(21), day(400), 9_000)
    assert (new.previous_id, new_next.previous_id) == (old.id, new.id)


def test_a_stall_let_meanwhile_costs_nothing_that_was_typed(desk: Desk) -> None:
    desk.add("A1-A2")
    desk.let("1F-A1", -30, 20)
    desk.let("1F-A1", 21, 90)
    extended = desk.browser.submit(
        f"{desk.here}/lets/{lets()[0].id}/extend",
        "Extend the lease",
        ends_on=day(60),
        rent_fen="87.5",
    )
    assert extended.status == 409
    assert "is let to" in extended.words
    assert "87.5" in extended.html, "what was typed stays"


def test_the_highest_rent_is_what_a_month_costs(desk: Desk) -> None:
    desk.add("A1", area="10")
    desk.add("A2", area="30")
    desk.let("1F-A1", 0, 30, rent_fen="90")
    desk.let("1F-A2", 0, 30, rent_fen="80")
    words = desk.browser.get(f"{desk.here}/lets?order=rent").words
    assert words.index("¥2,400") < words.index("¥900")


def test_a_brand_moves_in_one_act_or_not_at_all(desk: Desk) -> None:
    desk.add("A1-A2")
    desk.let("1F-A1", -30, 300)
    (let,) = lets()
    move = f"{desk.here}/lets/{let.id}/move"
    answers: dict[str, Any] = {
        "stall_id": stall("1F-A2").id,
        "first_day": day(5),
        "reason": "要大一点",
    }
    page = desk.browser.get(move)
    assert desk.let("1F-A2", 200, 250).status == 200  # meanwhile
    assert desk.browser.submit(page, "Move the brand", **answers).status == 409
    assert lets()[0].ends_on == day(300), "the old let stands"
    answers["first_day"] = day(280)
    assert desk.browser.submit(move, "Move the brand", **answers).status == 200
    old, _other, new = lets()
    assert (old.ends_on, old.end_code) == (day(279), "moved")
    assert (new.starts_on, new.ends_on, new.previous_id) == (day(280), day(300), old.id)


def test_a_brand_that_leaves_gives_up_every_stall(desk: Desk) -> None:
    desk.add("A1-A3")
    desk.let("1F-A1", -30, 300)
    desk.let("1F-A2", 10, 300)
    page = desk.browser.submit(
        f"{desk.here}/brands/{desk.brand.slug}/leave",
        "End all leases",
        last_day=day(3),
        reason="不做了",
    )
    assert "2 leases end" in page.words
    running, upcoming = lets()
    assert running.ends_on == day(3)
    assert upcoming.called_off_at
    nothing = desk.browser.get(f"{desk.here}/brands/{desk.brand.slug}/leave")
    assert nothing.has_button("End all leases"), "it is here until its last day"


def test_the_database_refuses_what_a_program_would_let_twice(desk: Desk) -> None:
    desk.add("A1-A2")
    desk.let("1F-A1", 0, 30)
    desk.let("1F-A2", 31, 60)
    one, other = lets()
    columns = "market_id, brand_id, kind, agreed_until, rent_fen, area, deposit_fen, end_code"
    copied = text(
        f"insert into stall_let (stall_id, starts_on, ends_on, {columns}, end_reason, version,"  # noqa: S608
        f" created_at) select stall_id, ends_on, ends_on, {columns}, end_reason, 1, created_at"
        " from stall_let where id = :number"
    )
    moved = text("update stall_let set stall_id = :stall, starts_on = :day where id = :number")
    for statement, values in (
        (copied, {"number": one.id}),
        (moved, {"number": other.id, "stall": one.stall_id, "day": one.ends_on}),
    ):
        with pytest.raises(IntegrityError, match="ex_stall_let_days"):
            db.session.execute(statement, values)
        db.session.rollback()
    db.session.execute(moved, {"number": other.id, "stall": one.stall_id, "day": day(31)})
    db.session.commit()


def test_the_constraint_and_the_rule_say_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.add("A1")
    desk.let("1F-A1", 0, 30)
    there, brand = markets.stall(desk.market.slug, stall("1F-A1").id), desk.brand
    terms = Terms(LetKind.STANDARD, day(9), day(40), 1, 0)
    found = queries.overlapping(there.id, day(9), day(40))
    answers = iter([None, found])
    monkeypatch.setattr(queries, "overlapping", lambda *_args: next(answers))
    with pytest.raises(ConflictError, match="1F-A1"):
        actions.let_stall(there, brand, terms, by=None)


def test_a_ladder_follows_the_stages_of_its_brand(desk: Desk) -> None:
    desk.add("A1")
    desk.let("1F-A1", -61, 300, off_S1="100", off_S2="50", off_S3="300", unit_S3="amount")
    (let,) = lets()
    stages = db.session.scalars(select(LetStage)).all()
    assert [(one.stage_code, one.from_on) for one in stages] == [("S1", day(-61))]
    page = desk.browser.get(f"{desk.here}/lets/{let.id}/concession")
    assert [
        page.form_with("Save the rent relief").fields[f"off_{code}"] for code in ("S1", "S2", "S3")
    ] == [["100"], ["50"], ["300"]]
    assert "¥1,000" in page.words, "rent relief per month now"
    page = desk.browser.submit(page, "Save the rent relief", off_S1="20")
    assert "¥200" in page.words
    assert "Rent relief by stage S1: 20 %, S2: 50 %, S3: ¥300" in page.words
    page = desk.browser.submit(
        f"{desk.here}/lets/{let.id}/concession", "Save the rent relief", off_S2="120", off_S3="7"
    )
    assert page.status == 422
    assert [
        page.form_with("Save the rent relief").fields[f"off_{code}"] for code in ("S1", "S2", "S3")
    ] == [["20"], ["120"], ["7"]]
    assert "From 1 to 100 %" in next(
        one.words for one in page.tree.inner if one.at.get("id") == "off_S2-error"
    )


def test_a_concession_granted_later_counts_from_its_day_and_its_stage(desk: Desk) -> None:
    desk.add("A1")
    desk.let("1F-A1", -78, 300)
    (let,) = lets()
    enrolment = db.session.scalars(select(Enrolment)).one()
    enrolment.stage_entered_at = clock.now() - timedelta(days=10)
    db.session.commit()
    page = f"{desk.here}/lets/{let.id}/concession"
    save = "Save the rent relief"
    refused = desk.browser.submit(page, save, off_S1="99999", unit_S1="amount")
    assert refused.status == 422
    assert "S1: ¥99,999 is more than the rent of ¥1,000 a month." in refused.words

    def since(**answers: Any) -> list[tuple[str, date]]:
        desk.browser.submit(page, save, **answers)
        stages = db.session.scalars(select(LetStage).order_by(LetStage.from_on))
        return [(one.stage_code, one.from_on) for one in stages]

    granted = since(off_S1="900", unit_S1="amount")
    assert granted == [("S1", day(0))], "nothing before it was granted"
    total = queries.help_costs(desk.market.id, CostCriteria(since=day(-78), until=day(0)))
    assert total.total_fen == share_of(900_00, day(0), day(0))
    assert since(counts_from=day(-5)) == [("S1", day(-5))], "the office said so"
    assert since(counts_from=let.starts_on) == [("S1", day(-10))]
    early = desk.browser.submit(page, save, counts_from=let.starts_on - timedelta(days=1))
    assert early.status == 422
    ahead = desk.browser.submit(page, save, counts_from=day(1))
    assert "A day from the let's first" in ahead.words
    assert since(off_S1="") == []


def test_relief_granted_later_counts_the_stages_that_the_brand_has_been_through(
    desk: Desk, at: Callable[..., None]
) -> None:
    at(2026, 3, 2, 4, 0)
    brand = Make().brand(desk.market, name_zh="晚霞", name_en="Dusk")
    way = steering.enrol(brand, steps.programme(desk.market, "春季班"), by=None)
    db.session.commit()

    def entered(day_of_march: int, deed: Callable[[Enrolment], Any]) -> None:
        at(2026, 3, day_of_march, 4, 0)
        deed(ways.enrolment(desk.market.slug, brand.slug, way.id))
        db.session.commit()

    office = Make().manager(desk.market)
    entered(12, lambda one: steering.advance(one, reason="提前", by=office))
    entered(22, lambda one: steering.pause(one, reason="装修", expected_on=None, by=office))
    entered(26, lambda one: steering.resume(one, by=office))
    at(2026, 3, 31, 4, 0)
    desk.browser.sign_in(office)
    desk.add("A1")
    assert desk.let("1F-A1", -24, 300, brand="晚霞").status == 200
    (let,) = lets()
    desk.browser.submit(
        f"{desk.here}/lets/{let.id}/concession",
        "Save the rent relief",
        off_S1="100",
        off_S2="50",
        counts_from=let.starts_on,
    )
    noted = db.session.scalars(select(LetStage).order_by(LetStage.from_on))
    assert [(one.stage_code, one.from_on.day) for one in noted] == [
        ("S1", 7),
        ("S2", 12),
        ("", 22),
        ("S2", 26),
    ]
    total = queries.help_costs(
        desk.market.id, CostCriteria(since=let.starts_on, until=clock.today())
    )
    rent = 1_000_00
    assert total.total_fen == (
        share_of(rent, date(2026, 3, 7), date(2026, 3, 11))
        + share_of(rent // 2, date(2026, 3, 12), date(2026, 3, 21))
        + share_of(rent // 2, date(2026, 3, 26), date(2026, 3, 31))
    )


def test_relief_above_the_rent_of_the_next_term_comes_down_and_it_is_said(desk: Desk) -> None:
    desk.add("A1")
    desk.let("1F-A1", -61, 30, off_S1="900", unit_S1="amount", off_S2="50")
    page = desk.browser.submit(
        f"{desk.here}/lets/{lets()[0].id}/extend",
        "Extend the lease",
        ends_on=day(400),
        rent_fen="40",
    )
    assert "it is lower now: S1 from ¥900 to ¥500." in page.words
    made = lets()[-1]
    kept = desk.browser.get(f"{desk.here}/lets/{made.id}/concession")
    assert kept.form_with("Save the rent relief").fields["off_S1"] == ["500"]
    assert desk.browser.submit(kept, "Save the rent relief").status == 200


def test_lists_of_lets_are_found_and_taken_away(desk: Desk) -> None:
    desk.add("A1-A5")
    desk.let("1F-A1", -300, 20)
    desk.let("1F-A2", -300, 200)
    desk.let("1F-A3", 5, 200)
    desk.let("1F-A4", -300, -5)
    shelves = {"running": "A1 A2", "ending": "A1", "upcoming": "A3", "ended": "A4"}
    for shelf, numbers in shelves.items():
        page = desk.browser.get(f"{desk.here}/lets?shelf={shelf}&order=newest&q=cloud")
        shown = {f"A{n}" for n in range(1, 6) if f"1F-A{n}" in page.words}
        assert shown == set(numbers.split()), shelf
    table = desk.browser.get(f"{desk.here}/lets.csv?shelf=all").response.text
    assert table.count("云锦裤业") + table.count("Cloud Trousers") == 4
    stalls = desk.browser.get(f"{desk.here}/stalls.csv?state=vacant").response.text
    assert [n for n in range(1, 6) if f"1F-A{n}" in stalls] == [3, 4, 5]
    listed = desk.browser.get(f"{desk.here}/stalls?q=cloud&order=end&state=let")
    assert "2 stalls" in listed.words
    assert desk.browser.get(f"{desk.here}/stalls?floor=999999&hall=x&state=y").status == 200


def test_who_may_what(desk: Desk, another: Another, make: Make) -> None:
    desk.add("A1")
    desk.let("1F-A1", 0, 300)
    (let,) = lets()
    owner = another().sign_in(make.owner(desk.brand))
    own = owner.get(f"{desk.here}/brands/{desk.brand.slug}/stalls")
    assert "1F-A1" in own.words
    assert "1F-A1" in owner.get("/home").words
    assert "1F-A1" in owner.get(f"{desk.here}/brands/{desk.brand.slug}").words
    assert owner.get(f"{desk.here}/lets").status == 404
    assert owner.get(f"{desk.here}/lets/{let.id}/end").status == 403
    stranger = another().sign_in(make.manager(make.market()))
    for address in (f"{desk.here}/stalls", desk.page("1F-A1"), f"{desk.here}/lets/{let.id}/move"):
        assert stranger.get(address).status == 404
    staff = another().sign_in(make.staff())
    assert staff.get(f"{desk.here}/stalls").status == 200
    assert staff.get(f"{desk.here}/stalls/new").status == 403


def test_a_let_that_began_long_ago_is_only_history(desk: Desk) -> None:
    desk.add("A1")
    desk.let("1F-A1", -60, -1)
    assert Let.__tablename__ == "stall_let"
    page = desk.browser.get(desk.page("1F-A1"))
    assert "Nobody is here today" in page.words
    assert str(clock.today() - timedelta(days=1)) in page.words


def test_a_let_may_be_signed_but_the_stall_opens_only_with_its_papers(desk: Desk) -> None:
    desk.add("A1")
    ask(desk, Effect.CANNOT_OPEN)
    page = desk.let("1F-A1", 0, 364)
    assert "The stall is let" in page.words
    assert "Cannot open yet: papers are missing" in page.words
    assert not page.has_button("Mark as open for trade")
    (made,) = lets()
    with pytest.raises(ConflictError, match="消防安全承诺书"):
        actions.open_stall(queries.let(desk.market.slug, made.id), by=manager())
    db.session.rollback()
    owner = db.session.scalars(select(Membership.user_id).where(Membership.role == Role.OWNER))
    brand_page = f"{desk.here}/brands/{desk.brand.slug}/stalls"
    desk.browser.sign_in(db.session.get_one(User, owner.one()))
    mine = desk.browser.get(brand_page)
    assert "Your stall stays closed" in mine.words
    assert "the stall stays closed until one is verified" in mine.words


def test_a_stall_opens_is_closed_for_now_and_an_extension_stays_open(desk: Desk) -> None:
    desk.add("A1")
    desk.let("1F-A1", 0, 10)
    page = desk.browser.submit(desk.page("1F-A1"), "Mark as open for trade")
    assert "open for trade" in page.words
    (made,) = lets()
    assert made.opened_on == clock.today()
    again = desk.browser.post(f"{desk.here}/lets/{made.id}/open")
    assert again.status == 400, "no button, no token"
    desk.browser.submit(
        f"{desk.here}/lets/{made.id}/extend", "Extend the lease", rent_fen="80", ends_on=day(30)
    )
    assert [one.opened_on for one in lets()] == [clock.today()] * 2, "the term after it too"
    shut = desk.browser.submit(
        f"{desk.here}/lets/{made.id}/shut", "Close it for now", reason="电路整改"
    )
    assert shut.status == 200
    assert [one.opened_on for one in lets()] == [None, None]
    kinds = select(Notice.kind).where(Notice.kind.in_(["let.opened", "let.shut"]))
    assert list(db.session.scalars(kinds.order_by(Notice.id))) == ["let.opened", "let.shut"]


def manager() -> User:
    """Return whoever keeps the desk."""
    offices = select(User).join(User.memberships).where(Membership.role == Role.MANAGER)
    return db.session.scalars(offices).one()


def ask(desk: Desk, effect: Effect) -> None:
    """Let the market ask for the fire commitment."""
    ruling = papers.ruling(desk.market.slug, "fire_commitment")
    paper_actions.require(ruling, by=manager(), effect=effect, scope=Scope.EVERY, grace_days=0)
    db.session.commit()
