"""What stands on a hang-tag: number, colours, sizes, fibres; and the ratio of a pack."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from portal.brands.kinds import UnclearError, read_percent
from portal.core.contact import clean_text
from portal.core.i18n import CHINESE, language
from portal.core.i18n import lazy_gettext as _l
from portal.linesheets.reading.plain import BETWEEN, squeezed
from portal.reference import queries as reference

NUMBER_LENGTH = 30
UNFIT_FOR_FILES = re.compile(r'[\\/:*?"<>|]')
MOST_COLOURS = MOST_SIZES = 20
COLOUR_LENGTH = 20
HEX = re.compile(r"#([0-9a-fA-F]{6})\b")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 '\-.&]*")
SIZE = re.compile(
    r"\d{2,3}/\d{2,3}(\([0-9.]+\))?[YABC]?|\d{2,3}(\.5)?|\d{2}[-~]\d{2}|\d{2,3}[A-H]|\d{2}/\d{2}[A-H]"
    r"|[2-9]X[SL]|X{0,4}[SL]|M|F|均码"
)
ONE_SIZE = {"ONESIZE": "F", "均": "均码", "FREE": "F"}
PACK_COUNT = re.compile(r"\d{1,2}(:\d{1,2})*")
WHOLE = 10_000
"""All of a part, in hundredths of a percent."""
MOST_FIBRES, MOST_PARTS = 10, 5
DOWN = "down_"
"""How the codes of down begin."""
LEAST_DOWN, DOWN_STEP = 5_000, 500
SHARE = r"(?P<share>\d{1,3}(?:\.\d{1,2})?)\s*%"
NAME_FIRST = re.compile(rf"(?P<name>[^\d%,，、;；:：]+?)\s*[:：]?\s*{SHARE}")
SHARE_FIRST = re.compile(rf"{SHARE}\s*(?P<name>[^\d%,，、;；:：]+)")
SPOKEN = {
    "鹅绒": "down_goose",
    "鸭绒": "down_duck",
    "粘胶": "viscose",
    "粘胶纤维": "viscose",
    "涤纶": "polyester",
    "聚酯": "polyester",
    "尼龙": "polyamide",
    "锦纶纤维": "polyamide",
    "羊绒": "cashmere",
    "真丝": "silk",
    "蚕丝": "silk",
    "天丝": "lyocell",
    "莱赛尔纤维": "lyocell",
    "莫代尔纤维": "modal",
    "绵羊毛": "wool",
    "醋酸纤维": "acetate",
    "聚氨酯弹性纤维": "elastane",
    "nylon": "polyamide",
    "spandex": "elastane",
    "rayon": "viscose",
}
"""What the trade says for some of them."""


def read_number(text: str) -> str:
    """Return a style's number: capitals, without spaces around.

    Raises:
        UnclearError: too long, or with a sign that no file's name may have.
    """
    number = " ".join(unicodedata.normalize("NFKC", clean_text(text)).split()).upper()
    if len(number) > NUMBER_LENGTH:
        raise UnclearError(_l("At most %(most)s characters, please.", most=NUMBER_LENGTH))
    if UNFIT_FOR_FILES.search(number):
        raise UnclearError(
            _l(
                "Pictures are named after it, so it may not contain %(signs)s.",
                signs='\\ / : * ? " < > |',
            )
        )
    return number


def read_colours(text: str) -> list[dict[str, str]]:
    """Return colours: `墨绿 Bottle green #2b4a3f、米白`.

    Raises:
        UnclearError: too many, one without a name, or a name that is too long.
    """
    found = [read_colour(one) for one in BETWEEN.split(clean_text(text)) if one.strip()]
    if len(found) > MOST_COLOURS:
        raise UnclearError(_l("At most %(most)s colours.", most=MOST_COLOURS))
    if len({one["zh"] for one in found}) < len(found):
        raise UnclearError(_l("One colour stands here twice."))
    return found


def read_colour(text: str) -> dict[str, str]:
    """Return one colour: its Chinese name, its English one and its swatch."""
    swatch = HEX.search(text)
    words = HEX.sub(" ", text)
    latin = LATIN.search(words)
    chinese = " ".join(LATIN.sub(" ", words, count=1).split())
    english = latin[0].strip() if latin else ""
    if not chinese:
        chinese, english = english, ""
    if not chinese:
        raise UnclearError(_l("A colour needs a name, like green #2b4a3f."))
    if max(len(chinese), len(english) // 2) > COLOUR_LENGTH:
        raise UnclearError(_l("At most %(most)s characters for a colour.", most=COLOUR_LENGTH))
    return {"zh": chinese, "en": english, "hex": f"#{swatch[1].lower()}" if swatch else ""}


def write_colours(colours: Sequence[Mapping[str, str]]) -> str:
    """Return colours as a form shows them."""
    named = (
        " ".join(part for part in (one["zh"], one["en"], one["hex"]) if part) for one in colours
    )
    return "、".join(named)


def read_sizes(text: str) -> list[str]:
    """Return sizes in their order: 155/76A 160/80A, S M L, 26 27 28, 均码.

    Raises:
        UnclearError: one that no label has, or too many.
    """
    plain = unicodedata.normalize("NFKC", clean_text(text)).upper().replace("ONE SIZE", "F")
    words = [ONE_SIZE.get(one, one) for one in re.split(r"[\s,、;]+", plain) if one]
    for one in words:
        if not SIZE.fullmatch(one):
            raise UnclearError(
                _l(
                    "“%(size)s” is no size. Write each one, like 155/76A 160/80A or S M L.",
                    size=one[:20],
                )
            )
    if len(words) > MOST_SIZES:
        raise UnclearError(_l("At most %(most)s sizes.", most=MOST_SIZES))
    return list(dict.fromkeys(words))


def read_pack(text: str) -> str:
    """Return the ratio of a pack: 1:2:2:1, whatever stands between its numbers.

    Raises:
        UnclearError: it is none.
    """
    plain = re.sub(r"[\s:/、,\-]+", ":", unicodedata.normalize("NFKC", text).strip())
    if not PACK_COUNT.fullmatch(plain) or not any(int(one) for one in plain.split(":")):
        raise UnclearError(_l("Write the pieces of each size, like 1:2:2:1."))
    return plain


def write_pack(pack: str) -> str:
    """Return a ratio as it is kept."""
    return pack


def read_fibres(text: str) -> list[dict[str, Any]]:
    """Return parts with their fibres: `面料：棉 95% 氨纶 5%；里料：聚酯纤维 100%`, `100% cotton`.

    Raises:
        UnclearError: an unknown fibre, or a part whose shares do not come to 100.
    """
    plain = unicodedata.normalize("NFKC", clean_text(text)).replace("﹪", "%")
    found = [read_part(label, words) for label, words in parts_in(plain)]
    if not found or not all(one["fibres"] for one in found):
        raise UnclearError(_l("Write each fibre with its share, like cotton 95%, elastane 5%."))
    if len(found) > MOST_PARTS or len({one["part"] for one in found}) < len(found):
        raise UnclearError(_l("Each part once, please: shell, lining, filling."))
    return found


def read_down_content(text: str) -> int:
    """Return the share of down clusters as a label may state it, in hundredths of a percent.

    Source: GB/T 14272-2021, at least 50 %, in steps of 5.

    Raises:
        UnclearError: it is no share, or none that a label may state.
    """
    content = read_percent(text)
    if content < LEAST_DOWN:
        raise UnclearError(_l("Under 50 percent it is no down garment (GB/T 14272)."))
    if content % DOWN_STEP:
        raise UnclearError(_l("A label states it in steps of five, the lower one: 75 for 78.2."))
    return content


def is_down(parts: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether down is among the fibres of any part."""
    return any(fibre["code"].startswith(DOWN) for one in parts for fibre in one["fibres"])


