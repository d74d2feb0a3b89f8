"""Numbers as reports print them; the pairs come from printed sources (report-forms, §7)."""

from decimal import Decimal

import pytest

from reports.words.numbers import average, billions, does_not_close, number, percent, rounded


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (None, None, ""),
        (0, None, "0"),
        (Decimal("1014.50"), None, "1.014,5"),
        (Decimal("1014.5"), 2, "1.014,50"),
        (1234567, None, "1.234.567"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("-1.25"), 1, "-1,3"),
        (Decimal("0.05"), 1, "0,1"),
    ],
)
def test_numbers(value, places, printed):
    assert number(value, places) == printed


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (57, 101, "56,4\u00a0%"),  # Quảng Trị 2020
        (75, 101, "74,3\u00a0%"),
        (12, 15, "80,0\u00a0%"),
        (77, 101, "76,2\u00a0%"),  # QĐ 645
        (0, 101, "0,0\u00a0%"),
        (None, 101, ""),
        (57, None, ""),
        (0, 0, "-"),
    ],
)
def test_percent(part, whole, printed):
    assert percent(part, whole) == printed


@pytest.mark.parametrize(
    ("total", "count", "printed"),
    [
        (243, 15, "16,2"),  # Gio Linh, end of 2023
        (1286, 92, "14,0"),  # Thừa Thiên Huế, 30/9/2015: the zero stays
        (None, 15, ""),
        (0, 15, "0,0"),
        (0, 0, ""),
    ],
)
def test_average(total, count, printed):
    assert average(total, count) == printed


@pytest.mark.parametrize(
    ("millions", "said"),
    [
        (None, ""),
        (0, "0\u00a0triệu đồng"),
        (Decimal("850.5"), "850,5\u00a0triệu đồng"),
        (1000, "1\u00a0tỷ đồng"),
        (Decimal(1014500), "1.014,5\u00a0tỷ đồng"),
    ],
)
def test_money_in_sentences(millions, said):
    assert billions(millions) == said


def test_sums_that_do_not_close_are_told_by_how_much_and_not_mended():
    hundredths = [Decimal("3.305"), Decimal("39.110")]  # Hà Tĩnh, 8 months of 2018

    assert does_not_close(hundredths, Decimal("42.416")) == Decimal("0.001")
    assert does_not_close(hundredths, Decimal("42.415")) is None
    assert does_not_close([Decimal("93.4"), Decimal("191.6"), Decimal("729.5")], 1014) == Decimal(
        "-0.5"
    )


def test_halves_go_away_from_zero():
    assert rounded(Decimal("16.25"), 1) == Decimal("16.3")
