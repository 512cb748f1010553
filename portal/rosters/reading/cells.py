"""One cell of each kind: what it says, and what is doubtful about it."""

import calendar
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from portal.core import amounts, contact, credit_code
from portal.core.errors import InvalidError
from portal.core.tables.table import Formula, Value, shown
from portal.reference import queries as reference
from portal.rosters.reading import places
from portal.rosters.reading.places import Halls, Place
from portal.rosters.reading.words import Say

OPEN_TEXT = "长期"
"""What a table says for it, as every office does."""
OPEN_END = "open"
"""A term without an end."""
OPEN_WORDS = re.compile(r"长期(有效)?|无固定期限|永久|不定期|open|none|permanent", re.IGNORECASE)
NONE_YET = re.compile(
    r"[(（\[【]?(无|暂无|没有|未定|无品牌|none|n/?a)[)）\]】]?|[-—/\\]+", re.IGNORECASE
)
FORMER = re.compile(r"\s*[(（]?\s*(?:原名|曾用名|原)\s*[:：]\s*(?P<name>[^)）]+?)\s*[)）]?\s*$")
MARKS = re.compile(r"\s*[®™©]|\s*[(（](R|TM)[)）]", re.IGNORECASE)
TWO_NAMES = re.compile(r"(?P<en>[A-Za-z][\x20-\x7e]*?)\s+(?P<zh>[㐀-鿿].*)", re.DOTALL)
ERRORS = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|GETTING_DATA|SPILL!|CALC!)")
SHORTENED = re.compile(r"\d(\.\d+)?[eE]\+\d+")
BETWEEN_PHONES = re.compile(r"[/、,，;；|\n]|或|(?<=\d{11})\s+(?=1\d)")
BETWEEN_WORDS = re.compile(r"[/、,，;；|\s()（）]+")
BETWEEN_STALLS = re.compile(r"[、,，;；\n&+]|和")
YEAR_FIRST = re.compile(
    r"(?P<y>\d{4})\s*[.\-/年]\s*(?P<m>\d{1,2})(?:\s*[.\-/月]\s*(?P<d>\d{1,2}))?"
)
PACKED = re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)")
YEAR_LAST = re.compile(r"(?P<a>\d{1,2})[./-](?P<b>\d{1,2})[./-](?P<y>\d{4})")
LEVEL = re.compile(
    r"(?P<below>-|B|负|地下)?(?P<level>\d{1,2}|[一二三四五六七八九十])(?:F|楼|层)?", re.IGNORECASE
)
PER_AREA = re.compile(r"(?:元|/|每|平方米|平米|㎡|m2|月)+\s*$")
NUMERALS = "零一二三四五六七八九十"
FIRST_DAY = date(1899, 12, 30)
"""Day 0 of Excel's count, its leap day that never was left out."""
SERIALS = range(20_000, 80_000)
"""Numbers that are days between 1954 and 2119."""
YEARS = range(1990, 2100)
MOBILE_DIGITS = 11
LIMITS = {
    "brand": 60,
    "brand_en": 80,
    "former": 60,
    "company": 120,
    "person": 80,
    "other_mobiles": 80,
    "category": 60,
    "note": 500,
}


@dataclass(frozen=True)
class Reading:
    """What a cell says, by the names of the facts it gives, and what is to be said about it."""

    facts: Mapping[str, str]
    says: tuple[Say, ...] = ()


@dataclass(frozen=True)
class Beside:
    """What stands beside a stall's number in its row, and the halls of the market."""

    hall: str = ""
    floor: str = ""
    halls: Halls = field(default_factory=Halls)


NOTHING_BESIDE = Beside()


def read(
    name: str, value: Value, *, beside: Beside = NOTHING_BESIDE, alone: bool = True
) -> Reading:
    """Read the cell of a column. `beside` is what other columns say of a stall.

    `alone` tells that no other column holds the English or the former name.
    """
    plain, says = prepared(name, value)
    text = shown(plain).strip()
    if not text:
        return Reading({}, says)
    if name == "brand":
        found = brand(text, alone=alone)
    elif name == "stall":
        found = stall(text, beside)
    elif name in {"lease_end", "licence_end"}:
        found = ends(name, plain)
    else:
        found = READERS.get(name, words)(name, text)
    return Reading(found.facts, (*says, *found.says, *too_long(found.facts)))


def prepared(name: str, value: Value) -> tuple[Value, tuple[Say, ...]]:
    """Return what stands in a cell when a formula or an error of Excel is taken for what it is."""
    if isinstance(value, Formula):
        if value.result is not None:
            plain, says = prepared(name, value.result)
            return plain, (Say("formula", name), *says)
        return value.text, (Say("formula_words" if name == "note" else "formula_doubt", name),)
    if isinstance(value, str) and ERRORS.fullmatch(value.strip()):
        return None, (Say("error_cell", name),)
    return value, ()


