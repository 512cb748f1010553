"""Words, days and codes, as a form or a cell gives them."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from portal.brands.kinds import UnclearError, tidy
from portal.core.contact import clean_text
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.i18n import lazy_gettext as _l
from portal.reference import queries as reference

BETWEEN = re.compile(r"[,，、;；\n]+")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def read_line(text: str, most: int) -> str:
    """Return words on one line.

    Raises:
        UnclearError: more than `most` characters.
    """
    line = " ".join(clean_text(text).split())
    if len(line) > most:
        raise UnclearError(_l("At most %(most)s characters, please.", most=most))
    return line


def read_code(vocabulary: str, text: str) -> str:
    """Return the code of a term that is named in Chinese or English, or by its code.

    Raises:
        UnclearError: none is called so, or several.
    """
    asked = squeezed(text)
    terms = dict(reference.choices(vocabulary))
    exact = [
        code
        for code, one in terms.items()
        if asked in {squeezed(code), squeezed(one.zh), squeezed(one.en)}
    ]
    found = exact or [
        code
        for code, one in terms.items()
        if asked and (short(one.zh).startswith(asked) or short(one.en).startswith(asked))
    ]
    if len(found) == 1:
        return found[0]
    words = _l("This fits several: %(names)s.") if found else _l("Nothing is called so: %(names)s.")
    offered = [one.label(language()) for code, one in terms.items() if not found or code in found]
    raise UnclearError(str(words) % {"names": _(", ").join(offered[:6])})


def write_code(vocabulary: str, code: str) -> str:
    """Return a term in the reader's language; nothing for none."""
    return reference.term(vocabulary, code).label(language()) if code else ""


def squeezed(text: str) -> str:
    """Return a name as it is compared."""
    return re.sub(r"[\s_()（）/]+", "", unicodedata.normalize("NFKC", text)).casefold()


def short(text: str) -> str:
    """Return a name without what stands in brackets, as it is compared."""
    return squeezed(re.sub(r"[(（].*", "", text))


def read_day(text: str) -> date:
    """Return a day, to come or past: 2026-11-22, 2026/11/22, 2026年11月22日.

    Raises:
        UnclearError: it is none.
    """
    found = DAY.fullmatch(tidy(text).removesuffix("T00:00:00"))
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(tidy(text))
    except ValueError:
        raise UnclearError(_l("A day, please, like 2026-11-22.")) from None


def write_sizes(sizes: Sequence[str]) -> str:
    """Return sizes as a form shows them."""
    return " ".join(sizes)
