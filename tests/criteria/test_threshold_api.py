import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.choices import Confidence
from criteria.models import Threshold
from tests.factories import CommuneFactory, IndicatorFactory, ThresholdFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)
LIST = "threshold-list"


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.PORTAL_TODAY = DAY.isoformat()


@pytest.fixture
def row():
    return ThresholdFactory(number=80, confidence=Confidence.RECALLED, source="nhớ")


def listed(client, **asked):
    found = client.get(reverse(LIST), asked).json()
    return [one["id"] for one in found["results"]]


def corrects(client, row, **given):
    url = reverse("threshold-corrections", args=[row.pk])
    return client.post(url, given, content_type="application/json")


SOURCED = {"confidence": "sourced", "source": "QĐ của tỉnh", "reason": "Đối chiếu"}


@pytest.mark.usefixtures("member")
def test_thresholds_are_listed_and_filtered(client, row):
    other = ThresholdFactory()
    assert set(listed(client)) == {row.pk, other.pk}
    assert listed(client, criteria_set=row.indicator.criterion.criteria_set.code) == [row.pk]
    assert listed(client, indicator=other.indicator.code) == [other.pk]
    assert listed(client, confidence="recalled") == [row.pk]


@pytest.mark.usefixtures("office")
def test_a_correction_is_made_and_both_states_can_be_asked_for(client, row):
    before = timezone.now()
    answer = corrects(client, row, number="85", **SOURCED)
    assert answer.status_code == 201
    fresh = Threshold.objects.get(pk=answer.json()["id"])
    assert (fresh.number, fresh.replaces, fresh.region) == (85, row, "chung")
    assert listed(client) == [fresh.pk]
    assert listed(client, known_at=before.isoformat()) == [row.pk]
    assert client.get(reverse(LIST), {"known_at": "hôm qua"}).status_code == 400


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"number": "85"}, 400),
        ({"number": "nhiều", "reason": "a"}, 400),
        ({"number": "120", "reason": "a"}, 409),
        ({"confidence": "sourced", "source": "", "reason": "a"}, 409),
        ({"reason": "a"}, 409),
    ],
)
def test_a_correction_that_cannot_be_is_refused(client, row, given, status):
    assert corrects(client, row, **given).status_code == status
    assert Threshold.objects.count() == 1


@pytest.mark.usefixtures("office")
def test_who_comes_second_is_told_so(client, row):
    corrects(client, row, number="85", **SOURCED)
    answer = corrects(client, row, number="90", **SOURCED)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")


@pytest.mark.usefixtures("member")
def test_others_than_the_office_only_read(client, row):
    assert corrects(client, row, number="85", **SOURCED).status_code == 403
    assert client.get(reverse("threshold-detail", args=[row.pk])).json()["source"] == "nhớ"


@pytest.mark.usefixtures("member")
def test_the_lookup_answers_with_the_rule_that_chose(client, row):
    commune = CommuneFactory()
    asked = {"indicator": row.indicator.code, "commune": commune.code, "day": "2024-06-18"}
    found = client.get(reverse("threshold-lookup"), asked).json()
    assert (found["demand"], found["unverified"]) == ("≥ 80%", True)
    assert (found["commune_class"], found["day"]) == (None, "2024-06-18")
    assert found["why"]
    [rule] = found["parts"][0]["rules"]
    assert (rule["id"], rule["source"], rule["confidence"]) == (row.pk, "nhớ", "recalled")


@pytest.mark.usefixtures("member")
def test_the_lookup_says_when_there_is_no_threshold(client):
    indicator = IndicatorFactory()
    asked = {"indicator": indicator.code, "commune": CommuneFactory().code}
    found = client.get(reverse("threshold-lookup"), asked).json()
    assert found["demand"] == "chưa có ngưỡng"
    assert found["parts"][0]["rules"][0]["id"] is None


@pytest.mark.usefixtures("office")
def test_the_lookup_answers_as_known_at_a_moment(client, row):
    before = timezone.now()
    corrects(client, row, number="85", **SOURCED)
    asked = {"indicator": row.indicator.code, "commune": CommuneFactory().code}
    url = reverse("threshold-lookup")
    assert client.get(url, asked).json()["demand"] == "≥ 85%"
    earlier = client.get(url, asked | {"known_at": before.isoformat()}).json()
    assert earlier["demand"] == "≥ 80%"


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"indicator": "99.9"}, 404),
        ({"commune": "x"}, 404),
        ({"criteria_set": "x"}, 404),
        ({"day": "mai"}, 400),
        ({"day": "1990-01-01"}, 404),
        ({"commune": ""}, 400),
    ],
)
def test_what_is_not_there_is_not_found(client, row, changes, status):
    asked = {"indicator": row.indicator.code, "commune": CommuneFactory().code} | changes
    assert client.get(reverse("threshold-lookup"), asked).status_code == status


@pytest.mark.usefixtures("stranger")
def test_strangers_see_nothing(client, row):
    assert client.get(reverse(LIST)).status_code == 403
    assert corrects(client, row, number="85", **SOURCED).status_code == 403


@pytest.mark.usefixtures("member")
def test_the_list_costs_the_same_for_one_row_and_for_five(client, row, django_assert_num_queries):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    listed(client)
    with CaptureQueriesContext(connection) as one:
        listed(client)
    for region in ("BTB", "TN", "DNB", "DBSH"):
        ThresholdFactory(indicator=row.indicator, region=region)
    with django_assert_num_queries(len(one)):
        listed(client)
