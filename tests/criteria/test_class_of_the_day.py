"""The class of a commune is that of the day asked about, never the last one known."""

import datetime as dt

import pytest

from communes.choices import CommuneClassKind
from criteria.models import Scorecard, Threshold
from criteria.selectors.catalogue import rules_for
from criteria.selectors.comparison import compare_commune
from criteria.selectors.impact import impact, judged_with
from criteria.selectors.lookup import lookup
from criteria.selectors.yardsticks import Question, Side, yardsticks
from tests.factories import CommuneClassFactory, MeasurementFactory, ThresholdFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def left_in_2023(world):
    """It was a commune of special difficulty until the end of 2022."""
    CommuneClassFactory(
        commune=world.commune, starts=dt.date(2021, 6, 4), ends=dt.date(2022, 12, 31)
    )
    CommuneClassFactory(
        commune=world.commune, kind=CommuneClassKind.ORDINARY, starts=dt.date(2023, 1, 1)
    )
    ThresholdFactory(indicator=world.indicator, region="BTB", number=80)
    ThresholdFactory(indicator=world.indicator, region="TDMNPB", number=70)


@pytest.mark.parametrize(
    ("day", "kind", "number"),
    [
        (dt.date(2021, 6, 3), None, None),
        (dt.date(2022, 12, 31), "dbkk", 70),
        (dt.date(2023, 1, 1), "ordinary", 80),
    ],
)
def test_a_threshold_is_that_of_the_class_of_the_day(world, left_in_2023, day, kind, number):
    found = lookup(world.indicator, world.commune, day)
    rule = found.choice.parts[0].rule
    assert (found.commune_class, rule and rule.number) == (kind, number)
    assert Scorecard.objects.with_class(day).get(pk=world.scorecard.pk).class_kind == kind


def test_each_of_two_yardsticks_asks_the_class_of_its_own_day(world, left_in_2023):
    """A value of 75 % passed while the commune was special, and fails since it is not."""
    MeasurementFactory(
        scorecard=world.scorecard,
        indicator=world.indicator,
        number=75,
        effective_on=dt.date(2022, 12, 1),
    )
    loaded = next(one for one in yardsticks() if one == world.criterion.criteria_set)
    sides = [Side(loaded, day) for day in (dt.date(2022, 12, 31), dt.date(2023, 1, 1))]
    found = compare_commune(Question(*sides), world.commune)
    pair = next(one for one in found.pairs if one.criterion == world.criterion)
    assert (pair.verdict_a, pair.verdict_b, pair.difference) == ("met", "not_met", "yardstick")


@pytest.mark.parametrize(
    ("day", "touched"), [(dt.date(2022, 12, 31), 0), (dt.date(2023, 1, 1), 1)]
)
def test_a_corrected_threshold_touches_those_of_its_class_on_the_day(
    world, left_in_2023, day, touched
):
    """The column of the ordinary communes asks less: nothing to one that is special."""
    MeasurementFactory(
        scorecard=world.scorecard,
        indicator=world.indicator,
        number=75,
        effective_on=dt.date(2022, 12, 1),
    )
    indicators = judged_with(world.indicator)
    before = rules_for(indicators)
    Threshold.objects.filter(region="BTB").update(number=60)
    found = impact(indicators, before, rules_for(indicators), user=world.people["office"], day=day)
    assert (found.looked, len(found.lines)) == (1, touched)
