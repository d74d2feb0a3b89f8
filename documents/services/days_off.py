"""Days on which offices are closed, or open, against what the calendar says."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from documents.calendar import WorkCalendar
from documents.models import DayOff


@transaction.atomic
def add_day_off(*, day: dt.date, works: bool, name: str, source: str = "", by: User) -> DayOff:
    """Write that a day is off, or worked. Refusals: `twin` (the day is there), `same` (it is so already)."""
    if DayOff.objects.filter(day=day).exists():
        raise ValidationError(
            f"Ngày {_words(day)} đã có trong danh sách; muốn ghi khác thì bỏ dòng cũ trước.",
            code="twin",
        )
    if WorkCalendar().is_working(day) == works:
        usual = "ngày làm việc" if works else "ngày nghỉ"
        raise ValidationError(f"Ngày {_words(day)} vốn đã là {usual}; không cần ghi.", code="same")
    row = DayOff(day=day, works=works, name=name.strip(), source=source.strip(), by=by)
    row.full_clean()
    row.save()
    trail.record(by, "added day off", row, works=works, source=row.source)
    return row


@transaction.atomic
def drop_day_off(*, row: DayOff, by: User) -> None:
    """Take the line away: the day is again what the calendar says."""
    trail.record(by, "dropped day off", row, works=row.works, source=row.source)
    row.delete()


def _words(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
