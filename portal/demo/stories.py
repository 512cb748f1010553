"""How a brand comes and grows: one story for each of the invented brands."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from portal.brands import actions as brands
from portal.brands.models import Brand
from portal.demo import evidence, fates, material, papers, queries, uploads
from portal.demo.cast import Person
from portal.demo.material import chance, days, office_hour
from portal.demo.showing import after_publishing, fill_profile, show_itself
from portal.demo.telling import (
    ADMISSION_DAYS,
    PUBLISHED_FROM,
    STAGES,
    Telling,
    brand_of,
    draft_of,
)
from portal.demo.timeline import Story
from portal.demo.uploads import Wanted
from portal.incubation import actions as incubation
from portal.incubation import queries as track
from portal.incubation.models import EvidenceKind, MilestoneProgress, MilestoneState
from portal.onboarding import actions as onboarding

Ask = Callable[[Brand, Person, datetime], Iterator[datetime]]


def life(telling: Telling, ask_thrice: Ask) -> Story:
    """Tell the whole life of a brand up to today."""
    yield from come(telling)
    if telling.fate == "again":
        yield from fates.first_try(telling)
    moment = telling.come_in
    for code in stages_passed(telling):
        if code == PUBLISHED_FROM:
            yield from show_itself(telling, moment + days(3))
        if code == "S6":
            yield from ask_thrice(brand_of(telling), telling.owner, moment + days(6))
        yield from papers.of_stage(telling, code, moment)
        yield from fates.steered(telling, code)
        yield from pass_stage(telling, moment, telling.length(code))
        fates.settle(telling, code)
        moment += days(telling.length(code))
    if telling.fate == "graduated":
        yield from fates.graduate(telling)
    else:
        yield from today(telling)
        yield from fates.told(telling)


def stages_passed(telling: Telling) -> list[str]:
    """Return the stages that lie behind the brand; for a graduate all of them."""
    end = STAGES.index(telling.stage)
    return STAGES if telling.fate == "graduated" else STAGES[:end]


def come(telling: Telling) -> Story:
    """Apply and be admitted."""
    row, person = telling.row, telling.owner
    yield office_hour(telling.begun, "apply")
    market = applications_market(telling)
    application = onboarding.begin(market, by=person)
    onboarding.save(application, **answers(row))
    for place in range(min(3, int(row["pictures"]) + 1)):
        wanted = Wanted(row["seed"], row["category"], place)
        found = queries.application(application.id)
        onboarding.add_pictures(found, [uploads.keep(wanted, telling.drawn[wanted])], by=person)
    number = application.id
    yield office_hour(telling.begun + days(2), "submit")
    gaps = onboarding.submit(queries.application(number), by=person)
    if gaps:
        raise ValueError(f"{row['key']}: the application lacks {[str(gap) for gap in gaps]}")
    yield office_hour(telling.begun + days(ADMISSION_DAYS), "admit")
    found = queries.application(number)
    brand = onboarding.admit(
        found, by=telling.manager, programme=telling.house.programme, seen=found.version
    )
    telling.brand_id, telling.slug = brand.id, brand.slug


def applications_market(telling: Telling) -> Any:
    """Return the market's row."""
    return telling.house.programme.market


def answers(row: dict[str, Any]) -> dict[str, Any]:
    """Return what the applicant writes."""
    return {
        "name_zh": row["name_zh"],
        "name_en": row.get("name_en") or "",
        "has_company": True,
        "legal_name": row["legal_name"],
        "credit_code": material.code_of(row),
        "category": row["category"],
        "styles": row["styles"],
        "origin_region": row["origin_region"],
        "cluster": row.get("cluster") or "",
        "contact_name": row.get("owner") or row["person"],
        "contact_mobile": row["mobile"],
        "contact_wechat": row.get("wechat") or "",
        "story_zh": row["story_zh"],
        "story_en": row.get("story_en") or "",
    }


def pass_stage(telling: Telling, begun: datetime, length: float) -> Story:
    """Hand in and pass every milestone of the stage at hand, spread over its length."""
    steps = open_steps(telling)
    for place, step_id in enumerate(steps):
        moment = begun + days(length * (place + 0.6) / (len(steps) + 1))
        yield office_hour(moment, step_id)
        hand_in(telling, step_id)
        yield office_hour(moment + days(min(3, length / 12)), (step_id, "pass"))
        decide(telling, step_id)


def open_steps(telling: Telling) -> list[int]:
    """Return the milestones that the owner has to show something for by now, in order.

    Some wait for one before them, and are open by the time the story comes to them.
    """
    enrolment = track.track(telling.brand_id)
    if enrolment is None:
        return []
    return [
        step.id
        for step in enrolment.steps
        if step.state in {MilestoneState.OPEN, MilestoneState.LOCKED}
        and step.milestone.stage.position <= enrolment.stage.position
        and step.milestone.evidence not in {EvidenceKind.AUTOMATIC, EvidenceKind.PARTS}
    ]


