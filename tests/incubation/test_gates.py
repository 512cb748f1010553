"""A stage ends when its gate holds, and not before."""

from collections.abc import Callable
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.audit.models import AuditEvent
from portal.brands import registry as brands
from portal.brands.models import Revision, RevisionState
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.incubation import actions, queries, registry
from portal.incubation.models import Enrolment, EnrolmentState, MilestoneState
from portal.incubation.rules import Criteria, standing
from portal.notices.models import Notice
from tests.client import Browser
from tests.incubation.conftest import Way, milestone, open_programme, stage, statements_sent
from tests.make import Make

GRADUATE = "Approve graduation"


def publish(way: Way) -> None:
    """Publish the brand's profile, as the brands' own action does, and tell who listens."""
    revision = db.session.scalars(select(Revision).where(Revision.brand_id == way.brand.id)).one()
    revision.state = RevisionState.PUBLISHED
    brands.changed(way.brand)
    db.session.commit()


def pass_by_office(office: Browser, owner: Browser, way: Way, code: str) -> None:
    owner.submit(way.page(code), "Hand in", text=f"Evidence for {code}")
    office.submit(way.page(code), "Pass the milestone")


def test_enrolment_opens_the_first_stage_with_dates_and_locks_the_rest(
    at: Callable[..., None], make: Make, enrolled: Callable[..., Way]
) -> None:
    at(2026, 3, 1, 20, 0)  # the second of March in Shanghai
    way = enrolled()
    assert way.states == {
        "S1.1": "passed",
        "S1.2": "open",
        "S1.3": "open",
        "S1.4": "open",
        "S2.1": "locked",
        "S2.2": "locked",
    }
    assert way.step("S1.2").due_on == date(2026, 3, 30)
    assert way.step("S2.1").due_on is None
    assert way.step("S1.1").proof == "1"


