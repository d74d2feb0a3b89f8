"""Which days offices work: weekends, Vietnam's public holidays by year, and what the office has written beside them.

Deadlines, delays and answers are counted in working days (ngày làm việc). Public holidays (Tết and Giỗ Tổ by the
moon, days made up for holidays on a weekend, swapped days already announced) come from the library `holidays`;
the coordination office keeps what it does not know (`documents.models.DayOff`).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from holidays.countries.vietnam import Vietnam

FRIDAY = 4
WEEK = 7
WORKING_DAYS_OF_A_WEEK = 5
ONE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days, with `exceptions` (day → is it worked?) above weekends and public holidays."""

    exceptions: Mapping[dt.date, bool] = field(default_factory=dict)

    def is_working(self, day: dt.date) -> bool:
        known = self.exceptions.get(day)
        return _usually(day) if known is None else known

    def add(self, day: dt.date, number: int) -> dt.date:
        """The day that many working days after `day`; before it where negative; itself where 0."""
        step = ONE if number > 0 else -ONE
        left = abs(number)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, first: dt.date, last: dt.date) -> int:
        """Working days after `first` up to and with `last`; as many below zero where `last` is earlier."""
        if last < first:
            return -self.between(last, first)
        odd = {
            day: works
            for year in range(first.year, last.year + 1)
            for day, works in _odd_days(year).items()
        } | dict(self.exceptions)
        return _weekdays(first, last) + sum(
            works - (day.weekday() <= FRIDAY) for day, works in odd.items() if first < day <= last
        )


@lru_cache(maxsize=64)
def holidays_of(year: int) -> Mapping[dt.date, str]:
    """Vietnam's public holidays of a year with their names, days made up for them included."""
    return MappingProxyType(dict(sorted(_vietnam(year).items())))


def made_up_days_of(year: int) -> list[dt.date]:
    """Saturdays and Sundays worked for a swapped day, as far as the calendar knows."""
    return sorted(day for day, works in _odd_days(year).items() if works)


@lru_cache(maxsize=64)
def _odd_days(year: int) -> Mapping[dt.date, bool]:
    """Days that are not what their weekday says: holidays from Monday to Friday, worked Saturdays."""
    country = _vietnam(year)
    odd = {day: False for day in country if day.weekday() <= FRIDAY}
    odd |= {day: True for day in country.weekend_workdays if day.year == year}
    return MappingProxyType(odd)


def _vietnam(year: int) -> Vietnam:
    return Vietnam(years=year, language="vi")  # type: ignore[no-untyped-call]


def _usually(day: dt.date) -> bool:
    return _odd_days(day.year).get(day, day.weekday() <= FRIDAY)


def _weekdays(first: dt.date, last: dt.date) -> int:
    """Mondays to Fridays after `first` up to and with `last`."""
    weeks, rest = divmod((last - first).days, WEEK)
    ends = [(first + dt.timedelta(days=number)).weekday() for number in range(1, rest + 1)]
    return weeks * WORKING_DAYS_OF_A_WEEK + sum(day <= FRIDAY for day in ends)
