"""Whatever a template becomes, moving a brand does what its preview says, and gates still hold."""

from collections.abc import Callable
from copy import deepcopy
from itertools import pairwise
from secrets import token_hex
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.db import db
from portal.incubation import actions, queries, rules
from portal.incubation.models import EvidenceState, MilestoneState
from tests.incubation.conftest import Way, milestone, stage
from tests.incubation.test_templates import published, small

M = MilestoneState
CODES = [f"S{n}.{m}" for n in (1, 2, 3) for m in (1, 2, 3)]


@st.composite
def templates(draw: Any) -> dict[str, Any]:
    """Return any template of the small one's family that may be published."""
    stages = []
    for number in draw(st.lists(st.sampled_from([1, 2, 3]), min_size=1, unique=True)):
        inside = draw(st.lists(st.sampled_from([1, 2, 3]), min_size=1, unique=True))
        rows = [
            milestone(
                f"S{number}.{one}",
                draw(st.sampled_from(["declared", "reviewed"])),
                required=place == 0 or draw(st.booleans()),
                due_days=draw(st.sampled_from([None, 10, 40])),
            )
            for place, one in enumerate(inside)
        ]
        for earlier, later in pairwise(rows):
            if draw(st.booleans()):
                later["prerequisites"] = [earlier["code"]]
        stages.append(stage(f"S{number}", rows, (1, draw(st.integers(1, 8)))))
    return small() | {"stages": stages}


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=templates(), second=templates(), deeds=st.lists(st.sampled_from(CODES), max_size=6))
def test_a_move_does_what_its_preview_says(
    enrolled: Callable[..., Way],
    first: dict[str, Any],
    second: dict[str, Any],
    deeds: list[str],
) -> None:
    code = f"small-{token_hex(4)}"
    way = enrolled(data=small() | {"code": code})
    for data in (first, second):
        template = published(way.market, way.manager, deepcopy(data) | {"code": code})
        (plan,) = queries.move_plans(template)
        if plan.in_review:
            return
        said = preview(plan)
        actions.move_brands(
            template, {plan.enrolment.id: plan.seen}, [], reason="换版", by=way.manager
        )
        db.session.commit()
        found = whole(way)
        assert said <= {(one.milestone.code, str(one.due_on)) for one in found.steps}
        live = {one.milestone.code for one in found.steps if one.state is not M.DROPPED}
        assert live == {one["code"] for part in data["stages"] for one in part["milestones"]}
        counted_again(way)
        for one in deeds:
            try_to_do(way, one)
            counted_again(way)


def preview(plan: rules.Plan) -> set[tuple[str, str]]:
    """Return the days that a preview promises."""
    return {(one.milestone.code, str(one.due_on)) for one in plan.moved}


def whole(way: Way) -> Any:
    """Return the enrolment as its pages load it."""
    return queries.enrolment(way.market.slug, way.brand.slug, way.enrolment.id)


def try_to_do(way: Way, code: str) -> None:
    """Hand in and pass a milestone if it is the brand's turn."""
    for one in whole(way).steps:
        if one.milestone.code == code and one.state in rules.WITH_THE_BRAND:
            step = queries.milestone(way.market.slug, way.brand.slug, one.id)
            attempt = actions.hand_in(step, text="好了", by=way.owner)
            if attempt.state is EvidenceState.SUBMITTED:
                db.session.commit()
                step = queries.milestone(way.market.slug, way.brand.slug, one.id)
                seen = step.attempts[-1].version
                actions.pass_evidence(step, note="", seen=seen, by=way.manager)
            db.session.commit()
            return


def counted_again(way: Way) -> None:
    """Count from scratch what is open and which gate holds."""
    enrolment = whole(way)
    stages = enrolment.template.stages
    here = [one for one in enrolment.steps if one.milestone.stage_id == enrolment.stage_id]
    last = enrolment.stage_id == stages[-1].id
    assert last or not rules.gate_holds(here), "a gate that holds is passed at once"
    for one in enrolment.steps:
        if one.state is M.DROPPED:
            continue
        waits = rules.unmet(one, enrolment.steps)
        reached = rules.is_reached(one, enrolment)
        if one.state is M.LOCKED:
            assert waits or not reached, f"{one.milestone.code} could be open"
