"""The working days as the office keeps them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from documents.calendar import WorkCalendar, holidays_of, made_up_days_of
from documents.models import DayOff

DAY_OFF_COLUMNS = ("Ngày", "Là", "Lý do", "Thông báo")


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day that is off, or worked against the calendar; `row` where the office wrote it."""

    day: dt.date
    works: bool
    name: str
    row: DayOff | None = None


def work_calendar() -> WorkCalendar:
    """The working days as the office keeps them; one query."""
    return WorkCalendar(dict(DayOff.objects.values_list("day", "works")))


def closed_days(year: int) -> list[ClosedDay]:
    """The public holidays of a year, and what the office wrote beside or above them, day by day."""
    found = {
        day: ClosedDay(day, works=False, name=name) for day, name in holidays_of(year).items()
    }
    for day in made_up_days_of(year):
        found[day] = ClosedDay(day, works=True, name="Làm bù ngày nghỉ hoán đổi")
    for row in DayOff.objects.filter(day__year=year):
        found[row.day] = ClosedDay(row.day, row.works, row.name, row)
    return sorted(found.values(), key=lambda one: one.day)


def day_off_rows(days: Iterable[ClosedDay]) -> list[list[Any]]:
    """In the order of DAY_OFF_COLUMNS."""
    return [
        [
            one.day,
            "làm việc" if one.works else "nghỉ",
            one.name,
            one.row.source if one.row else "ngày lễ theo Bộ luật Lao động",
        ]
        for one in days
    ]
