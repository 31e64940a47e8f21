"""Mail: composing it safely, and the two ways it leaves (a file, or SMTP)."""

import secrets
import smtplib
import ssl
from email import message_from_string, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Protocol

from config import MailSettings, Settings
from matchmaker import clock

TIMEOUT_SECONDS = 20


class Transport(Protocol):
    """A way for mail to leave."""

    def send(self, message: EmailMessage) -> None:
        """Send, or raise OSError or smtplib.SMTPException to be tried again later."""


def compose(*, to: str, subject: str, text: str, html: str, sender: str) -> EmailMessage:
    """Make a mail with a plain and an HTML part. Line breaks cannot add headers."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain="matchmaker.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


def parse(text: str) -> EmailMessage:
    """Read a queued mail back."""
    return message_from_string(text, policy=policy.SMTP)


class FileTransport:
    """Write mail as .eml files: for development, and until SMTP is set up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write one file; the name sorts by time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp = clock.now().strftime("%Y%m%d-%H%M%S-%f")
        path = self.folder / f"{stamp}-{secrets.token_hex(3)}.eml"
        path.write_bytes(message.as_bytes())


class SMTPTransport:
    """Send through a mail server, with STARTTLS and a checked certificate where configured."""

    def __init__(self, settings: MailSettings) -> None:
        self.settings = settings

    def send(self, message: EmailMessage) -> None:
        """Send one mail over a connection of its own."""
        with smtplib.SMTP(
            self.settings.host, self.settings.port, timeout=TIMEOUT_SECONDS
        ) as server:
            if self.settings.starttls:
                server.starttls(context=ssl.create_default_context())
            if self.settings.username:
                server.login(self.settings.username, self.settings.password)
            server.send_message(message)


def transport_for(settings: Settings) -> Transport:
    """Choose the way the settings name."""
    if settings.mail.backend == "smtp":
        return SMTPTransport(settings.mail)
    return FileTransport(settings.instance_path / "mail")
