"""What papers put on an office's week: those to check, and those that end."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, case, or_

from portal.brands.models import Brand, BrandState
from portal.core import clock, week
from portal.papers.models import Paper, PaperVersion
from portal.papers.models import VersionState as V

PAPER_CLOCK = timedelta(days=5)
"""How long a paper may lie before its line turns red: the markets' own promise."""
ENDING = timedelta(days=60)


def clock_lines(market_ids: Collection[int]) -> list[Select[Any]]:
    """Return the lines of these markets' papers."""
    return [to_check(market_ids), ending(market_ids)]


def of_paper() -> dict[str, Any]:
    """Return what every line about a paper says; `code` is what its address calls it."""
    code = case((Paper.category != "", Paper.kind + "." + Paper.category), else_=Paper.kind)
    return {
        "market_id": Paper.market_id,
        "brand_id": Brand.id,
        "slug": Brand.slug,
        "name_zh": Brand.name_zh,
        "name_en": Brand.name_en,
        "thing_id": PaperVersion.id,
        "code": code,
    }


def to_check(market_ids: Collection[int]) -> Select[Any]:
    """Return the versions that wait to be verified."""
    since = PaperVersion.created_at
    return of_versions(
        week.line("paper", within=PAPER_CLOCK, **of_paper(), since=since),
        market_ids,
    ).where(PaperVersion.state == V.UPLOADED)


def ending(market_ids: Collection[int]) -> Select[Any]:
    """Return the verified papers that end within 60 days or have ended, and are not put off."""
    today, ends = clock.today(), PaperVersion.expires_on
    return of_versions(week.line("paper_end", **of_paper(), due_on=ends), market_ids).where(
        PaperVersion.state == V.VERIFIED,
        ends <= today + ENDING,
        or_(Paper.snoozed_until.is_(None), Paper.snoozed_until <= today),
        Brand.state != BrandState.WITHDRAWN,
    )


def of_versions(query: Select[Any], market_ids: Collection[int]) -> Select[Any]:
    """Return the query over versions with their papers and brands, in these markets."""
    return (
        query.select_from(PaperVersion)
        .join(PaperVersion.paper)
        .join(Paper.brand)
        .where(Paper.market_id.in_(market_ids))
    )
