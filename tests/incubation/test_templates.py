"""A manager's own templates: drafts, publishing, files, and moving brands to another version."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import User
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.incubation import actions, queries, rules
from portal.incubation.models import (
    DateMove,
    DueFrom,
    Evidence,
    Fair,
    Milestone,
    MilestoneState,
    Season,
    Template,
    TemplateState,
)
from portal.incubation.queries import shipped
from portal.markets.models import Market
from portal.notices.models import Notice
from tests.client import Browser, Shown
from tests.incubation.conftest import SMALL, Way, milestone
from tests.make import Make


def drafted(market: Market, by: User, data: dict[str, Any] | None = None) -> Template:
    """Begin a draft from plain data."""
    draft = actions.start_from(market, data or SMALL, by=by)
    db.session.commit()
    return queries.market_template(market.slug, draft.id)


def published(market: Market, by: User, data: dict[str, Any]) -> Template:
    """Publish a version of a template of that market."""
    draft = drafted(market, by, data)
    actions.publish(draft, seen=None, by=by)
    db.session.commit()
    return queries.market_template(market.slug, draft.id)


def small(**changed: Any) -> dict[str, Any]:
    """Return the small template, whose second stage nobody's unknown fact stands against."""
    data: dict[str, Any] = deepcopy(SMALL) | changed
    data["stages"][1]["milestones"][1] = milestone("S2.2", "reviewed")
    return data


def test_a_manager_changes_a_copy_and_publishes_it(browser: Browser, make: Make) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    listed = f"/markets/{market.slug}/templates"
    shown = browser.submit(listed, "Begin the draft", source="upgrade/2")
    assert "Ready to publish" in shown.words
    shown = browser.submit(
        shown.link("Add a stage"), "Save", name_zh="复盘", weeks_low="1", weeks_high="2"
    )
    assert "No milestone is required" in shown.words
    draft = db.session.scalars(select(Template).where(Template.market_id == market.id)).one()
    draft = queries.market_template(market.slug, draft.id)
    last = draft.stages[-1]
    here = f"/markets/{market.slug}/templates/{draft.id}"
    shown = browser.submit(
        f"{here}/stages/{last.id}/milestones",
        "Save the milestone",
        title_zh="开复盘会",
        due_rule="before-fair",
        due_count="45",
        prerequisites=["S1.2"],
        question_0_zh="来了几个人",
        question_0_kind="number",
        criterion_0_zh="讲清楚",
        criterion_0_weight="40",
        files_least="2",
    )
    assert "45 days before the season fair" in shown.words
    assert "opens after" in shown.words
    db.session.expire_all()
    one = db.session.scalars(select(Milestone).where(Milestone.stage_id == last.id)).one()
    assert (one.code, one.due_from, one.due_days) == ("S5.1", DueFrom.FAIR, -45)
    assert one.questions[0]["kind"] == "number"
    assert one.rubric == [{"key": "c1", "name_zh": "讲清楚", "name_en": "", "weight": 40}]
    shown = browser.submit(shown, "Publish this version")
    assert "See who would move" in shown.words
    db.session.expire_all()
    assert db.session.get_one(Template, draft.id).state is TemplateState.PUBLISHED


def test_a_draft_says_at_the_milestone_what_is_wrong_with_it(browser: Browser, make: Make) -> None:
    market = make.market()
    manager = make.manager(market)
    draft = drafted(market, manager, small())
    one = draft.stages[0].milestones[0]
    browser.sign_in(manager)
    here = f"/markets/{market.slug}/templates/{draft.id}/milestones/{one.id}"
    shown = browser.submit(here, "Save the milestone", due_rule="before-fair")
    (place,) = (row for row in shown.tree.all("li") if row.at.get("id") == f"milestone-{one.id}")
    assert "Say how many days before or after it is due." in place.words


