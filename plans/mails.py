"""Mails of this app: put into words, and handed to the mail server."""

import datetime as dt
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string

from plans.choices import UrgeKind
from plans.models import Mail
from plans.selectors.owed import Work
from plans.selectors.urging import Letter

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


def urging(letter: Letter, day: dt.date) -> tuple[str, str]:
    """Subject and body of one person's mail of a day."""
    context = {
        "letter": letter,
        "day": day,
        "today": letter.of(UrgeKind.ON_THE_DAY),
        "soon": letter.of(UrgeKind.BEFORE),
        "silent": letter.of(UrgeKind.ESCALATION),
        "digests": letter.of(UrgeKind.DIGEST),
        "portal": settings.PORTAL_URL,
    }
    subject = render_to_string("emails/plans/urging.subject.txt", context)
    return " ".join(subject.split())[:300], render_to_string(
        "emails/plans/urging.body.txt", context
    )


def short_text(work: Work, day: dt.date) -> str:
    """A few lines about an agency's late tasks, to paste into Zalo."""
    context = {"work": work, "day": day, "portal": settings.PORTAL_URL}
    return render_to_string("emails/plans/short.txt", context).strip()


def deliver(mail: Mail) -> None:
    """Hand one mail to the mail server. Raises NotSent or Unknown.

    Its Message-ID is the row's own, so that one that arrives twice can be known as the same.
    """
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(_words(error)) from error
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    message = EmailMessage(
        mail.subject,
        mail.body,
        to=[mail.address],
        connection=connection,
        headers={
            "Message-ID": f"<don-doc-{mail.pk}-{mail.recorded_at:%Y%m%d%H%M%S}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
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
