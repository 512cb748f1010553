"""A letter that was written arrives: whoever dies, and however long the mail server is away."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.core import clock
from portal.core.db import db
from portal.notices import actions as notices
from portal.notices import queries
from portal.notices.models import OutboxMail
from portal.notices.rules import CLAIM, RETRIES
from tests.letterbox import Letterbox
from tests.served import ROOT, Served, at_home, installed

MANY = 30


@pytest.fixture
def box() -> Iterator[Letterbox]:
    """Open a mail server."""
    box = Letterbox().open()
    yield box
    box.close()


@pytest.fixture
def mailing(app: Flask, box: Letterbox, monkeypatch: pytest.MonkeyPatch) -> Letterbox:
    """Let the application send its letters there."""
    for name, value in box.settings.items():
        monkeypatch.setitem(app.config, name, value)
    return box


def write(count: int = 1) -> list[OutboxMail]:
    """Write letters."""
    letters = [notices.post(f"person{n}@example.org", "en", "News", "Words") for n in range(count)]
    db.session.commit()
    return letters


def letter() -> OutboxMail:
    """Return the one letter as it stands now."""
    db.session.rollback()
    return db.session.scalars(select(OutboxMail)).one()


@pytest.mark.slow
@pytest.mark.sqlite
def test_a_letter_in_hand_when_the_worker_dies_leaves_again_under_its_number(
    tmp_path: Path, box: Letterbox
) -> None:
    app = installed(tmp_path, **box.settings)
    box.answers.clear()
    with at_home(app):
        write()
        app.extensions["wakes"]["deliver"]()
    with subprocess.Popen(
        [sys.executable, "-m", "portal.worker"],
        cwd=ROOT,
        env=Served(tmp_path, **box.settings).environment,
        stderr=subprocess.DEVNULL,
    ) as worker:
        box.wait(lambda _letter: True)
        worker.kill()
    box.answers.set()

    with at_home(app):
        assert notices.deliver_due() == 0, "it may still be in somebody's hand"
        with clock.at(clock.now() + CLAIM + timedelta(seconds=1)):
            assert notices.deliver_due() == 1
        assert letter().sent_at
    assert list(box.numbers().values()) == [2]


def test_two_workers_send_no_letter_twice(app: Flask, mailing: Letterbox) -> None:
    write(MANY)
    start = threading.Barrier(2)

    def work() -> None:
        with app.app_context():
            start.wait()
            notices.deliver_due()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(mailing.numbers()) == MANY
    assert set(mailing.numbers().values()) == {1}
    assert queries.waiting_letters() == 0


@pytest.mark.parametrize("trouble", ["away", "refusing"])
def test_a_letter_waits_until_the_mail_server_takes_it(mailing: Letterbox, trouble: str) -> None:
    write()
    if trouble == "away":
        mailing.close()
    mailing.refuses = trouble == "refusing"
    assert notices.deliver_due() == 0
    assert (letter().attempts, letter().sent_at) == (1, None)
    assert letter().error

    if trouble == "away":
        mailing.open()
    mailing.refuses = False
    assert notices.deliver_due() == 0, "not before its time"
    with clock.at(clock.now() + RETRIES[0] + timedelta(seconds=1)):
        assert notices.deliver_due() == 1
    assert letter().sent_at
    assert len(mailing.letters) == 1


def test_a_letter_that_nobody_ever_takes_is_given_up_and_kept(mailing: Letterbox) -> None:
    write()
    mailing.refuses = True
    now = clock.now()
    for pause in (timedelta(0), *RETRIES):
        now += pause + timedelta(seconds=1)
        with clock.at(now):
            notices.deliver_due()
    assert letter().attempts == len(RETRIES) + 1
    assert letter().given_up_at == now
    with clock.at(now + timedelta(days=365)):
        assert notices.deliver_due() == 0
    assert queries.waiting_letters() == 0
