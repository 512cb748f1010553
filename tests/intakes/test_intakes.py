"""An office plans an intake; makers apply in it, with its questions."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from portal.accounts.models import User
from portal.core import clock
from portal.core.db import db
from portal.intakes import actions
from portal.intakes.models import Edition, Intake, IntakeState, Question, QuestionKind
from portal.onboarding.models import Application, ApplicationFile, ApplicationState
from tests.client import Browser
from tests.intakes import desk
from tests.make import PDF, Make
from tests.onboarding import steps

Another = Callable[[], Browser]


def styles(*, required: bool = True) -> Question:
    return Question(
        kind=QuestionKind.NUMBER,
        title_zh="多少款？",
        title_en="How many styles?",
        required=required,
    )


def test_a_manager_plans_an_intake_with_questions_and_opens_it(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    shown = desk.plan(browser, market)
    assert "The intake is planned." in shown.words
    intake = db.session.query(Intake).one()
    assert intake.papers_zh == "营业执照\n法人身份证"
    for title, kind in (("多少款？", "number"), ("工厂在哪？", "choice")):
        answers: dict[str, Any] = {"title_zh": title, "kind": kind, "choices": "本地\n外地"}
        shown = browser.submit(desk.here(intake), "Add the question", **answers)
    assert "工厂在哪？" in shown.words
    shown = browser.submit(shown, "Earlier")
    assert [one.title_zh for one in db.session.query(Question).order_by(Question.position)] == [
        "工厂在哪？",
        "多少款？",
    ]
    assert "春夏招募" not in another().get(f"/markets/{market.slug}").words
    browser.submit(shown, "Open it now")
    for page in (f"/markets/{market.slug}", f"/markets/{market.slug}/apply"):
        words = another().get(page).words
        assert "春夏招募" in words
        assert "营业执照" in words


def test_makers_read_season_and_papers_in_their_language(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    shown = desk.plan(
        browser,
        market,
        season_en="Spring and summer 2027",
        papers_en="Business licence\nIdentity card of the legal representative",
    )
    browser.submit(shown, "Open it now")
    for page in (f"/markets/{market.slug}", f"/markets/{market.slug}/apply"):
        english = another().get(f"{page}?lang=en").words
        assert "Spring and summer 2027" in english
        assert "Identity card of the legal representative" in english
        assert "营业执照" not in english
        chinese = another().get(f"{page}?lang=zh-Hans").words
        assert "2027 春夏" in chinese
        assert "法人身份证" in chinese
        assert "Business licence" not in chinese
    table = browser.get(f"/markets/{market.slug}/intakes.csv").response.text
    assert "2027 春夏,Spring and summer 2027" in table


def test_an_intake_cannot_end_before_it_begins_nor_offer_a_choice_of_one(
    browser: Browser, make: Make
) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    shown = desk.plan(browser, market, closes_on=yesterday)
    assert shown.status == 422
    assert "The last day comes before the first." in shown.words
    intake = desk.intake(make, market)
    shown = browser.submit(
        desk.here(intake), "Add the question", title_zh="在哪？", kind="choice", choices="本地"
    )
    assert shown.status == 422
    assert "at least two answers" in shown.words


def test_a_clone_brings_questions_and_papers_and_follows_the_first(
    browser: Browser, make: Make
) -> None:
    market = make.market()
    intake = desk.intake(make, market, styles(), papers_zh="营业执照")
    browser.sign_in(make.manager(market))
    shown = browser.submit(desk.here(intake), "Copy it")
    assert "Copied with its questions." in shown.words
    copy = db.session.query(Intake).order_by(Intake.id.desc()).first()
    assert copy is not None
    assert (copy.state, copy.papers_zh) == (IntakeState.PLANNED, "营业执照")
    assert copy.opens_on == intake.closes_on + timedelta(days=1)
    titles = db.session.query(Question.title_zh).join(Edition).filter_by(intake_id=copy.id)
    assert titles.all() == [("多少款？",)]


def test_a_maker_answers_the_intakes_own_questions_and_the_office_reads_them(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    file = Question(kind=QuestionKind.FILE, title_zh="样衣照片", title_en="Sample", required=True)
    choice = Question(
        kind=QuestionKind.CHOICE, title_zh="工厂", title_en="Factory", choices=["本地", "外地"]
    )
    desk.intake(make, market, styles(), choice, file)
    browser.sign_in(make.user())
    application = steps.begin(browser, market)
    number, where, photo = (one.key for one in (styles_of(application)))
    steps.fill_all(browser, application)
    shown = browser.get(steps.address(application))
    assert "“How many styles?” is not answered yet." in shown.words
    shown = steps.fill(browser, application, "questions", **{number: "viele", where: "本地"})
    assert "Please look at this part once more." in shown.words
    steps.fill(browser, application, "questions", **{number: "80"})
    page = browser.get(f"{steps.address(application)}/edit?part=questions")
    shown = browser.submit(page, "Store these files", files={"files": [("pattern.pdf", PDF)]})
    assert "pattern.pdf" in shown.words
    assert photo
    browser.submit(steps.address(application), "Send the application")
    assert application.state is ApplicationState.SUBMITTED
    office = another().sign_in(make.manager(market))
    review = office.get(steps.address(application))
    for words in ("How many styles?", "80", "本地", "pattern.pdf"):
        assert words in review.words
    readers = [str(make.manager(market).id) for _ in range(2)]
    office.submit(f"{steps.address(application)}/reviews", "Ask them to read", readers=readers)
    reader = another().sign_in(db.session.get_one(User, int(readers[0])))
    score = reader.get(f"{steps.address(application)}/review")
    for words in ("How many styles?", "80", "本地", "pattern.pdf"):
        assert words in score.words, "who gives points reads the answers too"
    answer = db.session.query(ApplicationFile).one()
    address = f"{steps.address(application)}/files/{answer.id}"
    assert office.get(address).status == 200
    assert another().sign_in(make.user()).get(address).status == 404
    table = office.get(f"/markets/{market.slug}/applications.csv?state=all").response.text
    for words in ("How many styles?", "pattern.pdf", "Spring intake"):
        assert words in table


def styles_of(application: Application) -> list[Question]:
    found = db.session.query(Question).filter_by(edition_id=application.edition_id)
    return found.order_by(Question.position).all()


def test_who_has_begun_keeps_the_edition_that_he_began_with(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    intake = desk.intake(make, market, styles())
    browser.sign_in(make.user())
    application = steps.begin(browser, market)
    office = another().sign_in(make.manager(market))
    office.submit(desk.here(intake), "Take out")
    shown = office.submit(desk.here(intake), "Add the question", title_zh="新问题", kind="short")
    assert "edition 2" in shown.words
    mine = browser.get(f"{steps.address(application)}/edit?part=questions")
    assert "How many styles?" in mine.words
    assert "新问题" not in mine.words
    later = another().sign_in(make.user())
    other = steps.begin(later, market)
    assert "新问题" in later.get(f"{steps.address(other)}/edit?part=questions").words
    assert db.session.query(Edition).count() == 2


def test_an_intake_that_closes_while_somebody_types_keeps_the_draft(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market(phone="0731-28880000")
    intake = desk.intake(make, market, styles())
    browser.sign_in(make.user())
    application = steps.begin(browser, market)
    steps.fill_all(browser, application)
    steps.fill(browser, application, "questions", **{styles_of(application)[0].key: "８０"})
    ready = browser.get(steps.address(application))
    typing = browser.get(f"{steps.address(application)}/edit?part=story")
    another().sign_in(make.manager(market)).submit(desk.here(intake), "Close it now", reason="满了")
    refused = browser.submit(ready, "Send the application")
    assert refused.status == 409
    assert (
        "The intake “Spring intake” has closed, so the application was not sent." in refused.words
    )
    kept = browser.submit(typing, "Save and go on", story_zh="最后一句。")
    assert "The intake has closed meanwhile; your draft is kept." in kept.words
    assert "“Spring intake” closed before you sent it" in kept.words
    assert "0731-28880000" in kept.words
    assert application.story_zh == "最后一句。"
    assert application.state is ApplicationState.DRAFT
    desk.intake(make, market, styles(), title_zh="下一期", title_en="Next intake")
    moved = browser.submit(steps.address(application), "Bring the draft here")
    assert "Moved." in moved.words
    browser.submit(moved, "Send the application")
    assert desk.again(application).state is ApplicationState.SUBMITTED
    assert list(application.replies.values()) == ["80"]


def test_several_open_intakes_are_chosen_from_and_none_open_says_when(
    browser: Browser, make: Make
) -> None:
    market = make.market()
    first = desk.intake(make, market)
    second = desk.intake(make, market, title_zh="男装招募", title_en="Menswear")
    browser.sign_in(make.user())
    page = browser.get(f"/markets/{market.slug}/apply")
    assert "Menswear" in page.words
    chosen = [form for form in page.forms if form.fields.get("intake_id") == [str(second.id)]]
    assert len(chosen) == 1
    assert browser.post(f"/markets/{market.slug}/apply").status == 400
    actions.close(first, by=None)
    actions.close(second, by=None)
    db.session.commit()
    opens = clock.today() + timedelta(days=9)
    desk.intake(
        make,
        market,
        state=IntakeState.PLANNED,
        opens_on=opens,
        closes_on=opens + timedelta(days=9),
        title_en="Winter intake",
    )
    page = browser.get(f"/markets/{market.slug}/apply")
    assert "“Winter intake” opens on" in page.words
    assert not page.has_button("Begin the application")


def test_intakes_open_and_close_by_the_calendar(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 11, 1, 8, 0)
    market = make.market()
    manager = make.manager(market)
    day = clock.today() + timedelta(days=2)
    intake = desk.intake(make, market, state=IntakeState.PLANNED, opens_on=day, closes_on=day)
    actions.watch_dates()
    assert state_of(intake) is IntakeState.PLANNED
    at(2026, 11, 3, 0, 30)
    actions.watch_dates()
    assert state_of(intake) is IntakeState.OPEN
    assert "The intake closes on" in browser.sign_in(manager).get("/home").words
    at(2026, 11, 3, 23, 30)
    actions.watch_dates()
    actions.watch_dates()
    assert state_of(intake) is IntakeState.CLOSED


def state_of(intake: Intake) -> IntakeState:
    db.session.expire_all()
    return intake.state


def test_admitting_beyond_the_places_asks_why(browser: Browser, make: Make) -> None:
    market = make.market()
    steps.programme(market)
    intake = desk.intake(make, market, places=1)
    steps.submitted(make, market, state=ApplicationState.ADMITTED, intake_id=intake.id)
    one = steps.submitted(make, market, intake_id=intake.id, credit_code="", has_company=False)
    browser.sign_in(make.manager(market))
    page = browser.get(steps.address(one))
    assert "The intake has 1 places and 1 are admitted already." in page.words
    refused = browser.submit(page, "Admit the brand")
    assert refused.status == 422
    assert one.state is ApplicationState.SUBMITTED
    shown = browser.submit(refused, "Admit the brand", over=True, over_reason="三楼还空两个铺")
    assert "Admitted." in shown.words
    assert desk.again(one).reason == "三楼还空两个铺"


def test_another_markets_intakes_and_leads_are_nowhere(browser: Browser, make: Make) -> None:
    market, other = make.market(), make.market()
    manager = make.manager(market)
    asked = styles()
    intake = desk.intake(make, other, asked)
    question = asked.id
    lead = desk.lead(make, other, make.manager(other))
    browser.sign_in(manager)
    for address in (
        desk.here(intake),
        desk.here(lead),
        f"/markets/{market.slug}/intakes/{intake.id}",
        f"/markets/{market.slug}/leads/{lead.id}",
        f"/markets/{other.slug}/leads",
        f"/markets/{other.slug}/applications/on-behalf",
    ):
        assert browser.get(address).status == 404, address
    mine = desk.intake(make, market, styles())
    shown = browser.get(desk.here(mine))
    token = shown.form_with("Copy it").fields["csrf_token"]
    answer = browser.post(
        f"{desk.here(mine)}/questions/{question}/remove", data={"csrf_token": token}
    )
    assert answer.status == 404
