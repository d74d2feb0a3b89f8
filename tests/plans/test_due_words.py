"""Deadlines in all the forms that programmes print."""

import datetime as dt

import pytest

from plans.choices import DueKind
from plans.words import read_due


def day(text):
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("words", "kind", "on"),
    [
        ("Năm 2024", "year", "2024-12-31"),
        ("Trong năm 2024", "year", "2024-12-31"),
        ("Cả năm", "year", "2024-12-31"),
        ("2025", "year", "2025-12-31"),
        ("Giai đoạn 2024-2025", "year", "2025-12-31"),
        ("Năm 2024 – 2025", "year", "2025-12-31"),
        ("Quý II/ 2024", "quarter", "2024-06-30"),
        ("Quý II/2024", "quarter", "2024-06-30"),
        ("Quí 3 năm 2023", "quarter", "2023-09-30"),
        ("quý iv", "quarter", "2024-12-31"),
        ("Quý II trong năm 2025", "quarter", "2025-06-30"),
        ("Quý II, III/2024", "quarter", "2024-09-30"),
        ("Quý II, quý IV năm 2025", "quarter", "2025-12-31"),
        ("Từ quý I đến quý III/2024", "quarter", "2024-09-30"),
        ("Tháng 4/2024", "month", "2024-04-30"),
        ("Tháng 02 năm 2024", "month", "2024-02-29"),
        ("tháng 12", "month", "2024-12-31"),
        ("T6/2024", "month", "2024-06-30"),
        ("06/2024", "month", "2024-06-30"),
        ("Tháng 4-6/2024", "month", "2024-06-30"),
        ("Từ tháng 11 đến tháng 3/2025", "month", "2025-03-31"),
        ("Cuối tháng 6/2024", "month", "2024-06-30"),
        ("9 tháng đầu năm", "month", "2024-09-30"),
        ("6 tháng đầu năm", "half_year", "2024-06-30"),
        ("6 tháng cuối năm 2023", "half_year", "2023-12-31"),
        ("Sáu tháng đầu năm 2025", "half_year", "2025-06-30"),
        ("trước ngày 30/6/2024", "day", "2024-06-30"),
        ("Phấn đấu hoàn thành trong quý III/2024", "quarter", "2024-09-30"),
        ("Trước 30.6.2024", "day", "2024-06-30"),
        ("chậm nhất ngày 05 - 7 - 2024", "day", "2024-07-05"),
        ("ngày 30 tháng 6 năm 2024", "day", "2024-06-30"),
        ("Ngày 15 tháng 9", "day", "2024-09-15"),
        ("30/6", "day", "2024-06-30"),
        ("30/6/24", "day", "2024-06-30"),
        ("2024-06-30", "day", "2024-06-30"),
        ("Từ 01/3/2024 đến 30/6/2024", "day", "2024-06-30"),
        ("Thường xuyên", "recurring", None),
        ("Hằng quý", "recurring", None),
        ("hàng tháng", "recurring", None),
        ("Ngày 16 hằng tháng", "recurring", None),
        ("Định kỳ 6 tháng đầu năm, trong năm 2024", "recurring", "2024-12-31"),
        ("Định kỳ 6 tháng, hàng năm", "recurring", None),
        ("Định kỳ tháng, quý và năm", "recurring", None),
        ("3 tháng đầu năm 2024", "month", "2024-03-31"),
        ("Thường xuyên trong năm 2024", "recurring", "2024-12-31"),
        ("", "none", None),
        (" – ", "none", None),
        ("…", None, None),
    ],
)
def test_words_become_a_form_and_the_last_day_of_its_span(words, kind, on):
    if kind is None:
        with pytest.raises(ValueError, match="Không rõ thời hạn"):
            read_due(words, 2024)
        return
    due = read_due(words, 2024)
    assert (due.kind, due.on) == (kind, day(on))
    assert due.kind in DueKind.values
    assert due.words == " ".join(words.split())


@pytest.mark.parametrize(
    "words",
    [
        "Theo quy định",
        "Sau khi Trung ương hướng dẫn",
        "Quý II/2024, sau khi có hướng dẫn",
        "Từ quý IV đến quý I",  # of which year?
        "Đầu năm",
        "Đầu năm 2024",
        "Giữa quý III/2024",
        "Từ tháng 10 đến tháng 3",
        "Quý III/2024, 30/6/2024",  # the later one first
        "6 tháng",
    ],
)
def test_what_cannot_be_told_is_asked_and_never_guessed(words):
    with pytest.raises(ValueError, match="tự chọn dạng và ngày"):
        read_due(words, 2024)


@pytest.mark.parametrize("words", ["31/6/2024", "Tháng 13/2024", "ngày 30 tháng 2"])
def test_a_day_that_does_not_exist_is_refused(words):
    with pytest.raises(ValueError, match="có thật"):
        read_due(words, 2024)
