"""The shipped sets put to the evaluation: above all the indicators that are odd."""

import datetime as dt
from decimal import Decimal

import pytest

from criteria.evaluation import Reading, Value, Verdict, judge_criterion, judge_indicator
from criteria.imports.catalogue import read_criteria_set
from criteria.imports.shipped import DATA
from criteria.selectors.catalogue import rule
from tests.criteria.asking import FEW, MANY, chosen, measured


@pytest.fixture(scope="module")
def shipped():
    """Rules of every indicator of a shipped set, by period and code."""
    return {
        (period, one.indicator.code): [rule(row, one.indicator) for row in one.thresholds]
        for period in ("2016-2020", "2021-2025")
        for criterion in read_criteria_set(DATA / f"commune-{period}.yaml").criteria
        for one in criterion.indicators
    }


@pytest.mark.parametrize(
    ("which", "asked", "reading", "verdict"),
    [
        # 9.1 passes on «Không»
        ("2021-2025 9.1", {}, {"": False}, "met"),
        ("2021-2025 9.1", {}, {"": True}, "not_met"),
        ("2016-2020 9.1", {"day": dt.date(2020, 6, 1), "year": 2020}, {"": False}, "met"),
        # 10 by region and year
        ("2021-2025 10", {"year": 2023}, {"": 42}, "met"),
        ("2021-2025 10", {"year": 2024}, {"": 42}, "not_met"),
        ("2021-2025 10", {"year": 2026}, {"": 100}, "unknown"),
        ("2021-2025 10", {"year": 2024, "commune_class": None}, {"": 45}, "met"),
        ("2016-2020 10", {"year": 2020}, {"": 36}, "met"),
        ("2016-2020 10", {"year": 2019}, {"": 36}, "unknown"),
        # 11 and 15.3 are upper bounds
        ("2021-2025 11", {}, {"": "6.5"}, "met"),
        ("2021-2025 11", {}, {"": "6.6"}, "not_met"),
        ("2021-2025 11", {"commune_class": "dbkk"}, {"": 13}, "met"),
        ("2021-2025 11", {"commune_class": None}, {"": 1}, "unknown"),
        ("2021-2025 15.3", {}, {"": 25}, "met"),
        ("2021-2025 15.3", {}, {"": "25.1"}, "not_met"),
        ("2021-2025 15.3", {"commune_class": "dbkk"}, {"": 1}, "unknown"),
        ("2016-2020 15.3", {}, {"": "24.2"}, "met"),
        # 13.1 holds on both sides of the amendment
        ("2021-2025 13.1", {"day": dt.date(2024, 2, 29)}, {"": True}, "met"),
        ("2021-2025 13.1", {"day": dt.date(2024, 3, 1)}, {"": True}, "met"),
        # 15.4 was a percentage and became a yes/no
        ("2021-2025 15.4", {"day": dt.date(2024, 2, 29)}, {"": 50}, "met"),
        ("2021-2025 15.4", {"day": dt.date(2024, 2, 29)}, {"": 49}, "not_met"),
        ("2021-2025 15.4", {"day": dt.date(2024, 3, 1)}, {"": True}, "met"),
        ("2021-2025 15.4", {"day": dt.date(2024, 3, 1)}, {"": 50}, "unknown"),
        # 17.1 has two numbers; since the amendment neither is known
        ("2016-2020 17.1", {}, {"hop_ve_sinh": 98, "nuoc_sach": 60}, "met"),
        ("2016-2020 17.1", {}, {"hop_ve_sinh": 98}, "unknown"),
        ("2016-2020 17.1", {}, {"hop_ve_sinh": 98, "nuoc_sach": 59}, "not_met"),
        ("2021-2025 17.1", {}, {"nuoc_sach": 100, "tu_cong_trinh_tap_trung": 100}, "unknown"),
        (
            "2021-2025 17.1",
            {"day": dt.date(2024, 2, 29)},
            {"nuoc_sach": 100, "tu_cong_trinh_tap_trung": 19},
            "not_met",
        ),
        # 18.4 was one answer and became three
        ("2021-2025 18.4", {"day": dt.date(2024, 2, 29)}, {"": True}, "met"),
        (
            "2021-2025 18.4",
            {},
            {"ban_hanh_van_ban": True, "tiep_can_thong_tin": True, "hoa_giai_tro_giup": True},
            "met",
        ),
        ("2021-2025 18.4", {}, {"ban_hanh_van_ban": True}, "unknown"),
        # 5 and 14.1 are set by a ministry
        ("2021-2025 5", {}, {"co_so_vat_chat_toi_thieu": 100, "muc_do_1": 60}, "unknown"),
        (
            "2021-2025 5",
            {"facts": {FEW: True}},
            {"co_so_vat_chat_toi_thieu": 100, "muc_do_1": 60},
            "met",
        ),
        (
            "2021-2025 5",
            {"facts": {MANY: True}, "commune_class": None},
            {"co_so_vat_chat_toi_thieu": 100, "muc_do_1": 60},
            "not_met",
        ),
        (
            "2021-2025 14.1",
            {},
            {
                "tre_6_tuoi_vao_lop_1": 98,
                "pho_cap_mam_non_5_tuoi": True,
                "pho_cap_tieu_hoc": 2,
                "pho_cap_thcs": 3,
                "xoa_mu_chu": 2,
            },
            "met",
        ),
        (
            "2021-2025 14.1",
            {},
            {"tre_6_tuoi_vao_lop_1": 100, "pho_cap_mam_non_5_tuoi": False},
            "not_met",
        ),
        # men and women apart
        ("2021-2025 12.1", {}, {"nam": 70, "nu": 70}, "met"),
        ("2021-2025 12.1", {}, {"nam": 80, "nu": 69}, "not_met"),
        ("2021-2025 12.1", {}, {"nam": 80}, "unknown"),
        # 2.x are left to the province, which has not been heard
        ("2021-2025 2.1", {}, {"": 100}, "unknown"),
        ("2016-2020 2.4", {}, {"": 100}, "unknown"),
    ],
)
def test_the_odd_indicators(shipped, which, asked, reading, verdict):
    period, code = which.split()
    special = {} if period == "2021-2025" else {"special_region": ""}
    values = {
        part: Value(number=Decimal(one)) if isinstance(one, str) else measured(one)
        for part, one in reading.items()
    }
    choice = chosen(shipped[period, code], **special, **asked)
    assert judge_indicator(choice, Reading(values)).verdict == verdict


def test_an_indicator_without_craft_village_does_not_hold_the_criterion_back(shipped):
    codes = ["13.1", "13.2", "13.3", "13.4", "13.5"]
    judgements = {
        code: judge_indicator(
            chosen(shipped["2021-2025", code]),
            Reading({"": measured(value=True)}, applies=code != "13.4"),
        )
        for code in codes
    }
    assert judge_criterion(judgements).why == "Đạt cả 4 chỉ tiêu, 1 chỉ tiêu không áp dụng"


def test_no_indicator_is_met_by_a_commune_that_said_nothing(shipped):
    for rules in shipped.values():
        for commune_class in ("ordinary", "dbkk", None):
            choice = chosen(rules, commune_class=commune_class)
            assert judge_indicator(choice, Reading()).verdict == Verdict.UNKNOWN
