"""How a letter leaves the house: by SMTP when configured, else as a file in instance/mail."""

import smtplib
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import current_app

from portal.core import clock, files

if TYPE_CHECKING:
    from email.policy import Policy

SMTP_SECONDS = 10


class WholeHeader(UnstructuredHeader, BaseHeader):
    """A header for programs, on one line as it is: folded, a long address would be encoded."""

    def fold(self, *, policy: "Policy[Any]") -> str:
        """Return the header as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", WholeHeader)
LETTERS = policy.default.clone(header_factory=HEADERS)


@dataclass(frozen=True)
class Sheet:
    """A letter apart from the database."""

    number: int
    to: str
    subject: str
    body: str
    off_address: str = ""


def carry(sheet: Sheet) -> None:
    """Send one letter.

    Raises:
        OSError: the server did not take it (every smtplib error is one).
    """
    message = EmailMessage(policy=LETTERS)
    message["From"] = current_app.config["MAIL_FROM"]
    name, _, domain = sheet.to.rpartition("@")
    message["To"] = Address(username=name, domain=domain)
    message["Subject"] = sheet.subject
    message["Date"] = format_datetime(clock.now())
    house = urlsplit(current_app.config["BASE_URL"]).hostname or "portal"
    message["Message-ID"] = f"<outbox-{sheet.number}@{house}>"
    if sheet.off_address:  # RFC 8058: mail programs show a button that posts there
        message["List-Unsubscribe"] = f"<{sheet.off_address}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(sheet.body)
    if current_app.config.get("SMTP_HOST"):
        by_smtp(message)
    else:
        by_file(message, sheet.number)


def by_smtp(message: EmailMessage) -> None:
    """Hand the letter to the configured server."""
    config = current_app.config
    with smtplib.SMTP(
        config["SMTP_HOST"], int(config.get("SMTP_PORT") or 25), timeout=SMTP_SECONDS
    ) as server:
        if config.get("SMTP_STARTTLS"):
            server.starttls()
        if config.get("SMTP_USER"):
            server.login(config["SMTP_USER"], config["SMTP_PASSWORD"])
        server.send_message(message)


def by_file(message: EmailMessage, number: int) -> None:
    """Leave the letter in instance/mail, and say so: no mail server is configured."""
    folder = files.own_folder() / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{number:08d}.eml"
    target.write_bytes(message.as_bytes())
    current_app.logger.info("letter written to instance/mail: no SMTP_HOST is set")
