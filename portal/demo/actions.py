"""Loading the demo through every domain's own actions, and removing it again."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from portal.accounts.registry import DemoPerson
from portal.audit import actions as audit
from portal.core import clock, files
from portal.core.db import db, take_down, upgrade
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.demo import (
    cast,
    connecting,
    counter,
    crossing,
    flagging,
    helping,
    keeping,
    lines,
    looking,
    material,
    months,
    papers,
    places,
    plans,
    queries,
    sessions,
    stories,
    tables,
    timeline,
    trade,
    uploads,
)
from portal.demo.telling import House, Telling
from portal.demo.timeline import Story
from portal.demo.trade import Agents
from portal.demo.uploads import Drawn, Wanted, WantedStyle
from portal.directory import actions as directory
from portal.notices import actions as notices
from portal.notices.models import OutboxMail

MARKETS_OPENED = timedelta(days=600)
READ_AFTER = timedelta(days=3)


def load() -> None:
    """Fill an empty database with the demo: the same every time, its dates relative to today.

    Raises:
        ConflictError: the database is not empty.
    """
    if not queries.is_empty():
        raise ConflictError(
            _l("The database is not empty."), _l("The demo is loaded into an empty one alone.")
        )
    with uploads.drawing(wanted()) as drawn:
        tell_all(drawn, clock.now())
    directory.rebuild()  # papers that ended and lets that began by the calendar alone


def tell_all(drawn: Drawn, now: datetime) -> None:
    """Found the markets and tell every story, with its pictures."""
    with clock.at(now - MARKETS_OPENED):
        staff = cast.make_staff()
        audit.record(queries.LOADED, by=staff)
        markets = cast.make_markets(staff)
        offices = cast.make_managers(markets, staff)
        programmes = cast.open_programmes(markets, offices, now - MARKETS_OPENED)
        places.lay_out(markets, offices)
        for slug, market in markets.items():
            months.choose(market, offices[slug][0])
    houses = {
        slug: House(slug, market.id, offices[slug], programmes[slug])
        for slug, market in markets.items()
    }
    tellings: dict[str, Telling] = {}
    timeline.tell(everything(houses, staff, drawn, now, tellings), now)
    months.tell(tellings.values(), houses, now)
    tidy(now)


def everything(
    houses: dict[str, House],
    staff: cast.Person,
    drawn: Drawn,
    now: datetime,
    tellings: dict[str, Telling],
) -> list[Story]:
    """Return every story: agents, brands (noted in `tellings`), threads and newcomers."""
    made = Agents()
    told: list[Story] = []
    for row in material.rows("agents"):
        with clock.at(now - MARKETS_OPENED):
            person = cast.person_of(cast.join_in(row))
        told.append(trade.register(row, person, staff, made, now))
    told += [papers.rules_of(house, now) for house in houses.values()]
    resident: dict[str, int] = {}
    told += sessions.begin(houses.values(), resident, now - MARKETS_OPENED)
    for row in material.brands():
        with clock.at(now - MARKETS_OPENED):
            owner = cast.person_of(cast.join_in(row["person"]))
        telling = Telling(row, houses[row["market"]], owner, now, drawn)
        tellings[row["key"]] = telling
        told.append(stories.life(telling, trade.ask_thrice(made)))
        told.append(helping.with_fees(telling))
        if telling.stage > sessions.FROM_STAGE:
            told.append(sessions.twice(telling, resident))
        if telling.stage >= places.OPENS_IN:
            told.append(places.open_stalls(telling, places.opens(telling)))
    told += [
        trade.talk(row, tellings[row["brand"]], made, now) for row in material.rows("enquiries")
    ]
    told += connecting.everything(tellings, made, now)
    told += flagging.everything(tellings, made, now)
    told += looking.everything(list(tellings.values()), now)
    told += lines.everything(tellings, now)
    told += keeping.everything(tellings, made, now)
    for row in material.rows("applications"):
        with clock.at(now - timedelta(days=float(row["age_days"]) + 1.2)):
            person = cast.person_of(cast.join_in(row))
        told.append(trade.newcomer(row, person, houses[row["market"]], drawn, now))
        if row["key"] == counter.told()["twin"]["of"]:
            told += counter.everything(houses, person, now)
    told.append(crossing.ask(tellings[crossing.WANTED], houses[crossing.BY]))
    first = next(iter(houses.values()))
    told += sessions.everything(first, list(tellings.values()), now)
    told.append(plans.everything(first, now))
    told.append(tables.bring(first.slug, first.office[0], now))
    return told


def wanted() -> list[Wanted | WantedStyle]:
    """Return every picture that the stories show."""
    looks = [(row, int(row["pictures"]) + 1) for row in material.brands()]
    looks += [(row, int(row["pictures"])) for row in material.rows("applications")]
    pictures = [
        Wanted(row["seed"], row["category"], place)
        for row, number in looks
        for place in range(number)
    ]
    # In the order in which they are asked for: applications show the first ones.
    return [*papers.scans(), *sorted(pictures, key=lambda one: one.place), *lines.pictures()]


def tidy(now: datetime) -> None:
    """Send no letters about what is long past, and have old messages read."""
    db.session.execute(delete(OutboxMail))
    for notice in queries.unread_notices():
        if now - notice.created_at > READ_AFTER:
            notices.read(notice)


def clear() -> None:
    """Remove the demo: all tables are emptied, and the files it brought.

    Raises:
        ConflictError: what the database holds is not the demo.
    """
    if not queries.is_loaded():
        raise ConflictError(
            _l("What the database holds is not the demo."), _l("Nothing was removed.")
        )
    for name in (
        *queries.stored_names(),
        *queries.roster_files(),
        *queries.import_files(),
    ):
        files.delete(name)
    db.session.remove()
    take_down()
    upgrade()


def people() -> list[DemoPerson]:
    """Return whom a visitor of the demonstration may be."""
    what = {
        "manager": _l("Market office"),
        "brand owner": _l("Brand owner"),
        "mentor": _l("Mentor"),
        "agent": _l("Agent, verified"),
        "agent, not verified": _l("Agent, waiting for verification"),
        "platform staff": _l("Platform staff"),
    }
    return [
        DemoPerson(login, material.PASSWORD, name, what[role], place)
        for role, login, name, place in queries.chosen()
    ]
