"""The pages of reports: the list, asking, progress, the file."""

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import Activity
from criteria.choices import RoundKind
from documents.choices import PaperState
from reports import tasks
from reports.choices import Kind, RunState
from reports.kinds import KINDS
from reports.models import ReportRun
from reports.selectors.runs import LIST_COLUMNS
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriteriaSetFactory,
    DelegationFactory,
    MembershipFactory,
    ReportRunFactory,
    ResponsibilityFactory,
    RoundFactory,
    SponsorAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST, ASK = reverse("reports:run_list"), reverse("reports:request_run")
HALF = {"loai": Kind.AGENCY_HALF_YEAR.value}
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def agency(member):
    """The member's own department, which sponsors a commune."""
    agency = member.memberships.get().agency
    SponsorAssignmentFactory(agency=agency)
    return agency


@pytest.fixture
def period():
    CriteriaSetFactory()
    return RoundFactory()


@pytest.fixture
def queued(monkeypatch):
    keys = []
    monkeypatch.setattr(tasks.render_report_run, "delay", keys.append)
    return keys


def done(**given):
    run = ReportRunFactory(state=RunState.DONE, progress=100, finished_at=timezone.now(), **given)
    run.file.save("bao-cao.pdf", ContentFile(b"%PDF-1.7 x"))
    return run


def detail(run):
    return reverse("reports:run_detail", args=[run.pk])


# The list


def test_the_list_is_filtered_by_what_the_address_says(client, agency):
    agency.name = "Sở Thông tin và Truyền thông"
    agency.save()
    mine = ReportRunFactory(agency=agency)
    other = ReportRunFactory(
        paper__state=PaperState.ISSUED, state=RunState.DONE, as_of="2023-06-30"
    )

    def found(**query):
        return list(client.get(LIST, query).context["page"])

    assert found(q="truyen thong so") == [mine]
    assert found(**{"tinh-trang": "done"}) == [other]
    assert found(nam="2023") == [other]
    assert found(loai=Kind.PROVINCE_YEAR.value) == []
    assert "Không có báo cáo nào như vậy" in client.get(LIST, {"nam": "1999"}).content.decode()
    assert found(loai="x", nam="y") == [mine, other]


def test_the_list_comes_as_a_spreadsheet(client, agency):
    run = ReportRunFactory(agency=agency)

    answer = client.get(LIST, {"dang": "xlsx"})

    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)
    assert rows[0] == LIST_COLUMNS
    assert rows[1][:2] == (str(agency), run.get_kind_display())


def test_the_list_shows_my_agency_first_then_the_latest(client, agency):
    others = [ReportRunFactory(paper__state=PaperState.ISSUED) for _ in range(2)]
    mine = ReportRunFactory(agency=agency)
    ReportRun.objects.filter(pk=mine.pk).update(requested_at=timezone.now() - dt.timedelta(9))

    page = client.get(LIST).context["page"]

    assert list(page) == [mine, others[1], others[0]]


def test_the_list_costs_the_same_at_one_row_and_at_five(client, agency):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        return len(asked)

    ReportRunFactory(agency=agency)
    at_one = queries()
    for _ in range(4):
        ReportRunFactory()

    assert queries() == at_one


def test_an_empty_list_says_how_to_begin(client, agency):
    page = client.get(LIST).content.decode()

    assert "Chưa có báo cáo nào" in page
    assert page.count(f'href="{ASK}"') == 2


def test_who_has_nothing_to_report_is_offered_sheets_of_communes_only(client, member):
    assert client.get(LIST).context["may_ask"] is True
    assert client.get(ASK).context["kind"] == Kind.COMMUNE_SHEET
    assert client.get(ASK, HALF).status_code == 403


def test_a_stranger_is_offered_nothing(client):
    client.force_login(UserFactory())

    assert client.get(ASK).status_code == 403


def test_whoever_asks_for_a_sheet_makes_it(client, member, queued, period):
    commune = CommuneFactory()

    page = client.get(ASK, {"loai": Kind.COMMUNE_SHEET.value, "xa": commune.pk})
    assert list(page.context["form"].fields) == ["commune"]
    assert f'value="{commune.pk}" selected' in page.content.decode()
    client.post(ASK, {"kind": Kind.COMMUNE_SHEET.value, "commune": commune.pk})

    run = ReportRun.objects.get()
    assert (run.commune, run.agency) == (commune, member.memberships.get().agency)
    assert run.paper is None


