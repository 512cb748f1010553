"""What the office does to a brand's way: more time, a pause, an end, a certificate, a new start."""

from datetime import timedelta

from portal.demo.material import days, office_hour
from portal.demo.telling import GRADUATED_DAYS, Telling
from portal.demo.timeline import Story
from portal.incubation import actions as incubation
from portal.incubation import queries as track
from portal.incubation.models import (
    Enrolment,
    EvidenceKind,
    ExitKind,
    MilestoneProgress,
    MilestoneState,
)

PAUSED = "老板娘休产假，由婆婆看店，新品和招商先停一停。"
BACK_IN_DAYS = 45
LONGER = "布厂搬迁，样衣晚到三周，订货会改到下月中旬，同意顺延。"
LONGER_WHOLE = "前两阶段受面料停产影响，整体延长三个月。"
GONE = {
    "left": (ExitKind.VOLUNTARY, "业主转做出口订单，主动退出孵化，档口按合同到期退还。"),
    "expelled": (ExitKind.EXPELLED, "两次抽检安全类别不符，约谈后仍未整改，按孵化协议终止。"),
}
TRIED = (ExitKind.VOLUNTARY, "合伙人散伙，公司要重新登记，等新执照下来再入孵。")
WAIVED = {
    "S6.3": "本季订货单已在订货会上发纸质版，原件存办公室；下季起在系统里发布。",
    "S6.6": "三家意向书为纸质，已逐一打电话核对，原件存办公室。",
    "S8.1": "两家直营店在入孵前已开满一年，租约和开业照片当面查验过。",
}
"""What the portal's own records do not know of the time before it, and the office has seen."""
SEEN_BEFORE = "入孵前已在本市场办妥，原件已当面核对。"


def enrolment_of(telling: Telling) -> Enrolment:
    """Return the brand's latest way as a page would load it."""
    found = track.track(telling.brand_id)
    if found is None:
        raise ValueError(f"{telling.row['key']} is in no programme")
    return found


def one_step(telling: Telling, code: str) -> MilestoneProgress:
    """Return one milestone of the brand as a page would load it."""
    number = next(one.id for one in enrolment_of(telling).steps if one.milestone.code == code)
    return track.milestone(telling.house.slug, telling.slug, number)


def first_try(telling: Telling) -> Story:
    """Leave soon after having come, and come in again: the story then begins afresh."""
    kind, reason = TRIED
    yield office_hour(telling.begun + days(38), "leave")
    incubation.leave(enrolment_of(telling), kind=kind, reason=reason, by=telling.manager)
    yield office_hour(telling.come_in, "again")
    brand = track.brand(telling.house.slug, telling.slug)
    incubation.enrol_now(brand, by=telling.manager)


def steered(telling: Telling, code: str) -> Story:
    """Do what the office did to a graduate's way in one stage, before the rest is handed in."""
    if telling.fate != "graduated":
        return
    if code == "S4":
        step = one_step(telling, "S4.3")
        until = (step.due_on or telling.now.date()) + timedelta(days=21)
        incubation.move_date(step, until=until, reason=LONGER, by=telling.manager)
    yield from ()


def settle(telling: Telling, code: str) -> None:
    """Waive what the portal cannot know of a stage that lies long behind."""
    for step in enrolment_of(telling).steps:
        reason = WAIVED.get(step.milestone.code)
        if reason and step.milestone.stage.code == code and step.state is MilestoneState.OPEN:
            one = one_step(telling, step.milestone.code)
            incubation.waive(one, reason=reason, by=telling.manager)


def told(telling: Telling) -> Story:
    """Tell what became of the brand in the end."""
    if telling.fate == "paused":
        yield office_hour(telling.now - days(30), "pause")
        back = (telling.now + days(BACK_IN_DAYS)).date()
        incubation.pause(enrolment_of(telling), reason=PAUSED, expected_on=back, by=telling.manager)
    elif telling.fate == "extended":
        yield office_hour(telling.now - days(5), "extend")
        late = next(one for one in enrolment_of(telling).steps if is_open(one))
        step = one_step(telling, late.milestone.code)
        until = (telling.now + days(16)).date()
        incubation.move_date(step, until=until, reason=LONGER, by=telling.manager)
        way = enrolment_of(telling)
        end = track.planned_end(way) + timedelta(days=91)
        incubation.extend(way, until=end, reason=LONGER_WHOLE, by=telling.manager)
    elif telling.fate in GONE:
        yield office_hour(telling.now - days(6), "leave")
        kind, reason = GONE[telling.fate]
        incubation.leave(enrolment_of(telling), kind=kind, reason=reason, by=telling.manager)


def is_open(step: MilestoneProgress) -> bool:
    """Say whether a day of the milestone may be moved in the story."""
    waits = step.state in {MilestoneState.OPEN, MilestoneState.RETURNED}
    return waits and step.due_on is not None and step.milestone.required


def graduate(telling: Telling) -> Story:
    """Let the brand graduate; what the portal's own records cannot know of then is waived."""
    yield office_hour(telling.now - days(GRADUATED_DAYS), "graduate")
    for step in enrolment_of(telling).steps:
        if is_open(step) and step.milestone.evidence is EvidenceKind.AUTOMATIC:
            one = one_step(telling, step.milestone.code)
            incubation.waive(one, reason=SEEN_BEFORE, by=telling.manager)
    incubation.graduate(enrolment_of(telling), by=telling.manager)
