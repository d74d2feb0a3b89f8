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
from tests.factories import StatusEntryFactory, ThresholdFactory, UserFactory

pytestmark = pytest.mark.django_db
CORRECTABLE = [CriteriaSet, Criterion, Indicator, Threshold, Responsibility, Round]
SAID = [Scorecard, StatusEntry, Measurement, CurrentStatus]


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


def form_of(row, **changes):
    """What the browser sends for a threshold."""
    fields = [
        *("indicator", "order", "part", "region", "year", "commune_class", "condition", "starts"),
        *("ends", "value_type", "comparator", "number", "answer", "word", "confidence"),
        *("certainty", "source", "paper", "note"),
    ]
    values = {
        name: getattr(row, "indicator_id" if name == "indicator" else name) for name in fields
    }
    given = {name: "" if value is None else value for name, value in values.items()}
    return given | {"answer": "unknown"} | changes


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


def test_a_corrected_threshold_stands_on_the_trail(client, administrator):
    row = ThresholdFactory(confidence="recalled")
    url = reverse("admin:criteria_threshold_change", args=[row.pk])
    changes = {"number": "85", "confidence": "sourced", "source": "Quyết định của tỉnh"}
    assert client.post(url, form_of(row, **changes)).status_code == 302
    row.refresh_from_db()
    assert (row.number, row.confidence, row.source) == (85, "sourced", "Quyết định của tỉnh")
    line = Activity.objects.get(verb=CORRECTED)
    assert (line.by, line.subject) == (administrator, subject_key(row))
    assert set(line.details["fields"]) == {"number", "confidence", "source"}


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"confidence": "sourced", "source": ""}, "source"),
        ({"number": "120", "confidence": "recalled"}, "value_type"),
        ({"number": "", "answer": "true", "confidence": "recalled"}, "value_type"),
        ({"confidence": "missing"}, "confidence"),
    ],
)
def test_a_threshold_that_cannot_be_is_refused(client, changes, field):
    row = ThresholdFactory(confidence="recalled")
    url = reverse("admin:criteria_threshold_change", args=[row.pk])
    response = client.post(url, form_of(row, **changes))
    assert field in response.context["adminform"].form.errors
    assert not Activity.objects.filter(verb=CORRECTED).exists()


def test_people_without_the_key_stay_outside(client):
    client.force_login(UserFactory())
    response = client.get(reverse("admin:criteria_threshold_changelist"))
    assert response.status_code == 302
    assert User.objects.count() == 1
