"""Which threshold applies, whether it is met, and in which words."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from criteria.evaluation import (
    Judgement,
    Reading,
    Rule,
    Verdict,
    judge_criterion,
    judge_indicator,
)
from tests.criteria.asking import FEW, MANY, asks, chosen, measured, reads

# ── which threshold ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rows", "number", "why"),
    [
        ([asks(80)], 80, "Áp dụng mức chung cả nước"),
        ([asks(80), asks(75, region="BTB")], 75, "Áp dụng mức vùng Bắc Trung Bộ"),
        (
            [asks(45, region="BTB", year=2024), asks(44, year=2024), asks(40, region="BTB")],
            45,
            "Áp dụng mức vùng Bắc Trung Bộ năm 2024",
        ),
        (
            [asks(48, region="BTB", year=2025), asks(44, year=2024)],
            44,
            "Áp dụng mức chung cả nước năm 2024",
        ),
        (
            [asks(50, ends=dt.date(2024, 2, 29)), asks(60, starts=dt.date(2024, 3, 1))],
            60,
            "Áp dụng mức chung cả nước từ 1/3/2024",
        ),
        (
            [asks(70), asks(60, commune_class="ordinary"), asks(50, commune_class="dbkk")],
            60,
            "Áp dụng mức chung cả nước",
        ),
        (
            [asks(60), asks(80, starts=dt.date(2024, 3, 1))],
            80,
            "Áp dụng mức chung cả nước từ 1/3/2024",
        ),
        ([asks(99, region="DBSH"), asks(80)], 80, "Áp dụng mức chung cả nước"),
    ],
)
def test_the_most_specific_row_wins(rows, number, why):
    choice = chosen(rows)
    assert (choice.parts[0].rule.number, choice.why) == (number, why)


@pytest.mark.parametrize(
    ("day", "number"),
    [(dt.date(2024, 2, 29), 50), (dt.date(2024, 3, 1), 60)],
)
def test_the_row_of_the_day_holds_to_the_last_day_of_its_span(day, number):
    rows = [asks(50, ends=dt.date(2024, 2, 29)), asks(60, starts=dt.date(2024, 3, 1))]
    assert chosen(rows, day=day).parts[0].rule.number == number


BOTH = [asks(48, region="BTB"), asks(39, region="TDMNPB"), asks(60)]


@pytest.mark.parametrize(
    ("commune_class", "number", "why"),
    [
        ("ordinary", 48, "Áp dụng mức vùng Bắc Trung Bộ"),
        ("dbkk", 39, "Xã ĐBKK: dùng cột Trung du miền núi phía Bắc (QĐ 318/QĐ-TTg)"),
    ],
)
def test_a_special_commune_follows_the_column_of_the_northern_mountains(
    commune_class, number, why
):
    choice = chosen(BOTH, commune_class=commune_class)
    assert (choice.parts[0].rule.number, choice.why) == (number, why)


def test_a_special_commune_falls_back_to_the_whole_country_never_to_the_provinces_region():
    choice = chosen([asks(48, region="BTB"), asks(60)], commune_class="dbkk")
    assert choice.parts[0].rule.number == 60
    assert choice.why == (
        "Xã ĐBKK: cột Trung du miền núi phía Bắc (QĐ 318/QĐ-TTg) không có mức riêng, "
        "áp dụng mức chung cả nước"
    )


def test_a_set_without_a_special_column_asks_the_same_of_every_class():
    for commune_class in ("ordinary", "dbkk", None):
        choice = chosen(BOTH, commune_class=commune_class, special_region="")
        assert choice.why == "Áp dụng mức vùng Bắc Trung Bộ"


def test_an_unknown_class_leaves_two_different_thresholds_open():
    choice = chosen(BOTH, commune_class=None)
    assert choice.parts[0].rule is None
    assert choice.parts[0].demand == "Bắc Trung Bộ ≥ 48%, Trung du miền núi phía Bắc ≥ 39%"
    assert choice.why == (
        "Chưa rõ phân loại xã: mức Bắc Trung Bộ ≥ 48%, mức Trung du miền núi phía Bắc ≥ 39% "
        "– chưa kết luận"
    )


def test_an_unknown_class_is_no_matter_where_both_columns_ask_the_same():
    choice = chosen([asks(45, region="BTB"), asks(45, region="TDMNPB")], commune_class=None)
    assert choice.parts[0].rule.number == 45
    assert choice.why == "Áp dụng mức vùng Bắc Trung Bộ; xã ĐBKK cũng cùng mức"


def test_an_unknown_class_is_open_where_only_one_column_is_known():
    choice = chosen([asks(45, region="BTB"), asks(None, region="TDMNPB")], commune_class=None)
    assert choice.parts[0].rule is None
    assert "mức Trung du miền núi phía Bắc chưa có ngưỡng – chưa kết luận" in choice.why


def test_rows_by_class_are_told_by_the_class_where_there_is_no_other_column():
    rows = [asks(60, commune_class="ordinary"), asks(50, commune_class="dbkk")]
    choice = chosen(rows, commune_class=None, special_region="")
    assert choice.why == (
        "Chưa rõ phân loại xã: mức xã không thuộc diện ĐBKK ≥ 60%, mức xã ĐBKK ≥ 50% "
        "– chưa kết luận"
    )


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "Chưa có ngưỡng cho vùng Bắc Trung Bộ năm 2024"),
        ([asks(45, region="BTB", year=2025)], "Chưa có ngưỡng cho vùng Bắc Trung Bộ năm 2024"),
        ([asks(None)], "Chưa có ngưỡng – mức chung cả nước"),
        (
            [asks(None, note="mức do UBND cấp tỉnh quy định cụ thể")],
            "Chưa có ngưỡng – mức chung cả nước: mức do UBND cấp tỉnh quy định cụ thể",
        ),
        ([asks(None, region="BTB"), asks(80)], "Chưa có ngưỡng – mức vùng Bắc Trung Bộ"),
    ],
)
def test_a_threshold_that_is_not_known_is_never_met(rows, why):
    choice = chosen(rows)
    judgement = judge_indicator(choice, reads(100))
    assert choice.why == why
    assert (choice.parts[0].demand, choice.is_settled) == ("chưa có ngưỡng", False)
    assert judgement.verdict == Verdict.UNKNOWN


SCHOOLS = [asks(70, condition=MANY), asks(50, condition=FEW)]


@pytest.mark.parametrize(
    ("facts", "number"),
    [({MANY: True}, 70), ({MANY: False}, None), ({FEW: True}, 50), ({FEW: True, MANY: False}, 50)],
)
def test_a_condition_chooses_its_row(facts, number):
    rule = chosen(SCHOOLS, facts=facts).parts[0].rule
    assert (rule.number if rule else None) == number


def test_an_unknown_condition_leaves_both_rows_open():
    assert chosen(SCHOOLS).why == (
        "Chưa rõ điều kiện của xã: mức xã có trên 3 trường ≥ 70%, "
        "mức xã có từ 3 trường trở xuống ≥ 50% – chưa kết luận"
    )


def test_unknown_class_and_unknown_condition_show_every_threshold():
    rows = [replace(row, region="BTB") for row in SCHOOLS]
    rows += [asks(40, region="TDMNPB", condition=MANY), asks(30, region="TDMNPB", condition=FEW)]
    part = chosen(rows, commune_class=None).parts[0]
    assert [option.rule.number for option in part.options] == [70, 50, 40, 30]
    assert part.options[3].label == f"Trung du miền núi phía Bắc, {FEW}"


def test_parts_that_have_different_reasons_are_named():
    rows = [
        asks(80, part="a", part_name="Nước sạch"),
        asks(None, part="b", part_name="Từ công trình"),
    ]
    assert chosen(rows).why == (
        "Nước sạch: áp dụng mức chung cả nước; Từ công trình: chưa có ngưỡng – mức chung cả nước"
    )


# ── is it met ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "value", "verdict", "why"),
    [
        (asks(98), 98, "met", "98% – đạt (yêu cầu ≥ 98%)"),
        (asks(98), "97.99", "not_met", "97,99% – chưa đạt (yêu cầu ≥ 98%)"),
        (asks(98), 0, "not_met", "0% – chưa đạt (yêu cầu ≥ 98%)"),
        (asks(98), None, "unknown", "Chưa có số liệu (yêu cầu ≥ 98%)"),
        (asks("6.5", comparator="<="), "6.5", "met", "6,5% – đạt (yêu cầu ≤ 6,5%)"),
        (asks("6.5", comparator="<="), "6.6", "not_met", "6,6% – chưa đạt (yêu cầu ≤ 6,5%)"),
        (asks("6.5", comparator="<="), 0, "met", "0% – đạt (yêu cầu ≤ 6,5%)"),
        (asks("6.5", comparator="<"), "6.5", "not_met", "6,5% – chưa đạt (yêu cầu < 6,5%)"),
        (asks(20, comparator=">"), 20, "not_met", "20% – chưa đạt (yêu cầu > 20%)"),
        (asks(2, comparator="="), 2, "met", "2% – đạt (yêu cầu = 2%)"),
    ],
)
def test_numbers_are_compared_and_zero_is_a_number(given, value, verdict, why):
    value = Decimal(value) if isinstance(value, str) else value
    judgement = judge_indicator(chosen([given]), reads(value))
    assert (judgement.verdict, judgement.why) == (verdict, why)


@pytest.mark.parametrize(
    ("expected", "answer", "verdict", "why"),
    [
        (True, True, "met", "Có – đạt (yêu cầu Có)"),
        (True, False, "not_met", "Không – chưa đạt (yêu cầu Có)"),
        (False, False, "met", "Không – đạt (yêu cầu Không)"),
        (False, True, "not_met", "Có – chưa đạt (yêu cầu Không)"),
        (False, None, "unknown", "Chưa có số liệu (yêu cầu Không)"),
    ],
)
def test_some_yes_or_no_pass_on_no(expected, answer, verdict, why):
    given = Rule(answer=expected, value_type="boolean", comparator="boolean")
    judgement = judge_indicator(chosen([given]), reads(answer))
    assert (judgement.verdict, judgement.why) == (verdict, why)


GRADES = ("Trung bình", "Khá", "Tốt")


@pytest.mark.parametrize(
    ("scale", "word", "verdict"),
    [
        ((), "Khá", "met"),
        ((), " khá ", "met"),
        ((), "Tốt", "unknown"),
        (GRADES, "Tốt", "met"),
        (GRADES, "Trung bình", "not_met"),
        (GRADES, "Xuất sắc", "unknown"),
        (GRADES, None, "unknown"),
    ],
)
def test_words_are_ranked_only_on_a_known_scale(scale, word, verdict):
    given = Rule(word="Khá", value_type="text", scale=scale)
    assert judge_indicator(chosen([given]), reads(word)).verdict == verdict


def test_a_value_of_another_kind_than_the_threshold_is_not_judged():
    given = Rule(answer=True, value_type="boolean", comparator="boolean")
    judgement = judge_indicator(chosen([given]), reads(60))
    assert judgement.verdict == Verdict.UNKNOWN
    assert judgement.why == "60 – không so được với ngưỡng (Có)"


def test_what_does_not_apply_is_neither_met_nor_missed():
    judgement = judge_indicator(chosen([asks(98)]), Reading({"": measured(10)}, applies=False))
    assert judgement.verdict == Verdict.NOT_APPLICABLE


def test_units_and_thousands_are_written_as_vietnamese_does():
    given = Rule(number=Decimal("1234.5"), unit="triệu đồng/người/năm")
    judgement = judge_indicator(chosen([given]), reads(Decimal("12345.50")))
    assert judgement.why == (
        "12.345,5 triệu đồng/người/năm – đạt (yêu cầu ≥ 1.234,5 triệu đồng/người/năm)"
    )


WATER = [
    asks(98, part="hvs", part_name="Nước hợp vệ sinh"),
    asks(60, part="ns", part_name="Nước sạch"),
]


@pytest.mark.parametrize(
    ("hygienic", "clean", "verdict"),
    [
        (98, 60, "met"),
        (98, 59, "not_met"),
        (97, None, "not_met"),
        (98, None, "unknown"),
        (None, None, "unknown"),
        (0, 0, "not_met"),
    ],
)
def test_every_part_must_pass(hygienic, clean, verdict):
    reading = Reading({"hvs": measured(hygienic), "ns": measured(clean)})
    assert judge_indicator(chosen(WATER), reading).verdict == verdict


def test_parts_are_told_apart():
    reading = Reading({"hvs": measured(99)})
    assert judge_indicator(chosen(WATER), reading).why == (
        "Nước hợp vệ sinh: 99% – đạt (yêu cầu ≥ 98%); Nước sạch: chưa có số liệu (yêu cầu ≥ 60%)"
    )


def test_an_open_class_gives_no_verdict_even_for_a_value_above_both():
    judgement = judge_indicator(chosen(BOTH, commune_class=None), reads(100))
    assert judgement.verdict == Verdict.UNKNOWN
    assert judgement.why.startswith("100%; chưa rõ phân loại xã: mức Bắc Trung Bộ ≥ 48%")


@pytest.mark.parametrize(("confidence", "mark"), [("sourced", False), ("recalled", True)])
def test_a_judgement_says_whether_its_threshold_was_checked(confidence, mark):
    judgement = judge_indicator(chosen([asks(98, confidence=confidence)]), reads(98))
    assert judgement.is_unverified is mark


@pytest.mark.parametrize(
    ("verdicts", "verdict", "why"),
    [
        (["met", "met"], "met", "Đạt cả 2 chỉ tiêu"),
        (["met"], "met", "Đạt chỉ tiêu"),
        (["met", "not_met", "unknown"], "not_met", "Chưa đạt chỉ tiêu 1.2"),
        (["met", "unknown", "unknown"], "unknown", "Chưa đủ căn cứ ở chỉ tiêu 1.2, 1.3"),
        (
            ["met", "not_applicable", "met"],
            "met",
            "Đạt cả 2 chỉ tiêu, 1 chỉ tiêu không áp dụng",
        ),
        (["not_applicable"], "not_applicable", "Không chỉ tiêu nào áp dụng với xã"),
        ([], "unknown", "Chưa có chỉ tiêu"),
    ],
)
def test_one_failure_settles_a_criterion(verdicts, verdict, why):
    judgements = {
        f"1.{order}": Judgement(Verdict(one), "") for order, one in enumerate(verdicts, start=1)
    }
    judgement = judge_criterion(judgements)
    assert (judgement.verdict, judgement.why) == (verdict, why)
