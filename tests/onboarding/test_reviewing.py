"""Readers give points without seeing each other's; then all is open, and the meeting decides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Membership, User
from portal.core.db import db
from portal.markets.models import Market
from portal.onboarding.models import (
    Application,
    ApplicationEvent,
    ApplicationState,
    Criterion,
    Review,
    ReviewState,
    Rubric,
)
from tests.client import Browser, Shown
from tests.make import Make
from tests.onboarding import steps
from tests.reliability.races import Press, at_once, statuses

Another = Callable[[], Browser]
S = ApplicationState


@dataclass
class Panel:
    """An office of three, an applicant, and an application that two of the office read."""

    market: Market
    application: Application
    people: list[User]
    desks: list[Browser]
    applicant: Browser

    @property
    def address(self) -> str:
        """Return the application's page."""
        return steps.address(self.application)

    def give(
        self, reader: int, points: int, button: str = "Hand the review in", **other: object
    ) -> Shown:
        """Let a reader give the same points for everything, but for what `other` says."""
        page = self.desks[reader].get(f"{self.address}/review")
        fields = page.form_with(button).fields
        given = {name: str(points) for name in fields if name.startswith("points_")}
        return self.desks[reader].submit(page, button, **{**given, **other})  # type: ignore[arg-type]

    def review(self, reader: int) -> Review:
        """Return a reader's review."""
        query = select(Review).where(Review.reviewer_id == self.people[reader].id)
        return db.session.scalars(query).one()


@pytest.fixture
def panel(make: Make, another: Another) -> Panel:
    market = make.market()
    people = [make.manager(market, name=name) for name in ("王主任", "李经理", "赵经理")]
    maker = make.user()
    application = steps.submitted(make, market, author_id=maker.id)
    desks = [another().sign_in(one) for one in people]
    found = Panel(market, application, people, desks, another().sign_in(maker))
    desks[0].submit(
        f"{found.address}/reviews", "Ask them to read", readers=[str(one.id) for one in people[:2]]
    )
    return found


def test_two_people_are_asked_and_the_applicant_hears_that_it_is_read(panel: Panel) -> None:
    assert panel.application.state is S.IN_REVIEW
    told = steps.messages("review.assigned")
    assert told == sorted(one.id for one in panel.people[:2])
    home = panel.desks[1].get("/home")
    assert "wants your review" in home.words
    mine = panel.applicant.get(panel.address)
    assert "Several people of the office are reviewing it" in mine.words
    assert "The office began to review it" in mine.words
    assert "李经理" not in mine.words
    rubric = db.session.scalars(select(Rubric)).one()
    assert rubric.edition == 1


def test_one_reader_is_not_enough(browser: Browser, make: Make) -> None:
    market = make.market()
    one, two = make.manager(market), make.manager(market)
    application = steps.submitted(make, market)
    page = browser.sign_in(one).submit(
        f"{steps.address(application)}/reviews", "Ask them to read", readers=[str(two.id)]
    )
    assert page.status == 422
    assert "Choose at least two people." in page.words
    assert application.state is S.SUBMITTED


def test_an_office_of_one_decides_without_reviews(browser: Browser, make: Make) -> None:
    market = make.market()
    application = steps.submitted(make, market)
    page = browser.sign_in(make.manager(market)).get(f"{steps.address(application)}/reviews")
    assert "A review takes two people of the office" in page.words
    assert page.link("Invite a colleague")


def outputs(panel: Panel, desk: Browser) -> str:
    """Return everything that somebody of the office can read about the market's applications."""
    slug = panel.market.slug
    places = [
        panel.address,
        f"{panel.address}/reviews",
        f"/markets/{slug}/applications?state=all",
        f"/markets/{slug}/applications.csv?state=all",
        f"/markets/{slug}/applications/meeting",
        f"/markets/{slug}/applications/meeting.csv",
        f"/markets/{slug}/applications/waiting-list",
        f"/markets/{slug}/audit?verb=review.hand-in",
        "/home",
        "/notices",
    ]
    shown = [desk.get(place) for place in places]
    assert {one.status for one in shown} == {200}
    return "\n".join(one.response.text for one in shown)