def parts_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield each part's code, empty where none is named, and the fibres in it as written."""
    names = {
        squeezed(word): code
        for code, one in reference.choices("garment_part")
        for word in (one.zh, one.en)
    }
    spoken = "|".join(sorted((re.escape(name) for name in names), key=len, reverse=True))
    marked = re.sub(rf"(?i)(?<!^)\s*(?=(?:{spoken})\s*:)", ";", text)
    for piece in re.split(r"[;\n|]+", marked):
        head, colon, rest = piece.partition(":")
        code = names.get(squeezed(head)) if colon else None
        if piece.strip():
            yield (code, rest) if code else ("", piece)


def read_part(part: str, words: str) -> dict[str, Any]:
    """Return the fibres of one part; their shares come to 100."""
    pattern = SHARE_FIRST if re.match(r"\s*\d", words) else NAME_FIRST
    fibres: list[dict[str, Any]] = [
        {"code": fibre_called(one["name"]), "share": int(Decimal(one["share"]) * 100)}
        for one in pattern.finditer(words)
    ]
    if pattern.sub("", words).strip(" ,、。."):
        raise UnclearError(_l("Write each fibre with its share, like cotton 95%, elastane 5%."))
    total = sum(one["share"] for one in fibres)
    if total < WHOLE and any(one["code"].startswith(DOWN) for one in fibres):
        raise UnclearError(
            _l(
                "Here stands which down it is, as all of its part. How much of it are clusters "
                "has a field of its own."
            )
        )
    if fibres and total != WHOLE:
        raise UnclearError(
            _l("The shares come to %(total)s %%, not to 100.", total=f"{Decimal(total) / 100:g}")
        )
    if len(fibres) > MOST_FIBRES:
        raise UnclearError(_l("At most %(most)s fibres in a part.", most=MOST_FIBRES))
    return {"part": part, "fibres": fibres}


def fibre_called(text: str) -> str:
    """Return the code of a fibre by its name of the standard, or what the trade says for it."""
    name = squeezed(text)
    for code, one in reference.choices("fibre"):
        if name in {squeezed(one.zh), squeezed(one.en)}:
            return code
    if name in SPOKEN:
        return SPOKEN[name]
    raise UnclearError(
        _l("No fibre is called “%(name)s”. Write its name as on the label.", name=text.strip()[:20])
    )


def write_fibres(parts: Sequence[Mapping[str, Any]]) -> str:
    """Return fibres as a label lists them, in the reader's language."""
    chinese = language() == CHINESE
    told = []
    for one in parts:
        fibres = (" " if chinese else ", ").join(
            f"{reference.term('fibre', fibre['code']).label(language())} {share(fibre['share'])}%"
            for fibre in one["fibres"]
        )
        head = reference.term("garment_part", one["part"]).label(language()) if one["part"] else ""
        told.append(f"{head}{'：' if chinese else ': '}{fibres}" if head else fibres)
    return ("；" if chinese else "; ").join(told)


def share(hundredths: int) -> str:
    """Return a share without empty places."""
    return f"{Decimal(hundredths) / 100:g}"
