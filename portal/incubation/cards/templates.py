"""What the pages show of a template. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext, plain
from portal.incubation import registry, rules
from portal.incubation.models import DueFrom, EvidenceKind, Milestone, Template


@dataclass(frozen=True)
class TemplateShown:
    """One template with what stands against it, and its milestones in words."""

    template: Template

    @cached_property
    def problems(self) -> Sequence[rules.Problem]:
        """Return what stands against publishing."""
        return rules.problems(self.template)

    @property
    def hard(self) -> Sequence[rules.Problem]:
        """Return what has to be put right first."""
        return [one for one in self.problems if not one.hint]

    @property
    def hints(self) -> Sequence[rules.Problem]:
        """Return what may stay as it is."""
        return [one for one in self.problems if one.hint]

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Return each milestone's title by code."""
        every = (one for stage in self.template.stages for one in stage.milestones)
        return {one.code: plain(one, "title") for one in every}

    @property
    def count(self) -> int:
        """Return how many milestones it has."""
        return len(self.titles)

    def kind(self, milestone: Milestone) -> object:
        """Return how a milestone is shown, in words."""
        known = registry.conditions().get(milestone.condition)
        if milestone.evidence is EvidenceKind.AUTOMATIC and known:
            return known.label
        return rules.KIND_WORDS[milestone.evidence]

    def due(self, milestone: Milestone) -> str:
        """Return when a milestone is due, in words."""
        return due_words(milestone)

    def share(self, milestone: Milestone) -> int:
        """Return how much of its stage a milestone counts for, in percent."""
        whole = sum(one.weight for one in milestone.stage.milestones if one.required)
        return rules.share(milestone.weight, whole) if milestone.required else 0

    def waits(self, milestone: Milestone) -> list[str]:
        """Return the titles of what must be settled before it opens."""
        return [self.titles.get(code, code) for code in milestone.prerequisites]

    def lines(self, milestone: Milestone) -> list[str]:
        """Return what the owner looks at before photographing, line by line."""
        return [line for line in plain(milestone, "checklist").splitlines() if line.strip()]


def due_words(milestone: Milestone) -> str:
    """Return a milestone's due rule as a person says it."""
    days, begins = milestone.due_days, milestone.due_from
    if days is None:
        return _("by the end of the stage")
    if begins is DueFrom.FAIR and days < 0:
        return ngettext("%(num)d day before the season fair",
                        "%(num)d days before the season fair", -days)  # fmt: skip
    if begins is DueFrom.FAIR:
        return ngettext("%(num)d day after the season fair begins",
                        "%(num)d days after the season fair begins", days)  # fmt: skip
    if begins is DueFrom.ENROLMENT:
        return ngettext("%(num)d day after the start of the programme",
                        "%(num)d days after the start of the programme", days)  # fmt: skip
    return ngettext("%(num)d day after the stage begins",
                    "%(num)d days after the stage begins", days)  # fmt: skip


def days_words(days: int) -> str:
    """Return by how much something moves, in words."""
    if days < 0:
        return ngettext("%(num)d day earlier", "%(num)d days earlier", -days)
    return ngettext("%(num)d day later", "%(num)d days later", days)
