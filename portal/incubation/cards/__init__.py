"""What the pages of incubation show, worked out from its rows. Pure."""

from portal.incubation.cards.certificate import Paper
from portal.incubation.cards.events import (
    Happening,
    before,
    happenings,
    hold,
    meanwhile,
    meanwhile_of,
)
from portal.incubation.cards.gantt import Chart, chart
from portal.incubation.cards.graduates import ALUMNI_HEAD, alumni_lines, due_day, may_ask
from portal.incubation.cards.previews import Alike, lacks_fair, moved_alike
from portal.incubation.cards.queue import (
    QUEUE_HEAD,
    Value,
    Waiting,
    missing,
    people_of_many,
    present_value,
    queue_lines,
)
from portal.incubation.cards.shown import (
    BOARD_HEAD,
    StepShown,
    Track,
    board_lines,
    handed_in_words,
    looked_again_words,
    people,
    people_of,
    with_words,
)
from portal.incubation.cards.templates import TemplateShown, days_words, due_words

__all__ = [
    "ALUMNI_HEAD",
    "BOARD_HEAD",
    "QUEUE_HEAD",
    "Alike",
    "Chart",
    "Happening",
    "Paper",
    "StepShown",
    "TemplateShown",
    "Track",
    "Value",
    "Waiting",
    "alumni_lines",
    "before",
    "board_lines",
    "chart",
    "days_words",
    "due_day",
    "due_words",
    "handed_in_words",
    "happenings",
    "hold",
    "lacks_fair",
    "looked_again_words",
    "may_ask",
    "meanwhile",
    "meanwhile_of",
    "missing",
    "moved_alike",
    "people",
    "people_of",
    "people_of_many",
    "present_value",
    "queue_lines",
    "with_words",
]
