"""What must hold for a profile and its brand. Pure: no database, no request, no clock."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from portal.brands import kinds
from portal.brands.fields import FIELDS, Field, Group, Visibility, of_group
from portal.brands.models import BrandState as B
from portal.brands.models import Revision
from portal.brands.models import RevisionState as R
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.core.pinyin import syllables
from portal.core.workflow import Step, Workflow

REVISION_WORKFLOW = Workflow(
    {
        "submit": Step(frozenset({R.DRAFT, R.RETURNED}), R.SUBMITTED),
        "take back": Step(frozenset({R.SUBMITTED}), R.DRAFT),
        "return": Step(frozenset({R.SUBMITTED}), R.RETURNED),
        "publish": Step(frozenset({R.SUBMITTED}), R.PUBLISHED),
        "supersede": Step(frozenset({R.PUBLISHED}), R.SUPERSEDED),
    }
)
BRAND_WORKFLOW = Workflow(
    {
        "publish": Step(frozenset({B.UNPUBLISHED}), B.VISIBLE),
        "hide": Step(frozenset({B.VISIBLE}), B.HIDDEN),
        "show": Step(frozenset({B.HIDDEN}), B.VISIBLE),
        "suspend": Step(frozenset({B.VISIBLE, B.HIDDEN}), B.SUSPENDED),
        "lift": Step(frozenset({B.SUSPENDED}), B.VISIBLE),
        "withdraw": Step(frozenset({B.VISIBLE, B.HIDDEN, B.SUSPENDED}), B.WITHDRAWN),
        "give up": Step(frozenset({B.UNPUBLISHED}), B.WITHDRAWN),
        "publish again": Step(frozenset({B.WITHDRAWN}), B.VISIBLE),
    }
)
OPEN = frozenset({R.DRAFT, R.SUBMITTED, R.RETURNED})
EDITABLE = frozenset({R.DRAFT, R.RETURNED})
FRANCHISE = "franchise"
TWO_SHOPS = 2
PICTURES_PER_PERSON = "400/day"
SLUG_LENGTH = 60
LONGEST_AWAY = timedelta(days=365)
PINYIN_LENGTH = 200
RESERVED_SLUGS = frozenset(
    {"compare", "connected", "feed", "map", "new", "saved", "search", "tiles"}
)
"""Words that the directory may want behind /brands/ itself."""


# What is missing


@dataclass(frozen=True)
class Completeness:
    """How far a profile is filled in. `missing` has what helps most first."""

    percent: int
    missing: Sequence[Field]

    @property
    def required(self) -> list[Field]:
        """Return what it cannot be submitted without."""
        return [field for field in self.missing if field.required]

    @property
    def may_submit(self) -> bool:
        """Say whether nothing required is missing."""
        return not self.required

    @property
    def next_best(self) -> Field | None:
        """Return the field to fill in next, or None when all are."""
        return self.missing[0] if self.missing else None

    def of_group(self, group: Group) -> list[Field]:
        """Return what a section still lacks."""
        return [field for field in self.missing if field.group is group]


def completeness(revision: Revision, group: Group | None = None) -> Completeness:
    """Return how far a revision, or one section of it, is filled in, from 0 to 100 percent."""
    counted = [f for f in FIELDS if f.counted and (group is None or f.group is group)]
    missing = [field for field in counted if not field.is_filled(revision)]
    missing.sort(key=lambda field: (not field.required, -field.worth, field.minutes))
    percent = 100 * (len(counted) - len(missing)) // len(counted)
    return Completeness(percent, missing)


def warnings(revision: Revision, today: date, *, market_closed: bool = False) -> list[object]:
    """Return what is worth a look before an agent reads a revision, in words; it stops nothing."""
    found: list[object] = []
    names = {folded(revision.name_zh), folded(revision.name_en)}
    if revision.mark_name and folded(revision.mark_name) not in names:
        found.append(
            _l(
                "The trademark says “%(mark)s”, the profile “%(name)s”. Agents may use only the "
                "registered name.",
                mark=revision.mark_name,
                name=revision.name_zh,
            )
        )
    if grants_franchises(revision) and not two_shops_a_year(revision.store_dates, today):
        found.append(
            _l(
                "Whoever grants franchises must have had two own shops for more than a year "
                "(Regulations on Commercial Franchises, Art. 7). The opening days do not show it."
            )
        )
    for field in FIELDS:
        value = field.of(revision)
        if isinstance(field.kind, kinds.Code | kinds.Codes) and value and field.kind.unknown(value):
            found.append(
                _l("%(field)s: this is no longer offered. Choose another.", field=field.label)
            )
    if market_closed:
        found.append(_l("The market is closed: nobody outside sees the brand."))
    return found


def folded(name: str) -> str:
    """Return a name as it is compared: width, case and spaces do not make another name."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def grants_franchises(revision: Revision) -> bool:
    """Say whether a revision offers franchises anywhere."""
    modes = {*(revision.modes or []), *(one["mode"] for one in revision.offers or [])}
    return FRANCHISE in modes


def two_shops_a_year(opened: Sequence[str], today: date) -> bool:
    """Say whether two shops of one's own have been open for more than a year.

    Source: Regulations on Administration of Commercial Franchises, Art. 7 (domain 7-10).
    """
    return shops_for_a_year(opened, today) >= TWO_SHOPS


def shops_for_a_year(opened: Sequence[str], today: date) -> int:
    """Return how many shops of one's own have been open for more than a year."""
    a_year_ago = today.replace(year=today.year - 1, day=min(today.day, 28))
    return sum(date.fromisoformat(one) < a_year_ago for one in opened or [])


