"""The records of intakes and leads."""

from portal.intakes.models.intakes import (
    Edition,
    Intake,
    IntakeState,
    Question,
    QuestionKind,
)
from portal.intakes.models.leads import Lead, LeadContact, LeadState

__all__ = [
    "Edition",
    "Intake",
    "IntakeState",
    "Lead",
    "LeadContact",
    "LeadState",
    "Question",
    "QuestionKind",
]
