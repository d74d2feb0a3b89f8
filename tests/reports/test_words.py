import datetime as dt

import pytest

from reports import words


@pytest.mark.parametrize(
    ("number", "text"), [(1, "I"), (3, "III"), (4, "IV"), (5, "V"), (9, "IX"), (14, "XIV")]
)
def test_parts_are_numbered_in_roman(number, text):
    assert words.roman(number) == text


def test_the_title_names_the_half_year_and_the_next():
    assert words.half_year_title(dt.date(2024, 7, 1)) == (
        "Kết quả phụ trách, đỡ đầu các xã xây dựng nông thôn mới 6 tháng cuối năm 2024 "
        "và phương hướng, nhiệm vụ 6 tháng đầu năm 2025"
    )


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a và b"), (["a", "b", "c"], "a, b và c")],
)
def test_a_list_reads_as_a_sentence_does(items, text):
    assert words.listing(items) == text


@pytest.mark.parametrize(("number", "text"), [(0, "không có xã nào"), (1, "01 xã"), (12, "12 xã")])
def test_a_count_below_ten_has_a_leading_zero_and_none_is_said(number, text):
    assert words.counted(number, "xã") == text


@pytest.mark.parametrize(("change", "text"), [(None, ""), (0, "0"), (2, "+2"), (-1, "−1")])
def test_a_change_that_is_not_reported_is_blank_and_none_is_zero(change, text):
    assert words.signed(change) == text


@pytest.mark.parametrize(
    ("met", "unknown", "text"),
    [
        (None, 19, "chưa có tiêu chí nào trong 19 tiêu chí được đánh giá"),
        (0, 4, "đạt 0/19 tiêu chí (4 tiêu chí chưa đánh giá)"),
        (12, 0, "đạt 12/19 tiêu chí"),
    ],
)
def test_standing_tells_nothing_said_from_nothing_met(met, unknown, text):
    assert words.standing(met, 19, unknown) == text


@pytest.mark.parametrize(
    ("before", "now", "text"),
    [
        (10, 12, "tăng 2 tiêu chí so với ngày 31/12/2023"),
        (12, 11, "giảm 1 tiêu chí so với ngày 31/12/2023"),
        (12, 12, "không tăng, không giảm so với ngày 31/12/2023"),
        (None, 12, "chưa có số liệu ngày 31/12/2023 để so sánh"),
        (None, None, ""),
    ],
)
def test_a_change_rises_falls_stays_or_cannot_be_told(before, now, text):
    assert words.change(before, now, "2023-12-31") == text


@pytest.mark.parametrize(
    ("names", "unknown", "text"),
    [
        ([], 0, "không còn tiêu chí chưa đạt"),
        ([], 2, ""),
        (["2 (Giao thông)"], 0, "01 tiêu chí chưa đạt: 2 (Giao thông)"),
        (
            ["2 (Giao thông)", "6 (Văn hóa)"],
            3,
            "02 tiêu chí chưa đạt: 2 (Giao thông) và 6 (Văn hóa)",
        ),
    ],
)
def test_all_met_is_said_only_where_everything_was_judged(names, unknown, text):
    assert words.unmet(names, unknown=unknown) == text


@pytest.mark.parametrize(
    ("met", "unknown", "text"),
    [
        (None, 101, "chưa xã nào trong 101 xã được đánh giá"),
        (101, 0, "101/101 xã đạt"),
        (75, 6, "75/101 xã đạt, 20 xã chưa đạt, 6 xã chưa đánh giá"),
    ],
)
def test_a_criterion_across_communes(met, unknown, text):
    assert words.across(met, 101, unknown) == text


@pytest.mark.parametrize(
    ("before", "now", "text"),
    [
        (70, 75, "tăng 5 xã so với ngày 31/12/2023"),
        (75, 70, "giảm 5 xã so với ngày 31/12/2023"),
        (75, 75, "bằng ngày 31/12/2023"),
        (None, 75, "ngày 31/12/2023 chưa có số liệu"),
        (75, None, ""),
    ],
)
def test_communes_against_the_last_period(before, now, text):
    assert words.communes_moved(before, now, "2023-12-31") == text


def test_a_moment_is_told_in_local_time():
    assert words.moment("2024-06-17T18:30:00+00:00") == "01:30 ngày 18/6/2024"


def test_a_sentence_leaves_out_what_is_empty():
    assert words.sentence("đạt", "", "tăng") == "Đạt; tăng."
    assert words.sentence("", "") == ""


def test_what_did_not_move_is_not_told():
    assert words.moved("đạt thêm", []) == ""
    assert words.moved("đạt thêm", ["4 (Điện)"]) == "đạt thêm 01 tiêu chí: 4 (Điện)"
