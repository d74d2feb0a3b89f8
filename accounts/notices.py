"""Words to people about what waits for them: told once under a key, shown on a page, mailed together."""

import datetime as dt
from collections.abc import Iterable
from uuid import uuid4

import structlog
from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts import mails
from accounts.calendar import working_day
from accounts.choices import NoticeMail
from accounts.models import Notice, User

WAIT = dt.timedelta(minutes=10)  # before a second try; twice as long before the third, and so on
logger = structlog.get_logger("ntm.notices")


def tell(
    users: Iterable[User], *, key: str, title: str, words: str = "", address: str = ""
) -> None:
    """Tell each of them once under this key; a second time changes nothing.

    `address` is a path of the portal. Who has no address of mail, or no account in use, gets no mail.
    """
    people = {one.pk: one for one in users}
    Notice.objects.bulk_create(
        (
            Notice(
                user=person,
                key=key[:120],
                title=title[:300],
                words=words[:1000],
                address=address[:200],
                mail_state=NoticeMail.WAITING if _has_mail(person) else NoticeMail.SKIPPED,
            )
            for person in people.values()
        ),
        ignore_conflicts=True,
    )


def read(*, user: User, notice: Notice | None = None) -> int:
    """Mark one notice read, or all of a person; how many were not."""
    rows = Notice.objects.visible_to(user).unread()
    if notice is not None:
        rows = rows.filter(pk=notice.pk)
    return rows.update(read_at=timezone.now())


def people_to_mail(now: dt.datetime | None = None) -> list[int]:
    """Those for whom something waits whose turn has come."""
    due = _due(now or timezone.now())
    return list(dict.fromkeys(one.user_id for one in due))


def mail(user_pk: int, now: dt.datetime | None = None) -> None:
    """Claim what waits for one person, send it in one mail, and write down what came of it.

    The claim is on record before anything leaves: a crash in between leaves «đang gửi thư», and nothing
    sends that again by itself. What was read meanwhile needs no mail.
    """
    moment, claim = now or timezone.now(), uuid4().hex
    due = [one.pk for one in _due(moment) if one.user_id == user_pk]
    waiting = Notice.objects.filter(pk__in=due, mail_state=NoticeMail.WAITING)
    waiting.exclude(read_at=None).update(mail_state=NoticeMail.SKIPPED)
    taken = waiting.filter(read_at=None).update(
        mail_state=NoticeMail.SENDING,
        mail_claim=claim,
        mail_attempts=F("mail_attempts") + 1,
        mail_tried_at=moment,
    )
    if not taken:
        return
    held = Notice.objects.filter(mail_claim=claim, mail_state=NoticeMail.SENDING)
    person = User.objects.get(pk=user_pk)
    if not _has_mail(person):
        held.update(mail_state=NoticeMail.SKIPPED)
        return
    subject, body = mails.digest(person, list(held.order_by("pk")), working_day())
    try:
        mails.hand_over(subject=subject, body=body, address=person.email, key=f"viec-{claim}")
    except mails.NotSent as error:
        logger.warning("notices not sent", person=person.pk, error=str(error))
        _not_sent(held)
    except mails.Unknown as error:
        logger.warning("notices sent without an answer", person=person.pk, error=str(error))
    else:
        held.update(mail_state=NoticeMail.SENT, mailed_at=timezone.now())


def _due(moment: dt.datetime) -> list[Notice]:
    """What waits and may be tried now: each further try waits longer."""
    rows = Notice.objects.filter(mail_state=NoticeMail.WAITING).order_by("pk")
    return [
        one
        for one in rows.only("pk", "user_id", "mail_attempts", "mail_tried_at")
        if one.mail_tried_at is None or one.mail_tried_at + WAIT * one.mail_attempts <= moment
    ]


def _not_sent(held: QuerySet[Notice]) -> None:
    """They wait for another try, until the tries are used up."""
    held.filter(mail_attempts__gte=settings.MAIL_ATTEMPTS).update(mail_state=NoticeMail.FAILED)
    held.update(mail_state=NoticeMail.WAITING)


def _has_mail(person: User) -> bool:
    return person.is_active and bool(person.email)
