"""Making things for tests: sensible by default, every field overridable, already saved."""

import io
from datetime import timedelta
from functools import cache
from itertools import count
from typing import Any, TypeVar

from PIL import Image

from portal.access.permissions import Role
from portal.accounts import passwords
from portal.accounts.models import PRIVACY_VERSION, Membership, User
from portal.agents.models import Agent, AgentInterest, AgentState, InterestKind
from portal.brands.models import Brand, Company, Revision
from portal.core import clock, credit_code
from portal.core.db import Base, db
from portal.markets.models import Alliance, Floor, Hall, Market

Row = TypeVar("Row", bound=Base)
PASSWORD = "patient-heron-weaves-indigo"


@cache
def password_hash() -> str:
    """Hash the one password of all test people once."""
    return passwords.hashed(PASSWORD)


def jpeg(width: int = 60, height: int = 80, colour: str = "#2B3A67") -> bytes:
    """Return a small real photo."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Make:
    """One method per thing."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def save(self, row: Row) -> Row:
        """Keep a row."""
        db.session.add(row)
        db.session.commit()
        return row

    def alliance(self, **fields: Any) -> Alliance:
        number = next(self._numbers)
        named = {"slug": f"alliance-{number}", "name_zh": f"联盟{number}", "name_en": ""}
        return self.save(Alliance(**named | fields))

    def market(self, **fields: Any) -> Market:
        """Make a market with a hall of two floors."""
        number = next(self._numbers)
        alliance = fields.pop("alliance", None) or self.alliance()
        usual = {
            "alliance_id": alliance.id,
            "slug": f"market-{number}",
            "name_zh": f"芦淞{number}号市场",
            "name_en": f"Market {number}",
            "region_code": "430203",
        }
        if "halls" not in fields:
            hall = Hall(position=1, name_zh="一号馆", name_en="Hall 1")
            hall.floors = [Floor(level=1), Floor(level=2)]
            fields["halls"] = [hall]
        return self.save(Market(**usual | fields))

    def user(self, **fields: Any) -> User:
        """Make a person who can sign in with `PASSWORD`."""
        number = next(self._numbers)
        usual = {
            "name": f"Person {number}",
            "email": f"person{number}@example.org",
            "email_confirmed_at": clock.now(),
            "password_hash": password_hash(),
            "language": "en",
            "privacy_version": PRIVACY_VERSION,
            "privacy_consented_at": clock.now(),
        }
        return self.save(User(**usual | fields))

    def member(self, role: Role, *, user: User | None = None, **where: Any) -> User:
        """Make a person hold a role: `make.member(Role.OWNER, brand_id=brand.id)`."""
        user = user or self.user()
        self.save(Membership(user_id=user.id, role=role, **where))
        return user

    def staff(self, **fields: Any) -> User:
        return self.member(Role.STAFF, user=self.user(**fields))

    def manager(self, market: Market, **fields: Any) -> User:
        return self.member(Role.MANAGER, user=self.user(**fields), market_id=market.id)

    def owner(self, brand: Brand, **fields: Any) -> User:
        return self.member(
            Role.OWNER,
            user=self.user(**fields),
            market_id=brand.market_id,
            brand_id=brand.id,
        )

    def agent_person(self, agent: Agent, **fields: Any) -> User:
        """Make a person of an agent's company, with its verification."""
        return self.member(
            Role.AGENT,
            user=self.user(**fields),
            agent_id=agent.id,
            verified_until=agent.verified_until,
        )

    def agent(self, *, verified: bool = True, **fields: Any) -> Agent:
        """Make an agent's company, verified for a year unless told otherwise."""
        number = next(self._numbers)
        now = clock.now()
        usual: dict[str, Any] = {
            "name_zh": f"长沙第{number}服饰商行",
            "name_en": f"Agent {number}",
            "kind": "household",
            "credit_code": credit_code.make(number, prefix="92", region="430100"),
            "home_region": "430100",
            "contact_name": "周敏",
            "contact_mobile": "+8613807310000",
            "submitted_at": now,
            "state": AgentState.VERIFIED if verified else AgentState.SUBMITTED,
            "verified_at": now if verified else None,
            "verified_until": now + timedelta(days=365) if verified else None,
        }
        if "interests" not in fields:
            usual["interests"] = [AgentInterest(kind=InterestKind.REGION, code="430100")]
        return self.save(Agent(**usual | fields))

    def brand(self, market: Market | None = None, **fields: Any) -> Brand:
        """Make a brand with its company and an empty first draft."""
        market = market or self.market()
        number = next(self._numbers)
        company = Company(
            market_id=market.id,
            legal_name=f"株洲第{number}服饰有限公司",
            credit_code=credit_code.make(number),
            contact_name="李秀兰",
            contact_mobile="+8613807310001",
        )
        usual = {
            "market_id": market.id,
            "slug": f"brand-{number}",
            "name_zh": f"云织{number}",
            "name_en": f"Cloudweave {number}",
            "pinyin": "yunzhi",
        }
        brand = Brand(company=company, **usual | fields)
        if "revisions" not in fields:
            brand.revisions = [Revision(number=1, name_zh=brand.name_zh, name_en=brand.name_en)]
        return self.save(brand)
