"""The portal after 1/7/2025: no districts, communes that have ended, codes that came back."""

import datetime as dt

import pytest

from communes.choices import AgencyKind
from criteria.choices import Level
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriterionFactory,
    DistrictFactory,
    MembershipFactory,
    SuccessionFactory,
)

pytestmark = pytest.mark.django_db
EVE = dt.date(2025, 6, 30)


@pytest.fixture
def step(settings):
    """Hướng Việt became part of Hướng Lập, which has no district."""
    settings.PORTAL_TODAY = "2026-11-22"
    CriterionFactory(criteria_set__level=Level.STANDARD)
    return SuccessionFactory(old__name="Hướng Việt", new__name="Hướng Lập")


def serve(client, **agency):
    client.force_login(MembershipFactory(agency=AgencyFactory(**agency)).user)


def test_the_home_of_an_ended_commune_leads_to_its_heir(step, client):
    serve(client, kind=AgencyKind.COMMUNE, commune=step.old, ends=EVE)
    page = client.get("/").content.decode()
    assert "Xã không còn sau sáp nhập" in page
    assert f"/xa/{step.old.code}/ke-thua/?tu=2020-01-01" in page
    assert "xã Hướng Lập" in client.get(f"/xa/{step.old.code}/ke-thua/").content.decode()


@pytest.mark.usefixtures("step")
def test_the_home_of_an_ended_district_says_that_there_is_none(client):
    serve(client, kind=AgencyKind.DISTRICT, district=DistrictFactory(ends=EVE), ends=EVE)
    assert "Không có huyện từ 1/7/2025" in client.get("/").content.decode()


def test_a_commune_without_a_district_says_so_and_of_whom_it_came(step, client):
    serve(client, office=True)
    page = client.get(f"/xa/{step.new.code}/").content.decode()
    assert "không có huyện từ 1/7/2025" in page
    assert "Hợp thành từ" in page
    assert "xã Hướng Việt" in page
    listed = client.get("/xa/").content.decode()
    assert "Hướng Lập" in listed
    assert "Hướng Việt" not in listed
    assert "None" not in listed


def test_before_the_merger_the_old_one_stands_and_the_heir_does_not(step, client, settings):
    settings.PORTAL_TODAY = "2025-03-01"
    serve(client, office=True)
    assert client.get(f"/xa/{step.new.code}/").status_code == 404
    assert client.get(f"/xa/{step.old.code}/").context["stands"]
    CommuneFactory(name="Khác")
    assert "Hướng Việt" in client.get("/xa/").content.decode()
