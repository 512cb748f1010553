"""Agents who register and ask, and makers who have only just applied."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from portal.agency import actions as agency
from portal.agency import queries as enquiries
from portal.agency.models import Side
from portal.agents import actions as agents
from portal.agents.models import Agent
from portal.brands.models import Brand
from portal.demo import counter, material, panel, queries, uploads
from portal.demo.cast import Person
from portal.demo.material import chance, days, office_hour
from portal.demo.stories import answers
from portal.demo.telling import House, Telling
from portal.demo.timeline import Story
from portal.demo.uploads import Drawn, Wanted
from portal.onboarding import actions as onboarding

EARLIER = (
    (
        "您好，看了你们的资料。我在当地有几家店，想先拿两百件试，补货几天能到？",
        "欢迎。两百件可以，现货四十八小时发，补货七到十天。",
    ),
    (
        "你们的县代一年要求多少？换货怎么算？",
        "县代先不压任务，头一季看动销。换款换码都可以，细节见面谈。",
    ),
    (
        "能寄十件样衣吗？主推的三个版都想看看面料。",
        "今天下午寄，三个版各配两个颜色，面料卡一起放在里面。",
    ),
)


class Agents:
    """The agents' companies as the stories make them: number and person by key."""

    def __init__(self) -> None:
        self.made: dict[str, tuple[int, Person]] = {}

    def company(self, key: str) -> tuple[Agent, Person]:
        """Return a company's row and its person."""
        number, person = self.made[key]
        return queries.agent(number), person


def register(
    row: dict[str, Any], person: Person, checker: Person, made: Agents, now: datetime
) -> Story:
    """Register an agent, and have the company verified, refused, or waiting."""
    dice = chance("agent", row["key"])
    back = {"submitted": dice.randint(1, 6), "refused": 24, "expired": 402}
    moment = now - days(back.get(row["state"], dice.randint(318, 345)))
    yield office_hour(moment, row["key"])
    agent = agents.register(by=person, **particulars(row))
    made.made[row["key"]] = (agent.id, person)
    if row["state"] == "submitted":
        return
    yield office_hour(moment + days(2), "check")
    found = queries.agent(made.made[row["key"]][0])
    if row["state"] == "refused":
        agents.refuse(found, by=checker, reason=row["reason_zh"], seen=found.version)
    else:
        agents.verify(found, by=checker, seen=found.version)


def particulars(row: dict[str, Any]) -> dict[str, Any]:
    """Return what an agent fills in."""
    same = ("kind", "name_zh", "home_region", "regions", "channels", "categories", "price_bands")
    return {name: row[name] for name in same} | {
        "name_en": row.get("name_en") or "",
        "credit_code": material.code_of(row),
        "founded_year": row["founded_year"],
        "outlets": row["outlets"],
        "intro_zh": row["intro_zh"],
        "intro_en": row.get("intro_en") or "",
        "contact_name": row["person"],
        "contact_mobile": row["mobile"],
    }


def ask_thrice(made: Agents) -> Callable[[Brand, Person, datetime], Story]:
    """Return a story in which three agents ask a brand and get their answers."""

    def tell(brand: Brand, owner: Person, moment: datetime) -> Story:
        number = brand.id
        dice = chance("thrice", brand.slug)
        keys = sorted(key for key, row in BY_KEY.items() if row["state"] == "verified")
        for place, key in enumerate(dice.sample(keys, len(EARLIER))):
            question, answer = EARLIER[place]
            yield office_hour(moment + days(3 * place), key)
            enquiry = ask(number, key, made, question, dice)
            yield office_hour(moment + days(3 * place + 1), (key, "answer"))
            agency.reply(enquiries.enquiry(enquiry), by=owner, side=Side.BRAND, text=answer)

    return tell


BY_KEY = {row["key"]: row for row in material.rows("agents")}


