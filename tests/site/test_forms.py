"""Every form there is, filled in by somebody careless, curious or hostile."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import select

from portal.core import clock
from portal.core.db import Base, db
from portal.core.i18n import CHINESE, ENGLISH
from tests.site.blanks import Blank, blanks, encoded
from tests.site.conftest import Restore, Worlds
from tests.site.promises import PROMISES, PageSeen
from tests.site.shares import THOROUGH, Deal
from tests.site.tongues import data_of_the_world, strangers
from tests.site.visitors import Visitors, noting_writes
from tests.site.words import WRITTEN
from tests.site.world import World

pytestmark = pytest.mark.usefixtures("without_tokens")

Answers = dict[str, list[str]]
CARELESSLY = settings(
    max_examples=24 if THOROUGH else 3,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
GROUPS = [
    ["anonymous", "applicant", "unverified agent", "agent"],
    ["owner"],
    ["manager"],
    ["staff"],
]
BY_GROUP = pytest.mark.parametrize(
    "people",
    # One process finds the forms of a group once, for all that is tried on them.
    [
        pytest.param(people, marks=pytest.mark.xdist_group(people[0]), id=people[0])
        for people in GROUPS
    ],
)
CURIOUS = {
    "id": "1",
    "status": "published",
    "state": "published",
    "role": "staff",
    "market_id": "2",
    "brand_id": "2",
    "agent_id": "2",
    "author_id": "1",
    "user_id": "1",
    "owner_id": "1",
    "programme_id": "2",
    "company_id": "1",
    "slug": "stolen",
    "is_staff": "1",
    "disabled_at": "",
    "verified_until": "2099-01-01",
    "verified_at": "2026-01-01",
    "email_confirmed_at": "2026-01-01",
    "created_at": "2000-01-01",
    "password_hash": "x",
    "score": "100",
    "completeness": "100",
    "number": "99",
    "by": "1",
}
"""What no form asks. (`version` is in the stories of two editors.)"""
RANDOM = {"token_hash", "confirm_hash", "password_hash", "hash", "previous_hash", "body", "token"}
RANDOM |= {"mark", "off_token"}
"""Columns that differ from one time to the next by themselves."""


@BY_GROUP
def test_whatever_is_typed_is_no_fault(
    visitors: Visitors,
    world: World,
    restore: Restore,
    people: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    found, sent = blanks(visitors, world, people), 0
    assert found
    restore(None)

    def send(blank: Blank, answers: Answers) -> None:
        nonlocal sent
        sent += 1
        with noting_writes() as written:
            answer = visitors.ask(blank.person, "POST", blank.action, **encoded(answers))
        visitors.forget_throttles()
        if written:
            restore(written)
        fault = visitors.faults.last
        assert answer.status_code < 500, f"{blank.name}: {fault} for {answers!r:.500}"

    for blank in found:
        again_and_again(blank, send)
    with capsys.disabled():
        print(f"\n{len(found)} forms, {sent} times", end=" ")


def again_and_again(blank: Blank, send: Callable[[Blank, Answers], None]) -> None:
    """Send a form with whatever may be typed into it."""

    @CARELESSLY
    @given(answers=blank.answers())
    def once(answers: Answers) -> None:
        send(blank, answers)

    once()


@pytest.mark.sqlite
@BY_GROUP
def test_what_no_form_asks_changes_nothing(
    visitors: Visitors, world: World, restore: Restore, people: list[str]
) -> None:
    now, found = clock.now(), blanks(visitors, world, people)
    restore(None)
    for blank in found:
        curious = {name: [value] for name, value in CURIOUS.items() if name not in blank.fields}
        left = []
        for answers in (blank.fields, blank.fields | curious):
            with time_machine.travel(now, tick=False), noting_writes() as written:
                answer = visitors.ask(blank.person, "POST", blank.action, **encoded(answers))
            left.append((answer.status_code, answer.location, rows(written)))
            visitors.forget_throttles()
            if written:
                restore(written)
        assert left[0] == left[1], f"{blank.name}: {differing(*left)}"


def differing(plain: tuple[Any, ...], curious: tuple[Any, ...]) -> list[Any]:
    """Return what differs between two outcomes."""
    tables = plain[2].keys() | curious[2].keys()
    changed = [
        (name, [row for row in curious[2].get(name, ()) if row not in plain[2].get(name, ())])
        for name in tables
    ]
    return [plain[:2], curious[:2], *(one for one in changed if one[1])]


def rows(tables: set[str]) -> dict[str, list[dict[str, Any]]]:
    """Return what these tables hold, without what is random."""
    db.session.rollback()
    found = {}
    for name in sorted(tables):
        table = Base.metadata.tables[name]
        query = select(*(one for one in table.columns if one.name not in RANDOM))
        found[name] = [dict(row._mapping) for row in db.session.execute(query.order_by(table.c.id))]  # noqa: SLF001
    db.session.rollback()
    return found


@pytest.mark.sqlite
@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
@BY_GROUP
def test_an_empty_form_is_answered_in_the_readers_language(
    app: Flask, worlds: Worlds, people: list[str], language: str
) -> None:
    speech = WRITTEN[language]
    world = worlds.open(speech)
    visitors, data = Visitors(app, world.sessions), data_of_the_world()
    broken: list[str] = []
    typing = Deal(["", "x"], few=1)
    if language == CHINESE:
        typing.some()  # what one language leaves out, the other tries
    for blank in blanks(visitors, world, people):
        for typed in typing.some():
            answers = {name: [typed] for name in blank.fields}
            with noting_writes() as written:
                broken += complaints(visitors, blank, answers, language, data)
            visitors.forget_throttles()
            if written:
                worlds.restore(written, speech)
    assert not broken, "\n".join(dict.fromkeys(broken))


def complaints(
    visitors: Visitors,
    blank: Blank,
    answers: Answers,
    language: str,
    data: list[str],
) -> Iterator[str]:
    """Yield what is wrong with the page that a form is answered with."""
    joint = "&" if "?" in blank.action else "?"
    address = f"{blank.action}{joint}lang={language}"
    answer = visitors.ask(blank.person, "POST", address, **encoded(answers))
    if answer.status_code >= 500:
        yield f"{blank.name}: {visitors.faults.last}"
    elif answer.mimetype == "text/html" and not 300 <= answer.status_code < 400:
        page = PageSeen(blank.person, address, language, answer, "POST")
        for promise in PROMISES:
            yield from (f"{blank.name}: {promise.__name__}: {one}" for one in promise(page))
        yield from (f"{blank.name}: {one}" for one in strangers(page, data))
