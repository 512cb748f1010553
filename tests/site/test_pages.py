"""Every page, as everybody who may see it, in both languages, keeps its promises.

What people wrote is Chinese alone while the pages are read in English, and in Latin letters
alone while they are read in Chinese: whatever then stands in the wrong language is ours.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect, Rule

from portal.core.i18n import CHINESE, ENGLISH
from tests.site.conftest import Worlds
from tests.site.promises import PROMISES, PageSeen
from tests.site.shares import THOROUGH
from tests.site.tongues import data_of_the_world, strangers
from tests.site.visitors import PEOPLE, Visitors, address_of, rules
from tests.site.words import WRITTEN
from tests.site.world import World, addresses

pytestmark = pytest.mark.sqlite

READERS = [person for person in PEOPLE if person != "disabled"]
SHOWN = {200}
ELSEWHERE = {302, 303, 304}
REFUSED = {403, 404, 409, 410}
MOST_VIEWS = 12 if THOROUGH else 5
"""Of one page: its filters, tabs and orders, as its own links offer them."""


def views(page: PageSeen) -> list[str]:
    """Return the addresses of the same page with other filters that the page itself offers."""
    here = urlsplit(page.address).path
    offered = {
        f"{here}?{parts.query}"
        for one in page.elements
        if one.tag == "a" and "lang=" not in one.at.get("href", "")
        for parts in [urlsplit(one.at.get("href", ""))]
        if parts.query and parts.path in {here, ""}
    }
    return sorted(offered)[:MOST_VIEWS]


def pages(
    visitors: Visitors, world: World, person: str, language: str, broken: list[str]
) -> Iterator[PageSeen]:
    """Yield every page that a person is shown; note what is neither shown nor refused."""
    waiting, met = deque(addresses(visitors.app, world)), set()
    while waiting:
        address = waiting.popleft()
        if address in met:
            continue
        met.add(address)
        asked = f"{address}{'&' if '?' in address else '?'}lang={language}"
        answer = visitors.ask(person, "GET", asked)
        if answer.status_code not in SHOWN | ELSEWHERE | REFUSED:
            broken.append(f"{asked}: {answer.status_code} {visitors.faults.last}")
        elif answer.status_code in SHOWN and answer.mimetype == "text/html":
            page = PageSeen(person, asked, language, answer)
            yield page
            if "?" not in address:
                waiting += views(page)
        answer.close()


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
@pytest.mark.parametrize("person", READERS)
def test_every_page_keeps_its_promises(
    app: Flask,
    worlds: Worlds,
    person: str,
    language: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    world = worlds.open(WRITTEN[language])
    data = data_of_the_world()
    broken: list[str] = []
    seen, links = 0, set()
    for page in pages(Visitors(app, world.sessions), world, person, language, broken):
        seen += 1
        for promise in PROMISES:
            broken += [f"{page.address}: {promise.__name__}: {one}" for one in promise(page)]
        broken += [f"{page.address}: {one}" for one in strangers(page, data)]
        links |= {one.at["href"] for one in page.elements if one.tag == "a" and "href" in one.at}
    broken += [f"a dead link: {link}" for link in sorted(links) if not leads_somewhere(app, link)]
    with capsys.disabled():
        print(f"\n{person}, {language}: {seen} pages, {len(broken)} promises broken", end=" ")
    assert not broken, "\n".join(dict.fromkeys(broken))


def leads_somewhere(app: Flask, link: str) -> bool:
    """Say whether a link leads to a page of ours that can be opened (or out of the portal)."""
    if link.startswith("data:image/png;base64,"):  # a picture that is in the page, to be saved
        return True
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path:
        return parts.scheme in {"", "mailto", "tel", "http", "https"}
    try:
        app.url_map.bind("localhost").match(parts.path, method="GET")
    except RequestRedirect:
        return False
    except HTTPException:
        return False
    return True


def test_every_page_is_shown_to_somebody(visitors: Visitors, world: World) -> None:
    """A page that nobody is shown is in no law's sight."""
    unseen = set()
    for rule in shown_rules(visitors.app):
        names = set(rule.arguments)
        candidates: list[dict[str, Any]] = [
            world.own.values(rule.endpoint, names),
            *world.own.others(rule.endpoint, names),
        ]
        asked = (
            visitors.ask(person, "GET", address_of(visitors.app, rule.endpoint, arguments))
            for arguments in candidates
            for person in READERS
        )
        if not any(answer.status_code in SHOWN for answer in asked):
            unseen.add(rule.endpoint)
    assert not unseen


def shown_rules(app: Flask) -> Iterator[Rule]:
    return (rule for rule, method in rules(app) if method == "GET")
