"""How a page is set: a date stands in one line, whoever wrote it and wherever it stands.

Browsers break 2026-11-22 after its hyphens, and no property of a style sheet forbids it for
running text. Hyphens that do not break would go along when somebody copies the date into a table,
so the page marks dates instead: `time` does not break (`base.css`).
"""

import re

DAY = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\dT-])", re.ASCII)
PLAIN = (
    *("<option", "<textarea", "<title", "<time>", "<script", "<style"),
    *("<text", "<tspan", "<desc"),
)
"""Elements that hold nothing but text, or that are a date already."""


def unbroken_days(html: str) -> str:
    """Return a page whose dates stand in `time` elements; attributes stay as they are."""

    def marked(found: re.Match[str]) -> str:
        day, at = found[0], found.start()
        tag = html.rfind("<", 0, at)
        inside_a_tag = html.find(">", tag, at) < 0
        plain = tag < 0 or inside_a_tag or html.startswith(PLAIN, tag)
        return day if plain else f"<time>{day}</time>"

    return DAY.sub(marked, html)
