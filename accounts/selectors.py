"""What the pages of accounts ask."""

import datetime as dt
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from accounts.choices import MailPace, NoticeKind
from accounts.models import FailedLogin, Notice, NoticeSetting, User

TRIES = 5
WAIT = dt.timedelta(minutes=15)


def login_key(username: str) -> str:
    """One key for a name however it was typed, so that a capital buys no further tries."""
    return unicodedata.normalize("NFKC", username).casefold()[:150]


def tries_left(username: str, address: str) -> int:
    """How many wrong tries this name still has from this address: TRIES within WAIT."""
    recent = FailedLogin.objects.filter(
        username=login_key(username), address=address, at__gt=timezone.now() - WAIT
    )
    return max(0, TRIES - recent.count())


def locked_until(username: str, address: str) -> dt.datetime | None:
    """Until when this name may not sign in from this address; None while it may."""
    if tries_left(username, address):
        return None
    last = FailedLogin.objects.filter(username=login_key(username), address=address)
    return last.latest("at").at + WAIT


def notice_paces(person: User) -> dict[NoticeKind, MailPace]:
    """How soon this person wants to be mailed about each kind: at once, where nothing was chosen."""
    rows = NoticeSetting.objects.filter(user=person).values_list("kind", "mail")
    chosen = {kind: MailPace(mail) for kind, mail in rows}
    return {kind: chosen.get(kind.value, MailPace.AT_ONCE) for kind in NoticeKind}


def digest_moment(moment: dt.datetime) -> dt.datetime:
    """When the digests of that day go, in Vietnam."""
    return timezone.localtime(moment).replace(
        hour=settings.NOTICE_DIGEST_HOUR, minute=0, second=0, microsecond=0
    )


@dataclass(frozen=True, slots=True)
class NoticeTally:
    """How many notices of a kind a person has, and how many are not read yet."""

    kind: NoticeKind
    count: int
    unread: int


def notice_tallies(person: User) -> list[NoticeTally]:
    """One a kind, in their order; kinds of which nothing was ever told are left out."""
    rows = (
        Notice.objects.visible_to(person)
        .order_by()
        .values_list("kind")
        .annotate(count=Count("pk"), unread=Count("pk", filter=Q(read_at=None)))
    )
    found = {kind: (count, unread) for kind, count, unread in rows}
    return [NoticeTally(kind, *found[kind]) for kind in NoticeKind if kind in found]
