"""What the stories of connections begin with: a shown brand with terms and a contact."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import User
from portal.agents.models import Agent
from portal.audit.models import AuditEvent
from portal.brands import offers
from portal.brands.models import Brand
from portal.connections.models import Connection
from portal.core.db import db
from portal.markets.models import Market
from portal.notices.models import Notice
from tests.brands.conftest import newest, publish, ready
from tests.brands.policies import POLICIES
from tests.client import Browser, Shown
from tests.make import Make

__all__ = ["ready"]

ASK = "Ask for the terms"
PLAN: dict[str, Any] = {
    "regions": ["430100"],
    "channels": ["street_shop"],
    "plan": "长沙四家街边店,明年春天再开两家,想先做秋季女裤。",
}
EXACT = "60 % off tag price"
MOBILE = "138 0731 9999"


@dataclass
class Stage:
    """The people of a story, each at a browser of his own."""

    brand: Brand
    agent: Agent
    owner: Browser
    person: Browser
    manager: Browser
    market: Market
    people: dict[str, User]

    @property
    def page(self) -> str:
        """Return the address of the brand's public page."""
        return f"/brands/{self.brand.slug}"

    def ask(self, **changes: Any) -> Shown:
        """Let the agent ask."""
        return self.person.submit(f"{self.page}/connect", ASK, **(PLAN | changes))

    def accept(self, **answers: Any) -> Shown:
        """Let the owner open the terms."""
        return self.owner.submit(here(only()), "Open the terms", **answers)

    def sees_terms(self) -> bool:
        """Say whether the agent reads the exact terms on the brand's page."""
        return EXACT in self.person.get(self.page).words


@pytest.fixture
def stage(make: Make, another: Callable[[], Browser], ready: Callable[..., Brand]) -> Stage:
    """Return a shown brand, an agent, and three people at their browsers."""
    brand = ready(
        offers=offers.check_all(POLICIES["trousers of Lusong: franchise beside agency"]),
        contact_name="李敏",
        contact_mobile="+8613807319999",
        contact_wechat="limin-trousers",
    )
    publish(brand)
    agent = make.agent()
    market = db.session.get_one(Market, brand.market_id)
    people = {
        "owner": make.owner(brand, name="Li Min"),
        "agent": make.agent_person(agent),
        "manager": make.manager(market, name="Director Wang"),
    }
    seats = {name: another().sign_in(one) for name, one in people.items()}
    assert newest(brand).offers
    return Stage(brand, agent, seats["owner"], seats["agent"], seats["manager"], market, people)


@pytest.fixture
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take posts without their CSRF token: what is tried comes after that check."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def only() -> Connection:
    """Return the newest connection."""
    query = select(Connection).order_by(Connection.id.desc()).limit(1)
    return db.session.scalars(query).one()


def here(connection: Connection) -> str:
    """Return the address of a connection."""
    return f"/connections/{connection.id}"


def told(person: User) -> list[str]:
    """Return the kinds of messages that a person has, the oldest first."""
    query = select(Notice.kind).where(Notice.recipient_id == person.id).order_by(Notice.id)
    return list(db.session.scalars(query))


def trail() -> list[str]:
    """Return the deeds about connections, the oldest first."""
    query = select(AuditEvent.verb).where(AuditEvent.verb.startswith("connection."))
    return list(db.session.scalars(query.order_by(AuditEvent.id)))
