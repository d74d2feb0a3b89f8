"""What people do with accounts, passwords and delegations; notices put into mails. Who may do it, the door has asked.

Each refuses with a ValidationError whose code its docstring names; the door answers 409.
"""

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

import structlog
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from rest_framework.authtoken.models import Token

from accounts import mails, trail
from accounts.calendar import working_day
from accounts.choices import MailPace, NoticeKind, NoticeMail
from accounts.models import (
    Delegation,
    FailedLogin,
    Notice,
    NoticeQuerySet,
    NoticeSetting,
    User,
)
from accounts.notices import has_mail
from accounts.selectors import WAIT, digest_moment, login_key, notice_paces

TRY_AGAIN = dt.timedelta(
    minutes=10
)  # before a second try; twice as long before the third, and so on
logger = structlog.get_logger("ntm.notices")

# Nothing that is taken for something else when read from paper: no 0 o, 1 i l.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
DIGITS = "23456789"


def new_password() -> str:
    """Three groups of four to read out or to copy from paper: «kq4m-t7xw-b3ne»."""
    groups = ["".join(secrets.choice(LETTERS + DIGITS) for _ in range(4)) for _ in range(3)]
    return "-".join(groups)


def note_failed_login(*, username: str, address: str) -> None:
    """Count a wrong try; forget those that no longer count."""
    FailedLogin.objects.filter(at__lte=timezone.now() - WAIT).delete()
    FailedLogin.objects.create(username=login_key(username), address=address)


def forget_failed_logins(*, username: str, address: str | None = None) -> None:
    """Whoever proved who they are begins anew; by a sign-in only for the address it came from."""
    rows = FailedLogin.objects.filter(username=login_key(username))
    if address is not None:
        rows = rows.filter(address=address)
    rows.delete()


@transaction.atomic
def choose_password(*, person: User, password: str, how: str, by: User) -> User:
    """A person chooses their own password, on the page or through a mail."""
    person = User.objects.select_for_update().get(pk=person.pk)
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    forget_failed_logins(username=person.username)
    trail.record(by, "chose password", person, how=how)
    return person


def end_tokens(*, person: User) -> None:
    """A new password ends sessions by itself (they carry its hash); tokens know nothing of it."""
    Token.objects.filter(user=person).delete()


@transaction.atomic
def give_password(*, person: User, by: User) -> str:
    """Give a new password, to be changed at once. Ends every session and token of the person.

    Returns the password, to be told once. Refusals: `closed_account`.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    _refuse_closed(person)
    password = new_password()
    person.set_password(password)  # sessions carry a hash of the old one: they end here
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    end_tokens(person=person)
    forget_failed_logins(username=person.username)
    trail.record(by, "gave password", person)
    return password


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """A password to tell once, and what is kept of it."""

    told: str
    kept: str


def first_password() -> FirstPassword:
    """Hashing takes long by design: many are made before anything is locked."""
    told = new_password()
    return FirstPassword(told, make_password(told))


@transaction.atomic
def add_account(
    *,
    username: str,
    full_name: str,
    post: str,
    email: str,
    phone: str,
    password: FirstPassword,
    by: User,
) -> tuple[User, str]:
    """Add a person; the password is told once, to whoever adds them.

    Returns the person and the password. Refusals: `username_taken` (whatever the case), and what
    the fields themselves refuse.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError(
            f"Đã có tài khoản với tên đăng nhập «{username}». Hãy chọn tên khác.",
            code="username_taken",
        )
    person = User(
        username=username,
        full_name=full_name,
        post=post,
        email=email,
        phone=phone,
        must_change_password=True,
        password=password.kept,
    )
    person.full_clean()
    person.save()
    trail.record(by, "added account", person)
    return person, password.told


