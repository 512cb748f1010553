"""What every page owes its reader. Each promise is a function that yields what is broken."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

from werkzeug.test import TestResponse

from portal.core.i18n import CHINESE, ENGLISH
from portal.core.pages import CONTENT_SECURITY_POLICY, HEADERS
from tests.page import Element, forms, parse

LONGEST_TITLE = {CHINESE: 20, ENGLISH: 30}
"""In widths of a Chinese character; a Latin letter is half of one. Source: what a browser's tab
and a phone's list of open pages still show."""
AFTER_TITLE = " · "
NO_LABEL_NEEDED = frozenset({"hidden", "submit"})
FIELDS = ("input", "select", "textarea")
CHOSEN = frozenset({"radio", "checkbox"})
"""These are answers to choose; the question stands in the legend."""


@dataclass
class PageSeen:
    """One page as one person saw it in one language."""

    person: str
    address: str
    language: str
    answer: TestResponse
    method: str = "GET"

    @cached_property
    def html(self) -> str:
        """Return its source."""
        return self.answer.text

    @cached_property
    def tree(self) -> Element:
        """Return it as a tree; fails when elements do not close in order."""
        return parse(self.html)

    @cached_property
    def elements(self) -> list[Element]:
        """Return every element of it."""
        return self.tree.inner

    @property
    def title(self) -> str:
        """Return the page's own title, without the portal's name behind it."""
        found = self.tree.all("title")
        return "".join(found[0].texts()).partition(AFTER_TITLE)[0].strip() if found else ""


def one_heading(page: PageSeen) -> Iterator[str]:
    count = len([one for one in page.elements if one.tag == "h1"])
    if count != 1:
        yield f"{count} h1"


def headings_in_order(page: PageSeen) -> Iterator[str]:
    level = 0
    for one in page.elements:
        if len(one.tag) == 2 and one.tag[0] == "h" and one.tag[1].isdigit():
            now = int(one.tag[1])
            if now > level + 1:
                yield f"<h{now}> “{one.words[:30]}” after <h{level}>"
            level = now


def short_title(page: PageSeen) -> Iterator[str]:
    width = sum(1 if one > "\u2e7f" else 0.5 for one in page.title)
    if not 0 < width <= LONGEST_TITLE[page.language]:
        yield f"its title is {width} wide: {page.title!r}"


def speaks_its_language(page: PageSeen) -> Iterator[str]:
    root = page.tree.all("html")[0]
    if root.at.get("lang") != page.language:
        yield f"<html lang={root.at.get('lang')!r}>"
    if page.answer.headers.get("Content-Language") != page.language:
        yield f"Content-Language: {page.answer.headers.get('Content-Language')}"


def leads_to_the_other_language(page: PageSeen) -> Iterator[str]:
    links = {
        one.at.get("hreflang"): one.at.get("href", "")
        for one in page.elements
        if one.tag == "link" and one.at.get("rel") == "alternate"
    }
    for spoken in (CHINESE, ENGLISH):
        query = parse_qs(urlsplit(links.get(spoken, "")).query)
        if query.get("lang") != [spoken]:
            yield f"no alternate in {spoken}: {links.get(spoken)}"
        here, there = urlsplit(page.address).path, urlsplit(links.get(spoken, "")).path
        # What a button answers with is the page above its own address, which nobody can open.
        known = {here, here.rpartition("/")[0]} if page.method == "POST" else {here}
        if there and there not in known:
            yield f"the alternate in {spoken} is another page: {there}"


def every_name_is_used_once(page: PageSeen) -> Iterator[str]:
    names = [one.at["id"] for one in page.elements if "id" in one.at]
    yield from (f"id {name!r} twice" for name, count in Counter(names).items() if count > 1)
    known = set(names)
    for one in page.elements:
        for attribute in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
            for name in one.at.get(attribute, "").split():
                if name not in known:
                    yield f"<{one.tag} {attribute}={name!r}> names nothing"
        if one.tag == "a" and one.at.get("href", "").startswith("#"):
            target = one.at["href"][1:]
            if target and target not in known:
                yield f"#{target} is nowhere on the page"


def every_field_has_a_label(page: PageSeen) -> Iterator[str]:
    labelled = {one.at.get("for") for one in page.elements if one.tag == "label"}
    for one in page.elements:
        if one.tag not in FIELDS:
            continue
        if one.at.get("type") in NO_LABEL_NEEDED or one.at.keys() & {
            "aria-label",
            "aria-labelledby",
        }:
            continue
        if one.at.get("id") not in labelled and not inside(one, "label"):
            yield f"no label for {one.at}"


def what_is_wrong_is_said_first(page: PageSeen) -> Iterator[str]:
    wrong = [one for one in page.elements if one.at.get("class") == "error" and "id" in one.at]
    classes = [one.at.get("class", "").split() for one in page.elements]
    told = any("data-summary" in one.at for one in page.elements)
    if wrong and not told and not any("notice-danger" in one for one in classes):
        yield f"{wrong[0].at['id']}: nothing above says that something is to be corrected"


def every_field_is_called_otherwise(page: PageSeen) -> Iterator[str]:
    """Two fields of a form under one name: a text that fits only one of its places in a language.

    Fields of repeated rows differ by a number or by what stands before `__` in their names alone,
    and may be called alike; so may those under different legends, and what people wrote themselves.
    """
    for form in page.tree.all("form"):
        named: dict[tuple[int, str], str] = {}
        fields = {one.at["id"]: one for one in form.all(*FIELDS) if "id" in one.at}
        for label in form.all("label"):
            field = fields.get(label.at.get("for", ""))
            if field is None or field.at.get("type") in CHOSEN or "name" not in field.at:
                continue
            if label.all("bdi"):
                continue
            name = re.sub(r"\d+", "", field.at["name"]).rpartition("__")[2]
            other = named.setdefault((id(group_of(label)), label.words), name)
            if other != name:
                yield f"“{label.words}” names {other} and {name}"


