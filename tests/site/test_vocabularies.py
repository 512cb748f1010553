"""Deeds, messages and permissions: each list is complete, and nothing in it is idle."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from portal.access.permissions import Permission
from portal.access.policy import POLICY
from portal.audit.verbs import VERBS
from portal.notices.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"
LISTS = {PORTAL / "audit" / "verbs.py", *(PORTAL / "notices" / "kinds").glob("*.py")}
TELLERS = re.compile(r"^(send|tell\w*)$")


@dataclass(frozen=True)
class Source:
    """One module of the portal."""

    path: Path
    tree: ast.Module

    @property
    def domain(self) -> str:
        return self.path.relative_to(PORTAL).parts[0]


SOURCES = [
    Source(path, ast.parse(path.read_text(encoding="utf-8")))
    for path in sorted(PORTAL.rglob("*.py"))
    if path not in LISTS
]


def name_of(call: ast.Call) -> str:
    """Return what is called: `record` in `audit.record(…)`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def calls(source: Source) -> Iterator[ast.Call]:
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.Call) and node.args)


def constants() -> set[str]:
    return {
        node.value
        for source in SOURCES
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def pattern(text: ast.JoinedStr) -> str:
    """Return an f-string as a pattern: what is filled in may be anything."""
    parts = (
        re.escape(str(one.value)) if isinstance(one, ast.Constant) else ".+" for one in text.values
    )
    return "".join(str(part) for part in parts)


def test_every_deed_that_is_recorded_has_its_words_and_every_word_its_deed() -> None:
    built = []
    for source in SOURCES:
        for call in calls(source):
            if name_of(call) in {"record", "append"}:
                first = call.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    assert first.value in VERBS, f"{source.path.name}:{call.lineno} {first.value}"
                if isinstance(first, ast.JoinedStr):
                    built.append(pattern(first))
    texts = constants()
    for verb in VERBS:
        is_built = any(re.fullmatch(one, verb) for one in built)
        assert verb in texts or is_built, f"nobody records {verb}"


def test_deeds_are_listed_in_order() -> None:
    subjects = [verb.split(".")[0] for verb in VERBS]
    assert subjects == sorted(subjects)


@dataclass(frozen=True)
class Sending:
    """One place that sends messages: their kinds, and the arguments of the address."""

    where: str
    kinds: frozenset[str]
    arguments: frozenset[str] | None
    """None where they cannot be read from the code alone."""


def sendings() -> Iterator[Sending]:
    """Yield every call of `notices.send`."""
    for source in SOURCES:
        for function in ast.walk(source.tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and call.args and is_send(call):
                    yield Sending(
                        where=f"{source.path.relative_to(ROOT)}:{call.lineno}",
                        kinds=frozenset(kinds_of(call, function, source.domain)),
                        arguments=arguments_of(call, source),
                    )


def is_send(call: ast.Call) -> bool:
    return ast.unparse(call.func) in {"notices.send", "notices.send_with"}


def kinds_of(call: ast.Call, function: ast.FunctionDef, domain: str) -> Iterator[str]:
    """Yield the kinds that a call sends; where the function is told, those it is told."""
    first = call.args[0]
    if isinstance(first, ast.Constant):
        yield str(first.value)
        return
    for source in SOURCES:
        if source.domain == domain:
            for told in calls(source):
                if name_of(told) == function.name:
                    texts = [one.value for one in told.args if isinstance(one, ast.Constant)]
                    yield from (one for one in texts if isinstance(one, str) and one in KINDS)


def arguments_of(call: ast.Call, source: Source) -> frozenset[str] | None:
    """Return the names in `arguments=`; a helper's are those of the table it returns."""
    given = next((one.value for one in call.keywords if one.arg == "arguments"), None)
    return frozenset() if given is None else names_in(given, source)


def names_in(given: ast.expr, source: Source) -> frozenset[str] | None:
    """Return the keys of a table in the code, or of the table that a helper returns."""
    if isinstance(given, ast.Dict):
        return in_table(given, source)
    if isinstance(given, ast.Call):
        return next(
            (names_in(last, near) for near, last in helpers(name_of(given), source.domain)),
            None,
        )
    return None


def in_table(given: ast.Dict, source: Source) -> frozenset[str] | None:
    found: set[str] = set()
    for key, value in zip(given.keys, given.values, strict=True):
        names = names_in(value, source) if key is None else frozenset({ast.literal_eval(key)})
        if names is None:
            return None
        found |= names
    return frozenset(found)


def helpers(name: str, domain: str) -> Iterator[tuple[Source, ast.expr]]:
    """Yield the functions of a domain that have this name and end by returning something."""
    for source in SOURCES:
        if source.domain == domain:
            for function in ast.walk(source.tree):
                if isinstance(function, ast.FunctionDef) and function.name == name:
                    last = function.body[-1]
                    if isinstance(last, ast.Return) and last.value is not None:
                        yield source, last.value


def test_every_message_leads_to_a_page_that_takes_its_arguments(app: Flask) -> None:
    wanted = {rule.endpoint: set(rule.arguments) for rule in app.url_map.iter_rules()}
    for name, kind in KINDS.items():
        assert kind.endpoint in wanted, f"{name} leads to {kind.endpoint}, which is no page"
    sent: set[str] = set()
    for sending in sendings():
        sent |= sending.kinds
        assert sending.kinds, f"{sending.where}: which kind?"
        for name in sending.kinds:
            assert name in KINDS, f"{sending.where}: {name} has no words"
            assert sending.arguments is not None, f"{sending.where}: with which arguments?"
            endpoint = KINDS[name].endpoint
            missing = wanted[endpoint] - sending.arguments
            assert not missing, f"{sending.where}: {name} leads to {endpoint} without {missing}"
    assert sent == set(KINDS), f"never sent: {set(KINDS) - sent}"


def test_every_permission_is_granted_and_asked_for(app: Flask) -> None:
    assert set(POLICY) == set(Permission)
    asked = {getattr(view, "access", None) for view in app.view_functions.values()}
    texts = "\n".join(
        path.read_text(encoding="utf-8")
        for folder, ending in ((PORTAL, "*.py"), (ROOT / "templates", "*.html"))
        for path in folder.rglob(ending)
        if path.parent.name != "access"
    )
    for permission in Permission:
        assert all(POLICY[permission]), f"{permission} has a line without a predicate"
        assert POLICY[permission], f"{permission} is granted to nobody"
        in_words = f"Permission.{permission.name}" in texts
        assert permission in asked or in_words, f"nobody asks for {permission}"


def test_permissions_are_listed_in_order() -> None:
    assert [one.value for one in Permission] == sorted(one.value for one in Permission)
