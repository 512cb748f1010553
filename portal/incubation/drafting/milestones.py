"""The form of one milestone, with its questions and criteria in slots."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from portal.core.forms import Required
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import plain
from portal.incubation import registry, rules
from portal.incubation.drafting.words import (
    BLANK_SLOTS,
    DUE_RULES,
    QUESTION_KINDS,
    DraftForm,
    at_most,
    lines,
    number,
    words_of,
)
from portal.incubation.models import (
    DueFrom,
    EvidenceKind,
    Milestone,
    Stage,
    Template,
)


class MilestoneForm(DraftForm):
    """One milestone of a draft; questions and criteria follow in slots."""

    title_zh = StringField(
        _l("Name of the milestone in Chinese"),
        [Required(_l("Give the milestone a title.")), at_most(80)],
    )
    title_en = StringField(_l("Name of the milestone in English"), [at_most(120)])
    evidence = SelectField(_l("What counts as done"), choices=lambda: words_of(rules.KIND_WORDS))
    condition = SelectField(_l("What the portal looks at"))
    required = BooleanField(_l("The stage's gate waits for it"), default=True)
    weight = IntegerField(_l("Weight in its stage"), [Optional(), NumberRange(0, 100)], default=1)
    target = number(_l("Number to reach"), 0, 100_000)
    unit_zh = StringField(_l("What is counted, in Chinese"), [at_most(20)])
    unit_en = StringField(_l("What is counted, in English"), [at_most(30)])
    guidance_zh = lines(_l("Guidance in Chinese"), 2000)
    guidance_en = lines(_l("Guidance in English"), 3000)
    wants_zh = StringField(_l("What to hand in, in Chinese"), [at_most(200)])
    wants_en = StringField(_l("What to hand in, in English"), [at_most(300)])
    files_least = IntegerField(_l("Files at least"), [Optional(), NumberRange(0, 10)], default=0)
    checklist_zh = lines(_l("Look at this before photographing, in Chinese, a line each"), 1600)
    checklist_en = lines(_l("Look at this before photographing, in English, a line each"), 2400)
    due_rule = SelectField(_l("It is due"), choices=lambda: words_of(DUE_RULES))
    due_count = number(_l("How many days"), 0, 730)
    prerequisites = SelectMultipleField(
        _l("It opens once these are settled"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    parent = SelectField(_l("It is a part of"))
    stage = SelectField(_l("It stands in the stage"), coerce=int)

    questions = 0
    """How many slots for questions this form has."""
    criteria = 0
    """How many slots for criteria this form has."""

    def __init__(
        self, template: Template, stage: Stage, milestone: Milestone | None = None
    ) -> None:
        super().__init__(template, lambda: standing_of(milestone) if milestone else {})
        none = SelectChoice("", str(_l("Nothing")))
        known_facts = registry.conditions().items()
        self.condition.choices = [
            none,
            *(SelectChoice(name, str(one.label)) for name, one in known_facts),
        ]
        self.parent.choices = [none, *wholes(stage, milestone)]
        self.stage.choices = [
            (one.id, f"{one.code} {plain(one, 'name')}") for one in template.stages
        ]
        if milestone is None:
            del self.stage
        self.prerequisites.choices = list(earlier(template, stage, milestone))

    def slots(self, name: str) -> list[dict[str, Any]]:
        """Return the fields of each slot of that name, for the page."""
        parts = QUESTION_PARTS if name == "question" else CRITERION_PARTS
        count = self.questions if name == "question" else self.criteria
        return [{part: self[f"{name}_{at}_{part}"] for part in parts} for at in range(count)]

    def told(self, name: str) -> list[dict[str, Any]]:
        """Return what each slot says that says something."""
        found = [{part: field.data for part, field in one.items()} for one in self.slots(name)]
        return [one for one in found if one["zh"]]

    @property
    def answers(self) -> dict[str, Any]:
        """Return the milestone as its columns want it."""
        said = super().answers
        names = (*rules.MILESTONE_WORDS[1:], "condition", "target", "unit_zh", "unit_en")
        found = {name: said[name] for name in (*names, "required", "prerequisites")}
        due_from, due_days = due_of(said["due_rule"], said["due_count"])
        if self.stage is not None:
            found["stage"] = said["stage"]
        return found | {
            "evidence": EvidenceKind(said["evidence"]),
            "weight": 1 if said["weight"] is None else said["weight"],
            "files_least": said["files_least"] or 0,
            "checklist_zh": said["checklist_zh"],
            "checklist_en": said["checklist_en"],
            "due_from": due_from,
            "due_days": due_days,
            "parent_id": int(said["parent"]) if said["parent"] else None,
            "questions": list(keyed(map(question_of, self.told("question")), "q")),
            "rubric": list(keyed(map(criterion_of, self.told("criterion")), "c")),
        }


QUESTION_PARTS = ("key", "kind", "zh", "en", "required", "choices")
CRITERION_PARTS = ("key", "zh", "en", "weight")


def milestone_form(
    template: Template, stage: Stage, milestone: Milestone | None = None
) -> MilestoneForm:
    """Return the form of a milestone with slots for what it asks, and some empty ones."""
    questions = len(milestone.questions) if milestone else 0
    criteria = len(milestone.rubric) if milestone else 0
    fields: dict[str, Any] = {
        "questions": questions + BLANK_SLOTS,
        "criteria": criteria + BLANK_SLOTS,
    }
    for at in range(questions + BLANK_SLOTS):
        fields |= {
            f"question_{at}_key": StringField(_l("Key"), [at_most(40)], widget=HiddenInput()),
            f"question_{at}_zh": StringField(_l("Question in Chinese"), [at_most(120)]),
            f"question_{at}_en": StringField(_l("Question in English"), [at_most(160)]),
            f"question_{at}_kind": SelectField(
                _l("Answered by"), choices=lambda: words_of(QUESTION_KINDS)
            ),
            f"question_{at}_required": BooleanField(_l("It must be answered")),
            f"question_{at}_choices": TextAreaField(
                _l("Answers to choose from, a line each: Chinese | English"),
                [at_most(2400)],
                render_kw={"rows": 2},
            ),
        }
    for at in range(criteria + BLANK_SLOTS):
        fields |= {
            f"criterion_{at}_key": StringField(_l("Key"), [at_most(40)], widget=HiddenInput()),
            f"criterion_{at}_zh": StringField(_l("Criterion in Chinese"), [at_most(60)]),
            f"criterion_{at}_en": StringField(_l("Criterion in English"), [at_most(80)]),
            f"criterion_{at}_weight": number(_l("Weight"), 1, 100),
        }
    kind: type[MilestoneForm] = type("MilestoneForm", (MilestoneForm,), fields)
    return kind(template, stage, milestone)


def standing_of(milestone: Milestone) -> dict[str, Any]:
    """Return a milestone as its form asks for it."""
    names = (*rules.MILESTONE_WORDS[1:], *rules.USUAL)
    found = {name: getattr(milestone, name) for name in names}
    found["evidence"] = milestone.evidence.value
    found["parent"] = str(milestone.parent_id or "")
    found["stage"] = milestone.stage_id
    found["due_rule"], found["due_count"] = due_words(milestone)
    for at, one in enumerate(found.pop("questions")):
        found |= {
            f"question_{at}_key": one["key"],
            f"question_{at}_kind": one["kind"],
            f"question_{at}_zh": one["label_zh"],
            f"question_{at}_en": one.get("label_en", ""),
            f"question_{at}_required": one.get("required", False),
            f"question_{at}_choices": "\n".join(
                " | ".join(pair) for pair in one.get("choices", [])
            ),
        }
    for at, one in enumerate(found.pop("rubric")):
        found |= {
            f"criterion_{at}_key": one["key"],
            f"criterion_{at}_zh": one["name_zh"],
            f"criterion_{at}_en": one.get("name_en", ""),
            f"criterion_{at}_weight": one["weight"],
        }
    return found


def due_words(milestone: Milestone) -> tuple[str, int | None]:
    """Return the rule and the days as the form asks for them."""
    days, begins = milestone.due_days, milestone.due_from
    if days is None:
        return "usual", None
    if begins is DueFrom.FAIR:
        return ("before-fair" if days < 0 else "after-fair"), abs(days)
    return f"after-{begins.value}", days


def due_of(rule: str, count: int | None) -> tuple[DueFrom, int | None]:
    """Return the columns of a rule and its days."""
    way, _, begins = rule.partition("-")
    if not begins:
        return DueFrom.STAGE, None
    days = -count if way == "before" and count else count
    return DueFrom(begins), days


def question_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a question as its column keeps it."""
    found = {
        "key": said["key"],
        "kind": said["kind"],
        "label_zh": said["zh"],
        "label_en": said["en"],
        "required": bool(said["required"]),
    }
    if said["kind"] == "choice":
        rows = [row.partition("|") for row in said["choices"].splitlines() if row.strip()]
        found["choices"] = [[zh.strip(), en.strip()] for zh, _, en in rows[:20]]
    return found


