"""Somebody at a real Chromium, who reads every page with a critical eye."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import TimeoutError as TooLateError

from portal.core.i18n import CHINESE, ENGLISH, TRANSLATIONS
from tests.browser.critic import Critic

BROWSER_LOCALES = {CHINESE: "zh-CN", ENGLISH: "en-GB"}
HEIGHT = {360: 740, 1280: 900}
WAIT = 20_000
"""Milliseconds after which what was expected will not come any more."""


@cache
def chinese() -> dict[str, str]:
    """Return the catalogue: an English text to its Chinese one."""
    with (TRANSLATIONS / "zh_Hans_CN/LC_MESSAGES/messages.po").open("rb") as text:
        catalogue = read_po(text)
    return {
        str(message.id): str(message.string)
        for message in catalogue
        if message.string and isinstance(message.id, str)
    }


class Person:
    """One of the four, with a browser profile of his own."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        language: str = ENGLISH,
        width: int = 1280,
        script: bool = True,
        critic: Critic,
        known_as: Any = None,
    ) -> None:
        self._browser = browser
        self._address = address
        self._language = language
        self._width = width
        self._script = script
        self._critic = critic
        self._context = browser.new_context(
            viewport={"width": width, "height": HEIGHT[width]},
            locale=BROWSER_LOCALES[language],
            java_script_enabled=script,
            has_touch=width < HEIGHT[width],
            reduced_motion="reduce",
            storage_state=known_as,
        )
        self._context.set_default_timeout(WAIT)
        self.page: Page = self._context.new_page()
        self._critic.listen(self.page)

    # Reading

    def says(self, english: str) -> str:
        """Return what the portal says for this English text in the person's language."""
        return chinese().get(english, english) if self._language == CHINESE else english

    def sees(self, *texts: str) -> "Person":
        """Hold the page to showing these texts: the portal's words, or what people wrote."""
        for text in texts:
            there = self.page.get_by_text(self._pattern(text)).filter(visible=True)
            try:
                there.first.wait_for()
            except TooLateError:
                words = self.page.locator("body").inner_text()
                raise AssertionError(f"{self.path} does not show {text!r}: {words}") from None
        return self

    def sees_not(self, *texts: str) -> "Person":
        """Hold the page to not showing these texts."""
        for text in texts:
            there = self.page.get_by_text(self._pattern(text))
            assert not there.count(), f"{self.path} shows {text}"
        return self

    def _pattern(self, english: str) -> re.Pattern[str]:
        """Return the words with anything in their places; `|` parts texts of which one will do."""
        wholes = []
        for text in english.split("|"):
            pieces = re.split(r"%\(\w+\)[sd]", self.says(text))
            wholes.append(".*".join(re.escape(piece.replace("%%", "%")) for piece in pieces))
        return re.compile("|".join(wholes))

    @property
    def path(self) -> str:
        """Return where the person is."""
        return urlsplit(self.page.url).path

    # Going

    def open(self, path: str) -> "Person":
        """Type an address, or press a link in a mail."""
        self.page.goto(self._address + path, wait_until="load")
        self._critic.read(self.page, script=self._script)
        return self

    def follow(self, words: str, inside: str = "body") -> "Person":
        """Press a link with these words, the first one that shows."""
        links = self.page.locator(inside).get_by_role("link", name=self._pattern(words))
        return self._go(links.filter(visible=True).first.click)

    def press(self, button: str, inside: str = "body") -> "Person":
        """Press the button with exactly these words."""
        return self._go(self._button(button, inside).click)

    def _button(self, words: str, inside: str) -> Locator:
        buttons = self.page.locator(inside).get_by_role("button", name=self.says(words), exact=True)
        return buttons.filter(visible=True).first

    def _go(self, act: Callable[[], Any]) -> "Person":
        with self.page.expect_navigation(wait_until="load"):
            act()
        self._critic.read(self.page, script=self._script)
        return self

    def in_own_language(self) -> "Person":
        """Press the switch in the header when the page speaks the other language."""
        if self.page.locator("html").get_attribute("lang") != self._language:
            self._go(self.page.locator(f'header a[hreflang="{self._language}"]').first.click)
        return self

    def unfold(self, words: str) -> "Person":
        """Open what is folded away under these words."""
        fold = self.page.locator("summary").filter(has_text=self._pattern(words))
        fold.filter(visible=True).first.click()
        return self

    # Filling in

    def fill(self, **answers: str | int | list[str]) -> "Person":
        """Fill in fields by their names: text, a choice of a list, chips."""
        for name, answer in answers.items():
            self._fill_in(self.page.locator(f'main [name="{name}"]').filter(visible=True), answer)
        return self

    def _fill_in(self, fields: Locator, answer: str | int | list[str]) -> None:
        kind = fields.first.evaluate("(one) => one.type")
        if kind in {"radio", "checkbox"}:
            for value in answer if isinstance(answer, list) else [answer]:
                fields.and_(self.page.locator(f'[value="{value}"]')).first.check()
        elif kind == "select-one":
            fields.first.select_option(str(answer))
        elif kind == "select-multiple":
            fields.first.select_option(answer if isinstance(answer, list) else [str(answer)])
        else:
            fields.first.fill(str(answer))

    def give_points(self, points: int) -> "Person":
        """Give so many points by every criterion of the decision."""
        for one in self.page.locator(f"#decide input[type=radio][value='{points}']").all():
            one.check(force=True)
        return self

    def show_cities(self) -> "Person":
        """Have the cities of the chosen province offered, which a script does by itself."""
        if not self._script:
            return self.press("Show the cities of this province")
        self.page.locator('[name="city"] option[value="430200"]').wait_for(state="attached")
        return self

    def choose_files(self, *paths: Path) -> "Person":
        """Choose files to send."""
        self.page.locator("main input[type=file]").first.set_input_files(list(paths))
        return self

    def store_files(self, *paths: Path) -> "Person":
        """Choose files where choosing is enough; without script the button is still needed."""
        if not self._script:
            return self.choose_files(*paths).press("Store these files")
        return self._go(lambda: self.choose_files(*paths))

    def leave(self) -> None:
        """Close the browser."""
        self._context.close()

    def elsewhere(self, *, width: int | None = None) -> "Person":
        """Return the same person, signed in, at another screen, with script."""
        return Person(
            self._browser,
            self._address,
            language=self._language,
            width=width or self._width,
            critic=self._critic,
            known_as=self._context.storage_state(),
        )
