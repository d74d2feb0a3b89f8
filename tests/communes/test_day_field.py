"""A day in a form reads as everywhere else in the portal, and comes back as it was typed."""

import datetime as dt

import pytest

from communes.forms import DayField


def test_a_day_is_shown_without_noughts():
    assert 'value="8/6/2024"' in DayField().widget.render("on", dt.date(2024, 6, 8))


@pytest.mark.parametrize("typed", ["08/06/2024", "31/2/2024", "hôm nay"])
def test_what_was_typed_is_given_back(typed):
    assert f'value="{typed}"' in DayField().widget.render("on", typed)


def test_a_day_shown_and_sent_back_has_not_changed():
    field = DayField()
    shown = field.widget.format_value(dt.date(2024, 6, 8))
    assert not field.has_changed(dt.date(2024, 6, 8), shown)
