"""Sentences about help, money, promises and tasks: none, one, many, and what nobody reported."""

from decimal import Decimal

import pytest

from plans.evaluation import Colour
from reports.words.agency import by_form, helped, of_plan, resources, withdrawn
from reports.words.programme import (
    deadline,
    form_state,
    group_of_leads,
    reality,
    standing,
    tally,
    word_of_lead,
)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([], ""),
        ([("tập huấn", 1)], "01 tập huấn"),
        (
            [("tập huấn", 12), ("ngày công", 2), ("cho vay", 1)],
            "12 tập huấn, 02 ngày công và 01 cho vay",
        ),
    ],
)
def test_help_by_its_forms(counts, said):
    assert by_form(counts) == said


@pytest.mark.parametrize(
    ("money", "days", "said"),
    [
        (None, None, "trong kỳ được hỗ trợ 01 lần"),
        (Decimal(0), None, "trong kỳ được hỗ trợ 01 lần, kinh phí 0\u00a0triệu đồng"),
        (
            Decimal(1500),
            Decimal("4.5"),
            "trong kỳ được hỗ trợ 01 lần, kinh phí 1,5\u00a0tỷ đồng, 4,5 ngày công",
        ),
    ],
)
def test_how_often_and_for_how_much_a_commune_was_helped(money, days, said):
    assert helped("01", money, days) == said


def test_only_sources_that_were_reported_are_named():
    parts = [("của đơn vị", Decimal("72.5")), ("vận động", None), ("lồng ghép", Decimal(0))]

    assert resources(parts) == "của đơn vị 72,5\u00a0triệu đồng; lồng ghép 0\u00a0triệu đồng"


@pytest.mark.parametrize("planned", [None, Decimal(0)])
def test_without_a_plan_there_is_no_share_of_it(planned):
    assert of_plan(Decimal(5), planned) == "chưa có kế hoạch nguồn lực của năm để so sánh"


def test_a_share_of_the_plan():
    told = of_plan(Decimal("126.5"), Decimal(470))

    assert told == "bằng 26,9\u00a0% kế hoạch năm (470\u00a0triệu đồng)"


def test_a_recognition_that_is_gone_is_told():
    assert withdrawn(["nâng cao", "kiểu mẫu"], ["nâng cao"]) == [
        "không còn được công nhận kiểu mẫu"
    ]
    assert withdrawn([], ["nâng cao"]) == []


@pytest.mark.parametrize(
    ("colour", "late", "waits", "said"),
    [
        (Colour.DONE, 0, False, "hoàn thành đúng hạn"),
        (Colour.DONE, 1, False, "hoàn thành quá hạn 1 ngày làm việc"),
        (Colour.LATE, 3, False, "vì"),
        (Colour.OPEN, 0, True, "báo hoàn thành, chờ xác nhận"),
        (Colour.OPEN, 0, False, "đang thực hiện trong hạn"),
        (Colour.SOON, 0, False, "đang thực hiện trong hạn, sắp đến hạn (vì)"),
        (Colour.BEHIND, 0, False, "đang thực hiện trong hạn, chậm (vì)"),
    ],
)
def test_how_a_task_stands(colour, late, waits, said):
    assert standing(colour.value, days_late=late, why="vì", waits=waits) == said


def test_the_form_knows_four_states():
    assert [form_state(colour, days_late=0) for colour in Colour] == [
        "quá hạn",
        *["đang thực hiện trong hạn"] * 3,
        "hoàn thành đúng hạn",
    ]
    assert form_state(Colour.DONE, days_late=1) == "hoàn thành quá hạn"


def test_a_deadline_keeps_the_words_of_the_decision():
    assert deadline("Quý II/2024", "", "") == "Quý II/2024"
    assert deadline("Tháng 4", "2024-05-31", "2024-07-01") == (
        "Tháng 4 (gia hạn đến 31/5/2024) (đang xin gia hạn đến 1/7/2024)"
    )
    assert deadline("", "", "") == ""


def test_the_word_of_a_lead():
    said = {"share": None, "words": "", "files": ()}

    assert word_of_lead("", "", "", **said) == ""
    assert word_of_lead("Sở Y tế", "", "", **said) == "Sở Y tế: chưa báo tiến độ"
    assert (
        word_of_lead("", "2024-06-07", "đang thực hiện", **said) == "ngày 7/6/2024: đang thực hiện"
    )
    assert word_of_lead(
        "Sở Y tế",
        "2024-06-07",
        "gặp vướng mắc",
        share=0,
        words="Thiếu vốn.",
        files=("a.pdf", "b.pdf"),
    ) == ("Sở Y tế (7/6/2024): gặp vướng mắc, 0\u00a0%. Thiếu vốn (kèm a.pdf và b.pdf)")


def test_a_group_of_many_leads_is_summed_up():
    assert group_of_leads("Các sở", among=20, spoke=3, done=0) == (
        "Các sở: 3/20 đơn vị đã báo tiến độ, 0 đơn vị báo hoàn thành"
    )


def test_a_tally_leaves_out_what_nothing_is_in():
    assert tally(0, [("quá hạn", "0", 0)]) == "0 nhiệm vụ"
    assert tally(14, [("quá hạn", "1", 1), ("chậm", "0", 0), ("trong hạn", "13", 13)]) == (
        "14 nhiệm vụ: 1 quá hạn (7,1\u00a0%), 13 trong hạn (92,9\u00a0%)"
    )


@pytest.mark.parametrize(
    ("aim", "gap", "reached", "said"),
    [
        ("77/101", 2, False, "75/101, mục tiêu 77/101: còn thiếu 2"),
        ("75/101", 0, True, "75/101, mục tiêu 75/101: đã đạt"),
        ("không quá 0", 15, False, "75/101, mục tiêu không quá 0: vượt 15"),
        (
            "không quá 0",
            0,
            None,
            "75/101, mục tiêu không quá 0: chưa đủ số liệu để kết luận (12 xã chưa đánh giá đủ)",
        ),
    ],
)
def test_a_target_against_reality(aim, gap, reached, said):
    assert reality("75/101", aim, gap, reached=reached, unclear=12) == said
