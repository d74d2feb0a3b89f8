"""The grid through the API: unusual values, corrections, the sheet as known at a moment."""

import datetime as dt

import pytest
from django.urls import reverse

from criteria.models import Measurement
from tests.factories import MeasurementFactory, RoundFactory, ThresholdFactory


@pytest.fixture
def office(world, client):
    client.force_login(world.people["office"])
    return world.people["office"]


def enter(world, client, **given):
    url = reverse("scorecard-measurements", args=[world.scorecard.pk])
    data = {"indicator": "8.1", "number": "51"} | given
    return client.post(url, data, content_type="application/json")


def read(world, client, **query):
    answer = client.get(reverse("scorecard-detail", args=[world.scorecard.pk]), query)
    return answer, answer.json()


def test_an_unusual_value_is_told_when_entered_and_when_read(world, office, client):
    ThresholdFactory(indicator=world.indicator)
    before = MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, number=85)
    why = "giảm 40 % so với lần trước (85 → 51)"
    answer = enter(world, client, base=before.pk)
    assert (answer.status_code, answer.json()["unusual"]) == (201, why)
    _, sheet = read(world, client)
    assert sheet["criteria"][0]["indicators"][0]["unusual"] == {"": why}


def test_a_closed_round_takes_only_a_correction_with_its_reason(world, office, client):
    closed = RoundFactory(closed_at=dt.datetime(2024, 6, 17, tzinfo=dt.UTC), closed_by=office)
    refused = enter(world, client)
    assert (refused.status_code, refused.json()["code"]) == (409, "closed")
    assert enter(world, client, correcting=True).status_code == 409
    stored = enter(world, client, correcting=True, note="Nhập nhầm dòng")
    assert (stored.status_code, stored.json()["corrects"]) == (201, closed.pk)


def test_the_sheet_is_read_as_known_at_a_moment(world, office, client):
    ThresholdFactory(indicator=world.indicator)
    said = {"scorecard": world.scorecard, "indicator": world.indicator}
    old = MeasurementFactory(**said, number=61)
    Measurement.objects.filter(pk=old.pk).update(
        recorded_at=dt.datetime(2024, 6, 2, tzinfo=dt.UTC)
    )
    MeasurementFactory(**said, number=85)
    values = [
        read(world, client, **query)[1]["criteria"][0]["indicators"][0]["values"]
        for query in ({}, {"known_at": "2024-06-03T00:00:00+07:00"})
    ]
    assert values == [{"": "85"}, {"": "61"}]


def test_a_moment_that_is_none_is_answered_400(world, office, client):
    answer, _ = read(world, client, known_at="hôm qua")
    assert answer.status_code == 400