def test_a_second_draft_is_refused_beside_the_first(browser: Browser, make: Make) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    listed = f"/markets/{market.slug}/templates"
    browser.submit(listed, "Begin the draft", source="upgrade/2")
    shown = browser.submit(listed, "Begin the draft", source="upgrade/2")
    assert shown.status == 409
    assert "There is a draft of this template already." in shown.words
    (draft,) = db.session.scalars(select(Template).where(Template.market_id == market.id))
    assert f"{listed}/{draft.id}" in shown.html, "the draft is at hand"


def test_what_is_published_is_frozen_and_the_next_version_replaces_it(make: Make) -> None:
    market = make.market()
    manager = make.manager(market)
    first = published(market, manager, small())
    with pytest.raises(ConflictError):
        actions.rename(first, name_zh="别的", name_en="", note="", by=manager)
    data = rules.described(queries.market_template(market.slug, first.id))
    second = drafted(market, manager, data)
    with pytest.raises(ConflictError):
        drafted(market, manager, data)
    actions.publish(second, seen=second.version, by=manager)
    db.session.commit()
    assert (first.state, second.state) == (TemplateState.RETIRED, TemplateState.PUBLISHED)
    assert second.template_version == first.template_version + 1


def test_two_editors_at_once_lose_nothing(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    market = make.market()
    manager, colleague = make.manager(market), make.manager(market)
    draft = drafted(market, manager, small())
    address = f"/markets/{market.slug}/templates/{draft.id}/stages/{draft.stages[0].id}"
    browser.sign_in(manager)
    opened = browser.get(address)
    another().sign_in(colleague).submit(address, "Save", name_zh="同事改的")
    shown = browser.submit(opened, "Save", name_zh="我改的")
    assert shown.status == 409
    assert "同事改的" in shown.words
    assert shown.form_with("Save what I wrote").fields["name_zh"] == ["我改的"]


def test_moving_copying_and_removing_keep_the_order_and_forget_the_removed(make: Make) -> None:
    market = make.market()
    manager = make.manager(market)
    data = small()
    data["stages"][0]["milestones"][2]["prerequisites"] = ["S1.2"]
    draft = drafted(market, manager, data)
    first = draft.stages[0]
    asked = first.milestones[1]
    actions.shift(draft, asked, 1, by=manager)
    actions.copy_milestone(draft, asked, by=manager)
    actions.remove_milestone(draft, asked, by=manager)
    actions.shift(draft, draft.stages[0], 1, by=manager)
    db.session.commit()
    db.session.expire_all()
    draft = queries.market_template(market.slug, draft.id)
    assert [one.code for one in draft.stages] == ["S2", "S1"]
    assert [one.code for one in draft.stages[1].milestones] == ["S1.1", "S1.3", "S1.4", "S1.5"]
    assert draft.stages[1].milestones[1].prerequisites == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"prerequisites": ["S2.1"]}, "comes in a later stage"),
        ({"prerequisites": ["S9.9"]}, "is not there"),
        ({"prerequisites": ["S1.3"]}, "waits for itself"),
        ({"due_from": "fair"}, "how many days"),
        ({"evidence": "parts"}, "has no part"),
        ({"evidence": "automatic", "condition": "no_such"}, "what the portal looks at"),
        ({"title_zh": ""}, "no Chinese title"),
    ],
)
def test_what_stands_against_publishing_is_told_with_its_place(
    app: Flask, make: Make, change: dict[str, Any], words: str
) -> None:
    market = make.market()
    manager = make.manager(market)
    data = small()
    data["stages"][0]["milestones"][1] |= change
    data["stages"][0]["milestones"][2]["prerequisites"] = ["S1.2"]
    draft = drafted(market, manager, data)
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        found = [one for one in rules.problems(draft) if not one.hint]
    assert any(words in one.text and one.milestone for one in found), found
    with pytest.raises(ConflictError):
        actions.publish(draft, seen=None, by=manager)


