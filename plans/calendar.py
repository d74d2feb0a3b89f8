"""When reports fall due: the days that «hằng tuần», «ngày 16 hằng tháng», «6 tháng», «hằng năm» mean."""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

WEEKLY, MONTHLY, QUARTERLY = "weekly", "monthly", "quarterly"
HALF_YEAR, YEARLY = "half_year", "yearly"
DATED = frozenset({WEEKLY, MONTHLY, QUARTERLY, HALF_YEAR, YEARLY})
# Ours, where the paper names no day: the week's last working day, the last day of the last month.
FRIDAY = 5
LAST_DAY = 31
MONTHS = {
    MONTHLY: tuple(range(1, 13)),
    QUARTERLY: (3, 6, 9, 12),
    HALF_YEAR: (6, 12),
    YEARLY: (12,),
}
ROMAN = ("I", "II", "III", "IV")
MONTHS_OF_QUARTER = 3
HALF = 6
YEARS_AHEAD = 2  # a day that a rule never meets within them it never meets
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Falls:
    """How often a report is owed: `day` of the month, `months` it falls in, `weekday` 1 (Monday) to 7."""

    frequency: str
    day: int | None = None
    months: tuple[int, ...] = ()
    weekday: int | None = None

    @property
    def is_dated(self) -> bool:
        return self.frequency in DATED


def read_months(text: str) -> tuple[int, ...]:
    """«6,12» as months in order. Raises ValueError, in words, for what is no month."""
    found = set()
    for part in text.replace(";", ",").split(","):
        word = part.strip()
        if not word:
            continue
        if not (word.isascii() and word.isdecimal() and 1 <= int(word) <= DECEMBER):
            raise ValueError(f"«{word}» không phải là tháng. Hãy ghi như 6, 12.")
        found.add(int(word))
    return tuple(sorted(found))


def due_days(falls: Falls, first: dt.date, last: dt.date) -> list[dt.date]:
    """The days from `first` to `last`, both included, on which it falls due; none where no day is named."""
    if not falls.is_dated or last < first:
        return []
    days = _weeks(falls, first) if falls.frequency == WEEKLY else _months(falls, first, last.year)
    found = []
    for day in days:
        if day > last:
            break
        if day >= first:
            found.append(day)
    return found


def next_due(falls: Falls, after: dt.date) -> dt.date | None:
    """The first day after `after` on which it falls due."""
    until = dt.date(after.year + YEARS_AHEAD, DECEMBER, LAST_DAY)
    return next(iter(due_days(falls, after + dt.timedelta(days=1), until)), None)


def period_words(falls: Falls, day: dt.date) -> str:
    """Of which span the report is that falls due on a day: «tháng 6/2024», «6 tháng đầu năm 2024»."""
    match falls.frequency:
        case "weekly":
            return f"tuần đến {day.day}/{day.month}/{day.year}"
        case "monthly":
            return f"tháng {day.month}/{day.year}"
        case "quarterly":
            return f"quý {ROMAN[(day.month - 1) // MONTHS_OF_QUARTER]}/{day.year}"
        case "half_year":
            return f"6 tháng {'đầu' if day.month <= HALF else 'cuối'} năm {day.year}"
        case "yearly":
            return f"năm {day.year}"
    return f"theo yêu cầu, hạn {day.day}/{day.month}/{day.year}"


def falls_words(falls: Falls, *, ours: bool = True) -> str:
    """The rule as read: «hằng tháng, ngày 16»; `ours`: say which day counts where the paper names none."""
    match falls.frequency:
        case "weekly":
            return _with("hằng tuần", _weekday(falls.weekday, ours=ours))
        case "monthly":
            named = f"hằng tháng ({_listed(falls.months)})" if falls.months else "hằng tháng"
            return _with(named, _day(falls.day, ours=ours))
        case "quarterly" | "half_year" | "yearly":
            names = {QUARTERLY: "hằng quý", HALF_YEAR: "6 tháng", YEARLY: "hằng năm"}
            return _with(names[falls.frequency], _days(falls, ours=ours))
        case "periodic":
            return "định kỳ (không nêu ngày)" if ours else "định kỳ"
    return "đột xuất, theo yêu cầu"


def _with(name: str, when: str) -> str:
    return f"{name}, {when}" if when else name


def _weekday(number: int | None, *, ours: bool) -> str:
    if number is None:
        return "tính thứ Sáu (văn bản không nêu thứ)" if ours else ""
    names = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
    return names[number - 1]


def _day(number: int | None, *, ours: bool) -> str:
    if number:
        return f"ngày {number}"
    return "tính ngày cuối tháng (văn bản không nêu ngày)" if ours else ""


def _days(falls: Falls, *, ours: bool) -> str:
    """«ngày 14 các tháng 6, 12»; months that are ours only where asked."""
    months = falls.months or (MONTHS[falls.frequency] if falls.day or ours else ())
    day = f"ngày {falls.day}" if falls.day else ""
    if not months:
        return day
    if not day:
        day = "tính ngày cuối" if ours else "trong"
    return f"{day} {'tháng' if len(months) == 1 else 'các tháng'} {_listed(months)}"


def _listed(months: tuple[int, ...]) -> str:
    return ", ".join(str(one) for one in months)


def _weeks(falls: Falls, first: dt.date) -> Iterator[dt.date]:
    ahead = ((falls.weekday or FRIDAY) - first.isoweekday()) % 7
    day = first + dt.timedelta(days=ahead)
    while True:
        yield day
        day += dt.timedelta(days=7)


def _months(falls: Falls, first: dt.date, last_year: int) -> Iterator[dt.date]:
    """A 31st in a shorter month is its last day."""
    months = falls.months or MONTHS[falls.frequency]
    for year in range(first.year, last_year + 1):
        for month in months:
            ends = calendar.monthrange(year, month)[1]
            yield dt.date(year, month, min(falls.day or LAST_DAY, ends))
