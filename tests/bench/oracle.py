"""Is what the index finds what is there? Against a scan that reads every one of 20,000 brands."""

from pathlib import Path

from portal.directory import queries
from portal.directory.queries.names import known_words
from tests.bench.stock import Stock
from tests.directory.scan import Asker, Scan
from tests.make import Make
from tests.served import at_home, installed

BRANDS, QUESTIONS = 20_000, 500


def measure(folder: Path) -> dict[str, int]:
    """Compare the index with a scan, on an installation of its own."""
    app = installed(folder / "oracle")
    with at_home(app), app.test_request_context("/brands"):
        stock = Stock(Make())
        stock.write(BRANDS)
        return compared(stock)


def compared(stock: Stock) -> dict[str, int]:
    """Return how many brands the index missed, and found too many, against reading every one."""
    scan, asker = Scan(stock.written), Asker(stock.written, seed=9)
    figures = {"brands": BRANDS, "questions": 0, "missing": 0, "extra": 0, "spelt_nearly": 0}
    while figures["questions"] < QUESTIONS:
        question = asker.question(known_words())
        answer = queries.index().ask(question)
        if answer.near:
            figures["spelt_nearly"] += 1
            continue
        said = set(queries.index().page(answer, "best", 0, BRANDS))
        truth = scan.found(question)
        figures["questions"] += 1
        figures["missing"] += len(truth - said)
        figures["extra"] += len(said - truth)
    return figures
