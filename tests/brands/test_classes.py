"""Who reads how much of a profile: the public, verified agents, connected ones, the office."""

import pytest

from portal.accounts import actions as accounts
from portal.accounts import queries
from portal.accounts.models import User, Viewer, Visitor
from portal.brands import registry
from portal.brands.fields import Visibility, viewer_class
from portal.core.db import db
from portal.markets.models import Market
from tests.make import Make


def as_viewer(person: User) -> Viewer:
    """Return a person as a request knows him."""
    token = accounts.begin_session(person)
    db.session.commit()
    found = queries.viewer(token)
    assert found
    return found.viewer


def test_everybody_has_his_class(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    brand, other = make.brand(), make.brand()
    market = db.session.get_one(Market, brand.market_id)
    agent, unchecked = make.agent(), make.agent(verified=False)
    monkeypatch.setattr(registry, "_connections", [])
    people = {
        "agent": make.agent_person(agent),
        "unchecked": make.agent_person(unchecked),
        "owner": make.owner(brand),
        "neighbour": make.owner(other),
        "manager": make.manager(market),
        "other manager": make.manager(make.market()),
        "staff": make.staff(),
    }
    seen = {name: viewer_class(as_viewer(person), brand) for name, person in people.items()}
    assert seen == {
        "agent": Visibility.AGENT,
        "unchecked": Visibility.PUBLIC,
        "owner": Visibility.CONNECTED,
        "neighbour": Visibility.PUBLIC,
        "manager": Visibility.OFFICE,
        "other manager": Visibility.AGENT,
        "staff": Visibility.AGENT,
    }
    assert viewer_class(Visitor(), brand) is Visibility.PUBLIC


def test_a_connection_counts_while_the_agent_is_verified(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    brand, other = make.brand(), make.brand()
    monkeypatch.setattr(registry, "_connections", [])
    monkeypatch.setattr(registry, "_connected_people", [])
    registry.register_connections(lambda _person, one: one is brand, lambda _brand: [3, 1, 3])
    verified = as_viewer(make.agent_person(make.agent()))
    unchecked = as_viewer(make.agent_person(make.agent(verified=False)))
    assert viewer_class(verified, brand) is Visibility.CONNECTED
    assert viewer_class(verified, other) is Visibility.AGENT
    assert viewer_class(unchecked, brand) is Visibility.PUBLIC
    assert viewer_class(Visitor(), brand) is Visibility.PUBLIC
    assert registry.connected_people(brand) == [1, 3]
