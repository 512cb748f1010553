"""A maker applies to a market, in pieces, on a phone."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from portal.core import credit_code
from portal.core.db import db
from portal.onboarding import rules
from portal.onboarding.models import Application, ApplicationState
from tests.client import Browser
from tests.make import Make
from tests.onboarding import steps


def test_a_maker_applies_from_the_markets_page_to_the_offices_queue(
    browser: Browser, make: Make
) -> None:
    market = make.market()
    manager = make.manager(market)
    browser.sign_in(make.user())

    application = steps.begin(browser, market)
    steps.fill_all(browser, application)
    page = browser.get(steps.address(application))
    assert "Everything is there" in page.words
    done = browser.submit(page, "Send the application")

    assert "Your application is with the office." in done.words
    assert "usually answers within 5 working days" in done.words
    assert application.state is ApplicationState.SUBMITTED
    assert application.origin_region == "430200"
    assert application.contact_mobile == "+8613807310001"
    assert steps.verbs(application) == ["application.begin", "application.submit"]
    assert steps.messages("application.submitted") == [manager.id]


def test_anybody_reads_what_applying_takes_and_is_sent_to_make_an_account(
    browser: Browser, make: Make
) -> None:
    market = make.market(intro_zh="全国女裤四分之一从这里出发。", opened_year=1994)
    page = browser.get(f"/markets/{market.slug}/apply")
    assert page.status == 200
    for words in ("Have these at hand", "credit code", "5 working days", "What happens next"):
        assert words in page.words
    assert page.link("Make an account and begin") == (f"/sign-up?next=/markets/{market.slug}/apply")
    assert browser.get("/markets/nowhere/apply").status == 404


def test_a_closed_market_takes_no_applications(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 11, 2, 8, 0)
    from portal.core import clock

    market = make.market(closed_at=clock.now())
    browser.sign_in(make.user())
    page = browser.get(f"/markets/{market.slug}/apply")
    assert "takes no applications any more" in page.words
    assert not page.has_button("Begin the application")
    assert browser.post(f"/markets/{market.slug}/apply").status in {400, 409}
    assert not db.session.scalars(select(Application)).all()


def test_beginning_twice_by_a_double_click_is_beginning_once(browser: Browser, make: Make) -> None:
    market = make.market()
    browser.sign_in(make.user())
    page = browser.get(f"/markets/{market.slug}/apply")
    for _click in range(2):
        browser.submit(page, "Begin the application")
    assert db.session.scalar(select(func.count(Application.id))) == 1


def test_five_running_applications_are_enough_for_one_market(browser: Browser, make: Make) -> None:
    market = make.market()
    maker = make.user()
    for _one in range(rules.MAX_RUNNING):
        steps.submitted(make, market, author_id=maker.id)
    page = browser.sign_in(maker).submit(f"/markets/{market.slug}/apply", "Begin the application")
    assert page.status == 409
    assert "You have 5 applications running here." in page.words


def test_half_done_is_saved_and_waits_for_the_maker(browser: Browser, make: Make) -> None:
    market = make.market()
    maker = make.user()
    application = steps.begin(browser.sign_in(maker), market)
    saved = browser.submit(
        f"{steps.address(application)}/edit?part=brand", "Save, go on later", name_zh="云锦裤业"
    )
    assert "Saved. Come back whenever you like" in saved.words
    assert "Choose what you mainly make." in saved.words

    back = browser.get(f"/markets/{market.slug}/apply")
    assert "Go on where you stopped" in back.words
    assert "云锦裤业" in back.words
    page = browser.get(f"{steps.address(application)}/edit?part=brand")
    assert page.form_with("Save and go on").fields["name_zh"] == ["云锦裤业"]


def test_nothing_is_sent_while_something_is_missing_and_each_line_leads_to_its_field(
    browser: Browser, make: Make
) -> None:
    market = make.market()
    application = steps.begin(browser.sign_in(make.user(name="王芳")), market)
    page = browser.submit(steps.address(application), "Send the application")

    assert page.status == 422
    assert "Not sent yet: 6 answers are left." in page.words
    assert page.link("Origin and contact").startswith(steps.address(application))
    assert f"{steps.address(application)}/edit?part=brand#name_zh" in page.html
    assert application.state is ApplicationState.DRAFT
    assert steps.verbs(application) == ["application.begin"]


def test_a_double_click_sends_once(browser: Browser, make: Make) -> None:
    market = make.market()
    manager = make.manager(market)
    application = steps.begin(browser.sign_in(make.user()), market)
    steps.fill_all(browser, application)
    page = browser.get(steps.address(application))
    for _click in range(2):
        shown = browser.submit(page, "Send the application")
        assert shown.status == 200
    assert steps.verbs(application).count("application.submit") == 1
    assert steps.messages("application.submitted") == [manager.id]


def test_a_maker_without_a_company_needs_no_licence(browser: Browser, make: Make) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    steps.fill_all(browser, application, has_company="no", legal_name="x", credit_code="")
    browser.submit(steps.address(application), "Send the application")
    assert application.state is ApplicationState.SUBMITTED
    assert application.legal_name == ""


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("9143", "A credit code has 18 characters; this one has 4."),
        ("9I430203MA4L0AXC3B", "The letter I at place 2 is never used in a credit code."),
        ("9143020$MA4L0AXC3B", "Place 8 is neither a digit nor a letter."),
        ("91A30203MA4L0AXC3B", "Place 3 must be a digit"),
        (credit_code.make(4711)[:-1] + "X", "The last character does not fit the other 17"),
    ],
)
def test_a_wrong_credit_code_is_kept_explained_and_not_sent(
    browser: Browser, make: Make, code: str, words: str
) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    steps.fill_all(browser, application)
    company = steps.COMPANY | {"credit_code": code}
    page = steps.fill(browser, application, "company", **company)

    assert "Please look at this part once more." in page.words
    assert words in page.words
    assert page.form_with("Save and go on").fields["credit_code"] == [code]
    refused = browser.submit(steps.address(application), "Send the application")
    assert refused.status == 422
    assert words in refused.words


def test_a_credit_code_that_is_too_long_is_not_kept_but_stays_typed(
    browser: Browser, make: Make
) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    page = steps.fill(browser, application, "company", credit_code="9" * 25, has_company="yes")
    assert page.status == 422
    assert "this one has 25" in page.words
    assert page.form_with("Save and go on").fields["credit_code"] == ["9" * 25]
    assert application.credit_code == ""


def test_a_code_may_be_typed_with_spaces_and_small_letters(browser: Browser, make: Make) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    code = credit_code.make(4711)
    typed = f" {code[:6].lower()} {code[6:]} "
    steps.fill(browser, application, "company", **steps.COMPANY | {"credit_code": typed})
    assert application.credit_code == code


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1380731", "A mobile number has 11 digits; this one has 7."),
        ("0731 2345 6789", "Give a mobile number"),
        ("no number", "Write a mobile number in digits"),
    ],
)
def test_a_wrong_mobile_number_is_kept_explained_and_not_sent(
    browser: Browser, make: Make, number: str, words: str
) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    steps.fill_all(browser, application)
    page = steps.fill(browser, application, "contact", contact_mobile=number)
    assert "once more" in page.words
    assert page.form_with("Save and go on").fields["contact_mobile"] == [number]
    refused = browser.submit(steps.address(application), "Send the application")
    assert refused.status == 422
    assert words in refused.words


def test_the_city_belongs_to_its_province(browser: Browser, make: Make) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    page = steps.fill(browser, application, "contact", province="440000")
    assert "Choose the city as well." in page.words
    assert "Dongguan" in page.words
    steps.fill(browser, application, "contact", city="441900")
    assert application.origin_region == "441900"
    steps.fill(browser, application, "contact", province="430000")
    assert application.origin_region == "430000"
    preview = browser.get(f"{steps.address(application)}/edit?part=contact&province=330000")
    assert "Hangzhou" in preview.words
    strange = browser.get(f"{steps.address(application)}/edit?part=nonsense&province=zz")
    assert strange.status == 200


def test_hong_kong_has_no_cities_to_choose(browser: Browser, make: Make) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    page = steps.fill(browser, application, "contact", province="810000")
    assert page.address.endswith("part=story")
    assert application.origin_region == "810000"


def test_at_most_three_styles(browser: Browser, make: Make) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    many = ["commuter", "minimal", "casual", "trend"]
    page = steps.fill(browser, application, "brand", **steps.BRAND, styles=many)
    assert page.status == 422
    assert "Choose at most 3 styles; you have chosen 4." in page.words
    assert page.form_with("Save and go on").fields["styles"] == many
    steps.fill(browser, application, "brand", **steps.BRAND, styles=many[:3])
    assert application.styles == many[:3]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("云" * 200, None),
        ("👗🧵裤", "👗🧵裤"),
        ("\u202eevil\u202c裤业", "evil裤业"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("云\x00锦", "云锦"),
    ],
)
def test_strange_names(browser: Browser, make: Make, name: str, kept: str | None) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    page = steps.fill(browser, application, "brand", **steps.BRAND | {"name_zh": name})
    if kept is None:
        assert page.status == 422
        assert "At most 60 characters, please." in page.words
        assert page.form_with("Save and go on").fields["name_zh"] == [name]
        assert application.name_zh == ""
    else:
        assert application.name_zh == kept
        shown = browser.get(steps.address(application))
        assert "<script>alert" not in shown.html


def test_broken_letters_and_extra_fields_change_nothing(browser: Browser, make: Make) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    edit = f"{steps.address(application)}/edit?part=brand"
    token = browser.get(edit).form_with("Save and go on").fields["csrf_token"][0]
    body = (
        f"csrf_token={token}&version={application.version}&name_zh=%ED%A0%80%E4%BA%91%00"
        "&state=admitted&market_id=99&author_id=99&category=nonsense"
    )
    page = browser.post(edit, data=body, content_type="application/x-www-form-urlencoded")
    assert page.status == 422
    ok = browser.post(
        edit,
        data=body.replace("nonsense", "W03"),
        content_type="application/x-www-form-urlencoded",
    )
    assert ok.status == 200
    assert application.state is ApplicationState.DRAFT
    assert application.category == "W03"
    assert "云" in application.name_zh


def test_two_windows_of_the_same_maker_do_not_overwrite_each_other(
    browser: Browser, make: Make
) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    edit = f"{steps.address(application)}/edit?part=brand"
    first, second = browser.get(edit), browser.get(edit)
    browser.submit(first, "Save and go on", name_zh="一号")
    late = browser.submit(second, "Save and go on", name_zh="二号")
    assert late.status == 409
    assert "一号" in late.words
    assert "二号" in late.html
    assert application.name_zh == "一号"


def test_a_maker_withdraws_with_a_reason(browser: Browser, make: Make) -> None:
    market = make.market()
    manager = make.manager(market)
    maker = make.user()
    application = steps.submitted(make, market, author_id=maker.id)
    page = browser.sign_in(maker).get(steps.address(application))
    empty = browser.submit(page, "Withdraw it for good")
    assert empty.status == 422
    assert "Say why in a few words." in empty.words
    done = browser.submit(page, "Withdraw it for good", reason="先把版型做好")
    assert "The application is withdrawn." in done.words
    assert application.state is ApplicationState.WITHDRAWN
    assert application.reason == "先把版型做好"
    assert steps.messages("application.withdrawn") == [manager.id]


def test_what_was_sent_cannot_be_edited(browser: Browser, make: Make) -> None:
    maker = make.user()
    application = steps.submitted(make, make.market(), author_id=maker.id)
    browser.sign_in(maker)
    page = browser.get(f"{steps.address(application)}/edit")
    assert page.address == steps.address(application)
    assert browser.get(f"{steps.address(application)}/pictures").address == page.address


def test_a_stranger_finds_nothing(browser: Browser, make: Make) -> None:
    market, other = make.market(), make.market()
    application = steps.submitted(make, market)
    foreign = f"/markets/{other.slug}/applications/{application.id}"
    ways = ("", "/edit", "/pictures", "/pictures/1-320.webp")
    for visitor in (make.user(), make.manager(other), make.owner(make.brand(market))):
        browser.sign_in(visitor)
        for way in ways:
            assert browser.get(steps.address(application) + way).status == 404
            assert browser.get(foreign + way).status == 404
        assert browser.get(f"/markets/{market.slug}/applications").status in {403, 404}


def test_a_draft_is_its_makers_alone(browser: Browser, make: Make) -> None:
    market = make.market()
    application = steps.begin(browser.sign_in(make.user()), market)
    browser.sign_in(make.manager(market))
    assert browser.get(steps.address(application)).status == 404
    assert "None here" in browser.get(f"/markets/{market.slug}/applications?state=all").words


def test_the_office_may_read_but_not_write_the_makers_words(browser: Browser, make: Make) -> None:
    market = make.market()
    application = steps.submitted(make, market)
    browser.sign_in(make.manager(market))
    assert browser.get(f"{steps.address(application)}/edit").status == 403


def test_a_hundred_submissions_are_too_many(browser: Browser, make: Make) -> None:
    from portal.core import throttle

    market = make.market()
    maker = make.user()
    application = steps.begin(browser.sign_in(maker), market)
    steps.fill_all(browser, application)
    for _time in range(10):
        throttle.hit(rules.SUBMIT_PER_PERSON, "application-submit", str(maker.id))
    page = browser.submit(steps.address(application), "Send the application")
    assert page.status == 429
    assert application.state is ApplicationState.DRAFT


def test_two_windows_say_choices_in_words(browser: Browser, make: Make) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    edit = f"{steps.address(application)}/edit?part=brand"
    first, second = browser.get(edit), browser.get(edit)
    browser.submit(first, "Save and go on", styles=["commuter", "minimal"], category="W03")
    late = browser.submit(second, "Save and go on", styles=["casual"], category="W02")
    assert late.status == 409
    assert "Commuter, Minimal" in late.words
    assert "Women's trousers" in late.words
    assert "['commuter'" not in late.words


def test_what_is_typed_is_kept_by_the_way(
    browser: Browser, make: Make, another: Callable[[], Browser]
) -> None:
    market, maker = make.market(), make.user()
    application = steps.begin(browser.sign_in(maker), market)
    address = f"{steps.address(application)}/edit?part=story"
    form = browser.get(address).form_with("Save and go on")
    given = {name: values[0] for name, values in form.fields.items()} | {"later": "1"}
    keeps = {"X-Keeps": "1"}
    half = browser.post(form.action, data=given | {"story_zh": "两台缝"}, headers=keeps)
    assert half.status == 204
    given["version"] = half.response.headers["X-Version"]
    whole = browser.post(form.action, data=given | {"story_zh": "两台缝纫机起家"}, headers=keeps)
    assert whole.status == 204
    page = another().sign_in(maker).get(address)
    assert "两台缝纫机起家" in page.html
    assert "data-keep" in page.html
    stale = browser.post(form.action, data=given | {"story_zh": "旧的"}, headers=keeps)
    assert stale.status == 409, "what another window wrote is not overwritten"
    given["version"] = whole.response.headers["X-Version"]
    styles = {"styles": ["commuter", "minimal", "casual", "gentle"]}
    brand = f"{steps.address(application)}/edit?part=brand"
    assert browser.post(brand, data=given | styles, headers=keeps).status == 422


def test_who_applies_again_types_nothing_twice(
    browser: Browser, make: Make, another: Callable[[], Browser]
) -> None:
    market, maker = make.market(), make.user()
    application = steps.begin(browser.sign_in(maker), market)
    steps.fill_all(browser, application, name_zh="桂花裤业")
    browser.submit(steps.address(application), "Send the application")
    office = another().sign_in(make.manager(market))
    office.submit(steps.address(application), "Decline", reason="先办执照")
    declined = browser.get(steps.address(application))
    again = browser.get(declined.link("Apply again"))
    assert "is filled in already; change what is different now" in again.words
    for _click in range(2):
        browser.submit(again, "Begin the application")
    draft = steps.newest()
    assert draft.id == application.id + 1, "a double click begins once"
    assert (draft.name_zh, draft.story_zh) == ("桂花裤业", application.story_zh)
    assert draft.credit_code == application.credit_code
    assert browser.get(steps.address(draft)).has_button("Send the application")
    stranger = another().sign_in(make.user())
    others = stranger.get(f"/markets/{market.slug}/apply?after={application.id}")
    assert "is filled in already" not in others.words
    empty = stranger.submit(others, "Begin the application")
    assert empty.status == 200
    assert steps.newest().name_zh == ""
