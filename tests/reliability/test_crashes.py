"""The server is killed under eight writers, three times; in `make bench` thirty times."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reliability.crash import cut_power

KILLS = int(os.environ.get("PORTAL_KILLS") or 3)


@pytest.mark.slow
@pytest.mark.sqlite
def test_nothing_acknowledged_is_lost_when_the_power_goes(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    outcome = cut_power(tmp_path, KILLS)
    assert len(outcome.acknowledged) > KILLS, outcome.statuses
    assert outcome.lost == set()
    assert outcome.halves == {}
    assert outcome.integrity == "ok"
    assert outcome.broken_links == []
    assert outcome.undelivered == 0
    assert set(outcome.statuses) <= {303, 429, 503}, outcome.statuses
    record_property("kills", KILLS)
    record_property("acknowledged", len(outcome.acknowledged))
    record_property("lost", len(outcome.lost))
    record_property("slowest_start_s", f"{max(outcome.ready_seconds):.1f}")
    record_property("letters_sent_again", outcome.twice)
