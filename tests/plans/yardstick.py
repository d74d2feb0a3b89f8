"""Three criteria in force, and communes judged on them."""

import datetime as dt

import pytest

from criteria.choices import Level, Status
from criteria.services import rebuild_current
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    RecognitionFactory,
    ScorecardFactory,
    StatusEntryFactory,
)


@pytest.fixture
def yardstick():
    """Three criteria in force."""
    held = CriteriaSetFactory(code="now")
    return [CriterionFactory(criteria_set=held, number=number) for number in (1, 2, 3)]


@pytest.fixture
def say(yardstick):
    """`say(commune, "101-")`: met, not met, and nobody judged, criterion by criterion."""

    def said(commune, marks):
        card = ScorecardFactory(commune=commune, criteria_set=yardstick[0].criteria_set)
        for criterion, mark in zip(yardstick, marks, strict=True):
            if mark != "-":
                status = Status.MET if mark == "1" else Status.NOT_MET
                StatusEntryFactory(scorecard=card, criterion=criterion, status=status)
        rebuild_current()
        return commune

    return said


def recognised(commune, level=Level.STANDARD, **given):
    return RecognitionFactory(commune=commune, level=level, since=dt.date(2023, 12, 31), **given)
