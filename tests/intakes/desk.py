"""What offices and makers do again and again at the counter."""

from datetime import timedelta
from typing import Any

from portal.accounts.models import User
from portal.core import clock
from portal.core.db import db
from portal.intakes.models import Edition, Intake, IntakeState, Lead, LeadState, Question
from portal.markets.models import Market
from portal.onboarding.models import Application
from tests.client import Browser, Shown
from tests.make import Make

LEAD: dict[str, Any] = {
    "name": "彭秀珍",
    "mobile": "138 0731 5001",
    "source": "walk_in",
    "next_action": "打电话",
}


def intake(make: Make, market: Market, *questions: Question, **fields: Any) -> Intake:
    """Make an open intake with these questions."""
    today = clock.today()
    usual: dict[str, Any] = {
        "market_id": market.id,
        "state": IntakeState.OPEN,
        "season_zh": "2027 春夏",
        "title_zh": "春夏招募",
        "title_en": "Spring intake",
        "opens_on": today - timedelta(days=3),
        "closes_on": today + timedelta(days=20),
        "places": 12,
    }
    for place, one in enumerate(questions, 1):
        one.position = place
    edition = Edition(number=1, questions=list(questions))
    return make.save(Intake(editions=[edition], **usual | fields))


def lead(make: Make, market: Market, by: User, **fields: Any) -> Lead:
    """Make a lead."""
    usual: dict[str, Any] = {
        "market_id": market.id,
        "state": LeadState.OPEN,
        "name": "彭秀珍",
        "mobile": "+8613807315001",
        "source": "walk_in",
        "next_action": "打电话",
        "next_on": clock.today(),
        "responsible_id": by.id,
    }
    return make.save(Lead(**usual | fields))


def here(thing: Intake | Lead) -> str:
    """Return where an intake's or a lead's page is."""
    market = db.session.get_one(Market, thing.market_id)
    kind = "intakes" if isinstance(thing, Intake) else "leads"
    return f"/markets/{market.slug}/{kind}/{thing.id}"


def link_on(shown: Shown) -> str:
    """Return the one-time link that a page shows, as a path."""
    for one in shown.tree.all("input"):
        value = one.at.get("value", "")
        if "http" in value:
            whole = next(part for part in value.split() if part.startswith("http"))
            return "/" + whole.split("/", 3)[3]
    raise AssertionError(f"{shown.address}: no link")


def plan(browser: Browser, market: Market, **changed: Any) -> Shown:
    """Plan an intake in the browser."""
    today = clock.today()
    usual = {
        "title_zh": "春夏招募",
        "season_zh": "2027 春夏",
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=30)).isoformat(),
        "places": "12",
        "papers_zh": "营业执照\n\n法人身份证",
    }
    page = f"/markets/{market.slug}/intakes/new"
    return browser.submit(page, "Save the intake", **usual | changed)


def again(application: Application) -> Application:
    """Return an application as the database has it now."""
    db.session.expire_all()
    return db.session.get_one(Application, application.id)
