"""A mail server that keeps what it is sent, and can be slow, deaf or gone."""

import asyncio
import email
import email.policy
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.served import PATIENCE


class Letterbox:
    """Listens on a port of its own; `letters` are all that arrived, in order."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuses = False
        self.answers = threading.Event()
        """While cleared, letters that have arrived are not acknowledged."""
        self.answers.set()
        self._controller: Controller | None = None
        self.port = 0

    def open(self) -> "Letterbox":
        """Begin to listen, on the same port as before."""
        self.port = self.port or free_port()
        self._controller = Controller(_Handler(self), hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def close(self) -> None:
        """Stop listening."""
        self.answers.set()
        if self._controller:
            self._controller.stop()
            self._controller = None

    @property
    def settings(self) -> dict[str, object]:
        """Return the settings with which the portal sends its letters here."""
        return {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": self.port}

    def numbers(self) -> Counter[str]:
        """Return how often each Message-ID has arrived."""
        return Counter(str(one["Message-ID"]) for one in self.letters)

    def wait(self, wanted: Callable[[EmailMessage], bool], count: int = 1) -> EmailMessage:
        """Return the last of the wanted letters once there are `count`."""
        patience = time.monotonic() + PATIENCE
        while time.monotonic() < patience:
            found = [one for one in list(self.letters) if wanted(one)]
            if len(found) >= count:
                return found[-1]
            time.sleep(0.02)
        there = [(one["To"], one["Subject"]) for one in self.letters]
        raise AssertionError(f"the letter did not come; these did: {there}")

    def link_to(self, person: str, count: int = 1) -> str:
        """Return the path of the link in the last letter to a person; wait until `count` came."""
        letter = self.wait(lambda one: str(one["To"]) == person, count)
        found = re.search(r"https?://[^/\s]+(/\S+)", text_of(letter))
        assert found, text_of(letter)
        return found[1]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def text_of(letter: EmailMessage) -> str:
    """Return the words of a letter."""
    return str(letter.get_content())


class _Handler:
    def __init__(self, box: Letterbox) -> None:
        self._box = box

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        if self._box.refuses:
            return "451 try again later"
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self._box.letters.append(letter)
        await asyncio.to_thread(self._box.answers.wait)
        return "250 kept"
