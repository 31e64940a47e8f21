"""A real mail server on this machine, which can refuse, hang up and be slow."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

TAKEN = "250 OK"


@dataclass
class MailServer:
    """What arrived, in order; `answer` says what the server says once it has a message."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    answer: Callable[[EmailMessage], str] = lambda _message: TAKEN
    hangs_up: bool = False  # after taking the message, before saying so

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - a name of aiosmtpd
        message = message_from_bytes(envelope.content, policy=policy.SMTP)
        answer = self.answer(message)
        if answer == TAKEN:
            self.taken.append(message)
        if self.hangs_up:
            server.transport.abort()
        return answer

    def subjects(self) -> list[str]:
        return [message["Subject"] for message in self.taken]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Serve on a free port until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    kept = MailServer(port)
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()
