"""Evidence of the demo: whatever a milestone asks is answered, shown and scored."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from portal.core import clock, picture_child
from portal.core.answers import AnswerKind
from portal.demo import uploads
from portal.demo.drawing.chance import chance
from portal.demo.drawing.papers import draw_document
from portal.demo.uploads import Wanted
from portal.incubation.models import MilestoneProgress

WORDS = {
    AnswerKind.LINE: ("老师傅带队，自有版房", "本地两家长期合作", "夫妻两人，另雇三人"),
    AnswerKind.TEXT: ("按季核对过一遍，数字和台账一致；有出入的两款已经改过来。",),
}
COACHED = "老板娘头一回做这类材料，下周去店里陪她过一遍，别催得太紧。"
"""What the office notes for itself where it sends something back."""
SHEET: Sequence[str] = ["现场记录", "时间：见拍摄日期", "内容：与提交说明一致", "经手人签名：已签"]


def answers_for(step: MilestoneProgress) -> dict[str, str]:
    """Return an answer to everything a milestone asks."""
    return {str(one["key"]): answer_to(one, step.id) for one in step.milestone.questions}


def answer_to(question: Mapping[str, Any], seed: int) -> str:
    """Return an answer of the kind that a question wants."""
    dice, kind = chance("answer", seed, question["key"]), AnswerKind(question["kind"])
    if kind is AnswerKind.NUMBER:
        return str(dice.randint(3, 60))
    if kind is AnswerKind.DATE:
        return (clock.today() - timedelta(days=dice.randint(2, 20))).isoformat()
    if kind is AnswerKind.CHOICE:
        return str(dice.choice(question["choices"])[0])
    return dice.choice(WORDS[kind])


def points_for(step: MilestoneProgress) -> dict[str, int]:
    """Return points for every criterion of a milestone's rubric."""
    dice = chance("points", step.id)
    return {str(one["key"]): dice.choice((3, 3, 4, 4, 5)) for one in step.milestone.rubric}


def sheets_for(step: MilestoneProgress, there: int) -> list[Any]:
    """Return drawn sheets for as many files as a milestone still wants."""
    wanted = range(there, step.milestone.files_least)
    return [uploads.keep(Wanted(1 + place, "samples", 0), sheet(place)) for place in wanted]


@lru_cache(maxsize=4)
def sheet(place: int) -> Any:
    """Draw one of the few sheets that all brands share: drawing is slow."""
    return picture_child.encode(draw_document(1 + place, "samples", SHEET), first_only=True)
