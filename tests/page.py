"""A page as a person meets it: its words, its forms, its links."""

import re
from dataclasses import dataclass
from html import unescape

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
    | {"track", "wbr", "circle", "ellipse", "line", "path", "polygon", "polyline", "rect"}
    | {"stop", "use"}
)
RAW = frozenset({"script", "style"})
"""What is in these is no markup."""
MARKUP = re.compile(
    r"""<(?:([a-zA-Z][^\s/>]*)((?:[^>"'/]|/(?!>)|"[^"]*"|'[^']*')*)(/?)>|/([a-zA-Z][^\s>]*)\s*>"""
    r"""|!--.*?-->|![^>]*>)""",
    re.DOTALL,
)
"""A tag that opens: its name, what it says, whether it closes at once; one that closes; neither."""
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?""")
HIDDEN = frozenset({"head", "script", "style", "template"})


class Element:
    """One element and what is in it."""

    __slots__ = ("_all", "_first", "_last", "at", "children", "parent", "tag")

    def __init__(
        self,
        tag: str,
        at: dict[str, str] | None = None,
        parent: "Element | None" = None,
    ) -> None:
        self.tag = tag
        self.at = at or {}
        self.children: list[Element | str] = []
        self.parent = parent
        # All elements of the page in order, and the place of what is in this one.
        self._all: list[Element] = [] if parent is None else parent._all  # noqa: SLF001 -- its own kind
        self._first: int = len(self._all) + (parent is not None)
        self._last: int | None = None if parent is None else self._first
        if parent is not None:
            parent.children.append(self)
            self._all.append(self)

    def take(self, text: str) -> None:
        """Take in a text that stands between two tags; a stray `<` in it is an error."""
        assert "<" not in text, f"no tag: {text[text.index('<') :][:60]!r}"
        if text:
            self.children.append(unescape(text) if "&" in text else text)

    def closed_by(self, tag: str, at: int) -> "Element":
        """Return what this lies in, now that it is whole."""
        assert tag == self.tag, f"</{tag}> closes <{self.tag}> before character {at}"
        assert self.parent is not None
        self._last = len(self._all)
        return self.parent

    @property
    def inner(self) -> list["Element"]:
        """Return every element inside, in order."""
        return self._all[self._first : self._last]

    def all(self, *tags: str) -> list["Element"]:
        """Return every element of these tags inside, in order."""
        return [one for one in self.inner if one.tag in tags]

    @property
    def words(self) -> str:
        """Return the text that a person reads, with single spaces."""
        return " ".join("".join(self.texts()).split())

    def texts(self) -> list[str]:
        """Return the pieces of text that a person reads, in order."""
        texts: list[str] = []
        for child in self.children:
            if isinstance(child, str):
                texts.append(child)
            elif child.tag not in HIDDEN:
                texts.extend(child.texts())
                if child.tag not in {"bdi", "span", "strong", "em", "a", "time", "b", "i"}:
                    texts.append(" ")
        return texts

    @property
    def spoken(self) -> str:
        """Return the language in force here."""
        if "lang" in self.at:
            return self.at["lang"]
        return self.parent.spoken if self.parent else ""


def parse(html: str) -> Element:
    """Return a page as a tree; elements that do not close in order are an error.

    It takes what our templates may hold and no more: a library that mends pages as browsers do
    would hide what is to be found, and `html.parser` takes longer than drawing the page.
    """
    root = now = Element("root")
    at = 0
    while (found := MARKUP.search(html, at)) is not None:
        now.take(html[at : found.start()])
        at = found.end()
        opened, told, alone, closed = found.groups()
        if opened:
            element = Element(opened.lower(), attributes(told), now)
            if element.tag in RAW:
                at = html.index(f"</{opened}", at)
                element.children += filter(None, [html[found.end() : at]])
            if not alone and element.tag not in VOID:
                now = element
        elif closed and closed.lower() not in VOID:
            now = now.closed_by(closed.lower(), at)
    now.take(html[at:])
    assert now is root, f"<{now.tag}> is never closed"
    return root


def attributes(told: str) -> dict[str, str]:
    """Return what an opening tag says after its name."""
    found = {}
    for name, doubly, singly, bare in ATTRIBUTE.findall(told):
        value = doubly or singly or bare
        found[name.lower()] = unescape(value) if "&" in value else value
    return found


@dataclass
class PageForm:
    """One form: where it goes, what it holds now, its buttons."""

    action: str
    method: str
    fields: dict[str, list[str]]
    """Every field that can be filled in, with the values it would send now."""
    buttons: list[tuple[str, str, str]]
    """Words, name, value."""
    multipart: bool


def forms(page: Element, address: str) -> list[PageForm]:
    """Return the forms of a page that was shown at `address`."""
    return [_form(page, form, address) for form in page.all("form")]


def _form(page: Element, form: Element, address: str) -> PageForm:
    fields: dict[str, list[str]] = {}
    buttons: list[tuple[str, str, str]] = []
    identity = form.at.get("id")
    outside = [
        one
        for one in page.all("input", "select", "textarea", "button")
        if identity and one.at.get("form") == identity
    ]
    for one in form.all("input", "select", "textarea", "button") + outside:
        name = one.at.get("name", "")
        if one.tag == "button":
            if one.at.get("type", "submit") == "submit":
                said = one.words or one.at.get("aria-label", "")
                buttons.append((said, name, one.at.get("value", "")))
        elif name:
            fields.setdefault(name, []).extend(_values(one))
    return PageForm(
        action=form.at.get("action") or address,
        method=form.at.get("method", "get").upper(),
        fields=fields,
        buttons=buttons,
        multipart=form.at.get("enctype") == "multipart/form-data",
    )


def _values(control: Element) -> list[str]:
    if control.tag == "textarea":
        text = "".join(child for child in control.children if isinstance(child, str))
        return [text.replace("\r\n", "\n").removeprefix("\n")]
    if control.tag == "select":
        options = control.all("option")
        chosen = [one for one in options if "selected" in one.at]
        if not chosen and "multiple" not in control.at:
            chosen = options[:1]
        return [one.at.get("value", one.words) for one in chosen]
    kind = control.at.get("type", "text")
    if kind in {"checkbox", "radio"}:
        return [control.at.get("value", "on")] if "checked" in control.at else []
    return [] if kind == "file" else [control.at.get("value", "")]
