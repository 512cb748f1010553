"""Two people's words for the same part of a draft, put together field by field."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request
from wtforms import HiddenField

from portal.brands import kinds
from portal.core.forms import Clash, PortalForm


class MergingForm(PortalForm):
    """A form over a part of a draft that two people may write, and that is kept as one goes."""

    before = HiddenField()
    """What the part said when it was opened, so that two people's words can be put together."""

    @property
    def columns(self) -> list[str]:
        """Return the names of what this part keeps."""
        return [one.name for one in self if one.name not in {"version", "before"}]

    @property
    def standings(self) -> dict[str, Any]:
        """Return what the draft says now in this part, by name."""
        raise NotImplementedError

    def kind_of(self, name: str) -> kinds.Kind:
        """Return the kind of value that is kept by a name."""
        raise NotImplementedError

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was filled in, by name."""
        return {name: self[name].data for name in self.columns}

    @property
    def sound(self) -> dict[str, Any]:
        """Return the answers that can be kept: those without an error."""
        return {name: value for name, value in self.answers.items() if not self[name].errors}

    def begin(self) -> None:
        """Carry what stands there now; of what was posted, take what was chosen."""
        if request.method != "POST":
            self.opened_anew()
        else:
            self.take_choices()

    def opened_anew(self) -> None:
        """Carry what stands in this part now, and its version."""
        self.version.data, self.version.raw_data = self.version_now, None
        self.before.data = written(self.standings)

    def take_choices(self) -> None:
        """Put into a field what was chosen for it where two people wrote it."""
        for name in self.columns:
            chosen = request.form.get(f"keep-{name}")
            if chosen == "theirs":
                self.put(name, self.standings[name])
            elif chosen == "before":
                kept = self.read_before(request.form.get(f"before-{name}", ""))
                self.put(name, kept.get(name))

    def put(self, name: str, value: Any) -> None:
        """Let a field say `value`, whatever was typed in it."""
        field = self[name]
        field.data, field.raw_data, field.process_errors, field.errors = value, None, [], []

    def read_before(self, text: str) -> dict[str, Any]:
        """Return what `written` wrote, of this part; nothing of what it cannot have written."""
        return read_before(text, {name: self.kind_of(name) for name in self.columns})

    def clashes(self) -> list[Clash]:
        """Put two people's words together; return the fields that both wrote, and differently."""
        before = self.read_before(self.before.data or "")
        if not before:
            clashing = [one for one in super().clashes() if one.name != "before"]
            self.opened_anew()
            return clashing
        found, standings = [], self.standings
        for name, mine in ((one, self[one].data) for one in self.columns):
            whose = merged(mine, standings[name], before.get(name))
            if whose == "theirs":
                self.put(name, standings[name])
            elif whose == "both":
                now, then = standings[name], before.get(name)
                words = self.in_words(self[name], now), self.in_words(self[name], then)
                found.append(Clash(name, words[0], words[1], written({name: then})))
        self.opened_anew()
        return found


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


def read_before(text: str, columns: Mapping[str, kinds.Kind]) -> dict[str, Any]:
    """Return what `written` wrote, of these columns; nothing of what it cannot have written."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: typed(kind, found[name]) for name, kind in columns.items() if name in found}


def typed(kind: kinds.Kind, value: Any) -> Any:
    """Return a value in the type of its kind; None for one that it cannot have."""
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
