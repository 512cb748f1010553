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
SUSPECT = {ENGLISH: HAN, CHINESE: re.compile(r"[A-Za-z]{3,}|[,;:?!]")}
"""Without any of these a text needs no closer look."""
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
    marked: dict[int, bool] = {}
    for element in [page.tree, *page.elements]:  # each after what it lies in
        around = element.parent is not None and marked[id(element.parent)]
        marked[id(element)] = is_marked(element, page.language, around)
        if marked[id(element)]:
            continue
        if element.tag not in HIDDEN | {"textarea", "title"}:
            for text in (child for child in element.children if isinstance(child, str)):
                written = data if element.tag == "option" else data[-1:]
                yield from foreign_words(text, written, page.language, element.tag)
        if element.tag == "title":
            text = "".join(one for one in element.children if isinstance(one, str))
            yield from foreign_words(text, data, page.language, "title")
        for name in SPOKEN_ATTRIBUTES:
            if name in element.at:
                where = f"{element.tag} {name}="
                yield from foreign_words(element.at[name], data, page.language, where)


def is_marked(element: Element, language: str, around: bool) -> bool:
    """Say whether an element says of itself that it is in another language, or in none.

    `around` says the same of what it lies in.
    """
    if element.at.get("translate") == "no" or element.tag == "svg":
        return True
    return element.at["lang"] != language if "lang" in element.at else around


def without(text: str, data: list[str]) -> str:
    """Return a text without what people wrote."""
    for one in data:
        if one in text:
            text = text.replace(one, " ")
    return text


def foreign_words(text: str, data: list[str], language: str, where: str) -> Iterator[str]:
    """Yield the words that are not of the page's language, outside of what people wrote."""
    if not SUSPECT[language].search(text):
        return
    text = without(text, data)
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
