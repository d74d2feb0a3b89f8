"""A name of a single word counts only where it is the whole of its item."""

import pytest

from plans.names import split
from tests.plans.test_splitting import NAMES


@pytest.mark.parametrize(
    ("text", "keys", "rest"),
    [
        ("giao thông, điện thoại cố định, y tế", [2, 15], ("điện thoại cố định",)),
        ("giao thông, điện, y tế", [2, 4, 15], ()),
        ("giao thông, điện và y tế", [2, 4, 15], ()),
    ],
)
def test_a_short_name_at_the_head_of_a_longer_item_is_not_its_criterion(text, keys, rest):
    found = split(text, NAMES)

    assert ([one.key for one in found.named], found.rest) == (keys, rest)
