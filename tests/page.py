"""A page as a person meets it: its words, its forms, its links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
    | {"track", "wbr", "circle", "ellipse", "line", "path", "polygon", "polyline", "rect"}
    | {"stop", "use"}
)
HIDDEN = frozenset({"head", "script", "style", "template"})


@dataclass
class Element:
    """One element and what is in it."""

    tag: str
    at: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)
    parent: "Element | None" = None

    def all(self, *tags: str) -> list["Element"]:
        """Return every element of these tags inside, in order."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child.tag in tags:
                    found.append(child)
                found.extend(child.all(*tags))
        return found

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


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.now = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, parent=self.now)
        self.now.children.append(element)
        if tag not in VOID:
            self.now = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, parent=self.now)
        self.now.children.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.now.tag != tag:
            raise AssertionError(f"</{tag}> closes <{self.now.tag}> at {self.getpos()}")
        assert self.now.parent is not None
        self.now = self.now.parent

    def handle_data(self, data: str) -> None:
        self.now.children.append(data)


def parse(html: str) -> Element:
    """Return a page as a tree; elements that do not close in order are an error."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.now is builder.root, f"<{builder.now.tag}> is never closed"
    return builder.root


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
                buttons.append((one.words, name, one.at.get("value", "")))
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
