"""The index is compared word for word with what is published, and mended where it differs."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import delete, select, text, update

from portal.brands.models import Brand, BrandState
from portal.core.db import db
from portal.directory import actions, queries
from portal.directory.models import Listing, SearchText
from tests.client import Browser

Damage = Callable[[int], Any]


def listing(**values: object) -> Damage:
    """Return what writes something else into a listing, past all actions."""
    return lambda number: update(Listing).where(Listing.brand_id == number).values(**values)


def words(**values: object) -> Damage:
    """Return what writes other words of a brand, past all actions."""
    return lambda number: update(SearchText).where(SearchText.id == number).values(**values)


DAMAGES: dict[str, tuple[Damage, str]] = {
    "a value of a filter": (listing(facets="category:M01"), "facets"),
    "the order": (listing(rank=7), "rank"),
    "its place among names": (listing(name_number=1), "name_number"),
    "its place among changes": (listing(change=10**6), "change"),
    "a pause": (listing(paused_from=None, back_on=None, completeness=1), "completeness"),
    "one token more": (words(tokens=SearchText.tokens + " n甲乙"), "tokens"),
    "what is read again": (words(text="甲乙"), "text"),
    "no listing": (lambda number: delete(Listing).where(Listing.brand_id == number), "listing"),
    "no words": (lambda number: delete(SearchText).where(SearchText.id == number), "words"),
    "hidden, and still listed": (
        lambda number: update(Brand).where(Brand.id == number).values(state=BrandState.HIDDEN),
        "stray",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_differs_is_told_and_mended(publish: Any, damage: str) -> None:
    kept, broken = publish(name_zh="重山"), publish(name_zh="白鹭")
    deed, what = DAMAGES[damage]
    db.session.execute(deed(broken.id))
    db.session.commit()
    db.session.expire_all()
    ids = [kept.id, broken.id]
    assert [(one.brand_id, what in one.what) for one in queries.differences(ids)] == [
        (broken.id, True)
    ]
    assert actions.mend([broken.id]) == 1
    db.session.commit()
    assert list(queries.differences(ids)) == []
    assert queries.misfiled() == []


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "damage",
    [
        "insert into search_fts(rowid, tokens) values (:number, 'n甲乙')",
        (
            "insert into search_fts(search_fts, rowid, tokens) "
            "select 'delete', id, tokens from search_text where id = :number"
        ),
    ],
)
def test_words_filed_wrongly_are_found_out_and_filed_anew(
    browser: Browser, publish: Any, damage: str
) -> None:
    publish(name_zh="重山")
    broken = publish(name_zh="白鹭", name_en="Egret")
    db.session.execute(text(damage), {"number": broken.id})
    db.session.commit()
    assert queries.misfiled() == [broken.id]
    actions.mend_the_rest()
    db.session.commit()
    assert queries.misfiled() == []
    assert "Egret" in browser.get("/brands?q=白鹭").words
    assert "0 brands" in browser.get("/brands?q=甲乙").words


def test_the_commands_say_what_differs_and_go_on_where_they_are_told(
    app: Flask, publish: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    first, second, third = (publish(name_zh=name) for name in ("重山", "白鹭", "云织"))
    numbers = [one.id for one in (first, second, third)]
    run = app.test_cli_runner()
    assert "0 brands differ" in said(run, "verify")
    for number in (numbers[0], numbers[2]):
        db.session.execute(listing(facets="")(number))
    db.session.commit()
    told = said(run, "verify", status=1)
    assert f"brand {numbers[0]}: facets" in told
    assert f"brand {numbers[1]}" not in told
    assert "1 mended" in said(run, "rebuild", "--after", str(numbers[1]))
    assert "1 brands differ" in said(run, "verify", status=1)
    assert "1 mended" in said(run, "rebuild")
    assert "0 brands differ" in said(run, "verify")
    facets = db.session.scalars(select(Listing.facets)).all()
    assert all("category:W03" in one for one in facets)


def said(run: FlaskCliRunner, *words: str, status: int = 0) -> str:
    """Return what a command of the directory prints."""
    db.session.rollback()
    result = run.invoke(args=["directory", *words])
    db.session.expire_all()
    assert result.exit_code == status, result.output
    return result.output


def test_the_doctor_compares_every_brand(app: Flask, publish: Any) -> None:
    broken = publish(name_zh="重山")
    run = app.test_cli_runner()
    assert "1 brands compared, 0 differ" in run.invoke(args=["doctor"]).output
    db.session.execute(words(text="")(broken.id))
    db.session.commit()
    told = run.invoke(args=["doctor"]).output
    assert "LOOK  directory: 1 listed, 1 brands compared, 1 differ" in told
    assert "directory rebuild" in told
