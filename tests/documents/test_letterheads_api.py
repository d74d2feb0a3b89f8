"""Symbol rules of an issuer through the API: members read them, its keepers write them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from accounts.models import Activity
from documents.selectors.letterheads import notation_for
from tests.documents.house import House
from tests.factories import AgencyFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def house():
    return House()


@pytest.fixture
def url(house):
    return f"/api/v1/letterheads/{house.letterhead.pk}/symbol-rules/"


def say(client, url, **said):
    return client.post(url, {"kind": "KH", "template": "{code}-{unit}"} | said, JSON)


def test_a_rule_is_said_again_and_taken_back(client, house, url):
    client.force_login(house.desk)
    made = say(client, url)
    assert made.status_code == 201
    assert notation_for(house.letterhead, "KH", "KTN") == "SCT-KTN"
    again = say(client, url, template="{kind}-{code}-{unit}", series="ke-hoach").json()
    assert again["id"] == made.json()["id"]
    assert client.get(url).json() == [
        {
            "id": again["id"],
            "kind": "KH",
            "template": "{kind}-{code}-{unit}",
            "series": "ke-hoach",
        }
    ]
    assert client.delete(f"{url}{again['id']}/").status_code == 204
    assert (client.get(url).json(), notation_for(house.letterhead, "KH", "KTN")) == ([], "KH-SCT")
    verbs = list(Activity.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["set symbol rule", "set symbol rule", "dropped symbol rule"]


def test_what_cannot_be_a_rule_is_refused(client, house, url):
    client.force_login(house.desk)
    unknown = say(client, url, template="{who}")
    assert unknown.status_code == 409
    assert "{unit}" in unknown.content.decode()
    for said in ({"template": ""}, {"kind": "XX"}):
        assert say(client, url, **said).status_code == 400
    of_another = House().letterhead.symbol_rules.create(kind="KH", template="{code}")
    assert client.delete(f"{url}{of_another.pk}/").status_code == 404
    assert not house.letterhead.symbol_rules.exists()


@pytest.mark.parametrize("role", Role)
def test_only_keepers_write(client, house, url, role):
    rule = house.letterhead.symbol_rules.create(kind="BC", template="{code}")
    client.force_login(house.people[role])
    keeps = role in {Role.FOCAL_POINT, Role.DIRECTOR}
    assert say(client, url).status_code == (201 if keeps else 403)
    assert client.delete(f"{url}{rule.pk}/").status_code == (204 if keeps else 403)


def test_others_read_and_the_office_writes(client, house, url):
    rule = house.letterhead.symbol_rules.create(kind="BC", template="{code}")
    client.force_login(MembershipFactory(role=Role.DIRECTOR).user)
    assert [one["id"] for one in client.get(url).json()] == [rule.pk]
    assert say(client, url).status_code == 403
    assert client.delete(f"{url}{rule.pk}/").status_code == 403
    office = AgencyFactory(kind="office")
    client.force_login(MembershipFactory(agency=office, role=Role.FOCAL_POINT).user)
    assert say(client, url).status_code == 201
    client.force_login(UserFactory())
    assert [client.get(url).status_code, say(client, url).status_code] == [403, 403]


def test_rules_cost_the_same_for_one_and_for_three(client, house, url, django_assert_num_queries):
    client.force_login(house.officer)
    house.letterhead.symbol_rules.create(kind="BC", template="{code}")
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for kind in ("KH", "CV"):
        house.letterhead.symbol_rules.create(kind=kind, template="{code}")
    with django_assert_num_queries(len(one)):
        assert len(client.get(url).json()) == 3
