"""Whom a group's replies may come from, and what these brands owe."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from portal.brands.models import Brand, BrandState
from portal.core.db import db
from portal.figures import monthly
from portal.figures import queries as figures
from portal.incubation.models import (
    Enrolment,
    EnrolmentState,
    EvidenceKind,
    Milestone,
    MilestoneProgress,
    MilestoneState,
)
from portal.leasing import queries as leasing
from portal.papers import queries as papers
from portal.reference import papers as kinds
from portal.reports.reading import Matter, Merchant

TO_SHOW = (MilestoneState.OPEN, MilestoneState.RETURNED)


def merchants(market_id: int) -> list[Merchant]:
    """Return the brands of a market with the stalls that they hold today: two queries."""
    query = select(Brand.id, Brand.slug, Brand.name_zh, Brand.name_en).where(
        Brand.market_id == market_id, Brand.state != BrandState.WITHDRAWN
    )
    rows = db.session.execute(query.order_by(Brand.pinyin, Brand.id)).all()
    lets = leasing.current_lets([one.id for one in rows], market_id)
    return [
        Merchant(*one, stalls=tuple(let.stall.number for let in lets.get(one.id, ())))
        for one in rows
    ]


def matters(market_id: int, brand_ids: Collection[int]) -> Mapping[int, list[Matter]]:
    """Return what these brands owe the office: milestones, papers that end, the newest month."""
    found: dict[int, list[Matter]] = {number: [] for number in brand_ids}
    for one in db.session.execute(milestones_to_show(market_id, brand_ids)):
        seen_by_portal = one.evidence is EvidenceKind.AUTOMATIC
        wants_more = one.files_least or any(ask.get("required") for ask in one.questions)
        by_words = not seen_by_portal and not wants_more
        found[one.brand_id].append(
            Matter(f"milestone-{one.id}", one.title_zh, one.title_en, by_words)
        )
    _to_check, ending = papers.clock_lines([market_id])
    for one in db.session.execute(ending):
        if one.brand_id in found:
            kind = kinds.every()[one.code.partition(".")[0]]
            found[one.brand_id].append(Matter(f"paper-{one.code}", kind.name_zh, kind.name_en))
    for owed in figures.waiting_for_owner(brand_ids):
        if owed.brand:
            month = monthly.in_both(owed.month)
            found[owed.brand.id].append(
                Matter("figures", f"每月数据 {month['zh']}", f"Monthly figures {month['en']}")
            )
    return found


def milestones_to_show(market_id: int, brand_ids: Collection[int]) -> Any:
    """Return the select of milestones that are in these brands' hands, the nearest first."""
    return (
        select(
            MilestoneProgress.id,
            Enrolment.brand_id,
            Milestone.title_zh,
            Milestone.title_en,
            Milestone.evidence,
            Milestone.files_least,
            Milestone.questions,
        )
        .join(MilestoneProgress.enrolment)
        .join(MilestoneProgress.milestone)
        .join(Enrolment.brand)
        .where(
            Brand.market_id == market_id,
            Enrolment.brand_id.in_(brand_ids),
            Enrolment.state == EnrolmentState.RUNNING,
            MilestoneProgress.state.in_(TO_SHOW),
            Milestone.evidence != EvidenceKind.PARTS,
        )
        .order_by(MilestoneProgress.due_on, MilestoneProgress.id)
    )
