"""An agent and a brand's people press at the same moment: the terms are opened once, or not."""

from datetime import timedelta

from portal.brands.models import BrandState
from portal.connections.models import Connection, ConnectionState, Side
from portal.core import clock
from tests.client import Browser
from tests.reliability.contests import Contest, Office
from tests.reliability.races import Press


def connection(office: Office, owners: int) -> tuple[Connection, list[Browser], Browser]:
    """Make an agent of two people who has asked a brand for its terms."""
    brand = office.brand(state=BrandState.VISIBLE)
    agent = office.make.agent()
    person, _colleague = (office.make.agent_person(agent) for _ in range(2))
    asked = Connection(
        market_id=brand.market_id,
        brand_id=brand.id,
        agent_id=agent.id,
        author_id=person.id,
        begun_by=Side.AGENT,
        state=ConnectionState.ASKED,
        answer_by=clock.today() + timedelta(days=14),
    )
    desks = [office.owner(brand) for _ in range(owners)]
    return office.make.save(asked), desks, office.another().sign_in(person)


def open_terms(office: Office) -> Contest:
    """Two owners of a brand open its terms to the same agent."""
    asked, owners, _agent = connection(office, owners=2)
    page = f"/connections/{asked.id}"
    presses = [Press(one, one.get(page), "Open the terms", {}) for one in owners]
    return Contest(presses, [303, 409], "connection.%", asked, "connection.accepted", told=2)


def open_or_take_back(office: Office) -> Contest:
    """An owner opens the terms while the agent takes back what he asked."""
    asked, (owner,), agent = connection(office, owners=1)
    page = f"/connections/{asked.id}"
    presses = [
        Press(owner, owner.get(page), "Open the terms", {}),
        Press(agent, agent.get(page), "Take the request back", {}),
    ]
    return Contest(presses, [303, 409], "connection.%", asked, "connection.%", told=2)


FLOWS = (open_terms, open_or_take_back)
