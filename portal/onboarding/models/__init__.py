"""The records of onboarding."""

from portal.onboarding.models.applications import (
    Application,
    ApplicationFile,
    ApplicationPicture,
    ApplicationState,
)

__all__ = [
    "Application",
    "ApplicationFile",
    "ApplicationPicture",
    "ApplicationState",
]
