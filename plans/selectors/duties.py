"""Reports owed: duties as papers say them, and their dated items with how each stands on a day."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from accounts.choices import Role
from accounts.models import User
from communes.models import Agency, Membership
from communes.names import matches
from documents.calendar import WorkCalendar
from documents.models import OfficialDocument
from documents.selectors import work_calendar
from plans.calendar import Falls, falls_words, read_months
from plans.models import DutyItem, ReportDuty

AHEAD = dt.timedelta(days=31)  # how far ahead items are opened and first pages look: ours
TOLD = (Role.OFFICER, Role.FOCAL_POINT)  # whom a reminder reaches
ABOUT = ("agency", "addressee", "paper__issuer")
OWED, SENT = "chua-gui", "da-gui"
COLUMNS = [
    *("Báo cáo", "Kỳ", "Đơn vị báo cáo", "Nơi nhận", "Chế độ", "Hạn", "Tính đến ngày"),
    *("Tình trạng", "Đã gửi ngày", "Văn bản gửi", "Theo văn bản", "Số liệu minh họa"),
]


class Owing(StrEnum):
    """How an item stands on a day."""

    SENT = "sent"
    SENT_LATE = "sent_late"
    LATE = "late"
    SOON = "soon"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class DutyLine:
    """An item; `until`: the last day in time (a day off counts to the next working day)."""

    item: DutyItem
    until: dt.date
    owing: Owing
    days: int  # working days late, or left

    @property
    def duty(self) -> ReportDuty:
        return self.item.duty

    @property
    def moved(self) -> bool:
        return self.until != self.item.due_on

    @property
    def words(self) -> str:
        match self.owing:
            case Owing.SENT:
                return "đã gửi"
            case Owing.SENT_LATE:
                return f"đã gửi, muộn {self.days} ngày làm việc"
            case Owing.LATE:
                return f"quá hạn {self.days} ngày làm việc"
        return "hạn hôm nay" if not self.days else f"còn {self.days} ngày làm việc"


def falls_of(duty: ReportDuty) -> Falls:
    return Falls(duty.frequency, duty.day, read_months(duty.months), duty.weekday)


def duty_words(duty: ReportDuty) -> str:
    return falls_words(falls_of(duty))


def counting_duties(day: dt.date) -> QuerySet[ReportDuty, ReportDuty]:
    """In force from a day on, for AHEAD; one of a plan only while that plan is out and not recalled."""
    out = OfficialDocument.objects.in_force().order_by()
    rows: QuerySet[ReportDuty, ReportDuty] = ReportDuty.objects.overlapping(day, day + AHEAD)
    return rows.filter(Q(paper=None) | Q(paper__in=out.values("pk")))


def duties_seen(user: User) -> QuerySet[ReportDuty, ReportDuty]:
    """Members read every duty; one of a draft only whoever sees the draft."""
    seen = OfficialDocument.objects.visible_to(user).order_by().values("pk")
    rows: QuerySet[ReportDuty, ReportDuty] = ReportDuty.objects.visible_to(user)
    rows = rows.filter(Q(paper=None) | Q(paper__in=seen))
    return rows.select_related(*ABOUT).defer("paper__body").order_by("agency__sort_key", "pk")


def items_seen(user: User) -> QuerySet[DutyItem, DutyItem]:
    rows: QuerySet[DutyItem, DutyItem] = DutyItem.objects.visible_to(user)
    return _about(rows)


def _about(rows: QuerySet[DutyItem, DutyItem]) -> QuerySet[DutyItem, DutyItem]:
    """What still counts: an item of a recalled paper stands only once it was sent."""
    out = OfficialDocument.objects.in_force().order_by().values("pk")
    rows = rows.filter(Q(duty__paper=None) | Q(duty__paper__in=out) | Q(done_on__isnull=False))
    named = (*(f"duty__{one}" for one in ABOUT), "paper", "done_by")
    return rows.select_related(*named).defer("duty__paper__body", "paper__body")


@dataclass(frozen=True, slots=True)
class DutyFilters:
    """What the address of the list says; `agency` is a key (slug) or words."""

    state: str = OWED
    agency: str = ""
    to: str = ""
    year: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "DutyFilters":
        state, year = str(query.get("tinh-trang", OWED)), str(query.get("nam", ""))
        return cls(
            state=state if state in {OWED, SENT, Owing.LATE, ""} else OWED,
            agency=str(query.get("don-vi", "")).strip()[:100],
            to=str(query.get("noi-nhan", "")).strip()[:100],
            year=year if year.isascii() and year.isdecimal() and len(year) == 4 else "",  # noqa: PLR2004
        )

    @property
    def any(self) -> bool:
        return any(getattr(self, one.name) != one.default for one in fields(self))


def duty_items(
    user: User, filters: DutyFilters, day: dt.date, calendar: WorkCalendar
) -> QuerySet[DutyItem, DutyItem]:
    """What is owed first by its day; what was sent the latest first."""
    rows = items_seen(user)
    if filters.state == SENT:
        rows = rows.filter(done_on__isnull=False)
    elif filters.state:
        rows = rows.filter(done_on=None)
    if filters.state == Owing.LATE:
        rows = rows.filter(due_on__lt=late_before(day, calendar))
    for key, name in ((filters.agency, "agency"), (filters.to, "addressee")):
        if key:
            found = Q(**{f"duty__{name}__slug": key})
            rows = rows.filter(found | matches(key, f"duty__{name}__search_key"))
    if filters.year:
        rows = rows.filter(due_on__year=filters.year)
    return rows.order_by("-due_on" if filters.state == SENT else "due_on", "pk")


def late_before(day: dt.date, calendar: WorkCalendar) -> dt.date:
    """Items due before this day are late on `day`: what fell due on days off up to it is still in time."""
    first = day
    while not calendar.is_working(first - dt.timedelta(days=1)):
        first -= dt.timedelta(days=1)
    return first if calendar.is_working(day) else _last_working(day, calendar)


def _last_working(day: dt.date, calendar: WorkCalendar) -> dt.date:
    """On a day off: what fell due on the last working day is late, what fell due since is not."""
    return calendar.add(day, -1) + dt.timedelta(days=1)


def duty_lines(items: Iterable[DutyItem], day: dt.date, calendar: WorkCalendar) -> list[DutyLine]:
    return [_line(one, day, calendar) for one in items]


def _line(item: DutyItem, day: dt.date, calendar: WorkCalendar) -> DutyLine:
    due = item.due_on
    until = due if calendar.is_working(due) else calendar.add(due, 1)
    if item.done_on is not None:
        late = item.done_on > until
        days = calendar.between(until, item.done_on) if late else 0
        return DutyLine(item, until, Owing.SENT_LATE if late else Owing.SENT, days)
    if day > until:
        return DutyLine(item, until, Owing.LATE, calendar.between(until, day))
    left = calendar.between(day, until)
    soon = left <= item.duty.remind_days
    return DutyLine(item, until, Owing.SOON if soon else Owing.OPEN, left)


def owed_by(agency: Agency, day: dt.date, calendar: WorkCalendar | None = None) -> list[DutyLine]:
    """What an agency still owes, late or due within AHEAD, by day; and what is owed to nobody but it."""
    mine = Q(duty__agency=agency) | Q(duty__agency=None, duty__addressee=agency)
    mine |= Q(duty__agency=None, duty__addressee=None, duty__paper__issuer=agency)
    return duty_lines(owed_items(day).filter(mine), day, calendar or work_calendar())


def owed_items(day: dt.date) -> QuerySet[DutyItem, DutyItem]:
    """Not sent, and late or due within AHEAD of a day; by the day they are due."""
    rows = DutyItem.objects.filter(done_on=None, due_on__lte=day + AHEAD)
    return _about(rows).order_by("due_on", "pk")


@dataclass(frozen=True, slots=True)
class OwedTo:
    """Reports that are owed, late or due within AHEAD, by day."""

    lines: list[DutyLine]

    @property
    def late(self) -> list[DutyLine]:
        return [one for one in self.lines if one.owing is Owing.LATE]

    @property
    def due(self) -> int:
        return len(self.lines) - len(self.late)

    def by(self, agency: Agency) -> list[DutyLine]:
        """What `owed_by` finds, out of what is at hand."""
        return [one for one in self.lines if _keeper(one.duty) == agency.pk]


def owed_to_province(day: dt.date, calendar: WorkCalendar | None = None) -> OwedTo:
    """Over all agencies, for the office's first page."""
    return OwedTo(duty_lines(owed_items(day), day, calendar or work_calendar()))


