"""Connections in a world's house: one in every state that it can be in."""

from datetime import timedelta

from portal.agents.models import Agent
from portal.brands.models import Brand
from portal.connections.models import PENDING, Connection, ConnectionMessage, ConnectionState, Side
from portal.core import clock
from tests.site.furniture import A_WEEK, Room, some

S = ConnectionState


def connection_of(room: Room, brand: Brand, agent: Agent, state: ConnectionState) -> Connection:
    """Make one of a brand with an agent."""
    one = room.words.one
    author = room.make.user(name=one("李敏", "Li Min"))
    today, by_brand = clock.today(), state is S.INVITED
    said = [] if state is S.ASKED else [Side.BRAND, Side.AGENT]
    waits, opened = state in PENDING, state in {S.ACTIVE, S.ENDED, S.REVOKED}
    return room.make.save(
        Connection(
            market_id=brand.market_id,
            brand_id=brand.id,
            agent_id=agent.id,
            author_id=author.id,
            begun_by=Side.BRAND if by_brand else Side.AGENT,
            state=state,
            regions=["430100"],
            channels=some("channel")[:1],
            plan=one("想先做女裤", "Trousers first"),
            answer_by=today + A_WEEK,
            begins_on=today - A_WEEK if opened else None,
            ends_on=today + timedelta(days=20) if opened or by_brand else None,
            granted_at=clock.now() - A_WEEK if opened or by_brand else None,
            granted_by_name=author.name if opened or by_brand else "",
            closed_at=None if waits or state is S.ACTIVE else clock.now(),
            closed_by_name=author.name if state is S.REVOKED else "",
            reason=some("lost_reason")[0] if state is S.DECLINED else "",
            words=one("样册外传", "Passed on") if state is S.REVOKED else "",
            messages=[
                ConnectionMessage(
                    side=side,
                    author_id=author.id,
                    author_name=author.name,
                    text=one("开了几年", "How many years"),
                )
                for side in said
            ],
        )
    )