# Asking


def test_asking_queues_a_run_and_hands_it_over_once_committed(
    client, agency, period, queued, django_capture_on_commit_callbacks
):
    given = {"kind": Kind.AGENCY_HALF_YEAR, "agency": agency.pk, "round": period.pk}

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ASK, given)
        assert queued == []

    run = ReportRun.objects.get()
    assert (response.status_code, response.url) == (302, detail(run))
    assert queued == [run.pk]


def test_while_the_broker_is_away_the_run_waits_and_the_user_is_told(
    client, agency, period, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(_):
        raise OperationalError

    monkeypatch.setattr(tasks.render_report_run, "delay", refuse)
    given = {"kind": Kind.AGENCY_HALF_YEAR, "agency": agency.pk, "round": period.pk}

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ASK, given)

    run = ReportRun.objects.get()
    assert (response.status_code, run.state) == (302, RunState.QUEUED)
    [message] = [str(one) for one in response.wsgi_request._messages]  # noqa: SLF001
    assert message.endswith("sẽ tự lập khi hệ thống nền hoạt động lại.")


def test_only_my_own_agency_is_offered_to_a_department(client, agency, period):
    other = AgencyFactory()
    SponsorAssignmentFactory(agency=other)

    form = client.get(ASK, HALF).context["form"]
    assert list(form.fields["agency"].queryset) == [agency]
    assert form.fields["agency"].initial == agency.pk

    given = {"kind": Kind.AGENCY_HALF_YEAR, "agency": other.pk, "round": period.pk}
    assert client.post(ASK, given).status_code == 422
    assert not ReportRun.objects.exists()


def test_the_office_asks_for_whoever_has_something_to_report(client, office):
    sponsor = SponsorAssignmentFactory(agency__name="Sở A").agency
    answering = ResponsibilityFactory(agency__name="Sở B").agency
    AgencyFactory(name="Sở C")

    form = client.get(ASK, HALF).context["form"]

    assert list(form.fields["agency"].queryset) == [sponsor, answering]


def test_only_rounds_of_the_report_that_have_begun_are_offered(client, agency, period):
    past = RoundFactory(year=2023, starts=dt.date(2023, 1, 1), ends=dt.date(2023, 6, 30))
    RoundFactory(year=2025, starts=dt.date(2025, 1, 1), ends=dt.date(2025, 6, 30))
    RoundFactory(kind=RoundKind.YEAR, ends=dt.date(2024, 12, 31))

    form = client.get(ASK, HALF).context["form"]

    assert list(form.fields["round"].queryset) == [period, past]


def test_without_a_criteria_set_in_force_it_is_refused_with_a_reason(client, agency):
    given = {"kind": Kind.AGENCY_HALF_YEAR, "agency": agency.pk, "round": RoundFactory().pk}

    response = client.post(ASK, given)

    assert response.status_code == 409
    assert not ReportRun.objects.exists()


# One report


def test_a_run_underway_asks_again_every_two_seconds_and_has_a_link_without_scripts(
    client, agency
):
    run = ReportRunFactory(
        agency=agency, state=RunState.RUNNING, progress=40, step="Soạn nội dung"
    )

    page = client.get(detail(run)).content.decode()

    assert 'hx-trigger="every 2s"' in page
    assert "Đang lập: Soạn nội dung" in page
    assert f'<a href="{detail(run)}">Cập nhật</a>' in page


def test_the_fragment_is_one_fragment_and_ends_by_renewing_the_page(client, agency):
    run = ReportRunFactory(agency=agency)
    address = reverse("reports:run_progress", args=[run.pk])

    fragment = client.get(address, **HTMX)
    assert [one.name for one in fragment.templates] == ["reports/_run.html"]
    assert "HX-Refresh" not in fragment.headers

    ReportRun.objects.update(state=RunState.FAILED, error="Máy chủ hết chỗ lưu tệp.")
    fragment = client.get(address, **HTMX)
    assert fragment.headers["HX-Refresh"] == "true"
    assert "Máy chủ hết chỗ lưu tệp." in fragment.content.decode()
    assert "every 2s" not in fragment.content.decode()


