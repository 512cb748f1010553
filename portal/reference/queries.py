"""Questions to the code tables.

An unknown code is answered with itself, never with an error: a record may be older than the table.
"""

import re
from collections.abc import Mapping

from portal.core.i18n import ENGLISH
from portal.reference import tables
from portal.reference.models import Cluster, Level, MacroRegion, Region, Term

Choices = list[tuple[str, Term]]
PROVINCE_DIGITS = 2
CODE_LENGTH = 6
BETWEEN = " › "
BETWEEN_NAMES = re.compile(r"[\s'’,，·›/>-]+")
SUFFIX_OF_PLACE = re.compile(
    "(省|市|特别行政区|(壮族|回族|维吾尔)?自治区|地区|盟|自治州|自治县|自治旗|县|区|旗)$"
)
SUFFIX_OF_PROVINCE = re.compile("(省|市|特别行政区|(壮族|回族|维吾尔)?自治区)$")


def terms(kind: str) -> Mapping[str, Term]:
    """Return a code table, retired terms included, in the order they are offered."""
    return tables.vocabularies()[kind].terms


def term(kind: str, code: str) -> Term:
    """Return a term; an unknown code is its own word."""
    return terms(kind).get(code) or Term(code, code, code)


def kind_name(kind: str, language: str) -> str:
    """Return what a code table itself is called: Style, Deposit."""
    vocabulary = tables.vocabularies()[kind]
    return Term(kind, vocabulary.zh, vocabulary.en).label(language)


def children(kind: str, parent: str | None = None) -> list[Term]:
    """Return the terms directly under `parent`, or the top level, without retired ones."""
    return [t for t in terms(kind).values() if t.parent == parent and not t.retired]


def choices(kind: str, parent: str | None = None) -> Choices:
    """Return what can be chosen: under `parent`, or every term that has none under it."""
    heads = {t.parent for t in terms(kind).values()}
    offered = (
        children(kind, parent)
        if parent
        else [t for t in terms(kind).values() if t.code not in heads and not t.retired]
    )
    return [(t.code, t) for t in offered]


def grouped_choices(kind: str) -> list[tuple[Term, Choices]]:
    """Return a two-level table as it is offered: each head with what is under it."""
    return [
        (head, choices(kind, head.code)) for head in children(kind) if children(kind, head.code)
    ]


def is_known(kind: str, code: str) -> bool:
    """Say whether a term may be chosen: it exists and is not retired."""
    return code in terms(kind) and not terms(kind)[code].retired


def with_children(kind: str, code: str) -> frozenset[str]:
    """Return the code and all codes under it: a filter for womenswear finds trousers."""
    return frozenset({code, *(t.code for t in terms(kind).values() if t.parent == code)})


def band(kind: str, value: int, parent: str | None = None) -> Term | None:
    """Return the band that holds `value`, or None when the table has none for it."""
    return next((t for _, t in choices(kind, parent) if t.holds(value)), None)


def region(code: str) -> Region:
    """Return a region; an unknown code is its own name and lies in the province it begins with."""
    known = tables.regions().get(code)
    if known:
        return known
    return Region(code, code, code, "", Level.UNKNOWN, province_of(code))


def is_region(code: str) -> bool:
    """Say whether the list has this code."""
    return code in tables.regions()


def region_children(code: str) -> tuple[Region, ...]:
    """Return the regions directly below; of Dongguan and three other cities there are none."""
    return tables.below().get(code, ())


def provinces() -> list[Region]:
    """Return the 34 province-level regions in the order of their codes."""
    return [r for r in tables.regions().values() if r.level is Level.PROVINCE]


def prefectures(province: str) -> list[Region]:
    """Return what lies directly below a province.

    Prefecture-level cities, and where there is no such level the counties: the districts of a
    municipality, Xiantao and the other units that a province runs itself.
    """
    return list(region_children(province))


def province_of(code: str) -> str | None:
    """Return the code of the province that a region lies in, itself for a province."""
    province = code[:PROVINCE_DIGITS].ljust(CODE_LENGTH, "0")
    return province if province in tables.regions() else None


def ancestors(code: str) -> list[Region]:
    """Return province, prefecture and county as far as they exist, from above to the region."""
    line = [region(code)]
    while line[0].parent:
        line.insert(0, region(line[0].parent))
    return line


