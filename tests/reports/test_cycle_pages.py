"""The pages and the API of a cycle: who may, what they say, each «else»."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activity
from communes.choices import AgencyKind
from criteria.choices import RoundKind
from reports import tasks
from reports.choices import CycleState, Kind, RunState
from reports.models import CycleVolume, OwedReport, ReportCycle
from reports.selectors.cycles import reporters_of
from reports.services import cycle as cycles
from reports.services import cycle_owed
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    RoundFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
)

pytestmark = pytest.mark.django_db
KIND = Kind.AGENCY_HALF_YEAR
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def messages(monkeypatch):
    """What was handed to the broker."""
    told = []
    monkeypatch.setattr(
        tasks.make_next_of_cycle, "apply_async", lambda args, **_: told.append(args[0])
    )
    monkeypatch.setattr(tasks.bind_volume, "delay", told.append)
    return told


@pytest.fixture
def period():
    StatusEntryFactory(effective_on=dt.date(2024, 3, 1))
    return RoundFactory(kind=RoundKind.HALF_YEAR)


@pytest.fixture
def sponsor(period):
    return SponsorAssignmentFactory().agency


@pytest.fixture
def office():
    return MembershipFactory(agency=AgencyFactory(kind=AgencyKind.OFFICE), role="officer").user


@pytest.fixture
def officer(sponsor):
    return MembershipFactory(agency=sponsor, role="officer").user


@pytest.fixture
def cycle(period, sponsor, office):
    return cycles.start_cycle(period=period, kinds=[KIND], by=office)[0]


def page(client, user, period):
    client.force_login(user)
    return client.get(reverse("reports:cycle_detail", args=[period.pk])).content.decode()


def act(client, cycle, word, **said):
    return client.post(reverse("reports:cycle_act", args=[cycle.pk, word]), said)


@pytest.mark.usefixtures("sponsor")
def test_the_office_starts_and_everybody_reads(
    client, period, office, messages, django_capture_on_commit_callbacks
):
    client.force_login(office)
    form = client.get(reverse("reports:cycle_start", args=[period.pk])).content.decode()
    assert f"{KIND.label} (1)" in form
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("reports:cycle_start", args=[period.pk]), {"kinds": [KIND.value]}
        )
    assert answer["Location"] == reverse("reports:cycle_detail", args=[period.pk])
    cycle = ReportCycle.objects.get()
    assert messages == [cycle.pk] * tasks.LANES
    told = page(client, office, period)
    assert "0/1 báo cáo" in told
    assert "Tạm dừng" in told
    assert "1 chờ lập" in told


def test_a_start_that_says_nothing_is_told(client, period, sponsor, office):
    client.force_login(office)
    answer = client.post(reverse("reports:cycle_start", args=[period.pk]), {})
    assert answer.status_code == 409
    assert "Chọn ít nhất một loại báo cáo" in answer.content.decode()
    wrong = client.post(reverse("reports:cycle_start", args=[period.pk]), {"kinds": ["x"]})
    assert wrong.status_code == 422
    assert not ReportCycle.objects.exists()


def test_starting_again_leads_to_the_same(client, cycle, period, office, messages):
    client.force_login(office)
    client.post(reverse("reports:cycle_start", args=[period.pk]), {"kinds": [KIND.value]})
    assert ReportCycle.objects.count() == 1
    assert messages == []


def test_an_agency_sees_its_own_and_may_nothing(client, cycle, period, officer, sponsor):
    other = SponsorAssignmentFactory().agency
    cycle_owed.open_owed(period, reporters_of(period, [KIND]))
    told = page(client, officer, period)
    assert sponsor.name in told
    assert other.name not in told
    assert "Tạm dừng" not in told
    assert act(client, cycle, "tam-dung").status_code == 403
    for name in ("cycle_start",):
        assert client.get(reverse(f"reports:{name}", args=[period.pk])).status_code == 403
    assert client.post(reverse("reports:cycle_due", args=[period.pk])).status_code == 403
    assert client.get(reverse("reports:cycle_file", args=[cycle.pk, "zip"])).status_code == 403


def test_pausing_going_on_cancelling(
    client, cycle, office, messages, django_capture_on_commit_callbacks
):
    client.force_login(office)
    period = cycle.round
    act(client, cycle, "tam-dung")
    assert "Đang tạm dừng" in page(client, office, period)
    assert act(client, cycle, "tam-dung").status_code == 409
    with django_capture_on_commit_callbacks(execute=True):
        act(client, cycle, "tiep-tuc")
    assert messages
    act(client, cycle, "huy")
    told = page(client, office, period)
    assert "Đã hủy" in told
    assert "1 không lập do hủy" in told
    assert act(client, cycle, "gi-do").status_code == 404


def test_what_failed_is_listed_with_its_reason(client, cycle, period, office):
    cycle.runs.update(state=RunState.FAILED, error="Hết chỗ lưu tệp.", finished_at=timezone.now())
    told = page(client, office, period)
    assert "Không lập được (1)" in told
    assert "Hết chỗ lưu tệp." in told
    act(client, cycle, "lap-lai", run=cycle.runs.get().pk)
    assert cycle.runs.get().state == RunState.QUEUED
    assert act(client, cycle, "lap-lai", run="999999").status_code == 404


def test_progress_is_a_fragment_and_refreshes_at_the_end(client, cycle, period, office):
    client.force_login(office)
    url = reverse("reports:cycle_progress", args=[period.pk])
    assert client.get(url)["Location"] == reverse("reports:cycle_detail", args=[period.pk])
    told = client.get(url, headers=HTMX)
    assert "<h1" not in told.content.decode()
    assert "HX-Refresh" not in told.headers
    assert "hx-get" in told.content.decode()
    cycle.runs.all().delete()
    ReportCycle.objects.update(state=CycleState.DONE, ended_at=timezone.now())
    assert client.get(url, headers=HTMX).headers["HX-Refresh"] == "true"


def test_files_of_the_cycle(client, cycle, period, office):
    client.force_login(office)
    assert client.get(reverse("reports:cycle_file", args=[cycle.pk, "zip"])).status_code == 404
    name = default_storage.save("reports/ky/x/tap.zip", ContentFile(b"PK"))
    CycleVolume.objects.create(
        cycle=cycle, queued_at=timezone.now(), state=RunState.DONE, archive=name, count=1
    )
    answer = client.get(reverse("reports:cycle_file", args=[cycle.pk, "zip"]))
    assert b"".join(answer.streaming_content) == b"PK"
    assert "bao-cao-ky-6-thang" in answer["Content-Disposition"]
    assert client.get(reverse("reports:cycle_file", args=[cycle.pk, "pdf"])).status_code == 404
    assert client.get(reverse("reports:cycle_file", args=[cycle.pk, "exe"])).status_code == 404


def test_the_volume_is_asked_for_anew(
    client, cycle, office, messages, django_capture_on_commit_callbacks
):
    client.force_login(office)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            act(client, cycle, "lap-tap")
    assert CycleVolume.objects.count() == 1
    assert messages == [CycleVolume.objects.get().pk] * 2


def test_another_day_for_what_is_owed(client, cycle, period, office):
    client.force_login(office)
    url = reverse("reports:cycle_due", args=[period.pk])
    assert client.post(url, {"due_on": "10/7/2024"}).status_code == 302
    owed = OwedReport.objects.get()
    assert (owed.item.due_on, owed.set_by) == (dt.date(2024, 7, 10), office)
    assert client.post(url, {"due_on": "hôm nay"}).status_code == 422
    assert client.post(url, {"due_on": "1/1/2020"}).status_code == 409
    assert Activity.objects.filter(verb="set day of owed reports").count() == 1


def test_the_list_of_rounds(client, cycle, period, office, officer):
    client.force_login(office)
    told = client.get(reverse("reports:cycle_list")).content.decode()
    assert period.name in told
    assert "Đang lập, 1 báo cáo" in told
    assert "0/1" in told
    client.force_login(officer)
    assert "0/1" not in client.get(reverse("reports:cycle_list")).content.decode()


def test_filters_of_the_table(client, cycle, period, office, sponsor):
    client.force_login(office)
    url = reverse("reports:cycle_detail", args=[period.pk])
    assert sponsor.name in client.get(url, {"tinh-trang": "chua-gui"}).content.decode()
    told = client.get(url, {"tinh-trang": "da-gui"}).content.decode()
    assert sponsor.name not in told
    assert "Không có báo cáo nào khớp bộ lọc" in told


def test_a_page_costs_the_same_for_more_reporters(
    client, period, sponsor, office, django_assert_max_num_queries
):
    url = reverse("reports:cycle_detail", args=[period.pk])
    cycle, _ = cycles.start_cycle(period=period, kinds=[KIND], by=office)
    client.force_login(office)
    client.get(url)
    with django_assert_max_num_queries(40) as few:
        client.get(url)
    cycles.cancel_cycle(cycle=cycle, by=office)
    for _ in range(5):
        SponsorAssignmentFactory()
    cycles.start_cycle(period=period, kinds=[KIND], by=office)
    with django_assert_max_num_queries(40) as many:
        client.get(url)
    assert len(many) == len(few)


def test_the_api_starts_follows_and_ends_a_cycle(client, period, sponsor, office, officer):
    client.force_login(office)
    said = {"round_kind": period.kind, "year": period.year}
    answer = client.post(reverse("report-cycle-list"), said, content_type="application/json")
    assert answer.status_code == 202
    assert answer.json()["progress"]["waiting"] == 1
    again = client.post(reverse("report-cycle-list"), said, content_type="application/json")
    assert (again.status_code, again.json()["id"]) == (200, answer.json()["id"])
    where = answer["Location"]
    assert client.post(f"{where}pause/").json()["state"] == "paused"
    assert client.post(f"{where}pause/").status_code == 409
    assert client.post(f"{where}resume/").json()["state"] == "running"
    assert client.post(f"{where}retry/", {"run": 999999}).status_code == 404
    ReportCycle.objects.get().runs.update(state=RunState.FAILED, error="Vì sao")
    failed = client.get(where).json()["failures"]
    assert [one["error"] for one in failed] == ["Vì sao"]
    assert client.post(f"{where}retry/").json()["progress"]["waiting"] == 1
    assert client.get(f"{where}zip/").status_code == 404
    assert client.post(f"{where}bind/").status_code == 202
    client.force_login(officer)
    assert client.get(where).status_code == 200
    assert client.post(f"{where}cancel/").status_code == 403
    client.force_login(office)
    assert client.post(f"{where}cancel/").json()["state"] == "cancelled"
    assert client.get(reverse("report-cycle-list")).json()["count"] == 1


@pytest.mark.parametrize(
    "said",
    [
        {"round_kind": "half_year", "year": 2031},
        {"round_kind": "half_year", "year": 2024, "districts": ["khong-co"]},
        {"round_kind": "half_year", "year": 2024, "kinds": ["khong-co"]},
    ],
)
def test_the_api_refuses_what_is_not_there(client, period, sponsor, office, said):
    client.force_login(office)
    answer = client.post(reverse("report-cycle-list"), said, content_type="application/json")
    assert answer.status_code == 400
