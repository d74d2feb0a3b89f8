"""Needs of communes: who may say them, and what becomes of them."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.choices import Role
from communes.choices import AgencyKind
from plans.choices import NeedState
from plans.models import Need
from plans.permissions import voice_for
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    MembershipFactory,
    NeedFactory,
    SponsorAssignmentFactory,
    SupportActionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return CommuneFactory(name="Gio Mai", district__name="Gio Linh")


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("commune", True),
        ("district", True),
        ("sponsor", True),
        ("office", True),
        ("neighbour", False),
        ("department", False),
        ("focal point", False),
    ],
)
def test_who_may_say_what_a_commune_needs(client, commune, who, may):
    role = Role.FOCAL_POINT if who == "focal point" else Role.OFFICER
    agency = {
        "commune": lambda: AgencyFactory(kind=AgencyKind.COMMUNE, commune=commune),
        "district": lambda: AgencyFactory(kind=AgencyKind.DISTRICT, district=commune.district),
        "sponsor": lambda: SponsorAssignmentFactory(commune=commune).agency,
        "office": lambda: AgencyFactory(office=True),
        "neighbour": lambda: AgencyFactory(of_commune=True),
        "department": AgencyFactory,
        "focal point": lambda: AgencyFactory(kind=AgencyKind.COMMUNE, commune=commune),
    }[who]()
    user = MembershipFactory(agency=agency, role=role).user
    assert (voice_for(user, commune) == agency) == may
    client.force_login(user)
    answer = client.post("/nhu-cau/moi/", {"commune": "gio mai", "content": "2 km đường"})
    assert (answer.status_code, Need.objects.count()) == ((302, 1) if may else (403, 0))
    need = NeedFactory(commune=commune)
    for act in ("sua", "ket-qua"):
        answer = client.post(f"/nhu-cau/{need.pk}/{act}/", {"what": "met", "seen": "1"})
        assert (answer.status_code != 403) == may


@pytest.mark.usefixtures("office")
def test_a_need_is_entered_changed_met_and_opened(client, commune):
    given = {
        "commune": "Gio Mai",
        "content": "Đường",
        "quantity": "1,5",
        "unit": "km",
        "by_day": "30/5/2024",
    }
    assert client.post("/nhu-cau/moi/", given | {"money": "x"}).status_code == 422
    url = client.post("/nhu-cau/moi/", given).url
    need = Need.objects.get()
    assert (need.quantity, need.by_day, need.money) == (Decimal("1.5"), dt.date(2024, 5, 30), None)
    assert "quá hạn" in client.get(url).content.decode()
    client.post(f"{url}sua/", {"content": "Đường thôn", "seen": "1"})
    stale = client.post(f"{url}sua/", {"content": "Khác", "seen": "1"})
    assert (stale.status_code, Need.objects.get().content) == (409, "Đường thôn")
    assert client.post(f"{url}ket-qua/", {"what": "met", "seen": "1"}).status_code == 409
    client.post(f"{url}ket-qua/", {"what": "met", "seen": "2"})
    assert Need.objects.get().state == NeedState.MET
    assert "quá hạn" not in client.get(url).content.decode()
    client.post(f"{url}ket-qua/", {"what": "reopened", "seen": "3"})
    assert client.post(f"{url}ket-qua/", {"what": "dropped", "seen": "4"}).status_code == 422
    client.post(f"{url}ket-qua/", {"what": "dropped", "seen": "4", "reason": "Có vốn khác"})
    assert Need.objects.get().note == "Có vốn khác"


@pytest.mark.usefixtures("member")
def test_pressing_needs_come_first_and_say_who_helps(client):
    later = NeedFactory(by_day="2024-12-31")
    open_end = NeedFactory()
    first = NeedFactory(by_day="2024-06-01")
    SupportActionFactory(need=first, commune=first.commune, agency__short_name="Sở Một")
    page = client.get("/nhu-cau/")
    assert list(page.context["page"]) == [first, later, open_end]
    assert page.context["late"] == {first.pk}
    assert page.content.decode().count("· quá hạn") == 1
    assert "Sở Một" in page.content.decode()
    assert list(client.get("/nhu-cau/", {"tinh-trang": "met"}).context["page"]) == []