def criterion_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a criterion as its column keeps it."""
    return {
        "key": said["key"],
        "name_zh": said["zh"],
        "name_en": said["en"],
        "weight": said["weight"] or 1,
    }


def keyed(rows: Iterable[dict[str, Any]], prefix: str) -> Iterable[dict[str, Any]]:
    """Yield the rows, each with a key that no other has; a known key stays."""
    rows = list(rows)
    taken = [str(row["key"]) for row in rows]
    seen: set[str] = set()
    for row in rows:
        if not row["key"] or row["key"] in seen:
            row["key"] = rules.next_code(prefix, taken)
            taken.append(row["key"])
        seen.add(row["key"])
        yield row


def wholes(stage: Stage, milestone: Milestone | None) -> list[SelectChoice]:
    """Return what a milestone may be a part of: what is done by parts in the same stage."""
    return [
        SelectChoice(str(one.id), f"{one.code} {plain(one, 'title')}")
        for one in stage.milestones
        if one.evidence is EvidenceKind.PARTS and one is not milestone
    ]


def earlier(
    template: Template, stage: Stage, milestone: Milestone | None
) -> Iterable[SelectChoice]:
    """Yield what a milestone may wait for: nothing later, and nothing that waits for it."""
    every = [one for other in template.stages for one in other.milestones]
    waits = rules.waiting(every)
    for other in template.stages:
        for one in other.milestones if other.position <= stage.position else []:
            if milestone and one.code not in milestone.prerequisites:
                tried = {**waits, milestone.code: [*waits[milestone.code], one.code]}
                if one is milestone or rules.circle(milestone.code, tried):
                    continue
            title, group = plain(one, "title"), f"{other.code} {plain(other, 'name')}"
            yield SelectChoice(one.code, f"{one.code} {title}", optgroup=group)