def test_the_shipped_templates_may_be_published_as_they_are(app: Flask, make: Make) -> None:
    market = make.market()
    manager = make.manager(market)
    for data in shipped.templates().values():
        draft = drafted(market, manager, dict(data))
        with app.test_request_context("/", headers={"Accept-Language": "en"}):
            assert not rules.problems(draft), data["code"]


def test_a_part_is_handed_in_and_the_whole_is_done_by_itself(
    enrolled: Callable[..., Way],
) -> None:
    data = small()
    data["stages"][0]["milestones"] = [
        milestone("S1.1", "parts"),
        milestone("S1.2", "declared", parent="S1.1"),
        milestone("S1.3", "declared", parent="S1.1", prerequisites=["S1.2"]),
    ]
    way = enrolled(data=data)
    assert way.states["S1.3"] == "locked"
    declare(way, "S1.2")
    assert way.states["S1.3"] == "open"
    assert way.step("S1.3").due_on
    assert way.enrolment.stage.code == "S1"
    declare(way, "S1.3")
    assert way.states["S1.1"] == "passed"
    assert way.enrolment.stage.code == "S2"


def declare(way: Way, code: str) -> None:
    """Declare a milestone reached."""
    step = queries.milestone(way.market.slug, way.brand.slug, way.step(code).id)
    actions.hand_in(step, text="完成了", by=way.owner)
    db.session.commit()


def at_fair(way: Way, starts_on: date) -> Fair:
    """Give a programme a fair."""
    fair = actions.add_fair(
        way.market,
        season=Season.AUTUMN,
        name_zh="秋季订货会",
        name_en="Autumn fair",
        starts_on=starts_on,
        by=way.manager,
    )
    db.session.flush()
    way.programme.fair_id = fair.id
    db.session.commit()
    return fair


def to_the_fair() -> dict[str, Any]:
    """Return a template whose second stage is due before a fair."""
    data = small()
    data["stages"][1]["milestones"] = [
        milestone("S2.1", "reviewed", due_from="fair", due_days=-45),
        milestone("S2.2", "declared", due_from="fair", due_days=-30),
        milestone("S2.3", "declared", due_from="enrolment", due_days=90),
    ]
    return data


def test_a_fair_moves_over_the_years_end_with_its_days(
    enrolled: Callable[..., Way], browser: Browser, at: Callable[..., None]
) -> None:
    at(2026, 10, 20, 4, 0)
    way = enrolled(data=to_the_fair())
    today = clock.today()
    fair = at_fair(way, today + timedelta(days=60))
    actions.advance(way_enrolment(way), reason="直接进第二阶段", by=way.manager)
    db.session.commit()
    assert way.step("S2.1").due_on == today + timedelta(days=15)
    by_hand = queries.milestone(way.market.slug, way.brand.slug, way.step("S2.2").id)
    actions.move_date(by_hand, until=today + timedelta(days=33), reason="说好了", by=way.manager)
    db.session.commit()
    browser.sign_in(way.manager)
    later = fair.starts_on + timedelta(days=60)
    assert later.year > today.year
    shown = browser.submit(
        f"/markets/{way.market.slug}/fairs/{fair.id}",
        "See what moves with it",
        to=str(later),
        reason="展馆让期",
    )
    assert "60 days later" in shown.words
    assert way.step("S2.1").due_on == today + timedelta(days=15), "nothing before it is agreed"
    browser.submit(shown, "Move the fair")
    db.session.expire_all()
    assert way.step("S2.1").due_on == today + timedelta(days=75)
    assert way.step("S2.2").due_on == today + timedelta(days=33), "set by hand, so it stays"
    assert way.step("S2.3").due_on == today + timedelta(days=90)
    moved = db.session.scalars(select(DateMove).where(DateMove.fair_id == fair.id)).all()
    assert [one.days for one in moved] == [60]
    told = db.session.scalars(select(Notice).where(Notice.kind == "fair.moved")).all()
    assert [one.recipient_id for one in told] == [way.owner.id]


