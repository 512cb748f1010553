"""A brand hands in evidence; the office passes it or asks for more; every attempt stays."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from portal.access.permissions import Role
from portal.audit.models import AuditEvent
from portal.core.db import db
from portal.incubation.models import Evidence, EvidenceFile, EvidenceState, MilestoneState
from portal.notices.models import Notice
from tests.client import Browser
from tests.incubation.conftest import Way
from tests.make import PDF, Make, jpeg


def attempts() -> list[Evidence]:
    return list(db.session.scalars(select(Evidence).order_by(Evidence.number)))


def verbs() -> list[str]:
    mine = ("milestone.", "stage.", "enrolment.")
    query = select(AuditEvent.verb).order_by(AuditEvent.id)
    return [verb for verb in db.session.scalars(query) if verb.startswith(mine)]


def messages(user_id: int) -> list[str]:
    query = select(Notice.kind).where(Notice.recipient_id == user_id).order_by(Notice.id)
    return list(db.session.scalars(query))


def test_text_photo_and_pdf_are_returned_handed_in_again_and_passed(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    owner, office = browser.sign_in(way.owner), another().sign_in(way.manager)
    page = owner.get(way.page("S1.2"))
    page = owner.submit(
        page,
        "Store these files",
        files={"files": [("签字页.jpg", jpeg()), ("agreement.pdf", PDF)]},
    )
    assert "2 files are stored" in page.words
    assert way.state("S1.2") is MilestoneState.OPEN
    page = owner.submit(page, "Hand in", text="The agreement, signed on Friday.")
    assert "It is the office's turn now" in page.words
    assert "agreement.pdf" in page.words

    page = office.get(way.page("S1.2"))
    assert "The agreement, signed on Friday." in page.words
    page = office.submit(page, "Return with this request", request="The page with the dates, too.")
    assert "Returned" in page.words

    page = owner.get(way.page("S1.2"))
    assert "The page with the dates, too." in page.words
    page = owner.submit(page, "Store these files", files={"files": [("dates.jpg", jpeg())]})
    page = owner.submit(page, "Hand in", text="Here it is.")
    page = office.submit(office.get(way.page("S1.2")), "Pass the milestone", note="Thank you.")
    assert "Passed" in page.words

    first, second = attempts()
    assert (first.state, first.note) == (
        EvidenceState.RETURNED,
        "The page with the dates, too.",
    )
    assert (second.state, second.note) == (EvidenceState.PASSED, "Thank you.")
    files = select(func.count()).select_from(EvidenceFile)
    assert db.session.scalar(files.where(EvidenceFile.evidence_id == first.id)) == 2
    assert db.session.scalar(files.where(EvidenceFile.evidence_id == second.id)) == 1
    words = owner.get(way.page("S1.2")).words
    for kept in ("The agreement, signed on Friday.", "Here it is.", "Thank you.", "agreement.pdf"):
        assert kept in words
    assert verbs()[-4:] == [
        "milestone.submit",
        "milestone.return",
        "milestone.submit",
        "milestone.pass",
    ]
    assert messages(way.manager.id) == ["milestone.submitted", "milestone.submitted"]
    assert messages(way.owner.id) == ["milestone.returned", "milestone.passed"]


def test_words_kept_for_later_are_still_there(browser: Browser, way: Way) -> None:
    page = browser.sign_in(way.owner).submit(
        way.page("S1.2"), "Keep for later", text="Half a sentence"
    )
    assert "It is not handed in yet" in page.words
    assert browser.get(way.page("S1.2")).form_with("Hand in").fields["text"] == ["Half a sentence"]
    assert way.state("S1.2") is MilestoneState.OPEN
    page = browser.submit(page, "Hand in", text="A whole sentence.")
    assert [(one.number, one.text) for one in attempts()] == [(1, "A whole sentence.")]


def test_nothing_at_all_cannot_be_handed_in(browser: Browser, way: Way) -> None:
    page = browser.sign_in(way.owner).submit(way.page("S1.2"), "Hand in")
    assert page.status == 422
    assert "Write a sentence, or add a photo or PDF first." in page.words
    assert not attempts()


def test_a_photo_alone_is_enough(browser: Browser, way: Way) -> None:
    page = browser.sign_in(way.owner).submit(
        way.page("S1.2"), "Store these files", files={"files": [("a.jpg", jpeg())]}
    )
    browser.submit(page, "Hand in")
    assert way.state("S1.2") is MilestoneState.SUBMITTED


def test_too_long_a_text_is_kept_on_the_page(browser: Browser, way: Way) -> None:
    page = browser.sign_in(way.owner).submit(way.page("S1.2"), "Hand in", text="长" * 4001)
    assert page.status == 422
    assert page.form_with("Hand in").fields["text"] == ["长" * 4001]


def test_wrong_files_are_named_and_the_good_ones_kept(browser: Browser, way: Way) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    page = browser.sign_in(way.owner).submit(
        way.page("S1.2"),
        "Store these files",
        files={"files": [("good.jpg", jpeg()), ("drawing.svg", svg), ("fake.pdf", b"no pdf")]},
    )
    assert "1 file is stored" in page.words
    assert "Not stored: drawing.svg." in page.words
    assert "Not stored: fake.pdf." in page.words
    assert db.session.scalar(select(func.count()).select_from(EvidenceFile)) == 1
    assert "good.jpg" in browser.get(way.page("S1.2")).words


def test_no_file_chosen_is_said(browser: Browser, way: Way) -> None:
    page = browser.sign_in(way.owner).submit(way.page("S1.2"), "Store these files")
    assert "Choose at least one photo or PDF." in page.words


def test_a_file_can_be_taken_out_before_it_is_handed_in_but_not_after(
    browser: Browser, way: Way
) -> None:
    page = browser.sign_in(way.owner).submit(
        way.page("S1.2"), "Store these files", files={"files": [("wrong.jpg", jpeg())]}
    )
    page = browser.submit(page, "Remove")
    assert "wrong.jpg" not in page.words
    page = browser.submit(
        page, "Store these files", files={"files": [("right.jpg", jpeg(colour="#B5382A"))]}
    )
    remove = page.form_with("Remove").action
    page = browser.submit(page, "Hand in")
    token = page.form_with("Take it back").fields["csrf_token"]
    assert browser.post(remove, data={"csrf_token": token}).status == 409
    assert "right.jpg" in browser.get(way.page("S1.2")).words


def test_photos_are_shown_and_papers_are_handed_out(browser: Browser, way: Way, make: Make) -> None:
    page = browser.sign_in(way.owner).submit(
        way.page("S1.2"),
        "Store these files",
        files={"files": [("a.jpg", jpeg()), ("paper.pdf", PDF)]},
    )
    photo = page.tree.all("img")[0].at["src"]
    paper = page.link("PDF")
    assert browser.get(photo).response.mimetype == "image/webp"
    handed_out = browser.get(paper).response
    assert handed_out.mimetype == "application/pdf"
    assert "attachment" in handed_out.headers["Content-Disposition"]
    assert "sandbox" in handed_out.headers["Content-Security-Policy"]
    stranger = make.owner(make.brand())
    browser.sign_in(stranger)
    assert [browser.get(photo).status, browser.get(paper).status] == [404, 404]


def test_a_double_tap_is_one_attempt(browser: Browser, way: Way) -> None:
    page = browser.sign_in(way.owner).get(way.page("S1.2"))
    first = browser.submit(page, "Hand in", text="Once.")
    second = browser.submit(page, "Hand in", text="Once.")
    assert (first.status, second.status) == (200, 200)
    assert len(attempts()) == 1
    assert verbs().count("milestone.submit") == 1


def test_evidence_can_be_taken_back_while_undecided(browser: Browser, way: Way) -> None:
    page = browser.sign_in(way.owner).submit(way.page("S1.2"), "Hand in", text="Too early.")
    page = browser.submit(page, "Take it back")
    assert way.state("S1.2") is MilestoneState.OPEN
    assert page.form_with("Hand in").fields["text"] == ["Too early."]
    browser.submit(page, "Hand in", text="Now.")
    assert [one.text for one in attempts()] == ["Now."]


def test_what_was_decided_cannot_be_taken_back(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    page = browser.sign_in(way.owner).submit(way.page("S1.2"), "Hand in", text="Here.")
    another().sign_in(way.manager).submit(way.page("S1.2"), "Pass the milestone")
    late = browser.submit(page, "Take it back")
    assert late.status == 409
    assert "The office has decided meanwhile: passed." in late.words
    assert late.link("See how it is now") == way.page("S1.2")
    assert way.state("S1.2") is MilestoneState.PASSED


def test_a_file_is_called_undisputed_only_where_another_was_named(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    owner, office = browser.sign_in(way.owner), another().sign_in(way.manager)
    page = owner.submit(
        way.page("S1.2"),
        "Store these files",
        files={"files": [("one.jpg", jpeg()), ("two.jpg", jpeg(colour="#B5382A"))]},
    )
    owner.submit(page, "Hand in", text="Here.")
    asking = office.get(way.page("S1.2"))
    assert "Here, or at one of the answers and files below" in asking.words
    office.submit(asking, "Return with this request", request="请补拍门头照片。")
    again = owner.get(way.page("S1.2"))
    assert "asked nothing about" not in again.words, "the photo was asked for in words"
    page = owner.submit(again, "Use 2 files of the last attempt again")
    owner.submit(page, "Hand in", text="Again.")
    asking = office.get(way.page("S1.2"))
    place = next(
        one
        for one in asking.form_with("Return with this request").fields
        if one.startswith("at_file")
    )
    answers: dict[str, Any] = {place: "太暗了。"}
    office.submit(asking, "Return with this request", **answers)
    assert "asked nothing about 1 file" in owner.get(way.page("S1.2")).words


def test_of_two_managers_the_second_is_told_so(
    browser: Browser, another: Callable[[], Browser], way: Way, make: Make
) -> None:
    browser.sign_in(way.owner).submit(way.page("S1.2"), "Hand in", text="Here.")
    first, second = another().sign_in(way.manager), another().sign_in(make.manager(way.market))
    seen_by_first, seen_by_second = first.get(way.page("S1.2")), second.get(way.page("S1.2"))
    assert first.submit(seen_by_first, "Pass the milestone").status == 200
    late = second.submit(seen_by_second, "Return with this request", request="No.")
    assert late.status == 409
    assert way.state("S1.2") is MilestoneState.PASSED
    assert verbs().count("milestone.pass") == 1
    assert "milestone.return" not in verbs()


def test_a_double_tap_on_pass_is_one_decision(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    browser.sign_in(way.owner).submit(way.page("S1.2"), "Hand in", text="Here.")
    office = another().sign_in(way.manager)
    page = office.get(way.page("S1.2"))
    assert office.submit(page, "Pass the milestone").status == 200
    assert office.submit(page, "Pass the milestone").status == 200
    assert verbs().count("milestone.pass") == 1


def test_a_decision_counts_only_for_what_was_seen(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    owner, office = browser.sign_in(way.owner), another().sign_in(way.manager)
    mine = owner.submit(way.page("S1.2"), "Hand in", text="The old text.")
    seen = office.get(way.page("S1.2"))
    mine = owner.submit(mine, "Take it back")
    owner.submit(mine, "Hand in", text="Another text.")
    late = office.submit(seen, "Pass the milestone")
    assert late.status == 409
    assert "has changed this evidence" in late.words
    assert way.state("S1.2") is MilestoneState.SUBMITTED


def test_a_request_must_say_what_is_missing(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    browser.sign_in(way.owner).submit(way.page("S1.2"), "Hand in", text="Here.")
    page = another().sign_in(way.manager).submit(way.page("S1.2"), "Return with this request")
    assert page.status == 422
    assert "Say what is missing" in page.words
    assert way.state("S1.2") is MilestoneState.SUBMITTED


def test_nobody_passes_the_evidence_of_his_own_brand(
    browser: Browser, another: Callable[[], Browser], way: Way, make: Make
) -> None:
    both = make.manager(way.market)
    browser.sign_in(way.owner).submit(way.page("S1.2"), "Hand in", text="Here.")
    other = another().sign_in(way.manager)
    forms = other.get(way.page("S1.2"))
    make.member(Role.OWNER, user=both, brand_id=way.brand.id)
    double = another().sign_in(both)
    page = double.get(way.page("S1.2"))
    assert not page.has_button("Pass the milestone")
    assert "A colleague of the office has to decide" in page.words
    fields = forms.form_with("Pass the milestone").fields
    token = page.form_with("Take it back").fields["csrf_token"][0]
    posted = double.post(
        f"{way.page('S1.2')}/pass", data={"seen": fields["seen"][0], "csrf_token": token}
    )
    assert posted.status == 403
    assert way.state("S1.2") is MilestoneState.SUBMITTED


def test_two_owners_who_write_at_once_see_both_texts(
    browser: Browser, another: Callable[[], Browser], way: Way, make: Make
) -> None:
    one, two = browser.sign_in(way.owner), another().sign_in(make.owner(way.brand))
    page = one.submit(way.page("S1.2"), "Keep for later", text="First words")
    mine, yours = one.get(way.page("S1.2")), two.get(way.page("S1.2"))
    one.submit(mine, "Keep for later", text="My words")
    late = two.submit(yours, "Keep for later", text="Your words")
    assert late.status == 409
    assert "My words" in late.words
    page = two.submit(late, "Save what I wrote", text="Our words")
    assert page.status == 200
    assert way.state("S1.2") is MilestoneState.OPEN
    assert [one.text for one in attempts()] == ["Our words"]


def test_a_declaration_counts_without_review_and_says_so(browser: Browser, way: Way) -> None:
    page = browser.sign_in(way.owner).submit(way.page("S1.3"), "Declare")
    assert page.status == 422
    page = browser.submit(page, "Declare", text="Small-scale taxpayer.")
    assert way.state("S1.3") is MilestoneState.PASSED
    assert "declared, no review" in page.words
    assert "without review" in page.words
    assert verbs()[-1] == "milestone.declare"
    assert not messages(way.manager.id)


def test_texts_are_only_ever_text(browser: Browser, way: Way) -> None:
    nasty = "<script>alert(1)</script> \u202eevil \x00 =1+1"
    page = browser.sign_in(way.owner).submit(way.page("S1.2"), "Hand in", text=nasty)
    assert page.status == 200
    assert "<script>alert" not in page.html
