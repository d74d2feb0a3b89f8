"""Recognitions and levels through the API."""

import pytest

from criteria.models import Recognition
from tests.criteria.ladder import judge, ladder
from tests.factories import (
    CommuneFactory,
    MembershipFactory,
    RecognitionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return CommuneFactory(name="Gio Mai")


@pytest.fixture
def rules():
    return ladder()


@pytest.mark.usefixtures("office")
def test_the_api_lists_and_enters(client, commune):
    RecognitionFactory(commune=commune)
    (row,) = client.get("/api/v1/recognitions/").json()["results"]
    assert (row["commune"], row["level"]) == (commune.code, "ntm")
    other = CommuneFactory()
    said = {"commune": other.code, "level": "ntm", "since": "2024-05-01", "source": "QĐ 5"}
    answer = client.post("/api/v1/recognitions/", said)
    assert (answer.status_code, answer.json()["since"]) == (201, "2024-05-01")
    again = client.post("/api/v1/recognitions/", said)
    assert (again.status_code, again.json()["code"]) == (409, "duplicate")


def test_the_api_lets_only_the_office_enter(client, commune):
    client.force_login(MembershipFactory().user)
    said = {"commune": commune.code, "level": "ntm", "since": "2024-05-01", "source": "QĐ 5"}
    assert client.post("/api/v1/recognitions/", said).status_code == 403
    assert Recognition.objects.count() == 0


@pytest.mark.usefixtures("member")
def test_the_api_tells_levels_and_risk(rules, client, commune):
    judge(commune, rules[0].criteria_set, unmet=[1, 2, 3, 4, 10])
    RecognitionFactory(commune=commune)
    (found,) = client.get(f"/api/v1/levels/?commune={commune.code}").json()
    first = found["levels"][0]
    assert (first["meets"], first["recognised"]) == (False, True)
    assert (first["risk"]["hold"], first["risk"]["losses"]) == ("at_risk", 1)


def test_a_stranger_gets_nothing_from_the_api(stranger, client, commune):
    assert stranger is not None
    RecognitionFactory(commune=commune)
    for address in ("/api/v1/recognitions/", "/api/v1/levels/"):
        assert client.get(address).status_code == 403


def revoke(client, row, **more):
    said = {"revoked_on": "2024-06-01", "reason": "Không giữ được tiêu chí 17"} | more
    return client.post(f"/api/v1/recognitions/{row.pk}/revoke/", said)


@pytest.mark.usefixtures("office")
def test_the_api_takes_a_recognition_back_once(client, commune):
    row = RecognitionFactory(commune=commune)
    answer = revoke(client, row)
    assert (answer.status_code, answer.json()["revoked_on"]) == (200, "2024-06-01")
    assert answer.json()["revoked_reason"] == "Không giữ được tiêu chí 17"
    again = revoke(client, row)
    assert (again.status_code, again.json()["code"]) == (409, "revoked")


@pytest.mark.usefixtures("office")
def test_the_api_takes_nothing_back_before_it_was_given_or_without_a_reason(client, commune):
    row = RecognitionFactory(commune=commune)
    early = revoke(client, row, revoked_on="2023-06-04")
    assert (early.status_code, early.json()["code"]) == (409, "before")
    assert revoke(client, row, reason="").status_code == 400
    row.refresh_from_db()
    assert row.revoked_on is None


def test_the_api_lets_only_the_office_take_back(client, commune):
    row = RecognitionFactory(commune=commune)
    client.force_login(MembershipFactory().user)
    assert revoke(client, row).status_code == 403
    row.refresh_from_db()
    assert row.revoked_on is None
