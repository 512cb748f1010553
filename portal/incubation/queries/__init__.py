"""Reading incubation: programmes, tracks, what is due, the board, and facts for conditions."""

from portal.incubation.queries.due import (
    NextStep,
    as_next,
    next_step,
    stage_of,
    waiting_count,
    waiting_evidence,
)
from portal.incubation.queries.facts import (
    has_valid_credit_code,
    is_enrolled,
    is_published,
    lookbook_pictures,
    profile_is_complete,
)
from portal.incubation.queries.intake import (
    enrolled_counts,
    programme,
    programmes,
    running_programme,
    template,
    template_by_id,
    templates,
)
from portal.incubation.queries.overview import Board, board
from portal.incubation.queries.tracks import (
    FileOfMilestone,
    brand,
    draft,
    evidence_file,
    lock_running,
    milestone,
    running_enrolment,
    track,
)

__all__ = [
    "Board",
    "FileOfMilestone",
    "NextStep",
    "as_next",
    "board",
    "brand",
    "draft",
    "enrolled_counts",
    "evidence_file",
    "has_valid_credit_code",
    "is_enrolled",
    "is_published",
    "lock_running",
    "lookbook_pictures",
    "milestone",
    "next_step",
    "profile_is_complete",
    "programme",
    "programmes",
    "running_enrolment",
    "running_programme",
    "stage_of",
    "template",
    "template_by_id",
    "templates",
    "track",
    "waiting_count",
    "waiting_evidence",
]