def test_of_two_who_move_at_once_the_second_keeps_ticks_and_words(
    enrolled: Callable[..., Way], browser: Browser
) -> None:
    data = small()
    way = enrolled(data=data)
    other = enrolled(way.market, data)
    data["stages"][0]["milestones"].append(milestone("S1.9", "declared"))
    template = published(way.market, way.manager, data)
    browser.sign_in(way.manager)
    page = browser.get(f"/markets/{way.market.slug}/templates/{template.id}/move")
    marks = [one.at["value"] for one in page.tree.all("input") if one.at.get("name") == "chosen"]
    declare(way, "S1.3")
    shown = browser.submit(page, "Move the chosen ones", chosen=marks, reason="多报一项")
    assert shown.status == 409
    assert f"Changed since you opened the preview: {way.brand.name_en}." in shown.words
    assert "多报一项" in shown.words
    boxes = [one.at for one in shown.tree.all("input") if one.at.get("name") == "chosen"]
    assert all("checked" in one for one in boxes)
    assert other.states.get("S1.9") is None, "nothing was moved"
    again = [one["value"] for one in boxes]
    assert browser.submit(shown, "Move the chosen ones", chosen=again).status == 200
    assert other.states["S1.9"] == "open"


def test_what_moves_alike_is_said_once(enrolled: Callable[..., Way], browser: Browser) -> None:
    data = to_the_fair()
    way = enrolled(data=data)
    ways = [way, *(enrolled(way.market, data) for _ in range(2))]
    fair = at_fair(way, clock.today() + timedelta(days=60))
    for one in ways:
        one.programme.fair_id = fair.id
        actions.advance(way_enrolment(one), reason="直接进第二阶段", by=way.manager)
        db.session.commit()
    browser.sign_in(way.manager)
    shown = browser.submit(
        f"/markets/{way.market.slug}/fairs/{fair.id}",
        "See what moves with it",
        to=str(fair.starts_on + timedelta(days=7)),
        reason="展馆让期",
    )
    assert "3 brands" in shown.words
    assert shown.words.count("Milestone S2.1") == 1
    assert all(one.brand.name_en in shown.words for one in ways)
    first = data["stages"][0]["milestones"]
    first[:] = [one for one in first if one["code"] != "S1.4"]
    first[1]["title_en"] = "Reworded"
    template = published(way.market, way.manager, data)
    shown = browser.get(f"/markets/{way.market.slug}/templates/{template.id}/move")
    assert "For every brand alike" in shown.words
    assert shown.words.count("Milestone S1.4") == 1, "once, and not with each brand"
    assert shown.words.count("Reworded") == 1


def test_a_fair_moves_neither_to_its_own_day_nor_to_a_wrong_year(
    enrolled: Callable[..., Way], browser: Browser
) -> None:
    way = enrolled(data=to_the_fair())
    fair = at_fair(way, clock.today() + timedelta(days=60))
    browser.sign_in(way.manager)
    there = f"/markets/{way.market.slug}/fairs"

    def tried(day: date) -> Shown:
        page = f"{there}/{fair.id}"
        return browser.submit(page, "See what moves with it", to=str(day), reason="展馆让期")

    same = tried(fair.starts_on)
    assert same.status == 422
    assert "The fair is on that day already." in same.words
    assert "展馆让期" in same.words, "what is typed stays"
    for wrong in (date(clock.today().year - 6, 1, 1), clock.today() + timedelta(days=800)):
        assert "Please check the year." in tried(wrong).words
    assert tried(clock.today() - timedelta(days=2)).status == 200, "a day just past is put right"

    def noted(day: str) -> Shown:
        return browser.submit(there, "Note the fair", name_zh="秋季订货会", starts_on=day)

    assert "There is a fair of this name on that day already." in noted(str(fair.starts_on)).words
    assert "Please check the year." in noted("1999-01-01").words


