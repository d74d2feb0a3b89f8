"""The work programme through the API: the same road as the pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import Extension, TaskProgress, TaskReview
from tests.factories import (
    AgencyFactory,
    ExtensionFactory,
    TaskFactory,
    TaskGroupFactory,
    TaskProgressFactory,
    WorkProgrammeFactory,
)
from tests.plans.programmes import officer_of, programme_with, reported_done

pytestmark = pytest.mark.django_db
TASKS = "/api/v1/tasks/"


@pytest.fixture
def case():
    return programme_with()


@pytest.fixture
def lead(case, client):
    user = officer_of(case.lead)
    client.force_login(user)
    return user


def post(client, url, **said):
    return client.post(url, said, content_type="application/json")


@pytest.mark.usefixtures("member")
def test_tasks_are_listed_as_they_stand(case, client):
    TaskProgressFactory(task=case.task, agency=case.lead, percent=40)
    ExtensionFactory(task=case.task, agency=case.lead)

    (row,) = client.get(TASKS, {"year": 2024}).json()["results"]

    assert (row["code"], row["colour"], row["days_left"]) == (case.task.code, "soon", 8)
    assert (row["due_on"], row["original_due_on"]) == ("2024-06-30", None)
    assert row["extension"] == Extension.objects.get().pk
    (said,) = row["leads"]
    assert (said["agency"], said["percent"], said["state"]) == ("so-khdt", 40, "in_progress")
    assert client.get(f"{TASKS}{case.task.pk}/").json() == row


@pytest.mark.usefixtures("member")
def test_the_list_is_filtered(case, client):
    other = TaskFactory(group=TaskGroupFactory(programme=WorkProgrammeFactory(year=2025)))

    def keys(**asked):
        return [row["id"] for row in client.get(TASKS, asked).json()["results"]]

    assert keys(year=2025) == [other.pk]
    assert keys(agency="so-khdt") == [case.task.pk]
    assert keys(agency="so-khdt", part="phoi-hop") == []
    assert keys(colour="late") == []


@pytest.mark.usefixtures("stranger")
def test_a_stranger_sees_nothing(case, client):
    assert client.get(TASKS).status_code == 403
    assert client.get(f"{TASKS}{case.task.pk}/").status_code in {403, 404}


def test_a_lead_reports_asks_and_takes_back(case, lead, client):
    url = f"{TASKS}{case.task.pk}/"
    said = post(client, f"{url}progress/", agency="so-khdt", state="in_progress", percent=30)
    stale = post(client, f"{url}progress/", agency="so-khdt", state="in_progress", base=0)
    wrong = post(client, f"{url}progress/", agency="so-khdt", state="in_progress", percent=300)
    asked = post(
        client, f"{url}extension/", agency="so-khdt", due_on="2024-09-30", reason="Chờ bộ"
    )

    assert (said.status_code, said.json()["percent"]) == (201, 30)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    assert wrong.status_code == 400
    assert (asked.status_code, asked.json()["state"]) == (201, "asked")
    key = asked.json()["id"]
    assert post(client, f"/api/v1/extensions/{key}/decide/", grants=True).status_code == 403
    back = client.post(f"/api/v1/extensions/{key}/withdraw/")
    assert back.json()["state"] == "withdrawn"
    gone = post(client, f"/api/v1/task-progress/{said.json()['id']}/withdraw/", reason="nhầm")
    assert gone.status_code == 204
    assert TaskProgress.objects.living().count() == 0


@pytest.mark.usefixtures("member")
def test_others_report_and_take_back_nothing(case, client):
    said = TaskProgressFactory(task=case.task, agency=case.lead)
    url = f"{TASKS}{case.task.pk}/"

    answers = [
        post(client, f"{url}progress/", agency="so-khdt", state="in_progress"),
        post(client, f"{url}extension/", agency="so-khdt", due_on="2024-09-30", reason="x"),
        post(client, f"{url}review/", agency="so-khdt", agrees=True),
        post(client, f"/api/v1/task-progress/{said.pk}/withdraw/", reason="x"),
    ]

    assert [one.status_code for one in answers] == [403] * 4


def test_an_agency_that_does_not_lead_is_told(case, client):
    other = AgencyFactory(slug="so-y-te")
    client.force_login(officer_of(other))

    answer = post(
        client, f"{TASKS}{case.task.pk}/progress/", agency="so-y-te", state="in_progress"
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "not_lead")


def test_the_office_confirms_and_grants(case, client, office):
    reported_done(case.task, case.lead)
    asked = ExtensionFactory(task=case.task, agency=case.lead)

    granted = post(client, f"/api/v1/extensions/{asked.pk}/decide/", grants=True)
    again = post(client, f"/api/v1/extensions/{asked.pk}/decide/", grants=True)
    empty = post(client, f"{TASKS}{case.task.pk}/review/", agency="so-khdt", agrees=False)
    agreed = post(client, f"{TASKS}{case.task.pk}/review/", agency="so-khdt", agrees=True)

    assert (granted.json()["state"], again.json()["code"]) == ("granted", "decided")
    assert (empty.status_code, empty.json()["code"]) == (409, "reason")
    assert agreed.status_code == 201
    assert client.get(f"{TASKS}{case.task.pk}/").json()["confirmed"] is True
    key = agreed.json()["id"]
    assert post(client, f"/api/v1/task-reviews/{key}/withdraw/", reason="nhầm").status_code == 204
    assert TaskReview.objects.living().count() == 0


def test_a_lead_does_not_confirm_its_own(case, lead, client):
    reported_done(case.task, case.lead)

    answer = post(client, f"{TASKS}{case.task.pk}/review/", agency="so-khdt", agrees=True)

    assert answer.status_code == 403


@pytest.mark.usefixtures("member")
def test_the_list_costs_the_same_for_one_task_and_for_five(case, client):
    with CaptureQueriesContext(connection) as one:
        client.get(TASKS)
    for _ in range(4):
        TaskFactory(group=case.task.group, lead=AgencyFactory())
    with CaptureQueriesContext(connection) as five:
        client.get(TASKS)

    assert len(one) == len(five) <= 12
