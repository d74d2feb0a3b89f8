"""When the same value is worth storing once more."""

import pytest

from criteria.choices import Stage
from criteria.models.plan import worth_again


@pytest.mark.parametrize(
    ("illustrative", "stage", "speaking", "word"),
    [
        (True, Stage.CONFIRMED, Stage.DECLARED, "minh họa"),
        (False, Stage.DECLARED, Stage.REVIEWED, "cấp cao hơn"),
        (False, Stage.REVIEWED, Stage.REVIEWED, ""),
        (False, Stage.CONFIRMED, Stage.DECLARED, ""),
    ],
)
def test_the_same_value_is_worth_it_over_a_demo_figure_or_in_a_higher_stage(
    illustrative, stage, speaking, word
):
    why = worth_again(illustrative=illustrative, stage=stage, speaking=speaking)
    assert (word in why, bool(why)) == (True, bool(word))
