"""The demo's pictures and its texts: what they are made of exists and holds together."""

import io
import json
import re
import time
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageStat

from portal.brands.fields import BY_NAME
from portal.brands.kinds import Text, Whole
from portal.core import contact
from portal.demo.drawing import lettering
from portal.demo.drawing.chance import chance
from portal.demo.drawing.logos import draw_logo
from portal.demo.drawing.papers import KINDS, as_pdf, draw_document
from portal.demo.drawing.pictures import draw_cloth, draw_cover, draw_look
from portal.demo.drawing.weaves import WEAVES, weave
from portal.reference import queries as reference

ROOT = Path(__file__).parents[2]
DATA = ROOT / "portal" / "demo" / "data"
CATEGORIES = ("W03", "W01", "W06", "W09", "W13", "M03", "K01", "U05", "P02", "A02", "F03", "X9")


@lru_cache
def load(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found


def rows(name: str) -> list[dict[str, Any]]:
    return list(load(name)[name])


def keys(name: str) -> set[str]:
    return {row["key"] for row in rows(name)}


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture))


# --- pictures


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_cover_and_a_look_are_pictures_of_the_size_asked_for(category: str) -> None:
    cover, look = opened(draw_cover(4, category, 600, 450)), opened(draw_look(4, category, 2))
    assert (cover.format, cover.size) == ("JPEG", (600, 450))
    assert (look.format, look.size) == ("JPEG", (900, 1200))
    assert max(ImageStat.Stat(cover).stddev) > 12, "a picture, not a plain wall"


def test_every_kind_of_cover_and_look_can_be_drawn() -> None:
    for seed in range(5):
        assert draw_cover(seed, "W03", 480, 360)
        assert draw_look(seed, "M04", seed, 360, 480)


def test_the_same_seed_draws_the_same_picture_and_another_another() -> None:
    assert draw_cover(7, "W01", 480, 360) == draw_cover(7, "W01", 480, 360)
    assert draw_look(7, "W01", 1, 360, 480) != draw_look(7, "W01", 2, 360, 480)
    assert draw_cover(7, "W01", 480, 360) != draw_cover(8, "W01", 480, 360)


def test_a_picture_is_drawn_in_well_under_half_a_second() -> None:
    draw_cover(1, "W03")  # weaves the tiles
    began = time.process_time()
    for seed in range(4):
        draw_cover(seed, "W03")
        draw_look(seed, "W03", seed)
    assert (time.process_time() - began) / 8 < 0.5


def test_cloth_and_its_weaves_repeat_without_a_seam() -> None:
    assert opened(draw_cloth(3, 480, 360)).size == (480, 360)
    for name in WEAVES:
        assert weave(name).mode == "L"


def test_papers_say_that_they_are_samples_and_logos_carry_the_name() -> None:
    lines = ["申请人:株洲裤言服饰有限公司", "类别:第25类", "手续齐备。" * 20]
    paper = draw_document(1, "trademark", lines)
    assert opened(paper).size == (1000, 1414)
    assert as_pdf(paper).startswith(b"%PDF")
    assert as_pdf(paper) == as_pdf(paper)
    for seed, name in enumerate(("乐", "裤言", "晚熟裤社", "LEEMOND", "很长的一个名字")):
        assert opened(draw_logo(seed, name)).size == (640, 640)


def test_papers_and_logos_are_drawn_without_a_chinese_font_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lettering, "_FACES", {"song": (), "bold": (), "hei": ()})
    caches = (lettering.has_chinese, lettering.font, lettering._chinese)  # noqa: SLF001
    for cache in caches:
        cache.cache_clear()
    assert not lettering.has_chinese()
    assert draw_document(1, "agreement", ["甲方:芦淞女裤城"])
    assert draw_logo(2, "裤言")
    for cache in caches:
        cache.cache_clear()


def test_chance_repeats_itself() -> None:
    assert chance("a", 1).random() == chance("a", 1).random()


# --- brands


