"""Is what the index finds what is there? Against a scan that reads every one of 20,000 brands."""

from collections.abc import Sequence
from pathlib import Path

from portal.directory import queries
from portal.directory.facets import Facts
from portal.directory.queries.names import known_words
from tests.bench.invented import Inventor
from tests.bench.kept import stocked
from tests.bench.stock import FIRST, grounds
from tests.directory.scan import Asker, Scan
from tests.served import at_home
from tests.services import postgres_url

BRANDS, QUESTIONS = 20_000, 500


def measure(folder: Path) -> dict[str, dict[str, int]]:
    """Compare the index with a scan, on an installation of its own of each kind."""
    kinds = {"sqlite": False} | ({"postgresql": True} if postgres_url() else {})
    return {kind: on_one(folder / kind, on_postgres=told) for kind, told in kinds.items()}


def on_one(place: Path, *, on_postgres: bool) -> dict[str, int]:
    """Compare on one kind of database."""
    with (
        stocked(place, BRANDS, on_postgres=on_postgres) as (app, _uri),
        at_home(app),
        app.test_request_context("/brands"),
    ):
        # The same brands again, drawn as they were when they were written.
        return compared([facts for facts, _ground in Inventor(grounds()).many(FIRST, BRANDS)])


def compared(written: Sequence[Facts]) -> dict[str, int]:
    """Return how many brands the index missed, and found too many, against reading every one."""
    scan, asker = Scan(written), Asker(written, seed=9)
    figures = {"brands": len(written), "questions": 0, "missing": 0, "extra": 0, "spelt_nearly": 0}
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
    return figures | {"ok": not figures["missing"] and not figures["extra"]}
