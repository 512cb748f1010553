"""The market's counter: intakes, leads, an application typed for a merchant, one sent twice."""

from datetime import datetime, timedelta
from typing import Any

from portal.core import clock
from portal.demo import material, queries
from portal.demo.cast import Person
from portal.demo.material import days, office_hour
from portal.demo.telling import House
from portal.demo.timeline import Story
from portal.intakes import actions
from portal.intakes import queries as intakes
from portal.intakes.models import Intake, QuestionKind
from portal.markets import queries as markets
from portal.onboarding import actions as onboarding

WRITTEN = (
    *("title_zh", "title_en", "season_zh", "season_en", "papers_zh", "papers_en"),
    "places",
)
"""What an intake is given as it stands in the data."""
INTAKES_FROM = 6
"""Days ago when the market began to work with intakes."""


def told() -> dict[str, Any]:
    """Return what the data file tells."""
    return material.read("intakes")


def open_intakes(houses: dict[str, House], now: datetime) -> Story:
    """Plan the intakes with their questions; one has closed, one is open, one is to come."""
    yield now - days(INTAKES_FROM) - timedelta(hours=9)
    for row in told()["intakes"]:
        house = houses[row["market"]]
        plan(row, house, house.office[0], now)


def plan(row: dict[str, Any], house: House, by: Person, now: datetime) -> None:
    """Plan one intake."""
    today = now.astimezone(clock.SHANGHAI).date()
    facts = {name: row[name] for name in WRITTEN}
    number = actions.create(
        markets.market(house.slug),
        by=by,
        programme_id=house.programme.id,
        opens_on=today + timedelta(days=row["opens"]),
        closes_on=today + timedelta(days=row["closes"]),
        categories=row["categories"],
        **facts,
    ).id
    for one in row["questions"]:
        actions.add_question(
            intakes.by_number(number), by=by, **one | {"kind": QuestionKind(one["kind"])}
        )
    intake = intakes.by_number(number)
    if row["closed"]:
        actions.close(intake, by=by, reason="名额已满。")
    elif row["opens"] < 0:
        actions.open_now(intake, by=by)


def replies(number: int) -> None:
    """Let an applicant answer what his intake asks."""
    application = queries.application(number)
    if application.edition is None:
        return
    words = {
        QuestionKind.NUMBER: "80",
        QuestionKind.SHORT: "芦淞",
        QuestionKind.LONG: "版型按湖南人的身材改过三轮，腰和胯都不勒。",
    }
    answers = {
        str(one.id): one.choices[0] if one.choices else words.get(one.kind, "")
        for one in application.edition.questions
        if not one.is_file
    }
    onboarding.save(application, replies=answers)


def lead(row: dict[str, Any], place: int, house: House, now: datetime) -> Story:
    """Tell one lead as far as it has come."""
    by = house.office[place % len(house.office)]
    today = now.astimezone(clock.SHANGHAI).date()
    yield office_hour(now - days(5), ("lead", place))
    kept = ("name", "mobile", "brand_name", "source", "category", "note", "next_action")
    number = actions.enter(
        markets.market(house.slug),
        by=by,
        next_on=today + timedelta(days=row["due"]),
        responsible_id=house.office[0].id,
        **{name: row[name] for name in kept},
    ).id
    if row["state"] in {"invited", "applied"}:
        actions.invite(intakes.lead(house.slug, number), by=by)
    if row["state"] == "lost":
        yield office_hour(now - days(2), ("lost", place))
        actions.lose(intakes.lead(house.slug, number), by=by, reason=row["note"])
    if row["state"] == "applied":
        yield office_hour(now - days(3), ("applied", place))
        apply_for(intakes.lead(house.slug, number), house, by, send=True)


def apply_for(lead: Any, house: House, by: Person, *, send: bool) -> int:
    """Type an application for a lead; return its number."""
    number = onboarding.begin_for(
        markets.market(house.slug),
        by=by,
        contact_name=lead.name,
        contact_mobile=lead.mobile,
        intake_id=the_open_one(house).id,
        lead=lead,
    ).id
    fill(number, lead.brand_name, "做针织裤八年，想有自己的牌子。")
    if send:
        onboarding.submit(queries.application(number), by=by)
    return number


def the_open_one(house: House) -> Intake:
    """Return the market's open intake."""
    return intakes.open_intakes(house.market_id)[0]


def fill(number: int, name_zh: str, story_zh: str, **more: Any) -> None:
    """Fill in what an application must hold."""
    usual = {
        "name_zh": name_zh,
        "category": "W03",
        "has_company": False,
        "origin_region": "430200",
        "story_zh": story_zh,
    }
    onboarding.save(queries.application(number), **usual | more)
    replies(number)


def typed(houses: dict[str, House], now: datetime) -> Story:
    """Type for a merchant who never does; her word is still to come."""
    row = told()["typed"]
    house = houses[row["market"]]
    yield office_hour(now - days(1), "typed")
    number = onboarding.begin_for(
        markets.market(house.slug),
        by=house.office[0],
        contact_name=row["contact_name"],
        contact_mobile=row["contact_mobile"],
        intake_id=the_open_one(house).id,
    ).id
    fill(number, row["name_zh"], row["story_zh"])
    onboarding.submit(queries.application(number), by=house.office[0])


def twin(houses: dict[str, House], person: Person, now: datetime) -> Story:
    """Send an application once more, in another name that sounds the same."""
    row = next(one for one in material.rows("applications") if one["key"] == told()["twin"]["of"])
    house = houses[row["market"]]
    yield office_hour(now - days(2), "twin")
    number = onboarding.begin(markets.market(house.slug), by=person).id
    contact = {"contact_name": row["person"], "contact_mobile": row["mobile"]}
    fill(number, row["name_zh"].replace("社", "设"), row["story_zh"], **contact)
    onboarding.submit(queries.application(number), by=person)


def everything(houses: dict[str, House], person: Person, now: datetime) -> list[Story]:
    """Return every story of the counter; `person` is who applies twice."""
    rows = enumerate(told()["leads"])
    return [
        open_intakes(houses, now),
        *(lead(row, place, houses[row["market"]], now) for place, row in rows),
        typed(houses, now),
        twin(houses, person, now),
    ]