def test_a_programme_that_gets_its_fair_late_counts_its_open_days_from_it(
    enrolled: Callable[..., Way], browser: Browser, at: Callable[..., None]
) -> None:
    at(2026, 10, 20, 4, 0)
    way = enrolled(data=to_the_fair())
    actions.advance(way_enrolment(way), reason="直接进第二阶段", by=way.manager)
    db.session.commit()
    usual = way.step("S2.1").due_on
    by_hand = queries.milestone(way.market.slug, way.brand.slug, way.step("S2.2").id)
    actions.move_date(by_hand, until=date(2026, 12, 29), reason="说好了", by=way.manager)
    fair = actions.add_fair(
        way.market,
        season=Season.SPRING,
        name_zh="春季订货会",
        name_en="Spring fair",
        starts_on=date(2027, 1, 20),
        by=way.manager,
    )
    db.session.commit()
    here = f"/markets/{way.market.slug}/programmes/{way.programme.id}"
    browser.sign_in(way.manager)
    shown = browser.submit(here, "Save the programme", fair_id=str(fair.id))
    assert "from the fair now" in shown.words
    assert usual != date(2026, 12, 6) == way.step("S2.1").due_on
    assert way.step("S2.2").due_on == date(2026, 12, 29), "set by hand, so it stays"
    told = db.session.scalars(select(Notice).where(Notice.kind == "programme.fair")).all()
    assert [one.recipient_id for one in told] == [way.owner.id]
    browser.submit(here, "Save the programme", fair_id="")
    assert way.step("S2.1").due_on == date(2026, 12, 6), "without a fair the days stay"


def way_enrolment(way: Way) -> Any:
    """Return the enrolment as its pages load it."""
    return queries.enrolment(way.market.slug, way.brand.slug, way.enrolment.id)


def test_a_brand_that_comes_after_the_fair_gets_the_stages_length(
    enrolled: Callable[..., Way],
) -> None:
    way = enrolled(data=to_the_fair())
    at_fair(way, clock.today() + timedelta(days=20))
    actions.advance(way_enrolment(way), reason="直接进第二阶段", by=way.manager)
    db.session.commit()
    assert way.step("S2.1").due_on == clock.today() + timedelta(weeks=8)


def moving_world(make: Make, enrolled: Callable[..., Way]) -> tuple[Way, dict[str, Any]]:
    """Return a brand by the first version of a market's own template, with evidence handed in."""
    market = make.market()
    way = enrolled(market=market, data=small())
    template = published(market, way.manager, small())
    way.programme.template = template
    enrolment = way_enrolment(way)
    (plan,) = queries.move_plans(template, [enrolment.id])
    actions.move_brands(
        template, {enrolment.id: plan.seen}, [], reason="换成自己的", by=way.manager
    )
    db.session.commit()
    return way, rules.described(queries.market_template(market.slug, template.id))


def test_brands_move_with_a_preview_and_keep_what_they_handed_in(
    make: Make, enrolled: Callable[..., Way], browser: Browser
) -> None:
    way, data = moving_world(make, enrolled)
    step = queries.milestone(way.market.slug, way.brand.slug, way.step("S1.2").id)
    actions.hand_in(step, text="面谈记录", by=way.owner)
    actions.pass_evidence(
        queries.milestone(way.market.slug, way.brand.slug, step.id),
        note="",
        seen=step.attempts[-1].version,
        by=way.manager,
    )
    db.session.commit()
    first, second = data["stages"]
    first["milestones"] = [one for one in first["milestones"] if one["code"] != "S1.2"]
    first["milestones"].append(milestone("S1.9", "reviewed"))
    first["weeks"] = [2, 6]
    second["milestones"].append(milestone("S2.9", "declared"))
    template = published(way.market, way.manager, data)
    browser.sign_in(way.manager)
    shown = browser.get(f"/markets/{way.market.slug}/templates/{template.id}/move")
    assert "its evidence stays to read" in shown.words
    due = way.step("S1.3").due_on
    (plan,) = queries.move_plans(queries.market_template(way.market.slug, template.id))
    browser.submit(
        shown, "Move the chosen ones", chosen=[f"{way.enrolment.id}:{plan.seen}"], reason="少交一份"
    )
    db.session.expire_all()
    states = way.states
    assert (states["S1.2"], states["S1.9"], states["S2.9"]) == ("dropped", "open", "locked")
    assert way.step("S1.3").due_on == (due or clock.today()) + timedelta(weeks=2)
    assert db.session.scalars(select(Evidence)).one().text == "面谈记录"
    shown = browser.get(browser.get(way.track).link("Milestone S1.2"))
    assert "面谈记录" in shown.words
    assert "does not ask for it" in shown.words
    assert "must be passed" not in shown.words, "nothing more is due of it"
    told = select(Notice).where(Notice.kind == "enrolment.new-version")
    assert way.owner.id in {one.recipient_id for one in db.session.scalars(told)}


