"""What visitors ask of the directory: a mixed workload, the same every time."""

import random
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from portal.directory import rules
from portal.directory.engine import text
from portal.directory.facets import BY_NAME
from tests.bench.invented import Ground, Inventor

ADDRESSES = 420
SORTS = ("newest", "name", "price", "complete")
SHOWN = ("category", "price_band", "region", "style", "positioning", "age", "market", "stage")


def addresses(grounds: list[Ground], count: int = ADDRESSES) -> list[str]:
    """Return so many different addresses: words, filters, orders, pages, mixed as in life."""
    found = dict.fromkeys(drawn(grounds))
    return list(found)[:count]


def drawn(grounds: list[Ground]) -> Iterator[str]:
    """Yield addresses for ever so long."""
    dice = random.Random(5)  # noqa: S311 -- the same workload every time
    inventor = Inventor(grounds, seed=11)
    yield "/brands"
    for facts, _ground in inventor.many(1, 4000):
        asked: list[tuple[str, str]] = []
        kind = dice.random()
        if kind < 0.7:
            told = rules.texts(facts)
            runs = [run for one in dice.choice((told.names, told.names, told.words, told.stories))
                    for run in text.runs(one)]  # fmt: skip
            run = dice.choice(runs)
            at = dice.randint(0, max(0, len(run) - 2))
            asked.append(("q", run if run.isascii() else run[at : at + dice.choice((2, 2, 3))]))
        if kind > 0.5:
            for name in dice.sample(SHOWN, dice.choice((1, 1, 2))):
                asked += [(name, one) for one in BY_NAME[name].of(facts)[:1]]
        if dice.random() < 0.2:
            asked.append(("sort", dice.choice(SORTS)))
        if dice.random() < 0.15:
            asked.append(("page", str(dice.randint(2, 5))))
        yield "/brands?" + urlencode(asked, quote_via=quote)
