"""How a task is judged by working days: pure rules, no database."""

import datetime as dt

import pytest

from documents.calendar import WorkCalendar
from plans.evaluation import Colour, Limits, Said, Verdict, judge, together

TODAY = dt.date(2024, 6, 18)  # a Tuesday
SINCE = dt.date(2024, 3, 27)
FRESH = dt.date(2024, 6, 17)
CALENDAR = WorkCalendar()
LIMITS = Limits(soon=10, silent=22)


def judged(said, day=TODAY, due=dt.date(2024, 6, 28), since=SINCE, limits=LIMITS):
    return judge(said, day, due=due, since=since, calendar=CALENDAR, limits=limits)


def begun(**more):
    return Said(begun=True, last_on=FRESH, **more)


def test_confirmed_is_done_and_keeps_how_late_it_was():
    said = Said(done_on=dt.date(2024, 7, 3), confirmed=True, begun=True, last_on=FRESH)

    verdict = judged(said, day=dt.date(2024, 9, 1))

    assert (verdict.colour, verdict.days_late) == (Colour.DONE, 3)


def test_overdue_is_red_and_counts_working_days():
    verdict = judged(begun(), day=dt.date(2024, 7, 2))  # Friday 28/6 → Tuesday 2/7

    assert (verdict.colour, verdict.days_late, verdict.days_left) == (Colour.LATE, 2, None)
    assert verdict.why == "quá hạn 2 ngày làm việc"


def test_a_weekend_after_the_day_is_not_late_yet():
    assert judged(begun(), day=dt.date(2024, 6, 30)).colour is Colour.SOON
    assert judged(begun(), day=dt.date(2024, 7, 1)).colour is Colour.LATE


def test_a_day_off_as_deadline_ends_with_the_working_day_before():
    sunday = dt.date(2024, 6, 30)
    friday, saturday, monday = dt.date(2024, 6, 28), dt.date(2024, 6, 29), dt.date(2024, 7, 1)

    for day in (friday, saturday, sunday):
        last = judged(begun(), day=day, due=sunday)
        assert (last.colour, last.days_left) == (Colour.SOON, 0)
        assert last.why == last.left_words == "không còn ngày làm việc nào sau hôm nay"
    assert judged(begun(), day=monday, due=sunday).days_late == 1
    assert judged(begun(done_on=sunday), day=monday, due=sunday).colour is Colour.OPEN


def test_holidays_do_not_make_a_task_late():
    """30/4 and 1/5/2024 are holidays, 29/4 a day off made up for."""
    said = Said(begun=True, last_on=dt.date(2024, 4, 25))
    due = dt.date(2024, 4, 26)

    assert judged(said, day=dt.date(2024, 5, 1), due=due).colour is Colour.SOON
    assert judged(said, day=dt.date(2024, 5, 2), due=due).days_late == 1


def test_days_off_that_the_office_keeps_count():
    calendar = WorkCalendar({dt.date(2024, 7, 1): False})
    found = judge(
        begun(),
        dt.date(2024, 7, 2),
        due=dt.date(2024, 6, 28),
        since=SINCE,
        calendar=calendar,
        limits=LIMITS,
    )

    assert found.days_late == 1


def test_reported_in_time_waits_without_turning_red():
    said = begun(done_on=dt.date(2024, 6, 27))

    verdict = judged(said, day=dt.date(2024, 8, 1))

    assert (verdict.colour, verdict.days_late) == (Colour.OPEN, 0)
    assert verdict.why == "chờ xác nhận hoàn thành"


def test_reported_late_stays_red_and_the_days_stop():
    said = begun(done_on=dt.date(2024, 7, 2))

    verdict = judged(said, day=dt.date(2024, 8, 1))

    assert (verdict.colour, verdict.days_late) == (Colour.LATE, 2)
    assert "chờ xác nhận" in verdict.why


@pytest.mark.parametrize(
    ("due", "colour", "left"),
    [
        (dt.date(2024, 7, 2), Colour.SOON, 10),
        (dt.date(2024, 7, 3), Colour.OPEN, 11),
        (TODAY, Colour.SOON, 0),
        (None, Colour.OPEN, None),
    ],
)
def test_soon_is_a_number_of_working_days_before(due, colour, left):
    verdict = judged(begun(), due=due)

    assert (verdict.colour, verdict.days_left) == (colour, left)


def test_stuck_is_behind_at_any_time():
    assert judged(begun(stuck=True), due=dt.date(2024, 12, 31)).colour is Colour.BEHIND


def test_soon_due_and_not_begun_is_behind():
    said = Said(begun=False, last_on=FRESH)

    assert judged(said).colour is Colour.BEHIND
    assert judged(said, due=dt.date(2024, 12, 31)).colour is Colour.OPEN


def test_silence_is_behind_after_its_working_days():
    """From Friday 17/5 to 18/6 there are 22 working days, from Thursday 16/5 there are 23."""
    far = dt.date(2024, 12, 31)
    quiet = Said(begun=True, last_on=dt.date(2024, 5, 17))
    quieter = Said(begun=True, last_on=dt.date(2024, 5, 16))

    assert judged(quiet, due=far).colour is Colour.OPEN
    assert judged(quieter, due=far).colour is Colour.BEHIND
    assert "23 ngày làm việc không có tiến độ mới" in judged(quieter, due=far).why


def test_silence_counts_from_the_decision_where_nothing_was_said():
    far = dt.date(2024, 12, 31)

    assert judged(Said(), due=far).colour is Colour.BEHIND
    assert judged(Said(), due=far, since=FRESH).colour is Colour.OPEN
    assert judged(Said(), due=far, since=None).colour is Colour.OPEN


def test_limits_move_the_colours():
    wide = Limits(soon=100, silent=100)

    assert judged(begun(), due=dt.date(2024, 9, 30), limits=wide).colour is Colour.SOON
    assert judged(Said(begun=True, last_on=SINCE), limits=wide).colour is Colour.SOON


def test_a_task_is_as_far_as_its_slowest_lead():
    done, late = (
        Verdict(Colour.DONE, days_late=5),
        Verdict(Colour.LATE, days_late=2, why="quá hạn"),
    )
    soon = Verdict(Colour.SOON, days_left=3)

    both = together([done, late, soon])

    assert (both.colour, both.days_late, both.days_left) == (Colour.LATE, 5, 3)
    assert both.why == "quá hạn"
    assert together([done, done]).colour is Colour.DONE
    assert together([done, soon]).colour is Colour.SOON


def test_every_colour_has_its_own_shape_and_words():
    assert len({one.sign for one in Colour}) == len({one.label for one in Colour}) == len(Colour)
