"""Two people's words for the same section, put together field by field."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from portal.brands import kinds
from portal.brands.rules import BY_COLUMN


def merged(mine: Any, theirs: Any, before: Any) -> str:
    """Return whose value stays: `mine`, `theirs`, or `both` where they wrote different things."""
    if same(mine, theirs) or same(theirs, before):
        return "mine"
    return "theirs" if same(mine, before) else "both"


def same(one: Any, other: Any) -> bool:
    """Say whether two values say the same; none, an empty text and an empty list do."""
    return bool(plain(one) == plain(other))


def plain(value: Any) -> Any:
    """Return a value as JSON knows it; None for nothing."""
    return None if value in (None, "", []) else json.loads(json.dumps(value, default=str))


def written(values: Mapping[str, Any]) -> str:
    """Return values by column as a form carries them along."""
    return json.dumps(values, default=str, ensure_ascii=False, separators=(",", ":"))


def read_before(text: str, columns: Iterable[str]) -> dict[str, Any]:
    """Return what `written` wrote, of these columns; nothing of what it cannot have written."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: typed(name, found[name]) for name in columns if name in found}


def typed(column: str, value: Any) -> Any:
    """Return a value in the type of its column; None for one that it cannot have."""
    kind = BY_COLUMN[column].kind
    if isinstance(kind, kinds.Codes | kinds.Days):
        listed = value if isinstance(value, list) else []
        return [one for one in listed if isinstance(one, str)]
    if isinstance(kind, kinds.Day):
        return day_of(value)
    if isinstance(kind, kinds.Whole | kinds.Money | kinds.Percent | kinds.Discount | kinds.YesNo):
        return value if isinstance(value, int) else None
    return value if isinstance(value, str) else ""


def day_of(value: Any) -> date | None:
    """Return a day written as YYYY-MM-DD, or None."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
