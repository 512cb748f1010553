"""The table of fields, addresses, completeness and differences, without a page."""

import time
from datetime import date

import pytest

from portal.brands import differences, kinds, rules
from portal.brands.fields import FIELDS, Visibility
from portal.brands.models import Revision, RevisionState
from portal.core.errors import ConflictError
from tests.brands.conftest import FULL, picture

NOT_FILLED_IN = {
    "id", "created_at", "version", "brand_id", "number", "state", "request", "submitted_at",
    "submitted_by_id", "decided_at", "decided_by_id", "typed_by_id",
}  # fmt: skip


def blank(**columns: object) -> Revision:
    """Return a revision that says nothing but what is given."""
    empty: dict[str, object] = {
        column: [] if isinstance(field.kind, kinds.Codes) else None
        for column, field in rules.BY_COLUMN.items()
    }
    texts = {column: "" for column, one in rules.BY_COLUMN.items() if one.bilingual}
    return Revision(state=RevisionState.DRAFT, **{**empty, **texts, **columns})


def test_every_column_of_a_revision_stands_in_the_table() -> None:
    columns = {column.name for column in Revision.__table__.columns}
    assert columns - NOT_FILLED_IN == set(rules.BY_COLUMN)


def test_every_field_says_why_an_agent_wants_it() -> None:
    for field in FIELDS:
        assert field.why
        assert field.label
        assert 1 <= field.worth <= 5
        if isinstance(field.kind, kinds.Text):
            column = Revision.__table__.c[field.columns[0]]
            assert field.kind.lines or field.kind.length == getattr(column.type, "length", None)


@pytest.mark.parametrize(
    ("zh", "en", "slug"),
    [
        ("云织", "Cloudweave", "cloudweave"),
        ("云织", "Cloud & Weave Ltd.", "cloud-weave-ltd"),
        ("重庆织", "", "chongqingzhi"),
        ("云织ABC", "", "yunzhiabc"),
        ("🎉", "", "brand"),
        ("云织", "Ёлка", "yunzhi"),
        ("云" * 60, "", ("yun" * 20)),
    ],
)
def test_a_brand_gets_an_address_from_its_name(zh: str, en: str, slug: str) -> None:
    assert rules.slug_of(zh, en) == slug


def test_an_address_is_free_or_gets_a_number() -> None:
    assert rules.free_slug("yunzhi", {"yunzhi-2"}) == "yunzhi"
    assert rules.free_slug("yunzhi", {"yunzhi", "yunzhi-2"}) == "yunzhi-3"
    assert rules.free_slug("compare", set()) == "compare-2", "the directory may want that word"


def test_what_helps_most_comes_first() -> None:
    empty = rules.completeness(blank())
    assert empty.percent == 0
    assert empty.next_best
    assert empty.next_best.required
    whole = rules.completeness(
        blank(**FULL, name_zh="云织", pictures=[picture(n) for n in range(3)])
    )
    assert whole.may_submit
    assert whole.next_best
    assert not whole.next_best.required
    assert [one.worth for one in whole.missing] == sorted(
        (one.worth for one in whole.missing), reverse=True
    )


def test_either_seasons_price_will_do() -> None:
    winter = blank(**FULL | {"summer_band": "", "winter_band": "w2"}, name_zh="云织")
    assert "summer_band" not in {one.name for one in rules.completeness(winter).missing}


def test_submitting_names_everything_that_is_missing() -> None:
    with pytest.raises(ConflictError) as refused:
        rules.check_complete(blank(**FULL | {"story_zh": "短", "modes": []}, name_zh="云织"))
    assert refused.value.status == 409


@pytest.mark.parametrize("state", list(RevisionState))
def test_only_what_lies_with_the_owner_can_be_changed(state: RevisionState) -> None:
    revision = blank()
    revision.state = state
    if state in {RevisionState.DRAFT, RevisionState.RETURNED}:
        assert rules.check_editable(revision) is revision
    else:
        with pytest.raises(ConflictError):
            rules.check_editable(revision)


