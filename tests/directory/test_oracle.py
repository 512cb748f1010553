"""The index finds what reading every brand finds: nothing less, nothing more, counted right."""

import pytest
from flask import Flask

from portal.core.db import db
from portal.directory import queries
from portal.directory.engine.asking import Chosen, Question
from portal.directory.facets import BY_NAME, packed
from portal.directory.queries.names import known_words
from tests.bench.invented import Ground, Inventor
from tests.bench.stock import FIRST, Stock
from tests.directory.memory import Memory
from tests.directory.scan import COUNTED, Asker, Scan
from tests.make import Make

BRANDS, QUESTIONS = 250, 90
IN_THE_DATABASE = 60
BEYOND = 30
"""Brands like one: more than some categories have, so that neighbours fill the rest."""


@pytest.fixture(scope="module")
def ground() -> list[Ground]:
    return [Ground(number, f"m{number}", (f"第{number}市场", "")) for number in range(1, 6)]


def test_the_index_finds_what_a_scan_finds(ground: list[Ground]) -> None:
    facts = [one for one, _ in Inventor(ground).many(1, BRANDS)]
    index, scan = Memory(facts).index(), Scan(facts)
    asker = Asker(facts, seed=7)
    hits = 0
    for _one in range(QUESTIONS):
        question = asker.question(known_words())
        answer = index.ask(question)
        found = set(index.page(answer, "best", 0, BRANDS))
        if answer.near:
            continue
        assert found == scan.found(question), question
        assert answer.total == len(found)
        assert {name: dict(answer.counts[name]) for name in COUNTED} == scan.counts(question)
        hits += len(found)
    assert hits > QUESTIONS, "questions that find nothing prove nothing"


def test_so_does_the_database(app: Flask, make: Make) -> None:
    stock = Stock(make)
    stock.write(IN_THE_DATABASE)
    db.session.expire_all()
    facts = stock.written
    scan, asker = Scan(facts), Asker(facts, seed=3)
    queries.index().look_again()
    for _one in range(QUESTIONS // 3):
        question = asker.question(known_words())
        answer = queries.index().ask(question)
        if not answer.near:
            found = set(queries.index().page(answer, "best", 0, IN_THE_DATABASE))
            assert found == scan.found(question), question
    assert min(one.revision.brand_id for one in facts) == FIRST


def test_pages_of_any_order_are_one_list_without_gaps(ground: list[Ground]) -> None:
    facts = [one for one, _ in Inventor(ground).many(1, BRANDS)]
    index = Memory(facts).index()
    question = Asker(facts, seed=1).question(known_words())
    question = type(question)(counted=COUNTED)
    answer = index.ask(question)
    for sort in ("best", "newest", "name", "price", "complete"):
        pages = [index.page(answer, sort, at, 24) for at in range(0, BRANDS, 24)]
        listed = [number for page in pages for number in page]
        assert sorted(listed) == sorted(one.revision.brand_id for one in facts), sort
        assert index.page(answer, sort, 10**9, 24) == []


def test_what_is_most_like_a_brand_is_what_reading_every_brand_finds(ground: list[Ground]) -> None:
    facts = [one for one, _ in Inventor(ground).many(1, BRANDS)]
    index = Memory(facts).index()
    has = {one.revision.brand_id: set(packed(one).split()) for one in facts}
    in_order = index.page(index.ask(Question()), "best", 0, BRANDS)
    most = 0
    for one in facts:
        number, values = one.revision.brand_id, BY_NAME["category"].of(one)
        groups = [(("category", (value,)),) for value in values]
        asked: dict[str, Chosen] = {
            name: ((name, tuple(told)),)
            for name in ("style", "region", "market")
            if (told := BY_NAME[name].of(one))
        }

        def shares(other: int, asked: dict[str, Chosen] = asked) -> list[str]:
            wanted = {
                name: {f"{name}:{value}" for value in told[0][1]} for name, told in asked.items()
            }
            return [name for name, some in wanted.items() if some & has[other]]

        wanted: list[int] = []
        for value in values:
            within = [n for n in in_order if f"category:{value}" in has[n]]
            fresh = [n for n in within if n != number and n not in wanted]
            wanted += sorted(fresh, key=lambda n: -len(shares(n)))
        found = index.alike(number, groups, asked, BEYOND)
        assert found == [(n, shares(n)) for n in wanted[:BEYOND]]
        most = max(most, *(len(told) for _number, told in found))
    assert most == len(("style", "region", "market")), "nobody shares all: nothing is proved"
