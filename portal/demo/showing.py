"""How a brand shows itself: filling the profile, publishing it, hiding it, writing the next one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portal.brands import actions as brands
from portal.brands import lookbook
from portal.brands import queries as brand_queries
from portal.brands.fields import Group, of_group
from portal.demo import beyond, lines, rich, uploads
from portal.demo.material import days, office_hour
from portal.demo.telling import Telling, brand_of, draft_of
from portal.demo.timeline import Story
from portal.demo.uploads import Wanted


def show_itself(telling: Telling, moment: datetime) -> Story:
    """Fill the profile, submit it and see it published."""
    yield office_hour(moment, "profile")
    fill_profile(telling)
    yield office_hour(moment + days(2), "submit profile")
    brands.submit(draft_of(telling), by=telling.owner)
    yield office_hour(moment + days(4), "publish")
    publish(telling)


def publish(telling: Telling) -> None:
    """Let the office publish what is submitted."""
    draft = draft_of(telling)
    brands.publish(draft, by=telling.manager, seen=draft.version)


def fill_profile(telling: Telling, *, partly: bool = False) -> None:
    """Write the sections of a draft, and hang its pictures."""
    row = telling.row
    sections = sections_of(row)
    if partly:
        sections.pop(Group.COOPERATION, None)
        sections.pop(Group.SUPPLY, None)
    else:
        for group, columns in beyond.sections(telling).items():
            sections[group] = sections.get(group, {}) | columns
    for group, columns in sections.items():
        draft = draft_of(telling)
        brands.save_section(draft, group, by=telling.owner, **columns)
    if not partly and beyond.says_terms(telling):
        say_terms(telling, **(rich.terms_of(row["key"]) or beyond.terms_of(row)))
    hang_pictures(telling, 2 if partly else int(row["pictures"]) + 1)


def say_terms(
    telling: Telling,
    *,
    offers: Sequence[dict[str, Any]],
    estimates: Sequence[dict[str, Any]],
    released: Sequence[str],
) -> None:
    """Write offers, what a shop costs, and of which terms verified agents see the band."""
    draft, by = draft_of(telling), telling.owner
    for offer in offers:
        key = brands.add_offer(draft, by=by, mode=offer["mode"], levels=offer["levels"])
        brands.save_offer(draft, key, by=by, **offer)
    for estimate in estimates:
        brands.save_estimate(draft, by=by, **estimate)
    brands.release(draft, by=by, released=released)


def hang_pictures(telling: Telling, number: int) -> None:
    """Add the pictures that the application did not bring."""
    row = telling.row
    for place in range(number):
        draft = draft_of(telling)
        if place < len(draft.pictures):
            continue
        wanted = Wanted(row["seed"], row["category"], place)
        upload = uploads.keep(wanted, telling.drawn[wanted])
        lookbook.add(draft, [upload], by=telling.owner)
    lines.caption(telling)


def sections_of(row: dict[str, Any]) -> dict[Group, dict[str, Any]]:
    """Return the columns of each section that the row tells; the others stay as they are."""
    supply, cooperation = dict(row["supply"]), dict(row["cooperation"])
    supply["supply_kind"] = supply.pop("kind")
    channel = {"direct_stores": cooperation.pop("direct_stores")}
    plain = {
        group: {
            column: row[column]
            for field in of_group(group)
            for column in field.columns
            if row.get(column) is not None
        }
        for group in (Group.IDENTITY, Group.POSITIONING)
    }
    told = {Group.SUPPLY: supply, Group.COOPERATION: cooperation, Group.CHANNEL: channel}
    return plain | told


def after_publishing(telling: Telling, profile: str) -> Story:
    """Hide, suspend, withdraw, or write the next revision."""
    reasons = {
        "hidden": "回老家办喜事，十二月初回来再开放。",
        "suspended": "吊牌上的安全类别与质检报告不一致，改好后恢复展示。",
        "withdrawn": "业主转做出口订单，不再招代理。",
    }
    if profile in reasons:
        yield office_hour(telling.now - days(8), profile)
        brand = brand_of(telling)
        verb = {"hidden": brands.hide, "suspended": brands.suspend, "withdrawn": brands.withdraw}
        by = telling.owner if profile == "hidden" else telling.manager
        verb[profile](brand, by=by, reason=reasons[profile])
    elif profile != "published":
        yield from next_revision(telling, profile)


def next_revision(telling: Telling, profile: str) -> Story:
    """Write the next season's profile; perhaps submit it, perhaps get it back."""
    yield office_hour(telling.now - days(7), "next draft")
    draft = brands.begin_draft(
        brand_queries.profile(telling.house.slug, telling.slug), by=telling.owner
    )
    changed = sections_of(telling.row)[Group.SUPPLY]
    changed["monthly_capacity"] = int(changed["monthly_capacity"] * 1.25)
    changed["lead_repeat_days"] = max(3, int(changed["lead_repeat_days"]) - 2)
    brands.save_section(draft, Group.SUPPLY, by=telling.owner, **changed)
    if profile.endswith("draft"):
        return
    yield office_hour(telling.now - days(4), "next submit")
    brands.submit(draft_of(telling), by=telling.owner)
    if profile == "returned":
        yield office_hour(telling.now - days(2), "next return")
        draft = draft_of(telling)
        request = "月产能比上一版多了四分之一，请写明是新开的车间还是外协，并附一张车间照片。"
        brands.return_with_request(draft, by=telling.manager, request=request, seen=draft.version)
