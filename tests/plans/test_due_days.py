"""When reports fall due, and how a rule reads."""

import datetime as dt

import pytest

from plans.calendar import Falls, due_days, falls_words, next_due, period_words, read_months

d = dt.date


@pytest.mark.parametrize(
    ("falls", "days"),
    [
        (Falls("monthly", day=16), [d(2024, 6, 16), d(2024, 7, 16), d(2024, 8, 16)]),
        (Falls("monthly"), [d(2024, 6, 30), d(2024, 7, 31), d(2024, 8, 31)]),
        (Falls("monthly", day=31), [d(2024, 6, 30), d(2024, 7, 31), d(2024, 8, 31)]),
        (Falls("monthly", day=10, months=(7,)), [d(2024, 7, 10)]),
        (Falls("quarterly"), [d(2024, 6, 30)]),
        (Falls("half_year", day=14), [d(2024, 6, 14)]),
        (Falls("yearly"), []),
        (Falls("periodic"), []),
        (Falls("demand"), []),
    ],
)
def test_days_of_a_summer(falls, days):
    assert due_days(falls, d(2024, 6, 1), d(2024, 8, 31)) == days


def test_weeks_end_on_friday_unless_a_day_is_named():
    assert due_days(Falls("weekly"), d(2024, 6, 18), d(2024, 7, 1)) == [
        d(2024, 6, 21),
        d(2024, 6, 28),
    ]
    monday = Falls("weekly", weekday=1)
    assert due_days(monday, d(2024, 6, 17), d(2024, 6, 24)) == [d(2024, 6, 17), d(2024, 6, 24)]


def test_the_next_day_is_after_the_day_asked():
    assert next_due(Falls("half_year"), d(2024, 6, 30)) == d(2024, 12, 31)
    assert next_due(Falls("monthly", day=16), d(2024, 6, 15)) == d(2024, 6, 16)
    assert next_due(Falls("demand"), d(2024, 6, 15)) is None


def test_nothing_falls_due_in_a_span_that_runs_backwards():
    assert due_days(Falls("weekly"), d(2024, 7, 1), d(2024, 6, 1)) == []


@pytest.mark.parametrize(
    ("falls", "words", "bare"),
    [
        (Falls("monthly", day=16), "hằng tháng, ngày 16", "hằng tháng, ngày 16"),
        (Falls("weekly", weekday=5), "hằng tuần, thứ Sáu", "hằng tuần, thứ Sáu"),
        (Falls("weekly"), "hằng tuần, tính thứ Sáu (văn bản không nêu thứ)", "hằng tuần"),
        (Falls("half_year"), "6 tháng, tính ngày cuối các tháng 6, 12", "6 tháng"),
        (Falls("yearly", day=14), "hằng năm, ngày 14 tháng 12", "hằng năm, ngày 14 tháng 12"),
        (Falls("periodic"), "định kỳ (không nêu ngày)", "định kỳ"),
    ],
)
def test_a_rule_in_words_says_what_is_ours(falls, words, bare):
    assert (falls_words(falls), falls_words(falls, ours=False)) == (words, bare)


@pytest.mark.parametrize(
    ("frequency", "words"),
    [
        ("weekly", "tuần đến 30/6/2024"),
        ("monthly", "tháng 6/2024"),
        ("quarterly", "quý II/2024"),
        ("half_year", "6 tháng đầu năm 2024"),
        ("yearly", "năm 2024"),
        ("demand", "theo yêu cầu, hạn 30/6/2024"),
    ],
)
def test_the_span_of_a_report(frequency, words):
    assert period_words(Falls(frequency), d(2024, 6, 30)) == words


def test_months_as_typed():
    assert read_months("12, 6; 6") == (6, 12)
    assert read_months("") == ()
    with pytest.raises(ValueError, match="13"):
        read_months("6, 13")
