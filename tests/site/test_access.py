"""The access matrix: every address × method × person × own, foreign and missing things.

What is expected stands here by hand, apart from the policy that it checks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import flask.templating
import pytest
import time_machine
from flask import Flask
from werkzeug.routing import Rule

from portal.access.guard import HOW
from portal.access.permissions import Permission
from tests.site.conftest import Restore
from tests.site.visitors import PEOPLE, Visitors, address_of, noting_writes, rules
from tests.site.world import MISSING, World

pytestmark = pytest.mark.sqlite  # who may what does not depend on the database

SIGNED_IN = set(PEOPLE) - {"anonymous", "disabled"}
OFFICES = {"manager", "other manager"}
BY_KEY = {"directory.end_letters"}
"""What mail programs post to: the key in the address stands for the token of a form."""

# Who may, on a thing of his own house; and who may on any house's.
OWN: dict[str, set[str]] = {
    "account:keep": SIGNED_IN,
    "agent:browse": {"owner", "staff"} | OFFICES,
    "agent:keep": {"agent"},
    "agent:people": {"agent"},
    "agent:read": {"agent", "owner", "staff"} | OFFICES,
    "agent:register": SIGNED_IN,
    "agent:verify": {"staff"} | OFFICES,
    "application:begin": SIGNED_IN,
    "application:decide": {"manager"},
    "application:edit": {"applicant"},
    "application:list": {"manager", "staff"},
    "application:read": {"applicant", "manager", "staff"},
    "application:type": {"manager"},
    "application:reviews": {"manager", "staff"},
    "audit:read": {"manager", "staff"},
    "audit:read-all": {"staff"},
    "booking:change": {"owner", "mentor", "manager"},
    "booking:confirm": {"mentor", "manager"},
    "booking:list": {"manager", "staff"},
    "booking:make": {"owner", "manager"},
    "booking:read": {"owner", "mentor", "manager"},
    "brand:list": {"manager", "staff"},
    "brand:moderate": {"manager", "staff"},
    "brand:people": {"owner", "manager"},
    "brand:read": {"owner", "manager", "staff"},
    "brand:show-hide": {"owner", "manager"},
    "connection:answer": {"owner", "manager"},
    "connection:arrange": {"owner", "manager"},
    "connection:ask": {"agent"},
    "connection:begin": SIGNED_IN,
    "connection:invite": {"owner", "manager"},
    "connection:list": SIGNED_IN,
    "connection:list-market": {"manager", "staff"},
    "connection:read": {"owner", "agent", "manager"},
    "connection:reply": {"agent"},
    "connection:reveal": {"agent"},
    "enquiry:answer": {"owner", "agent", "manager"},
    "enquiry:ask": {"agent"},
    "enquiry:begin": SIGNED_IN,
    "enquiry:list": SIGNED_IN,
    "enquiry:list-market": {"manager", "staff"},
    "enquiry:read": {"owner", "agent", "manager"},
    "evidence:decide": {"manager"},
    "evidence:hand-in": {"owner", "manager"},
    "figures:choose": {"manager"},
    "figures:fill": {"owner", "manager"},
    "figures:list": {"manager"},
    "figures:read": {"owner", "manager"},
    "flag:answer": {"manager"},
    "flag:list": {"manager", "staff"},
    "flag:raise": SIGNED_IN - {"owner"},
    "flag:read": {"applicant", "owner", "manager", "staff"},
    "home:read": SIGNED_IN,
    "service:keep": {"manager"},
    "service:read": {"manager", "staff"},
    "shortlist:keep": SIGNED_IN,
    "line:keep": {"owner", "manager"},
    "let:keep": {"manager"},
    "let:list": {"manager", "staff"},
    "let:read": {"owner", "manager", "staff"},
    "intake:keep": {"manager"},
    "intake:read": {"manager", "staff"},
    "lead:keep": {"manager"},
    "lead:read": {"manager", "staff"},
    "market:create": {"staff"},
    "market:keep": {"manager", "staff"},
    "market:people": {"manager", "staff"},
    "paper:decide": {"manager"},
    "paper:hand-in": {"owner", "manager"},
    "paper:list": {"manager"},
    "paper:read": {"owner", "manager"},
    "paper:require": {"manager"},
    "platform:people": {"staff"},
    "platform:read": {"staff"},
    "profile:edit": {"owner", "manager"},
    "profile:publish": {"manager"},
    "profile:read": {"owner", "manager", "staff"},
    "profile:terms": {"agent", "owner", "staff"} | OFFICES,
    "programme:keep": {"manager"},
    "programme:read": {"manager", "staff"},
    "roster:keep": {"manager"},
    "stall:keep": {"manager"},
    "stall:read": {"manager", "staff"},
    "review:write": {"manager"},
    "rubric:keep": {"manager"},
    "track:read": {"owner", "manager", "staff"},
    "track:steer": {"manager"},
    "transfer:answer": {"owner", "manager"},
    "transfer:ask": {"manager"},
    "transfer:consent": {"owner"},
    "transfer:keep": {"manager"},
    "transfer:list": {"manager", "staff"},
    "transfer:read": {"owner", "manager", "staff"},
}
EVERYWHERE: dict[str, set[str]] = {
    "agent:browse": OWN["agent:browse"],
    "agent:read": {"owner", "staff"} | OFFICES,
    "agent:verify": OWN["agent:verify"],
    "application:begin": SIGNED_IN,
    "connection:ask": {"agent"},
    "connection:begin": SIGNED_IN,
    "enquiry:ask": {"agent"},
    "enquiry:begin": SIGNED_IN,
    "flag:raise": SIGNED_IN,
    "profile:terms": {"agent", "staff"} | OFFICES,
    "shortlist:keep": SIGNED_IN,
}
BY_CONNECTION = {"terms.changed"}
"""What outsiders read only of brands that let them: nobody of the world is let in."""
ASKED_WITHIN = {"profile:exact", "profile:whole"}
"""No view asks for these: they decide what of a brand is read on a page that others open too."""
STAFF_READS = {name for name, people in OWN.items() if "staff" in people}

ANSWERED = {200, 303, 304, 409, 410, 413, 422, 429}
REFUSED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
# These name nobody else's things; a token is its own permission and has stories of its own.
PERSONAL = {"entry_id", "search_id", "session_id", "notice_id", "token", "filename"}


@dataclass
class Count:
    """How many cases were tried, and every one that went otherwise."""

    cases: int = 0
    deviations: list[str] = field(default_factory=list)

    def check(self, condition: bool, story: str) -> None:
        self.cases += 1
        if not condition:
            self.deviations.append(story)


def things(world: World, rule: Rule) -> dict[str, dict[str, Any]]:
    """Return the arguments of an address for an own, a foreign, a missing and a mixed thing."""
    names = set(rule.arguments)
    own = world.own.values(rule.endpoint, names)
    if not names - HOW:
        return {"own": own}
    absent = [name for name, value in own.items() if value is None]
    assert not absent, f"{rule.rule}: the world has no {absent}"
    found = {"own": own, "foreign": world.foreign.values(rule.endpoint, names)}
    found["missing"] = {
        name: value
        if name in HOW | {"section", "width", "deed", "view", "part"}
        else (MISSING if isinstance(value, int) else "no-such")
        for name, value in own.items()
    }
    inner = [name for name in names if name.endswith("_id") or name in {"brand", "number"}]
    if "market" in names and inner:
        found["foreign through own market"] = found["foreign"] | {"market": own["market"]}
    return found


def expected(permission: str, person: str, kind: str) -> set[int]:
    """Return the answers that are right."""
    if permission == "public":
        return ANSWERED if kind in {"own", "foreign"} else {404}
    if person in {"anonymous", "disabled"}:
        return {303}
    if kind in {"missing", "foreign through own market"}:
        return {404}
    if kind == "own":
        return ANSWERED if person in OWN[permission] else {int(code) for code in REFUSED}
    everywhere = EVERYWHERE.get(permission, set())
    if person in everywhere or (person == "staff" and permission in STAFF_READS):
        return ANSWERED
    # That it exists is no secret from the staff, nor is a brand that anybody may ask about.
    known = person == "staff" or permission in {"connection:ask", "enquiry:ask"}
    return {int(code) for code in REFUSED} if known else {404}


@pytest.fixture
def a_standing_clock(world: World) -> Iterator[None]:
    """Let no session be noted as seen again, however long ago the world was made."""
    with time_machine.travel(world.made_at, tick=False):
        yield


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no page: who may what is decided before, and every page is drawn by other laws."""
    monkeypatch.setattr(flask.templating, "_render", lambda *_arguments: "")


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.usefixtures("without_tokens", "a_standing_clock", "undrawn")
def test_the_matrix(
    visitors: Visitors,
    world: World,
    restore: Restore,
    person: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    count, app = Count(), visitors.app
    for rule, method in rules(app):
        if rule.arguments & PERSONAL:
            continue
        access = getattr(app.view_functions[rule.endpoint], "access", "")
        permission = access.value if isinstance(access, Permission) else str(access)
        for kind, arguments in things(world, rule).items():
            address = address_of(app, rule.endpoint, arguments)
            right = expected(permission, person, kind)
            of_the_house = kind == "own" and person in {"owner", "manager"}
            if rule.endpoint in BY_CONNECTION and right == ANSWERED and not of_the_house:
                right = {HTTPStatus.NOT_FOUND}
            with noting_writes() as written:
                answer = visitors.ask(person, method, address)
                answer.close()
            status = answer.status_code
            fits = status in right and (right != {303} or is_sign_in(answer.location))
            story = f"{method} {address} ({kind}) as {person}: {status}, not {sorted(right)}"
            count.check(fits, f"{story} {visitors.faults.last if status == 500 else ''}")
            if method == "POST" and status == HTTPStatus.FORBIDDEN:
                count.check("audit_event" in written, f"{story}: the trail says nothing of it")
            if written:
                denied = right != ANSWERED
                changed = written - {"audit_event"}
                count.check(not (changed and denied), f"{story}, and it wrote {changed}")
                count.check(not visitors.faults.last, visitors.faults.last)
                restore(written)
                visitors.forget_throttles()
    with capsys.disabled():
        print(f"\n{person}: {count.cases} cases, {len(count.deviations)} deviations", end=" ")
    assert not count.deviations, "\n".join(count.deviations)


def is_sign_in(location: str | None) -> bool:
    """Say whether an answer leads to the sign-in page."""
    return (location or "").startswith("/sign-in")


def test_an_unpublished_brand_is_nowhere_for_anybody(visitors: Visitors, world: World) -> None:
    for person in PEOPLE:
        for address in (f"/brands/{world.own.hidden}", f"/brands/{world.own.hidden}/enquire"):
            status = visitors.ask(person, "GET", address).status_code
            sent_away = {303} if person in {"anonymous", "disabled"} else set()
            assert status in {404} | sent_away, f"{address} as {person}: {status}"


def test_every_permission_is_expected_here() -> None:
    assert {permission.value for permission in Permission} - set(OWN) == ASKED_WITHIN


def test_every_write_is_refused_without_its_token(
    app: Flask, visitors: Visitors, world: World
) -> None:
    posts = [rule for rule, method in rules(app) if method == "POST"]
    assert {rule.endpoint for rule in posts} >= BY_KEY
    for rule in posts:
        if rule.endpoint not in BY_KEY:
            values = world.own.values(rule.endpoint, rule.arguments)
            address = address_of(app, rule.endpoint, values)
            with noting_writes() as written:
                answer = visitors.ask("owner", "POST", address)
            assert answer.status_code == HTTPStatus.BAD_REQUEST, f"{address}: {answer.status}"
            assert not written, f"{address} wrote {written}"