def test_ticks_stay_when_the_reason_is_missing_and_all_are_ticked_at_once(
    enrolled: Callable[..., Way], browser: Browser, make: Make
) -> None:
    way, data = moving_world(make, enrolled)
    data["stages"][1]["milestones"].append(
        milestone("S2.9", "declared", due_from="fair", due_days=-45)
    )
    template = published(way.market, way.manager, data)
    browser.sign_in(way.manager)
    here = f"/markets/{way.market.slug}/templates/{template.id}/move"
    shown = browser.get(here)
    assert not ticked(shown)
    assert "45 days before the season fair" in shown.words
    assert "its programme works towards no fair" in shown.words
    shown = browser.submit(f"{here}?tick=all", "Move the chosen ones")
    assert shown.status == 422
    assert f"chosen-{way.enrolment.id}" in ticked(shown), "nothing that was ticked is lost"


def ticked(shown: Shown) -> list[str]:
    """Return which boxes of a page are ticked."""
    return [one.at["id"] for one in shown.tree.all("input") if "checked" in one.at]


def test_a_preview_that_no_longer_holds_moves_nobody(
    make: Make, enrolled: Callable[..., Way]
) -> None:
    way, data = moving_world(make, enrolled)
    data["stages"][0]["milestones"].pop(2)
    template = published(way.market, way.manager, data)
    (plan,) = queries.move_plans(template)
    seen = plan.seen
    declare(way, "S1.3")
    template = queries.market_template(way.market.slug, template.id)
    with pytest.raises(ConflictError):
        actions.move_brands(template, {way.enrolment.id: seen}, [], reason="换版", by=way.manager)


def test_evidence_in_review_is_decided_first_when_its_milestone_goes(
    make: Make, enrolled: Callable[..., Way], browser: Browser
) -> None:
    way, data = moving_world(make, enrolled)
    step = queries.milestone(way.market.slug, way.brand.slug, way.step("S1.2").id)
    old = step.milestone_id
    actions.hand_in(step, text="面谈记录", by=way.owner)
    db.session.commit()
    reworded = deepcopy(data)
    reworded["stages"][0]["milestones"][1]["title_zh"] = "换了说法"
    data["stages"][0]["milestones"].pop(1)
    without = published(way.market, way.manager, data)
    (plan,) = queries.move_plans(without)
    assert plan.in_review
    with pytest.raises(ConflictError):
        actions.move_brands(
            without, {way.enrolment.id: plan.seen}, [], reason="换版", by=way.manager
        )
    db.session.rollback()
    template = published(way.market, way.manager, reworded)
    (plan,) = queries.move_plans(template)
    actions.move_brands(template, {way.enrolment.id: plan.seen}, [], reason="换版", by=way.manager)
    db.session.commit()
    assert way.state("S1.2") is MilestoneState.SUBMITTED
    assert db.session.scalars(select(Evidence)).one().milestone_id == old
    browser.sign_in(way.manager)
    shown = browser.get(way.page("S1.2"))
    assert "面谈记录" in shown.words


