"""An installation with many brands, written row by row past all actions: for measuring alone."""

import random
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert

from portal.brands.models import Brand, BrandState, Revision, RevisionState
from portal.core import clock
from portal.core.db import Base, db
from portal.core.i18n import CHINESE, ENGLISH
from portal.directory import rules
from portal.directory.criteria import Facet
from portal.directory.models import Listing, ListingFacet, ListingToken
from portal.incubation.queries import shipped
from portal.markets.models import Market
from portal.reference import queries as reference
from tests.brands.conftest import FULL
from tests.make import Make
from tests.served import at_home, installed

SYLLABLES = "云锦芦荷湘雅素织澜衣禾田青棉语南栖木梨花初见风尚裳"
KINDS = ("女裤", "连衣裙", "童装", "羽绒", "针织", "牛仔", "西装", "衬衫")
STORIES = (
    "两口子从一台缝纫机做起，专做梨形身材穿得好看的女裤，十二年没有换过版师。",
    "原是厂里的版师，出来做自己的连衣裙，布料都在芦淞本地挑，颜色自己染。",
    "三代人做童装，面料按婴儿的标准挑，接缝都包边，洗一百次不变形。",
    "从档口做到五家直营店，羽绒用九成绒，冬天一季做二十万件。",
)
MARKETS = 6
FIRST = 1000
"""The number of the first brand, beyond those that are made in other ways."""
BATCH = 1000


def build(folder: Path, count: int, make: Make) -> Flask:
    """Return an application on a new installation with `count` published brands."""
    app = installed(folder)
    with at_home(app), app.test_request_context():
        Stock(make).write(count)
    return app


class Stock:
    """Writes brands that differ as real ones do, the same every time."""

    def __init__(self, make: Make) -> None:
        self._dice = random.Random(20)  # noqa: S311 -- the same stock every time
        self._markets = [make.market() for _ in range(MARKETS)]
        self._companies = {one.id: make.brand(one).company_id for one in self._markets}
        self._categories = [
            code for _head, terms in reference.grouped_choices("category") for code, _ in terms
        ]
        self._bands = [code for code, _ in reference.choices("price_band", "s")]
        self._cities = [
            city.code
            for province in reference.provinces()
            for city in reference.prefectures(province.code)
        ]
        self._stages = next(iter(shipped.templates().values()))["stages"]
        self._rows: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)

    def write(self, count: int) -> None:
        """Write so many brands, their listings and what they are found by."""
        for number in range(FIRST, FIRST + count):
            self._one(number)
            if number % BATCH == 0:
                self._flush()
        self._flush()

    def _flush(self) -> None:
        for table in (Brand, Revision, Listing, ListingFacet, ListingToken):
            if rows := self._rows.pop(table, None):
                db.session.execute(insert(table), rows)
        db.session.commit()

    def _one(self, number: int) -> None:
        dice = self._dice
        market: Market = dice.choice(self._markets)
        name = "".join(dice.sample(SYLLABLES, 3)) + dice.choice(KINDS)
        told = FULL | {
            "name_zh": name,
            "story_zh": dice.choice(STORIES),
            "category": dice.choice(self._categories),
            "summer_band": dice.choice(self._bands),
            "origin_region": dice.choice(self._cities),
        }
        stage = dice.choice(self._stages)
        then = clock.now() - timedelta(minutes=dice.randrange(500_000))
        self._brand(number, told, market, then)
        self._rows[Listing].append(
            {
                "id": number,
                "brand_id": number,
                "revision_id": number,
                "published_at": then,
                "updated_at": then,
                "sort_name": rules.sort_key(name),
                "category": told["category"],
                "origin_region": told["origin_region"],
                "stage_code": stage["code"],
                "stage_name_zh": stage["name_zh"],
                "stage_name_en": stage["name_en"],
                "completeness": dice.randrange(60, 101),
            }
        )
        self._facets(number, told, market, stage["code"])
        self._tokens(number, told, market)

    def _brand(self, number: int, told: dict[str, Any], market: Market, then: Any) -> None:
        self._rows[Brand].append(
            {
                "id": number,
                "market_id": market.id,
                "company_id": self._companies[market.id],
                "slug": f"stock-{number}",
                "name_zh": told["name_zh"],
                "state": BrandState.VISIBLE,
            }
        )
        published = {"number": 1, "state": RevisionState.PUBLISHED, "decided_at": then}
        self._rows[Revision].append(told | published | {"id": number, "brand_id": number})

    def _facets(self, number: int, told: dict[str, Any], market: Market, stage: str) -> None:
        parent = reference.term("category", told["category"]).parent
        found = {
            (Facet.MARKET, market.slug),
            (Facet.STAGE, stage),
            (Facet.CATEGORY, told["category"]),
            (Facet.CATEGORY, parent or told["category"]),
            (Facet.PRICE_BAND, told["summer_band"]),
            (Facet.PROVINCE, str(reference.province_of(told["origin_region"]))),
        }
        self._rows[ListingFacet] += [
            {"listing_id": number, "facet": facet.value, "value": value}
            for facet, value in sorted(found)
        ]

    def _tokens(self, number: int, told: dict[str, Any], market: Market) -> None:
        category = reference.term("category", told["category"])
        words = [category.label(CHINESE), category.label(ENGLISH), market.name_zh, market.name_en]
        words += [
            reference.full_region_name(told["origin_region"], one) for one in (CHINESE, ENGLISH)
        ]
        found = rules.weighed([told["name_zh"]], words, [told["story_zh"]])
        self._rows[ListingToken] += [
            {"listing_id": number, "token": token, "weight": weight}
            for token, weight in found.items()
        ]
