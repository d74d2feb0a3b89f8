"""The label of a change of status: proposed by one rule, stored with the word, shown where it counts."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from criteria import services
from criteria.choices import Change, Stage, Status
from criteria.models import StatusEntry
from criteria.selectors.change import Turn, label
from tests.criteria.test_scorecard_views import HTMX, real_queries
from tests.factories import (
    MeasurementFactory,
    RoundFactory,
    StatusEntryFactory,
    ThresholdFactory,
    UserFactory,
)

EARLIER, DAY = dt.date(2023, 12, 31), dt.date(2024, 6, 18)


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (Turn("", "met"), ""),
        (Turn("met", "met", redrawn=True), ""),
        (Turn("met", "not_met"), Change.SITUATION),
        (Turn("met", "not_met", remeasured=True), Change.SITUATION),
        (Turn("met", "not_met", redrawn=True), Change.YARDSTICK),
        (Turn("met", "not_met", redrawn=True, remeasured=True), Change.SITUATION),
        (Turn("met", "not_met", redrawn=True, replaces=True), Change.CORRECTION),
        (Turn("met", "not_met", withdrew=True), Change.CORRECTION),
        (Turn("met", "not_met", corrects=True), Change.CORRECTION),
    ],
)
def test_the_rule(turn, expected):
    assert label(turn) == expected


def log(world, status, *, day=DAY, change="", note="", stage=Stage.REVIEWED):
    last = StatusEntry.objects.filter(withdrawn_at=None).order_by("pk").last()
    return services.log_status(
        scorecard=world.scorecard,
        criterion=world.criterion,
        status=status,
        effective_on=day,
        base=last.pk if last else None,
        change=change,
        note=note,
        mandate=world.mandate(stage),
        by=world.people["sponsor"],
    )


def test_a_first_judgement_has_no_label(world):
    assert log(world, Status.MET).change == ""


def test_the_same_status_again_has_no_label(world):
    log(world, Status.MET, day=EARLIER)
    assert log(world, Status.MET).change == ""


def test_a_change_is_of_the_situation(world):
    log(world, Status.MET, day=EARLIER)
    assert log(world, Status.NOT_MET).change == Change.SITUATION


def test_what_the_writer_says_stands(world):
    log(world, Status.MET, day=EARLIER)
    assert log(world, Status.NOT_MET, change=Change.CORRECTION).change == Change.CORRECTION


def test_another_word_of_the_same_day_corrects(world):
    log(world, Status.MET)
    assert log(world, Status.NOT_MET).change == Change.CORRECTION


def test_a_word_of_an_earlier_day_than_all_that_was_said_corrects(world):
    log(world, Status.MET)
    word = log(world, Status.NOT_MET, day=EARLIER, stage=Stage.CONFIRMED)
    assert word.change == Change.CORRECTION


def test_a_word_between_two_is_compared_with_the_one_before_it(world):
    log(world, Status.MET, day=EARLIER)
    log(world, Status.NOT_MET)
    assert log(world, Status.MET, day=dt.date(2024, 3, 1)).change == ""


def test_what_follows_a_withdrawal_corrects(world):
    word = log(world, Status.MET, day=EARLIER)
    services.withdraw_status(entry=word, reason="Nhầm xã", by=world.people["sponsor"])
    assert log(world, Status.NOT_MET).change == Change.CORRECTION


def yardstick(world, *, number=80, year=None, **more):
    return ThresholdFactory(indicator=world.indicator, number=number, year=year, **more)


@pytest.fixture
def measured(world):
    """A commune that met the criterion with 85 at the end of 2023."""
    MeasurementFactory(
        scorecard=world.scorecard, indicator=world.indicator, number=85, effective_on=EARLIER
    )
    return log(world, Status.MET, day=EARLIER)


def test_a_threshold_of_another_year_is_another_yardstick(world, measured):
    yardstick(world, year=2023)
    yardstick(world, number=90, year=2024)
    assert log(world, Status.NOT_MET).change == Change.YARDSTICK


def test_a_threshold_that_repeats_its_number_is_the_same_yardstick(world, measured):
    yardstick(world, year=2023)
    yardstick(world, year=2024)
    assert log(world, Status.NOT_MET).change == Change.SITUATION


def test_a_threshold_that_begins_meanwhile_is_another_yardstick(world, measured):
    yardstick(world, ends=dt.date(2024, 2, 29))
    yardstick(world, number=90, starts=dt.date(2024, 3, 1))
    assert log(world, Status.NOT_MET).change == Change.YARDSTICK


def test_a_threshold_corrected_meanwhile_is_another_yardstick(world):
    old = yardstick(world)
    MeasurementFactory(
        scorecard=world.scorecard, indicator=world.indicator, number=85, effective_on=EARLIER
    )
    log(world, Status.MET, day=EARLIER)
    old.superseded_at, old.superseded_by = timezone.now(), UserFactory()
    old.save()
    yardstick(
        world, number=90, recorded_at=timezone.now(), recorded_by=UserFactory(), replaces=old
    )
    assert log(world, Status.NOT_MET).change == Change.YARDSTICK


def test_a_threshold_of_a_region_elsewhere_is_nobodys_here(world, measured):
    yardstick(world)
    yardstick(world, number=90, region="ĐNB", starts=dt.date(2024, 3, 1))
    assert log(world, Status.NOT_MET).change == Change.SITUATION


def test_a_threshold_of_an_indicator_without_value_labels_nothing(world):
    log(world, Status.MET, day=EARLIER)
    yardstick(world, year=2023)
    yardstick(world, number=90, year=2024)
    assert log(world, Status.NOT_MET).change == Change.SITUATION


def test_a_value_that_differs_is_of_the_situation(world, measured):
    yardstick(world, year=2023)
    yardstick(world, number=90, year=2024)
    MeasurementFactory(
        scorecard=world.scorecard, indicator=world.indicator, number=70, effective_on=DAY
    )
    assert log(world, Status.NOT_MET).change == Change.SITUATION


def test_a_value_said_again_is_no_other_situation(world, measured):
    yardstick(world, year=2023)
    yardstick(world, number=90, year=2024)
    MeasurementFactory(
        scorecard=world.scorecard,
        indicator=world.indicator,
        number=Decimal("85.0"),
        effective_on=DAY,
    )
    assert log(world, Status.NOT_MET).change == Change.YARDSTICK


@pytest.fixture
def closed(world):
    return RoundFactory(
        kind="year",
        year=2023,
        name="Kỳ năm 2023",
        starts=dt.date(2023, 1, 1),
        ends=EARLIER,
        closed_at=timezone.now(),
        closed_by=world.people["office"],
    )


def test_a_correction_of_a_closed_round_is_labelled_and_names_it(world, measured, closed):
    word = log(world, Status.NOT_MET, day=EARLIER, change=Change.CORRECTION, note="Đếm nhầm hộ")
    assert (word.change, word.corrects) == (Change.CORRECTION, closed)


def test_saving_a_change_takes_at_most_twelve_queries(world, client):
    client.force_login(world.people["sponsor"])
    yardstick(world, year=2023)
    yardstick(world, number=90, year=2024)
    MeasurementFactory(
        scorecard=world.scorecard, indicator=world.indicator, number=85, effective_on=EARLIER
    )
    first = StatusEntryFactory(
        scorecard=world.scorecard, criterion=world.criterion, effective_on=EARLIER
    )
    url = reverse("criteria:log_status", args=[world.scorecard.pk, world.criterion.number])
    with CaptureQueriesContext(connection) as caught:
        client.post(url, {"status": "not_met", "base": first.pk}, headers=HTMX)
    assert StatusEntry.objects.get(status="not_met").change == Change.YARDSTICK
    assert len(real_queries(caught)) <= 12, real_queries(caught)
