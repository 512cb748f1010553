"""One-time links: confirming an e-mail address, setting a new password."""

from collections.abc import Callable

from sqlalchemy import select

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.core.db import db
from tests.accounts.post import letters, link_in
from tests.client import Browser
from tests.make import PASSWORD, Make

GOOD = "two looms and a green umbrella"
Another = Callable[[], Browser]


def newcomer(browser: Browser) -> User:
    browser.submit(
        "/sign-up",
        "Make my account",
        name="Li Xiulan",
        login="li@example.com",
        password=GOOD,
        consent=True,
    )
    return db.session.scalars(select(User).where(User.email == "li@example.com")).one()


def is_confirmed(user: User) -> bool:
    return user.email_confirmed_at is not None


def test_an_address_is_confirmed_by_a_button_not_by_opening_the_link(
    browser: Browser, another: Another, make: Make
) -> None:
    user = newcomer(browser)
    link = link_in(letters("li@example.com")[0])
    preview = another()
    assert preview.get(link).status == 200
    assert not is_confirmed(user)

    page = preview.submit(link, "Yes, this is my address")
    assert "Your e-mail address is confirmed." in page.words
    assert is_confirmed(user)
    assert "not confirmed yet" not in browser.get("/account").words


def test_a_link_works_once(browser: Browser, make: Make) -> None:
    newcomer(browser)
    link = link_in(letters("li@example.com")[0])
    page = browser.get(link)
    browser.submit(page, "Yes, this is my address")
    again = browser.submit(page, "Yes, this is my address")
    assert again.status == 410
    assert browser.get(link).status == 410
    assert "This link no longer works" in again.words


def test_a_link_is_dead_after_a_week(browser: Browser, make: Make, at: Callable[..., None]) -> None:
    at(2026, 3, 1, 9, 30)
    newcomer(browser)
    link = link_in(letters("li@example.com")[0])
    at(2026, 3, 8, 9, 31)
    assert browser.get(link).status == 410


def test_the_letter_comes_again_but_not_for_ever(browser: Browser, make: Make) -> None:
    newcomer(browser)
    for count in range(5):
        page = browser.submit("/account", "Send the e-mail again")
        assert page.status == 200
        assert len(letters("li@example.com")) == count + 2
    assert browser.submit("/account", "Send the e-mail again").status == 429
    assert browser.get(link_in(letters("li@example.com")[0])).status == 200


def test_a_new_address_counts_once_it_is_confirmed(browser: Browser, make: Make) -> None:
    user = make.user(email="old@example.org")
    browser.sign_in(user)
    page = browser.submit("/account/edit", "Save my particulars", email="new@example.org")
    assert user.email == "old@example.org"
    assert "new@example.org" in page.words

    browser.submit(link_in(letters("new@example.org")[0]), "Yes, this is my address")
    assert user.email == "new@example.org"
    assert (
        letters("old@example.org")[-1].subject == "The e-mail address of your account was changed"
    )


def test_a_mistyped_address_is_taken_back(browser: Browser, make: Make) -> None:
    user = make.user(email="old@example.org")
    browser.sign_in(user)
    browser.submit("/account/edit", "Save my particulars", email="mistyped@example.org")
    browser.submit("/account/edit", "Save my particulars", email="old@example.org")
    assert browser.get(link_in(letters("mistyped@example.org")[0])).status == 410
    assert "not confirmed yet" not in browser.get("/account").words


def test_an_address_that_somebody_else_confirmed_first_is_gone(
    browser: Browser, make: Make
) -> None:
    user = make.user(email="old@example.org")
    browser.sign_in(user)
    browser.submit("/account/edit", "Save my particulars", email="shared@example.org")
    make.user(email="shared@example.org")
    page = browser.submit(link_in(letters("shared@example.org")[0]), "Yes, this is my address")
    assert page.status == 410
    assert user.email == "old@example.org"


def test_a_forgotten_password_is_set_anew_by_letter(
    browser: Browser, another: Another, make: Make
) -> None:
    user = make.user()
    elsewhere = another().sign_in(user)
    browser.submit("/password/forgot", "Send me the link", login=user.login)
    link = link_in(letters(user.login)[-1])
    page = browser.submit(link, "Set my new password", password=GOOD)

    assert "Your new password is set." in page.words
    assert browser.get(link).status == 410
    assert elsewhere.get("/account").address.startswith("/sign-in")
    assert browser.submit("/sign-in", "Sign in", login=user.login, password=PASSWORD).status == 422
    assert browser.submit("/sign-in", "Sign in", login=user.login, password=GOOD).status == 200


def test_a_weak_new_password_does_not_use_the_link_up(browser: Browser, make: Make) -> None:
    user = make.user()
    browser.submit("/password/forgot", "Send me the link", login=user.login)
    link = link_in(letters(user.login)[-1])
    assert browser.submit(link, "Set my new password", password="1234567890").status == 422
    assert browser.submit(link, "Set my new password", password=GOOD).status == 200


def test_setting_a_password_ends_every_other_link(browser: Browser, make: Make) -> None:
    user = make.user()
    for _time in range(2):
        browser.submit("/password/forgot", "Send me the link", login=user.login)
    first, second = (link_in(letter) for letter in letters(user.login))
    browser.submit(second, "Set my new password", password=GOOD)
    assert browser.get(first).status == 410


def test_known_and_unknown_addresses_get_the_same_answer(browser: Browser, make: Make) -> None:
    user = make.user()
    unconfirmed = make.user(email_confirmed_at=None)
    answers = [
        browser.submit("/password/forgot", "Send me the link", login=login)
        for login in (user.login, unconfirmed.login, "nobody@example.org", "no address")
    ]
    assert len({(page.status, page.address, page.words) for page in answers}) == 1
    assert not letters(unconfirmed.login)
    assert not letters("nobody@example.org")


def test_links_are_not_sent_for_ever(browser: Browser, make: Make) -> None:
    user = make.user()
    for _time in range(5):
        browser.submit("/password/forgot", "Send me the link", login=user.login)
    assert browser.submit("/password/forgot", "Send me the link", login=user.login).status == 429
    assert len(letters(user.login)) == 5


def test_no_link_stands_in_the_trail_or_works_as_another_kind(browser: Browser, make: Make) -> None:
    user = make.user()
    browser.submit("/password/forgot", "Send me the link", login=user.login)
    token = link_in(letters(user.login)[-1]).rpartition("/")[2]
    assert browser.get(f"/confirm-email/{token}").status == 410
    assert browser.get(f"/invitations/{token}").status == 410
    events = db.session.scalars(select(AuditEvent)).all()
    assert all(token not in str(event.detail) for event in events)
