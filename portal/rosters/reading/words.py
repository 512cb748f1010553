"""Everything that is said about a row, in words, and how much it weighs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from markupsafe import Markup, escape

from portal.core import credit_code
from portal.core.i18n import in_text
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import said as in_own_language


class Weight(StrEnum):
    """What a remark does to its row."""

    NOTE = "note"
    """Read otherwise than written, and surely so."""
    DOUBT = "doubt"
    """A person has to look: the row is taken only when it is ticked."""
    PROBLEM = "problem"
    """The row cannot be taken."""
    LEFT = "left"
    """No row of the list at all."""


@dataclass(frozen=True)
class Say:
    """One remark: what, about which column (empty: the row), with what in its sentence."""

    code: str
    about: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def weight(self) -> Weight:
        """Return how much it weighs."""
        return SAYINGS[self.code][0]

    @property
    def words(self) -> Markup:
        """Return the sentence in the reader's language, what others wrote kept apart in it."""
        if self.code.startswith("code_") and "typed" in self.params:
            return escape(str(credit_code.problem(self.params["typed"]) or ""))
        told = {
            name: in_own_language(value) if isinstance(value, str) else value
            for name, value in self.params.items()
        }
        return in_text(str(SAYINGS[self.code][2]), **told)

    @property
    def plain(self) -> str:
        """Return the same as plain text."""
        return self.words.striptags()

    @property
    def kept(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {"code": self.code, "about": self.about, "params": dict(self.params)}


N, D, P, L = Weight
Saying = tuple[Weight, object, object]
SAYINGS: Mapping[str, Saying] = {
    # code: weight, what the kind is called, the sentence
    "serial": (
        N,
        _l("Dates kept as numbers"),
        _l("A date that Excel keeps as the number %(typed)s."),
    ),
    "corrected": (
        N,
        _l("Corrected by hand"),
        _l("Typed by %(by)s; the file says “%(was)s”."),
    ),
    "code_tidied": (
        N,
        _l("Credit codes tidied"),
        _l("Spaces and small letters are put right; no character is changed."),
    ),
    "no_brand": (N, _l("No brand yet"), _l("No brand yet: only the merchant is kept.")),
    "mark": (N, _l("Mark signs"), _l("The sign %(mark)s is not part of the name.")),
    "former": (N, _l("Former names"), _l("The former name is kept beside the name.")),
    "names_parted": (
        N,
        _l("Two names in a cell"),
        _l("The Latin part is read as the English name."),
    ),
    "formula": (N, _l("Formulas"), _l("A formula; its last result is taken.")),
    "formula_words": (
        N,
        _l("Words after an equals sign"),
        _l("Begins with = but computes nothing; taken as text."),
    ),
    "category_words": (
        N,
        _l("Categories in own words"),
        _l("Not in the list of categories; kept in the office's own words."),
    ),
    "phone_tidied": (
        N,
        _l("Numbers tidied"),
        _l("Full-width digits, spaces and dashes are put right."),
    ),
    "no_amount": (
        D,
        _l("Words for an amount"),
        _l("Not read as yuan per m² and month; kept as it is written."),
    ),
    "two_phones": (
        D,
        _l("Two numbers in a cell"),
        _l("Two numbers: the first becomes the contact's, the other is kept beside it."),
    ),
    "phone_short": (
        D,
        _l("Numbers with a wrong count of digits"),
        _l(
            "A mobile number has 11 digits, this one %(count)s. The row is taken"
            " without it; the digits are kept beside."
        ),
    ),
    "phone_unknown": (
        D,
        _l("Numbers that cannot be mobiles"),
        _l(
            "No mobile number begins like this. The row is taken without it; the"
            " digits are kept beside."
        ),
    ),
    "rounded": (
        D,
        _l("Numbers that Excel shortened"),
        _l(
            "Excel has shortened this number and lost its last digits. Format the"
            " column as text and type it again."
        ),
    ),
    "month_end": (D, _l("Dates without a day"), _l("Only a month: read as its last day.")),
    "day_first": (
        D,
        _l("Dates in an unclear order"),
        _l("Day and month may be the other way round."),
    ),
    "term": (N, _l("Terms from – to"), _l("The later day is the end of the term.")),
    "ditto": (
        N,
        _l("Ditto marks"),
        _l("“%(typed)s”: what stands above it is taken."),
    ),
    "date_range": (D, _l("From – to in a cell"), _l("Two dates: read as the end of the term.")),
    "no_date": (D, _l("Words instead of a date"), _l("No date; kept as words.")),
    "odd_year": (D, _l("Unlikely years"), _l("The year is unlikely.")),
    "no_stall": (
        D,
        _l("Stalls that cannot be read"),
        _l("Not read as a stall's number; kept as words."),
    ),
    "several_halls": (
        D,
        _l("Stalls that several halls have"),
        _l("%(stall)s is in several halls: %(halls)s. Write the hall before it."),
    ),
    "no_hall": (
        D,
        _l("Halls that are not clear"),
        _l("Which hall is “%(hall)s”? Possible are: %(halls)s."),
    ),
    "other_hall": (
        D,
        _l("Stalls of another hall"),
        _l("%(hall)s has no %(stall)s; it is in: %(halls)s."),
    ),
    "unclear_stall": (D, _l("Stalls with two readings"), _l("It may also be %(other)s.")),
    "several_stalls": (D, _l("Several stalls in a cell"), _l("Several stalls: all are kept.")),
    "floor_differs": (
        D,
        _l("Floor and stall disagree"),
        _l("The column of floors says %(floor)s."),
    ),
    "formula_doubt": (
        D,
        _l("Formulas without a result"),
        _l("A formula without a result. Is it meant as text?"),
    ),
    "error_cell": (D, _l("Errors of Excel"), _l("Excel shows an error here; taken as empty.")),
    "same_stall": (
        D,
        _l("One stall, several brands"),
        _l("Row %(row)s has the same stall: %(name)s."),
    ),
    "same_name": (D, _l("One name, several rows"), _l("Row %(row)s has the same brand name.")),
    "same_code": (
        D,
        _l("One credit code, several brands"),
        _l("Row %(row)s has the same credit code: %(name)s."),
    ),
    "hidden_row": (D, _l("Hidden rows"), _l("The row is hidden in the file.")),
    "stall_known": (
        D,
        _l("Stall held by another brand"),
        _l("On this stall we know %(name)s so far."),
    ),
    "name_known": (
        D,
        _l("Name known with another code"),
        _l("A brand of this name is here already, of a company with another credit code."),
    ),
    "second_brand": (
        D,
        _l("Another brand of a known company"),
        _l("The company is here already with %(name)s; this becomes another brand of it."),
    ),
    "renamed": (D, _l("Names that changed"), _l("Known here as %(name)s so far.")),
    "several_known": (
        P,
        _l("Several brands fit"),
        _l("Several brands here fit this row: %(name)s. Add the credit code or the stall."),
    ),
    "repeat": (
        P,
        _l("Repeated rows"),
        _l("Says the same brand again as row %(row)s. The first is taken."),
    ),
    "code_length": (P, _l("Credit codes of a wrong length"), ""),
    "code_letter": (P, _l("Credit codes with a letter that is never used"), ""),
    "code_sum": (P, _l("Credit codes with a wrong check digit"), ""),
    "too_long": (
        P,
        _l("Texts that are too long"),
        _l("At most %(most)s characters; this has %(count)s."),
    ),
    "no_such_day": (P, _l("Days that no calendar has"), _l("No calendar has this day.")),
    "nobody": (
        P,
        _l("Rows about nobody"),
        _l("Neither a brand nor a company nor a person is named."),
    ),
    "blank": (L, _l("Empty rows"), _l("Empty row.")),
    "subtotal": (L, _l("Subtotals"), _l("A subtotal, no merchant.")),
    "heading": (L, _l("Repeated headings"), _l("The headings once more.")),
    "lone": (L, _l("Lines of explanation"), _l("Only a remark or a number stands here.")),
}
FILE_SAYINGS: Mapping[str, object] = {
    "macros": _l("The workbook has macros. They are ignored; nothing in it was run."),
    "links": _l(
        "The workbook points to other files. They are not opened; what Excel last"
        " saved of them is read."
    ),
    "pictures": _l("Pictures and drawings in the workbook are left out."),
    "gb18030": _l("The text is in the Chinese encoding GB18030; it was read as such."),
    "hidden_columns": _l("Hidden columns are read too: they are marked below."),
    "hidden_sheets": _l("There are hidden sheets; they can be chosen below."),
    "other_sheets": _l("Only one sheet is read at a time. The others can be chosen below."),
}


def said(kept: Mapping[str, Any]) -> Say:
    """Return a remark as it was stored."""
    return Say(kept["code"], kept["about"], kept["params"])


def kind_label(code: str) -> object:
    """Return what the remarks of a kind are called."""
    return SAYINGS[code][1]
