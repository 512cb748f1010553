"""Whatever becomes of a form: what somebody wrote in it stands on the page, unless it is secret."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from portal.accounts import actions as accounts
from portal.accounts.models import User
from portal.core import written
from portal.core.db import db
from portal.core.forms import Password, PortalForm
from portal.directory.models import ShortlistEntry
from tests.client import Browser, Shown
from tests.make import Make

NOTE = "苎麻夏天能卖,\n洗两遍看缩水。"
KEEP = "Save this note"
HEAD = "What you wrote"


@dataclass
class Writing:
    """An agent who has a note of the shortlist open, and has written something in it."""

    person: User
    browser: Browser
    entry: ShortlistEntry
    page: Shown

    def send(self, **answers: Any) -> Shown:
        """Press the button."""
        return self.browser.submit(self.page, KEEP, note=NOTE, **answers)

    def post(self, note: str = NOTE, **headers: str) -> Shown:
        """Send the same with such headers."""
        data = {"note": note, "csrf_token": self.page.form_with(KEEP).fields["csrf_token"]}
        return self.browser.post(self.page.address, data=data, headers=headers)


@pytest.fixture
def writing(browser: Browser, make: Make) -> Writing:
    person, brand = make.agent_person(make.agent()), make.brand()
    entry = make.save(ShortlistEntry(user_id=person.id, brand_id=brand.id))
    return Writing(person, browser, entry, browser.sign_in(person).get(f"/shortlist/{entry.id}"))


def told(page: Shown) -> list[str]:
    """Return the texts that a page gives back."""
    long = ["".join(one.texts()) for one in page.tree.all("textarea") if "readonly" in one.at]
    return long + [one.at["value"] for one in page.tree.all("input") if "readonly" in one.at]


def test_what_was_written_into_a_thing_that_is_gone_is_given_back(writing: Writing) -> None:
    db.session.delete(writing.entry)
    db.session.commit()
    page = writing.send(folder="先看")
    assert page.status == 404
    assert HEAD in page.words
    assert told(page) == [NOTE]  # the folder's two characters are soon written again


def test_who_was_signed_out_while_writing_is_shown_it_before_he_signs_in(writing: Writing) -> None:
    accounts.end_sessions(writing.person)
    db.session.commit()
    page = writing.post(Referer=f"http://localhost{writing.page.address}")
    assert page.status == 401
    assert told(page) == [NOTE]
    assert page.link("Sign in") == f"/sign-in?next={writing.page.address}"
    page = writing.post(Referer="http://localhost/shortlist?folder=a")
    assert page.link("Sign in") == "/sign-in?next=/shortlist?folder%3Da"
    unopened = writing.post(Referer=f"http://localhost{writing.page.address}/drop")
    assert unopened.link("Sign in") == "/sign-in?next=/"
    abroad = writing.post(Referer="http://elsewhere.example/brands")
    assert abroad.link("Sign in") == "/sign-in?next=/"
    nothing = writing.post(note="")
    assert "Please sign in first." in nothing.words
    assert HEAD not in nothing.words


def test_a_page_that_was_open_too_long_gives_it_back(writing: Writing) -> None:
    page = writing.browser.post(writing.page.address, data={"note": NOTE})
    assert page.status == 400
    assert told(page) == [NOTE]


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_words_from_another_site_are_not_shown(writing: Writing, headers: dict[str, str]) -> None:
    page = writing.browser.post(writing.page.address, data={"note": NOTE}, headers=headers)
    assert page.status == 400
    assert HEAD not in page.words


def test_secrets_and_choices_are_not_given_back(writing: Writing) -> None:
    secret = dict.fromkeys(("password", "current"), "four plain words here")
    sent = {**secret, "kind": "licence", "day": "2026-11-29", "number": "91430200MA4L000000"}
    assert HEAD not in writing.browser.post(writing.page.address, data=sent).words
    many = {f"answer_{number}": f"第{number}个回答" for number in range(written.MOST + 5)}
    assert len(told(writing.browser.post(writing.page.address, data=many))) == written.MOST


def test_every_field_of_a_secret_is_known_as_one(app: object) -> None:
    def below(kind: type[Any]) -> Iterator[type[Any]]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    names = {
        name
        for form in below(PortalForm)
        for name, field in vars(form).items()
        if getattr(field, "field_class", None) is Password
    }
    assert names
    assert names <= written.SECRET
