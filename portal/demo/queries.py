"""What the demo asks of the database: is there anything, and was it the demo."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import User
from portal.agents.models import Agent
from portal.audit.models import AuditEvent
from portal.brands.models import Brand
from portal.core.db import db
from portal.demo import material
from portal.directory.models import Listing
from portal.documents.models import StoredFile
from portal.linesheets.models import StyleImport
from portal.notices.models import Notice
from portal.onboarding import queries as applications
from portal.onboarding.models import Application
from portal.rosters.models import Roster

LOADED = "demo.load"


def is_empty() -> bool:
    """Say whether nobody has used the database yet."""
    return db.session.scalar(select(func.count(User.id))) == 0


def is_loaded() -> bool:
    """Say whether what the database holds is the demo."""
    query = select(func.count(AuditEvent.id)).where(AuditEvent.verb == LOADED)
    return bool(db.session.scalar(query))


def unread_notices() -> list[Notice]:
    """Return every message, unread, in the order they were written."""
    return list(db.session.scalars(select(Notice).order_by(Notice.id)))


def stored_names() -> set[str]:
    """Return the names of all copies of all files that the database knows."""
    return {name for one in db.session.scalars(select(StoredFile)) for name in one.stored_names()}


def roster_files() -> list[str]:
    """Return what the tables that were sent are called on disk."""
    return [one.stored_name for one in db.session.scalars(select(Roster))]


def import_files() -> list[str]:
    """Return what the tables of styles and their zips are called on disk."""
    sent = db.session.scalars(select(StyleImport))
    return [name for one in sent for name in (one.stored_name, *one.zips)]


def agent(agent_id: int) -> Agent:
    """Return an agent's company with what it looks for."""
    query = select(Agent).options(selectinload(Agent.interests)).where(Agent.id == agent_id)
    return db.session.scalars(query).one()


def brand(brand_id: int) -> Brand:
    """Return a brand with its market."""
    query = select(Brand).options(joinedload(Brand.market)).where(Brand.id == brand_id)
    return db.session.scalars(query).one()


def listed_brands() -> list[int]:
    """Return the number of every brand that the directory shows."""
    return list(db.session.scalars(select(Listing.brand_id)))


def application(application_id: int) -> Application:
    """Return an application as its author sees it, half-done or sent."""
    query = applications.whole().where(Application.id == application_id)
    found: Application = db.session.scalars(query).unique().one()
    return found


@dataclass(frozen=True)
class SignIn:
    """Who a visitor of the demo may be."""

    role: str
    name: str
    password: str


def sign_ins() -> list[SignIn]:
    """Return the sign-ins that a start prints: one of each role."""
    return [SignIn(role, login, material.PASSWORD) for role, login, _name, _place in chosen()]


def chosen() -> list[tuple[str, str, str, str]]:
    """Return role, login, name and place of one person of each role."""
    staff = material.people("staff")[0]
    managers = material.people("manager")
    manager = next(one for one in managers if one["email"].startswith("manager"))
    markets = {one["slug"]: one for one in material.rows("markets")}
    owner = next(one for one in material.brands() if one["key"] == OWNER_SHOWN)
    agent = next(one for one in material.rows("agents") if one["state"] == "verified")
    waiting = next(one for one in material.rows("agents") if one["state"] == "submitted")
    mentor = material.people("mentor")[0]
    place = markets[manager["market"]]["name_zh"]
    return [
        ("manager", manager["email"], manager["name_zh"], place),
        ("brand owner", owner["person"]["email"], owner["owner"], owner["name_zh"]),
        ("mentor", mentor["email"], mentor["name_zh"], material.rows("markets")[0]["name_zh"]),
        ("agent", agent["email"], agent["person"], agent["name_zh"]),
        ("agent, not verified", waiting["email"], waiting["person"], waiting["name_zh"]),
        ("platform staff", staff["email"], staff["name_zh"], ""),
    ]


OWNER_SHOWN = "yue"
