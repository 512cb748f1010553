"""The rows that the stories of reliability begin with."""

from typing import Any

from portal.agency.models import Enquiry, EnquiryMessage, Side
from portal.agents.models import Agent
from portal.brands.models import Brand
from portal.core import clock
from tests.make import Make


def conversation(make: Make, brand: Brand, agent: Agent, **fields: Any) -> Enquiry:
    """Return an agent's first question to a brand."""
    author = make.user()
    message = EnquiryMessage(
        side=Side.AGENT, author_id=author.id, author_name=author.name, text="长沙还开放吗"
    )
    usual = {
        "market_id": brand.market_id,
        "brand_id": brand.id,
        "agent_id": agent.id,
        "author_id": author.id,
        "waiting_since": clock.now(),
        "regions": ["430100"],
        "channel": "street_shop",
        "pieces_per_month": 300,
        "messages": [message],
    }
    return make.save(Enquiry(**usual | fields))
