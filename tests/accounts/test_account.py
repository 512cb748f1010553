"""One's own account: particulars, sessions, password."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from portal.accounts import actions
from portal.accounts.browsers import recognise
from portal.accounts.models import SignedInSession
from portal.audit.models import AuditEvent
from portal.core.db import db
from portal.core.i18n import force_locale
from tests.accounts.post import letters
from tests.client import Browser
from tests.make import PASSWORD, Make

ANOTHER = "a river of unspun cotton"
WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Mobile/15E148 MicroMessenger/8.0.54(0x18003634) NetType/WIFI Language/zh_CN"
)
Another = Callable[[], Browser]


def verbs() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id)))


def test_a_person_changes_name_and_number(browser: Browser, make: Make) -> None:
    user = make.user(email="wang@example.org")
    browser.sign_in(user)
    page = browser.get("/account/edit")
    assert page.form_with("Save my particulars").fields["email"] == ["wang@example.org"]
    page = browser.submit(page, "Save my particulars", name="王敏", mobile="138 0731 0009")

    assert "Your particulars are saved." in page.words
    assert (user.name, user.mobile) == ("王敏", "+8613807310009")
    assert "138 0731 0009" in page.words
    assert verbs()[-1] == "account.change"


def test_the_chosen_language_holds_on_every_device(browser: Browser, make: Make) -> None:
    user = make.user(language="en")
    browser.sign_in(user)
    page = browser.submit("/account/edit", "Save my particulars", language="zh-Hans")
    assert user.language == "zh-Hans"
    assert 'lang="zh-Hans"' in page.html.split(">")[1]


def test_one_way_to_sign_in_must_stay(browser: Browser, make: Make) -> None:
    browser.sign_in(make.user())
    page = browser.submit("/account/edit", "Save my particulars", email="", mobile="")
    assert page.status == 422
    assert "you sign in with it" in page.words


def test_a_number_of_somebody_else_is_refused_and_all_stays_typed(
    browser: Browser, make: Make
) -> None:
    make.user(email=None, mobile="+8613807310009")
    user = make.user(name="王敏")
    browser.sign_in(user)
    page = browser.submit("/account/edit", "Save my particulars", name="王芳", mobile="13807310009")
    assert page.status == 422
    assert "There is an account with this address or number already." in page.words
    assert page.form_with("Save my particulars").fields["name"] == ["王芳"]
    assert (user.name, user.mobile) == ("王敏", None)


def test_a_stale_form_shows_both_texts(browser: Browser, another: Another, make: Make) -> None:
    user = make.user(name="王敏")
    browser.sign_in(user)
    elsewhere = another().sign_in(user)
    page = browser.get("/account/edit")
    elsewhere.submit("/account/edit", "Save my particulars", name="王芳")
    page = browser.submit(page, "Save my particulars", name="王芬")

    assert page.status == 409
    assert page.form_with("Save what I wrote").fields["name"] == ["王芬"]
    assert "王芳" in page.words
    assert user.name == "王芳"
    browser.submit(page, "Save what I wrote")
    assert user.name == "王芬"


def test_a_changed_password_ends_all_other_sessions(
    browser: Browser, another: Another, make: Make
) -> None:
    user = make.user()
    browser.sign_in(user)
    elsewhere = another().sign_in(user)
    page = browser.submit(
        "/account/password", "Change my password", current=PASSWORD, password=ANOTHER
    )
    assert "Your password is changed." in page.words
    assert elsewhere.get("/account").address.startswith("/sign-in")
    assert browser.get("/account").status == 200
    assert letters(str(user.email))[-1].subject == "The password of your account was changed"
    page = another().submit("/sign-in", "Sign in", login=user.login, password=ANOTHER)
    assert page.status == 200


def test_the_current_password_is_asked_for(browser: Browser, make: Make) -> None:
    browser.sign_in(make.user())
    page = browser.submit(
        "/account/password", "Change my password", current="something else", password=ANOTHER
    )
    assert page.status == 422
    assert "This is not your current password." in page.words


def test_a_device_is_signed_out_from_another(
    browser: Browser, another: Another, make: Make
) -> None:
    user = make.user()
    elsewhere = another().sign_in(user)
    browser.sign_in(user)
    page = browser.submit("/account", "Sign out there")
    assert "That device is signed out." in page.words
    assert elsewhere.get("/account").address.startswith("/sign-in")
    assert browser.get("/account").address == "/account"


def test_all_other_devices_are_signed_out_at_once(
    browser: Browser, another: Another, make: Make
) -> None:
    user = make.user()
    others = [another().sign_in(user) for _device in range(3)]
    browser.sign_in(user)
    browser.submit("/account", "Sign out everywhere else")
    assert all(one.get("/account").address.startswith("/sign-in") for one in others)
    assert browser.get("/account").address == "/account"


def test_nobody_ends_the_session_of_somebody_else(browser: Browser, make: Make) -> None:
    stranger = make.user()
    actions.begin_session(stranger)
    db.session.commit()
    theirs = db.session.scalars(select(SignedInSession)).one()
    browser.sign_in(make.user())
    page = browser.get("/account")
    token = page.form_with("Sign out").fields["csrf_token"]
    answer = browser.post(f"/account/sessions/{theirs.id}/end", data={"csrf_token": token})
    assert answer.status == 404
    assert theirs.ended_at is None


def test_a_session_nobody_uses_ends_by_itself(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 3, 1, 9, 30)
    browser.sign_in(make.user())
    at(2026, 3, 14, 9, 30)
    assert browser.get("/account").address == "/account"
    at(2026, 3, 28, 9, 31)
    assert browser.get("/account").address.startswith("/sign-in")


def test_a_closed_account_is_out_with_the_next_click(browser: Browser, make: Make) -> None:
    user = make.user()
    browser.sign_in(user)
    actions.disable(user, by=None, reason="left the company")
    db.session.commit()
    assert browser.get("/account").address.startswith("/sign-in")


def test_devices_are_called_by_names_people_know(browser: Browser, make: Make) -> None:
    with force_locale("en"):
        assert str(recognise(WECHAT)) == "WeChat on an iPhone"
        assert str(recognise("curl/8")) == "A browser that does not say its name"


@pytest.mark.parametrize("mobile", ["+8613807310001", "+85251234567"])
def test_a_number_is_shown_as_people_write_it(browser: Browser, make: Make, mobile: str) -> None:
    browser.sign_in(make.user(email=None, email_confirmed_at=None, mobile=mobile))
    shown = browser.get("/account/edit").form_with("Save my particulars").fields["mobile"][0]
    page = browser.submit("/account/edit", "Save my particulars", mobile=shown)
    assert "Your particulars are saved." in page.words
