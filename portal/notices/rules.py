"""When a letter is tried again, and how a message finds its words. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from markupsafe import Markup, escape

from portal.core.i18n import plain, said
from portal.notices.kinds import KINDS

RETRIES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""How long to wait after each failure; after the last the letter is given up."""

CLAIM = timedelta(minutes=5)
"""How long a letter in hand is left alone; if whoever had it died, it is due again then."""


def spoken(params: Mapping[str, Any]) -> dict[str, str]:
    """Return the params in the language in force."""
    return {name: _one(value) for name, value in params.items()}


def _one(value: object) -> str:
    if isinstance(value, dict):
        return plain({"x_zh": value.get("zh"), "x_en": value.get("en")}, "x")
    return str(value)


def marked(params: Mapping[str, Any]) -> dict[str, Markup]:
    """Return the params as a page prints them: each in its own language."""
    return {name: said(text) for name, text in spoken(params).items()}


def headline_markup(kind: str, params: Mapping[str, Any]) -> Markup:
    """Return the headline for a page of the portal."""
    return escape(str(KINDS[kind].headline)) % marked(params)


def sentence_markup(kind: str, params: Mapping[str, Any]) -> Markup:
    """Return the sentence for a page of the portal."""
    return escape(str(KINDS[kind].sentence)) % marked(params)


def headline(kind: str, params: Mapping[str, Any]) -> str:
    """Return the message's headline in the language in force."""
    return str(KINDS[kind].headline) % spoken(params)


def sentence(kind: str, params: Mapping[str, Any]) -> str:
    """Return the message's sentence in the language in force."""
    return str(KINDS[kind].sentence) % spoken(params)