def test_there_are_as_many_of_everything_as_the_demo_promises() -> None:
    assert len(rows("brands")) == 36
    assert len(rows("agents")) == 20
    assert len(rows("applications")) == 18
    assert len(rows("markets")) == 6
    assert len({row["home_region"][:2] for row in rows("agents")}) >= 12


def test_brands_fit_the_fields_of_a_profile() -> None:
    for row in rows("brands"):
        values = {
            **row,
            **row["supply"],
            **row["cooperation"],
            "supply_kind": row["supply"]["kind"],
        }
        for field in BY_NAME.values():
            if field.name == "pictures":
                continue
            value = values.get(f"{field.name}_zh" if field.bilingual else field.name)
            if value in (None, "", []):
                assert not field.required or field.or_else, (
                    f"{row['key']}: {field.name} is required"
                )
                continue
            assert not field.kind.unknown(value), f"{row['key']}: {field.name} {value}"
            if isinstance(field.kind, Whole):
                assert field.kind.low <= value <= field.kind.high, (row["key"], field.name)
            if isinstance(field.kind, Text):
                english = values[f"{field.name}_en"] or ""
                assert len(value) <= field.kind.length, (row["key"], field.name)
                assert len(english) <= field.kind.length_en, (row["key"], field.name)


def test_no_brand_lacks_both_price_bands_or_tells_less_than_a_story() -> None:
    for row in rows("brands"):
        assert row["summer_band"] or row["winter_band"], row["key"]
        assert 120 <= len(row["story_zh"]) <= 300, (row["key"], len(row["story_zh"]))
        assert row["supply"]["lead_repeat_days"] < row["supply"]["lead_first_days"], row["key"]


def test_brands_are_spread_over_markets_stages_and_states() -> None:
    brands = rows("brands")
    assert {row["market"] for row in brands} == {row["slug"] for row in rows("markets")}
    assert {row["journey"]["stage"] for row in brands} == {f"S{number}" for number in range(1, 10)}
    assert {row["journey"]["pace"] for row in brands} == {"on_time", "late", "returned"}
    profiles = Counter(row["journey"]["profile"] for row in brands)
    assert set(profiles) == {
        "published",
        "published_next_draft",
        "published_next_pending",
        "pending",
        "returned",
        "draft",
        "none",
        "hidden",
        "suspended",
        "withdrawn",
    }
    assert profiles["published"] >= 18
    assert sum(row["category"] == "W03" for row in brands) >= 8, "the flagship"


def test_names_try_what_a_directory_must_stand() -> None:
    brands = rows("brands")
    names = [row["name_zh"] for row in brands]
    assert max(map(len, names)) > 18
    assert min(map(len, names)) == 1
    assert any(name.isascii() for name in names)
    assert any(row["name_en"] is None for row in brands)
    for several in "重长乐单解":
        assert any(several in name + row["owner"] for name, row in zip(names, brands, strict=True))


def test_a_franchise_is_offered_only_by_an_enterprise_with_two_shops() -> None:
    for row in rows("brands"):
        if "franchise" in row["cooperation"]["modes"]:
            assert row["entity"] == "91"
            assert row["cooperation"]["direct_stores"] >= 2


# --- the others


def test_agents_name_codes_that_exist() -> None:
    for row in rows("agents"):
        assert reference.is_known("agent_kind", row["kind"]), row["key"]
        assert all(reference.is_known("channel", code) for code in row["channels"]), row["key"]
        assert all(reference.is_known("category", code) for code in row["categories"]), row["key"]
        assert all(reference.is_known("price_band", code) for code in row["price_bands"]), row[
            "key"
        ]
        assert all(reference.is_region(code) for code in (row["home_region"], *row["regions"]))
        assert (row["state"] == "refused") == bool(row["reason_zh"])
    assert {row["state"] for row in rows("agents")} == {
        "verified",
        "submitted",
        "refused",
        "expired",
    }


