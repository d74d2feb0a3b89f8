import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import Activity, User
from accounts.trail import CORRECTED, subject_key
from criteria.models import (
    CriteriaSet,
    Criterion,
    CurrentStatus,
    Indicator,
    Measurement,
    Responsibility,
    Round,
    Scorecard,
    StatusEntry,
    Threshold,
)
from tests.factories import (
    ResponsibilityFactory,
    StatusEntryFactory,
    ThresholdFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
CORRECTABLE = [CriteriaSet, Criterion, Indicator, Responsibility, Round]
SAID = [Scorecard, StatusEntry, Measurement, CurrentStatus, Threshold]


@pytest.fixture
def administrator(client):
    person = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


@pytest.fixture
def request_of(rf, administrator):
    request = rf.get("/")
    request.user = administrator
    return request


def form_of(row, source):
    """What the browser sends for a responsibility that is now called sourced."""
    return {
        "indicator": row.indicator_id,
        "agency": row.agency_id,
        "starts": row.starts.isoformat(),
        "ends": "",
        "confidence": "sourced",
        "source": source,
        "paper": "",
    }


@pytest.mark.parametrize("model", CORRECTABLE, ids=lambda model: model.__name__)
def test_the_catalogue_is_corrected_but_never_deleted(model, request_of):
    site = admin.site.get_model_admin(model)
    assert site.has_change_permission(request_of)
    assert site.has_add_permission(request_of)
    assert not site.has_delete_permission(request_of)


@pytest.mark.parametrize("model", SAID, ids=lambda model: model.__name__)
def test_what_people_said_is_read_only(model, request_of):
    site = admin.site.get_model_admin(model)
    assert site.has_view_permission(request_of)
    assert not site.has_add_permission(request_of)
    assert not site.has_change_permission(request_of)
    assert not site.has_delete_permission(request_of)


@pytest.mark.parametrize("model", [*CORRECTABLE, *SAID], ids=lambda model: model.__name__)
@pytest.mark.usefixtures("administrator")
def test_every_list_opens(client, model):
    ThresholdFactory()
    StatusEntryFactory()
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert client.get(url).status_code == 200


def test_a_corrected_responsibility_stands_on_the_trail(client, administrator):
    row = ResponsibilityFactory()
    url = reverse("admin:criteria_responsibility_change", args=[row.pk])
    assert client.post(url, form_of(row, "Quyết định của tỉnh")).status_code == 302
    row.refresh_from_db()
    assert (row.confidence, row.source) == ("sourced", "Quyết định của tỉnh")
    line = Activity.objects.get(verb=CORRECTED)
    assert (line.by, line.subject) == (administrator, subject_key(row))
    assert set(line.details["fields"]) == {"confidence", "source"}


@pytest.mark.usefixtures("administrator")
def test_a_fact_called_sourced_without_a_source_is_refused(client):
    row = ResponsibilityFactory()
    url = reverse("admin:criteria_responsibility_change", args=[row.pk])
    response = client.post(url, form_of(row, ""))
    assert "source" in response.context["adminform"].form.errors
    assert not Activity.objects.filter(verb=CORRECTED).exists()


@pytest.mark.usefixtures("administrator")
def test_a_threshold_is_not_edited_in_place(client):
    row = ThresholdFactory(number=80)
    url = reverse("admin:criteria_threshold_change", args=[row.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"number": "85"}).status_code == 403
    row.refresh_from_db()
    assert row.number == 80


def test_people_without_the_key_stay_outside(client):
    client.force_login(UserFactory())
    response = client.get(reverse("admin:criteria_threshold_changelist"))
    assert response.status_code == 302
    assert User.objects.count() == 1