def test_a_milestone_moves_to_another_stage_with_its_parts(browser: Browser, make: Make) -> None:
    market = make.market()
    manager = make.manager(market)
    data = small()
    data["stages"][0]["milestones"] += [
        milestone("S1.5", "parts"),
        milestone("S1.6", "declared", parent="S1.5"),
    ]
    data["stages"][0]["milestones"][1]["prerequisites"] = ["S1.5"]
    draft = drafted(market, manager, data)
    whole, second = draft.stages[0].milestones[4], draft.stages[1]
    here = f"/markets/{market.slug}/templates/{draft.id}"
    shown = browser.sign_in(manager).submit(
        f"{here}/milestones/{whole.id}", "Save the milestone", stage=second.id
    )
    assert "It waits for S1.5, which comes in a later stage." in shown.words
    db.session.expire_all()
    draft = queries.market_template(market.slug, draft.id)
    codes = [[one.code for one in stage.milestones] for stage in draft.stages]
    assert codes == [["S1.1", "S1.2", "S1.3", "S1.4"], ["S2.1", "S2.2", "S1.5", "S1.6"]]
    assert [one.position for one in draft.stages[1].milestones] == [1, 2, 3, 4]
    part = draft.stages[1].milestones[3]
    assert part.parent_id == whole.id
    browser.submit(f"{here}/milestones/{part.id}", "Save the milestone", stage=draft.stages[0].id)
    db.session.expire_all()
    assert db.session.get_one(Milestone, part.id).parent_id is None


def test_a_locked_milestone_says_what_it_waits_for(
    browser: Browser, enrolled: Callable[..., Way]
) -> None:
    data = small()
    data["stages"][0]["milestones"] = [
        milestone("S1.1", "parts"),
        milestone("S1.2", "declared", parent="S1.1"),
        milestone("S1.3", "declared", prerequisites=["S1.2"]),
    ]
    way = enrolled(data=data)
    at_fair(way, date(2027, 3, 8))
    track = browser.sign_in(way.owner).get(way.track)
    assert "Opens after: Milestone S1.2" in track.words
    assert "Done when these are done: Milestone S1.2" in track.words
    assert "Your next step · due" in track.words
    assert track.words.index("Your next step") < track.words.index("Write it down")
    assert "Autumn fair · 2027-03-08" in track.words
    assert "Small template · version 1" in track.words
    words = browser.sign_in(way.manager).get(way.track).words
    assert "The brand's next step" in words
    assert "Your next step" not in words
    locked = browser.get(way.page("S1.3"))
    assert "as soon as what it waits for is settled" in locked.words
    assert locked.link("Milestone S1.2").endswith(way.page("S1.2"))
    assert browser.get(way.page("S1.1")).link("Milestone S1.2").endswith(way.page("S1.2"))
    assert "Autumn fair" in browser.get(track.link("Plan vs actual")).words
    declare(way, "S1.2")
    assert "Opens after" not in browser.get(way.track).words


def test_what_was_handed_in_is_shown_by_what_was_asked_then(
    browser: Browser, make: Make, enrolled: Callable[..., Way]
) -> None:
    way, data = moving_world(make, enrolled)
    asked = data["stages"][0]["milestones"][1]
    question = {"key": "q1", "kind": "line", "label_zh": "旧问题", "label_en": "An old question"}
    step = queries.milestone(way.market.slug, way.brand.slug, way.step("S1.2").id)
    step.milestone.questions = [question]
    actions.hand_in(step, text="", answers={"q1": "三个人"}, by=way.owner)
    asked |= {"title_en": "Renamed", "questions": [question | {"label_en": "A new question"}]}
    template = published(way.market, way.manager, data)
    (plan,) = queries.move_plans(template)
    actions.move_brands(template, {way.enrolment.id: plan.seen}, [], reason="换版", by=way.manager)
    db.session.commit()
    page = browser.sign_in(way.manager).get(way.page("S1.2"))
    assert "Renamed" in page.words
    assert "Asked at the time: Milestone S1.2" in page.words
    assert "An old question" in page.words
