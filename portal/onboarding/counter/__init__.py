"""At the counter: links that begin or confirm an application, typing for others, merging."""

from portal.onboarding.counter.views import bp

__all__ = ["bp"]
