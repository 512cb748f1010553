"""Forms of templates and their parts, of programmes as cohorts, and of fairs."""

from portal.incubation.drafting.cohorts import (
    CohortForm,
    FairForm,
    MoveBrandsForm,
    MoveFairForm,
    ProgrammeForm,
    chosen_brands,
    chosen_programmes,
)
from portal.incubation.drafting.milestones import MilestoneForm, milestone_form
from portal.incubation.drafting.parts import FileForm, NamesForm, StageForm, StartForm
from portal.incubation.drafting.words import QUESTION_KINDS, SEASONS, source_choices

__all__ = [
    "QUESTION_KINDS",
    "SEASONS",
    "CohortForm",
    "FairForm",
    "FileForm",
    "MilestoneForm",
    "MoveBrandsForm",
    "MoveFairForm",
    "NamesForm",
    "ProgrammeForm",
    "StageForm",
    "StartForm",
    "chosen_brands",
    "chosen_programmes",
    "milestone_form",
    "source_choices",
]