def group_of(element: Element) -> Element:
    """Return the fieldset, the fold or the form that a label stands in."""
    parent = element.parent
    while parent is not None and parent.tag not in {"fieldset", "details", "form"}:
        parent = parent.parent
    return parent or element


def every_column_is_called_otherwise(page: PageSeen) -> Iterator[str]:
    for head in page.tree.all("thead"):
        words = [one.words for one in head.all("th") if one.words and not one.all("bdi")]
        yield from (f"two columns “{one}”" for one in sorted(set(words)) if words.count(one) > 1)


def inside(element: Element, tag: str) -> bool:
    """Say whether an element lies in another of that tag."""
    parent = element.parent
    while parent is not None and parent.tag != tag:
        parent = parent.parent
    return parent is not None


def every_picture_is_described(page: PageSeen) -> Iterator[str]:
    for one in page.elements:
        if one.tag == "img" and "alt" not in one.at:
            yield f"a picture without alt: {one.at}"
        if one.tag == "svg" and not (is_named(one) or inside(one, "svg") or is_hidden(one)):
            yield f"a drawing without words: {one.at}"


def is_named(element: Element) -> bool:
    """Say whether a drawing has words for who does not see it."""
    return bool(element.at.keys() & {"aria-label", "aria-labelledby"} or element.all("title"))


def is_hidden(element: Element) -> bool:
    """Say whether an element lies in something that is hidden from readers."""
    parent: Element | None = element
    while parent is not None:
        if parent.at.get("aria-hidden") == "true":
            return True
        parent = parent.parent
    return False


def everything_pressed_has_a_name(page: PageSeen) -> Iterator[str]:
    for one in page.elements:
        if one.tag in {"a", "button", "summary"} and (one.tag != "a" or "href" in one.at):
            pictures = [image.at.get("alt", "") for image in one.all("img")]
            said = one.words or one.at.get("aria-label") or "".join(pictures)
            if not said.strip() and not is_hidden(one):
                yield f"<{one.tag} {one.at.get('href', '')}> says nothing"


def nothing_inline(page: PageSeen) -> Iterator[str]:
    for one in page.elements:
        if "style" in one.at or one.tag == "style":
            yield f"inline style on <{one.tag}>"
        told = one.at.get("type") == "application/ld+json"  # data for machines, which nothing runs
        if one.tag == "script" and "src" not in one.at and one.children and not told:
            yield "an inline script"
        yield from (f"{name} on <{one.tag}>" for name in one.at if name.startswith("on"))
        if one.at.get("href", "").lower().startswith("javascript:"):
            yield f"a script as an address: {one.at['href']}"


def nothing_from_elsewhere(page: PageSeen) -> Iterator[str]:
    for one in page.elements:
        for name in ("src", "srcset", "action"):
            if "//" in one.at.get(name, "") and not one.at[name].startswith("data:"):
                yield f"<{one.tag} {name}={one.at[name][:60]!r}>"
        told = {"canonical", "alternate"}  # these tell where a page is, and load nothing
        if one.tag == "link" and one.at.get("rel") not in told and "//" in one.at.get("href", ""):
            yield f"<link href={one.at['href']!r}>"


def every_write_carries_a_token(page: PageSeen) -> Iterator[str]:
    for form in forms(page.tree, page.address):
        if form.method == "POST" and not form.fields.get("csrf_token"):
            yield f"the form to {form.action} has no token"
        if form.method == "GET" and "csrf_token" in form.fields:
            yield f"the form to {form.action} puts its token into the address"


def headed_well(page: PageSeen) -> Iterator[str]:
    headers = page.answer.headers
    for name, value in HEADERS.items():
        if headers.get(name) != value:
            yield f"{name}: {headers.get(name)}"
    if headers.get("Content-Security-Policy") != EXPECTED_POLICY:
        yield f"Content-Security-Policy: {headers.get('Content-Security-Policy')}"
    varied = {word.strip() for line in headers.getlist("Vary") for word in line.split(",")}
    if not {"Accept-Language", "Cookie"} <= varied:
        yield f"Vary: {headers.getlist('Vary')}"
    cached = headers.get("Cache-Control")
    broken = page.answer.status_code >= 500
    listed = "X-Robots-Tag" not in headers  # what only a link opens is kept by nobody
    kept = page.person == "anonymous" and page.method == "GET" and listed and not broken
    if cached != ("no-cache" if kept else "no-store"):
        yield f"Cache-Control: {cached}"
    if headers.get("Content-Type") != "text/html; charset=utf-8":
        yield f"Content-Type: {headers.get('Content-Type')}"
    if not headers.get("X-Request-Number"):
        yield "no request number"


# Written out here: whoever loosens the policy has to say so in two places.
EXPECTED_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; manifest-src 'self'"
)
assert EXPECTED_POLICY == CONTENT_SECURITY_POLICY

PROMISES: list[Callable[[PageSeen], Iterator[str]]] = [
    one_heading,
    headings_in_order,
    short_title,
    speaks_its_language,
    leads_to_the_other_language,
    every_name_is_used_once,
    every_field_has_a_label,
    what_is_wrong_is_said_first,
    every_field_is_called_otherwise,
    every_column_is_called_otherwise,
    every_picture_is_described,
    everything_pressed_has_a_name,
    nothing_inline,
    nothing_from_elsewhere,
    every_write_carries_a_token,
    headed_well,
]
