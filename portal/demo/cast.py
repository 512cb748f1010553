"""The alliance, its markets and all who sign in."""

from datetime import datetime
from typing import Any

from portal.access.permissions import Role
from portal.accounts import actions as accounts
from portal.accounts import memberships
from portal.accounts.memberships import Place
from portal.accounts.models import User, Viewer
from portal.core.db import db
from portal.core.i18n import CHINESE, ENGLISH
from portal.demo import material
from portal.incubation import actions as incubation
from portal.incubation.models import Programme
from portal.markets import actions as markets
from portal.markets.models import Market

Person = Viewer


def person_of(user: User) -> Person:
    """Return a person as a plain value that outlives what the session forgets."""
    return Viewer(id=user.id, name=user.name, language=user.language, session_id=0, token="")


def join_in(row: dict[str, Any], language: str = CHINESE) -> User:
    """Make an account for an invented person."""
    name = row["person"] if "person" in row else row["name_zh"]
    user = accounts.sign_up(
        name=name,
        login=row["email"],
        password=material.PASSWORD,
        language=language,
        email_confirmed=True,
    )
    db.session.flush()
    return user


def make_staff() -> Person:
    """Make the platform's own people; return the first."""
    made = []
    for row in material.people("staff"):
        user = join_in(row)
        accounts.make_staff(user, by=None)
        made.append(person_of(user))
    return made[0]


def make_markets(by: Person) -> dict[str, Market]:
    """Make the alliance and its markets with halls, floors and honours."""
    alliance = markets.create_alliance(
        slug="lusong", name_zh="芦淞市场群联盟", name_en="Lusong Market Alliance", by=by
    )
    return {row["slug"]: make_market(alliance, row, by) for row in material.rows("markets")}


def make_market(alliance: Any, row: dict[str, Any], by: Person) -> Market:
    """Make one market."""
    told = ("name_zh", "name_en", "address_zh", "address_en", "intro_zh", "intro_en")
    facts = {name: row.get(name) or "" for name in (*told, "phone")}
    market = markets.create_market(
        alliance,
        slug=row["slug"],
        by=by,
        region_code=row["region"],
        opened_year=row["opened_year"],
        **facts,
    )
    for position, hall in enumerate(row["halls"], 1):
        markets.add_hall(
            market,
            by=by,
            position=position,
            name_zh=hall["name_zh"],
            name_en=hall["name_en"] or "",
            floor_lines="\n".join(floor_line(floor) for floor in hall["floors"]),
        )
    for honour in row["honours"]:
        words = {name: value or "" for name, value in honour.items() if name != "year"}
        markets.add_honour(market, by=by, year=honour["year"], **words)
    return market


def floor_line(floor: dict[str, Any]) -> str:
    """Return a floor as the office writes it: `B1 面辅料 / Fabrics and trims`."""
    level = floor["level"]
    number = f"B{-level}" if level < 0 else str(level)
    return f"{number} {floor['theme_zh']} / {floor['theme_en']}"


def make_managers(made: dict[str, Market], by: Person) -> dict[str, list[Person]]:
    """Make the people of the offices, by market."""
    offices: dict[str, list[Person]] = {slug: [] for slug in made}
    for row in material.people("manager"):
        market = made[row["market"]]
        user = join_in(row, ENGLISH if row["email"].startswith("english") else CHINESE)
        place = Place(
            Role.MANAGER, name_zh=market.name_zh, name_en=market.name_en, market_id=market.id
        )
        memberships.join(place, user, by=by)
        offices[row["market"]].append(person_of(user))
    return offices


def open_programmes(
    made: dict[str, Market], offices: dict[str, list[Person]], begun: datetime
) -> dict[str, Programme]:
    """Open a programme in every market."""
    opened = {}
    for slug, market in made.items():
        office = offices[slug][0] if offices[slug] else None
        opened[slug] = incubation.open_programme(
            market,
            incubation.template_named("default/4", by=None),
            name_zh=f"{begun.year}届品牌孵化",
            name_en=f"Brand incubation {begun.year}",
            starts_on=begun.date(),
            by=office,
        )
    return opened
