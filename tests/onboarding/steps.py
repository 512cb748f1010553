"""What applicants and offices do again and again in these stories."""

from datetime import date
from typing import Any

from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.core import credit_code
from portal.core.db import db
from portal.incubation import actions as incubation
from portal.incubation.models import Programme
from portal.incubation.queries import shipped
from portal.markets.models import Market
from portal.notices.models import Notice
from portal.onboarding.models import Application, ApplicationState
from tests.client import Browser, Shown
from tests.make import Make

BRAND = {"name_zh": "云锦裤业", "name_en": "Cloud Trousers", "category": "W03"}
COMPANY = {
    "has_company": "yes",
    "legal_name": "株洲云锦服饰有限公司",
    "credit_code": credit_code.make(4711),
}
CONTACT = {
    "province": "430000",
    "contact_name": "李秀兰",
    "contact_mobile": "138 0731 0001",
    "contact_wechat": "lixiulan",
}
STORY = {"story_zh": "两台缝纫机起家,做女裤十五年。"}


def address(application: Application) -> str:
    """Return where an application's page is."""
    market = db.session.get_one(Market, application.market_id)
    return f"/markets/{market.slug}/applications/{application.id}"


def begin(browser: Browser, market: Market) -> Application:
    """Begin an application by the page's button."""
    shown = browser.submit(f"/markets/{market.slug}/apply", "Begin the application")
    assert shown.status == 200
    return newest()


def newest() -> Application:
    """Return the application that was begun last."""
    return db.session.scalars(select(Application).order_by(Application.id.desc())).first()  # type: ignore[return-value]


def fill(browser: Browser, application: Application, part: str, **answers: Any) -> Shown:
    """Fill in one part and go on."""
    page = f"{address(application)}/edit?part={part}"
    return browser.submit(page, "Save and go on", **answers)


def fill_all(browser: Browser, application: Application, **changed: Any) -> None:
    """Fill in everything; `changed` replaces answers by their name."""
    parts = (("brand", BRAND), ("company", COMPANY), ("contact", CONTACT), ("story", STORY))
    for part, answers in parts:
        mine = {name: changed.get(name, value) for name, value in answers.items()}
        fill(browser, application, part, **mine)
    if "city" not in changed:
        fill(browser, application, "contact", city="430200")


def submitted(make: Make, market: Market, **fields: Any) -> Application:
    """Make an application that waits for the office."""
    from portal.core import clock

    usual: dict[str, Any] = {
        "market_id": market.id,
        "state": ApplicationState.SUBMITTED,
        "submitted_at": clock.now(),
        "name_zh": "云锦裤业",
        "name_en": "Cloud Trousers",
        "has_company": True,
        "legal_name": "株洲云锦服饰有限公司",
        "credit_code": credit_code.make(4711),
        "category": "W03",
        "styles": ["commuter"],
        "origin_region": "430200",
        "contact_name": "李秀兰",
        "contact_mobile": "+8613807310001",
        "story_zh": "两台缝纫机起家。",
    }
    if "author_id" not in fields:
        fields["author_id"] = make.user().id
    return make.save(Application(**usual | fields))


def programme(market: Market, name: str = "2026年秋季班") -> Programme:
    """Open a programme from the template that is shipped."""
    key = next(iter(shipped.templates()))
    opened = incubation.open_programme(
        market,
        incubation.template_named(key, by=None),
        name_zh=name,
        name_en="",
        starts_on=date(2026, 9, 1),
        by=None,
    )
    db.session.commit()
    return opened


def verbs(application: Application) -> list[str]:
    """Return what the trail says about an application, in order."""
    query = select(AuditEvent.verb).where(
        AuditEvent.subject_type == "application", AuditEvent.subject_id == application.id
    )
    return list(db.session.scalars(query.order_by(AuditEvent.id)))


def messages(kind: str) -> list[int]:
    """Return who was sent messages of a kind."""
    query = select(Notice.recipient_id).where(Notice.kind == kind)
    return sorted(db.session.scalars(query))
