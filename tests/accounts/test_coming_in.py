"""Signing up, signing in and out."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts import registry
from portal.accounts.models import PRIVACY_VERSION, SignedInSession, User
from portal.audit.models import AuditEvent
from portal.core import tokens
from portal.core.db import db
from tests.accounts.post import letters
from tests.client import Browser, Shown
from tests.make import PASSWORD, Make

GOOD = "two looms and a green umbrella"
NEWCOMER: dict[str, Any] = {"name": "李秀兰", "password": GOOD, "consent": True}


def sign_in(browser: Browser, login: str, password: str = PASSWORD, **more: Any) -> Shown:
    return browser.submit("/sign-in", "Sign in", login=login, password=password, **more)


def is_in(browser: Browser) -> bool:
    return "Where you are signed in" in browser.get("/account").words


def the_account() -> User:
    return db.session.scalars(select(User)).one()


def test_a_newcomer_makes_an_account_with_an_email_and_is_in(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 3, 1, 9, 30)
    page = browser.submit("/sign-up", "Make my account", login=" Li@Example.com ", **NEWCOMER)

    assert page.status == 200
    assert "Your account is made." in page.words
    user = the_account()
    assert (user.name, user.email, user.mobile) == ("李秀兰", "li@example.com", None)
    assert user.language == "en"
    assert user.email_confirmed_at is None
    assert len(letters("li@example.com")) == 1
    assert is_in(browser)


def test_consent_is_kept_with_its_version_and_time(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 3, 1, 9, 30)
    browser.submit("/sign-up", "Make my account", login="li@example.com", **NEWCOMER)

    user = the_account()
    assert user.privacy_version == PRIVACY_VERSION
    assert user.privacy_consented_at.isoformat() == "2026-03-01T09:30:00+00:00"
    made = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "account.create")).one()
    assert made.detail == {"privacy": PRIVACY_VERSION}


def test_without_consent_there_is_no_account(browser: Browser, make: Make) -> None:
    page = browser.submit(
        "/sign-up", "Make my account", login="li@example.com", **NEWCOMER | {"consent": False}
    )

    assert page.status == 422
    assert "Without your consent" in page.words
    assert page.form_with("Make my account").fields["login"] == ["li@example.com"]
    assert db.session.scalar(select(func.count()).select_from(User)) == 0


def test_everything_that_is_wrong_is_said_at_once(browser: Browser, make: Make) -> None:
    page = browser.submit(
        "/sign-up", "Make my account", name="Li", login="1380731000", password="1234567890"
    )

    assert page.status == 422
    for words in ("this one has 10", "list of common passwords", "Without your consent"):
        assert words in page.words


def test_a_password_that_was_right_is_asked_for_again(browser: Browser, make: Make) -> None:
    page = browser.submit("/sign-up", "Make my account", **NEWCOMER, login="1380731000")

    assert "please type it once more" in page.words
    assert NEWCOMER["password"] not in page.html


@pytest.mark.parametrize("typed", ["138 0731 0001", "+86 13807310001", "138-0731-0001"])
def test_a_mobile_number_is_a_name_too_however_it_is_written(
    browser: Browser, make: Make, typed: str
) -> None:
    browser.submit("/sign-up", "Make my account", login=typed, **NEWCOMER)

    user = the_account()
    assert (user.email, user.mobile) == (None, "+8613807310001")
    browser.submit("/account", "Sign out")
    sign_in(browser, "13807310001", GOOD)
    assert is_in(browser)


@pytest.mark.parametrize(
    ("login", "words"),
    [
        ("li@example", "a name with a dot"),
        ("li.example.com", "in digits"),
        ("1380731000", "has 11 digits; this one has 10"),
        ("0731 2868 0001", "landline"),
    ],
)
def test_a_name_that_cannot_be_is_explained(
    browser: Browser, make: Make, login: str, words: str
) -> None:
    page = browser.submit("/sign-up", "Make my account", login=login, **NEWCOMER)
    assert page.status == 422
    assert words in page.words


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "At least 10 characters"),
        ("1234567890", "list of common passwords"),
        ("li.xiulan2026", "Your own name or number"),
        ("aaaaaaaaaaaaa", "Repeated characters"),
        ("x" * 129, "At most 128 characters"),
    ],
)
def test_a_weak_password_is_explained(
    browser: Browser, make: Make, password: str, words: str
) -> None:
    page = browser.submit(
        "/sign-up",
        "Make my account",
        login="li.xiulan@example.com",
        name="Li Xiulan",
        password=password,
        consent=True,
    )
    assert page.status == 422
    assert words in page.words
    assert password not in page.html


def test_a_password_is_taken_exactly_as_typed(browser: Browser, make: Make) -> None:
    spaced = f"  {GOOD}\x00  "
    browser.submit(
        "/sign-up", "Make my account", login="li@example.com", **NEWCOMER | {"password": spaced}
    )
    browser.submit("/account", "Sign out")
    assert sign_in(browser, "li@example.com", GOOD).status == 422
    sign_in(browser, "li@example.com", spaced)
    assert is_in(browser)


def test_one_address_makes_one_account(browser: Browser, make: Make) -> None:
    make.user(email="li@example.com")
    page = browser.submit("/sign-up", "Make my account", login="LI@example.com", **NEWCOMER)
    assert page.status == 422
    assert "There is an account with this address or number already" in page.words
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("李" * 80, "李" * 80),
        ("😀🧵👗", "😀🧵👗"),
        ("李\u202e秀\u2066兰", "李秀兰"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("李\x00秀\ud800兰", "李秀兰"),
    ],
)
def test_strange_names_are_kept_clean_and_shown_harmless(
    browser: Browser, make: Make, typed: str, kept: str
) -> None:
    encoded = typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    browser.submit(
        "/sign-up", "Make my account", login="li@example.com", **NEWCOMER | {"name": encoded}
    )
    user = the_account()
    assert user.name.replace("\ufffd", "") == kept
    page = browser.get("/account")
    assert "<script>alert" not in page.html
    assert kept in page.words.replace("\ufffd", "")


def test_a_name_of_two_hundred_characters_is_refused_and_stays_typed(
    browser: Browser, make: Make
) -> None:
    long = "秀" * 200
    page = browser.submit(
        "/sign-up", "Make my account", login="li@example.com", **NEWCOMER | {"name": long}
    )
    assert page.status == 422
    assert page.form_with("Make my account").fields["name"] == [long]


def test_the_page_says_why_an_account_comes_first(browser: Browser, make: Make) -> None:
    market = make.market()
    page = browser.get(f"/sign-up?next=/markets/{market.slug}/apply")
    assert "First make an account; the application comes next." in page.words
    page = browser.submit(page, "Make my account", login="li@example.com", **NEWCOMER)
    assert page.address == f"/markets/{market.slug}/apply"


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:1",
    ],
)
def test_nobody_is_led_out_of_the_portal(browser: Browser, make: Make, address: str) -> None:
    user = make.user()
    page = browser.get("/sign-in?next=" + address.replace("\t", "%09").replace("\\", "%5C"))
    answer = browser.submit(page, "Sign in", login=user.login, password=PASSWORD, follow=False)
    assert answer.status == 303
    assert answer.response.headers["Location"] == "/home"


def test_a_wrong_pair_gets_one_answer_and_the_name_stays(browser: Browser, make: Make) -> None:
    known = make.user()
    wrong = sign_in(browser, known.login, "not the password at all")
    unknown = sign_in(browser, "nobody@example.org", "not the password at all")
    disabled = make.user(disabled_at=known.created_at)
    closed = sign_in(browser, disabled.login)

    for page in (wrong, unknown, closed):
        assert page.status == 422
        assert "This sign-in name and this password do not belong together." in page.words
    assert wrong.form_with("Sign in").fields["login"] == [known.login]
    assert wrong.words.replace(known.login, "") == unknown.words.replace("nobody@example.org", "")
    failed = db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.verb == "account.sign-in-failed")
        .order_by(AuditEvent.id)
    ).all()
    assert [event.detail["login"] for event in failed][:1] == [tokens.digest(known.login)[:12]]
    assert len(failed) == 3


def test_too_many_wrong_tries_have_to_wait(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    user = make.user()
    for _attempt in range(10):
        assert sign_in(browser, user.login, "wrong password here").status == 422
    page = sign_in(browser, user.login)
    assert page.status == 429
    assert "That was tried too often." in page.words
    assert int(page.response.headers["Retry-After"]) <= 301
    somebody_else = make.user()
    sign_in(another(), somebody_else.login)
    assert db.session.scalar(select(func.count()).select_from(SignedInSession)) == 1


def test_each_sign_in_is_a_session_of_its_own(browser: Browser, make: Make) -> None:
    user = make.user()
    sign_in(browser, user.login)
    first = db.session.scalars(select(SignedInSession)).one()
    browser.submit("/account", "Sign out")
    assert not is_in(browser)
    sign_in(browser, user.login)
    second = db.session.scalars(
        select(SignedInSession).where(SignedInSession.ended_at.is_(None))
    ).one()
    assert first.token_hash != second.token_hash
    assert first.ended_at is not None


def test_who_is_not_signed_in_comes_back_to_where_he_wanted_to_go(
    browser: Browser, make: Make
) -> None:
    user = make.user()
    sent = browser.get("/account/password")
    assert sent.address == "/sign-in?next=/account/password"
    page = browser.submit(sent, "Sign in", login=user.login, password=PASSWORD)
    assert page.address == "/account/password"


def test_staying_signed_in_is_a_choice(browser: Browser, make: Make) -> None:
    user = make.user()
    page = browser.get("/sign-in")
    kept = browser.submit(page, "Sign in", login=user.login, password=PASSWORD, follow=False)
    assert "Expires=" in kept.response.headers["Set-Cookie"]
    browser.submit("/account", "Sign out")
    page = browser.get("/sign-in")
    short = browser.submit(
        page, "Sign in", login=user.login, password=PASSWORD, remember=False, follow=False
    )
    assert "Expires=" not in short.response.headers["Set-Cookie"]


def test_the_privacy_notice_is_there_in_both_languages(browser: Browser, make: Make) -> None:
    english = browser.get("/privacy").words
    chinese = browser.get("/privacy?lang=zh-Hans").words
    assert PRIVACY_VERSION in english
    assert PRIVACY_VERSION in chinese


def test_the_demonstration_offers_its_people_and_nobody_else_does(
    app: Flask, browser: Browser, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make.staff(name="Lin Zhiyuan")
    one = registry.DemoPerson(user.login, PASSWORD, user.name, "Platform staff")
    monkeypatch.setattr(registry, "demo_people", lambda: [one])
    assert not browser.get("/sign-in").has_button("Sign in as this person")

    monkeypatch.setitem(app.config, "DEMO_MODE", True)
    page = browser.submit("/sign-in", "Sign in as this person")
    assert page.address == "/home"
    assert "Lin Zhiyuan" in browser.get("/account").words
