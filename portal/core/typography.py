"""How a page is set: a date stands in one line, whoever wrote it and wherever it stands.

Browsers break 2026-11-22 after its hyphens, and no property of a style sheet forbids it for
running text. Hyphens that do not break would go along when somebody copies the date into a table,
so the page marks dates instead: `time` does not break (`base.css`).
"""

import re

MONTH_AND_DAY = re.compile(r"-\d\d-\d\d(?![\dT-])", re.ASCII)
"""Looked for first: what begins with a sign is found thirty times as fast as what begins anyhow."""
YEAR = re.compile(r"(?<![\w-])\d{4}", re.ASCII)
YEAR_LENGTH = 4
PLAIN = (
    *("<option", "<textarea", "<title", "<time>", "<script", "<style"),
    *("<text", "<tspan", "<desc"),
)
"""Elements that hold nothing but text, or that are a date already."""


def unbroken_days(html: str) -> str:
    """Return a page whose dates stand in `time` elements; attributes stay as they are."""
    parts: list[str] = []
    done = 0
    for found in MONTH_AND_DAY.finditer(html):
        at = found.start() - YEAR_LENGTH
        if at >= done and YEAR.match(html, at) and is_among_words(html, at):
            parts += html[done:at], f"<time>{html[at : found.end()]}</time>"
            done = found.end()
    return "".join((*parts, html[done:]))


def is_among_words(html: str, at: int) -> bool:
    """Say whether a place is in text that a browser breaks: in no tag, and in nothing plain."""
    tag = html.rfind("<", 0, at)
    return tag >= 0 and html.find(">", tag, at) >= 0 and not html.startswith(PLAIN, tag)
