"""Every form that anybody is shown, found by opening every page, and what may be typed into it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urljoin, urlsplit

from hypothesis import strategies as st
from werkzeug.exceptions import HTTPException

from tests.page import Element, forms, parse
from tests.site.visitors import Visitors
from tests.site.world import World, addresses

NEVER_SENT = frozenset({"csrf_token"})
NASTY = [
    *("", " ", "\x00", "a\x00b", "\ud800", "\udfff x", "a" * 10_000, "女" * 3_000),
    *(
        "\u200f\u05d0\u202e",
        "👗" * 30,
        "<script>alert(1)</script>",
        "' or 1=1 --",
        "=1+1",
        "%s%(x)s",
    ),
    *("{{7*7}}", "../../etc/passwd", "0", "-1", "1e9", "2147483648", "9" * 40, "nan", "٣", "½"),
    *("2026-02-30", "9999-99-99", "\r\nBcc: x@example.org", "x@example.org", "13807310001"),
]


@dataclass
class Blank:
    """One form as one person is shown it."""

    person: str
    page: str
    action: str
    endpoint: str
    fields: dict[str, list[str]]
    """Every field with what it would send now."""
    choices: dict[str, list[str]] = field(default_factory=dict)
    """What can be chosen, where there is a choice."""
    files: frozenset[str] = frozenset()
    """The fields that take a file."""
    buttons: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """Return what to call it in a list of complaints."""
        return f"{self.endpoint} on {self.page} as {self.person}"

    def answers(self) -> st.SearchStrategy[dict[str, list[str]]]:
        """Return what somebody might send: some of it right, the rest anything at all."""
        return st.fixed_dictionaries(
            {name: self.answer(name) for name in self.fields.keys() - self.files},
            optional={name: st.just([value]) for name, value in self.buttons if name},
        )

    def answer(self, name: str) -> st.SearchStrategy[list[str]]:
        """Return what somebody might send in one field."""
        anything = st.one_of(st.sampled_from(NASTY), st.text(max_size=30), st.integers().map(str))
        ways = [st.just(self.fields[name]), st.lists(anything, max_size=2), anything.map(listed)]
        if chosen := self.choices.get(name):
            ways.append(st.lists(st.sampled_from(chosen), max_size=3))
        return st.one_of(ways)


def listed(value: str) -> list[str]:
    return [value]


_found: dict[str, list[Blank]] = {}
"""By people: opening every page once is enough, for every world has the same things under the
same numbers, whatever its language."""


def blanks(visitors: Visitors, world: World, people: list[str]) -> list[Blank]:
    """Return every form of every page that changes something, each once."""
    key = " ".join(people)
    if key not in _found:
        _found[key] = search(visitors, world, people)
    return _found[key]


def search(visitors: Visitors, world: World, people: list[str]) -> list[Blank]:
    """Open every page and return its forms."""
    found: dict[tuple[str, frozenset[str]], Blank] = {}
    for person in people:
        for address in addresses(visitors.app, world):
            answer = visitors.ask(person, "GET", address)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                for blank in on_page(visitors, parse(answer.text), person, address):
                    found.setdefault((blank.endpoint, frozenset(blank.fields)), blank)
            answer.close()
    return list(found.values())


def on_page(visitors: Visitors, tree: Element, person: str, address: str) -> Iterator[Blank]:
    """Yield the forms of one page that change something."""
    for element, form in zip(tree.all("form"), forms(tree, address), strict=True):
        action = urlsplit(urljoin(address, form.action))
        if form.method == "POST":
            yield Blank(
                person=person,
                page=address,
                action=action.path + (f"?{action.query}" if action.query else ""),
                endpoint=endpoint_of(visitors, action.path),
                fields={name: kept for name, kept in form.fields.items() if name not in NEVER_SENT},
                choices=choices_in(element),
                files=frozenset(
                    one.at["name"] for one in element.all("input") if one.at.get("type") == "file"
                ),
                buttons=tuple((name, value) for _words, name, value in form.buttons),
            )


def endpoint_of(visitors: Visitors, path: str) -> str:
    """Return where a form leads; fails when nothing takes it."""
    try:
        return str(visitors.app.url_map.bind("localhost").match(path, method="POST")[0])
    except HTTPException as error:
        raise AssertionError(f"a form leads to {path}: {error.code}") from error


def choices_in(form: Element) -> dict[str, list[str]]:
    """Return what can be chosen in a form, by field."""
    found: dict[str, list[str]] = {}
    for one in form.all("input"):
        if one.at.get("type") in {"radio", "checkbox"} and "name" in one.at:
            found.setdefault(one.at["name"], []).append(one.at.get("value", "on"))
    for one in form.all("select"):
        found[one.at.get("name", "")] = [option.at.get("value", "") for option in one.all("option")]
    return found


def encoded(answers: dict[str, list[str]]) -> dict[str, Any]:
    """Return answers as a browser would send them; lone surrogates as no browser would."""
    pairs = [
        f"{quote_plus(name)}={quote_plus(value, errors='surrogatepass')}"
        for name, values in answers.items()
        for value in values
    ]
    return {
        "data": "&".join(pairs).encode("ascii"),
        "content_type": "application/x-www-form-urlencoded",
    }
