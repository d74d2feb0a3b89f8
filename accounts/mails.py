"""Mails handed to the mail server, and what came of it; one mail a person of what waits to be told."""

import datetime as dt
import smtplib
from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string

from accounts.choices import NoticeKind
from accounts.models import Notice, User

# Refused by the server, or never said to it: an address that cannot be written, a letter it cannot carry.
CERTAIN = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
    ValueError,
)


class NotSent(Exception):  # noqa: N818 -- reads as what happened
    """The mail has certainly not gone out: it may be tried again."""


class Unknown(Exception):  # noqa: N818 -- reads as what happened
    """It was handed over and no answer came: it may have gone out, so nobody sends it again unasked."""


def digest(user: User, notices: Sequence[Notice], day: dt.date) -> tuple[str, str]:
    """Subject and body of one person's mail about several things, kind by kind."""
    groups = [
        (kind.label, of_kind)
        for kind in NoticeKind
        if (of_kind := [one for one in notices if one.kind == kind])
    ]
    context = {
        "person": user,
        "notices": notices,
        "groups": groups,
        "day": day,
        "portal": settings.PORTAL_URL,
    }
    subject = render_to_string("emails/accounts/notices.subject.txt", context)
    body = render_to_string("emails/accounts/notices.body.txt", context)
    return " ".join(subject.split())[:300], body


def hand_over(*, subject: str, body: str, address: str, key: str) -> None:
    """Hand one mail to the mail server. Raises NotSent or Unknown.

    Its Message-ID begins with `key`, so that one that arrives twice can be known as the same.
    """
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(_words(error)) from error
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    message = EmailMessage(
        subject,
        body,
        to=[address],
        connection=connection,
        headers={"Message-ID": f"<{key}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except CERTAIN as error:
        raise NotSent(_words(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unknown(_words(error)) from error
    finally:
        _close(connection)


def _close(connection: object) -> None:
    """What the server says at the door changes nothing about a mail it has taken."""
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        return


def _words(error: BaseException) -> str:
    """What the server said, for whoever keeps it running."""
    return (f"{type(error).__name__}: {error}")[:300]
