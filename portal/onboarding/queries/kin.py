"""What the office compares an application with."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from portal.brands.models import Brand, Company
from portal.core.db import db
from portal.incubation.models import Programme
from portal.onboarding.models import Application


def same_applicant(application: Application) -> Sequence[Application]:
    """Return others of this market with the same credit code or mobile number, newest first."""
    same = [
        column == value
        for column, value in (
            (Application.credit_code, application.credit_code),
            (Application.contact_mobile, application.contact_mobile),
        )
        if value
    ]
    if not same:
        return []
    query = select(Application).where(
        Application.market_id == application.market_id,
        Application.id != application.id,
        Application.submitted_at.is_not(None),
        or_(*same),
    )
    return db.session.scalars(query.order_by(Application.id.desc())).all()


def running_programmes(market_id: int) -> Sequence[Programme]:
    """Return the market's programmes that take brands in, the one that began last first."""
    query = select(Programme).where(Programme.market_id == market_id, Programme.closed_at.is_(None))
    return db.session.scalars(query.order_by(Programme.starts_on.desc(), Programme.id.desc())).all()


def same_company(application: Application) -> Sequence[Brand]:
    """Return the market's brands whose company has the same credit code."""
    if not application.credit_code:
        return []
    query = (
        select(Brand)
        .join(Brand.company)
        .where(
            Brand.market_id == application.market_id,
            Company.credit_code == application.credit_code,
        )
    )
    if application.brand_id:
        query = query.where(Brand.id != application.brand_id)
    return db.session.scalars(query.order_by(Brand.id)).all()