@transaction.atomic
def close_account(*, person: User, by: User) -> None:
    """Close an account for good: no sign-in, no token, no delegation. What was done stays.

    Refusals: `closed_account`.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    _refuse_closed(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    Token.objects.filter(user=person).delete()
    touching = Delegation.objects.filter(giver=person) | Delegation.objects.filter(receiver=person)
    for delegation in touching.filter(revoked_at=None, ends__gte=working_day()):
        revoke_delegation(delegation=delegation, by=by)
    trail.record(by, "closed account", person)


@transaction.atomic
def give_delegation(
    *,
    receiver: User,
    starts: dt.date,
    ends: dt.date,
    reason: str,
    by: User,
) -> Delegation:
    """Let somebody act in one's stead from one day to another, both included; `by` is the giver.

    Refusals: `starts_in_the_past`, `delegated_already` (to the same person, sharing a day), and
    what the model refuses (oneself, an end before the start).
    """
    # The giver's row is the lock: two delegations of one person are given one after the other.
    giver = User.objects.select_for_update().get(pk=by.pk)
    if starts < working_day():
        raise ValidationError(
            "Ủy quyền không có hiệu lực lùi về trước. Chọn từ ngày hôm nay trở đi.",
            code="starts_in_the_past",
        )
    same = Delegation.objects.filter(
        giver=giver,
        receiver=receiver,
        revoked_at=None,
        starts__lte=ends,
        ends__gte=starts,
    ).first()
    if same:
        raise ValidationError(
            f"Đã ủy quyền cho {receiver} từ {_day(same.starts)} đến {_day(same.ends)}. "
            "Thu hồi ủy quyền đó trước, hoặc chọn ngày khác.",
            code="delegated_already",
        )
    delegation = Delegation(
        giver=giver, receiver=receiver, starts=starts, ends=ends, reason=reason, by=by
    )
    delegation.full_clean()
    delegation.save()
    trail.record(
        by,
        "gave delegation",
        receiver,
        starts=f"{starts}",
        ends=f"{ends}",
        reason=reason,
    )
    return delegation


@transaction.atomic
def revoke_delegation(*, delegation: Delegation, by: User) -> None:
    """Take a delegation back, from this moment. Refusals: `revoked_already`."""
    delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    if delegation.revoked_at:
        raise ValidationError("Ủy quyền này đã được thu hồi.", code="revoked_already")
    delegation.revoked_at = timezone.now()
    delegation.revoked_by = by
    delegation.save(update_fields=["revoked_at", "revoked_by"])
    trail.record(by, "revoked delegation", delegation.receiver, giver=delegation.giver.pk)


def _refuse_closed(person: User) -> None:
    if not person.is_active:
        raise ValidationError(f"Tài khoản của {person} đã đóng từ trước.", code="closed_account")


def _day(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


@transaction.atomic
def choose_notice_mail(*, person: User, chosen: Mapping[NoticeKind, MailPace], by: User) -> None:
    """Choose by kind how soon one is mailed; kinds that are not named stay. It acts on what waits."""
    # Mails are claimed under the same lock: each goes by the old choice or by the new.
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    before = notice_paces(person)
    changed = {kind: pace for kind, pace in chosen.items() if before[kind] != pace}
    if not changed:
        return
    NoticeSetting.objects.bulk_create(
        [NoticeSetting(user=person, kind=kind, mail=pace) for kind, pace in changed.items()],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["mail"],
    )
    said = {kind.value: pace.value for kind, pace in changed.items()}
    trail.record(by, "chose notice mail", person, chosen=said)


def people_to_mail(now: dt.datetime | None = None) -> list[int]:
    """Those for whom something waits whose turn has come."""
    due = _due_notices(now or timezone.now(), Notice.objects.all())
    return list(dict.fromkeys(one.user for one in due))


def mail_notices(user_pk: int, now: dt.datetime | None = None) -> None:
    """Claim what waits for one person, send it in one mail, and write down what came of it.

    The claim is on record before anything leaves: a crash in between leaves «đang gửi thư», and nothing
    sends that again by itself. What was read meanwhile needs no mail.
    """
    person, held = _claim_notices(user_pk, now or timezone.now())
    rows = list(held.order_by("pk"))
    if not rows:
        return
    subject, body = mails.digest(person, rows, working_day())
    key = f"viec-{rows[0].mail_claim}"
    try:
        mails.hand_over(subject=subject, body=body, address=person.email, key=key)
    except mails.NotSent as error:
        logger.warning("notices not sent", person=person.pk, error=str(error))
        _notices_not_sent(held)
    except mails.Unknown as error:
        logger.warning("notices sent without an answer", person=person.pk, error=str(error))
    else:
        held.update(mail_state=NoticeMail.SENT, mailed_at=timezone.now())


@transaction.atomic
def _claim_notices(user_pk: int, moment: dt.datetime) -> tuple[User, QuerySet[Notice]]:
    """Take for one mail what is due; what needs none is skipped."""
    # `no_key`: whoever tells the same person something else in a long transaction does not wait, nor is waited for.
    person = User.objects.select_for_update(no_key=True).get(pk=user_pk)
    mine = Notice.objects.filter(user=person)
    due = _due_notices(moment, mine)
    waiting = mine.waiting().filter(pk__in=[one.pk for one in due])
    if not has_mail(person):
        waiting.update(mail_state=NoticeMail.SKIPPED)
    unwanted = [one.pk for one in due if one.pace == MailPace.NONE]
    waiting.filter(~Q(read_at=None) | Q(pk__in=unwanted)).update(mail_state=NoticeMail.SKIPPED)
    daily = waiting.filter(pk__in=[one.pk for one in due if one.pace == MailPace.DAILY]).exists()
    claim = f"{_claim_of_day(moment) if daily else ''}{uuid4().hex}"[:32]
    waiting.filter(read_at=None).update(
        mail_state=NoticeMail.SENDING,
        mail_claim=claim,
        mail_attempts=F("mail_attempts") + 1,
        mail_tried_at=moment,
    )
    return person, mine.filter(mail_claim=claim, mail_state=NoticeMail.SENDING)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A notice that waits, and how its person wants to be mailed of its kind."""

    pk: int
    user: int
    pace: str
    recorded_at: dt.datetime
    attempts: int
    tried_at: dt.datetime | None

    def is_due(self, moment: dt.datetime) -> bool:
        """Each further try waits longer."""
        return self.tried_at is None or self.tried_at + TRY_AGAIN * self.attempts <= moment


