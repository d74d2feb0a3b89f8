import datetime as dt

import pytest

from accounts.calendar import read_day


@pytest.mark.parametrize("text", ["18/6/2024", "18/06/2024", " 2024-06-18 ", "18-6-2024"])
def test_a_day_as_people_type_it(text):
    assert read_day(text) == dt.date(2024, 6, 18)


@pytest.mark.parametrize("text", ["", "6/18/2024", "30/2/2024", "mai", "18/6"])
def test_what_is_no_day_is_told_with_what_to_type(text):
    with pytest.raises(ValueError, match="Hãy nhập như 18/6/2024"):
        read_day(text)
