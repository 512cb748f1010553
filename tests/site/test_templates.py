"""Templates hold together: what they import, link and draw is there, and all of it is used."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
LONGEST = 160
FORBIDDEN = {
    "prints unescaped": re.compile(r"\|\s*safe\b|\bMarkup\b|autoescape\s+false"),
    "styles inline": re.compile(r"<style\b|\sstyle\s*="),
    "scripts inline": re.compile(
        r"<script(?![^>]*\ssrc=| type=\"application/ld\+json\">)|\son[a-z]+\s*=\s*[\"']|javascript:"
    ),
    "puts work off": re.compile(r"TODO|FIXME|XXX"),
}
pytestmark = pytest.mark.sqlite
IN_PYTHON = [
    ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "portal").rglob("*.py"))
]


@dataclass(frozen=True)
class Template:
    """One file, read without running it."""

    name: str

    @cached_property
    def source(self) -> str:
        return (TEMPLATES / self.name).read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> nodes.Template:
        return Environment(autoescape=True, extensions=["jinja2.ext.do"]).parse(self.source)

    @cached_property
    def macros(self) -> list[str]:
        return [macro.name for macro in self.tree.find_all(nodes.Macro)]

    @cached_property
    def offers(self) -> set[str]:
        """Return what others may import from it."""
        made = {
            one.target.name
            for one in self.tree.body
            if isinstance(one, nodes.Assign) and isinstance(one.target, nodes.Name)
        }
        return made | set(self.macros)

    @cached_property
    def names(self) -> set[str]:
        """Return every name that it reads, in what it includes too."""
        own = {one.name for one in self.tree.find_all(nodes.Name) if one.ctx == "load"}
        return own.union(*(EVERY[name].names for name in self.others(nodes.Include)))

    def others(self, *kinds: type[nodes.Node]) -> list[str]:
        """Return the other templates that it extends, includes or imports."""
        found = []
        for one in self.tree.find_all(kinds):
            template = vars(one)["template"]
            found += [const.value for const in [template] if isinstance(const, nodes.Const)]
        return found

    def calls(self, name: str) -> Iterator[nodes.Call]:
        """Yield every call of a function."""
        for call in self.tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == name:
                yield call


EVERY = {
    name: Template(name)
    for name in sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
}
each = pytest.mark.parametrize("template", EVERY.values(), ids=EVERY)


@each
def test_it_compiles(app: Flask, template: Template) -> None:
    app.jinja_env.get_template(template.name)


@each
def test_it_prints_nothing_raw_and_is_short(template: Template) -> None:
    for what, pattern in FORBIDDEN.items():
        found = pattern.search(template.source)
        assert found is None, f"{template.name} {what}: {found}"
    lines = template.source.count("\n")
    assert lines <= LONGEST, f"{template.name} has {lines} lines: make macros of its parts"


@each
def test_it_uses_what_it_imports_and_finds_it(template: Template) -> None:
    for one in template.tree.find_all(nodes.FromImport):
        assert isinstance(one.template, nodes.Const)
        offered = EVERY[one.template.value].offers
        for name in one.names:
            theirs, ours = name if isinstance(name, tuple) else (name, name)
            assert theirs in offered, f"{template.name}: no {theirs} in {one.template.value}"
            used = template.names | passed_on().get(template.name, set())
            assert ours in used, f"{template.name}: unused {ours}"
    for whole in template.tree.find_all(nodes.Import):
        assert whole.target in template.names, f"{template.name}: unused {whole.target}"


@cache
def passed_on() -> dict[str, set[str]]:
    """Return what other templates import from each, or inherit with it."""
    found: dict[str, set[str]] = {}
    for other in EVERY.values():
        for one in other.tree.find_all(nodes.FromImport):
            if isinstance(one.template, nodes.Const):
                names = {name[0] if isinstance(name, tuple) else name for name in one.names}
                found.setdefault(one.template.value, set()).update(names)
    return found


@each
def test_its_links_lead_to_pages(app: Flask, template: Template) -> None:
    known: dict[str, list[set[str]]] = {}
    for rule in app.url_map.iter_rules():
        known.setdefault(rule.endpoint, []).append(set(rule.arguments))
    for call in template.calls("url_for"):
        if not isinstance(call.args[0], nodes.Const):
            continue
        endpoint = call.args[0].value
        assert endpoint in known, f"{template.name}: no page {endpoint}"
        given = {keyword.key for keyword in call.kwargs}
        if call.dyn_kwargs is None:
            assert any(wanted <= given for wanted in known[endpoint]), (
                f"{template.name}: {endpoint} takes {known[endpoint]}, not {given}"
            )
        for keyword in call.kwargs:
            if endpoint == "static" and isinstance(keyword.value, nodes.Const):
                assert (ROOT / "static" / keyword.value.value).exists(), keyword.value.value


def sprite() -> set[str]:
    """Return the names of the icons there are."""
    source = (ROOT / "static" / "icons" / "sprite.svg").read_text(encoding="utf-8")
    return set(re.findall(r'<symbol[^>]*\bid="([^"]+)"', source))


def test_every_icon_is_drawn() -> None:
    drawn = sprite()
    for template in EVERY.values():
        for call in template.calls("icon"):
            if call.args and isinstance(call.args[0], nodes.Const):
                assert call.args[0].value in drawn, f"{template.name}: no icon {call.args[0].value}"


def texts_in_python() -> set[str]:
    """Return every string that stands in the code."""
    return {
        node.value
        for tree in IN_PYTHON
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_template_is_shown_and_every_macro_called() -> None:
    texts = texts_in_python()
    named = {
        other
        for template in EVERY.values()
        for other in template.others(nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    }
    for name in EVERY:
        stem = name.rpartition("/")[2].removesuffix(".html")
        assert name in named | texts or stem in texts, f"nobody shows {name}"
    called = {
        node.attr
        for tree in IN_PYTHON
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
    }
    words = {word for one in EVERY.values() for word in re.findall(r"\w+", one.source)}
    for template in EVERY.values():
        for macro in template.macros:
            times = sum(len(re.findall(rf"\b{macro}\b", one.source)) for one in EVERY.values())
            assert times > 1 or macro in called, f"nobody calls {macro} of {template.name}"
    assert words
