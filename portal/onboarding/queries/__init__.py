"""Reading applications."""

from portal.onboarding.queries.applications import (
    RUNNING,
    application,
    by_number,
    of_author,
    picture,
    running,
    untouched_draft,
    visible_to,
    whole,
)
from portal.onboarding.queries.kin import (
    running_programmes,
    same_applicant,
    same_company,
)
from portal.onboarding.queries.queue import (
    ALL,
    QUEUE_PAGE,
    Criteria,
    counts,
    narrowed,
    queue,
    queue_page,
    queue_rows,
    waiting,
)

__all__ = [
    "ALL",
    "QUEUE_PAGE",
    "RUNNING",
    "Criteria",
    "application",
    "by_number",
    "counts",
    "narrowed",
    "of_author",
    "picture",
    "queue",
    "queue_page",
    "queue_rows",
    "running",
    "running_programmes",
    "same_applicant",
    "same_company",
    "untouched_draft",
    "visible_to",
    "waiting",
    "whole",
]
