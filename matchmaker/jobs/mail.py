"""Mail: composing it safely, and the two ways it leaves (a file, or SMTP)."""

import secrets
import smtplib
import ssl
from collections.abc import Callable, Mapping
from email import message_from_string
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, Policy
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any, Protocol

from email_validator import validate_email

from config import MailSettings, Settings
from matchmaker import clock
from matchmaker.web.marking import spoken

TIMEOUT_SECONDS = 20
TAKEN = 250
NO_HEADERS: Mapping[str, str] = {}


class UncertainMailError(Exception):
    """Nobody knows whether the mail left: it must not be sent again without a person's word."""


class _AddressHeader(UnstructuredHeader, BaseHeader):
    """A header that holds web addresses: never folded, as that would encode a long one."""

    def fold(self, *, policy: "Policy[Any]") -> str:
        """Write it on one line; RFC 5322 allows 998 characters."""
        return f"{self.name}: {self}{policy.linesep}"


def _policy() -> "EmailPolicy[EmailMessage]":
    registry = HeaderRegistry()
    registry.map_to_type("list-unsubscribe", _AddressHeader)
    return SMTP.clone(header_factory=registry)


POLICY = _policy()


class Transport(Protocol):
    """A way for mail to leave."""

    def send(self, message: EmailMessage, at_the_door: Callable[[], None]) -> None:
        """Send one mail; `at_the_door` is called just before it is handed over.

        Raises OSError or smtplib.SMTPException where it surely did not leave and may be tried
        again, UncertainMailError where it may have left, and whatever `at_the_door` raises.
        """


def compose(
    *,
    to: str,
    subject: str,
    text: str,
    html: str,
    sender: str,
    headers: Mapping[str, str] = NO_HEADERS,
) -> EmailMessage:
    """Make a mail with a plain and an HTML part. Line breaks cannot add headers."""
    message = EmailMessage(policy=POLICY)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain="matchmaker.invalid")
    message["Auto-Submitted"] = "auto-generated"
    for name, value in headers.items():
        message[name] = value
    message.set_content(text)
    message.add_alternative(spoken(html), subtype="html")
    return message


def mailable(address: str) -> str:
    """Give an address as mail servers take it.

    Every server takes an ASCII domain; a Chinese local part needs one that knows SMTPUTF8.
    """
    found = validate_email(address, check_deliverability=False)
    return f"{found.local_part}@{found.ascii_domain}"


def parse(text: str) -> EmailMessage:
    """Read a queued mail back."""
    return message_from_string(text, policy=POLICY)


class FileTransport:
    """Write mail as .eml files: for development, and until SMTP is set up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage, at_the_door: Callable[[], None]) -> None:
        """Write one file, whole or not at all; the name sorts by time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp = clock.now().strftime("%Y%m%d-%H%M%S-%f")
        path = self.folder / f"{stamp}-{secrets.token_hex(3)}.eml"
        beside = path.with_suffix(".new")
        try:
            beside.write_bytes(message.as_bytes())
            at_the_door()
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


class _Server(smtplib.SMTP):
    """A mail server that says when the message itself is about to be handed over."""

    at_the_door: Callable[[], None]
    is_taken = False

    def data(self, msg: bytes | str) -> tuple[int, bytes]:  # type: ignore[override]
        self.at_the_door()
        try:
            code, words = super().data(msg)
        except smtplib.SMTPResponseException:
            raise  # the server said no
        except (OSError, smtplib.SMTPException) as error:
            raise UncertainMailError(f"{type(error).__name__}: {error}") from error
        self.is_taken = code == TAKEN
        return code, words


class SMTPTransport:
    """Send through a mail server, with STARTTLS and a checked certificate where configured."""

    def __init__(self, settings: MailSettings) -> None:
        self.settings = settings

    def send(self, message: EmailMessage, at_the_door: Callable[[], None]) -> None:
        """Send one mail over a connection of its own."""
        server = _Server(self.settings.host, self.settings.port, timeout=TIMEOUT_SECONDS)
        server.at_the_door = at_the_door
        try:
            if self.settings.starttls:
                server.starttls(context=ssl.create_default_context())
            if self.settings.username:
                server.login(self.settings.username, self.settings.password)
            server.send_message(message)
        except (OSError, smtplib.SMTPException):
            if not server.is_taken:  # a goodbye that fails takes nothing back
                raise
        finally:
            server.close()


def transport_for(settings: Settings) -> Transport:
    """Choose the way the settings name."""
    if settings.mail.backend == "smtp":
        return SMTPTransport(settings.mail)
    return FileTransport(settings.instance_path / "mail")