def covers(outer: str, inner: str) -> bool:
    """Say whether `inner` is `outer` or lies in it. Hubei covers Tianmen (429006)."""
    return any(step.code == outer for step in ancestors(inner))


def within(code: str) -> frozenset[str]:
    """Return a region and every region in it."""
    inside = {code}
    for step in region_children(code):
        inside |= within(step.code)
    return frozenset(inside)


def path(code: str, language: str) -> str:
    """Return the names from the province down: Hunan › Zhuzhou › Lusong District."""
    return BETWEEN.join(step.label(language) for step in ancestors(code))


def region_name(code: str, language: str) -> str:
    """Return a region's own name: 芦淞区, Lusong District."""
    return region(code).label(language)


def short_region_name(code: str, language: str) -> str:
    """Return a province as a map tile names it: 湖南, 内蒙古; other regions by their own name."""
    place = region(code)
    if language == ENGLISH or place.level is not Level.PROVINCE:
        return place.label(language)
    return SUFFIX_OF_PROVINCE.sub("", place.zh)


def full_region_name(code: str, language: str) -> str:
    """Return a name as in an address: 湖南省株洲市芦淞区; Lusong District, Zhuzhou, Hunan."""
    names = [step.label(language) for step in ancestors(code)]
    return ", ".join(reversed(names)) if language == ENGLISH else "".join(names)


def find_regions(text: str, limit: int = 12) -> list[Region]:
    """Return the regions whose name or pinyin begins with `text`, the higher ones first."""
    asked = text.strip().lower().replace(" ", "").replace("'", "")
    if not asked:
        return []
    order = list(Level)
    found = [
        r for r in tables.regions().values() if r.zh.startswith(asked) or r.pinyin.startswith(asked)
    ]
    return sorted(found, key=lambda r: (order.index(r.level), len(r.pinyin)))[:limit]


def regions_called(text: str, limit: int = 12) -> list[Region]:
    """Return the regions that a person may mean by a name; one alone is clear.

    长沙 is the city although a county in it is called so too; 朝阳 is several places until
    more is said: 辽宁朝阳. English names and pinyin count as well.
    """
    asked = squeezed(text)
    if not asked:
        return []
    called = [r for r in tables.regions().values() if is_called(r, asked)]
    found = sorted(called or find_regions(text, limit), key=lambda r: list(Level).index(r.level))
    if found and all(covers(found[0].code, other.code) for other in found):
        return found[:1]
    return found[:limit]


def squeezed(text: str) -> str:
    """Return a typed name in lower case without spaces and what people put between names."""
    return BETWEEN_NAMES.sub("", text.lower())


def is_called(place: Region, asked: str) -> bool:
    """Say whether `asked`, squeezed, is a name of the region, with or without what it lies in."""
    if asked in (place.code, place.pinyin):
        return True
    if asked.isascii():
        name = squeezed(place.en)
        above = (squeezed(step.en) for step in reversed(ancestors(place.code)[:-1]))
        return asked == name or (asked.startswith(name) and asked == name + "".join(above))
    if place.zh[:2] not in asked:
        return False
    names = [{step.zh, SUFFIX_OF_PLACE.sub("", step.zh)} for step in ancestors(place.code)]
    own = sorted(names[-1], key=len, reverse=True)
    return any(
        len(name) > 1 and asked.endswith(name) and spells(asked.removesuffix(name), names[:-1])
        for name in own
    )


def spells(text: str, names: list[set[str]]) -> bool:
    """Say whether `text` is one name after the other, each in its place; any may be left out."""
    if not text:
        return True
    return any(
        spells(text.removeprefix(name), names[place + 1 :])
        for place, alike in enumerate(names)
        for name in alike
        if name and text.startswith(name)
    )


def revision() -> str:
    """Return the day of the ministry's list of regions, as 2026-09-11."""
    return tables.revision()


def macro_regions() -> list[MacroRegion]:
    """Return the macro-regions: the eight that cover the country, then those of a market."""
    return list(tables.macro_regions().values())


def clusters() -> list[Cluster]:
    """Return every cluster, Lusong first."""
    return list(tables.clusters().values())


def cluster(code: str) -> Cluster:
    """Return a cluster; an unknown code is its own name."""
    return tables.clusters().get(code) or Cluster(code, code, code, "", "", "", (), checked=False)
