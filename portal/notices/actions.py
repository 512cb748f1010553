"""Telling people, and delivering letters."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.core import clock
from portal.core.db import db, writing
from portal.core.i18n import LOCALES, force_locale
from portal.core.i18n import gettext as _
from portal.core.requests import absolute_address
from portal.notices import mail, queries, rules
from portal.notices.kinds import KINDS
from portal.notices.models import Notice, OutboxMail

BATCH = 50
SUBJECT_LENGTH = 200


@dataclass(frozen=True)
class Contact:
    """Where a person can be reached. `email` is None unless it is confirmed."""

    id: int
    email: str | None
    language: str


Paragraphs = Callable[[], Iterable[str]]
AddressBook = Callable[[Sequence[int]], Sequence[Contact]]
_address_books: list[AddressBook] = []


def register_address_book(book: AddressBook) -> None:
    """Let the accounts say where people are reached; the messages know no people."""
    _address_books[:] = [book]


def send(
    kind: str,
    people: Iterable[int],
    *,
    arguments: Mapping[str, Any] | None = None,
    **params: Any,
) -> None:
    """Leave each person (by number) a message, and a letter where there is an address.

    `arguments` are those of the kind's endpoint: the address is made when the message is
    shown, so old messages survive a change of addresses. Nobody gets it twice.
    """
    send_with(kind, people, tuple, arguments=arguments or {}, params=params)


def send_with(
    kind: str,
    people: Iterable[int],
    letter: Paragraphs,
    *,
    arguments: Mapping[str, Any],
    params: Mapping[str, Any],
    off_address: str = "",
) -> None:
    """Send a message whose letter has paragraphs of its own: what holds today and may not later.

    They are made in the recipient's language, and are not part of what the portal keeps showing.
    `off_address` is where one post, without signing in, ends letters like it.
    """
    recipients = sorted(set(people))
    if not recipients:
        return
    db.session.add_all(
        Notice(recipient_id=person, kind=kind, params=dict(params), arguments=dict(arguments))
        for person in recipients
    )
    for contact in (c for book in _address_books for c in book(recipients)):
        if contact.email:
            write(contact, kind, arguments, params, letter).off_address = off_address


def write(
    contact: Contact,
    kind: str,
    arguments: Mapping[str, Any],
    params: Mapping[str, Any],
    letter: Paragraphs = tuple,
) -> OutboxMail:
    """Write the letter of a message, in the recipient's language."""
    with force_locale(LOCALES[contact.language]):
        body = "\n\n".join(
            (
                rules.sentence(kind, params),
                *letter(),
                str(KINDS[kind].button)
                + _(": ")
                + absolute_address(KINDS[kind].endpoint, **arguments),
                _("Lusong brand incubator portal. You get this letter because you work there."),
            )
        )
        return post(str(contact.email), contact.language, rules.headline(kind, params), body)


def post(to: str, language: str, subject: str, body: str) -> OutboxMail:
    """Put a letter into the outbox; it leaves only if the request commits."""
    letter = OutboxMail(
        to=to,
        language=language,
        subject=" ".join(subject.split())[:SUBJECT_LENGTH],
        body=body,
        next_try_at=clock.now(),
    )
    db.session.add(letter)
    return letter


def read(notice: Notice) -> None:
    """Note that the person has seen the message."""
    notice.read_at = notice.read_at or clock.now()


def read_all(recipient_id: int) -> None:
    """Note that the person has seen all his messages."""
    for notice in queries.unread_rows(recipient_id):
        read(notice)


def deliver_due() -> int:
    """Send every letter that is due, each in a transaction of its own; return how many left."""
    numbers = queries.due(clock.now(), BATCH)
    db.session.rollback()
    return sum(deliver(number) for number in numbers)


def deliver(mail_id: int) -> bool:
    """Send one letter; return whether a server took it.

    It is claimed, carried and marked in three steps, so that a slow mail server never holds
    the database. A crash in between sends it once more, under the same Message-ID.
    """
    with writing():
        letter = queries.letter(mail_id, clock.now())
        if letter is None:
            return False
        letter.attempts += 1
        letter.next_try_at = clock.now() + rules.CLAIM
        sheet = mail.Sheet(letter.id, letter.to, letter.subject, letter.body, letter.off_address)
    try:
        mail.carry(sheet)
    except OSError as error:
        with writing():
            postpone(queries.any_letter(mail_id), error)
        return False
    with writing():
        queries.any_letter(mail_id).sent_at = clock.now()
    return True


def postpone(letter: OutboxMail, error: OSError) -> None:
    """Try again later, or give up after the last time."""
    letter.error = type(error).__name__
    if letter.attempts > len(rules.RETRIES):
        letter.given_up_at = clock.now()
    else:
        letter.next_try_at = clock.now() + rules.RETRIES[letter.attempts - 1]
