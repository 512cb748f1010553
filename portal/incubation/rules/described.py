"""A template as plain data, and that data as a readable YAML file. Pure."""

from collections.abc import Mapping
from typing import Any

import yaml

from portal.incubation.models import DueFrom, Milestone, Stage, Template

STAGE_WORDS = ("code", "name_zh", "name_en", "gate_zh", "gate_en")
MILESTONE_WORDS = (
    *("code", "title_zh", "title_en", "guidance_zh", "guidance_en", "wants_zh", "wants_en"),
)
USUAL: Mapping[str, Any] = {
    "condition": "",
    "target": None,
    "unit_zh": "",
    "unit_en": "",
    "required": True,
    "weight": 1,
    "prerequisites": [],
    "due_from": DueFrom.STAGE.value,
    "due_days": None,
    "files_least": 0,
    "questions": [],
    "rubric": [],
    "checklist_zh": "",
    "checklist_en": "",
}
"""What a milestone is where its template says nothing of it."""


def key_of(template: Template) -> str:
    """Return what a form calls a template: a shipped one by code and version, else its number."""
    shipped = template.market_id is None
    return f"{template.code}/{template.template_version}" if shipped else str(template.id)


def described(template: Template) -> dict[str, Any]:
    """Return a template as plain data: what a file holds, and what a new version starts from."""
    return {
        "code": template.code,
        "name_zh": template.name_zh,
        "name_en": template.name_en,
        "note": template.note,
        "stages": [described_stage(one) for one in template.stages],
    }


def described_stage(stage: Stage) -> dict[str, Any]:
    """Return a stage with its milestones as plain data."""
    codes = {one.id: one.code for one in stage.milestones}
    return {
        **{name: getattr(stage, name) for name in STAGE_WORDS},
        "weeks": [stage.weeks_low, stage.weeks_high],
        "milestones": [
            described_milestone(one, codes.get(one.parent_id or 0, "")) for one in stage.milestones
        ],
    }


def described_milestone(milestone: Milestone, parent: str = "") -> dict[str, Any]:
    """Return a milestone as plain data, without what is as usual."""
    found: dict[str, Any] = {name: getattr(milestone, name) for name in MILESTONE_WORDS}
    found["evidence"] = milestone.evidence.value
    if parent:
        found["parent"] = parent
    for name, usual in USUAL.items():
        value = getattr(milestone, name)
        value = value.value if isinstance(value, DueFrom) else value
        if value != usual:
            found[name] = value
    return found


class Readable(yaml.SafeDumper):
    """Writes several lines as several lines."""


def write_lines(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """Return a text as a block when it has several lines."""
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


Readable.add_representer(str, write_lines)


def as_file(template: Template) -> str:
    """Return a template as a YAML file that a person can read and change."""
    return yaml.dump(
        described(template), Dumper=Readable, allow_unicode=True, sort_keys=False, width=100
    )
