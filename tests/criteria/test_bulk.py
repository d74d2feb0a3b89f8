"""Many words at once: all of them or none; what corrects a closed round says so."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Activity
from criteria import services
from criteria.choices import Change, Stage, Status
from criteria.models import Measurement, StatusEntry
from criteria.permissions import Mandate
from criteria.services import Given, Value
from criteria.services.statuses import GivenStatus, log_many
from tests.factories import IndicatorFactory, MeasurementFactory, RoundFactory, ScorecardFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)


def value(world, number, **more):
    given = {
        "scorecard": world.scorecard,
        "indicator": world.indicator,
        "value": Value(number=Decimal(number)),
        "effective_on": DAY,
        "mandate": world.mandate(),
        "base": None,
    }
    return Given(**given | more)


def status(world, **more):
    given = {
        "scorecard": world.scorecard,
        "criterion": world.criterion,
        "status": Status.MET,
        "effective_on": DAY,
        "mandate": world.mandate(),
        "base": None,
    }
    return GivenStatus(**given | more)


def codes(error):
    return [one.code for one in error.value.error_list]


def test_one_bad_value_keeps_all_from_being_stored_and_every_refusal_is_told(world):
    other = ScorecardFactory(criteria_set=world.scorecard.criteria_set)
    seen = MeasurementFactory(scorecard=other, indicator=world.indicator, number=70)
    MeasurementFactory(scorecard=other, indicator=world.indicator, number=75)
    second = IndicatorFactory(criterion=world.criterion, code="8.9", order=9)
    rows = [
        value(world, 85),
        value(world, 120, indicator=second),
        value(world, 80, scorecard=other, base=seen.pk),
    ]
    with pytest.raises(ValidationError) as caught:
        services.measure_many(rows, by=world.people["sponsor"])
    assert codes(caught) == ["range", "stale"]
    assert Measurement.objects.filter(by=world.people["sponsor"]).count() == 0
    assert len(services.measure_many(rows[:1], by=world.people["sponsor"])) == 1


def test_one_bad_status_keeps_all_from_being_stored(world):
    other = ScorecardFactory(criteria_set=world.scorecard.criteria_set)
    rows = [
        status(world),
        status(world, scorecard=other, effective_on=DAY + dt.timedelta(days=1)),
    ]
    with pytest.raises(ValidationError) as caught:
        log_many(rows, by=world.people["sponsor"])
    assert codes(caught) == ["future"]
    assert not StatusEntry.objects.exists()


def test_statuses_of_a_closed_round_are_corrections_that_name_it(world):
    closed = RoundFactory(closed_at=timezone.now(), closed_by=world.people["office"])
    with pytest.raises(ValidationError) as caught:
        log_many([status(world)], by=world.people["sponsor"])
    assert codes(caught) == ["closed"]
    given = status(world, change=Change.CORRECTION, note="Sửa theo báo cáo")
    (entry,) = log_many([given], by=world.people["sponsor"])
    assert (entry.corrects, entry.change) == (closed, Change.CORRECTION)


def test_the_trail_says_in_whose_stead_many_words_were_said(world):
    officer, director = world.people["sponsor"], world.people["director of the sponsor"]
    lent = Mandate(Stage.REVIEWED, world.sponsor, lent_by=director)
    second = IndicatorFactory(criterion=world.criterion, code="8.9", order=9)
    rows = [
        value(world, 85, mandate=lent),
        value(world, 80, indicator=second),
    ]
    services.measure_many(rows, by=officer)
    log_many([status(world, mandate=lent)], by=officer)
    lines = Activity.objects.filter(by=officer).values_list(
        "verb", "on_behalf_of", "details__count"
    )
    assert set(lines) == {
        ("logged values", director.pk, 1),
        ("logged values", None, 1),
        ("logged statuses", director.pk, 1),
    }
