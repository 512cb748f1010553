"""Pages of incubation: the board, programmes, tracks, milestones, steering, graduates."""

from portal.incubation.views import boards, evidence, graduates, steering, tracks
from portal.incubation.views.rooms import bp

__all__ = ["boards", "bp", "evidence", "graduates", "steering", "tracks"]
