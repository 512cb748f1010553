"""The office's further pages: rubric, reviews, interviews, the meeting and the waiting list."""

from portal.onboarding.panel import meeting, talks
from portal.onboarding.panel.views import bp

__all__ = ["bp", "meeting", "talks"]
