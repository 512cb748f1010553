"""The files of this package, read once, when they are first asked for."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from portal.reference.models import (
    Cluster,
    Level,
    MacroRegion,
    Region,
    Term,
    Title,
    Vocabulary,
)

DATA = Path(__file__).parent / "data"
VOCABULARY_FILES = ("garments.json", "trade.json")


def read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def vocabularies() -> dict[str, Vocabulary]:
    """Return every code table by its kind."""
    kinds = {kind: row for name in VOCABULARY_FILES for kind, row in read(name)["kinds"].items()}
    return {
        kind: Vocabulary(
            kind, row["zh"], row["en"], {term["code"]: term_of(term) for term in row["terms"]}
        )
        for kind, row in kinds.items()
    }


def term_of(row: dict[str, Any]) -> Term:
    """Return a row of a code table as its file has it."""
    return Term(**(row | {"also": tuple(row.get("also", ()))}))


@cache
def regions() -> dict[str, Region]:
    """Return every region by its code, in the order of the codes."""
    rows = read("regions.json")["regions"]
    known = frozenset(row[0] for row in rows)
    return {
        code: Region(code, zh, en, pinyin, *place_of(code, known)) for code, zh, en, pinyin in rows
    }


def place_of(code: str, known: frozenset[str]) -> tuple[Level, str | None]:
    """Return the level of a code and the code above it.

    Districts of the four municipalities and county-level units run by a province have no
    prefecture: the province is directly above them.
    """
    province, prefecture = f"{code[:2]}0000", f"{code[:4]}00"
    if code == province:
        return Level.PROVINCE, None
    if code == prefecture:
        return Level.PREFECTURE, province
    return Level.COUNTY, prefecture if prefecture in known else province


@cache
def below() -> dict[str, tuple[Region, ...]]:
    """Return the regions directly below each region that has any."""
    found: dict[str, list[Region]] = {}
    for region in regions().values():
        if region.parent:
            found.setdefault(region.parent, []).append(region)
    return {code: tuple(inside) for code, inside in found.items()}


@cache
def revision() -> str:
    """Return the day of the ministry's list that the regions are from, as 2026-09-11."""
    return str(read("regions.json")["revision"])


@cache
def macro_regions() -> dict[str, MacroRegion]:
    """Return the macro-regions by code, those that cover the country first."""
    return {
        row["code"]: MacroRegion(**{**row, "provinces": tuple(row["provinces"])})
        for row in read("macro_regions.json")["macro_regions"]
    }


@cache
def clusters() -> dict[str, Cluster]:
    """Return the clusters by code, Lusong first."""
    return {
        row["code"]: Cluster(**{**row, "titles": tuple(Title(**title) for title in row["titles"])})
        for row in read("clusters.json")["clusters"]
    }
