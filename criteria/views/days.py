"""The day a reader asks for in the address (`?ngay=`)."""

import datetime as dt

from django.http import HttpRequest

from accounts.calendar import working_day


def day_asked(request: HttpRequest) -> tuple[dt.date, str]:
    """The day asked for, or the working day; and what is wrong with what was typed, if anything."""
    given = request.GET.get("ngay", "").strip()
    if not given:
        return working_day(), ""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(given, form).date(), ""  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    return working_day(), f"«{given}» không phải là ngày. Hãy nhập như 18/6/2024."
