"""Reading a template's YAML file: every mistake is told with its line. Pure.

The file is untrusted. Its size, depth and number of parts are limited before anything is built;
aliases are refused, because a small file of them can stand for a huge one; nothing in it is ever
made into anything but texts, whole numbers, yes or no, and lists of those.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from portal.core.contact import clean_text
from portal.core.i18n import gettext as _
from portal.incubation.models import DueFrom, EvidenceKind

MOST_BYTES = 200_000
MOST_DEPTH = 12
MOST_PARTS = 20_000
MOST_TOLD = 20
"""Mistakes that are shown at once."""
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]*\Z")
WHOLE = re.compile(r"-?[0-9]{1,6}\Z")
QUESTION_KINDS = ("line", "text", "number", "choice", "date")
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a file, and in which line."""

    line: int
    text: str


@dataclass
class Reading:
    """The mistakes found so far."""

    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, node: yaml.Node, text: str) -> None:
        """Note a mistake at a place of the file."""
        self.mistakes.append(Mistake(node.start_mark.line + 1, text))


Read = Callable[[Reading, yaml.Node, str], Any]


@dataclass(frozen=True)
class Key:
    """One key that a part of the file may have."""

    read: Read
    needed: bool = False


def text(most: int) -> Read:
    """Return the reader of a text."""

    def read(reading: Reading, node: yaml.Node, name: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            reading.wrong(node, _("“%(key)s” must be a text.", key=name))
            return ""
        value = "" if node.tag.endswith(":null") else clean_text(node.value).strip()
        if len(value) > most:
            words = _("“%(key)s” is longer than %(most)d characters.", key=name, most=most)
            reading.wrong(node, words)
        return value

    return read


def code(most: int) -> Read:
    """Return the reader of a code."""

    def read(reading: Reading, node: yaml.Node, name: str) -> str:
        value: str = text(most)(reading, node, name)
        if value and not CODE.match(value):
            words = _("“%(key)s” may have letters, digits, points and dashes only.", key=name)
            reading.wrong(node, words)
        return value

    return read


def whole(least: int, most: int) -> Read:
    """Return the reader of a whole number."""

    def read(reading: Reading, node: yaml.Node, name: str) -> int | None:
        if isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null"):
            return None
        plain = isinstance(node, yaml.ScalarNode) and WHOLE.match(node.value)
        if not plain or not least <= int(node.value) <= most:
            words = _("“%(key)s” must be a whole number from %(least)d to %(most)d.",
                      key=name, least=least, most=most)  # fmt: skip
            reading.wrong(node, words)
            return least
        return int(node.value)

    return read


def flag(reading: Reading, node: yaml.Node, name: str) -> bool:
    """Read yes or no."""
    if not (isinstance(node, yaml.ScalarNode) and node.tag.endswith(":bool")):
        reading.wrong(
            node, _("“%(key)s” must be %(yes)s or %(no)s.", key=name, yes="true", no="false")
        )
        return False
    return bool(yaml.SafeLoader.bool_values[node.value.lower()])


def one_of(words: tuple[str, ...]) -> Read:
    """Return the reader of a word from a list."""

    def read(reading: Reading, node: yaml.Node, name: str) -> str:
        value = node.value if isinstance(node, yaml.ScalarNode) else ""
        if value not in words:
            listed = ", ".join(words)
            reading.wrong(node, _("“%(key)s” must be one of: %(words)s.", key=name, words=listed))
            return words[0]
        return str(value)

    return read


def listed(each: Read, most: int) -> Read:
    """Return the reader of a list."""

    def read(reading: Reading, node: yaml.Node, name: str) -> list[Any]:
        if not isinstance(node, yaml.SequenceNode):
            reading.wrong(node, _("“%(key)s” must be a list.", key=name))
            return []
        if len(node.value) > most:
            words = _("“%(key)s” has more than %(most)d entries.", key=name, most=most)
            reading.wrong(node, words)
            return []
        return [each(reading, one, name) for one in node.value]

    return read


def pair(each: Read) -> Read:
    """Return the reader of a list of exactly two."""

    def read(reading: Reading, node: yaml.Node, name: str) -> list[Any]:
        found = listed(each, 2)(reading, node, name)
        if len(found) != 2:  # noqa: PLR2004 -- a pair
            reading.wrong(node, _("“%(key)s” must have exactly two entries.", key=name))
            return []
        return list(found)

    return read


def part(keys: Mapping[str, Key]) -> Read:
    """Return the reader of a part with named keys; unknown and missing ones are told."""

    def read(reading: Reading, node: yaml.Node, name: str) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            words = _(
                "“%(key)s” must be a part with keys, such as “%(example)s”.",
                key=name,
                example="code: S1",
            )
            reading.wrong(node, words)
            return {}
        found: dict[str, Any] = {}
        for key, value in node.value:
            word = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            if word in found:
                reading.wrong(key, _("“%(key)s” is there twice.", key=word[:40]))
            elif word not in keys:
                reading.wrong(key, _("Nobody knows the key “%(key)s”.", key=word[:40]))
            else:
                found[word] = keys[word].read(reading, value, word)
        for word in (one for one, key in keys.items() if key.needed and not found.get(one)):
            reading.wrong(node, _("“%(key)s” is missing.", key=word))
        return found

    return read


QUESTION = {
    "key": Key(code(40), needed=True),
    "kind": Key(one_of(QUESTION_KINDS), needed=True),
    "label_zh": Key(text(120), needed=True),
    "label_en": Key(text(160)),
    "required": Key(flag),
    "choices": Key(listed(pair(text(60)), 20)),
}
CRITERION = {
    "key": Key(code(40), needed=True),
    "name_zh": Key(text(60), needed=True),
    "name_en": Key(text(80)),
    "weight": Key(whole(1, 100), needed=True),
}
MILESTONE = {
    "code": Key(code(12), needed=True),
    "title_zh": Key(text(80), needed=True),
    "title_en": Key(text(120)),
    "guidance_zh": Key(text(2000)),
    "guidance_en": Key(text(3000)),
    "wants_zh": Key(text(200)),
    "wants_en": Key(text(300)),
    "evidence": Key(one_of(tuple(one.value for one in EvidenceKind)), needed=True),
    "parent": Key(code(12)),
    "condition": Key(text(60)),
    "target": Key(whole(0, 100_000)),
    "unit_zh": Key(text(20)),
    "unit_en": Key(text(30)),
    "required": Key(flag),
    "weight": Key(whole(0, 100)),
    "prerequisites": Key(listed(code(12), 20)),
    "due_from": Key(one_of(tuple(one.value for one in DueFrom))),
    "due_days": Key(whole(-730, 1460)),
    "files_least": Key(whole(0, 10)),
    "questions": Key(listed(part(QUESTION), 20)),
    "rubric": Key(listed(part(CRITERION), 12)),
    "checklist_zh": Key(text(1600)),
    "checklist_en": Key(text(2400)),
}
STAGE = {
    "code": Key(code(8), needed=True),
    "name_zh": Key(text(60), needed=True),
    "name_en": Key(text(80)),
    "gate_zh": Key(text(120)),
    "gate_en": Key(text(160)),
    "weeks": Key(pair(whole(1, 260)), needed=True),
    "milestones": Key(listed(part(MILESTONE), 40)),
}
TEMPLATE = {
    "code": Key(code(40), needed=True),
    "name_zh": Key(text(80), needed=True),
    "name_en": Key(text(120)),
    "note": Key(text(2000)),
    "stages": Key(listed(part(STAGE), 20), needed=True),
}


def read_template(content: bytes) -> tuple[dict[str, Any], list[Mistake]]:
    """Return the template that a file describes, and what is wrong with the file.

    With mistakes the template is not to be used. At most `MOST_TOLD` of them are returned.
    """
    if len(content) > MOST_BYTES:
        words = _("The file is larger than %(most)d KB.", most=MOST_BYTES // 1000)
        return {}, [Mistake(1, words)]
    try:
        written = content.decode("utf-8-sig")
        refused = measure(written)
        node = None if refused else yaml.compose(written, Loader=LOADER)
    except UnicodeDecodeError:
        return {}, [Mistake(1, _("The file is no text in UTF-8."))]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        return {}, [Mistake(line, _("This line is no YAML: a sign or an indent is out of place."))]
    if refused:
        return {}, [refused]
    if node is None:
        return {}, [Mistake(1, _("The file is empty."))]
    reading = Reading()
    found = part(TEMPLATE)(reading, node, _("the file"))
    if not reading.mistakes:
        twice(reading, node)
    return found, sorted(reading.mistakes, key=lambda one: one.line)[:MOST_TOLD]


def measure(written: str) -> Mistake | None:
    """Return what forbids to build anything of a file: aliases, depth, size; None for nothing."""
    depth = documents = 0
    for parts, event in enumerate(yaml.parse(written, Loader=LOADER), start=1):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            return Mistake(line, _("Aliases (*) are not read. Write the part out."))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if depth > MOST_DEPTH or parts > MOST_PARTS:
            return Mistake(line, _("From here on the file has too many parts, one in another."))
        if documents > 1:
            return Mistake(line, _("The file holds more than one template."))
    return None


def twice(reading: Reading, node: yaml.Node) -> None:
    """Note codes that are there twice: stages and milestones are told apart by them."""
    seen: set[str] = set()
    for stage in entries(node, "stages"):
        for one in (stage, *entries(stage, "milestones")):
            place = value_of(one, "code")
            if place is None:
                continue
            if place.value in seen:
                words = _("The code “%(code)s” is there twice.", code=place.value)
                reading.wrong(place, words)
            seen.add(place.value)


def value_of(node: yaml.Node, key: str) -> Any:
    """Return the node under a key of a part, or None."""
    return next((value for word, value in node.value if word.value == key), None)


def entries(node: yaml.Node, key: str) -> list[yaml.Node]:
    """Return the parts under a key; none when there are none."""
    found = value_of(node, key)
    return list(found.value) if isinstance(found, yaml.SequenceNode) else []
