"""Where a line sheet may go, and what a style must say before agents see it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow
from portal.linesheets.fields import BY_NAME, FIELDS
from portal.linesheets.models import LineSheet, Style, View
from portal.linesheets.models import SheetState as S
from portal.linesheets.reading.goods import is_down
from portal.linesheets.rules.safety import verdict

WORKFLOW = Workflow(
    {
        "publish": Step(frozenset({S.DRAFT}), S.PUBLISHED),
        "retire": Step(frozenset({S.DRAFT, S.PUBLISHED}), S.RETIRED),
    }
)
MOST_ON_SHEET = 1000
"""Styles on one line sheet. Source: our decision; large brands show 600 a season."""
SHARE_DAYS = 90
"""The longest that a link may open a line sheet."""
NAMES_TOLD = 5
GIVEN_BY_A_CAMERA = re.compile(
    r"(IMG|DSCN?|DCIM|PXL|VID|MVIMG|MMEXPORT|WX_CAMERA|微信图片|SCREENSHOT|截屏|截图)[-_ ]?\d{3,}.*"
    r"|(IMAGE|PHOTO|PICTURE|照片|图片)[-_ (]*\d*\)?(-\d+)?|NEW(-\d+)?"
)
"""Numbers that nobody gave: what phones and WeChat call pictures, and our own stand-in."""
OF_DOWN = ("down_content", "down_grams")
"""What the label of a down garment states beside the kind of down. Source: GB/T 14272-2021."""


def check_draft(sheet: LineSheet) -> LineSheet:
    """Return a line sheet that may be changed.

    Raises:
        ConflictError: it is published or retired.
    """
    if sheet.state is not S.DRAFT:
        raise ConflictError(
            _l("This version is not a draft: what agents have seen stays as it is."),
            _l("Open the line sheet and press “Change it”. Agents see the old one meanwhile."),
        )
    return sheet


def check_style(values: Mapping[str, Any]) -> None:
    """Refuse values that contradict each other.

    Raises:
        InvalidError: on the field that has to change.
    """
    if not values.get("number"):
        raise InvalidError("number", _l("A style needs its number."))
    begin, end = values.get("delivery_from"), values.get("delivery_until")
    if begin and end and end < begin:
        raise InvalidError("delivery_until", _l("This is before the first day of delivery."))
    pack, sizes = values.get("pack") or "", values.get("sizes") or []
    if pack and sizes and pack.count(":") + 1 != len(sizes):
        raise InvalidError(
            "pack",
            _l(
                "The ratio has %(parts)s numbers for %(sizes)s sizes.",
                parts=pack.count(":") + 1,
                sizes=len(sizes),
            ),
        )
    tag, supply = values.get("tag_price"), values.get("supply_price")
    if tag and supply and supply > tag:
        raise InvalidError("supply_price", _l("The supply price is above the tag price."))


def is_stand_in(number: str) -> bool:
    """Say whether nobody gave a style this number: phones call many pictures the same."""
    return GIVEN_BY_A_CAMERA.fullmatch(number) is not None


def missing(style: Style) -> list[object]:
    """Return what a style still lacks before agents may see it, in words."""
    found: list[object] = [] if style.photo(View.FRONT) else [_l("a picture of its front")]
    if is_stand_in(style.number):
        found.append(_l("a number of its own"))
    found += [one.label for one in FIELDS if one.required and one.of(style) in (None, "", [])]
    if is_down(style.fibres):
        found += [BY_NAME[name].label for name in OF_DOWN if BY_NAME[name].of(style) is None]
    if style.safety_class:
        said = verdict(style.wearer, style.contact, style.safety_class, style.sizes, style.category)
        found += [said.problem] if said.problem else []
    return found


def check_complete(styles: Sequence[Style]) -> None:
    """Refuse to publish without styles, or with styles that lack something, naming them.

    Raises:
        ConflictError: it says which.
    """
    if not styles:
        raise ConflictError(_l("There is no style on it yet."), _l("Add styles, then publish."))
    lacking = [one.number for one in styles if missing(one)]
    if lacking:
        names = _(", ").join(lacking[:NAMES_TOLD]) + ("…" if len(lacking) > NAMES_TOLD else "")
        raise ConflictError(
            _l(
                "%(count)s styles are not ready for agents: %(names)s.",
                count=len(lacking),
                names=names,
            ),
            _l("Each says on its tag what it lacks."),
        )


def moved(count: int, place: int, to: int) -> list[int]:
    """Return the order of `count` things when the one at `place` goes to `to` (both from 0)."""
    order = [one for one in range(count) if one != place]
    order.insert(max(0, min(to, count - 1)), place)
    return order
