import datetime as dt

import pytest

from criteria.choices import Status
from criteria.services.current import rebuild_current
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    ScorecardFactory,
    StatusEntryFactory,
)


@pytest.fixture
def yardstick():
    criteria_set = CriteriaSetFactory()
    for number in range(1, 7):
        CriterionFactory(criteria_set=criteria_set, number=number)
    return criteria_set


@pytest.fixture
def say(yardstick):
    def told(commune, text):
        scorecard = ScorecardFactory(commune=commune, criteria_set=yardstick)
        for criterion, letter in zip(yardstick.criteria.all(), text, strict=True):
            if letter != "-":
                StatusEntryFactory(
                    scorecard=scorecard,
                    criterion=criterion,
                    status=Status.MET if letter == "m" else Status.NOT_MET,
                    effective_on=dt.date(2024, 1, 5),
                    by=None,
                )
        rebuild_current()

    return told
