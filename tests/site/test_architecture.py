"""The shape of the code: who may import whom. Read LAYERS as a map of the portal."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from portal.core.db import Base

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"

# A domain may import from the lines above its own, never from its own line or below.
LAYERS = [
    {"core"},
    {"access"},
    {"audit"},
    {"reference"},
    {"notices"},
    {"documents"},
    {"markets"},
    {"accounts"},
    {"brands", "agents"},
    {"papers"},
    {"incubation", "agency"},
    {"leasing", "intakes", "figures"},
    {"onboarding", "directory", "rosters"},
    {"reports"},
    {"demo"},
]
# Inside a domain, likewise.
PARTS = [
    {"models"},
    {"registry"},
    {"kinds", "monthly", "numbers", "verbs", "passwords", "browsers", "reading"},
    {"fields", "criteria", "grid"},
    {"rules", "differences", "ranking"},
    {"queries"},
    {"links", "mail", "taking"},
    {"actions", "comparison", "lookbook", "many"},
    {"memberships"},
    {"forms"},
    {"drafting"},
    {
        "cards",
        "duties",
        "errands",
        "health",
        "labels",
        "login",
        "navigation",
        "people",
        "tables",
        "web",
    },
    {"offices"},
    {"views", "cli", "panel"},
    {"counter"},
]
# Only these may be imported from another domain.
DOORS = {
    "models",
    "registry",
    "fields",
    "queries",
    "actions",
    "accounts.login",
    "accounts.memberships",
    "accounts.people",
    "documents.web",
    "markets.grid",
    "markets.numbers",
    "figures.monthly",
    "reference.labels",
    "audit.verbs",
    "brands.lookbook",
    "brands.many",
    "rosters.tables",
    "directory.cards",
    "papers.cards",
}
# Domains without the usual files: machinery and data.
OPEN_HOUSES = {"core", "access", "reference", "demo"}
# The web stops at the door of these.
PURE = {
    "models",
    "rules",
    "ranking",
    "registry",
    "kinds",
    "fields",
    "criteria",
    "queries",
    "actions",
}
WEB = {"flask", "flask_login", "flask_wtf", "wtforms", "werkzeug"}

RANK = {name: rank for rank, line in enumerate(LAYERS) for name in line}
PART_RANK = {name: rank for rank, line in enumerate(PARTS) for name in line}


@dataclass(frozen=True)
class Room:
    """One module: its domain and the part of the domain it is (or lies in)."""

    path: Path

    @property
    def domain(self) -> str:
        return self.path.relative_to(PORTAL).parts[0]

    @property
    def part(self) -> str:
        return self.path.relative_to(PORTAL).parts[1].removesuffix(".py")

    @property
    def name(self) -> str:
        return ".".join(("portal", *self.path.relative_to(PORTAL).with_suffix("").parts))

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))


ROOMS = [
    Room(path)
    for path in sorted(PORTAL.rglob("*.py"))
    if len(path.relative_to(PORTAL).parts) > 1
    and "migrations" not in path.parts
    and path.name != "__init__.py"
]
SUBJECTS = [room for room in ROOMS if room.domain not in OPEN_HOUSES]


def imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield (domain, part) for everything a module imports from the portal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("portal."):
            _, domain, *part = str(node.module).split(".")
            for name in node.names:
                yield domain, part[0] if part else name.name


def named(room: Room) -> str:
    return f"{room.domain}/{room.path.stem}"


@pytest.mark.parametrize("room", ROOMS, ids=named)
def test_imports_go_down(room: Room) -> None:
    for domain, _part in imports(room.tree):
        if domain != room.domain:
            assert domain in RANK, f"portal.{domain} stands on no layer"
            assert RANK[domain] < RANK[room.domain], f"{room.domain} may not import {domain}"


@pytest.mark.parametrize("room", SUBJECTS, ids=named)
def test_inside_a_domain_imports_go_down_too(room: Room) -> None:
    assert room.part in PART_RANK, f"{room.part} is no part that the house knows"
    for domain, other in imports(room.tree):
        if domain == room.domain and other != room.part:
            assert PART_RANK[other] < PART_RANK[room.part], f"{room.part} may not import {other}"


@pytest.mark.parametrize("room", ROOMS, ids=named)
def test_other_domains_are_entered_by_their_doors(room: Room) -> None:
    for domain, other in imports(room.tree):
        if domain != room.domain and domain not in OPEN_HOUSES:
            assert DOORS & {other, f"{domain}.{other}"}, f"{domain}.{other} is private to {domain}"


def test_no_module_is_in_a_circle() -> None:
    graph = {room.name: set(_modules(room.tree)) & {one.name for one in ROOMS} for room in ROOMS}
    done: set[str] = set()

    def walk(name: str, line: tuple[str, ...]) -> None:
        assert name not in line, " -> ".join((*line, name))
        if name not in done:
            for other in sorted(graph[name]):
                walk(other, (*line, name))
            done.add(name)

    for name in graph:
        walk(name, ())


def _modules(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("room", [r for r in SUBJECTS if r.part in PURE], ids=named)
def test_the_web_stops_at_forms_and_views(room: Room) -> None:
    for node in ast.walk(room.tree):
        if isinstance(node, ast.ImportFrom):
            assert str(node.module).split(".")[0] not in WEB, f"{room.name} imports {node.module}"


@pytest.mark.parametrize("room", [r for r in SUBJECTS if r.part != "queries"], ids=named)
def test_only_queries_select(room: Room) -> None:
    names = {
        node.func.id
        for node in ast.walk(room.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "select" not in names, f"{room.name} selects"


@pytest.mark.parametrize("room", SUBJECTS, ids=named)
def test_only_the_guard_commits(room: Room) -> None:
    for node in ast.walk(room.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr != "commit", f"{room.name}:{node.lineno} commits"


@pytest.mark.parametrize("room", SUBJECTS, ids=named)
def test_only_the_workflow_sets_a_state(room: Room) -> None:
    for node in ast.walk(room.tree):
        for target in node.targets if isinstance(node, ast.Assign) else []:
            if isinstance(target, ast.Attribute):
                assert target.attr != "state", f"{room.name}:{target.lineno} sets a state"


@pytest.mark.parametrize("room", ROOMS, ids=named)
def test_time_comes_from_the_clock(room: Room) -> None:
    if room.name == "portal.core.clock":
        return
    for node in ast.walk(room.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}:
            whose = node.value.id if isinstance(node.value, ast.Name) else ""
            assert whose not in {"datetime", "date"}, f"{room.name}:{node.lineno} asks the time"


@pytest.mark.parametrize("room", ROOMS, ids=named)
def test_a_room_is_small_enough_to_know(room: Room) -> None:
    lines = room.path.read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{room.name} has {lines} lines: make it a package"


def test_the_application_alone_knows_every_table() -> None:
    """A foreign key names its table, so a forgotten domain fails only at run time."""
    program = (
        "from portal import create_app; from portal.core.db import Base;"
        "create_app(SECRET_KEY='x', TESTING=True); print(len(Base.metadata.sorted_tables))"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert int(found.stdout) == len(Base.metadata.sorted_tables)
