"""What merchants answer in a group, read out of a pasted text. Pure; nothing is guessed.

A group's chat is pasted as it was copied: a line may carry its sender's name before it, a chain
sign-up (接龙) numbers its lines. What a line speaks of and what it says are read apart, and what
is not understood is shown as such.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.core.contact import clean_text
from portal.markets import numbers

MOST_LINES = 200
LONGEST = 300
CHAIN = re.compile(r"#?\s*接龙|#\s*(?:group\s*)?(?:note|chain)", re.IGNORECASE)
EXAMPLE = re.compile(r"(?:例|example)\b|例[::\s]", re.IGNORECASE)
NUMBERED = re.compile(r"\d{1,3}\s*[.、)]\s*(?=\D)|\d{1,3}\.\s+")
SENT_AT = re.compile(
    r"(?P<who>.{0,40}?)\s*(?:(?:\d{4}[-/年])?\d{1,2}[-/月]\d{1,2}日?\s+|昨天\s*|星期.\s*)?"
    r"(?:上午|下午|晚上|凌晨)?\s*\d{1,2}:\d{2}(?::\d{2})?"
)
SENDER = re.compile(r"(?P<who>[^::]{1,24}):")
STALL = re.compile(
    r"(?<![\dA-Z])(?:(?:-|B|负|地下)?\d{1,2}(?:F|楼|层)-?[A-Z]{0,2}-?\d{1,4}|[A-Z]{1,2}\d{1,2}-[A-Z]{0,2}\d{1,4}"
    r"|\d{1,2}-?[A-Z]{1,2}-?\d{1,4}|[A-Z]{1,2}-?\d{1,4})号?(?![\dA-Z])",
    re.IGNORECASE,
)
HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
LATIN = re.compile(r"[A-Za-z]{4,}")
EMPTY_WORDS = {"with", "that", "this", "have", "least", "first"}
SHORTEST_LATIN = 3
LINK = re.compile(r"https?://\S+")
DONE = re.compile(
    r"已\S{0,3}(?:交|传|提交|上传|办|填|发|做|完成)|(?:交|传|办|填|弄|发|做)(?:好|完|过|齐)?了|办好|完成|好了|收到并已"
    r"|\b(?:done|handed in|sent|uploaded|finished)\b",
    re.IGNORECASE,
)
NOT_YET = re.compile(
    r"还?(?:没|未)\S{0,4}|不(?:能|了|行|会)|来不及|晚(?:几|两|一)?天|明天|后天|下?(?:周|星期|礼拜)[一二三四五六日天末]?|月底"
    r"|\d{1,2}(?:月(?:\d|[初中底])|[号日])|\b(?:not|later|tomorrow|monday|tuesday|wednesday|thursday|friday|will)\b",
    re.IGNORECASE,
)


class Says(StrEnum):
    """What a reply says of the work."""

    DONE = "done"
    LATER = "later"
    WORDS = "words"


@dataclass(frozen=True)
class Reply:
    """One line of a group: who sent it (if the text says so), its words, the stalls it names."""

    text: str
    sender: str = ""

    @property
    def stalls(self) -> list[str]:
        """Return what looks like a stall's number, as it is written."""
        return [found.group().rstrip("号") for found in STALL.finditer(self.text)]

    @property
    def says(self) -> Says:
        """Return what it says: put off before done, for "not handed in yet" holds both."""
        text = STALL.sub(" ", self.text)
        if NOT_YET.search(text):
            return Says.LATER
        return Says.DONE if DONE.search(text) else Says.WORDS