def ask(brand_id: int, key: str, made: Agents, question: str, dice: Any) -> int:
    """Let an agent ask; return the enquiry's number."""
    agent, person = made.company(key)
    row = BY_KEY[key]
    enquiry = agency.ask(
        queries.brand(brand_id),
        agent,
        by=person,
        message=question,
        regions=row["regions"][:2],
        channel=row["channels"][0],
        pieces_per_month=dice.choice([200, 300, 500, 800]),
    )
    return enquiry.id


def talk(row: dict[str, Any], telling: Telling, made: Agents, now: datetime) -> Story:
    """Tell one of the threads that are open today."""
    begun = now - days(row["age_days"]) - timedelta(hours=7)
    number = 0
    for message in row["messages"]:
        yield begun + timedelta(hours=message["after_hours"])
        agent, person = made.company(row["agent"])
        if number == 0:
            found = agency.ask(
                queries.brand(telling.brand_id),
                agent,
                by=person,
                message=message["text"],
                regions=row["regions"],
                channel=row["channel"],
                pieces_per_month=row["pieces_per_month"],
            )
            number = found.id
            continue
        sides = {"agent": person, "brand": telling.owner, "office": telling.manager}
        by, side = sides[message["side"]], Side(message["side"])
        agency.reply(enquiries.enquiry(number), by=by, side=side, text=message["text"])
    if row["state"] == "agreed":
        yield begun + timedelta(hours=row["messages"][-1]["after_hours"] + 16)
        agency.agree(enquiries.enquiry(number), by=telling.owner, side=Side.BRAND)
        if row["agreed_by"] == "both":
            yield begun + timedelta(hours=row["messages"][-1]["after_hours"] + 21)
            _agent, person = made.company(row["agent"])
            agency.agree(enquiries.enquiry(number), by=person, side=Side.AGENT)
    if row["state"] == "closed":
        yield begun + timedelta(hours=row["messages"][-1]["after_hours"] + 20)
        _agent, person = made.company(row["agent"])
        reason = row["close_reason"]
        agency.close(enquiries.enquiry(number), by=person, side=Side.AGENT, reason=reason)


def newcomer(
    row: dict[str, Any], person: Person, house: House, drawn: Drawn, now: datetime
) -> Story:
    """Tell an application of these days, as far as it has come."""
    state, age = row["state"], float(row["age_days"])
    yield office_hour(now - days(age + 1), row["key"])
    number = onboarding.begin(house.programme.market, by=person).id
    if state == "draft":
        keep_half(row, number)
        return
    onboarding.save(queries.application(number), **answers(row | {"owner": row["person"]}))
    counter.replies(number)
    for place in range(int(row["pictures"])):
        wanted = Wanted(row["seed"], row["category"], place)
        upload = uploads.keep(wanted, drawn[wanted])
        onboarding.add_pictures(queries.application(number), [upload], by=person)
    yield now - days(age) - timedelta(hours=3)
    if gaps := onboarding.submit(queries.application(number), by=person):
        raise ValueError(f"{row['key']}: the application lacks {[str(gap) for gap in gaps]}")
    if state in panel.STATES:
        yield from panel.deliberate(row, number, house, now)
    elif state != "submitted":
        yield now - days(max(0.2, age - 2))
        decide(row, queries.application(number), person, house)


def keep_half(row: dict[str, Any], number: int) -> None:
    """Keep an application half-done."""
    written = {"name_zh": row["name_zh"], "category": row["category"]}
    onboarding.save(queries.application(number), **written)


def decide(row: dict[str, Any], application: Any, person: Person, house: House) -> None:
    """Let the office, or the applicant, decide as the data file tells."""
    by, seen, state = house.office[0], application.version, row["state"]
    if state == "returned":
        onboarding.return_with_request(application, by=by, request=row["request"], seen=seen)
    elif state == "declined":
        onboarding.decline(application, by=by, reason=row["reason"], seen=seen)
    elif state == "withdrawn":
        onboarding.withdraw(application, by=person, reason=row["reason"] or "")
    elif state == "admitted":
        onboarding.admit(application, by=by, programme=house.programme, seen=seen)
