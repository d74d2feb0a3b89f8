import pytest
from django.urls import reverse
from rest_framework.authtoken.models import Token

from criteria.models import Measurement, StatusEntry
from tests.factories import MeasurementFactory, StatusEntryFactory, ThresholdFactory


@pytest.fixture
def token(world):
    return {"Authorization": f"Token {Token.objects.create(user=world.people['sponsor']).key}"}


def statuses_url(world):
    return reverse("scorecard-statuses", args=[world.scorecard.pk])


def post(client, url, data, token):
    return client.post(url, data, content_type="application/json", headers=token)


def test_a_status_is_logged_through_the_api(world, client, token):
    answer = post(client, statuses_url(world), {"criterion": 8, "status": "met"}, token)
    entry = StatusEntry.objects.get()
    assert (answer.status_code, answer.json()["id"]) == (201, entry.pk)
    assert (entry.by, entry.agency) == (world.people["sponsor"], world.sponsor)


def test_a_stale_status_is_answered_409_with_its_code(world, client, token):
    StatusEntryFactory(scorecard=world.scorecard, criterion=world.criterion)
    answer = post(client, statuses_url(world), {"criterion": 8, "status": "met"}, token)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")


@pytest.mark.parametrize(
    "data", [{}, {"criterion": 8}, {"criterion": 8, "status": "đạt"}, {"status": "met"}]
)
def test_a_malformed_status_is_answered_400(world, client, token, data):
    assert post(client, statuses_url(world), data, token).status_code == 400


def test_an_unknown_criterion_is_not_found(world, client, token):
    answer = post(client, statuses_url(world), {"criterion": 99, "status": "met"}, token)
    assert answer.status_code == 404


def test_a_stage_that_is_not_yours_is_refused(world, client, token):
    data = {"criterion": 8, "status": "met", "stage": 5}
    assert post(client, statuses_url(world), data, token).status_code == 403


def test_who_has_no_mandate_is_refused(world, client):
    client.force_login(world.people["another department"])
    answer = post(client, statuses_url(world), {"criterion": 8, "status": "met"}, {})
    assert answer.status_code == 403


def test_a_value_is_entered_through_the_api(world, client, token):
    url = reverse("scorecard-measurements", args=[world.scorecard.pk])
    answer = post(client, url, {"indicator": "8.1", "number": "85.5"}, token)
    assert (answer.status_code, str(Measurement.objects.get().number)) == (201, "85.5000")


@pytest.mark.parametrize(
    "data",
    [
        {"indicator": "8.1"},
        {"indicator": "8.1", "number": "1", "word": "Khá"},
        {"indicator": "8.1", "number": "1", "applies": False},
    ],
)
def test_a_value_says_exactly_one_thing(world, client, token, data):
    url = reverse("scorecard-measurements", args=[world.scorecard.pk])
    assert post(client, url, data, token).status_code == 400


def test_a_value_of_an_indicator_of_others_is_refused(world, client):
    client.force_login(world.people["another department"])
    url = reverse("scorecard-measurements", args=[world.scorecard.pk])
    assert post(client, url, {"indicator": "8.1", "number": "1"}, {}).status_code == 403


def test_a_scorecard_is_read_with_its_criteria_and_verdicts(world, client, token):
    ThresholdFactory(indicator=world.indicator, number=80)
    StatusEntryFactory(scorecard=world.scorecard, criterion=world.criterion)
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, number=85)
    url = reverse("scorecard-detail", args=[world.scorecard.pk])
    [line] = client.get(url, headers=token).json()["criteria"]
    assert (line["number"], line["status"], line["proposal"]) == (8, "met", "met")
    assert line["indicators"][0]["values"] == {"": "85"}


def test_a_scorecard_is_read_as_of_a_day(world, client, token):
    StatusEntryFactory(scorecard=world.scorecard, criterion=world.criterion)
    url = reverse("scorecard-detail", args=[world.scorecard.pk])
    assert client.get(url, {"day": "2024-05-01"}, headers=token).json()["met"] == 0
    assert client.get(url, {"day": "mai"}, headers=token).status_code == 400


def test_scorecards_are_found_by_name_without_diacritics(world, client, token):
    found = client.get(reverse("scorecard-list"), {"q": "huong viet"}, headers=token).json()
    assert [row["commune_name"] for row in found["results"]] == ["Hướng Việt"]
    none = client.get(reverse("scorecard-list"), {"q": "vinh thai"}, headers=token).json()
    assert none["results"] == []
