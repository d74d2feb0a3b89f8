import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.choices import AgencyKind
from criteria.choices import Combine
from criteria.models import Denominator, Measurement
from tests.criteria.merger import OLD, Merger
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    IndicatorFactory,
    MembershipFactory,
    RecognitionFactory,
    ThresholdFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def merger(settings):
    settings.PORTAL_TODAY = "2025-08-01"
    return Merger()


@pytest.fixture
def staff(merger):
    own = AgencyFactory(kind=AgencyKind.COMMUNE, commune=merger.heir)
    return MembershipFactory(agency=own).user


def test_the_page_costs_the_same_queries_for_one_value_as_for_many(merger, client, staff):
    client.force_login(staff)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/xa/19372/ke-thua/").status_code == 200
        return len(captured)

    merger.tell("Vĩnh Tú", 80)
    one = queries()
    for name in OLD:
        merger.weigh(name, 10)
        merger.tell(name, 70, effective_on=dt.date(2024, 7, 1))
        RecognitionFactory(commune=merger.old[name])
    for order in range(3, 8):
        more = IndicatorFactory(criterion=merger.criterion, order=order, combine=Combine.TOTAL)
        ThresholdFactory(indicator=more)
        merger.tell("Vĩnh Tú", 5, more)
    assert queries() <= one


def people(merger):
    own = AgencyFactory(kind=AgencyKind.COMMUNE, commune=merger.heir)
    old = AgencyFactory(kind=AgencyKind.COMMUNE, commune=merger.old["Vĩnh Tú"])
    return {
        "heir": MembershipFactory(agency=own).user,
        "office": MembershipFactory(agency=AgencyFactory(office=True)).user,
        "predecessor": MembershipFactory(agency=old).user,
        "department": MembershipFactory().user,
    }


@pytest.mark.parametrize(
    ("who", "status"), [("heir", 302), ("office", 302), ("predecessor", 403), ("department", 403)]
)
def test_only_the_heir_and_the_office_take_over(merger, client, who, status):
    for name in OLD:
        merger.tell(name, 80)
    client.force_login(people(merger)[who])
    assert client.get("/xa/19372/ke-thua/").status_code == 200
    taken = client.post("/xa/19372/ke-thua/dua-vao-phieu/")
    weighed = client.post("/xa/19372/ke-thua/mau-so/", {"source": "sổ", "mau-so-0": "1500"})
    assert (taken.status_code, weighed.status_code) == (status, status)
    assert Measurement.objects.filter(scorecard__commune=merger.heir).exists() == (status == 302)


def test_the_page_tells_both_directions_and_keeps_what_was_typed(merger, client, staff):
    client.force_login(staff)
    for name in OLD:
        merger.tell(name, 80)
    page = client.get("/xa/19372/ke-thua/").content.decode()
    assert all(name in page for name in OLD)
    assert "Đưa 1 số liệu gộp được vào phiếu" in page
    old = client.get(f"/xa/{merger.old['Vĩnh Tú'].code}/ke-thua/").content.decode()
    assert "Đã trở thành" in old
    assert "xã Vĩnh Hoàng" in old
    wrong = client.post("/xa/19372/ke-thua/mau-so/", {"source": "sổ", "mau-so-0": "một nghìn"})
    assert wrong.status_code == 422
    assert 'value="một nghìn"' in wrong.content.decode()
    nothing = client.post("/xa/19372/ke-thua/mau-so/", {"source": "sổ"})
    assert nothing.status_code == 409
    assert "Hãy nhập ít nhất một mẫu số." in nothing.content.decode()
    right = client.post("/xa/19372/ke-thua/mau-so/", {"source": "sổ", "mau-so-0": "1500"})
    assert right.status_code == 302
    assert Denominator.objects.get().value == 1500


def test_taking_over_twice_is_refused_with_words(merger, client, staff):
    client.force_login(staff)
    for name in OLD:
        merger.tell(name, 80)
    client.post("/xa/19372/ke-thua/dua-vao-phieu/")
    again = client.post("/xa/19372/ke-thua/dua-vao-phieu/")
    assert again.status_code == 409
    assert "Không còn số liệu nào gộp được mà chưa ghi." in again.content.decode()


def test_a_code_that_nobody_has_is_not_found(merger, client, staff):
    client.force_login(staff)
    assert client.get("/xa/99999/ke-thua/").status_code == 404
    assert client.get("/xa/19372/ke-thua/?tu=2020-01-01").status_code == 404
    assert client.post(f"/xa/{merger.old['Vĩnh Tú'].code}/ke-thua/mau-so/").status_code == 404


def test_the_api_tells_combined_values_and_takes_them_over(merger, client):
    some = people(merger)
    for name in OLD:
        merger.tell(name, 80)
    url = f"/api/v1/inheritance/{merger.heir.pk}/"
    client.force_login(some["predecessor"])
    found = client.get(url).json()
    assert {one["name"] for one in found["origins"]} == set(OLD)
    told = {one["indicator"]: (one["outcome"], one["number"]) for one in found["values"]}
    assert told == {"9.1": ("open", None), "9.2": ("settled", "80.0000")}
    assert client.post(f"{url}take/").status_code == 403
    client.force_login(some["heir"])
    assert [one["indicator"] for one in client.post(f"{url}take/").json()] == ["9.2"]
    assert client.post(f"{url}take/").status_code == 409
    nothing = client.get(f"/api/v1/inheritance/{merger.old['Vĩnh Tú'].pk}/")
    assert nothing.status_code == 404


def test_the_api_takes_denominators_of_predecessors_only(merger, client, staff):
    client.force_login(staff)
    url = f"/api/v1/inheritance/{merger.heir.pk}/denominators/"
    given = {"name": "số hộ", "value": "900", "as_of": "2025-06-30", "source": "sổ hộ"}
    mine = given | {"commune_id": merger.old["Vĩnh Tú"].pk}
    assert client.post(url, mine, "application/json").status_code == 201
    other = given | {"commune_id": CommuneFactory().pk}
    assert client.post(url, other, "application/json").status_code == 404
    never = mine | {"value": "0"}
    assert client.post(url, never, "application/json").status_code == 409
    assert Denominator.objects.count() == 1
