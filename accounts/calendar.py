"""The one working day: whatever asks "today" asks here (`recorded_at` alone stays real). Days as typed."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

DAY_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y")  # as people type a day


def working_day() -> dt.date:
    """The real day in Vietnam, or the day that PORTAL_TODAY sets."""
    if settings.PORTAL_TODAY:
        return dt.date.fromisoformat(settings.PORTAL_TODAY)
    return timezone.localdate()


def is_demo_day() -> bool:
    return bool(settings.PORTAL_TODAY)


def read_day(text: str) -> dt.date:
    """A day as typed, 18/6/2024 or 2024-06-18. Raises ValueError where it is none."""
    for form in DAY_FORMATS:
        try:
            return dt.datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    raise ValueError(f"«{text.strip()[:40]}» không phải là ngày. Hãy nhập như 18/6/2024.")
