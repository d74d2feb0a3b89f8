import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Activity
from communes.models import Agency, Commune
from tests.factories import AgencyFactory, CommuneFactory, UserFactory

pytestmark = pytest.mark.django_db
NO_ALIASES = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}


@pytest.fixture
def administrator(client):
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def agency_form(**given):
    fields = {"slug": "so-thu", "name": "Sở Thử", "kind": "department", "confidence": "sourced"}
    return {**fields, "starts": "2024-01-01", **NO_ALIASES, **given}


def test_a_correction_is_on_the_trail(client, administrator):
    agency = AgencyFactory(slug="so-thu", name="Sở Thừ", starts=dt.date(2024, 1, 1))
    url = reverse("admin:communes_agency_change", args=[agency.pk])
    assert client.post(url, agency_form()).status_code == 302
    line = Activity.objects.get()
    assert (line.by, line.verb) == (administrator, "corrected reference")
    assert line.subject == f"communes.agency:{agency.pk}"
    assert line.details == {"fields": ["name"]}


def test_an_agency_that_shares_a_day_with_itself_is_refused(client, administrator):
    AgencyFactory(slug="so-thu", name="Sở Thử", starts=dt.date(2020, 1, 1))
    page = client.post(reverse("admin:communes_agency_add"), agency_form())
    assert page.status_code == 200
    assert "Trùng thời gian với «Sở Thử» đã có từ 01/01/2020" in page.content.decode()
    assert Agency.objects.count() == 1


def test_it_may_begin_the_day_after_it_ended(client, administrator):
    AgencyFactory(slug="so-thu", starts=dt.date(2020, 1, 1), ends=dt.date(2023, 12, 31))
    client.post(reverse("admin:communes_agency_add"), agency_form())
    assert Agency.objects.filter(slug="so-thu").count() == 2


def test_nothing_is_deleted(client, administrator):
    commune = CommuneFactory()
    url = reverse("admin:communes_commune_delete", args=[commune.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    assert Commune.objects.filter(pk=commune.pk).exists()


def test_communes_are_found_without_diacritics(client, administrator):
    CommuneFactory(name="Hướng Việt")
    CommuneFactory(name="Hướng Lập")
    page = client.get(reverse("admin:communes_commune_changelist"), {"q": "huong viet"})
    found = page.context["cl"].result_list
    assert [commune.name for commune in found] == ["Hướng Việt"]
