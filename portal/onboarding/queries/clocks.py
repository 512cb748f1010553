"""What admission puts on an office's week: applications, reviews, talks, words to get."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import Select

from portal.accounts.models import User
from portal.brands.models import Brand
from portal.core import week
from portal.onboarding.models import (
    Application,
    ApplicationState,
    Interview,
    InterviewState,
    Review,
    ReviewState,
    Transfer,
    TransferState,
)
from portal.onboarding.queries.applications import RUNNING, UNDECIDED, entered_at
from portal.onboarding.rules import DECISION_AFTER

APPLICATION_CLOCK = timedelta(days=5)
"""How long an application may lie before its line turns red: the markets' own promise."""
HALF_A_DAY = timedelta(hours=12)
"""How long after its beginning a talk may stay without a result."""
TRANSFER_CLOCK = timedelta(days=5)
"""How long the others may wait for an office's word about a change of market."""
AHEAD = timedelta(days=7)
"""How long before talks and decisions stand on the list of the week."""


def clock_lines(market_ids: Collection[int]) -> list[Select[Any]]:
    """Return the lines of these markets' admission."""
    return [
        applications(market_ids),
        reviews(market_ids),
        decisions(market_ids),
        talks(market_ids),
        unconfirmed_words(market_ids),
        transfers_in(market_ids, Transfer.old_market_id, Transfer.old_agreed_at),
        transfers_in(market_ids, Transfer.new_market_id, Transfer.new_agreed_at),
    ]


def transfers_in(market_ids: Collection[int], side: Any, agreed_at: Any) -> Select[Any]:
    """Return the changes of market for which one of the two offices has not given its word."""
    return (
        week.line(
            "transfer",
            within=TRANSFER_CLOCK,
            since=Transfer.created_at,
            market_id=side,
            brand_id=Transfer.brand_id,
            thing_id=Transfer.id,
            name_zh=Brand.name_zh,
            name_en=Brand.name_en,
        )
        .join(Brand, Brand.id == Transfer.brand_id)
        .where(side.in_(market_ids), agreed_at.is_(None), Transfer.state == TransferState.ASKED)
    )


def of_application() -> dict[str, Any]:
    """Return what every line about an application says."""
    return {
        "market_id": Application.market_id,
        "thing_id": Application.id,
        "name_zh": Application.name_zh,
        "name_en": Application.name_en,
    }


def applications(market_ids: Collection[int]) -> Select[Any]:
    """Return the applications that wait for the office's answer."""
    since = Application.submitted_at
    return week.line(
        "application",
        within=APPLICATION_CLOCK,
        **of_application(),
        since=since,
    ).where(Application.market_id.in_(market_ids), Application.state == ApplicationState.SUBMITTED)


def reviews(market_ids: Collection[int]) -> Select[Any]:
    """Return the reviews that somebody still has to write."""
    return (
        week.line(
            "review",
            within=APPLICATION_CLOCK,
            **of_application(),
            person_id=Review.reviewer_id,
            since=Review.created_at,
        )
        .select_from(Review)
        .join(Review.application)
        .where(
            Application.market_id.in_(market_ids),
            Review.state == ReviewState.ASSIGNED,
            Application.state.in_(RUNNING),
        )
    )


def decisions(market_ids: Collection[int]) -> Select[Any]:
    """Return what is read or shortlisted and should be decided within a week, or is late."""
    since = entered_at()
    return week.line(
        "decision",
        within=DECISION_AFTER,
        **of_application(),
        since=since,
    ).where(
        Application.market_id.in_(market_ids),
        Application.state.in_(UNDECIDED),
        since < week.moment(AHEAD - DECISION_AFTER),
    )


def talks(market_ids: Collection[int]) -> Select[Any]:
    """Return the talks of the next seven days, and those without a result."""
    starts = Interview.starts_at
    return (
        week.line(
            "interview",
            within=HALF_A_DAY,
            **of_application(),
            other_id=Interview.id,
            person_id=Interview.interviewer_id,
            code=Interview.place,
            words_zh=User.name,
            since=starts,
        )
        .select_from(Interview)
        .join(Interview.application)
        .join(Interview.interviewer)
        .where(
            Application.market_id.in_(market_ids),
            Interview.state == InterviewState.SET,
            starts < week.moment(AHEAD),
        )
    )


def unconfirmed_words(market_ids: Collection[int]) -> Select[Any]:
    """Return what the office typed and no owner has confirmed."""
    since = Application.created_at
    return week.line(
        "word",
        within=APPLICATION_CLOCK,
        **of_application(),
        words_zh=Application.contact_name,
        since=since,
    ).where(
        Application.market_id.in_(market_ids),
        Application.typed_by_id.is_not(None),
        Application.confirmed_at.is_(None),
        Application.state.in_((*RUNNING, ApplicationState.ADMITTED)),
    )
