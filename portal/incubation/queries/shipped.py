"""The templates that come with the portal, from `data/`. Read once, never changed at run time."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"


def key(code: str, version: int) -> str:
    """Return what a form calls one version of a template."""
    return f"{code}/{version}"


@cache
def templates() -> Mapping[str, Mapping[str, Any]]:
    """Return the shipped templates by key."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("*.json"))]
    return {key(one["code"], one["version"]): one for one in found}
