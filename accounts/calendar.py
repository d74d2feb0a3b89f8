"""The one working day: whatever asks "today" asks here (`recorded_at` alone stays real)."""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def working_day() -> dt.date:
    """The real day in Vietnam, or the day that PORTAL_TODAY sets."""
    if settings.PORTAL_TODAY:
        return dt.date.fromisoformat(settings.PORTAL_TODAY)
    return timezone.localdate()


def is_demo_day() -> bool:
    return bool(settings.PORTAL_TODAY)
