"""Mails as they stand on record, for whoever may read them; and whom to ring."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from accounts.calendar import read_day
from accounts.choices import Role
from accounts.models import User
from communes.models import Agency, Membership
from communes.names import matches
from communes.permissions import is_office
from plans.choices import MailState
from plans.models import Contact, Mail, MailLine
from plans.selectors.owed import Own, Work

COLUMNS = [
    *("Ngày", "Người nhận", "Địa chỉ", "Cơ quan", "Tiêu đề", "Trạng thái", "Gửi lúc"),
    *("Số lần thử", "Lỗi"),
]
WORK_COLUMNS = [
    *(
        "Cơ quan, đơn vị",
        "Việc",
        "Nội dung",
        "Hạn",
        "Hạn gốc",
        "Tình trạng",
        "Quá hạn (ngày làm việc)",
    ),
    *("Tiến độ", "Tiến độ ngày", "Thư gần nhất"),
]


@dataclass(frozen=True, slots=True)
class MailFilters:
    """What the address of the list says."""

    state: str = ""
    day: dt.date | None = None
    agency: str = ""
    mistaken: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "MailFilters":
        state, text = str(query.get("trang-thai", "")), str(query.get("ngay", "")).strip()
        day, mistaken = None, ""
        try:
            day = read_day(text) if text else None
        except ValueError as error:
            mistaken = f"{error}"
        return cls(
            state=state if state in MailState.values else "",
            day=day,
            agency=str(query.get("don-vi", "")).strip()[:100],
            mistaken=mistaken,
        )

    @property
    def any(self) -> bool:
        return bool(self.state or self.day or self.agency)


def mails_shown_to(user: User) -> QuerySet[Mail]:
    """The office reads them all, anybody else those written to them."""
    rows = Mail.objects.visible_to(user)
    found: QuerySet[Mail] = rows if is_office(user) else rows.filter(user=user)
    return found.select_related("user", "agency").order_by("-day", "-pk")


def filtered(rows: QuerySet[Mail], filters: MailFilters) -> QuerySet[Mail]:
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.day:
        rows = rows.filter(day=filters.day)
    if filters.agency:
        about = MailLine.objects.filter(matches(filters.agency, "agency__search_key"))
        rows = rows.filter(pk__in=about.values("mail"))
    return rows


def last_mails(agencies: Iterable[int], day: dt.date) -> dict[int, dt.date]:
    """The last day, up to `day`, on which somebody was sent a mail about an agency's tasks."""
    rows = MailLine.objects.filter(
        agency__in=list(agencies), mail__state=MailState.SENT, mail__day__lte=day
    )
    return dict(rows.order_by().values_list("agency").annotate(Max("mail__day")))


def contacts_of(agency: Agency, day: dt.date) -> list[Contact]:
    """People whom the agency has named, those for all its communes first."""
    rows = Contact.objects.on(day).filter(agency=agency).select_related("commune")
    return sorted(rows, key=lambda one: (one.commune is not None, one.kind, one.name))


def people_of(agency: Agency, day: dt.date) -> list[User]:
    """Whom to ring of its users: focal points and directors; where it has neither, its officers."""
    rows = Membership.objects.on(day).filter(agency=agency, user__is_active=True)
    rows = rows.exclude(role=Role.ADMIN).select_related("user").order_by("pk")
    held = [(row.role != Role.OFFICER, row.user) for row in rows]
    leading = any(leads for leads, _ in held)
    return list({user.pk: user for leads, user in held if leads or not leading}.values())


def unreached(agencies: Iterable[Agency], day: dt.date) -> set[int]:
    """Keys of agencies in which nobody serves who has an address: their mails reach no one."""
    keys = {one.pk for one in agencies}
    served = Membership.objects.on(day).filter(agency__in=keys, user__is_active=True)
    reached = served.exclude(Q(user__email="") | Q(role=Role.ADMIN)).values_list(
        "agency", flat=True
    )
    return keys - set(reached)


def mail_rows(mails: Iterable[Mail]) -> list[list[Any]]:
    """In the order of COLUMNS."""
    return [
        [
            mail.day,
            f"{mail.user}",
            mail.address,
            mail.agency.name if mail.agency else "",
            mail.subject,
            mail.get_state_display(),
            _moment(mail.sent_at),
            mail.attempts,
            mail.error,
        ]
        for mail in mails
    ]


def work_rows(works: Iterable[Work], last: Mapping[int, dt.date]) -> list[list[Any]]:
    """Late and slow tasks, a row each, in the order of WORK_COLUMNS."""
    return [
        _work_row(work, own, last.get(work.agency.pk))
        for work in works
        for own in (*work.late, *work.behind)
    ]


def _work_row(work: Work, own: Own, mailed: dt.date | None) -> list[Any]:
    last = own.lead.last
    return [
        work.agency.name,
        own.line.task.code,
        own.line.task.content,
        own.line.due_on,
        own.line.original_due_on,
        own.colour.label,
        own.lead.verdict.days_late or None,
        own.lead.state_words,
        last.effective_on if last else None,
        mailed,
    ]


def _moment(moment: dt.datetime | None) -> str:
    """«7:00 18/6/2024», local time."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local.hour}:{local:%M} {local.day}/{local.month}/{local.year}"
