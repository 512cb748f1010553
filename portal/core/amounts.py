"""Amounts with two decimals, kept as whole hundredths: yuan as fen, m² as hundredths of a m²."""

import re
import unicodedata
from typing import Any

from wtforms import Field, Form
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from portal.core.i18n import gettext as _

AMOUNT = re.compile(r"(?P<whole>\d{1,9})(?:\.(?P<part>\d{1,2})0*)?")
AROUND = re.compile(r"[¥,\s]|元|平方米|平米|m2$|㎡", re.IGNORECASE)


def read(text: str) -> int | None:
    """Return `12.5`, `¥1,280` or `１２㎡` in hundredths; None for what is no such amount."""
    tidy = AROUND.sub("", unicodedata.normalize("NFKC", text))
    found = AMOUNT.fullmatch(tidy)
    if not found or not tidy.isascii():
        return None
    return int(found["whole"]) * 100 + int((found["part"] or "0").ljust(2, "0"))


def written(hundredths: int | None) -> str:
    """Return an amount as a form shows it: 1250 as 12.5, 1200 as 12."""
    if hundredths is None:
        return ""
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") if part else str(whole)


class HundredthsField(Field):  # type: ignore[misc]
    """An amount with at most two decimals; what it holds is whole hundredths, or none."""

    widget = TextInput()
    data: Any

    def __init__(self, *args: Any, most: int = 1_000_000_00, **options: Any) -> None:
        super().__init__(*args, **options)
        self.most = most
        self.typed = ""

    def pre_validate(self, form: Form) -> None:
        """Let what is wrong with an amount stand before its absence."""
        del form
        if self.process_errors:
            raise StopValidation

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed.

        Raises:
            ValueError: it is no amount, or a larger one than is taken.
        """
        self.typed = valuelist[0].strip()[:40] if valuelist else ""
        self.data = read(self.typed) if self.typed else None
        if self.typed and self.data is None:
            raise ValueError(_("A number with at most two decimals, like 12.5."))
        if self.data is not None and self.data > self.most:
            self.data = None
            raise ValueError(_("At most %(most)s, please.", most=written(self.most)))

    def _value(self) -> str:
        return self.typed or written(self.data)
