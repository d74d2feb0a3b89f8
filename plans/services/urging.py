"""Urging: mails are written once, claimed before they are sent, and tried again only where nothing went out."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts import trail
from accounts.models import User
from plans import mails
from plans.choices import Audience, MailState, UrgeKind
from plans.models import Mail, MailLine, UrgingRule
from plans.selectors.urging import Letter, letters

WAIT = dt.timedelta(minutes=10)  # before a second try; twice as long before the third, and so on
HANGING = dt.timedelta(minutes=5)  # handed over for longer than this: whoever sent it is gone
NEEDS_DAYS = {UrgeKind.BEFORE, UrgeKind.ESCALATION}
OF_THE_AGENCY = {Audience.FOCAL_POINT, Audience.OFFICER, Audience.DIRECTOR}


def write_mails(day: dt.date) -> list[int]:
    """Write what is still to be told on a day, one mail a person; their keys.

    Safe to run as often as one likes, and at two places at once: a person has one mail a day and is
    told a thing once, so says the database.
    """
    return [mail.pk for letter in letters(day) if (mail := _write(letter, day))]


def _write(letter: Letter, day: dt.date) -> Mail | None:
    """None where somebody else has written to that person meanwhile."""
    subject, body = mails.urging(letter, day)
    address = letter.user.email
    try:
        with transaction.atomic():
            mail = Mail.objects.create(
                user=letter.user,
                agency=letter.agency,
                day=day,
                address=address,
                subject=subject,
                body=body,
                state=MailState.WAITING if address else MailState.SKIPPED,
            )
            MailLine.objects.bulk_create(
                MailLine(
                    mail=mail,
                    user=letter.user,
                    kind=one.kind,
                    key=one.key,
                    task=one.own.line.task if one.own else None,
                    agency=one.agency,
                )
                for one in letter.things
            )
    except IntegrityError:
        return None
    return mail


def sendable(now: dt.datetime | None = None) -> list[int]:
    """Mails that wait and whose turn has come: each further try waits longer."""
    moment = now or timezone.now()
    rows = Mail.objects.filter(state=MailState.WAITING).order_by("pk")
    return [
        mail.pk
        for mail in rows.only("pk", "attempts", "sending_at")
        if mail.sending_at is None or mail.sending_at + WAIT * mail.attempts <= moment
    ]


def send(pk: int) -> None:
    """Claim one waiting mail, hand it over, and write down what came of it.

    The claim is on record before anything leaves: a crash in between leaves «đang gửi», which is shown,
    and which nothing but a person's word sends again.
    """
    claimed = Mail.objects.filter(pk=pk, state=MailState.WAITING).update(
        state=MailState.SENDING, sending_at=timezone.now(), attempts=F("attempts") + 1, error=""
    )
    if not claimed:
        return
    mail = Mail.objects.get(pk=pk)
    try:
        mails.deliver(mail)
    except mails.NotSent as error:
        _not_sent(mail, f"{error}")
    except mails.Unknown as error:
        _held(mail).update(error=f"{error}")
    else:
        with transaction.atomic():
            if _held(mail).update(state=MailState.SENT, sent_at=timezone.now(), error=""):
                trail.record(None, "sent urging mail", mail, to=mail.user.username)


def _not_sent(mail: Mail, error: str) -> None:
    """It waits for another try, until the tries are used up."""
    spent = mail.attempts >= settings.MAIL_ATTEMPTS
    state = MailState.FAILED if spent else MailState.WAITING
    _held(mail).update(state=state, error=error)


def _held(mail: Mail) -> QuerySet[Mail]:
    """The mail, while this try is still the one that holds it."""
    return Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts)


@transaction.atomic
def send_again(*, mail: Mail, by: User) -> Mail:
    """A person asks for another try, having made sure that it did not arrive.

    Refusals: `sent`, `waiting` (it will be sent anyway), `sending` (it is just being sent), `address`.
    """
    row = _locked(mail)
    if row.state == MailState.WAITING:
        raise ValidationError("Thư đang chờ gửi, sẽ tự gửi; không cần gửi lại.", code="waiting")
    address = row.user.email
    if not address:
        raise ValidationError(
            f"{row.user} chưa có địa chỉ thư điện tử. Hãy nhờ đầu mối ghi địa chỉ trước.",
            code="address",
        )
    row.state, row.address, row.attempts = MailState.WAITING, address, 0
    row.sending_at, row.error = None, ""
    row.save(update_fields=["state", "address", "attempts", "sending_at", "error"])
    trail.record(by, "sent mail again", row, to=row.user.username)
    return row


@transaction.atomic
def note_arrival(*, mail: Mail, by: User) -> Mail:
    """A person says that a mail left hanging did arrive. Refusals: `sent`, `waiting`, `sending`."""
    row = _locked(mail)
    if row.state != MailState.SENDING:
        raise ValidationError("Thư này chưa từng được chuyển cho máy chủ thư.", code="waiting")
    row.state, row.sent_at = MailState.SENT, row.sending_at
    row.save(update_fields=["state", "sent_at"])
    trail.record(by, "noted mail arrived", row, to=row.user.username)
    return row


def _locked(mail: Mail) -> Mail:
    row: Mail = Mail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if row.state == MailState.SENT:
        raise ValidationError("Thư này đã gửi rồi.", code="sent")
    if row.state == MailState.SENDING and not hangs(row):
        raise ValidationError("Thư đang được gửi. Hãy đợi ít phút rồi xem lại.", code="sending")
    return row


def hangs(mail: Mail) -> bool:
    """Handed over so long ago that no answer will come."""
    return mail.state == MailState.SENDING and bool(
        mail.error or (mail.sending_at and mail.sending_at <= timezone.now() - HANGING)
    )


@transaction.atomic
def add_rule(*, kind: UrgeKind, days: int, audience: Audience, by: User) -> UrgingRule:
    """One more rule. Refusals: `days` (needed or out of place), `audience`, `duplicate`."""
    if kind in NEEDS_DAYS and days < 1:
        raise ValidationError(
            {"days": ValidationError("Hãy ghi số ngày làm việc, từ 1 trở lên.", code="days")}
        )
    if kind not in NEEDS_DAYS and days:
        raise ValidationError(
            {"days": ValidationError("Quy tắc này không cần số ngày: hãy để trống.", code="days")}
        )
    if kind == UrgeKind.DIGEST and audience not in OF_THE_AGENCY:
        told = "Tổng hợp tuần chỉ gửi cho người của chính đơn vị."
        raise ValidationError({"audience": ValidationError(told, code="audience")})
    rule, fresh = UrgingRule.objects.get_or_create(kind=kind, days=days, audience=audience)
    if not fresh:
        state = "đang dùng" if rule.active else "đang tắt: hãy bật lại ở danh sách"
        raise ValidationError(f"Quy tắc này đã có, {state}.", code="duplicate")
    trail.record(by, "added urging rule", rule)
    return rule


@transaction.atomic
def switch_rule(*, rule: UrgingRule, active: bool, by: User) -> UrgingRule:
    """Turn a rule on or off; what stands already stays without a line."""
    row: UrgingRule = UrgingRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if row.active != active:
        row.active = active
        row.save(update_fields=["active"])
        trail.record(by, "switched urging rule", row, active=active)
    return row
