"""The main journey in a real Chromium: a phone in Chinese, a desk in English without script."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from portal.core.i18n import CHINESE, ENGLISH
from tests.browser.conftest import Premises
from tests.browser.critic import Critic
from tests.browser.person import HEIGHT, Person
from tests.browser.story import Cast, play

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "width", "script"),
    [
        pytest.param(CHINESE, 360, True, id="phone"),
        pytest.param(ENGLISH, 1280, False, id="desk-without-script"),
    ],
)
def test_four_people_bring_a_brand_to_its_first_agent(
    chromium: Browser, premises: Premises, language: str, width: int, script: bool
) -> None:
    critic = Critic()

    def person() -> Person:
        return Person(
            chromium,
            premises.served.address,
            language=language,
            width=width,
            script=script,
            critic=critic,
        )

    def seen(page: str, reader: Person) -> None:
        if not script:
            with_script(reader)
        if script and (folder := os.environ.get("PORTAL_SCREENSHOTS")):
            take_pictures(reader, Path(folder), page)

    cast = Cast(person(), person(), person(), person(), premises)
    play(cast, seen)
    for one in (cast.staff, cast.manager, cast.owner, cast.agent):
        one.leave()
    assert not critic.complaints, "\n".join(dict.fromkeys(critic.complaints))
    assert '"level": "error"' not in premises.served.log
    print(f"{critic.pages} pages shown, {critic.kinds} of them read by axe")


def with_script(reader: Person) -> None:
    """Have a main page read by axe too, which needs script."""
    other = reader.elsewhere()
    other.open(reader.path)
    other.leave()


def take_pictures(reader: Person, folder: Path, page: str) -> None:
    """Keep how a main page looks at both widths, in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    for width in HEIGHT:
        other = reader.elsewhere(width=width)
        for language in (ENGLISH, CHINESE):  # the last one stays with the account
            other.open(f"{reader.path}?lang={language}")
            path = folder / f"{page.replace(' ', '-')}-{width}-{language}.png"
            other.page.screenshot(path=path, full_page=True)
        other.leave()
