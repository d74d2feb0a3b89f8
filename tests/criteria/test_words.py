from decimal import Decimal

import pytest

from criteria.words import read_number, write_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("87,5%", "87.5"),
        ("87.5", "87.5"),
        (" 0 ", "0"),
        ("-3", "-3"),
        ("1.234.567", "1234567"),
        ("1234", "1234"),
    ],
)
def test_numbers_are_read_as_vietnamese_types_them(text, number):
    assert read_number(text) == Decimal(number)


def test_a_bare_thousand_is_asked_never_guessed():
    with pytest.raises(ValueError, match="1234 hoặc 1,234"):
        read_number("1.234")


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "12%%", "1.23.456"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="không phải là số"):
        read_number(text)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, ""),
        (Decimal("0.0000"), "0"),
        (Decimal("87.5000"), "87,5"),
        (Decimal("1234.5"), "1.234,5"),
        (Decimal(1234), "1234"),
        (Decimal(1234567), "1.234.567"),
    ],
)
def test_numbers_are_written_so_that_they_read_back(number, text):
    assert write_number(number) == text
    assert number is None or read_number(text) == number
