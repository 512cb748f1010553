"""The records of onboarding."""

from portal.onboarding.models.applications import (
    WITH_THE_OFFICE,
    Application,
    ApplicationFile,
    ApplicationPicture,
    ApplicationState,
)
from portal.onboarding.models.events import ApplicationEvent
from portal.onboarding.models.interviews import Interview, InterviewMode, InterviewState
from portal.onboarding.models.places import DecisionRound, WaitingPlace
from portal.onboarding.models.reviews import Criterion, Review, ReviewState, Rubric, Score
from portal.onboarding.models.transfers import Side, Transfer, TransferState

__all__ = [
    "WITH_THE_OFFICE",
    "Application",
    "ApplicationEvent",
    "ApplicationFile",
    "ApplicationPicture",
    "ApplicationState",
    "Criterion",
    "DecisionRound",
    "Interview",
    "InterviewMode",
    "InterviewState",
    "Review",
    "ReviewState",
    "Rubric",
    "Score",
    "Side",
    "Transfer",
    "TransferState",
    "WaitingPlace",
]
