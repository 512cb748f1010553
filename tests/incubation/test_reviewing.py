"""Questions are answered, evidence is scored, asked at single places and worked through."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from portal.access.permissions import Role
from portal.accounts.models import Membership
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotAllowedError
from portal.figures.models import FigureSheet
from portal.incubation import actions, queries, registry, rules
from portal.incubation.models import Evidence, EvidenceKind, MilestoneState
from portal.incubation.registry import Condition
from portal.notices.models import Notice
from tests.client import Browser, Shown
from tests.incubation.conftest import Way
from tests.make import PDF, Make, jpeg

Another = Callable[[], Browser]


def question(key: str, kind: str, zh: str, en: str, **more: Any) -> dict[str, Any]:
    """Return a question as a template keeps it."""
    usual = {"required": False, "choices": []}
    return {"key": key, "kind": kind, "label_zh": zh, "label_en": en} | usual | more


SEALS = [["公章", "Company seal"], ["合同章", "Contract seal"]]
QUESTIONS = [
    question("who", "line", "谁签的", "Who signed", required=True),
    question("many", "number", "几页", "How many pages"),
    question("seal", "choice", "章", "Seal", required=True, choices=SEALS),
    question("day", "date", "哪天", "On which day"),
]
RUBRIC = [
    {"key": "whole", "name_zh": "完整", "name_en": "Complete", "weight": 60},
    {"key": "clear", "name_zh": "清楚", "name_en": "Clear", "weight": 40},
]
WHOLE: dict[str, Any] = {
    "answer_who": "Li",
    "answer_many": "12",
    "answer_seal": "公章",
    "answer_day": "2026-11-02",
}


@pytest.fixture
def asking(way: Way) -> Way:
    """Return a brand whose S1.2 has questions, a rubric and wants a file."""
    step = queries.milestone(way.market.slug, way.brand.slug, way.step("S1.2").id)
    milestone = step.milestone
    milestone.questions, milestone.rubric, milestone.files_least = QUESTIONS, RUBRIC, 1
    milestone.checklist_zh, milestone.checklist_en = (
        "章要清楚\n拍全四角",
        "The seal is clear\nAll corners",
    )
    db.session.commit()
    return way


def last(way: Way, code: str = "S1.2") -> Evidence:
    db.session.expire_all()
    query = select(Evidence).where(Evidence.progress_id == way.step(code).id)
    return db.session.scalars(query.order_by(Evidence.number.desc()).limit(1)).one()


def hand_in(owner: Browser, way: Way, **answers: str) -> None:
    owner.submit(way.page("S1.2"), "Store these files", files={"files": [("a.jpg", jpeg())]})
    shown = owner.submit(way.page("S1.2"), "Hand in", **(WHOLE | answers))
    assert "It is the office's turn now" in shown.words


def queue(way: Way, rest: str = "") -> str:
    return f"/markets/{way.market.slug}/evidence{rest}"


def told(user_id: int) -> list[str]:
    query = select(Notice.kind).where(Notice.recipient_id == user_id).order_by(Notice.id)
    return list(db.session.scalars(query))


def test_all_that_is_missing_is_named_at_once_and_nothing_typed_is_lost(
    browser: Browser, asking: Way
) -> None:
    page = browser.sign_in(asking.owner).get(asking.page("S1.2"))
    assert "All corners" in page.words
    assert "Still missing: 3 things" in page.words
    page = browser.submit(page, "Hand in", answer_many="a dozen", text="Signed on Friday")
    assert page.status == 422
    for words in ("“Who signed” is not answered", "whole number", "At least 1 photo or PDF"):
        assert words in page.words
    form = page.form_with("Hand in").fields
    assert (form["answer_many"], form["text"]) == (["a dozen"], ["Signed on Friday"])
    assert asking.state("S1.2") is MilestoneState.OPEN


def test_a_draft_goes_on_in_another_browser_and_by_the_way(
    browser: Browser, another: Another, asking: Way
) -> None:
    page = browser.sign_in(asking.owner).get(asking.page("S1.2"))
    form = page.form_with("Hand in")
    data = {
        "csrf_token": form.fields["csrf_token"][0],
        "answer_many": "a do",
        "text": "Half",
        "later": "1",
    }
    kept = browser.post(form.action, data=data, headers={"X-Keeps": "1"})
    assert kept.status == 204
    version = kept.response.headers["X-Version"]
    again = browser.post(
        form.action,
        data=data | {"text": "Half a word", "version": version},
        headers={"X-Keeps": "1"},
    )
    assert again.status == 204
    elsewhere = another().sign_in(asking.owner).get(asking.page("S1.2")).form_with("Hand in").fields
    assert (elsewhere["text"], elsewhere["answer_many"]) == (["Half a word"], ["a do"])
    stale = browser.post(form.action, data=data | {"version": "1"}, headers={"X-Keeps": "1"})
    assert stale.status == 409


def test_answers_are_scored_by_the_rubric_of_the_day(
    browser: Browser, another: Another, asking: Way
) -> None:
    owner, office = browser.sign_in(asking.owner), another().sign_in(asking.manager)
    hand_in(owner, asking)
    page = office.get(asking.page("S1.2"))
    assert "Company seal" in page.words
    bare = office.submit(page, "Pass the milestone")
    assert "2 answers need another look" in bare.words, "every missing score at once"
    page = office.submit(page, "Pass the milestone", points_whole="4", note="Fine")
    assert page.status == 422
    assert "Give points from 0 to 5." in page.words
    assert page.form_with("Pass the milestone").fields["note"] == ["Fine"]
    office.submit(page, "Pass the milestone", points_whole="4", points_clear="3")
    passed = last(asking)
    assert (passed.score, passed.scores, passed.rubric) == (360, {"whole": 4, "clear": 3}, RUBRIC)
    step = queries.milestone(asking.market.slug, asking.brand.slug, asking.step("S1.2").id)
    step.milestone.rubric = [RUBRIC[0] | {"name_en": "Other", "weight": 1}]
    db.session.commit()
    words = owner.get(asking.page("S1.2")).words
    assert "Score: 3.60 of 5" in words
    assert "Complete" in words
    assert "Other" not in words


@pytest.mark.parametrize(
    ("points", "weights", "score"),
    [
        ((5, 5), (60, 40), 500),
        ((0, 0), (60, 40), 0),
        ((1, 0), (1, 2), 33),
        ((1, 0), (2, 1), 67),
        ((4, 1), (0, 0), 250),
        ((1, 0), (1, 199), 1),
    ],
)
def test_a_score_is_the_weighted_mean_in_hundredths(
    points: tuple[int, int], weights: tuple[int, int], score: int
) -> None:
    lines = [
        rules.Criterion(key, key, "", weight) for key, weight in zip("ab", weights, strict=True)
    ]
    assert rules.weighted(dict(zip("ab", points, strict=True)), lines) == score


def test_a_request_stands_at_its_question_and_its_file_and_gets_no_score(
    browser: Browser, another: Another, asking: Way
) -> None:
    owner, office = browser.sign_in(asking.owner), another().sign_in(asking.manager)
    hand_in(owner, asking)
    page = office.get(asking.page("S1.2"))
    assert office.submit(page, "Return with this request").status == 422
    file = last_file(asking)
    places: dict[str, Any] = {"at_answer_who": "His full name", f"at_file-{file}": "Too dark"}
    office.submit(page, "Return with this request", **places)
    returned = last(asking)
    assert returned.requests == {"answer_who": "His full name", f"file-{file}": "Too dark"}
    assert (returned.note, returned.score) == ("谁签的：His full name\na.jpg：Too dark", None)
    page = owner.get(asking.page("S1.2"))
    assert "Too dark" in page.words
    assert page.words.count("His full name") >= 2
    owner.submit(page, "Store these files", files={"files": [("b.pdf", PDF)]})
    owner.submit(asking.page("S1.2"), "Hand in", **(WHOLE | {"answer_who": "Li Xiulan"}))
    words = office.get(asking.page("S1.2")).words
    assert words.index("Li Xiulan") < words.index("Earlier attempts") < words.index("Too dark")


def test_what_the_office_asked_nothing_about_is_used_again(
    browser: Browser, another: Another, asking: Way
) -> None:
    owner, office = browser.sign_in(asking.owner), another().sign_in(asking.manager)
    owner.submit(asking.page("S1.2"), "Store these files", files={"files": [("b.pdf", PDF)]})
    hand_in(owner, asking)
    dark = last_files(asking)["a.jpg"]
    places: dict[str, Any] = {"at_answer_who": "His full name", f"at_file-{dark}": "Too dark"}
    office.submit(asking.page("S1.2"), "Return with this request", **places)
    page = owner.get(asking.page("S1.2"))
    assert "asked nothing about 1 file of your last attempt" in page.words
    assert page.form_with("Hand in").fields["answer_many"] == ["12"], "answers stand"
    page = owner.submit(page, "Use 1 file of the last attempt again")
    assert "Use 1 file of the last attempt again" not in page.words
    owner.submit(page, "Hand in", answer_who="Li Xiulan")
    assert list(last_files(asking)) == ["b.pdf"]
    assert last(asking).answers["many"] == "12"
    assert last(asking).number == 2


def last_files(way: Way) -> dict[str, int]:
    step = queries.milestone(way.market.slug, way.brand.slug, way.step("S1.2").id)
    return {row.file.name: row.id for row in step.attempts[-1].files}


def last_file(way: Way) -> int:
    step = queries.milestone(way.market.slug, way.brand.slug, way.step("S1.2").id)
    return step.attempts[-1].files[0].id


def test_the_second_reviewer_sees_both_texts(
    browser: Browser, another: Another, way: Way, make: Make
) -> None:
    browser.sign_in(way.owner).submit(way.page("S1.2"), "Hand in", text="Here.")
    first, second = another().sign_in(way.manager), another().sign_in(make.manager(way.market))
    late = second.get(way.page("S1.2"))
    first.submit(way.page("S1.2"), "Return with this request", request="The seal.")
    shown = second.submit(late, "Pass the milestone", note="Beautifully done")
    assert shown.status == 409
    assert "The seal." in shown.words
    assert "Beautifully done" in shown.words
    shown = second.submit(shown, "Keep my words as a note of the office")
    assert "Only the office reads it" in shown.words
    assert "Beautifully done" in shown.words
    assert "Beautifully done" not in browser.get(way.page("S1.2")).words


def test_notes_of_the_office_are_for_the_office(
    browser: Browser, another: Another, way: Way, make: Make
) -> None:
    office = another().sign_in(way.manager)
    office.submit(way.page("S1.2"), "Keep the note", text="They need a pattern maker")
    assert (
        "pattern maker" in another().sign_in(make.manager(way.market)).get(way.page("S1.2")).words
    )
    both = make.manager(way.market)
    make.member(Role.OWNER, user=both, brand_id=way.brand.id)
    for person in (way.owner, both):
        page = browser.sign_in(person).get(way.page("S1.2"))
        assert "pattern maker" not in page.words
        assert "Notes of the office" not in page.words
        track = browser.get(f"{way.track}")
        assert "pattern maker" not in track.words
    assert office.submit(way.page("S1.2"), "Keep the note").status == 422


def test_the_office_fills_in_for_a_brand_and_does_not_decide_on_it(
    browser: Browser, another: Another, way: Way, make: Make
) -> None:
    office = browser.sign_in(way.manager)
    page = office.get(way.page("S1.2"))
    assert not page.has_button("Hand in")
    page = office.get(page.link("Fill it in for the brand"))
    page = office.submit(page, "Keep for later", text="He showed")
    page = office.submit(page, "Hand in", text="He showed it at the counter.")
    assert "filled in by the office" in page.words
    assert not page.has_button("Pass the milestone")
    assert last(way).for_owner
    assert told(way.owner.id)[-1] == "milestone.typed"
    step = queries.milestone(way.market.slug, way.brand.slug, way.step("S1.2").id)
    with pytest.raises(NotAllowedError):
        actions.pass_evidence(step, note="", seen=step.attempts[-1].version, by=way.manager)
    db.session.rollback()
    page = office.submit(way.page("S1.2"), "Take it back")
    page = office.submit(page, "Hand in", text="Again.")
    colleague = another().sign_in(make.manager(way.market))
    colleague.submit(way.page("S1.2"), "Pass the milestone")
    assert way.state("S1.2") is MilestoneState.PASSED


def test_the_queue_is_filtered_given_out_and_worked_through(
    browser: Browser,
    another: Another,
    enrolled: Callable[..., Way],
    make: Make,
    at: Callable[..., None],
) -> None:
    at(2026, 3, 2, 4, 0)
    one = enrolled()
    two, three = (enrolled(one.market) for _ in range(2))
    for way, words in ((one, "First of all"), (two, "Second of all"), (three, "Third of all")):
        another().sign_in(way.owner).submit(way.page("S1.2"), "Hand in", text=words)
    at(2026, 3, 12, 4, 0)
    office = browser.sign_in(one.manager)
    page = office.get(queue(one))
    assert "3 days too late" in page.words
    assert page.words.index("First of all") < page.words.index("Third of all")
    marks = [box.at["value"] for box in page.tree.all("input") if box.at.get("name") == "ticked"]
    assert len(marks) == 3
    token = page.forms[-1].fields["csrf_token"][0]

    def press(deed: str, *chosen: str, **more: str) -> str:
        data = {"csrf_token": token, "deed": deed, "ticked": list(chosen), **more}
        return office.post(queue(one), data=data).words

    assert "Tick at least one line" in press("pass")
    assert "1 is done" in press("take", marks[0])
    assert "First of all" in office.get(queue(one, "?who=me")).words
    assert "First of all" not in office.get(queue(one, "?who=nobody")).words
    colleague = make.manager(one.market, name="Zhao")
    press("give", marks[1], reviewer=str(colleague.id))
    assert told(colleague.id)[-1] == "milestone.assigned"
    assert "not done" in press("give", marks[2], reviewer=str(one.owner.id))
    refused = office.post(
        queue(one), data={"csrf_token": token, "deed": "return", "ticked": marks[2]}
    )
    assert "Say what is missing" in refused.words
    assert ticked_in(refused) == [marks[2]], "what is ticked stays ticked"
    unticked = office.post(
        queue(one), data={"csrf_token": token, "deed": "return", "request": "The seal."}
    )
    assert "Tick at least one line" in unticked.words
    assert "The seal." in unticked.words, "what is typed stays too"
    assert "1 is done" in press("return", marks[2], request="The seal.")
    assert three.state("S1.2") is MilestoneState.RETURNED
    said = press("pass", marks[0], marks[1], marks[2])
    assert "2 are done" in said
    assert "1 waits no more" in said
    assert "Nothing waits" in office.get(queue(one)).words
    assert another().sign_in(one.owner).get(queue(one)).status == 404


def ticked_in(page: Shown) -> list[str]:
    """Return which lines of the queue stand ticked."""
    boxes = [box.at for box in page.tree.all("input") if box.at.get("name") == "ticked"]
    return [one["value"] for one in boxes if "checked" in one]


def test_what_is_scored_is_not_passed_among_many(
    browser: Browser, another: Another, asking: Way
) -> None:
    hand_in(another().sign_in(asking.owner), asking)
    office = browser.sign_in(asking.manager)
    page = office.submit(
        queue(asking), "Pass", ticked=f"{asking.step('S1.2').id}-{last(asking).version}"
    )
    assert "It is scored by a rubric." in page.words
    assert asking.state("S1.2") is MilestoneState.SUBMITTED


def test_whoever_left_the_office_stays_named(
    browser: Browser, another: Another, way: Way, make: Make
) -> None:
    gone = make.manager(way.market, name="Old Zhao")
    another().sign_in(way.owner).submit(way.page("S1.2"), "Hand in", text="Here.")
    leaving = another().sign_in(gone)
    leaving.submit(way.page("S1.2"), "Return with this request", request="The seal.")
    another().sign_in(way.owner).submit(way.page("S1.2"), "Hand in", text="Here it is.")
    leaving.submit(way.page("S1.2"), "Note it", reviewer=str(gone.id))
    db.session.delete(
        db.session.scalars(select(Membership).where(Membership.user_id == gone.id)).one()
    )
    db.session.commit()
    office = browser.sign_in(way.manager)
    assert "Old Zhao" in office.get(way.page("S1.2")).words
    assert "Old Zhao has left the office" in office.get(queue(way, "?who=nobody")).words
    book = office.get(queue(way, ".xlsx")).response.data
    sheet = load_workbook(io.BytesIO(book)).worksheets[0]
    rows = list(sheet.values)
    assert len(rows) == 2
    assert "Old Zhao" in rows[1]
    assert sheet.title == "Evidence to review"
    assert {type(rows[1][rows[0].index(head)]) for head in ("Handed in on", "Answer by")} == {
        datetime
    }, "days are days, to be sorted and counted"


def test_a_survey_is_a_short_form_of_its_own(browser: Browser, asking: Way) -> None:
    step = queries.milestone(asking.market.slug, asking.brand.slug, asking.step("S1.3").id)
    step.milestone.evidence, step.milestone.questions = EvidenceKind.SURVEY, QUESTIONS[:2]
    db.session.commit()
    page = browser.sign_in(asking.owner).get(asking.page("S1.3"))
    page = browser.submit(page, "Send the figures", answer_who="Li", answer_many="-4")
    assert page.status == 422
    page = browser.submit(page, "Send the figures", answer_many="40")
    assert asking.state("S1.3") is MilestoneState.PASSED
    assert last(asking, "S1.3").answers == {"who": "Li", "many": "40"}


def test_the_page_shows_what_the_portal_sees_now_and_what_it_needs(
    browser: Browser, asking: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Condition("Enquiries of agents answered", lambda _brand: 2)
    known = {**registry.conditions(), "nobody_knows_this_one": seen}
    monkeypatch.setattr(registry, "_conditions", known)
    step = queries.milestone(asking.market.slug, asking.brand.slug, asking.step("S2.2").id)
    step.milestone.target = 5
    way = queries.track(asking.brand.id)
    assert way
    actions.advance(way, reason="早开", by=asking.manager)
    db.session.commit()
    assert "2 of 5" in browser.sign_in(asking.owner).get(asking.page("S2.2")).words


def test_months_with_figures_are_a_condition_of_their_own(way: Way) -> None:
    condition = registry.conditions()["months_reported"]
    assert condition.value(way.brand) == 0
    for month in (1, 2):
        sheet = FigureSheet(brand_id=way.brand.id, month=date(2026, month, 1), values={})
        sheet.for_owner, sheet.by_name = False, "Li"
        db.session.add(sheet)
    db.session.commit()
    assert condition.value(way.brand) == 2


def test_the_brand_hears_14_and_3_days_before_and_on_the_day(
    way: Way, at: Callable[..., None]
) -> None:
    due = way.step("S1.2").due_on
    assert due
    heard: list[tuple[int, str]] = []
    for left in (20, 14, 14, 9, 3, 1, 0, -1):
        day = due - timedelta(days=left)
        at(day.year, day.month, day.day, 4, 0)
        before = len(told(way.owner.id))
        actions.watch_days()
        heard += [(left, kind) for kind in told(way.owner.id)[before:]]
    soon = "milestones.due-soon"
    assert heard == [(14, soon), (3, soon), (0, "milestones.due-today")]


def test_a_moved_day_is_reminded_anew_and_nobody_is_woken_at_night(
    way: Way, at: Callable[..., None]
) -> None:
    due = way.step("S1.2").due_on
    assert due
    at(due.year, due.month, due.day, 20, 0)  # four in the morning of the next day in Shanghai
    actions.watch_days()
    assert "milestones.due-today" not in told(way.owner.id)
    at(due.year, due.month, due.day, 4, 0)
    actions.watch_days()
    step = queries.milestone(way.market.slug, way.brand.slug, way.step("S1.2").id)
    assert step.told_days == 0
    until = clock.today() + timedelta(days=10)
    actions.move_date(step, until=until, reason="展会", by=way.manager)
    db.session.commit()
    actions.watch_days()
    assert told(way.owner.id)[-1] == "milestones.due-soon"
