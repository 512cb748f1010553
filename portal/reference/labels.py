"""The code tables in templates: `{{ term("style", code) }}`, `{{ region(code) }}`."""

from flask import Flask
from markupsafe import Markup

from portal.core.i18n import bdi, language
from portal.core.i18n import gettext as _
from portal.reference import queries

SUMMER = "s"
"""The tag prices of shirts and dresses; the others are those of coats."""


def term_label(kind: str, code: str | None, spoken: str | None = None) -> str:
    """Return a term in a language, the reader's unless given; nothing for no code."""
    return queries.term(kind, code).label(spoken or language()) if code else ""


def price_label(band: str) -> str:
    """Return a tag price with its season: the same numbers mean another coat or shirt."""
    words, season = term_label("price_band", band), queries.term("price_band", band).parent
    if season is None:
        return words
    summer = _("Summer %(band)s", band=words)
    return summer if season == SUMMER else _("Winter %(band)s", band=words)


def region_label(code: str | None, spoken: str | None = None, *, whole: bool = False) -> str:
    """Return a region's name, the whole line from its province down when asked."""
    if not code:
        return ""
    write = queries.full_region_name if whole else queries.region_name
    return write(code, spoken or language())


def cluster_label(code: str | None, spoken: str | None = None) -> str:
    """Return a cluster's name; nothing for no code."""
    return queries.cluster(code).label(spoken or language()) if code else ""


def marked(text: str) -> Markup:
    """Return text of a code table in an element of its own that names the language."""
    return bdi(text, language()) if text else Markup()


def term(kind: str, code: str | None) -> Markup:
    """Print a term in the reader's language."""
    return marked(term_label(kind, code))


def region(code: str | None, *, whole: bool = False) -> Markup:
    """Print a region in the reader's language, with its province and city when `whole`."""
    return marked(region_label(code, whole=whole))


def cluster(code: str | None) -> Markup:
    """Print a cluster in the reader's language."""
    return marked(cluster_label(code))


def kind_text(kind: str) -> str:
    """Return what a code table is called in the reader's language."""
    return queries.kind_name(kind, language())


def init_app(app: Flask) -> None:
    """Offer the code tables to templates; `…_text` are plain, for attributes and options."""
    app.jinja_env.globals.update(
        term=term,
        region=region,
        cluster=cluster,
        term_text=term_label,
        region_text=region_label,
        cluster_text=cluster_label,
        kind_text=kind_text,
    )
