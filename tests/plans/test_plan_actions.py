"""What plans promise: entered, corrected, done or dropped; loaded from the shipped files."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from communes.imports.table import DataError
from plans.choices import ActionState, DueKind
from plans.imports.sponsors import load_offices, load_plan_actions
from plans.models import AgencyOffice, PlanAction
from plans.services.plan_actions import PlanActionGiven, change_plan_action
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriterionFactory,
    IndicatorFactory,
    MembershipFactory,
    PaperFactory,
    PlanActionFactory,
)
from tests.plans.test_imports import Papers

pytestmark = pytest.mark.django_db
LIST, ADD = "/viec-ke-hoach/", "/viec-ke-hoach/moi/"


@pytest.fixture
def officer(client):
    user = MembershipFactory(agency=AgencyFactory(slug="so-thu", name="Sở Thử")).user
    client.force_login(user)
    return user


def action(**more):
    said = {"agency": "so-thu", "content": "Xây dựng mô hình", "state": "planned"}
    return said | more


@pytest.mark.usefixtures("officer")
def test_an_agency_enters_what_its_plan_promises(client):
    commune = CommuneFactory(name="Gio Mai")
    criterion = CriterionFactory(number=13)
    said = action(commune="gio mai", about=f"tc-{criterion.pk}", due="Quý III/2024")
    assert client.post(f"{ADD}?tieu-chi={criterion.pk}", said).status_code == 302
    row = PlanAction.objects.get()
    assert (row.commune, row.criterion, row.due_text) == (commune, criterion, "Quý III/2024")
    assert (row.due_kind, row.due_on) == (DueKind.QUARTER, dt.date(2024, 9, 30))


@pytest.mark.usefixtures("officer")
def test_the_address_begins_the_form(client):
    commune = CommuneFactory(name="Gio Mai", code="19543")
    indicator = IndicatorFactory()
    asked = {"xa": "19543", "chi-tieu": indicator.pk, "tieu-chi": indicator.criterion_id}
    initial = client.get(ADD, asked).context["form"].initial
    assert (initial["commune"], initial["about"]) == (
        *(f"Gio Mai ({commune.district.name})", f"ct-{indicator.pk}"),
    )
    assert client.get(ADD, {"tieu-chi": "x", "chi-tieu": "9" * 30}).status_code == 200


@pytest.mark.usefixtures("officer")
def test_what_cannot_be_read_comes_back_as_typed(client):
    answer = client.post(ADD, action(commune="Gio Mai", due="khi có tiền", content=""))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"commune", "due", "content"}
    assert "khi có tiền" in answer.content.decode()


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"state": "done"}, "done_on"),
        ({"state": "done", "done_on": "19/6/2024"}, "done_on"),
        ({"state": "dropped"}, "result"),
    ],
)
def test_refusals_stand_at_their_field(client, more, field):
    answer = client.post(ADD, action(**more))
    assert (answer.status_code, list(answer.context["form"].errors)) == (409, [field])
    assert PlanAction.objects.count() == 0


def test_only_the_agency_and_the_office_write(client):
    row = PlanActionFactory()
    said = action(agency=row.agency.slug, seen=1, content="Khác")
    client.force_login(MembershipFactory().user)
    assert client.post(f"{LIST}{row.pk}/", said).status_code == 403
    client.force_login(MembershipFactory(role="focal_point").user)
    assert client.get(ADD).status_code == 403
    client.force_login(MembershipFactory(agency=AgencyFactory(office=True)).user)
    assert client.post(f"{LIST}{row.pk}/", said).status_code == 302
    row.refresh_from_db()
    assert row.content == "Khác"


def test_an_officer_writes_in_no_other_agencys_name(officer, client):
    assert officer
    other = AgencyFactory()
    assert client.post(ADD, action(agency=other.slug)).status_code == 422


def test_the_second_writer_is_told(officer, client):
    row = PlanActionFactory(agency=officer.memberships.get().agency, commune=None)
    url = f"{LIST}{row.pk}/"
    done = action(seen=1, state="done", done_on="10/6/2024", result="Đã xong")
    assert client.post(url, done).status_code == 302
    assert client.post(url, done | {"result": "Khác"}).status_code == 409
    row.refresh_from_db()
    assert (row.state, row.done_on, row.result) == ("done", dt.date(2024, 6, 10), "Đã xong")


def listed(client, **query):
    return list(client.get(LIST, query).context["page"].object_list)


@pytest.mark.usefixtures("member")
def test_the_list_is_filtered(client):
    criterion = CriterionFactory(number=13)
    late = PlanActionFactory(due_on=dt.date(2024, 6, 17), criterion=criterion)
    open_still = PlanActionFactory(
        due_on=dt.date(2024, 6, 18), commune=CommuneFactory(name="Thuận")
    )
    done = PlanActionFactory(
        due_on=dt.date(2024, 1, 1), state=ActionState.DONE, done_on=dt.date(2024, 1, 1)
    )
    assert listed(client, **{"tinh-trang": "qua-han"}) == [late]
    assert listed(client, **{"tinh-trang": "planned"}) == [open_still]
    assert listed(client, **{"tinh-trang": "done"}) == [done]
    assert listed(client, **{"tieu-chi": "13"}) == [late]
    assert listed(client, xa="thuan") == [open_still]
    assert listed(client, **{"don-vi": done.agency.slug}) == [done]
    assert listed(client, viec=done.pk) == [done]
    assert len(listed(client, viec="mới")) == 3


@pytest.mark.usefixtures("member")
def test_the_list_costs_the_same_queries_for_one_row_as_for_five(client):
    costs = []
    for count in (1, 4):
        for _ in range(count):
            PlanActionFactory(criterion=CriterionFactory(number=13))
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 12


@pytest.mark.usefixtures("member")
def test_the_list_downloads(client):
    PlanActionFactory(commune=None, due_text="Đến năm 2021", due_on=dt.date(2021, 12, 31))
    sheet = client.get(LIST, {"dang": "xlsx"}).content
    head, row = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
    said = dict(zip(head, row, strict=True))
    assert (said["Xã"], said["Hạn"], said["Tình trạng"]) == (
        *("mọi xã được phân công", dt.date(2021, 12, 31), "quá hạn"),
    )


@pytest.mark.usefixtures("officer")
def test_the_api_enters_and_refuses(client):
    CommuneFactory(code="19543")
    indicator = IndicatorFactory()
    said = {"agency": "so-thu", "commune": "19543", "content": "Việc", "due": "Quý III/2024"}
    made = client.post("/api/v1/plan-actions/", said | {"indicator": indicator.pk})
    assert made.status_code == 201, made.content
    assert (made.json()["due_on"], made.json()["criterion"]) == (
        *("2024-09-30", indicator.criterion_id),
    )
    url = f"/api/v1/plan-actions/{made.json()['id']}/"
    done = {"content": "Việc", "state": "done", "done_on": "2024-06-10", "version": 1}
    assert client.put(url, done, "application/json").json()["state"] == "done"
    late = client.put(url, done | {"result": "x"}, "application/json")
    assert (late.status_code, late.json()["code"]) == (409, "stale")
    foreign = said | {"indicator": indicator.pk, "criterion": CriterionFactory().pk}
    assert client.post("/api/v1/plan-actions/", foreign).json()["code"] == "foreign"
    assert client.post("/api/v1/plan-actions/", said | {"state": "offered"}).status_code == 409
    assert client.post("/api/v1/plan-actions/", said | {"due": "khi có tiền"}).status_code == 400
    assert client.get("/api/v1/plan-actions/?xa=19543").json()["count"] == 0


def test_the_api_lets_no_other_agency_write(member, client):
    assert member
    row = PlanActionFactory()
    said = {"agency": row.agency.slug, "content": "Việc"}
    assert client.post("/api/v1/plan-actions/", said).status_code == 403
    url = f"/api/v1/plan-actions/{row.pk}/"
    assert client.put(url, said, "application/json").status_code == 403


@pytest.fixture
def shipped(tmp_path):
    AgencyFactory(slug="so-thu")
    CommuneFactory(code="19543")
    CriterionFactory(criteria_set__code="cu", number=2)
    papers = Papers(plan=PaperFactory(day=8, month=12, year=2020))

    def load(rows, how=load_plan_actions, head="plan_actions"):
        path = tmp_path / "plan.yaml"
        path.write_text(f"{head}:\n" + "".join(f"- {{{row}}}\n" for row in rows), encoding="utf-8")
        return how(papers, path)

    return load


PROMISE = (
    "agency: so-thu, paper: plan, communes: 19543, set: cu, criteria: 2, content: Hỗ trợ, "
    "due: Đến năm 2021"
)


def test_a_shipped_promise_is_loaded_once_and_what_became_of_it_stays(shipped, member):
    shipped([PROMISE])
    row = PlanAction.objects.get()
    assert (row.criterion.number, row.due_on) == (2, dt.date(2021, 12, 31))
    given = PlanActionGiven(
        content=row.content, commune=row.commune, criterion=row.criterion, paper=row.paper,
        due_text=row.due_text, due_kind=row.due_kind, due_on=row.due_on,
        state=ActionState.DONE.value, done_on=dt.date(2021, 6, 1),
    )  # fmt: skip
    change_plan_action(action=row, given=given, seen=1, by=member)
    again = shipped([PROMISE])
    assert (again.added, again.changed, PlanAction.objects.get().state) == (0, 0, "done")


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (PROMISE.replace("criteria: 2", "criteria: 3"), "criteria"),
        (PROMISE.replace("criteria: 2", "indicator: '2.1'"), "indicator"),
        (PROMISE.replace("Đến năm 2021", "khi có tiền"), "due"),
        (PROMISE.replace("19543", "19544"), "communes"),
        (PROMISE + ", note: x", "note"),
        ("agency: so-thu, paper: plan", "content"),
        ("paper: plan, content: x", "agency"),
    ],
)
def test_a_mistake_in_the_file_names_row_and_field(shipped, row, field):
    with pytest.raises(DataError) as refused:
        shipped([row])
    assert refused.value.field == field


def test_offices_are_loaded_once_from_the_day_of_their_plan(shipped):
    rows = ["agency: so-thu, paper: plan, name: Phòng Một, leads: true, part: Chủ trì"]
    shipped(rows, load_offices, "offices")
    office = AgencyOffice.objects.get()
    assert (office.leads, office.part, office.starts) == (True, "Chủ trì", dt.date(2020, 12, 8))
    assert shipped(rows, load_offices, "offices").added == 0
