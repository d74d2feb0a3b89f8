import datetime as dt

import pytest

from communes.choices import AgencyKind
from communes.models import AgencyAlias
from tests.factories import AgencyFactory, CommuneFactory, DistrictFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("member")]


def names(client, path, **query):
    return [row["name"] for row in client.get(f"/api/v1/{path}/", query).json()["results"]]


def test_communes_are_found_without_diacritics(client):
    CommuneFactory(name="Hướng Việt")
    CommuneFactory(name="Hướng Lập")

    assert names(client, "communes", q="huong viet") == ["Hướng Việt"]


def test_communes_are_filtered_by_district_and_code(client):
    CommuneFactory(name="Gio Mai", code="19500", district=DistrictFactory(code="466"))
    CommuneFactory(name="Vĩnh Thái")

    assert names(client, "communes", district="466") == ["Gio Mai"]
    assert names(client, "communes", code="19500") == ["Gio Mai"]


def test_communes_are_those_of_the_day(client):
    CommuneFactory(name="Cũ", ends=dt.date(2023, 12, 31))
    CommuneFactory(name="Mới", starts=dt.date(2024, 1, 1))

    assert names(client, "communes") == ["Mới"]
    assert names(client, "communes", day="2023-06-30") == ["Cũ"]


def test_commune_of_before_is_shown_by_its_key(client):
    commune = CommuneFactory(ends=dt.date(2023, 12, 31))

    assert client.get(f"/api/v1/communes/{commune.pk}/").status_code == 200


def test_commune_tells_its_code_district_and_span(client):
    district = DistrictFactory(code="465", name="Hướng Hóa")
    commune = CommuneFactory(code="19432", name="Hướng Việt", district=district)

    assert client.get(f"/api/v1/communes/{commune.pk}/").json() == {
        "id": commune.pk,
        "gso_code": "19432",
        "name": "Hướng Việt",
        "kind": "xã",
        "district": {"code": "465", "name": "Hướng Hóa", "kind": "huyện"},
        "starts": "2020-01-01",
        "ends": None,
    }


def test_mistaken_day_is_refused(client):
    assert client.get("/api/v1/communes/", {"day": "hôm qua"}).status_code == 400


def test_agencies_are_found_by_alias_and_kind(client):
    agency = AgencyFactory(name="Sở Thông tin và Truyền thông")
    AgencyAlias.objects.create(agency=agency, name="Sở 4T")
    AgencyFactory(name="Văn phòng Điều phối", office=True)

    assert names(client, "agencies", q="4t") == ["Sở Thông tin và Truyền thông"]
    assert names(client, "agencies", kind=AgencyKind.OFFICE) == ["Văn phòng Điều phối"]


@pytest.mark.parametrize("path", ["communes", "agencies"])
def test_stranger_is_refused(client, path):
    client.force_login(UserFactory())

    assert client.get(f"/api/v1/{path}/").status_code == 403


@pytest.mark.parametrize("path", ["communes", "agencies"])
def test_list_costs_the_same_queries_for_one_row_as_for_five(
    client, path, django_assert_num_queries
):
    CommuneFactory()
    with django_assert_num_queries(4):
        client.get(f"/api/v1/{path}/")
    for _ in range(4):
        CommuneFactory()
        AgencyFactory()
    with django_assert_num_queries(4):
        client.get(f"/api/v1/{path}/")
