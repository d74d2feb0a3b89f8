"""Turned entry and replies through the API."""

import pytest
from django.urls import reverse

from criteria.choices import Stage
from criteria.models import Measurement, Reply
from tests.factories import (
    CommuneFactory,
    MeasurementFactory,
    ScorecardFactory,
    ThresholdFactory,
)

VALUES = reverse("across-values")


@pytest.fixture
def cards(world, client):
    ThresholdFactory(indicator=world.indicator)
    client.force_login(world.people["responsible"])
    other = ScorecardFactory(
        criteria_set=world.scorecard.criteria_set, commune=CommuneFactory(name="Ăn Thôn")
    )
    return [world.scorecard, other]


def asked(world, **more):
    return {"criteria_set": world.scorecard.criteria_set.code, "criterion": 8} | more


def values(cards, *numbers, **more):
    return [
        {"commune": card.commune.code, "indicator": "8.1", "number": number, "base": None} | more
        for card, number in zip(cards, numbers, strict=True)
    ]


def send(client, url, data):
    return client.post(url, data, content_type="application/json")


def test_every_commune_with_what_may_be_written(world, cards, client):
    last = MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, number=90)
    rows = client.get(reverse("across-list"), asked(world)).json()
    row = next(one for one in rows if one["commune"] == world.commune.code)
    assert row["values"] == [
        {
            "indicator": "8.1",
            "part": "",
            "text": "90",
            "base": last.pk,
            "demand": "≥ 80%",
            "may_write": True,
        }
    ]
    assert (row["proposed"], row["status"], row["contested"]) == ("met", "", False)


def test_many_values_are_stored_at_once(world, cards, client):
    answer = send(client, VALUES, asked(world, values=values(cards, 85, 70)))
    assert answer.status_code == 201
    assert {one.pk for one in Measurement.objects.all()} == {one["id"] for one in answer.json()}
    assert {one.stage for one in Measurement.objects.all()} == {Stage.APPRAISED}


def test_one_refusal_stores_nothing_and_stands_in_its_place(world, cards, client):
    MeasurementFactory(scorecard=cards[1], indicator=world.indicator)
    answer = send(client, VALUES, asked(world, values=values(cards, 85, 70)))
    assert answer.status_code == 409
    assert [one["code"] for one in answer.json()] == ["", "stale"]
    assert [one["id"] for one in answer.json()] == [None, None]
    assert Measurement.objects.count() == 1


def test_an_unknown_commune_or_nothing_is_a_bad_request(world, cards, client):
    lone = values(cards[:1], 85, commune="99999")
    assert send(client, VALUES, asked(world, values=lone)).status_code == 400
    assert send(client, VALUES, asked(world, values=[])).status_code == 400
    assert client.get(reverse("across-list")).status_code == 400


def test_who_has_no_mandate_for_one_of_them_stores_none(world, cards, client):
    client.force_login(world.people["commune"])
    answer = send(client, VALUES, asked(world, values=values(cards, 85, 70)))
    assert answer.status_code == 403
    assert not Measurement.objects.exists()


def test_a_commune_replies(world, cards, client):
    word = MeasurementFactory(
        scorecard=world.scorecard,
        indicator=world.indicator,
        stage=Stage.APPRAISED,
        agency=world.responsible,
    )
    url, said = reverse("reply-list"), {"measurement": word.pk, "agrees": False, "note": "Sai"}
    assert send(client, url, said).status_code == 403
    client.force_login(world.people["commune"])
    assert send(client, url, said | {"entry": 1}).status_code == 400
    assert send(client, url, said | {"note": ""}).status_code == 409
    answer = send(client, url, said)
    assert (answer.status_code, answer.json()["id"]) == (201, Reply.objects.get().pk)
    assert len(client.get(url).json()["results"]) == 1
