"""The shape of the code: who may import whom. Read LAYERS as a map of the portal."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

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
    {"incubation", "agency", "connections"},
    {"leasing", "intakes", "figures", "mentoring", "linesheets"},
    {"onboarding", "directory", "rosters"},
    {"flags"},
    {"reports"},
    {"demo"},
]
# Inside a domain, likewise.
PARTS = [
    {"copies", "zipped"},
    {"models"},
    {"registry"},
    {"kinds", "facets", "monthly", "numbers", "verbs", "passwords", "browsers", "reading"},
    {"offers"},
    {"fields", "criteria", "grid"},
    {"engine"},
    {"rules", "differences", "ranking", "seasons"},
    {"entries"},
    {"queries"},
    {"links", "mail", "taking"},
    {
        "actions",
        "comparison",
        "exact",
        "lookbook",
        "many",
        "moving",
        "collecting",
        "watching",
        "counting",
    },
    {"memberships"},
    {"asking"},
    {"forms", "filling"},
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
    {"offices", "listing", "tape"},
    {"page"},
    {"views", "cli", "panel", "transfers"},
    {"counter", "terms", "feeds"},
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
    "agents.asking",
    "documents.collecting",
    "documents.copies",
    "documents.web",
    "documents.zipped",
    "markets.grid",
    "markets.numbers",
    "figures.monthly",
    "reference.labels",
    "audit.verbs",
    "brands.kinds",
    "brands.lookbook",
    "brands.offers",
    "brands.seasons",
    "brands.many",
    "brands.moving",
    "rosters.tables",
    "directory.cards",
    "directory.criteria",
    "directory.watching",
    "papers.cards",
}
# Domains without the usual files: machinery and data.
OPEN_HOUSES = {"core", "access", "reference", "demo"}
# The web stops at the door of these.
PURE = {
    "models",
    "rules",
    "ranking",
    "engine",
    "facets",
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

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Return every piece of its code."""
        return list(ast.walk(ast.parse(self.path.read_text(encoding="utf-8"))))

    @cached_property
    def imports(self) -> list[tuple[str, str]]:
        """Return (domain, part) for everything it imports from the portal."""
        found = []
        for node in self.nodes:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("portal."):
                _, domain, *part = str(node.module).split(".")
                found += [(domain, part[0] if part else name.name) for name in node.names]
        return found


ROOMS = [
    Room(path)
    for path in sorted(PORTAL.rglob("*.py"))
    if len(path.relative_to(PORTAL).parts) > 1
    and "migrations" not in path.parts
    and path.name != "__init__.py"
]
SUBJECTS = [room for room in ROOMS if room.domain not in OPEN_HOUSES]


def test_imports_go_down() -> None:
    wrong = []
    for room in ROOMS:
        for domain, _part in room.imports:
            if domain != room.domain:
                assert domain in RANK, f"portal.{domain} stands on no layer"
                if RANK[domain] >= RANK[room.domain]:
                    wrong.append(f"{room.name} may not import {domain}")
    assert not wrong


def test_inside_a_domain_imports_go_down_too() -> None:
    wrong = []
    for room in SUBJECTS:
        assert room.part in PART_RANK, f"{room.part} is no part that the house knows"
        for domain, other in room.imports:
            inside = domain == room.domain and other != room.part
            if inside and PART_RANK[other] >= PART_RANK[room.part]:
                wrong.append(f"{room.name} may not import {other}")
    assert not wrong


def test_other_domains_are_entered_by_their_doors() -> None:
    wrong = [
        f"{room.name}: {domain}.{other} is private to {domain}"
        for room in ROOMS
        for domain, other in room.imports
        if domain not in {room.domain, *OPEN_HOUSES} and not DOORS & {other, f"{domain}.{other}"}
    ]
    assert not wrong


def test_no_module_is_in_a_circle() -> None:
    graph = {room.name: set(_modules(room)) & {one.name for one in ROOMS} for room in ROOMS}
    done: set[str] = set()

    def walk(name: str, line: tuple[str, ...]) -> None:
        assert name not in line, " -> ".join((*line, name))
        if name not in done:
            for other in sorted(graph[name]):
                walk(other, (*line, name))
            done.add(name)

    for name in graph:
        walk(name, ())


def _modules(room: Room) -> Iterator[str]:
    for node in room.nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_the_web_stops_at_forms_and_views() -> None:
    wrong = [
        f"{room.name} imports {node.module}"
        for room in SUBJECTS
        for node in room.nodes
        if room.part in PURE
        and isinstance(node, ast.ImportFrom)
        and str(node.module).split(".")[0] in WEB
    ]
    assert not wrong


def test_only_queries_select() -> None:
    wrong = [
        f"{room.name}:{node.lineno} selects"
        for room in SUBJECTS
        for node in room.nodes
        if room.part != "queries"
        and isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "select"
    ]
    assert not wrong


def test_only_the_guard_commits() -> None:
    wrong = [
        f"{room.name}:{node.lineno} commits"
        for room in SUBJECTS
        for node in room.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]
    assert not wrong


def test_only_the_workflow_sets_a_state() -> None:
    wrong = [
        f"{room.name}:{target.lineno} sets a state"
        for room in SUBJECTS
        for node in room.nodes
        for target in (node.targets if isinstance(node, ast.Assign) else [])
        if isinstance(target, ast.Attribute) and target.attr == "state"
    ]
    assert not wrong


def test_time_comes_from_the_clock() -> None:
    wrong = [
        f"{room.name}:{node.lineno} asks the time"
        for room in ROOMS
        for node in room.nodes
        if room.name != "portal.core.clock"
        and isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
    ]
    assert not wrong


def test_a_room_is_small_enough_to_know() -> None:
    wrong = [
        f"{room.name} has {lines} lines: make it a package"
        for room in ROOMS
        if (lines := room.path.read_text(encoding="utf-8").count("\n")) > 400
    ]
    assert not wrong


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
