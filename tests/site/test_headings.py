"""No list calls two things alike, in either language: a text that fits one place only is found."""

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest
from flask import Flask

import portal
from portal.audit.verbs import VERBS
from portal.core.i18n import LOCALES, force_locale
from portal.linesheets.fields.table import FIELDS
from portal.linesheets.rules.layout import column

pytestmark = pytest.mark.sqlite

STARTS = frozenset({"portal.serve", "portal.worker"})
"""Importing these begins to serve."""


def heads() -> Iterator[tuple[str, Iterable[object]]]:
    """Yield the headings of every table that is given away as a file."""
    for module in pkgutil.walk_packages(portal.__path__, "portal."):
        if module.name in STARTS or ".migrations" in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if name.endswith("HEAD") and isinstance(value, tuple | list):
                yield f"{module.name}.{name}", value


def twice(words: Iterable[object]) -> list[str]:
    """Return what is said more than once."""
    return [word for word, count in Counter(str(one) for one in words).items() if count > 1]


@pytest.mark.parametrize("locale", LOCALES.values())
def test_no_table_has_two_columns_of_one_name(app: Flask, locale: str) -> None:
    found = dict(heads())
    assert len(found) > 10
    with force_locale(locale):
        alike = {name: twice(words) for name, words in found.items() if twice(words)}
    assert not alike


@pytest.mark.parametrize("locale", LOCALES.values())
def test_no_two_deeds_read_alike_in_the_trail(app: Flask, locale: str) -> None:
    with force_locale(locale):
        assert not twice(VERBS.values())


@pytest.mark.parametrize("locale", LOCALES.values())
def test_a_line_sheet_taken_away_is_read_again(app: Flask, locale: str) -> None:
    """Every heading that a download writes is one that an import knows, for the same field."""
    with force_locale(locale):
        read = {field.name: column(str(field.label)) for field in FIELDS}
    assert read == {name: name for name in read}
