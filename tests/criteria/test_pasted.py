"""Tables as people paste them: whose row, which column, what it says; nothing is guessed or stored."""

import datetime as dt

import pytest

from criteria.choices import Stage
from criteria.imports import pasted
from criteria.imports.pasted_table import Grid
from criteria.models.plan import BLANK, CHANGED, NEW, REFUSED, SAME
from criteria.selectors.turned import turned
from tests.factories import (
    MeasurementFactory,
    StatusEntryFactory,
)

DAY = dt.date(2024, 6, 18)


def read(world, text, **more):
    found = turned(world.criterion, world.people["responsible"], DAY)
    return pasted.read(text, found, DAY, **more)


def said(plan):
    """By commune and code, what each cell says and what becomes of it."""
    return {(one.commune, one.code): (one.says or one.text, one.state) for one in plan.cells}


def test_names_without_marks_and_short_ones_are_understood(table):
    plan = read(table, "Xã\t8.1\nhuong viet\t85\nT. Đại\t90,5%\nxã Hải An\t0")
    assert said(plan) == {
        ("Hướng Việt", "8.1"): ("85", NEW),
        ("Triệu Đại", "8.1"): ("90,5", NEW),
        ("Hải An", "8.1"): ("0", NEW),
    }
    assert [one.how for one in plan.rows] == ["bỏ dấu", "viết tắt", "đúng tên"]


@pytest.mark.parametrize(
    "text",
    [
        "Xã;8.1;8.2\nHướng Việt;85;x",
        "Xã | 8.1 | 8.2\nHướng Việt | 85 | x",
        "| Xã | 8.1 | 8.2 |\n| Hướng Việt | 85 | x |",
        "Xã    8.1   8.2\nHướng Việt   85   x",
        "Xã\t8.1\t8.2\r\n\r\nHướng Việt\t85\tx\r\n",
        '"Xã"\t"8.1\n(%)"\t8.2\n"Hướng\nViệt"\t85\tx',
    ],
)
def test_the_marks_between_cells(table, text):
    assert said(read(table, text)) == {
        ("Hướng Việt", "8.1"): ("85", NEW),
        ("Hướng Việt", "8.2"): ("Có", NEW),
    }


def test_a_message_with_one_value_a_line_is_read_when_told_what_it_is(table):
    key = f"gt:{table.indicator.pk}:"
    for text in ("Hướng Việt: 85%\nHải An - 90", "Huong Viet 85\nHai An 90"):
        plan = read(table, text, only=key)
        assert said(plan) == {
            ("Hướng Việt", "8.1"): ("85", NEW),
            ("Hải An", "8.1"): ("90", NEW),
        }
    assert read(table, "Hướng Việt: 85%").cells == []


def test_numbers_titles_districts_and_totals_are_no_communes(table):
    plan = read(
        table,
        "BẢNG TỔNG HỢP\t\t\t\nTT\tĐơn vị\t8.1\tGhi chú\nI\tHuyện Gio Linh\t\t\n1\tTriệu Đại\t85\tđủ\n"
        "2\tHải An\t90\t\n\tCộng\t175\t\n\tTổng toàn huyện\t175\t",
    )
    assert [one.commune for one in plan.rows] == ["Triệu Đại", "Hải An"]
    assert [one.note for one in plan.cells] == ["đủ", ""]
    assert plan.notes == [
        "Dòng tên huyện: dòng 3 «Huyện Gio Linh».",
        "Dòng tổng, bỏ qua: dòng 6 «Cộng 175», dòng 7 «Tổng toàn huyện 175».",
    ]


def test_a_district_above_tells_two_of_a_name_apart(table):
    plan = read(table, "Xã\t8.1\nHuyện Vĩnh Linh\t\nTân Lập\t85\nHuyện Gio Linh\t\nTân Lập\t90")
    assert [one.scorecard for one in plan.cells] == [
        table.cards["Tân Lập bis"].pk,
        table.cards["Tân Lập"].pk,
    ]


def test_a_district_column_tells_two_of_a_name_apart(table):
    plan = read(table, "Xã\tHuyện\t8.1\nTân Lập\tVĩnh Linh\t85")
    assert [one.scorecard for one in plan.cells] == [table.cards["Tân Lập bis"].pk]


def test_a_name_that_may_be_two_is_asked_with_choices_and_answered(table):
    text = "Xã\t8.1\nTân Lập\t85"
    plan = read(table, text)
    twin = table.cards["Tân Lập bis"]
    assert plan.cells == []
    assert plan.rows[0].commune is None
    assert twin.commune.code in [one["code"] for one in plan.rows[0].choices]
    plan = read(table, text, answers={"dòng 2": twin.commune.code})
    assert [one.scorecard for one in plan.cells] == [twin.pk]


def test_a_name_that_is_nobody_s_is_told_and_stores_nothing(table):
    plan = read(table, "Xã\t8.1\nKhông Đâu\t85\nHải An\t90")
    assert [one.commune for one in plan.rows] == [None, "Hải An"]
    assert len(plan.cells) == 1


def test_a_code_column_is_enough(table):
    code = table.commune.code
    plan = read(table, f"Mã xã\tTên xã\t8.1\n{code}\tHướng Việt\t85")
    assert (plan.rows[0].how, len(plan.cells)) == ("mã", 1)