def told_of(duties: Iterable[ReportDuty], day: dt.date) -> dict[int, list[User]]:
    """Whom a reminder of a duty reaches, by its key: officers and the focal point of whoever keeps it."""
    keepers = {one.pk: _keeper(one) for one in duties}
    found: dict[int | None, list[User]] = {}
    for one in people_of({key for key in keepers.values() if key}, day):
        found.setdefault(one.agency_id, []).append(one.user)
    return {pk: found.get(agency, []) for pk, agency in keepers.items()}


def people_of(agencies: Collection[int], day: dt.date) -> list[Membership]:
    """Officers and focal points of these agencies, each with its user."""
    rows = Membership.objects.on(day).filter(
        agency__in=agencies, role__in=TOLD, user__is_active=True
    )
    return list(rows.select_related("user"))


def _keeper(duty: ReportDuty) -> int | None:
    issuer = duty.paper.issuer_id if duty.paper else None
    return duty.agency_id or duty.addressee_id or issuer


def sheet_rows(lines: Iterable[DutyLine]) -> list[list[Any]]:
    """In the order of COLUMNS; what is not known stays blank."""
    return [_sheet_row(one) for one in lines]


def _sheet_row(line: DutyLine) -> list[Any]:
    duty, item = line.duty, line.item
    return [
        *(duty.what, item.period, str(duty.agency or duty.who)),
        *(str(duty.addressee or duty.whom) or None, duty_words(duty)),
        *(item.due_on, line.until, line.words, item.done_on),
        item.paper.short if item.paper else item.note or None,
        *(duty.paper.short if duty.paper else None, "minh họa" if duty.illustrative else None),
    ]
