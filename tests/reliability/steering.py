"""What an office may press at the same moment about templates, versions and fairs."""

from collections.abc import Callable
from datetime import timedelta

from portal.core import clock
from portal.core.db import db
from portal.incubation import actions as incubation
from portal.incubation import queries as ways
from portal.incubation.models import DueFrom, Season, Template, TemplateState
from tests.reliability.contests import PASS, Contest, Office, step_of
from tests.reliability.races import Press


def draft_of(office: Office) -> Template:
    """Begin a draft of the office's own version of its programme's template, and no other."""
    source = ways.template_by_id(office.programme.template_id)
    for one in ways.versions(office.market.id, source.code):
        if one.state is TemplateState.DRAFT:
            left = ways.market_template(office.market.slug, one.id)
            incubation.discard(left, by=office.make.user())
    db.session.flush()
    draft = incubation.start(office.market, source, by=None)
    db.session.commit()
    return ways.market_template(office.market.slug, draft.id)


def version_of(office: Office) -> Template:
    """Put another version of the programme's template in use."""
    draft = draft_of(office)
    incubation.publish(draft, seen=None, by=None)
    db.session.commit()
    return draft


def publish_or_edit(office: Office) -> Contest:
    """One manager publishes a draft, the other changes a stage of it: one of them is told."""
    draft = draft_of(office)
    here = f"/markets/{office.market.slug}/templates/{draft.id}"
    stage = f"{here}/stages/{draft.stages[0].id}"
    one, two = office.managers
    presses = [
        Press(one, one.get(here), "Publish this version", {}),
        Press(two, two.get(stage), "Save", {"name_zh": "新说法"}),
    ]
    return Contest(
        presses, [303, 409], "template.publish|template.change", draft, "template.%", told=0
    )


def move_version_or_pass(office: Office) -> Contest:
    """One manager moves a brand to another version, the other passes what it handed in."""
    version = version_of(office)
    brand, (step,) = office.waiting_evidence("S1.3")
    one, two = office.managers
    page = one.get(f"/markets/{office.market.slug}/templates/{version.id}/move")
    whole = ways.market_template(office.market.slug, version.id)
    (plan,) = ways.move_plans(whole, [step.enrolment_id])
    chosen = {"chosen": [f"{step.enrolment_id}:{plan.seen}"], "reason": "换新版"}
    address = office.page(brand, f"milestones/{step.id}")
    presses = [
        Press(one, page, "Move the chosen ones", chosen),
        Press(two, two.get(address), PASS, {}),
    ]
    verbs = "milestone.pass|enrolment.new-version"
    return Contest(presses, [303, 409], verbs, None, "milestone.passed|enrolment.new-version")


def move_fair(office: Office) -> Contest:
    """Two managers move the same fair to different days: its days move once."""
    fair = incubation.add_fair(
        office.market,
        season=Season.AUTUMN,
        name_zh="秋季订货会",
        name_en="Autumn fair",
        starts_on=clock.today() + timedelta(days=90),
        by=None,
    )
    db.session.flush()
    office.programme.fair_id = fair.id
    brand = office.brand()
    incubation.enrol(brand, office.programme, by=None)
    step = step_of(brand, "S1.3")
    step.milestone.due_from, step.milestone.due_days = DueFrom.FAIR, -45
    step.due_on = fair.starts_on - timedelta(days=45)
    db.session.commit()
    presses = []
    for days, manager in enumerate(office.managers, start=7):
        preview = manager.submit(
            f"/markets/{office.market.slug}/fairs/{fair.id}",
            "See what moves with it",
            to=str(fair.starts_on + timedelta(days=days)),
            reason="展馆让期",
        )
        presses.append(Press(manager, preview, "Move the fair", {}))
    return Contest(presses, [303, 409], "fair.move", fair, "fair.moved")


STEERED: tuple[Callable[[Office], Contest], ...] = (
    publish_or_edit,
    move_version_or_pass,
    move_fair,
)
