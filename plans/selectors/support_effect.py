"""What help changed: where the commune stood on the criterion on the day of the help, and now."""

import datetime as dt
from dataclasses import dataclass

from accounts.calendar import working_day
from criteria.selectors import Cell, standings
from plans.choices import ActionState
from plans.models import SupportAction


@dataclass(frozen=True, slots=True)
class Effect:
    """The criterion then and now; help is not said to be the cause."""

    then_on: dt.date
    then: Cell
    now: Cell


def effect_of(action: SupportAction) -> Effect | None:
    """None without a commune, a criterion or a day of the help.

    The day before counts, so that a word logged on the day of the help is seen as new.
    """
    if action.commune is None or action.criterion is None or action.state != ActionState.DONE:
        return None
    assert action.done_on is not None  # noqa: S101 -- the database holds it
    before, criterion = action.done_on - dt.timedelta(days=1), action.criterion
    (was,) = standings(criterion.criteria_set, [action.commune], as_of=before)
    (now,) = standings(criterion.criteria_set, [action.commune], as_of=working_day())
    return Effect(before, was.cells[criterion.number], now.cells[criterion.number])