def check_complete(revision: Revision, threshold: int = 0) -> None:
    """Refuse to submit while something required is missing, naming all of it, or too much is.

    `threshold` is what the market asks for, in percent.

    Raises:
        ConflictError: what is missing stands in the message.
    """
    found = completeness(revision)
    lacking = found.required
    if lacking:
        names = kinds.listed([Markup("{}").format(str(field.label)) for field in lacking])
        raise ConflictError(
            _l("Still missing before the office can look at it: %(fields)s.", fields=names),
            _l("Fill these in, then submit."),
        )
    if found.percent < threshold:
        raise ConflictError(
            _l(
                "The market asks for profiles that are %(threshold)s %% filled in; this one is "
                "%(percent)s %%.",
                threshold=threshold,
                percent=found.percent,
            ),
            _l("Best filled in next: %(field)s.", field=found.missing[0].label),
        )


def check_back_on(day: date | None, today: date) -> None:
    """Refuse a day on which a brand cannot come back.

    Raises:
        InvalidError: it is past, or further away than a year.
    """
    if day is not None and not today < day <= today + LONGEST_AWAY:
        raise InvalidError(
            "back_on",
            _l("A day between tomorrow and %(last)s, please.", last=str(today + LONGEST_AWAY)),
        )


def check_editable(revision: Revision | None) -> Revision:
    """Return the revision that may be changed.

    Raises:
        ConflictError: there is none, or it lies with the office.
    """
    if revision is None or revision.state not in OPEN:
        raise ConflictError(
            _l("There is no draft to change: what is published stays as it is."),
            _l(
                "Open the profile and press “Change the profile”. Agents see the old one meanwhile."
            ),
        )
    if revision.state not in EDITABLE:
        raise ConflictError(
            _l("The profile lies with the office; it is the office's turn."),
            _l("Take it back first if you want to change something."),
        )
    return revision


def check_waiting(revision: Revision) -> None:
    """Refuse to ask about a revision that does not lie with the office.

    Raises:
        ConflictError: it is a draft, or decided.
    """
    if not REVISION_WORKFLOW.allows("publish", revision.state):
        raise ConflictError(
            _l("This profile does not lie with the office."), _l("Look at the page again.")
        )


def check_seen(revision: Revision, seen: int | None) -> None:
    """Refuse a decision on something else than what was read; None: it was not asked.

    Raises:
        ConflictError: the revision was changed since the page was opened.
    """
    if seen is not None and seen != revision.version:
        raise ConflictError(
            _l("The brand has changed this profile since you opened the page."),
            _l("Read it again, then decide."),
        )


# What may be written


def checked(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what may be kept of a section's answers, by column: codes without repeats.

    Raises:
        InvalidError: a code that the table does not have, too many, or a number out of bounds.
    """
    kept: dict[str, Any] = {}
    for column, value in answers.items():
        field = BY_COLUMN[column]
        check_value(field, column, value)
        kept[column] = list(dict.fromkeys(value)) if isinstance(value, list) else value
    return kept


def check_value(field: Field, column: str, value: Any) -> None:
    """Refuse a value that cannot stand in a field."""
    kind = field.kind
    if value is None or value in ("", []):
        return
    if kind.unknown(value):
        raise InvalidError(column, _l("Please choose from the list."))
    if isinstance(kind, kinds.Codes | kinds.Days) and len(set(value)) > kind.most:
        raise InvalidError(column, _l("Choose at most %(most)s.", most=kind.most))
    if isinstance(kind, kinds.Whole) and not kind.low <= value <= kind.high:
        raise InvalidError(
            column,
            _l("Write a whole number from %(min)s to %(max)s.", min=kind.low, max=kind.high),
        )
    if isinstance(kind, kinds.Money | kinds.Percent) and not 0 <= value <= kind.high:
        raise InvalidError(column, _l("That number is too large or too small."))


BY_COLUMN = {
    column: field
    for field in FIELDS
    if not isinstance(field.kind, kinds.Pictures)
    for column in field.columns
}
"""Every column of a revision that people fill in."""


# What it is called


def slug_of(name_zh: str, name_en: str) -> str:
    """Return the address that a name suggests: the English name, else pinyin, else `brand`."""
    plain = name_en.encode("ascii", "ignore").decode()
    latin = "-".join(re.findall(r"[a-z0-9]+", plain.lower())) or pinyin_of(name_zh, "")
    return (latin[:SLUG_LENGTH].strip("-")) or "brand"


def free_slug(wanted: str, taken: Collection[str]) -> str:
    """Return the wanted address, or the first of wanted-2, wanted-3 … that is free."""
    if wanted not in taken and wanted not in RESERVED_SLUGS:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def pinyin_of(name: str, between: str = " ") -> str:
    """Return a name in pinyin without tones: 云织 is `yun zhi`. Other letters stay as they are."""
    parts = ("".join(re.findall(r"[a-z0-9]+", one.lower())) for one in syllables(name))
    return between.join(one for one in parts if one)[:PINYIN_LENGTH]


# Where a picture may go


def moved(count: int, place: int, to: int) -> list[int]:
    """Return the order of `count` things when the one at `place` goes to `to` (both from 0)."""
    order = [one for one in range(count) if one != place]
    order.insert(max(0, min(to, count - 1)), place)
    return order


def shown_to_agents(group: Group) -> bool:
    """Say whether a section has fields that the public does not see."""
    return any(field.visibility > Visibility.PUBLIC for field in of_group(group))
