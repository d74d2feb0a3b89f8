"""Report duties: kept, turned into dated items, reminded of, and said to be sent."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from accounts import notices, trail
from accounts.calendar import working_day
from accounts.choices import NoticeKind
from accounts.models import User
from communes.models import Agency
from communes.permissions import on_behalf_of
from documents.models import OfficialDocument
from documents.selectors import work_calendar
from plans.calendar import MONTHLY, WEEKLY, due_days, next_due, period_words, read_months
from plans.choices import Frequency
from plans.models import DutyItem, ReportDuty
from plans.selectors.duties import (
    AHEAD,
    DutyLine,
    Owing,
    counting_duties,
    duty_lines,
    falls_of,
    owed_items,
    told_of,
)
from plans.services.kept import change, hold

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DutyGiven:
    """A duty as a paper says it: who owes whom which report, how often, from which day."""

    what: str
    frequency: str
    starts: dt.date
    agency: Agency | None = None
    who: str = ""
    addressee: Agency | None = None
    whom: str = ""
    day: int | None = None
    months: str = ""
    weekday: int | None = None
    paper: OfficialDocument | None = None
    remind_days: int = 3
    note: str = ""
    ends: dt.date | None = None

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def add_duty(*, given: DutyGiven, by: User | None, illustrative: bool = False) -> ReportDuty:
    """Enter a duty and open its first items, once its paper is out.

    Refusals: `whose` (nobody named), `itself`, `weekday`, `day`, `months` (not of that frequency), `locked`
    (its paper is before the signer), and what the fields refuse.
    """
    _refuse(given)
    stead = on_behalf_of(by, given.agency) if by and given.agency else None
    row = ReportDuty(by=by, on_behalf_of=stead, illustrative=illustrative, **given.fields)
    row.full_clean()
    row.save()
    trail.record(by, "added report duty", row, on_behalf_of=stead)
    open_items(working_day(), only=row)
    return row


@transaction.atomic
def change_duty(*, duty: ReportDuty, given: DutyGiven, seen: int | None, by: User) -> ReportDuty:
    """Say it anew; items still to come follow, what fell due or was sent stays. Refusals: as above, `stale`."""
    _refuse(given)
    day, before = working_day(), duty.version
    row = change(duty, seen, by, "changed report duty", **given.fields)
    if row.version != before:
        row.items.filter(done_on=None, due_on__gt=day, note="").delete()
        open_items(day, only=row)
    return row


@transaction.atomic
def drop_duty(*, duty: ReportDuty, by: User) -> None:
    """Take a duty out that no report was ever sent for. Refusals: `used`, `locked`, `gone`."""
    row = hold(duty)
    _refuse_locked(row.paper)
    if row.items.exclude(done_on=None).exists():
        raise ValidationError(
            "Chế độ này đã có báo cáo gửi. Hãy ghi ngày kết thúc thay vì xóa.", code="used"
        )
    row.items.all().delete()
    trail.record(by, "dropped report duty", row)
    row.delete()


@transaction.atomic
def open_items(day: dt.date, *, only: ReportDuty | None = None) -> int:
    """Open what falls due within AHEAD of a day, and at least the next one; how many are new.

    Safe to run as often as one likes: a duty has one item a day. Nothing is opened for days before the
    duty was first looked at; days on which beat stood still are made up for.
    """
    duties = counting_duties(day)
    if only is not None:
        duties = duties.filter(pk=only.pk)
    rows = duties.annotate(latest=Max("items__due_on"))
    fresh = [item for duty in rows for item in _items(duty, duty.latest, day)]
    known = set(
        DutyItem.objects.filter(duty__in={one.duty_id for one in fresh}).values_list(
            "duty", "due_on"
        )
    )
    fresh = [one for one in fresh if (one.duty_id, one.due_on) not in known]
    DutyItem.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _items(duty: ReportDuty, latest: dt.date | None, day: dt.date) -> list[DutyItem]:
    falls = falls_of(duty)
    first = max(duty.starts, min(day, latest + DAY) if latest else day)
    days = due_days(falls, first, day + AHEAD)
    if not days and (latest is None or latest <= day):
        following = next_due(falls, max(day, duty.starts - DAY))
        days = [following] if following else []
    return [
        DutyItem(duty=duty, due_on=one, period=period_words(falls, one))
        for one in days
        if duty.covers(one)
    ]


@transaction.atomic
def ask_report(*, duty: ReportDuty, due_on: dt.date, note: str, by: User) -> DutyItem:
    """Ask for a report on demand, or for one whose paper names no day, by a day.

    Refusals: `past`, `draft` (its paper is not out), `ended`, `twin` (that day is asked already).
    """
    row, day = hold(duty), working_day()
    if due_on < day:
        _say("due_on", f"Hạn không được trước ngày làm việc {_shown(day)}.", "past")
    if not row.covers(due_on):
        _say("due_on", "Chế độ báo cáo này không còn hiệu lực vào ngày đó.", "ended")
    if row.paper and not OfficialDocument.objects.in_force().filter(pk=row.paper.pk).exists():
        raise ValidationError(
            "Văn bản quy định chế độ này chưa ban hành nên chưa yêu cầu được.", code="draft"
        )
    if row.items.filter(due_on=due_on).exists():
        _say("due_on", f"Ngày {_shown(due_on)} đã có một kỳ của báo cáo này.", "twin")
    period = period_words(falls_of(row), due_on)
    item = DutyItem(duty=row, due_on=due_on, period=period, note=note.strip())
    item.full_clean()
    item.save()
    trail.record(by, "asked for owed report", row, due_on=f"{due_on}")
    people = told_of([row], day)[row.pk]
    title = f"Được yêu cầu: {row.what}, hạn {_shown(due_on)}"
    notices.tell(
        people,
        key=f"duty:{item.pk}:asked",
        title=title,
        words=item.note,
        address=_address(item),
        kind=NoticeKind.REPORT,
    )
    return item


@transaction.atomic
def send_report(
    *,
    item: DutyItem,
    done_on: dt.date | None = None,
    paper: OfficialDocument | None = None,
    note: str = "",
    by: User,
) -> DutyItem:
    """Say that a report was sent, on a day, with the paper that carried it.

    Refusals: `sent` (somebody said so before), `future`, `draft` (that paper is no more than a draft).
    """
    row, day = hold(item), working_day()
    if row.done_on is not None:
        raise ValidationError(
            f"{row.duty.what}, {row.period}: đã ghi gửi ngày {_shown(row.done_on)}.", code="sent"
        )
    if done_on is not None and done_on > day:
        _say("done_on", f"Ngày gửi không được sau ngày làm việc {_shown(day)}.", "future")
    if paper is not None and paper.is_on_its_way:
        _say("paper", "Văn bản này chưa ban hành nên chưa phải là báo cáo đã gửi.", "draft")
    row.done_on, row.done_by, row.paper = done_on or day, by, paper
    row.note = note.strip() or row.note
    row.full_clean(validate_unique=False)
    row.save()
    trail.record(by, "sent owed report", row.duty, period=row.period, on=f"{row.done_on}")
    return row


@transaction.atomic
def unsend_report(*, item: DutyItem, by: User) -> DutyItem:
    """It was said by mistake: the report is owed again. Refusals: `owed`."""
    row = hold(item)
    if row.done_on is None:
        raise ValidationError("Báo cáo này chưa ghi là đã gửi.", code="owed")
    said = f"{row.done_on}"
    row.done_on = row.done_by = row.paper = None
    row.save(update_fields=["done_on", "done_by", "paper"])
    trail.record(by, "took back owed report", row.duty, period=row.period, on=said)
    return row


def remind(day: dt.date) -> int:
    """Tell whoever owes a report that it comes due, is due, is late: each once; how many items were told of."""
    calendar = work_calendar()
    lines = [
        one
        for one in duty_lines(owed_items(day), day, calendar)
        if one.owing in {Owing.SOON, Owing.LATE} or one.until == day
    ]
    people = told_of([one.duty for one in lines], day)
    for one in lines:
        notices.tell(
            people[one.duty.pk],
            key=f"duty:{one.item.pk}:{_moment(one, day)}",
            title=f"{_opening(one, day)}: {one.duty.what}, {one.item.period}",
            words=f"Hạn {_shown(one.item.due_on)}, {one.words}.",
            address=_address(one.item),
            kind=NoticeKind.REPORT,
        )
    return len(lines)


def _moment(line: DutyLine, day: dt.date) -> str:
    if line.owing is Owing.LATE:
        return "late"
    return "today" if line.until == day else "before"


def _opening(line: DutyLine, day: dt.date) -> str:
    said = {"late": "Quá hạn báo cáo", "today": "Báo cáo đến hạn hôm nay"}
    return said.get(_moment(line, day), "Báo cáo sắp đến hạn")


def _address(item: DutyItem) -> str:
    return reverse("plans:duty_done", args=[item.pk])


def _refuse(given: DutyGiven) -> None:
    _refuse_locked(given.paper)
    if given.agency is None and not given.who.strip():
        _say("who", "Chọn đơn vị báo cáo, hoặc ghi ai báo cáo bằng lời.", "whose")
    if given.agency is not None and given.agency == given.addressee:
        _say("addressee", "Nơi nhận phải khác đơn vị báo cáo.", "itself")
    weekly = given.frequency == WEEKLY
    dated = falls_of(ReportDuty(frequency=given.frequency)).is_dated
    if given.weekday and not weekly:
        _say("weekday", "Chỉ báo cáo hằng tuần mới có thứ trong tuần.", "weekday")
    if given.day and (weekly or not dated):
        _say("day", f"Báo cáo {_label(given)} không có ngày trong tháng.", "day")
    try:
        months = read_months(given.months)
    except ValueError as wrong:
        _say("months", str(wrong), "months")
    if months and (weekly or not dated):
        _say("months", f"Báo cáo {_label(given)} không có tháng.", "months")
    if given.frequency == MONTHLY and given.remind_days > 20:  # noqa: PLR2004 -- working days of a month
        _say("remind_days", "Báo cáo hằng tháng nhắc trước nhiều nhất 20 ngày.", "remind")


def _refuse_locked(paper: OfficialDocument | None) -> None:
    if paper is not None and paper.is_on_its_way and not paper.is_editable:
        raise ValidationError(
            "Kế hoạch đang trình ký nên không sửa được. Hãy rút về hoặc chờ trả lại.",
            code="locked",
        )


def _label(given: DutyGiven) -> str:
    return Frequency(given.frequency).label


def _shown(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _say(field: str, words: str, code: str) -> NoReturn:
    raise ValidationError({field: ValidationError(words, code=code)})
