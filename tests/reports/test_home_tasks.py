"""First pages: tasks by colour, who helps, what is red without a plan, what waits for whom."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from accounts.models import User
from criteria.choices import Status
from criteria.services.current import rebuild_current
from plans.choices import ActionState, Part, TaskState
from plans.permissions import WATCHES_THE_OFFICE
from reports.selectors.home import home
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DifficultyFactory,
    ExtensionFactory,
    IndicatorFactory,
    MailFactory,
    MembershipFactory,
    PlanActionFactory,
    ResponsibilityFactory,
    RoundFactory,
    ScorecardFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
    SupportActionFactory,
    TaskFactory,
    TaskPartyFactory,
    TaskProgressFactory,
)

pytestmark = pytest.mark.django_db
LATE = dt.date(2024, 6, 10)
DONE = {"state": TaskState.DONE, "effective_on": dt.date(2024, 6, 12)}


@pytest.fixture(autouse=True)
def yardstick():
    criteria_set = CriteriaSetFactory()
    for number in (1, 2):
        IndicatorFactory(
            criterion=CriterionFactory(criteria_set=criteria_set, number=number), code="1"
        )
    RoundFactory()
    return criteria_set


def section_of(agency, role=Role.OFFICER):
    user = MembershipFactory(agency=agency, role=role).user
    return home(User.objects.get(pk=user.pk))[0]


def page_of(client, agency, role=Role.OFFICER):
    client.force_login(MembershipFactory(agency=agency, role=role).user)
    return client.get("/").content.decode()


def unmet(commune, yardstick, number=1):
    StatusEntryFactory(
        scorecard=ScorecardFactory(commune=commune, criteria_set=yardstick),
        criterion=yardstick.criteria.get(number=number),
        status=Status.NOT_MET,
    )
    rebuild_current()


# ── a department ─────────────────────────────────────────────────────────────────────────────


def test_a_department_sees_its_tasks_by_colour():
    agency = AgencyFactory()
    late = TaskFactory(lead=agency, due_on=LATE)
    behind = TaskFactory(lead=agency, due_on=dt.date(2024, 6, 24))
    soon = TaskFactory(lead=agency, due_on=dt.date(2024, 6, 25))
    calm = TaskFactory(lead=agency, due_on=dt.date(2024, 12, 31))
    said, helped = TaskFactory(lead=agency, due_on=LATE), TaskFactory(lead=AgencyFactory())
    TaskPartyFactory(task=helped, agency=agency, part=Part.COORDINATE)
    for task in (soon, calm):
        TaskProgressFactory(task=task, agency=agency)
    TaskProgressFactory(task=said, agency=agency, **DONE)
    work = section_of(agency).work
    found = [work.late, work.behind, work.soon, work.calm, work.waiting]
    assert [[one.line.task for one in rows] for rows in found] == [
        *([late], [behind], [soon], [calm], [said])
    ]
    assert [line.task for line in work.coordinated_open] == [helped]


def test_the_page_says_the_colours_in_words(client):
    agency = AgencyFactory()
    TaskFactory(lead=agency, due_on=LATE, content="Cơ chế, chính sách")
    TaskFactory(lead=agency, due_on=dt.date(2024, 6, 24))
    page = page_of(client, agency)
    assert "1 quá hạn" in page
    assert "1 chậm" in page
    assert "quá hạn 6 ngày làm việc" in page
    assert "Cơ chế, chính sách" in page


def test_days_since_the_departments_own_last_support(client):
    agency = AgencyFactory()
    commune = SponsorAssignmentFactory(agency=agency).commune
    never = SponsorAssignmentFactory(agency=agency).commune
    SupportActionFactory(agency=agency, commune=commune, done_on=dt.date(2024, 6, 8))
    SupportActionFactory(commune=commune, done_on=dt.date(2024, 6, 17))  # another's
    by_commune = {one.row.commune: one.days for one in section_of(agency).communes}
    assert by_commune == {commune: 10, never: None}
    page = page_of(client, agency)
    assert "10 ngày trước" in page
    assert "chưa ghi lần nào" in page


def test_what_a_department_has_promised_and_must_answer(client):
    agency = AgencyFactory()
    due = PlanActionFactory(agency=agency, due_on=dt.date(2024, 7, 1), content="Tập huấn OCOP")
    PlanActionFactory(agency=agency, due_on=dt.date(2024, 12, 31))
    PlanActionFactory(
        agency=agency, due_on=LATE, state=ActionState.DONE, done_on=LATE, content="Đã xong"
    )
    DifficultyFactory(addressed_to=agency, title="Chưa có hướng dẫn", answer_by=LATE)
    section = section_of(agency)
    assert (section.promised.next, section.promised.more) == ([due], 1)
    assert [one.days_late for one in section.difficulties] == [6]
    page = page_of(client, agency)
    assert "Tập huấn OCOP" in page
    assert "quá hạn trả lời 6 ngày làm việc" in page
    assert "Còn 1 việc khác" in page
    assert "Đã xong" not in page


def test_only_the_watcher_confirms_what_the_office_has_done(client):
    office = AgencyFactory(office=True)
    task = TaskFactory(lead=office, due_on=LATE)
    TaskProgressFactory(task=task, agency=office, **DONE)
    watcher = AgencyFactory(slug=WATCHES_THE_OFFICE)
    assert [own.line.task for own in section_of(watcher).waiting.done] == [task]
    assert section_of(AgencyFactory()).waiting is None
    assert f"Xác nhận hoàn thành {task.code}" in page_of(client, watcher)


# ── a commune, a district ────────────────────────────────────────────────────────────────────


def test_a_commune_sees_what_is_unmet_with_who_helps(client, yardstick):
    commune = CommuneFactory()
    agency = AgencyFactory(of_commune=True, commune=commune)
    helper = SponsorAssignmentFactory(commune=commune).agency
    answering = ResponsibilityFactory(
        indicator=yardstick.criteria.get(number=1).indicators.get()
    ).agency
    unmet(commune, yardstick)
    page = page_of(client, agency)
    assert "chưa có kế hoạch" in page
    assert f"{answering} phụ trách" in page
    assert f"{helper} giúp xã" in page
    criterion = yardstick.criteria.get(number=1)
    assert f'href="/nhu-cau/moi/?xa={commune.code}&amp;tieu-chi={criterion.pk}' in page
    SupportActionFactory(
        agency=helper,
        commune=commune,
        criterion=criterion,
        state=ActionState.PLANNED,
        done_on=None,
        planned_on=dt.date(2024, 7, 30),
        content="Làm 2 km đường",
    )
    page = page_of(client, agency)
    assert "Làm 2 km đường" in page
    assert "chưa có kế hoạch" not in page


def test_a_district_sees_its_tasks():
    agency = AgencyFactory(of_district=True)
    task = TaskFactory(lead=agency, due_on=LATE)
    assert [own.line.task for own in section_of(agency).work.late] == [task]


# ── the office, a leader ─────────────────────────────────────────────────────────────────────


def test_what_waits_for_the_office(client):
    office, lead = AgencyFactory(office=True), AgencyFactory()
    done, asked = TaskFactory(lead=lead, due_on=LATE), TaskFactory(lead=lead)
    TaskProgressFactory(task=done, agency=lead, **DONE)
    ExtensionFactory(task=asked, agency=lead, due_on=dt.date(2024, 9, 30))
    own = TaskFactory(lead=office, due_on=LATE)
    TaskProgressFactory(task=own, agency=office, **DONE)  # for Sở NN&PTNT to confirm
    DifficultyFactory(addressed_to=office, title="Chưa có hướng dẫn")
    MailFactory(state="failed")
    section = section_of(office)
    assert [one.line.task for one in section.waiting.done] == [done]
    assert [line.task for line in section.waiting.asked] == [asked]
    assert section.waits == 4
    page = page_of(client, office)
    assert "Chờ Văn phòng (4)" in page
    assert "xin đến 30/9/2024" in page
    assert "1 thư đôn đốc không gửi được" in page


@pytest.mark.parametrize("trait", ["office", "provincial"])
def test_the_office_and_a_leader_see_red_without_a_plan_and_overdue_leads(
    client, yardstick, trait
):
    unmet(CommuneFactory(), yardstick)
    lead = AgencyFactory(name="Sở Tài chính")
    TaskFactory(lead=lead, due_on=LATE)
    TaskFactory(lead=AgencyFactory(), due_on=dt.date(2024, 6, 24))  # slow, not overdue
    agency = AgencyFactory(**{trait: True})
    section = section_of(agency, Role.DIRECTOR)
    assert (section.red.no_plan, section.overdue.agencies, section.overdue.tasks) == (1, 1, 1)
    page = page_of(client, agency, Role.DIRECTOR)
    assert 'href="/chua-dat/?loai=khong-ke-hoach"' in page
    assert "1 việc, lâu nhất 6 ngày làm việc" in page
    assert (f"/don-doc/chep/{lead.slug}/" in page) == (trait == "office")


@pytest.mark.parametrize(
    "trait", [{}, {"of_commune": True}, {"of_district": True}, {"office": True}]
)
def test_five_of_everything_cost_the_queries_of_one(client, yardstick, trait):
    agency = AgencyFactory(**trait)
    client.force_login(MembershipFactory(agency=agency).user)

    def one_more():
        task = TaskFactory(lead=agency, due_on=LATE)
        TaskProgressFactory(task=task, agency=agency)
        helped = TaskFactory(lead=AgencyFactory(), due_on=LATE)
        TaskPartyFactory(task=helped, agency=agency, part=Part.COORDINATE)
        ExtensionFactory(task=helped, agency=helped.parties.first().agency)
        commune = agency.commune or CommuneFactory()
        sponsor = AgencyFactory() if agency.commune else agency
        SponsorAssignmentFactory(agency=sponsor, commune=commune)
        SupportActionFactory(agency=sponsor, commune=commune)
        PlanActionFactory(agency=agency, due_on=dt.date(2024, 7, 1))
        DifficultyFactory(addressed_to=agency)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        return len(queries)

    one_more()
    at_one = asked()
    for _ in range(4):
        one_more()
    assert asked() == at_one