def step_of(telling: Telling, step_id: int) -> MilestoneProgress:
    """Return one milestone with its attempts."""
    return track.milestone_to_pass(telling.house.slug, telling.slug, step_id)


def words_for(code: str) -> dict[str, Any]:
    """Return what the data file says of a milestone."""
    found: dict[str, dict[str, Any]] = {
        one["code"]: one for one in material.read("milestones")["steps"]
    }
    plain: dict[str, Any] = {
        "evidence": "已按要求办好，材料在手边，随时可以来看。",
        "request": "请补一张清楚的照片。",
    }
    return found.get(code, plain)


def hand_in(telling: Telling, step_id: int, *, with_paper: bool = False) -> None:
    """Hand in evidence, with a drawn paper where the story shows it."""
    step = step_of(telling, step_id)
    if step.state not in {MilestoneState.OPEN, MilestoneState.RETURNED}:
        return
    told = words_for(step.milestone.code)
    if with_paper and told.get("document"):
        drawn = paper_for(telling, told["document"])
        incubation.add_files(step, [drawn], by=telling.owner)
        step = step_of(telling, step_id)
    there = len(step.attempts[-1].files) if step.attempts and with_paper else 0
    if sheets := evidence.sheets_for(step, there):
        incubation.add_files(step, sheets, by=telling.owner)
        step = step_of(telling, step_id)
    answers = evidence.answers_for(step)
    incubation.hand_in(step, text=told["evidence"], answers=answers, by=telling.owner)


def paper_for(telling: Telling, document: dict[str, Any]) -> Any:
    """Draw a milestone's paper with the brand's own names."""
    row = telling.row
    names = {
        "name": row["name_zh"],
        "legal": row["legal_name"],
        "market": telling.house.programme.market.name_zh,
        "code": material.code_of(row),
        "number": f"{2026_0000 + row['seed']}",
        "day": telling.now.strftime("%Y年%m月%d日"),
    }
    lines = [line.format(**names) for line in document["lines"]]
    return uploads.paper(row["seed"], document["kind"], lines)


def decide(telling: Telling, step_id: int, *, returned: bool = False) -> None:
    """Let the office pass the evidence, or return it with a request."""
    step = step_of(telling, step_id)
    if step.state is not MilestoneState.SUBMITTED:
        return
    seen = step.attempts[-1].version
    if returned:
        request = words_for(step.milestone.code)["request"]
        incubation.return_evidence(step, request=request, seen=seen, by=telling.manager)
        shown = track.milestone(telling.house.slug, telling.slug, step_id)
        incubation.note_for_office(shown, text=evidence.COACHED, by=telling.manager)
    else:
        note = chance("note", step_id).choice(material.read("milestones")["notes"])
        points = evidence.points_for(step)
        incubation.pass_evidence(step, note=note, seen=seen, points=points, by=telling.manager)


def today(telling: Telling) -> Story:
    """Tell what the brand does in the stage where it stands, and how its profile looks now."""
    yield from work_at_hand(telling)
    profile = str(telling.row["journey"]["profile"])
    if telling.stage > PUBLISHED_FROM:
        yield from after_publishing(telling, profile)
    elif profile != "none":
        yield office_hour(telling.now - days(6), "first draft")
        fill_profile(telling, partly=profile == "draft")
        if profile == "pending":
            yield office_hour(telling.now - days(3), "first submit")
            draft = draft_of(telling)
            brands.submit(draft, by=telling.owner)
    yield from papers.lately(telling)


def work_at_hand(telling: Telling) -> Story:
    """Pass some milestones of the present stage; one may be returned, or wait for the office."""
    steps = open_steps(telling)
    dice = chance("today", telling.row["key"])
    passed = steps[: len(steps) // 2]
    spent = (telling.now - telling.entered).days
    for place, step_id in enumerate(passed):
        moment = telling.entered + days(min(spent - 9, 6 + 5 * place))
        yield office_hour(moment, step_id)
        hand_in(telling, step_id)
        yield office_hour(moment + days(2), (step_id, "pass"))
        decide(telling, step_id)
    waiting = [one for one in steps[len(passed) :] if is_reviewed(telling, one)]
    if not waiting:
        return
    if telling.pace == "returned":
        yield office_hour(telling.now - days(6), waiting[0])
        hand_in(telling, waiting[0], with_paper=True)
        yield office_hour(telling.now - days(4), (waiting[0], "return"))
        decide(telling, waiting[0], returned=True)
    elif dice.random() < 0.45:  # noqa: PLR2004 -- about half of them wait for the office
        yield office_hour(telling.now - days(dice.randint(1, 8)), waiting[0])
        hand_in(telling, waiting[0], with_paper=True)


def is_reviewed(telling: Telling, step_id: int) -> bool:
    """Say whether the brand may hand in evidence that the office looks at."""
    step = step_of(telling, step_id)
    is_open = step.state is MilestoneState.OPEN
    return is_open and step.milestone.evidence is EvidenceKind.REVIEWED
