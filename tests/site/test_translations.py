"""Both languages are complete at all times: every text of code and pages has its Chinese."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from portal.core.i18n import LOCALES, TRANSLATIONS
from tests.site.tongues import HAN, english_words

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?([sd%])")
MARKUP = re.compile(r"<[^>]+>")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
NUMBER = r"(?:\d|%\((?:num|count)\)[sd])"
CRAMPED = re.compile(rf"[\u4e00-\u9fff]{NUMBER}|{NUMBER}[\u4e00-\u9fff]")


@cache
def keywords() -> list[str]:
    """Return the further names of gettext that `make translations` looks for."""
    return re.findall(r"--keywords=(\S+)", (ROOT / "Makefile").read_text(encoding="utf-8"))


@cache
def used() -> dict[str | tuple[str, ...], str]:
    """Return every text of code and pages, and where it stands."""
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as settings:
        methods, options = parse_mapping_cfg(settings)  # type: ignore[no-untyped-call]
    found = extract_from_dir(
        ROOT, methods, options, {**DEFAULT_KEYWORDS, **parse_keywords(keywords())}
    )
    return {message: f"{name}:{line}" for name, line, message, _comments, _context in found}


@cache
def catalogue() -> Catalog:
    """Return the Chinese catalogue."""
    name = TRANSLATIONS / LOCALES["zh-Hans"] / "LC_MESSAGES" / "messages.po"
    with name.open("rb") as source:
        return read_po(source, locale="zh_Hans_CN")


def translated() -> Iterator[tuple[Message, list[str], list[str]]]:
    """Yield every text with its English forms and its Chinese ones."""
    for message in catalogue():
        if message.id:
            yield message, forms(message.id), forms(message.string or "")


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    """Return a text, or its forms for one and many, as a list."""
    return [text] if isinstance(text, str) else list(text)


def test_every_text_is_in_the_catalogue_and_nothing_else() -> None:
    known = {message.id for message in catalogue() if message.id}
    missing = [f"{where}: {text!r}" for text, where in used().items() if text not in known]
    assert not missing, "make translations, then translate:\n" + "\n".join(missing)
    left = [text for text in known if text not in used()]
    assert not left, f"nobody says this any more: {left}"


def test_every_text_is_translated_and_none_is_a_guess() -> None:
    lacking = [english[0] for _m, english, chinese in translated() if not all(chinese)]
    assert not lacking, f"{len(lacking)} without Chinese: {lacking[:20]}"
    assert not [message.id for message in catalogue() if message.id and message.fuzzy]


def test_translations_keep_their_placeholders() -> None:
    for message, english, chinese in translated():
        wanted = [names(one) for one in english]
        for one in chinese:
            assert names(one) in wanted, f"{message.id!r} and {one!r}"
            if "python-format" in message.flags:
                assert_formats(one)


def names(text: str) -> list[str]:
    """Return the placeholders of a text, sorted."""
    return sorted(f"%({name}){kind}" for name, kind in PLACEHOLDER.findall(text) if name)


def assert_formats(text: str) -> None:
    """Fail when a text breaks as soon as it is filled in, as one with a lone percent does."""
    values = {name: 1 for name, _kind in PLACEHOLDER.findall(text) if name}
    assert text % values


def test_chinese_is_chinese_and_english_is_english() -> None:
    for message, english, chinese in translated():
        for one in english:
            assert not HAN.findall(PLACEHOLDER.sub("", one)), f"Chinese in {message.id!r}"
        for one in chinese:
            strange = english_words(MARKUP.sub(" ", PLACEHOLDER.sub(" ", one)))
            assert not strange, f"{strange} in {one!r}"


def test_chinese_is_set_as_chinese() -> None:
    """Full-width marks, numbers set apart, no space at an end; and the house does not shout."""
    for _message, english, chinese in translated():
        for one in chinese:
            assert one == one.strip() or english[0] != english[0].strip(), one
            assert "！" not in one, f"it shouts: {one}"
            assert not HALF_WIDTH.search(PLACEHOLDER.sub("", one)), f"a half-width mark: {one}"
            assert not CRAMPED.search(one), f"a space goes between a number and a character: {one}"
