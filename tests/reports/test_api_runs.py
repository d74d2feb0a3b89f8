"""Reports through the API."""

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse

from reports import tasks
from reports.choices import Kind, RunState
from reports.models import ReportRun
from tests.factories import (
    AgencyFactory,
    CriteriaSetFactory,
    ReportRunFactory,
    RoundFactory,
    SponsorAssignmentFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("report-run-list")


@pytest.fixture
def agency(member):
    agency = member.memberships.get().agency
    SponsorAssignmentFactory(agency=agency)
    return agency


@pytest.fixture
def queued(monkeypatch):
    keys = []
    monkeypatch.setattr(tasks.render_report_run, "delay", keys.append)
    return keys


def ask(client, agency, /, **changes):
    given = {"kind": Kind.AGENCY_HALF_YEAR.value, "agency": agency.slug, "year": 2024} | changes
    return client.post(LIST, given, content_type="application/json")


def test_asking_answers_202_and_where_to_watch(
    client, agency, queued, django_capture_on_commit_callbacks
):
    CriteriaSetFactory()
    RoundFactory()

    with django_capture_on_commit_callbacks(execute=True):
        response = ask(client, agency)

    run = ReportRun.objects.get()
    assert response.status_code == 202
    assert response.headers["Location"] == f"http://testserver/api/v1/report-runs/{run.pk}/"
    assert (response.json()["state"], response.json()["figures"]) == ("queued", None)
    assert queued == [run.pk]


def test_asking_for_another_agency_is_refused(client, agency):
    RoundFactory()

    response = ask(client, AgencyFactory())

    assert (response.status_code, ReportRun.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"agency": "khong-co"}, "agency"), ({"year": 2031}, "year"), ({"kind": "x"}, "kind")],
)
def test_what_does_not_exist_is_named(client, agency, changes, field):
    RoundFactory()

    response = ask(client, agency, **changes)

    assert (response.status_code, list(response.json())) == (400, [field])


def test_the_same_report_underway_is_a_conflict(client, agency, queued):
    CriteriaSetFactory()
    RoundFactory()
    ask(client, agency)

    response = ask(client, agency)

    assert (response.status_code, response.json()["code"]) == (409, "underway")


def test_no_criteria_set_is_a_conflict(client, agency):
    RoundFactory()

    assert ask(client, agency).json()["code"] == "no_set"


def test_a_run_is_watched_until_its_file_is_there(client, agency):
    run = ReportRunFactory(agency=agency, figures={"agency": "Sở"}, progress=60)
    address = reverse("report-run-detail", args=[run.pk])

    told = client.get(address).json()
    assert (told["progress"], told["figures"], told["file"]) == (60, {"agency": "Sở"}, None)

    run.state = RunState.DONE
    run.file.save("x.pdf", ContentFile(b"%PDF-1.7 x"))
    told = client.get(address).json()
    assert told["file"] == f"http://testserver/api/v1/report-runs/{run.pk}/file/"

    file = client.get(told["file"], headers={"accept": "application/pdf"})
    assert b"".join(file.streaming_content) == b"%PDF-1.7 x"


def test_there_is_no_file_before_the_end(client, agency):
    run = ReportRunFactory(agency=agency)

    assert client.get(reverse("report-run-file", args=[run.pk])).status_code == 404


def test_the_list_leaves_the_figures_out_and_filters(client, agency):
    ReportRunFactory(agency=agency, state=RunState.FAILED, figures={"agency": "Sở"})
    ReportRunFactory(agency=agency)

    rows = client.get(LIST, {"state": "failed"}).json()["results"]

    assert [row["state"] for row in rows] == ["failed"]
    assert "figures" not in rows[0]


def test_the_schema_of_reports_is_whole(tmp_path, capsys):
    file = tmp_path / "schema.yaml"

    call_command("spectacular", "--file", str(file), "--validate")

    complaints = capsys.readouterr().err
    assert "report" not in complaints.lower()
    assert "/api/v1/report-runs/{id}/file/" in file.read_text()