def test_without_htmx_the_progress_is_the_page(client, agency):
    run = ReportRunFactory(agency=agency)

    response = client.get(reverse("reports:run_progress", args=[run.pk]))

    assert (response.status_code, response.url) == (302, detail(run))


def test_a_run_that_no_worker_takes_says_so(client, agency, settings):
    run = ReportRunFactory(agency=agency)
    assert "Chưa có hệ thống nền nào nhận" not in client.get(detail(run)).content.decode()

    run.queued_at = timezone.now() - dt.timedelta(seconds=3 * settings.RUN_EXPIRES + 1)
    run.save()

    assert "Chưa có hệ thống nền nào nhận" in client.get(detail(run)).content.decode()


def test_frozen_figures_are_shown_as_tables(client, agency):
    run = ReportRunFactory(agency=agency)
    assert client.get(detail(run)).context["about"].frozen is None

    run.figures = KINDS[Kind.AGENCY_HALF_YEAR].gather(run)
    run.save()

    about = client.get(detail(run)).context["about"]
    assert [table.rows for table in about.tables] == [
        len(table.rows) for table in KINDS[Kind.AGENCY_HALF_YEAR].tables(run.figures)
    ]


def test_the_file_downloads_under_a_plain_name(client, agency):
    agency.name = "Sở Thông tin và Truyền thông"
    agency.save()
    run = done(agency=agency)

    response = client.get(reverse("reports:run_file", args=[run.pk]))

    assert b"".join(response.streaming_content) == b"%PDF-1.7 x"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="bao-cao-so-thong-tin-va-truyen-thong-6-thang-dau-nam-2024.pdf"'
    )
    assert response.headers["Content-Type"] == "application/pdf"


def test_there_is_no_file_before_the_end_nor_after_it_was_lost(client, agency):
    unfinished, lost = ReportRunFactory(), done()
    lost.file.storage.delete(lost.file.name)

    for run in (unfinished, lost):
        assert client.get(reverse("reports:run_file", args=[run.pk])).status_code == 404


def test_a_draft_report_is_shown_only_to_its_own_agency(client, agency):
    mine, other = ReportRunFactory(agency=agency), ReportRunFactory()

    assert client.get(detail(mine)).context["may_see_paper"] is True
    assert client.get(detail(other)).status_code == 404


def test_the_office_sees_a_draft_report_but_not_its_paper(client, office):
    assert client.get(detail(ReportRunFactory())).context["may_see_paper"] is False


def test_a_failed_run_is_queued_again_by_its_agency_only(
    client, agency, queued, django_capture_on_commit_callbacks
):
    mine = ReportRunFactory(agency=agency, state=RunState.FAILED, error="x")
    other = ReportRunFactory(state=RunState.FAILED, error="x", paper__state=PaperState.ISSUED)

    with django_capture_on_commit_callbacks(execute=True):
        statuses = [
            client.post(reverse("reports:render_again", args=[run.pk])).status_code
            for run in (mine, other)
        ]

    mine.refresh_from_db()
    assert (statuses, mine.state, queued) == ([302, 403], RunState.QUEUED, [mine.pk])
    assert Activity.objects.get().verb == "asked for report again"


def test_a_run_underway_is_refused_with_a_reason(client, agency):
    run = ReportRunFactory(agency=agency, state=RunState.RUNNING)

    response = client.post(reverse("reports:render_again", args=[run.pk]))

    assert response.status_code == 409


def test_the_trail_names_in_whose_stead_somebody_asked(client, agency, period, queued):
    boss = MembershipFactory(agency=AgencyFactory()).user
    SponsorAssignmentFactory(agency=boss.memberships.get().agency)
    receiver = UserFactory()
    DelegationFactory(giver=boss, receiver=receiver)
    client.force_login(receiver)
    given = {
        "kind": Kind.AGENCY_HALF_YEAR,
        "agency": boss.memberships.get().agency.pk,
        "round": period.pk,
    }

    client.post(ASK, given)

    said = Activity.objects.get(verb="requested report")
    assert (said.by, said.on_behalf_of) == (receiver, boss)