def test_heads_by_code_name_unit_and_part(table):
    plan = read(
        table,
        "Tên xã\tTỷ lệ thôn có hệ thống loa\tChỉ tiêu 8.2\t8.10 Nữ\t8.10 (nam)\tlạ\n"
        "Hải An\t85\tK\t6 triệu đồng\t1.234,5\tx",
    )
    assert said(plan) == {
        ("Hải An", "8.1"): ("85", NEW),
        ("Hải An", "8.2"): ("Không", NEW),
        ("Hải An", "8.10 – Nữ"): ("6", NEW),
        ("Hải An", "8.10 – Nam"): ("1.234,5", NEW),
    }
    assert plan.problems == ["cột F «lạ» không rõ là gì: bỏ qua."]
    assert plan.columns[-1].means == ""


def test_the_only_column_of_a_unit_is_known_by_it_and_one_of_two_is_not(table):
    assert said(read(table, "Xã\t%\nHải An\t85")) == {("Hải An", "8.1"): ("85", NEW)}
    assert read(table, "Xã\ttriệu đồng\nHải An\t85").cells == []


def test_a_head_of_two_parts_without_saying_which_is_not_guessed(table):
    plan = read(table, "Xã\t8.10\nHải An\t85")
    assert (plan.cells, len(plan.problems)) == ([], 1)


def test_the_same_head_twice_is_taken_once(table):
    plan = read(table, "Xã\t8.1\t8.1\nHải An\t85\t90")
    assert said(plan) == {("Hải An", "8.1"): ("85", NEW)}
    assert "cột sau bỏ qua" in plan.problems[0]


def test_columns_in_order_when_the_maker_says_so(table):
    plan = read(table, "Hải An\t85\tCó\t6\t7\tx", only=pasted.IN_ORDER)
    assert said(plan) == {
        ("Hải An", "8.1"): ("85", NEW),
        ("Hải An", "8.2"): ("Có", NEW),
        ("Hải An", "8.10 – Nam"): ("6", NEW),
        ("Hải An", "8.10 – Nữ"): ("7", NEW),
        ("Hải An", "TC8"): ("Đạt", NEW),
    }


@pytest.mark.parametrize(
    ("typed", "state", "why"),
    [
        ("", BLANK, ""),
        ("1.234", REFUSED, "Hãy nhập 1234 hoặc 1,234"),
        ("nhiều", REFUSED, "không phải là số"),
        ("không áp dụng", NEW, ""),
        ("0", NEW, ""),
    ],
)
def test_blank_zero_and_not_applicable_stay_three_things(table, typed, state, why):
    cell = read(table, f"Xã\t8.1\nHải An\t{typed}\nHướng Việt\t85").cells[0]
    assert (cell.state, why in cell.why) == (state, True)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("Đạt", "Đạt"),
        ("x", "Đạt"),
        ("Đ", "Đạt"),
        ("1", "Đạt"),
        ("Chưa đạt", "Chưa đạt"),
        ("CĐ", "Chưa đạt"),
        ("đang thực hiện", "Đang thực hiện"),
        ("KAD", "Không áp dụng"),
    ],
)
def test_statuses_as_they_are_written(table, typed, status):
    plan = read(table, f"Xã\tKết quả\nHải An\t{typed}")
    assert said(plan) == {("Hải An", "TC8"): (status, NEW)}


def test_a_status_that_may_mean_anything_is_refused(table):
    cell = read(table, "Xã\tTiêu chí 8\nHải An\t0").cells[0]
    assert (cell.state, "không phải là Đạt" in cell.why) == (REFUSED, True)


def test_what_stands_already_is_the_same_unless_a_higher_stage_says_it(table):
    more = {"scorecard": table.cards["Hải An"], "indicator": table.indicator, "number": 85}
    MeasurementFactory(**more)
    cell = read(table, "Xã\t8.1\nHải An\t85").cells[0]
    assert (cell.state, cell.before, "cấp cao hơn" in cell.why) == (CHANGED, "85", True)
    last = MeasurementFactory(**more, stage=Stage.APPRAISED)
    cell = read(table, "Xã\t8.1\nHải An\t85").cells[0]
    assert (cell.state, cell.base) == (SAME, last.pk)
    assert read(table, "Xã\t8.1\nHải An\t86").cells[0].state == CHANGED


def test_two_rows_of_one_commune_are_refused_unless_they_say_the_same(table):
    plan = read(table, "Xã\t8.1\nHải An\t85\nhai an\t85")
    assert [one.state for one in plan.cells] == [NEW, SAME]
    plan = read(table, "Xã\t8.1\nHải An\t85\nhai an\t90")
    assert [one.state for one in plan.cells] == [REFUSED, REFUSED]
    assert "hai dòng khác nhau" in plan.cells[0].why


def test_columns_are_named_by_letter_and_later_by_number():
    assert (Grid.letter(0), Grid.letter(25), Grid.letter(26)) == ("cột A", "cột Z", "cột 27")


def test_a_changed_status_is_told_with_what_stood_before(table):
    StatusEntryFactory(scorecard=table.cards["Hải An"], criterion=table.criterion)
    cell = read(table, "Xã\tKết quả\nHải An\tchưa đạt").cells[0]
    assert (cell.state, cell.before, cell.says) == (CHANGED, "Đạt", "Chưa đạt")