def too_long(facts: Mapping[str, str]) -> tuple[Say, ...]:
    """Say which facts have no room."""
    return tuple(
        Say("too_long", name, {"most": LIMITS[name], "count": len(value)})
        for name, value in facts.items()
        if len(value) > LIMITS.get(name, 500)
    )


def words(name: str, text: str) -> Reading:
    """Read words: line breaks become spaces but for a note."""
    lines = text if name == "note" else re.sub(r"\s+", " ", text)
    return Reading({name: lines})


def brand(text: str, *, alone: bool) -> Reading:
    """Read a brand's name out of what people write with it."""
    facts, says = {}, []
    if NONE_YET.fullmatch(text):
        return Reading({}, (Say("no_brand", "brand"),))
    if alone and (match := FORMER.search(text)) and match.start():
        facts["former"], text = match["name"], text[: match.start()]
        says.append(Say("former", "brand"))
    if alone and (mark := MARKS.search(text)):
        text = MARKS.sub("", text)
        says.append(Say("mark", "brand", {"mark": mark[0].strip()}))
    text = re.sub(r"\s+", " ", text).strip()
    if alone and (both := TWO_NAMES.fullmatch(text)):
        facts["brand_en"], text = both["en"].strip(), both["zh"]
        says.append(Say("names_parted", "brand"))
    return Reading({"brand": text} | facts, tuple(says))


def phones(name: str, text: str) -> Reading:
    """Read one mobile number or several; what is none is kept beside."""
    if SHORTENED.fullmatch(text):
        return Reading({"other_mobiles": text}, (Say("rounded", name),))
    typed = unicodedata.normalize("NFKC", text)
    parts = [part.strip() for part in BETWEEN_PHONES.split(typed) if part and part.strip()]
    good, bad, says = [], [], []
    for part in parts:
        number, say = mobile(part)
        if number:
            good.append(number)
        else:
            bad.append(part)
            says.append(say)
    if len(parts) > 1 and good:
        says = [Say("two_phones", name)]
    elif good and good[0] != f"+86{text}":
        says.append(Say("phone_tidied", name))
    facts = {"mobile": good[0]} if good else {}
    if beside := [*(contact.format_mobile(one) for one in good[1:]), *bad]:
        facts["other_mobiles"] = "、".join(one.replace(" ", "") for one in beside)
    return Reading(facts, tuple(one for one in says if one))


def mobile(text: str) -> tuple[str, Say | None]:
    """Return a number as it is kept, or why it is none."""
    try:
        return contact.normalise_mobile(text), None
    except InvalidError:
        count = sum(letter.isdigit() for letter in text)
        if count != MOBILE_DIGITS:
            return "", Say("phone_short", "mobile", {"count": count})
        return "", Say("phone_unknown", "mobile")


def code(name: str, text: str) -> Reading:
    """Read a credit code; a wrong one is never put right."""
    if SHORTENED.fullmatch(text):
        return Reading({}, (Say("rounded", name),))
    tidy = credit_code.normalise(text)
    if credit_code.is_valid(tidy):
        return Reading({name: tidy}, () if tidy == text else (Say("code_tidied", name),))
    if len(tidy) != credit_code.LENGTH:
        kind = "code_length"
    else:
        kind = "code_letter" if credit_code.strange_character(tidy) else "code_sum"
    return Reading({}, (Say(kind, name, {"typed": text[:40]}),))


def category(name: str, text: str) -> Reading:
    """Read words for goods as a category where they mean just one."""
    found = category_codes(text)
    if len(found) == 1:
        return Reading({name: found[0]})
    return Reading({name: re.sub(r"\s+", " ", text)}, (Say("category_words", name),))


def category_codes(text: str) -> list[str]:
    """Return the categories that a text may mean: by its whole, else by its words."""
    spoken, leaves = text.casefold(), dict(reference.choices("category"))
    whole = [
        one for one, term in leaves.items() if spoken in {term.zh.casefold(), term.en.casefold()}
    ]
    if whole:
        return whole
    parts = {one for one in BETWEEN_WORDS.split(spoken) if one}
    return [
        one
        for one, term in leaves.items()
        if parts & {part.casefold() for part in term.zh.split("/")}
    ]


def stall(text: str, beside: Beside) -> Reading:
    """Read a stall's number, in the light of the hall and the floor that stand beside it."""
    level, halls = level_of(beside.floor), beside.halls
    parts = [one for one in BETWEEN_STALLS.split(text) if one.strip()]
    several = [places.read(one, level, halls) for one in parts]
    if len(parts) > 1 and all(several):
        return stalls([one for one in several if one], beside)
    place = places.read(text, level, halls)
    if place is None:
        return Reading({"stall": re.sub(r"\s+", " ", text)[:40]}, (Say("no_stall", "stall"),))
    kept, says = halls.settled(place, beside.hall)
    if place.other:
        says.append(Say("unclear_stall", "stall", {"other": place.other}))
    if level is not None and place.level != level:
        says.append(Say("floor_differs", "stall", {"floor": beside.floor[:20]}))
    return Reading({"stall": kept}, tuple(says))


