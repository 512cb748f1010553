"""Who may graduate, certificates, and graduates to be asked how they do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased, contains_eager

from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.incubation import registry, rules
from portal.incubation.models import (
    Certificate,
    CertificateState,
    Enrolment,
    EnrolmentState,
    FollowUp,
    Milestone,
    MilestoneProgress,
    Stage,
)
from portal.incubation.queries.tracks import enrolment as one_enrolment
from portal.markets.models import Market


def checklist(enrolment: Enrolment) -> list[rules.Line]:
    """Return what graduation waits for, each line counted afresh from the portal's records."""
    known, brand = registry.conditions(), enrolment.brand
    facts = rules.seen_facts(enrolment.steps)
    values = {one.id: known[one.milestone.condition].value(brand) for one in facts}
    return rules.checklist(enrolment, enrolment.template.stages, values)


def whole_certificate() -> Select[Any]:
    """Return the select of certificates with enrolment, brand, market and programme."""
    way = contains_eager(Certificate.enrolment)
    return (
        select(Certificate)
        .join(Certificate.enrolment)
        .join(Enrolment.brand)
        .join(Brand.market)
        .options(
            way.contains_eager(Enrolment.brand).contains_eager(Brand.market),
            way.joinedload(Enrolment.programme),
        )
    )


def certificate(market: str, brand: str, enrolment_id: int) -> Certificate:
    """Return the certificate of that enrolment; NoResultFound for none or another's."""
    query = whole_certificate().where(
        Market.slug == market, Brand.slug == brand, Certificate.enrolment_id == enrolment_id
    )
    found: Certificate = db.session.scalars(query).one()
    return found


def certificate_of(enrolment_id: int) -> Certificate | None:
    """Return the certificate of an enrolment, or None."""
    query = whole_certificate().where(Certificate.enrolment_id == enrolment_id)
    return db.session.scalars(query).one_or_none()


def is_certified_by(enrolment_id: int, person_id: int) -> bool:
    """Say whether a brand has graduated by this person's hand."""
    query = select(Certificate.id).where(
        Certificate.enrolment_id == enrolment_id, Certificate.issued_by_id == person_id
    )
    return db.session.scalar(query) is not None


def certificate_by_token(market: str, token: str) -> Certificate | None:
    """Return the certificate whose public address this is, or None."""
    query = whole_certificate().where(Market.slug == market, Certificate.token == token)
    return db.session.scalars(query).one_or_none()


@dataclass(frozen=True)
class Asking:
    """One appointment at which a graduate is asked how it does."""

    enrolment: Enrolment
    months: int
    answer: FollowUp | None

    @property
    def market_id(self) -> int:
        """Return whose office asks."""
        return self.enrolment.market_id

    @property
    def brand_id(self) -> int:
        """Return who is asked."""
        return self.enrolment.brand_id


def asking(market: str, brand: str, enrolment_id: int, months: int) -> Asking:
    """Return an appointment with the graduate.

    Raises:
        NoResultFound: it is another's, nobody graduated, or no such appointment is kept.
    """
    found = one_enrolment(market, brand, enrolment_id)
    if found.state is not EnrolmentState.GRADUATED or months not in rules.FOLLOW_UPS:
        raise NoResultFound
    answer = next((one for one in follow_ups([found.id]) if one.months == months), None)
    return Asking(found, months, answer)


def follow_ups(enrolment_ids: Collection[int]) -> Sequence[FollowUp]:
    """Return what was learned of these graduates, in order."""
    query = select(FollowUp).where(FollowUp.enrolment_id.in_(enrolment_ids))
    return db.session.scalars(query.order_by(FollowUp.enrolment_id, FollowUp.months)).all()


@dataclass(frozen=True)
class Graduate:
    """One brand that has completed a programme, with its paper and what it said since."""

    certificate: Certificate
    answers: dict[int, FollowUp]

    @property
    def enrolment(self) -> Enrolment:
        """Return its way."""
        return self.certificate.enrolment

    @property
    def due(self) -> int | None:
        """Return after how many months it is to be asked now; None when nothing is due.

        Whose certificate is revoked is not asked any more.
        """
        finished = self.enrolment.finished_at
        if finished is None or self.certificate.state is CertificateState.REVOKED:
            return None
        return rules.due_follow_up(rules.local_day(finished), self.answers, clock.today())

    def was_passed_over(self, months: int) -> bool:
        """Say whether it was not asked after so many months, and a later time is there."""
        return months not in self.answers and months < max([*self.answers, self.due or 0])


def alumni(market_ids: Collection[int]) -> list[Graduate]:
    """Return the graduates of these markets, the last one first: two queries."""
    query = whole_certificate().where(Brand.market_id.in_(market_ids))
    papers: Sequence[Certificate] = db.session.scalars(query.order_by(Certificate.id.desc())).all()
    answers: dict[int, dict[int, FollowUp]] = {}
    for one in follow_ups([paper.enrolment_id for paper in papers]) if papers else ():
        answers.setdefault(one.enrolment_id, {})[one.months] = one
    return [Graduate(paper, answers.get(paper.enrolment_id, {})) for paper in papers]


def nothing_left(query: Select[Any], market_ids: Collection[int]) -> Select[Any]:
    """Narrow a select of enrolments with brands to the last stage with nothing required left."""
    any_stage = aliased(Stage)
    last = (
        select(func.max(any_stage.position))
        .where(any_stage.template_id == Enrolment.template_id)
        .scalar_subquery()
    )
    left = (
        select(MilestoneProgress.id)
        .join(MilestoneProgress.milestone)
        .where(
            MilestoneProgress.enrolment_id == Enrolment.id,
            Milestone.required.is_(True),
            MilestoneProgress.state.not_in(sorted(rules.OVER)),
        )
    )
    return query.join(Enrolment.stage).where(
        Brand.market_id.in_(market_ids),
        Enrolment.state == EnrolmentState.RUNNING,
        Enrolment.held_at.is_(None),
        Stage.position == last,
        ~left.exists(),
    )
