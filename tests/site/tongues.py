"""English pages speak English and Chinese pages Chinese, outside what people wrote."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from portal.core.db import Base, db
from portal.core.i18n import CHINESE, ENGLISH
from tests.page import HIDDEN, Element
from tests.site.promises import PageSeen

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3000-\u303f\uff01-\uff5e]+")
LATIN = re.compile(r"[A-Za-z]{3,}")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!]|[,;:?!] ?[\u4e00-\u9fff]|^\s*[,;:]\s*$")
"""A mark as English sets it, beside Chinese or alone between two names."""
SPOKEN_ATTRIBUTES = ("title", "alt", "placeholder", "aria-label", "data-label", "data-failed")
FORMATS = frozenset(
    {
        "pdf",
        "jpg",
        "png",
        "webp",
        "heic",
        "zip",
        "excel",
        "wps",
        "xlsx",
        "xls",
        "xlsb",
        "csv",
        "cookie",
        "polo",
    }
)
DEVICES = frozenset({"vivo", "oppo", "iphone", "ipad", "windows", "mac", "chromebook", "linux"})
MARKS = frozenset({"cma", "cnas"})
KEPT_IN_CHINESE = FORMATS | DEVICES | MARKS
"""Names that a Chinese reader reads in Latin letters. Anything else must be translated."""
EXAMPLES = re.compile(r"name@example\.com|qq\.com|163\.com|zhongda-fashion|abcd")
"""What a hint gives as an example of what to type."""


def data_of_the_world() -> list[str]:
    """Return every text that any row holds, the longest first: what people wrote."""
    found: set[str] = set()
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            for value in row:
                found.update(texts_in(value))
    db.session.rollback()
    return sorted((one for one in found if len(one) > 1), key=len, reverse=True)


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text in a column's value."""
    if isinstance(value, str):
        yield value
        yield from value.splitlines()
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)


def strangers(page: PageSeen, data: list[str]) -> Iterator[str]:
    """Yield every piece of a page that is in the other language and not marked as such."""
    data = [*data, page.answer.headers["X-Request-Number"]]
    for element in [page.tree, *page.elements]:
        if is_marked(element, page.language):
            continue
        if element.tag not in HIDDEN | {"textarea", "title"}:
            for text in (child for child in element.children if isinstance(child, str)):
                shown = without(text, data if element.tag == "option" else data[-1:])
                yield from foreign_words(shown, page.language, element.tag)
        if element.tag == "title":
            text = without("".join(one for one in element.children if isinstance(one, str)), data)
            yield from foreign_words(text, page.language, "title")
        for name in SPOKEN_ATTRIBUTES:
            if name in element.at:
                text = without(element.at[name], data)
                yield from foreign_words(text, page.language, f"{element.tag} {name}=")


def is_marked(element: Element, language: str) -> bool:
    """Say whether an element says of itself that it is in another language, or in none."""
    now: Element | None = element
    while now is not None:
        if now.at.get("translate") == "no" or now.tag == "svg":
            return True
        if "lang" in now.at:
            return now.at["lang"] != language
        now = now.parent
    return False


def without(text: str, data: list[str]) -> str:
    """Return a text without what people wrote."""
    for one in data:
        if one in text:
            text = text.replace(one, " ")
    return text


def foreign_words(text: str, language: str, where: str) -> Iterator[str]:
    """Yield the words that are not of the page's language."""
    if language == ENGLISH:
        yield from (f"Chinese in <{where}>: {found}" for found in HAN.findall(text))
    if language == CHINESE:
        for found in english_words(text):
            yield f"English in <{where}>: {found!r} of {' '.join(text.split())[:60]!r}"
        if HALF_WIDTH.search(text):
            yield f"a half-width mark in <{where}>: {' '.join(text.split())[:60]!r}"


def english_words(text: str) -> list[str]:
    """Return the English words of a Chinese text."""
    words = LATIN.findall(EXAMPLES.sub(" ", text))
    return [word for word in words if word.lower() not in KEPT_IN_CHINESE]