def stalls(found: Sequence[Place], beside: Beside) -> Reading:
    """Read several stalls of a cell: a hall that is named once holds for those after it."""
    hall, kept = beside.hall, []
    says = [Say("several_stalls", "stall")]
    for place in found:
        hall = place.hall or hall
        text, doubts = beside.halls.settled(place, hall)
        kept.append(text)
        says += doubts
    return Reading({"stall": "、".join(kept)}, tuple(says))


def level_of(text: str) -> int | None:
    """Return the floor that a cell names: 3楼, 3F, 三层, B1, 负一楼."""
    match = LEVEL.fullmatch(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    if match is None:
        return None
    number = match["level"]
    level = int(number) if number.isdigit() else NUMERALS.index(number)
    return (-level if match["below"] else level) or None


def ends(name: str, value: Value) -> Reading:
    """Read the day on which something ends, however it is written."""
    if isinstance(value, datetime):
        return dated(name, value.date())
    if isinstance(value, date):
        return dated(name, value)
    text = shown(value).strip()
    plain = unicodedata.normalize("NFKC", text)
    if OPEN_WORDS.fullmatch(plain):
        return Reading({name: OPEN_END})
    if re.fullmatch(r"\d{5}(\.\d+)?", plain) and int(float(plain)) in SERIALS:
        found = FIRST_DAY + timedelta(days=int(float(plain)))
        return dated(name, found, Say("serial", name, {"typed": text}))
    return written(name, text, plain)


def written(name: str, text: str, plain: str) -> Reading:
    """Read a day that is written in words and digits."""
    found = [*YEAR_FIRST.finditer(plain)] or [*PACKED.finditer(plain)]
    if not found and (match := YEAR_LAST.search(plain)):
        return year_last(name, text, match)
    if not found:
        return Reading({name: re.sub(r"\s+", " ", text)[:60]}, (Say("no_date", name),))
    last = found[-1]
    says = [Say("term" if is_term(found) else "date_range", name)] if len(found) > 1 else []
    year, month = int(last["y"]), int(last["m"])
    if last["d"] is None:
        if month not in range(1, 13):
            return Reading({}, (Say("no_such_day", name),))
        day = calendar.monthrange(max(year, 1), month)[1]
        says.append(Say("month_end", name))
    else:
        day = int(last["d"])
    return on_calendar(name, (year, month, day), *says)


def is_term(found: Sequence[re.Match[str]]) -> bool:
    """Say whether two days are a beginning and a later end."""
    first, last = ([int(one[part] or 0) for part in "ymd"] for one in (found[0], found[-1]))
    return len(found) == 2 and first < last  # noqa: PLR2004


def year_last(name: str, text: str, match: re.Match[str]) -> Reading:
    """Read 12/31/2026: which is the month is clear only when the other is above 12."""
    del text
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    months = range(1, 13)
    if first in months and second in months and first != second:
        return on_calendar(name, (year, first, second), Say("day_first", name))
    month, day = (first, second) if first in months else (second, first)
    return on_calendar(name, (year, month, day))


def on_calendar(name: str, parts: tuple[int, int, int], *says: Say) -> Reading:
    """Return a day that the calendar has, or say that it has none."""
    try:
        return dated(name, date(*parts), *says)
    except ValueError:
        return Reading({}, (Say("no_such_day", name),))


def dated(name: str, day: date, *says: Say) -> Reading:
    """Return a day as it is kept."""
    odd = () if day.year in YEARS else (Say("odd_year", name),)
    return Reading({name: day.isoformat()}, (*says, *odd))


def english(name: str, text: str) -> Reading:
    """Read an English name; marks of none yet are nothing."""
    return Reading({}) if NONE_YET.fullmatch(text) else words(name, text)


def rent(name: str, text: str) -> Reading:
    """Read yuan per m² and month, with or without its unit."""
    plain = unicodedata.normalize("NFKC", text)
    amount = amounts.read(PER_AREA.sub("", plain))
    if amount is None:
        return Reading({name: re.sub(r"\s+", " ", text)[:60]}, (Say("no_amount", name),))
    return Reading({name: amounts.written(amount)})


READERS: Mapping[str, Callable[[str, str], Reading]] = {
    "mobile": phones,
    "credit_code": code,
    "category": category,
    "brand_en": english,
    "rent": rent,
}
