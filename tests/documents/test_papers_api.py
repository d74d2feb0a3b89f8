"""Papers, their steps and issuers through the API: the same way as on the pages."""

import pytest

from accounts.choices import Role
from documents.models import OfficialDocument
from tests.documents.house import House
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
PAPERS, LETTERHEADS = "/api/v1/papers/", "/api/v1/letterheads/"


@pytest.fixture
def house():
    return House()


def take(client, person, paper, act, **given):
    client.force_login(person)
    return client.post(
        f"{PAPERS}{paper.pk}/step/", {"act": act} | given, content_type="application/json"
    )


def test_the_whole_way(client, house):
    client.force_login(house.officer)
    begun = client.post(
        PAPERS,
        {"kind": "KH", "letterhead": house.letterhead.pk, "title": "Đỡ đầu"},
        content_type="application/json",
    )
    assert begun.status_code == 201
    assert begun.json()["next_steps"][0] == {
        "act": "trinh",
        "label": "Trình lãnh đạo đơn vị",
        "may": True,
        "holders": house.officer.full_name,
    }
    paper = OfficialDocument.objects.get(pk=begun.json()["id"])
    assert take(client, house.officer, paper, "duyet").status_code == 403
    for person, act, given in (
        (house.officer, "trinh", {"seen": 1}),
        (house.head, "duyet", {}),
        (house.desk, "xac-nhan", {"words": "Đã xem"}),
        (house.head, "ky", {}),
        (house.desk, "cap-so", {"number": "12", "notation": "KH-SCT", "day": "2024-06-18"}),
        (house.desk, "ban-hanh", {}),
    ):
        answer = take(client, person, paper, act, **given)
        assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["state"], told["symbol"]) == ("issued", "12/KH-SCT")
    assert [one["act"] for one in told["history"]] == [
        *("drafted", "sent_up", "approved", "checked", "signed", "numbered", "issued"),
    ]
    client.force_login(house.officer)
    assert client.post(f"{PAPERS}{paper.pk}/replace/").status_code == 201


def test_refusals_name_their_code(client, house):
    paper = house.at("signed")
    house.at("issued")
    given = {"number": "07", "notation": "KH-SCT", "day": "2024-06-18"}
    answer = take(client, house.desk, paper, "cap-so", **given)
    assert answer.status_code == 409
    assert "đã dùng" in answer.content.decode()
    assert take(client, house.desk, paper, "cap-so", number="").status_code == 400
    assert take(client, house.head, house.at("unit"), "duyet", seen=9).json()["code"] == "stale"
    assert take(client, house.head, house.at("unit"), "tra-lai").status_code == 400


def test_strangers_to_a_draft_do_not_find_it(client, house):
    paper = house.at("unit")
    stranger = MembershipFactory.create(role=Role.DIRECTOR).user
    assert take(client, stranger, paper, "duyet").status_code == 404
    client.force_login(UserFactory.create())
    assert client.get(PAPERS).status_code == 403


def test_what_waits_and_what_is_registered(client, house):
    waits, out = house.at("unit"), house.at("issued")
    client.force_login(house.head)
    found = client.get(f"{PAPERS}waiting/").json()["results"]
    assert [one["id"] for one in found] == [waits.pk]
    listed = client.get(PAPERS, {"state": "issued"}).json()["results"]
    assert [one["id"] for one in listed] == [out.pk]


def test_an_issuer_tells_who_takes_a_step_and_its_next_number(client, house):
    house.letterhead.own_series = True
    house.letterhead.save()
    house.at("issued")
    client.force_login(house.desk)
    one = f"{LETTERHEADS}{house.letterhead.pk}/"
    told = client.get(one).json()
    assert {"step": "sign", "holders": house.head.full_name, "default": "thủ trưởng"} in told[
        "steps"
    ]
    number = client.get(f"{one}next_number/", {"kind": "KH", "year": 2024}).json()
    assert number == {
        "notation": "KH-SCT",
        "last": 7,
        "gaps": [],
        "proposed": "08",
    }
    right = {"step": "sign", "username": house.officer.username, "starts": "2024-06-01"}
    answer = client.post(f"{one}rights/", right, content_type="application/json")
    assert answer.status_code == 201, answer.content
    again = client.post(f"{one}rights/", right, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "twin")
    client.force_login(house.officer)
    assert client.post(f"{one}rights/", right).status_code == 403