def replies(pasted: str) -> list[Reply]:
    """Return the replies of a pasted chat or chain sign-up, in their order.

    Headings, examples, times and links are no replies. At most `MOST_LINES` lines are read.
    """
    found: list[Reply] = []
    sender = ""
    for line in clean_text(pasted).splitlines()[: MOST_LINES * 3]:
        tidy = " ".join(unicodedata.normalize("NFKC", LINK.sub("", line)).split())[:LONGEST]
        if not tidy or EXAMPLE.match(tidy):
            continue
        if CHAIN.match(tidy):
            sender = ""
        elif sent := SENT_AT.fullmatch(tidy):
            sender = sent["who"].strip(" :")
        elif (named := SENDER.fullmatch(tidy)) and not STALL.search(tidy):
            sender = named["who"].strip()
        elif words := (NUMBERED.sub("", tidy, count=1) if NUMBERED.match(tidy) else tidy).strip():
            found.append(Reply(words, sender))
    return found[:MOST_LINES]


# What a reply speaks of


@dataclass(frozen=True)
class Merchant:
    """A brand as a group knows it: by its stalls and its names."""

    id: int
    slug: str
    name_zh: str
    name_en: str
    stalls: tuple[str, ...] = ()

    def is_at(self, written: str) -> bool:
        """Say whether one of its stalls may be what is written; a floor may be left out."""
        meant = {str(one) for one in numbers.readings(written)}
        short = re.sub(r"[-\s]", "", written).upper()
        return any(one in meant or one.partition("-")[2] == short for one in self.stalls)

    def is_called_in(self, text: str) -> str:
        """Return the name by which a text calls it, the longest; nothing when it does not."""
        shown = text.casefold()
        names = (self.name_zh, self.name_en if len(self.name_en) > SHORTEST_LATIN else "")
        return max((one for one in names if one and one.casefold() in shown), key=len, default="")


@dataclass(frozen=True)
class Matter:
    """Something that a brand owes: what its choice is called, and its titles."""

    code: str
    title_zh: str
    title_en: str = ""
    by_words: bool = False
    """Whether the office may hand it in with words alone, for the brand."""


@dataclass(frozen=True)
class Understood:
    """A reply with the brands it may come from and what these owe; clear when it is one each."""

    place: int
    reply: Reply
    merchants: Sequence[Merchant]
    matters: Sequence[Matter] = ()
    about: Matter | None = None

    @property
    def merchant(self) -> Merchant | None:
        """Return the one brand that it comes from; None for none or several."""
        return self.merchants[0] if len(self.merchants) == 1 else None

    @property
    def is_clear(self) -> bool:
        """Say whether brand and matter are named, and it says how the matter stands."""
        return bool(self.merchant and self.about) and self.reply.says is not Says.WORDS


def merchants_of(reply: Reply, merchants: Sequence[Merchant]) -> list[Merchant]:
    """Return whom a reply may come from: by the stall it names, its name, then its sender."""
    for text, stalls in ((reply.text, reply.stalls), (reply.sender, Reply(reply.sender).stalls)):
        found = [one for one in merchants if any(one.is_at(stall) for stall in stalls)]
        if found:
            return found
        called = {one: name for one in merchants if (name := one.is_called_in(text))}
        longest = max(map(len, called.values()), default=0)
        if called:
            return [one for one, name in called.items() if len(name) == longest]
    return []


def about(reply: Reply, merchant: Merchant, matters: Sequence[Matter]) -> Matter | None:
    """Return the one matter that a reply names; None if unclear.

    The only one there is is meant where a reply says nothing but how it stands.
    """
    text = reply.text
    for known in (*reply.stalls, merchant.name_zh, merchant.name_en):
        text = text.replace(known, " ") if known else text
    said = pieces(NOT_YET.sub(" ", DONE.sub(" ", text)))
    shared = [(len(said & pieces(f"{one.title_zh} {one.title_en}")), one) for one in matters]
    most = max((number for number, _one in shared), default=0)
    named = [one for number, one in shared if number == most and most]
    if named:
        return named[0] if len(named) == 1 else None
    return matters[0] if len(matters) == 1 and not said else None


def pieces(text: str) -> set[str]:
    """Return the pairs of Chinese signs and the longer Latin words of a text."""
    pairs = {run[at : at + 2] for run in HAN.findall(text) for at in range(len(run) - 1)}
    return pairs | {one.casefold() for one in LATIN.findall(text)} - EMPTY_WORDS
