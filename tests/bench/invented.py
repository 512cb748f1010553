"""Brands that differ as real ones do, the same every time: for measuring, and for the oracle."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from portal.brands.models import Revision
from portal.core import clock
from portal.directory.facets import Facts, Place
from portal.incubation.queries import shipped
from portal.reference import queries as reference

SYLLABLES = "云锦芦荷湘雅素织澜衣禾田青棉语南栖木梨花初见风尚裳晴沐苒屿星河麦谷岚川知夏安暖予白若溪"
KINDS = ("", "", "", "女裤", "服饰", "时装", "童装", "羽绒", "牛仔", "衣坊")
LATIN = (
    ("Ve", "Lo", "Mi", "Ka", "Su", "An", "Ri", "Ta", "Ne", "Jo", "Bel", "Cor", "Fen", "Lum"),
    ("ra", "mon", "lia", "den", "ris", "vo", "ta", "nel", "sha", "wick", "lane", "mere"),
    ("", "", " Studio", " Wear", " & Co", " Denim", " Kids"),
)
WHO = ("两口子", "三代人", "一位版师", "四姐妹", "厂里出来的师傅", "档口老板娘")
BEGAN = ("从一台缝纫机做起", "从芦淞的档口做起", "从外贸转过来", "从小店做起")
MAKES = ("显瘦的女裤", "上班穿的连衣裙", "按婴儿标准挑面料的童装", "九成绒的羽绒服",
         "洗不变形的针织衫", "老师傅染的牛仔", "妈妈们放心的套装", "湘江边春天的风衣")  # fmt: skip
PROUD = ("十二年没有换过版师", "布料都在本地挑", "接缝都包边", "一季只做六十个款",
         "补单七天到货", "每一条裤子都试穿过", "冬天一季做二十万件", "颜色自己染")  # fmt: skip
ENGLISH = ("We cut trousers for people who sit, ride and climb stairs.",
           "Dresses for offices, dyed in our own yard.", "Children's wear washed a hundred times.",
           "Down that keeps its loft for ten winters.")  # fmt: skip
MODES = ("distribution", "agency", "franchise", "concession")


@dataclass(frozen=True)
class Ground:
    """A market that brands stand in: its number, its name in addresses, its names."""

    number: int
    slug: str
    names: tuple[str, str]


class Inventor:
    """Draws one brand after the other. What is common among real ones is common here."""

    def __init__(self, grounds: Sequence[Ground], seed: int = 20) -> None:
        self.dice = random.Random(seed)  # noqa: S311 -- the same brands every time
        self._grounds = grounds
        self._categories = [
            code for _head, terms in reference.grouped_choices("category") for code, _ in terms
        ]
        self._cities = [
            city.code for one in reference.provinces() for city in reference.prefectures(one.code)
        ]
        self.dice.shuffle(self._cities)
        self._clusters = [one.code for one in reference.clusters()]
        self._stages = next(iter(shipped.templates().values()))["stages"]
        self._terms = {
            kind: [code for code, _ in reference.choices(kind)]
            for kind in ("style", "positioning", "age", "agent_level", "exclusivity", "support")
        }
        self._bands = {
            season: [code for code, _ in reference.choices("price_band", season)]
            for season in ("s", "w")
        }

    def some(self, among: Sequence[Any]) -> Any:
        """Return one of them, the first ones far more often than the last."""
        return among[int(len(among) * self.dice.random() ** 2.2)]

    def several(self, kind: str, most: int) -> list[str]:
        """Return up to so many terms of a table."""
        drawn = (self.some(self._terms[kind]) for _ in range(self.dice.randint(1, most)))
        return list(dict.fromkeys(drawn))

    def facts(self, number: int) -> tuple[Facts, Ground]:
        """Return all that the directory knows of one more brand, and where it stands."""
        dice, ground = self.dice, self.some(self._grounds)
        told = self.told()
        stage = self.some(self._stages)
        then = clock.now() - timedelta(minutes=dice.randrange(900_000))
        stall = f"{dice.randint(1, 6)}F-{dice.choice('ABCD')}{dice.randint(1, 99)}"
        told["honours_zh"] = "成长品牌 2024" if number % 7 == 0 else ""
        told |= {"id": number, "brand_id": number, "decided_at": then}
        facts = Facts(
            revision=Revision(**told),
            market=ground.slug,
            market_names=ground.names,
            company=(f"株洲{told['name_zh'][:2]}服饰有限公司",),
            places=(Place(stall, ground.number * 10 + int(stall[0]), ground.number),),
            stage=(stage["code"], stage["name_zh"], stage["name_en"]),
            seen=("licence", "trademark")[: dice.choice((0, 0, 1, 1, 2))],
            pictures=dice.choice((0, 3, 6, 9)),
            availability=(("at_once",), (), ("at_once", "pre_order"), ("pre_order",))[number % 4],
            published_at=then,
        )
        return facts, ground

    def told(self) -> dict[str, Any]:
        """Return what a profile says."""
        dice = self.dice
        name = "".join(dice.sample(SYLLABLES, dice.choice((2, 2, 2, 3)))) + dice.choice(KINDS)
        english = "".join(dice.choice(part) for part in LATIN) if dice.random() < 0.7 else ""
        return {
            "name_zh": name,
            "name_en": english,
            "slogan_zh": f"{dice.choice(PROUD)}。",
            "story_zh": "，".join(
                (dice.choice(WHO) + dice.choice(BEGAN), "做" + dice.choice(MAKES),
                 *dice.sample(PROUD, 2))
            ) + f"。第{dice.randrange(3000)}号。",
            "story_en": dice.choice(ENGLISH) if dice.random() < 0.3 else "",
            "fabrics_zh": dice.choice(("棉", "牛仔布", "羊毛混纺", "真丝", "")),
            "origin_region": self.some(self._cities),
            "cluster": self.some(self._clusters) if dice.random() < 0.3 else "",
            "category": self.some(self._categories),
            "styles": self.several("style", 3),
            "positioning": self.some(self._terms["positioning"]),
            "ages": self.several("age", 3),
            "summer_band": self.some(self._bands["s"]),
            "winter_band": self.some(self._bands["w"]) if dice.random() < 0.6 else "",
            "modes": dice.sample(MODES, dice.randint(1, 3)),
            "levels": self.several("agent_level", 4),
            "exclusivity": self.some(self._terms["exclusivity"]),
            "support": self.several("support", 4),
        }  # fmt: skip

    def many(self, first: int, count: int) -> Iterator[tuple[Facts, Ground]]:
        """Yield so many brands."""
        return (self.facts(number) for number in range(first, first + count))
