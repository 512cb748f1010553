"""The letters that the portal has put into its outbox, as their readers find them."""

import re

from sqlalchemy import select

from portal.core.db import db
from portal.notices.models import OutboxMail


def letters(to: str) -> list[OutboxMail]:
    """Return the letters to one address, oldest first."""
    query = select(OutboxMail).where(OutboxMail.to == to).order_by(OutboxMail.id)
    return list(db.session.scalars(query))


def link_in(letter: OutboxMail) -> str:
    """Return the path of the one link in a letter."""
    found = re.findall(r"https?://[^/\s]+(/\S+)", letter.body)
    assert len(found) == 1, letter.body
    return str(found[0])
