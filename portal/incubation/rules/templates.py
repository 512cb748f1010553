"""What must hold of a template before brands walk by it. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.core.i18n import gettext as _
from portal.core.i18n import plain
from portal.core.workflow import Step, Workflow
from portal.incubation import registry
from portal.incubation.models import (
    DueFrom,
    EvidenceKind,
    Milestone,
    Stage,
    Template,
    TemplateState,
)

T = TemplateState
TEMPLATE_WORKFLOW: Workflow[TemplateState] = Workflow(
    {
        "publish": Step(frozenset({T.DRAFT}), T.PUBLISHED),
        "retire": Step(frozenset({T.PUBLISHED}), T.RETIRED),
    }
)
MOST_STAGES = 20
MOST_MILESTONES = 40
"""Of one stage."""
K = EvidenceKind


@dataclass(frozen=True)
class Problem:
    """What stands against publishing, and where; a `hint` may stay as it is."""

    text: str
    stage: Stage | None = None
    milestone: Milestone | None = None
    hint: bool = False

    @property
    def where(self) -> str:
        """Return the name of the place."""
        if self.milestone:
            return f"{self.milestone.code} {plain(self.milestone, 'title')}"
        return f"{self.stage.code} {plain(self.stage, 'name')}" if self.stage else ""


def problems(template: Template) -> list[Problem]:
    """Return everything that stands against publishing a template, in its order."""
    found: list[Problem] = []
    if not template.name_zh:
        found.append(Problem(_("It has no Chinese name.")))
    if not template.stages:
        found.append(Problem(_("It has no stage.")))
    every = [one for stage in template.stages for one in stage.milestones]
    place = {one.code: stage.position for stage in template.stages for one in stage.milestones}
    for stage in template.stages:
        found += of_stage(stage)
        for one in stage.milestones:
            found += of_milestone(one, stage, every, place)
    found += circles(every)
    return found


def of_stage(stage: Stage) -> Iterator[Problem]:
    """Yield what is wrong with a stage itself."""
    if not stage.name_zh:
        yield Problem(_("It has no Chinese name."), stage)
    if stage.weeks_low > stage.weeks_high:
        yield Problem(_("The shortest length is longer than the longest."), stage)
    if not any(one.required for one in stage.milestones):
        words = _("No milestone is required: the gate would wait for nothing.")
        yield Problem(words, stage)
    elif not any(one.required and one.weight for one in stage.milestones):
        yield Problem(_("The weights of its milestones add up to nothing."), stage)
    if not (stage.name_en and stage.gate_zh):
        words = _("The English name or the words of the gate are missing.")
        yield Problem(words, stage, hint=True)


def of_milestone(
    one: Milestone, stage: Stage, every: Sequence[Milestone], place: Mapping[str, int]
) -> Iterator[Problem]:
    """Yield what is wrong with a milestone."""
    handed_in = one.evidence not in {K.AUTOMATIC, K.PARTS}
    if not one.title_zh:
        yield Problem(_("It has no Chinese title."), stage, one)
    if one.evidence is K.AUTOMATIC and one.condition not in registry.conditions():
        yield Problem(_("Choose what the portal looks at."), stage, one)
    if one.due_from is not DueFrom.STAGE and one.due_days is None:
        yield Problem(_("Say how many days before or after it is due."), stage, one)
    if one.rubric and one.evidence is not K.REVIEWED:
        yield Problem(_("Only evidence that the office looks at has a rubric."), stage, one)
    if one.files_least and not handed_in:
        yield Problem(_("Nothing is handed in for it, so it can want no files."), stage, one)
    yield from of_links(one, stage, place)
    yield from of_parts(one, stage, every)
    if not (one.title_en and one.guidance_zh):
        words = _("The English title or the guidance is missing.")
        yield Problem(words, stage, one, hint=True)


def of_links(one: Milestone, stage: Stage, place: Mapping[str, int]) -> Iterator[Problem]:
    """Yield what is wrong with a milestone's questions and prerequisites."""
    for question in one.questions:
        if question["kind"] == "choice" and len(question.get("choices", [])) < 2:  # noqa: PLR2004 -- a choice
            words = _("“%(question)s” needs two answers to choose from.",
                      question=question["label_zh"])  # fmt: skip
            yield Problem(words, stage, one)
    for code in one.prerequisites:
        if code not in place:
            words = _("It waits for %(code)s, which is not there.", code=code)
            yield Problem(words, stage, one)
        elif place[code] > stage.position:
            words = _("It waits for %(code)s, which comes in a later stage.", code=code)
            yield Problem(words, stage, one)


def of_parts(one: Milestone, stage: Stage, every: Sequence[Milestone]) -> Iterator[Problem]:
    """Yield what is wrong with a milestone and its parts."""
    if one.evidence is K.PARTS and not any(part.parent_id == one.id for part in every):
        yield Problem(_("It is done when its parts are done, but it has no part."), stage, one)
    if one.parent_id is None:
        return
    whole = next((other for other in every if other.id == one.parent_id), None)
    if whole is None or whole.stage_id != one.stage_id:
        yield Problem(_("It is a part of something in another stage."), stage, one)
    elif whole.evidence is not K.PARTS:
        words = _("It is a part of %(code)s, which is not done by parts.", code=whole.code)
        yield Problem(words, stage, one)
    elif whole.parent_id is not None:
        words = _("Parts have no parts of their own: %(code)s is a part.", code=whole.code)
        yield Problem(words, stage, one)


def circles(every: Sequence[Milestone]) -> list[Problem]:
    """Return a problem for each milestone that, in the end, waits for itself."""
    waits = waiting(every)
    return [
        Problem(_("It waits for itself: %(way)s.", way=" → ".join(way)), one.stage, one)
        for one in every
        if (way := circle(one.code, waits))
    ]


def waiting(every: Iterable[Milestone]) -> dict[str, list[str]]:
    """Return which codes each code waits for: its prerequisites, and its own parts."""
    every = list(every)
    return {
        one.code: [
            *one.prerequisites,
            *(part.code for part in every if part.parent_id and part.parent_id == one.id),
        ]
        for one in every
    }


def circle(code: str, waits: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the way on which a code waits for itself; nothing when it does not."""
    ways, seen = [[code]], {code}
    while ways:
        way = ways.pop(0)
        for after in waits.get(way[-1], ()):
            if after == code:
                return [*way, code]
            if after not in seen:
                seen.add(after)
                ways.append([*way, after])
    return []


def is_publishable(found: Iterable[Problem]) -> bool:
    """Say whether nothing but hints stands against publishing."""
    return all(one.hint for one in found)


def next_code(prefix: str, taken: Iterable[str]) -> str:
    """Return the first free code after the highest: S2.7 after S2.6, S10 after S9."""
    numbers = [one[len(prefix) :] for one in taken if one.startswith(prefix)]
    highest = max((int(one) for one in numbers if one.isascii() and one.isdigit()), default=0)
    return f"{prefix}{highest + 1}"
