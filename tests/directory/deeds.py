"""Random deeds in a directory: publish, edit, hide, withdraw. `python -m tests.directory.deeds …`
does them in a process of its own until it is killed, and says each one that was committed.
"""

import random
import sys
import time
from itertools import count

from sqlalchemy import select

from portal import create_app
from portal.brands.models import Brand, BrandState, Revision
from portal.core.db import db, reading, writing
from portal.directory import actions
from tests.bench.invented import KINDS, SYLLABLES
from tests.served import at_home

PAUSE = 0.02
"""Seconds in which others may write: who never pauses leaves nobody else the lock."""


class Deeds:
    """Does one deed after the other to the brands there are, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 -- the same deeds every time

    def name(self) -> str:
        """Return a name as brands have them."""
        return "".join(self.dice.sample(SYLLABLES, 2)) + self.dice.choice(KINDS)

    def do(self, brand: Brand, revision: Revision) -> None:
        """Change something of a brand and let the directory know; nothing is committed."""
        match self.dice.randrange(4):
            case 0:
                brand.state = self.dice.choice((BrandState.HIDDEN, BrandState.WITHDRAWN))
            case 1:
                brand.state = BrandState.VISIBLE
            case 2:
                revision.name_zh = self.name()
                revision.story_zh = self.dice.choice(("棉布做的。", "衣服。", ""))
            case _:
                revision.category = self.dice.choice(("W03", "M01", "K02"))
        actions.reindex(brand)


def main(folder: str, seed: str) -> None:
    """Do deeds until somebody ends this process; say the number of each that was committed."""
    app, deeds = create_app(INSTANCE_PATH=folder, LOG_LEVEL="CRITICAL"), Deeds(int(seed))
    with at_home(app), app.test_request_context():
        with reading():
            numbers = list(db.session.scalars(select(Brand.id).order_by(Brand.id)))
            db.session.rollback()
        for number in count(1):
            with writing():
                brand = db.session.get_one(Brand, deeds.dice.choice(numbers))
                query = select(Revision).where(Revision.brand_id == brand.id)
                deeds.do(brand, db.session.scalars(query).one())
            db.session.remove()
            print(number, flush=True)
            time.sleep(PAUSE)


if __name__ == "__main__":
    main(*sys.argv[1:])