def without_clock(text: str) -> str:
    """Return pages without what differs from one second, and one form's token, to the next."""
    return "\n".join(
        line for line in text.splitlines() if "csrf_token" not in line and "datetime=" not in line
    )


def test_nobody_sees_points_nor_progress_before_all_are_in(
    panel: Panel, make: Make, another: Another
) -> None:
    """Whoever looks on, sees the very same pages before and after a colleague hands in."""
    staff = another().sign_in(make.staff())
    watchers = [panel.desks[1], panel.desks[2]]
    before = [without_clock(outputs(panel, desk)) for desk in watchers]
    seen_by_staff = staff.get(panel.address).html

    panel.give(0, 4, "Keep as a draft", note="草稿里的话")
    panel.give(0, 4, note="内行人才看得出的门道")

    assert panel.review(0).state is ReviewState.HANDED_IN
    for desk, stood in zip(watchers, before, strict=True):
        now = outputs(panel, desk)
        assert "内行人才看得出的门道" not in now
        assert "4.00" not in now
        assert without_clock(now) == stood
    assert "4.00" not in staff.get(panel.address).html
    assert ">4<" not in seen_by_staff
    assert "内行人才看得出的门道" not in panel.applicant.get(panel.address).html
    own = panel.desks[0].get(f"{panel.address}/review")
    assert "内行人才看得出的门道" in own.words


def test_when_all_are_in_everything_is_open_to_the_office_and_nobody_else(panel: Panel) -> None:
    panel.give(0, 4, note="第一位的话")
    criterion = db.session.scalars(select(Criterion).order_by(Criterion.position)).first()
    assert criterion is not None
    panel.give(1, 4, note="第二位的话", **{f"points_{criterion.id}": "1"})

    page = panel.desks[2].get(f"{panel.address}/reviews")
    for words in ("3.63", "第一位的话", "第二位的话", "3: talk about it"):
        assert words in page.words
    # 25 per cent of the points are 3 lower for one of two readers: 4 - 0.75 / 2.
    assert "readers 0.75 apart" in page.words
    told = steps.messages("review.open")
    assert told == sorted(one.id for one in panel.people[:2])
    trail = steps.verbs(panel.application)
    assert trail.count("review.hand-in") == 2
    mine = panel.applicant.get(panel.address)
    assert "3.63" not in mine.html
    assert "第一位的话" not in mine.html
    assert panel.applicant.get(f"{panel.address}/reviews").status in {403, 404}
    assert panel.applicant.get(f"{panel.address}/review").status == 404


def test_a_third_reader_cannot_come_once_all_is_open(panel: Panel) -> None:
    late = panel.desks[2].get(f"{panel.address}/reviews")
    panel.give(0, 3)
    panel.give(1, 3)
    shown = panel.desks[2].submit(late, "Ask them to read", readers=[str(panel.people[2].id)])
    assert shown.status == 409


def test_a_review_with_a_hole_is_kept_but_not_handed_in(panel: Panel) -> None:
    page = panel.desks[0].get(f"{panel.address}/review")
    first = next(
        name for name in page.form_with("Hand the review in").fields if name.startswith("points_")
    )
    five: dict[str, Any] = {first: "5"}
    shown = panel.desks[0].submit(page, "Hand the review in", **five)
    assert shown.status == 422
    fields = page.form_with("Hand the review in").fields
    holes = sum(name.startswith("points_") for name in fields) - 1
    assert f"{holes} answers need another look" in shown.words, "all at once, not one by one"
    panel.desks[0].submit(page, "Keep as a draft", **five)
    again = panel.desks[0].get(f"{panel.address}/review")
    assert again.form_with("Hand the review in").fields[first] == ["5"]


def test_of_two_forms_of_one_reader_the_second_sees_the_change(panel: Panel) -> None:
    one, two = (panel.desks[0].get(f"{panel.address}/review") for _ in range(2))
    panel.desks[0].submit(one, "Keep as a draft", note="手机上写的")
    late = panel.desks[0].submit(two, "Keep as a draft", note="电脑上写的")
    assert late.status == 409
    assert "手机上写的" in late.html
    assert "电脑上写的" in late.html
    assert panel.review(0).note == "手机上写的"


