"""A mail server that keeps what it is given, and can refuse, be busy, be slow, or hang up."""

import asyncio
import email
import socket
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from django.test import override_settings


class Sink:
    def __init__(self, port: int) -> None:
        self.port = port
        self.mails: list[EmailMessage] = []
        self.mood = ""

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        if self.mood == "refuses":
            return "550 5.1.1 no such mailbox"
        if self.mood == "dies":
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.mood == "busy":
            return "451 4.3.0 try again later"
        self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        if self.mood == "hangs up":
            server.transport.abort()
        if self.mood == "slow":
            await asyncio.sleep(2)
        return "250 OK"

    def take(self) -> list[EmailMessage]:
        """What came since it was last asked."""
        taken, self.mails = self.mails, []
        return taken


@contextmanager
def listening():
    """A mail server on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        sink = Sink(free.getsockname()[1])
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


@contextmanager
def running_sink():
    """The same, with the mail of these settings pointing at it."""
    with (
        listening() as sink,
        override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=sink.port,
            EMAIL_TIMEOUT=5,
            DEFAULT_FROM_EMAIL="Cổng nông thôn mới <ntm@quangtri.example>",
        ),
    ):
        yield sink