def test_a_text_is_compared_word_by_word() -> None:
    runs = differences.compare(
        "我们做女裤，已有十年。来自株洲。", "我们做女裤和裙，已有十二年。来自株洲。"
    )
    assert "".join(one.text for one in runs if one.sign != "gone").startswith("我们做女裤和裙")
    assert [one.text for one in runs if one.sign == "new"] == ["和裙", "二"]
    assert not [one for one in runs if one.sign == "gone"]
    english = differences.compare("Made in Lusong since 2012.", "Made in Lusong since 2013.")
    assert ("gone", "2012") in [(one.sign, one.text) for one in english]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("哈" * 2000, "哈哈呵" * 660),
        ("哈。" * 1000, "呵。哈。" * 500),
        ("a b " * 500, "b a " * 500),
        ("", "x"),
        ("\n" * 2000, "。" * 2000),
    ],
)
def test_no_pair_of_texts_keeps_the_office_waiting(old: str, new: str) -> None:
    begun = time.process_time()
    runs = differences.compare(old, new)
    assert time.process_time() - begun < 5, "the cube of the text's length, without the limits"
    assert "".join(one.text for one in runs if one.sign != "new") == old
    assert "".join(one.text for one in runs if one.sign != "gone") == new


def test_the_difference_names_fields_in_both_directions() -> None:
    old = blank(workers=60, styles=["minimal", "casual"], image_required=True, name_zh="云织")
    new = blank(workers=None, styles=["casual", "minimal"], image_required=False, name_zh="云织")
    changed = {one.field.name for one in differences.difference(old, new).changes}
    assert changed == {"workers", "image_required"}, "the order of ticks is no change"


def test_terms_of_a_list_are_struck_and_marked_one_by_one() -> None:
    old, new = blank(levels=["province", "city"]), blank(levels=["city", "county"])
    (change,) = differences.difference(old, new).changes
    assert [run.sign for run in change.terms] == ["gone", "kept", "new"]


def test_pictures_come_go_move_and_are_renamed() -> None:
    files = [picture(place) for place in range(4)]
    for number, one in enumerate(files, 1):
        one.file_id = number
    copies = {one.file_id: picture(0, one.caption_zh) for one in files}
    for number, one in copies.items():
        one.file_id = number
    copies[2].caption_zh = "背面"
    new = picture(9)
    new.file_id = 9
    after = [copies[4], copies[2], copies[3], new]
    what = [(one.what, one.picture.file_id) for one in differences.picture_changes(files, after)]
    assert ("added", 9) in what
    assert ("removed", 1) in what
    assert ("captioned", 2) in what
    assert [number for name, number in what if name == "moved"] == [4], "the others stood still"


def test_every_field_has_its_class() -> None:
    classes = {one.name: one.visibility for one in FIELDS}
    assert classes["modes"] is Visibility.AGENT
    assert {name for name, one in classes.items() if one is Visibility.CONNECTED} == {
        "offers", "contact_name", "contact_mobile", "contact_wechat", "contact_hours",
    }  # fmt: skip
    assert {name for name, one in classes.items() if one is Visibility.OFFICE} == {
        "representative", "bank",
    }  # fmt: skip


def test_what_is_worth_a_look_is_said_and_stops_nothing() -> None:
    today = date(2026, 11, 28)
    good = {"name_zh": "云织", "name_en": "Cloudweave", "mark_name": "ＣＬＯＵＤ weave"}
    assert rules.warnings(blank(**good), today) == []
    other = rules.warnings(blank(**good | {"mark_name": "云之织"}), today, market_closed=True)
    assert [str(one)[:13] for one in other] == ["The trademark", "The market is"]
    franchise = {**good, "modes": ["franchise"]}
    assert len(rules.warnings(blank(**franchise, store_dates=["2024-01-01"]), today)) == 1
    two = ["2024-01-01", "2025-11-27"]
    assert rules.warnings(blank(**franchise, store_dates=two), today) == []
    late = ["2024-01-01", "2025-11-28"]
    assert len(rules.warnings(blank(**franchise, store_dates=late), today)) == 1
    retired = rules.warnings(blank(**good, category="Z99"), today)
    assert [str(one) for one in retired] == ["Category: this is no longer offered. Choose another."]
