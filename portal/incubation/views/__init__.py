"""Pages of incubation: the board, programmes, templates, tracks, milestones, graduates."""

from portal.incubation.views import (
    boards,
    drafts,
    evidence,
    graduates,
    moving,
    programmes,
    reviewing,
    steering,
    templates,
    tracks,
)
from portal.incubation.views.rooms import bp

__all__ = [
    "boards",
    "bp",
    "drafts",
    "evidence",
    "graduates",
    "moving",
    "programmes",
    "reviewing",
    "steering",
    "templates",
    "tracks",
]
