"""The records of onboarding."""

from portal.onboarding.models.applications import (
    Application,
    ApplicationPicture,
    ApplicationState,
)

__all__ = [
    "Application",
    "ApplicationPicture",
    "ApplicationState",
]
