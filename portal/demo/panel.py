"""How an office reads, talks with and lines up the makers who applied in these weeks."""

from datetime import datetime, time
from typing import Any

from portal.core import clock
from portal.demo import queries
from portal.demo.material import days
from portal.demo.telling import House
from portal.demo.timeline import Story
from portal.onboarding import actions as onboarding
from portal.onboarding import queries as applications
from portal.onboarding.actions import Given, Wish
from portal.onboarding.models import InterviewMode

STATES = frozenset({"in_review", "shortlisted", "interview", "waitlisted"})
TO_INTERVIEW = 4
"""Days until the talk that is agreed."""


def deliberate(row: dict[str, Any], number: int, house: House, now: datetime) -> Story:
    """Tell how two people of the office read an application, and what the meeting did with it."""
    sent, told = now - days(float(row["age_days"])), row["panel"]
    yield sent + days(1)
    readers = [one.id for one in house.office[:2]]
    onboarding.assign(queries.application(number), readers, by=house.office[0])
    for reader, points in zip(house.office, told["points"], strict=False):
        yield sent + days(2)
        review = applications.review_by(number, reader.id)
        if points:
            lines = review.rubric.criteria
            given = [Given(one.id, point, "") for one, point in zip(lines, points, strict=True)]
            onboarding.hand_in(review, given, note="", by=reader)
        elif told.get("recused"):
            onboarding.recuse(review, by=reader, reason=told["recused"])
    if row["state"] != "in_review":
        yield sent + days(5)
        meet(row["state"], number, house, now)


def meet(state: str, number: int, house: House, now: datetime) -> None:
    """Let the meeting shortlist, invite or wait-list."""
    application, by = queries.application(number), house.office[0]
    if state == "waitlisted":
        onboarding.wait_list(application, by=by)
        return
    onboarding.shortlist(application, by=by)
    if state == "interview":
        on = (now + days(TO_INTERVIEW)).astimezone(clock.SHANGHAI).date()
        wish = Wish(
            starts_at=datetime.combine(on, time(14, 30), clock.SHANGHAI),
            minutes=30,
            mode=InterviewMode.MARKET,
            place="三楼会议室",
            words="请带三件主推款样衣和面料卡。",
            interviewer_id=by.id,
        )
        onboarding.invite(application, wish, by=by)
