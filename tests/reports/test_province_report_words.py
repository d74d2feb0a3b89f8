"""Sentences of a province's report: none, one, many, rise, fall, no data."""

import pytest

from reports.words.links import plain, runs_of
from reports.words.province import (
    across,
    against,
    mean_of,
    moved_by,
    named,
    recognised,
    share,
    stated,
    turned,
    under,
    why,
)


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (57, 101, "57/101 xã (56,4\u00a0%)"),
        (0, 4, "0/4 xã (0,0\u00a0%)"),
        (0, 0, "0/0 xã"),
        (None, 4, ""),
    ],
)
def test_a_share(part, whole, told):
    assert share(part, whole) == told


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (75, 73, "tăng 02 xã so với 31/12/2023"),
        (73, 75, "giảm 02 xã so với 31/12/2023"),
        (75, 75, "không thay đổi so với 31/12/2023"),
        (75, None, ""),
    ],
)
def test_how_a_count_moved(now, before, told):
    assert moved_by(now, before, "31/12/2023") == told


def test_recognitions():
    told = recognised(
        "đạt chuẩn", 75, 101, ["tăng 02 xã so với cùng kỳ", ""], address="/tong-quan/"
    )

    assert plain(told) == (
        "75/101 xã (74,3\u00a0%) được công nhận đạt chuẩn, tăng 02 xã so với cùng kỳ"
    )
    assert runs_of(told)[0] == ("75", "/tong-quan/")
    assert recognised("kiểu mẫu", 0, 101, []) == "chưa có xã nào được công nhận kiểu mẫu"


def test_the_mean():
    assert mean_of(243, 15, 19, 15) == (
        "Số tiêu chí đạt bình quân là 16,2 tiêu chí/xã, tính trên 15 xã (243 tiêu chí)."
    )
    assert "tính trên 89/101 xã đã được đánh giá đủ 19 tiêu chí" in mean_of(1444, 89, 19, 101)
    assert mean_of(None, 0, 19, 101).startswith("Chưa xã nào được đánh giá đủ")


def test_names_of_many_are_cut():
    assert named(["A", "B"]) == "A và B"
    assert named(["A", "B", "C"], up_to=2) == "A, B và 1 xã khác"


def test_communes_under_a_number():
    assert under(13, [], 0) == "không có xã nào được xác định là dưới 13 tiêu chí"
    assert plain(under(13, ["A"], 2, "/x")) == (
        "01 xã đạt dưới 13 tiêu chí: A; 02 xã chưa đủ đánh giá để biết"
    )


def test_a_criterion_across_communes():
    assert across(None, 4, "", 4, "") == "chưa xã nào trong 4 xã được đánh giá"
    assert across(4, 4, "", 0, "") == "4/4 xã đạt (100,0\u00a0%)"
    assert across(1, 4, "2", 1, "01 xã lên đạt so với 31/12/2023") == (
        "1/4 xã đạt (25,0\u00a0%); 01 xã lên đạt so với 31/12/2023; 2 xã chưa đạt; 01 xã chưa đánh giá"
    )


@pytest.mark.parametrize(
    ("up", "down", "told"),
    [
        (2, 1, "02 xã lên đạt, 01 xã mất đạt so với 31/12/2023"),
        (0, 1, "01 xã mất đạt so với 31/12/2023"),
        (0, 0, ""),
    ],
)
def test_communes_that_turned(up, down, told):
    assert turned(up, down, "31/12/2023") == told


def test_targets():
    assert against("75/101 xã", 2) == "hiện có 75/101 xã, còn thiếu 02 xã"
    assert against("77/101 xã", 0) == "hiện có 77/101 xã, đã đạt"
    assert against("15 xã", 15, at_most=True) == "hiện còn 15 xã, vượt 15 xã"
    assert against("0 xã", 0, at_most=True) == "hiện không còn, đạt mục tiêu"
    assert against("", None) == "chưa có số liệu để đối chiếu"


def test_stated_counts_say_where_they_stand():
    assert stated("số xã đạt chuẩn", "57", 101, "2020-12-31", "Báo.") == (
        "số xã đạt chuẩn 57/101 (56,4\u00a0%) (ngày 31/12/2020; Báo)"
    )
    assert stated("bình quân", "16.2", None, "2023-12-31", "Báo") == (
        "bình quân 16,2 (ngày 31/12/2023; Báo)"
    )


def test_reasons_once_each():
    assert why(["thước đo thay đổi", "", "thước đo thay đổi"]) == " (do thước đo thay đổi)"
    assert why(["", ""]) == ""
