"""Mails of this app: put into words, and handed to the mail server."""

import datetime as dt

from django.conf import settings
from django.template.loader import render_to_string

from accounts.mails import NotSent, Unknown, hand_over
from plans.choices import UrgeKind
from plans.models import Mail
from plans.selectors.owed import Work
from plans.selectors.urging import Letter

__all__ = ["NotSent", "Unknown", "deliver", "short_text", "urging"]


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
    """Hand one mail to the mail server. Raises NotSent or Unknown."""
    hand_over(
        subject=mail.subject,
        body=mail.body,
        address=mail.address,
        key=f"don-doc-{mail.pk}-{mail.recorded_at:%Y%m%d%H%M%S}",
    )