def test_applications_stand_in_every_state_and_name_codes_that_exist() -> None:
    found = rows("applications")
    assert {row["state"] for row in found} == {
        "draft",
        "submitted",
        "returned",
        "in_review",
        "shortlisted",
        "interview",
        "waitlisted",
        "admitted",
        "declined",
        "withdrawn",
    }
    clusters = {one.code for one in reference.clusters()}
    for row in found:
        assert reference.is_known("category", row["category"])
        assert all(reference.is_known("style", code) for code in row["styles"])
        assert reference.is_region(row["origin_region"])
        assert row["cluster"] is None or row["cluster"] in clusters
        assert row["market"] in {market["slug"] for market in rows("markets")}
        assert (row["state"] == "returned") == bool(row["request"])
        assert (row["state"] in {"declined", "admitted"}) == bool(row["reason"])


def test_enquiries_are_threads_between_verified_agents_and_brands() -> None:
    verified = {row["key"] for row in rows("agents") if row["state"] == "verified"}
    for row in rows("enquiries"):
        assert row["brand"] in keys("brands")
        assert row["agent"] in verified, row["agent"]
        assert reference.is_known("channel", row["channel"])
        assert all(reference.is_region(code) for code in row["regions"])
        assert row["pieces_per_month"] > 0
        assert row["messages"][0]["side"] == "agent"
        assert (row["state"] == "new") == (len(row["messages"]) == 1)
        assert (row["state"] == "closed") == bool(row["close_reason"])
        assert (row["state"] == "agreed") == ("agreed_by" in row)
        if row["close_reason"]:
            assert reference.is_known("lost_reason", row["close_reason"])
        hours = [message["after_hours"] for message in row["messages"]]
        assert all(earlier < later for earlier, later in pairwise(hours))
        assert hours[-1] <= row["age_days"] * 24
    assert len(rows("enquiries")) >= 20


def test_every_milestone_has_its_evidence_and_papers_that_can_be_drawn() -> None:
    template = json.loads(
        (ROOT / "portal" / "incubation" / "data" / "default.json").read_text(encoding="utf-8")
    )
    asked = {
        milestone["code"]
        for stage in template["stages"]
        for milestone in stage["milestones"]
        if milestone["evidence"] != "automatic"
    }
    steps = load("milestones")["steps"]
    assert {step["code"] for step in steps} == asked
    filled = {
        "name": "裤言",
        "legal": "公司",
        "market": "市场",
        "code": "9",
        "number": "1",
        "day": "2",
    }
    for step in steps:
        assert step["evidence"]
        if step["document"]:
            assert step["document"]["kind"] in KINDS
            assert all(line.format(**filled) for line in step["document"]["lines"])


def test_people_numbers_and_addresses_are_valid_and_nobody_has_another_persons() -> None:
    people = [*rows("brands"), *rows("agents"), *rows("applications")]
    numbers = [row["mobile"] for row in people]
    assert len(numbers) == len(set(numbers))
    assert all(contact.normalise_mobile(number) == f"+86{number}" for number in numbers)
    mails = [row["email"] for row in [*rows("people"), *rows("agents"), *rows("applications")]]
    assert len(mails) == len(set(mails))
    assert all(re.fullmatch(r"[a-z0-9.]+@demo\.example", mail) for mail in mails)


def test_markets_are_in_lusong_and_their_halls_have_floors() -> None:
    for row in rows("markets"):
        assert row["region"] == "430203"
        assert row["halls"]
        for hall in row["halls"]:
            levels = [floor["level"] for floor in hall["floors"]]
            assert len(levels) == len(set(levels))
            assert all(floor["theme_en"] for floor in hall["floors"])


def test_english_sides_hold_no_chinese() -> None:
    for name in ("brands", "agents", "applications", "markets"):
        for row in rows(name):
            for field, value in row.items():
                if field.endswith("_en") and isinstance(value, str):
                    assert not re.search(r"[\u4e00-\u9fff]", value), (name, field, value)
