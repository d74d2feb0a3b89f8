import hashlib

import pytest
from django.urls import reverse

from criteria.models import Evidence
from tests.documents import files
from tests.documents.files import upload
from tests.factories import EvidenceFactory

PLACE = "/api/v1/evidence/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def sponsor(world, client):
    client.force_login(world.people["sponsor"])
    return world.people["sponsor"]


def send(client, world, **more):
    return client.post(PLACE, {"scorecard": world.scorecard.pk, "indicator": "8.1"} | more)


def test_files_are_given_listed_read_and_taken_back(world, sponsor, client):
    sent = send(
        client, world, files=[upload(files.pdf(2), "a.pdf"), upload(files.photo(), "b.jpg")]
    )
    assert sent.status_code == 201
    given = sent.json()["evidence"]
    assert [(one["name"], one["pages"], one["indicator"]) for one in given] == [
        ("a.pdf", 2, "8.1"),
        ("b.jpg", None, "8.1"),
    ]
    listed = client.get(PLACE, {"indicator": "8.1"}).json()["results"]
    assert [one["id"] for one in listed] == [one["id"] for one in given]
    data = b"".join(client.get(given[0]["file"]).streaming_content)
    assert hashlib.sha256(data).hexdigest() == given[0]["sha256"]
    back = client.post(f"{PLACE}{given[0]['id']}/withdraw/", {"reason": "nhầm"})
    assert back.json()["withdrawn_reason"] == "nhầm"
    assert len(client.get(PLACE, {"withdrawn": "true"}).json()["results"]) == 1
    again = client.post(f"{PLACE}{given[0]['id']}/withdraw/", {"reason": "nhầm"})
    assert (again.status_code, again.json()["code"]) == (409, "withdrawn")


def test_a_file_given_before_serves_a_criterion(world, sponsor, client):
    first = send(client, world, files=[upload(files.pdf(), "a.pdf")]).json()["evidence"][0]
    more = {"scorecard": world.scorecard.pk, "criterion": 8, "known": [first["file_id"]]}
    sent = client.post(PLACE, more, content_type="application/json")
    assert sent.json()["warnings"] == ["Tệp «a.pdf» đã dùng ở 8.1 của xã Hướng Việt."]
    other = EvidenceFactory()
    more["known"] = [other.file_id]
    assert client.post(PLACE, more, content_type="application/json").status_code == 404


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"MZ\x90", "program"), (b"<svg/>", "markup"), (files.photo()[:-400], "damaged")],
)
def test_refusals_are_those_of_the_pages(world, sponsor, client, data, code):
    sent = send(client, world, files=[upload(data, "a.pdf")])
    assert (sent.status_code, sent.json()["code"]) == (409, code)
    assert not Evidence.objects.exists()


def test_what_is_not_a_value_is_not_accepted(world, sponsor, client):
    both = send(client, world, criterion=8, files=[upload(files.pdf())])
    assert both.status_code == 400
    assert send(client, world, indicator="9.9", files=[upload(files.pdf())]).status_code == 404
    assert send(client, world).json()["code"] == "none"
    assert send(client, world, stage=4, files=[upload(files.pdf())]).status_code == 403


def test_who_may_give_and_take_back(world, client):
    one = EvidenceFactory(scorecard=world.scorecard, agency=world.sponsor)
    url = reverse("evidence-withdraw", args=[one.pk])
    for name in ("leader", "another department", "neighbouring commune", "stranger"):
        client.force_login(world.people[name])
        assert send(client, world, files=[upload(files.pdf())]).status_code == 403, name
        assert client.post(url, {"reason": "nhầm"}).status_code == 403, name
    client.force_login(world.people["stranger"])
    assert client.get(PLACE).status_code == 403


def test_the_list_costs_the_same_with_one_and_with_five(
    world, sponsor, client, django_assert_num_queries
):
    EvidenceFactory(scorecard=world.scorecard)
    with django_assert_num_queries(4):
        client.get(PLACE)
    for _ in range(4):
        EvidenceFactory()
    with django_assert_num_queries(4):
        client.get(PLACE)
