"""How a brand's papers come, end and are renewed."""

from datetime import date, timedelta
from typing import Any

from portal.core import clock
from portal.demo import material, uploads
from portal.demo.material import chance, days, office_hour
from portal.demo.telling import House, Telling
from portal.demo.timeline import Story
from portal.demo.uploads import Wanted
from portal.papers import actions, queries
from portal.papers.models import Effect, PaperVersion, Scope
from portal.papers.models import VersionState as V
from portal.papers.queries import Slot

RULES_SINCE = 90
"""Days ago that the offices set their rules."""
NEVER_ENDS = {"licence", "trademark_receipt"}


def scans() -> list[Wanted]:
    """Return the scans to be drawn: one for each kind, without anybody's name."""
    return [Wanted(0, kind, uploads.A_PAPER) for kind in material.read("papers")["scans"]]


def of_stage(telling: Telling, code: str, begun: Any) -> Story:
    """Hand in and have verified the papers that belong to a stage."""
    for place, kind in enumerate(material.read("papers")["stages"].get(code, ())):
        yield office_hour(begun + days(2 + 2 * place), (kind, "hand in"))
        hand_in(telling, kind)
        yield office_hour(begun + days(3 + 2 * place), (kind, "verify"))
        verify(telling, kind)


def lately(telling: Telling) -> Story:
    """Tell what became of some papers in the last days."""
    for kind, fate in fates(telling).items():
        then = fate["then"]
        if then in {"renewing", "snoozed"} and slot_of(telling, kind).paper is None:
            yield office_hour(telling.entered + days(2), (kind, "hand in"))
            hand_in(telling, kind)
            yield office_hour(telling.entered + days(3), (kind, "verify"))
            verify(telling, kind)
        if then == "renewing":
            yield office_hour(telling.now - days(4), (kind, then))
            actions.show_renewal(slot_of(telling, kind), [scan(telling, kind)], by=telling.owner)
        elif then == "snoozed":
            yield office_hour(telling.now - days(3), (kind, then))
            until, reason = clock.today() + days(14), material.read("papers")["snooze"]
            slot = slot_of(telling, kind)
            actions.snooze(slot, by=telling.owner, until=until, reason=reason)
        elif then:
            yield office_hour(telling.now - days(5), (kind, then))
            hand_in(telling, kind, again=True)
            if then == "returned":
                yield office_hour(telling.now - days(3), (kind, "return"))
                return_it(telling, kind)


def fates(telling: Telling) -> dict[str, Any]:
    """Return what the data file says of a brand's papers."""
    found: dict[str, Any] = material.read("papers")["fates"].get(telling.row["key"], {})
    return found


def slot_of(telling: Telling, kind: str) -> Slot:
    """Return the place of a paper, as a page would load it."""
    code = f"{kind}.{telling.row['category']}" if kind == "quality_report" else kind
    return queries.slot(telling.house.slug, telling.slug, code)


def scan(telling: Telling, kind: str) -> Any:
    """Return the drawn scan of a kind as an upload that was checked."""
    wanted = Wanted(0, kind, uploads.A_PAPER)
    return uploads.keep(wanted, telling.drawn[wanted])


def hand_in(telling: Telling, kind: str, *, again: bool = False) -> None:
    """Hand a paper in with the days that the story needs."""
    row, today = telling.row, clock.today()
    end = (telling.now + timedelta(days=365)).date() if again else end_of(telling, kind)
    issued = today if end is None else min(today, end - timedelta(days=365))
    holder = row.get("owner") or row["person"]["name"] if kind == "owner_id" else row["legal_name"]
    number = {
        "licence": material.code_of(row),
        "owner_id": f"430203198{row['seed'] % 10}0101{1000 + row['seed']}",
    }.get(kind, f"{today.year}{430000 + row['seed']}")
    written = actions.Written(
        number=number,
        holder=str(holder),
        issued_on=issued,
        expires_on=end,
        for_ever=end is None,
    )
    actions.upload(slot_of(telling, kind), [scan(telling, kind)], written, by=telling.owner)


def end_of(telling: Telling, kind: str) -> date | None:
    """Return the last good day of a paper; none for most licences."""
    fate = fates(telling).get(kind)
    if fate:
        return (telling.now + timedelta(days=fate["ends"])).astimezone(clock.SHANGHAI).date()
    if kind in NEVER_ENDS:
        return None
    far = 3000 if kind in {"trademark", "owner_id"} else 75
    dice = chance("end", telling.row["key"], kind)
    return (telling.now + timedelta(days=far + dice.randint(0, 240))).date()


def the_version(telling: Telling, kind: str) -> PaperVersion | None:
    """Return the version that waits for the office."""
    found = next((one for one in slot_of(telling, kind).versions if one.state is V.UPLOADED), None)
    return found and queries.version(telling.house.slug, telling.slug, found.id)


def verify(telling: Telling, kind: str) -> None:
    """Let the office verify what waits."""
    if version := the_version(telling, kind):
        actions.verify(version, by=telling.manager, seen=version.version)


def return_it(telling: Telling, kind: str) -> None:
    """Let the office give back what waits."""
    if version := the_version(telling, kind):
        request = material.read("papers")["request"]
        seen = version.version
        actions.return_with_request(version, by=telling.manager, seen=seen, request=request)


def rules_of(house: House, now: Any) -> Story:
    """Let an office set its rules."""
    for kind, (effect, scope, grace) in (
        material.read("papers")["rules"].get(house.slug, {}).items()
    ):
        yield office_hour(now - days(RULES_SINCE), (house.slug, kind))
        actions.require(
            queries.ruling(house.slug, kind),
            by=house.office[0],
            effect=Effect[effect.upper()],
            scope=Scope[scope.upper()],
            grace_days=grace,
        )
