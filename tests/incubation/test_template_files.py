"""A template's file: it comes back as it went out, and whatever is wrong is told with its line."""

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.db import db
from portal.incubation import actions, queries, rules
from portal.incubation.queries import shipped
from portal.incubation.rules import template_files
from tests.client import Browser
from tests.make import Make

WHOLE = """
code: ours
name_zh: 自己的
stages:
  - code: S1
    name_zh: 第一步
    weeks: [2, 4]
    milestones:
      - code: S1.1
        title_zh: 谈一次
        evidence: reviewed
"""


@pytest.mark.parametrize("key", ["default/4", "relocation/2", "upgrade/2"])
def test_a_file_comes_back_as_it_went_out(app: Flask, make: Make, key: str) -> None:
    market = make.market()
    manager = make.manager(market)
    draft = actions.start_from(market, shipped.templates()[key], by=manager)
    db.session.commit()
    draft = queries.market_template(market.slug, draft.id)
    written = rules.as_file(draft)
    with app.test_request_context():
        read, mistakes = rules.read_template(written.encode())
    assert not mistakes
    assert read == rules.described(draft)
    db.session.delete(draft)
    again = actions.start_from(market, read, by=manager)
    db.session.commit()
    assert rules.as_file(queries.market_template(market.slug, again.id)) == written


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (WHOLE.replace("name_zh: 第一步", "nmae_zh: 第一步"), 6, "Nobody knows the key “nmae_zh”"),
        (WHOLE.replace("[2, 4]", "[2, x]"), 7, "whole number"),
        (WHOLE.replace("[2, 4]", "[2]"), 7, "exactly two"),
        (WHOLE.replace("reviewed", "believed"), 11, "must be one of"),
        (WHOLE.replace("code: S1.1", "code: S1"), 9, "is there twice"),
        (WHOLE.replace("code: S1.1", "code: S1.1\n        code: S1.2"), 10, "is there twice"),
        (WHOLE.replace("谈一次", "谈" * 200), 10, "longer than 80"),
        (WHOLE.replace("    weeks", "  weeks"), 7, "no YAML"),
        (WHOLE.replace("title_zh: 谈一次", "title_zh: !!python/object:os.system x"), 10, ""),
        ("- a\n- b\n", 1, "must be a part"),
        ("", 1, "empty"),
        ("a: &x [1]\nb: *x\n", 2, "Aliases"),
        ("[" * 60, 1, "too many parts"),
        ("a: 1\n---\nb: 2\n", 2, "more than one"),
        ("a: [" + "1," * 30_000 + "]", 1, "too many parts"),
        ("x" * 300_000, 1, "larger than 200 KB"),
        ("name: \x00", 1, "no YAML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    app: Flask, content: str, line: int, words: str
) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        found, mistakes = rules.read_template(content.encode())
    if words:
        assert any(one.line == line and words in one.text for one in mistakes), mistakes
    else:
        assert found["stages"][0]["milestones"][0]["title_zh"] == "x", "a text and nothing else"


def test_a_file_in_another_coding_is_refused(app: Flask) -> None:
    with app.test_request_context():
        assert rules.read_template("名称: 好".encode("gb18030"))[1]


@settings(max_examples=150, deadline=None)
@given(
    content=st.one_of(
        st.binary(max_size=300),
        st.text(alphabet="ab:-[]{}&*!|>\n \"'#%@", max_size=120).map(str.encode),
    )
)
def test_no_file_is_a_fault(content: bytes) -> None:
    for one in template_files.read_template(content)[1]:
        assert one.line >= 1


def test_a_bad_file_is_shown_with_its_lines_and_a_good_one_is_a_draft(
    browser: Browser, make: Make
) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    address = f"/markets/{market.slug}/templates"
    bad = WHOLE.replace("evidence: reviewed", "evidense: reviewed")
    shown = browser.submit(address, "Read the file", files={"file": [("a.yaml", bad.encode())]})
    assert shown.status == 422
    assert "Line 11" in shown.words
    assert "evidense" in shown.words
    shown = browser.submit(address, "Read the file", files={"file": [("a.yaml", WHOLE.encode())]})
    assert "自己的" in shown.words
    assert "Ready to publish" in shown.words