FACTS = ("pk", "user_id", "pace", "recorded_at", "mail_attempts", "mail_tried_at")


def _due_notices(moment: dt.datetime, rows: NoticeQuerySet) -> list[_Waiting]:
    """What waits and may be tried now; of kinds mailed daily only when the digest of the day goes."""
    found = rows.waiting().with_pace().order_by("pk").values_list(*FACTS)
    due = [one for one in (_Waiting(*facts) for facts in found) if one.is_due(moment)]
    digests = _digests_due(moment, [one for one in due if one.pace == MailPace.DAILY])
    return [one for one in due if one.pace != MailPace.DAILY or one.user in digests]


def _digests_due(moment: dt.datetime, daily: list[_Waiting]) -> set[int]:
    """Whose digest of the day is to go: told of something before its hour, which has come, and not mailed one since."""
    hour = digest_moment(moment)
    people = {one.user for one in daily if one.recorded_at < hour <= moment}
    if not people:
        return people
    gone = Notice.objects.filter(
        user__in=people,
        mail_claim__startswith=_claim_of_day(moment),
        mail_state__in=[NoticeMail.SENDING, NoticeMail.SENT],
    )
    return people - set(gone.values_list("user_id", flat=True))


def _claim_of_day(moment: dt.datetime) -> str:
    return f"{timezone.localdate(moment):%Y%m%d}-"


def _notices_not_sent(held: QuerySet[Notice]) -> None:
    """They wait for another try, until the tries are used up."""
    held.filter(mail_attempts__gte=settings.MAIL_ATTEMPTS).update(mail_state=NoticeMail.FAILED)
    held.update(mail_state=NoticeMail.WAITING)
