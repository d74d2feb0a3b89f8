import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from documents.calendar import WorkCalendar, holidays_of

PLAIN = WorkCalendar()
YEARS = some.dates(dt.date(2019, 1, 1), dt.date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (dt.date(2024, 6, 15), "Saturday"),
        (dt.date(2024, 1, 1), "New Year"),
        (dt.date(2024, 2, 9), "the eve of Tết Giáp Thìn"),
        (dt.date(2024, 2, 14), "the fifth day of Tết Giáp Thìn"),
        (dt.date(2024, 4, 18), "Giỗ Tổ, the tenth day of the third month"),
        (dt.date(2023, 4, 29), "Giỗ Tổ of 2023"),
        (dt.date(2023, 5, 3), "made up for Giỗ Tổ, which fell on a Saturday"),
        (dt.date(2024, 4, 29), "swapped with Saturday 4/5/2024"),
        (dt.date(2024, 4, 30), "the south's liberation"),
        (dt.date(2024, 5, 1), "labour day"),
        (dt.date(2024, 9, 2), "the national day"),
        (dt.date(2024, 9, 3), "its second day, since 2021"),
        (dt.date(2025, 1, 28), "the eve of Tết Ất Tỵ"),
    ],
)
def test_offices_are_closed(day, why):
    assert not PLAIN.is_working(day), why


@pytest.mark.parametrize(
    "day",
    [
        dt.date(2024, 6, 18),
        dt.date(2024, 2, 7),
        dt.date(2024, 4, 19),
        dt.date(2024, 5, 4),  # a Saturday worked for Monday 29/4
    ],
)
def test_other_days_are_worked(day):
    assert PLAIN.is_working(day)


def test_what_the_office_wrote_stands_above_the_calendar():
    calendar = WorkCalendar({dt.date(2024, 6, 18): False, dt.date(2024, 6, 22): True})

    assert not calendar.is_working(dt.date(2024, 6, 18))
    assert calendar.is_working(dt.date(2024, 6, 22))
    # Monday 17/6 → Monday 24/6: Wed, Thu, Fri, Saturday worked, Mon; Tuesday closed
    assert calendar.between(dt.date(2024, 6, 17), dt.date(2024, 6, 24)) == 5


def test_days_are_added_over_weekends_and_holidays():
    friday = dt.date(2024, 6, 28)

    assert PLAIN.add(friday, 1) == dt.date(2024, 7, 1)
    assert PLAIN.add(dt.date(2024, 7, 1), -1) == friday
    assert PLAIN.add(friday, 0) == friday
    # Tết 2024: the last working day before it is Wednesday 7/2, the first after it Thursday 15/2
    assert PLAIN.add(dt.date(2024, 2, 7), 1) == dt.date(2024, 2, 15)


def test_between_counts_the_last_day_and_not_the_first():
    assert PLAIN.between(dt.date(2024, 6, 17), dt.date(2024, 6, 18)) == 1
    assert PLAIN.between(dt.date(2024, 6, 18), dt.date(2024, 6, 18)) == 0
    assert PLAIN.between(dt.date(2024, 6, 18), dt.date(2024, 6, 17)) == -1
    assert PLAIN.between(dt.date(2024, 6, 14), dt.date(2024, 6, 16)) == 0  # Friday to Sunday


@given(first=YEARS, last=YEARS)
def test_between_is_what_counting_day_by_day_gives(first, last):
    calendar = WorkCalendar({dt.date(2023, 6, 5): False, dt.date(2024, 6, 8): True})
    low, high = sorted([first, last])
    days = (low + dt.timedelta(days=number) for number in range(1, (high - low).days + 1))
    counted = sum(map(calendar.is_working, days))

    assert calendar.between(first, last) == (counted if first <= last else -counted)


@given(day=YEARS, number=some.integers(1, 60))
def test_add_and_between_answer_each_other(day, number):
    later = PLAIN.add(day, number)

    assert PLAIN.is_working(later)
    assert PLAIN.between(day, later) == number


def test_holidays_have_vietnamese_names():
    assert holidays_of(2024)[dt.date(2024, 9, 2)] == "Quốc khánh"
