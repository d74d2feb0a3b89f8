"""Vĩnh Hoàng of 1/7/2025 out of the shipped files, with values made up for the test."""

import datetime as dt
from decimal import Decimal

import pytest

from communes.models import Commune
from criteria.models import Denominator
from criteria.selectors.inheritance import inheritance, set_of_merger
from tests.factories import MeasurementFactory, ScorecardFactory

pytestmark = pytest.mark.django_db
MERGED_ON = dt.date(2025, 7, 1)
TOLD_ON = dt.date(2024, 12, 31)
PEOPLE = (4000, 3000, 2000, 1000)
INCOMES = (60, 50, 55, 45)


@pytest.fixture
def heir(reference, settings):
    settings.PORTAL_TODAY = "2025-08-01"
    return Commune.objects.get(code="19372", starts=MERGED_ON)


@pytest.fixture
def tell(heir):
    """What the predecessors told of an indicator, one value each in the order of their names."""
    yardstick = set_of_merger(MERGED_ON)
    olds = [step.old for step in heir.origins.select_related("old").order_by("old__sort_key")]

    def told(code, values, **kind):
        for old, value in zip(olds, values, strict=True):
            scorecard = old.scorecards.filter(criteria_set=yardstick).first()
            MeasurementFactory(
                scorecard=scorecard or ScorecardFactory(commune=old, criteria_set=yardstick),
                indicator=yardstick.criteria.get(number=int(code.split(".")[0])).indicators.get(
                    code=code
                ),
                number=None if kind else value,
                effective_on=TOLD_ON,
                **dict.fromkeys(kind, value),
            )

    told.olds, told.yardstick = olds, yardstick
    return told


def line_of(heir, yardstick, code):
    found = inheritance(heir, yardstick).lines
    return next(line for line in found if line.indicator.code == code)


def test_the_heir_is_made_of_the_four_communes_that_the_resolution_names(tell):
    assert [old.name for old in tell.olds] == ["Trung Nam", "Vĩnh Hòa", "Vĩnh Thái", "Vĩnh Tú"]
    assert tell.yardstick.code == "commune-2021-2025"


def test_income_weighs_by_people(heir, tell):
    tell("10", INCOMES)
    assert not line_of(heir, tell.yardstick, "10").combined.is_settled

    for old, people in zip(tell.olds, PEOPLE, strict=True):
        Denominator.objects.create(
            commune=old, name="nhân khẩu", value=people, as_of=TOLD_ON, source="thử"
        )

    line = line_of(heir, tell.yardstick, "10")
    assert line.combined.is_settled
    assert line.combined.value.number == Decimal("54.5")


def test_one_shabby_house_is_inherited(heir, tell):
    tell("9.1", (False, False, True, False), answer=True)
    line = line_of(heir, tell.yardstick, "9.1")
    assert line.combined.value.answer is True
    assert "Vĩnh Thái" in line.combined.why
