"""Pages of incubation: the board, programmes, tracks, milestones, steering, graduates."""

from portal.incubation.views import boards, evidence, graduates, reviewing, steering, tracks
from portal.incubation.views.rooms import bp

__all__ = ["boards", "bp", "evidence", "graduates", "reviewing", "steering", "tracks"]