def test_points_after_the_decision_are_refused(panel: Panel) -> None:
    page = panel.desks[0].get(f"{panel.address}/review")
    panel.desks[2].submit(panel.address, "Decline", reason="本季名额已满")
    for button in ("Keep as a draft", "Hand the review in"):
        late = panel.desks[0].submit(page, button, note="太晚了")
        assert late.status == 409
        assert "Points come too late." in late.words
    assert panel.review(0).note == ""


def test_whoever_is_not_impartial_stands_back_and_is_replaced(panel: Panel) -> None:
    panel.desks[1].submit(f"{panel.address}/review", "Stand back", reason="是我表弟的厂")
    assert panel.review(1).state is ReviewState.RECUSED
    panel.give(0, 4)
    page = panel.desks[2].get(f"{panel.address}/reviews")
    assert "是我表弟的厂" in page.words
    assert "4.00" not in page.words  # one reader alone opens nothing
    query = select(Review.id).where(Review.reviewer_id == panel.people[1].id)
    number = db.session.scalars(query).one()
    token = page.forms[-1].fields["csrf_token"][0]
    done = panel.desks[2].post(
        f"{panel.address}/reviews/{number}/replace",
        data={"csrf_token": token, "readers": str(panel.people[2].id), "reason": "换人"},
    )
    assert done.status == 200
    panel.give(2, 2)
    assert "3.00" in panel.desks[1].get(f"{panel.address}/reviews").words


def test_a_reader_who_left_the_office_is_replaced(panel: Panel) -> None:
    query = select(Membership).where(Membership.user_id == panel.people[1].id)
    db.session.delete(db.session.scalars(query).one())
    db.session.commit()
    assert panel.desks[1].get(f"{panel.address}/review").status == 404
    page = panel.desks[0].get(f"{panel.address}/reviews")
    panel.desks[0].submit(page, "Let this person read", reason="已离职")
    seats = db.session.scalars(select(Review).order_by(Review.id)).all()
    assert ReviewState.REPLACED in {one.state for one in seats}
    assert seats[-1].reviewer_id == panel.people[2].id


def test_a_new_edition_leaves_running_reviews_alone(panel: Panel) -> None:
    address = f"/markets/{panel.market.slug}/rubric"
    page, other = panel.desks[0].get(address), panel.desks[1].get(address)
    uneven = panel.desks[0].submit(page, "Keep as a new edition", weight_0="26")
    assert uneven.status == 422
    assert "The weights add up to 101; they must make 100." in uneven.words
    panel.desks[0].submit(page, "Keep as a new edition", weight_0="30", weight_6="0", name_zh_6="")
    assert [one.edition for one in db.session.scalars(select(Rubric))] == [1, 2]
    late = panel.desks[1].submit(other, "Keep as a new edition", weight_0="25")
    assert late.status == 409
    own = panel.desks[0].get(f"{panel.address}/review")
    assert "Cluster or relocation" in own.words
    assert "25 %" in own.words
    apply = panel.applicant.get(f"/markets/{panel.market.slug}/apply")
    assert "30 %" in apply.words
    assert "Cluster or relocation" not in apply.words


@pytest.mark.slow
def test_of_the_last_two_who_hand_in_at_once_one_opens_the_reviews(
    app: Flask, panel: Panel
) -> None:
    presses = []
    for reader in range(2):
        page = panel.desks[reader].get(f"{panel.address}/review")
        fields = page.form_with("Hand the review in").fields
        given = {name: "3" for name in fields if name.startswith("points_")}
        presses.append(Press(panel.desks[reader], page, "Hand the review in", given))
    assert statuses(at_once(app, presses)) == [303, 303]
    assert len(steps.messages("review.open")) == 2
    assert steps.verbs(panel.application).count("review.hand-in") == 2


def test_nobody_changes_what_happened(panel: Panel) -> None:
    event = db.session.scalars(select(ApplicationEvent)).first()
    assert event is not None
    event.reason = "anders"
    with pytest.raises(Exception, match="append-only"):
        db.session.flush()
    db.session.rollback()
