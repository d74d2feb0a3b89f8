"""The day a reader asks for in the address (`?ngay=`), and as known at which moment (`?biet-den=`)."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from accounts.calendar import read_day, working_day


def day_asked(request: HttpRequest) -> tuple[dt.date, str]:
    """The day asked for, or the working day; and what is wrong with what was typed, if anything."""
    given = request.GET.get("ngay", "").strip()
    if not given:
        return working_day(), ""
    try:
        return read_day(given), ""
    except ValueError as error:
        return working_day(), str(error)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, what was on record at a moment (None: now), and what is wrong with what was typed."""

    day: dt.date
    known_at: dt.datetime | None
    refused: str


def moment_asked(request: HttpRequest) -> Moment:
    """`?biet-den=2024-07-10T15:00`, local time; a day alone means until its end."""
    day, refused = day_asked(request)
    given = request.GET.get("biet-den", "").strip()
    if not given:
        return Moment(day, None, refused)
    known_at = _moment(given)
    if known_at is None:
        words = f"«{given}» không phải là ngày giờ. Hãy nhập như 2024-07-10T15:00."
        return Moment(day, None, f"{refused} {words}".strip())
    return Moment(day, known_at, refused)


def _moment(given: str) -> dt.datetime | None:
    try:
        found = parse_datetime(given) if "T" in given else None
        if found is None and (alone := parse_date(given)):
            found = dt.datetime.combine(alone, dt.time.max)
    except ValueError:  # well written, but no such day
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found
