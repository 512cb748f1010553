"""The safety class of a garment, and what stands on its label: GB 18401 and GB 31701.

Infants are up to 36 months or 100 cm; children over 3 to 14 years, girls to 155 cm, boys to 160.
Products marked under GB 31701 need not repeat GB 18401; the year number may be left off.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from portal.core.i18n import lazy_gettext as _l

INFANT_HEIGHT = 100
"""In cm. Source: GB 31701-2015, 3.1."""
CHILD_HEIGHT = 160
"""In cm: boys; girls to 155. Source: GB 31701-2015, 3.2."""
BABY_WEAR, CHILDRENS_WEAR = "K01", {"K02", "K03", "K04"}
"""Codes of the categories that say for whom a garment is."""
INFANT, CHILD, ADULT = "infant", "child", "adult"
DIRECT = "direct"
HEIGHT = re.compile(r"(\d{2,3})/\d{2,3}")
STRICTEST_FIRST = "ABC"


@dataclass(frozen=True)
class Verdict:
    """What the rules say of a style: the least class, the label's text, and what is wrong."""

    least: str = ""
    """Empty while it is not known who wears it how."""
    text: str = ""
    problem: object = ""

    @property
    def passes(self) -> bool:
        """Say whether the class may stand on the label."""
        return bool(self.text) and not self.problem


def heights(sizes: Collection[str]) -> list[int]:
    """Return the body heights among sizes of the kind 155/76A, in cm."""
    return [int(found[1]) for one in sizes if (found := HEIGHT.match(one))]


def worn_by(wearer: str, sizes: Collection[str], category: str = "") -> str:
    """Return who wears it by the rules, whatever was said.

    Baby wear is for infants, and so is what is cut for up to 100 cm alone; children's wear is never
    for adults; what begins above 160 cm is for no child of the standard.
    """
    if category == BABY_WEAR:
        return INFANT
    if category in CHILDRENS_WEAR and wearer == ADULT:
        return CHILD
    tall = heights(sizes)
    if wearer == CHILD and tall and len(tall) == len(sizes):
        if max(tall) <= INFANT_HEIGHT:
            return INFANT
        return ADULT if min(tall) > CHILD_HEIGHT else CHILD
    return wearer


def minimum_class(wearer: str, contact: str) -> str:
    """Return the least class; nothing while wearer or contact are not known."""
    if wearer == INFANT:
        return "A"
    if not wearer or not contact:
        return ""
    return "B" if contact == DIRECT else "C"


def label_text(wearer: str, safety_class: str) -> str:
    """Return what has to stand on the label, to the letter."""
    if wearer == INFANT:
        return "GB 31701 婴幼儿用品"
    standard = "GB 31701" if wearer == CHILD else "GB 18401"
    return f"{standard} {safety_class}类"


def verdict(
    wearer: str, contact: str, safety_class: str, sizes: Collection[str] = (), category: str = ""
) -> Verdict:
    """Return what the rules say of a style with this class."""
    really = worn_by(wearer, sizes, category)
    least = minimum_class(really, contact)
    if not least:
        return Verdict()
    text = label_text(really, safety_class or least)
    if not safety_class:
        return Verdict(least, text, _l("Class %(least)s or better is needed.", least=least))
    if STRICTEST_FIRST.index(safety_class) > STRICTEST_FIRST.index(least):
        return Verdict(
            least,
            label_text(really, least),
            _l(
                "Class %(given)s is not enough: class %(least)s is the least here.",
                given=safety_class,
                least=least,
            ),
        )
    return Verdict(least, text)