def test_a_stage_advances_when_its_gate_holds_and_not_before(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    owner, office = browser.sign_in(way.owner), another().sign_in(way.manager)
    heard: list[str] = []
    registry.listen_to_stages(lambda brand: heard.append(brand.slug))
    pass_by_office(office, owner, way, "S1.2")
    assert way.enrolment.stage.code == "S1"
    owner.submit(way.page("S1.3"), "Declare", text="Small-scale taxpayer.")
    assert way.enrolment.stage.code == "S2"
    assert way.states["S2.1"] == way.states["S2.2"] == "open"
    assert way.step("S2.1").due_on is not None
    assert way.states["S1.4"] == "open", "what the gate does not need stays open"
    assert heard == [way.brand.slug]
    kinds = select(Notice.kind).where(Notice.recipient_id == way.owner.id)
    assert "stage.entered" in set(db.session.scalars(kinds))
    assert "stage.advance" in set(db.session.scalars(select(AuditEvent.verb)))


def test_a_published_profile_passes_its_milestone_with_the_proof_and_the_last_gate(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    owner, office = browser.sign_in(way.owner), another().sign_in(way.manager)
    pass_by_office(office, owner, way, "S1.2")
    owner.submit(way.page("S1.3"), "Declare", text="Small-scale taxpayer.")
    page = owner.submit(way.page("S2.1"), "Look again now")
    assert "It is not there yet" in page.words
    publish(way)
    assert way.state("S2.1") is MilestoneState.PASSED
    assert way.step("S2.1").proof == "1"
    assert "Profile published" in owner.get(way.page("S2.1")).words
    assert not way.has_graduated()
    publish_again = db.session.scalar(
        select(func.count()).where(AuditEvent.verb == "milestone.automatic")
    )
    brands.changed(way.brand)
    assert publish_again == db.session.scalar(
        select(func.count()).where(AuditEvent.verb == "milestone.automatic")
    ), "the proof is recorded once"
    pass_by_office(office, owner, way, "S2.2")
    assert not way.has_graduated(), "the office has the last word"
    page = office.submit(office.get(way.track).link("Graduation checklist"), GRADUATE)
    assert "Certificate of" in page.words
    assert way.has_graduated()
    assert way.enrolment.finished_at is not None
    page = owner.get(way.track)
    assert "The whole programme is complete" in page.words


def test_a_condition_that_nobody_knows_counts_as_reviewed(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    owner, office = browser.sign_in(way.owner), another().sign_in(way.manager)
    pass_by_office(office, owner, way, "S1.2")
    owner.submit(way.page("S1.3"), "Declare", text="Small-scale taxpayer.")
    page = owner.get(way.page("S2.2"))
    assert page.has_button("Hand in")
    assert "The office looks at it" in page.words


def test_an_automatic_milestone_takes_no_evidence(browser: Browser, way: Way) -> None:
    page = browser.sign_in(way.owner).get(way.page("S1.2"))
    token = page.form_with("Hand in").fields["csrf_token"][0]
    posted = browser.post(
        f"{way.page('S1.1')}/evidence", data={"csrf_token": token, "text": "Let me through"}
    )
    assert posted.status == 409


def test_a_locked_milestone_takes_no_evidence(browser: Browser, way: Way) -> None:
    page = browser.sign_in(way.owner).get(way.page("S1.2"))
    token = page.form_with("Hand in").fields["csrf_token"][0]
    shown = browser.get(way.page("S2.2"))
    assert not shown.has_button("Hand in")
    assert "Comes later" in shown.words
    posted = browser.post(
        f"{way.page('S2.2')}/evidence", data={"csrf_token": token, "text": "Let me through"}
    )
    assert posted.status == 409


def test_a_brand_without_a_programme_is_enrolled_by_the_office(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    market = make.market()
    brand = make.brand(market)
    owner, manager = make.owner(brand), make.manager(market)
    address = f"/markets/{market.slug}/brands/{brand.slug}/incubation"
    office = another().sign_in(manager)
    assert "Not in a programme yet" in browser.sign_in(owner).get(address).words
    assert "Open a programme" in office.get(address).words
    open_programme(market, manager)
    page = office.submit(address, "Enrol in Autumn 2026")
    assert "Its people see the first step now" in page.words
    assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 1
    assert "Milestone S1.2" in browser.get(address).words


def test_the_next_step_of_many_brands_takes_one_query(
    enrolled: Callable[..., Way], make: Make
) -> None:
    market = make.market()
    ways = [enrolled(market) for _ in range(3)]
    brand_ids = [way.brand.id for way in ways]
    with statements_sent() as statements:
        steps = queries.next_step(brand_ids)
    assert {one.milestone.code for one in steps.values()} == {"S1.2"}
    assert {one.wish.value for one in steps.values()} == {"hand-in"}
    assert len(statements) == 1


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["S1.1", "S1.2", "S2.1", "S2.2", "S3.1"]),
        st.sampled_from(["hand in", "pass", "return", "take back", "check"]),
    ),
    max_size=25,
)
WILD = {
    "code": "wild",
    "version": 1,
    "name_zh": "乱",
    "name_en": "Wild",
    "stages": [
        stage("S1", [milestone("S1.1", "reviewed"), milestone("S1.2", "declared")]),
        stage("S2", [milestone("S2.1", "reviewed"), milestone("S2.2", "survey", required=False)]),
        stage("S3", [milestone("S3.1", "reviewed", required=False)]),
    ],
}


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=STEPS)
def test_whatever_happens_gates_equal_a_recount(
    enrolled: Callable[..., Way], deeds: list[tuple[str, str]]
) -> None:
    way = enrolled(data=WILD)
    for code, deed in deeds:
        do(way, code, deed)
        enrolment = queries.track(way.brand.id)
        assert enrolment is not None
        recounted = standing(enrolment, enrolment.steps)
        for graduated in (False, True):
            for shown in queries.board(way.market.id, Criteria(graduated=graduated)).standings:
                assert shown == recounted
        hold_the_gates(enrolment)


def do(way: Way, code: str, deed: str) -> None:
    """Try a deed on a milestone; what may not be done now changes nothing."""
    step = queries.milestone(way.market.slug, way.brand.slug, way.step(code).id)
    seen = step.attempts[-1].version if step.attempts else None
    try:
        with db.session.begin_nested():
            if deed == "hand in":
                actions.hand_in(step, text="Words", by=way.owner)
            elif deed == "pass":
                actions.pass_evidence(step, note="", seen=seen, by=way.manager)
            elif deed == "return":
                actions.return_evidence(step, request="More", seen=seen, by=way.manager)
            elif deed == "take back":
                actions.take_back(step, by=way.owner)
            else:
                actions.check_automatic(way.brand)
    except ConflictError:
        db.session.expire_all()
    db.session.commit()
    db.session.expire_all()


def hold_the_gates(enrolment: Enrolment) -> None:
    """Every stage behind is passed where required, the present one is not, none ahead is open."""
    present = enrolment.stage.position
    graduated = enrolment.state is EnrolmentState.GRADUATED
    for stage_ in enrolment.template.stages:
        steps = [one for one in enrolment.steps if one.milestone.stage_id == stage_.id]
        done = all(one.state == "passed" for one in steps if one.milestone.required)
        if stage_.position < present or graduated:
            assert done
        elif stage_.position == present:
            assert not done
        else:
            assert {one.state for one in steps} == {MilestoneState.LOCKED}
