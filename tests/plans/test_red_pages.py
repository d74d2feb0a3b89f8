"""The lists of what is unmet: filters, ways of mending, spreadsheet; a task tied in one step; the API."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.choices import Role
from plans.choices import ActionState
from plans.models import Acceptance, TaskAim
from tests.factories import (
    AcceptanceFactory,
    AgencyFactory,
    MembershipFactory,
    PlanActionFactory,
    ResponsibilityFactory,
    SponsorAssignmentFactory,
    SupportActionFactory,
    TaskAimFactory,
    TaskFactory,
)
from tests.plans.reds import Reds

pytestmark = pytest.mark.django_db
LIST, ATTACH = reverse("plans:red_list"), reverse("plans:red_attach")


@pytest.fixture
def reds():
    return Reds()


def listed(client, **query):
    rows = client.get(LIST, query).context["page"].object_list
    return [(row.spot.commune.name, row.spot.criterion.number) for row in rows]


# ── the lists ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("member")
def test_each_list_has_its_rows_and_its_count(client, reds):
    SupportActionFactory(commune=reds.commune, criterion=reds.criteria[2])
    SupportActionFactory(
        commune=reds.commune,
        criterion=reds.criteria[1],
        state=ActionState.PLANNED,
        done_on=None,
    )
    other = reds.place(name="Thuận", unmet=(1, 2))
    PlanActionFactory(commune=other, criterion=reds.criteria[1])
    AcceptanceFactory(commune=other, criterion=reds.criteria[2])
    assert listed(client) == [("Gio Mai", 3)]
    assert listed(client, loai="xong-van-chua-dat") == [("Gio Mai", 2)]
    assert listed(client, loai="dat-chua-chac") == [("Gio Mai", 1)]
    assert listed(client, loai="dang-lam") == [("Thuận", 1)]
    assert listed(client, loai="duoc-chap-nhan") == [("Thuận", 2)]
    assert len(listed(client, loai="tat-ca")) == 5
    kinds = dict(client.get(LIST).context["kinds"])
    assert list(kinds.values()) == [1, 1, 1, 1, 1]


@pytest.mark.usefixtures("member")
def test_a_reader_opens_what_a_plan_promises(client, reds):
    promised = PlanActionFactory(commune=reds.commune, criterion=reds.criteria[3])
    PlanActionFactory()
    address = f"/viec-ke-hoach/?viec={promised.pk}"
    assert f'href="{address}"' in client.get(LIST, {"loai": "dang-lam"}).content.decode()
    assert list(client.get(address).context["page"]) == [promised]


@pytest.mark.usefixtures("member")
def test_the_list_is_filtered(client, reds):
    other = reds.place(name="Thuận", unmet=(1,))
    sponsor, answering = AgencyFactory(slug="so-a"), AgencyFactory(slug="so-b")
    SponsorAssignmentFactory(commune=other, agency=sponsor)
    ResponsibilityFactory(indicator=reds.first, agency=answering)
    assert listed(client, xa="gio mai") == [("Gio Mai", 2), ("Gio Mai", 3)]
    assert listed(client, xa=other.code) == [("Thuận", 1)]
    assert listed(client, huyen=other.district.code) == [("Thuận", 1)]
    assert listed(client, **{"tieu-chi": "2"}) == [("Gio Mai", 2)]
    assert listed(client, **{"don-vi": "so-a"}) == [("Thuận", 1)]
    assert listed(client, **{"don-vi": "so-b"}) == [("Gio Mai", 3)]
    page = client.get(LIST, {"xa": "không có"}).content.decode()
    assert "Không có dòng nào khớp bộ lọc" in page


@pytest.mark.usefixtures("member")
def test_an_empty_list_says_what_would_be_there(client, reds):
    page = client.get(LIST, {"loai": "dat-chua-chac"}).content.decode()
    assert "Không có tiêu chí nào đạt khi việc chưa xong" in page


@pytest.mark.usefixtures("member")
def test_without_a_set_in_force_the_page_says_so(client):
    assert "Chưa có bộ tiêu chí nào đang áp dụng" in client.get(LIST).content.decode()


WAYS = ("Lập hỗ trợ", "Gắn nhiệm vụ", "Chấp nhận đến năm…")


@pytest.mark.parametrize(
    ("agency", "role", "ways"),
    [
        ({"office": True}, Role.OFFICER, WAYS),
        ({}, Role.OFFICER, WAYS[:1]),
        ({}, Role.FOCAL_POINT, ()),
        ({"provincial": True}, Role.DIRECTOR, ("Lập hỗ trợ", "Chấp nhận đến năm…")),
    ],
)
def test_each_row_is_one_step_from_mending_it(client, reds, agency, role, ways):
    client.force_login(MembershipFactory(agency=AgencyFactory(**agency), role=role).user)
    page = client.get(LIST).content.decode()
    assert tuple(way for way in WAYS if way in page) == ways
    query = f"?xa={reds.commune.code}&amp;tieu-chi={reds.criteria[2].pk}"
    assert (query in page) == bool(ways)
    assert "Mở phiếu" in page


@pytest.mark.usefixtures("member")
def test_the_same_rows_as_a_spreadsheet(client, reds):
    reds.measured(reds.first, 60)
    TaskAimFactory(task=TaskFactory(number="8"), commune=None, criterion=reds.criteria[3])
    answer = client.get(LIST, {"dang": "xlsx", "loai": "dang-lam"})
    assert 'filename="dang-lam-2024-06-18.xlsx"' in answer.headers["Content-Disposition"]
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    (head, row) = sheet.to_python()
    assert len(head) == len(row)
    assert row[2] == "Gio Mai"
    assert row[4:8] == [3.0, "Tiêu chí 3", "3.1 Tỷ lệ hộ", "Chưa đạt"]
    assert row[9].startswith("nhiệm vụ: I.8 Sửa đổi bộ tiêu chí xã (")


@pytest.mark.usefixtures("member")
def test_the_list_pages_and_costs_the_same_queries(client, reds):
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for _ in range(5):
        reds.place(unmet=(1, 2, 3, 4))
    with CaptureQueriesContext(connection) as five:
        client.get(LIST)
    assert len(one) == len(five) <= 36


@pytest.mark.usefixtures("member")
def test_a_communes_page_shows_what_is_being_done(client, reds):
    PlanActionFactory(
        commune=reds.commune, criterion=reds.criteria[2], content="Làm đường trục thôn"
    )
    page = client.get(reverse("reports:commune_detail", args=[reds.commune.code]))
    text = page.content.decode()
    assert "Làm đường trục thôn" in text
    assert "Chưa đạt, chưa có kế hoạch" in text  # criterion 3
    assert f"?loai=tat-ca&amp;xa={reds.commune.code}" in text


# ── a task tied to a row ─────────────────────────────────────────────────────────────────────


def about(reds, number=3):
    return {"xa": reds.commune.code, "tieu-chi": reds.criteria[number].pk}


def url(reds, **more):
    query = {**about(reds), **more}
    return f"{ATTACH}?" + "&".join(f"{name}={value}" for name, value in query.items())


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("scope", ["xa", "huyen", "tinh"])
def test_the_office_ties_a_task_to_what_is_unmet(client, reds, scope):
    task = TaskFactory(number="6")
    address = url(reds, **{"chi-tieu": reds.first.pk})
    assert "Chỉ tiêu 3.1 Tỷ lệ hộ" in client.get(address).content.decode()
    answer = client.post(address, {"task": task.pk, "scope": scope}, follow=True)
    aim = TaskAim.objects.get()
    assert (aim.task, aim.criterion, aim.indicator) == (task, reds.criteria[3], reds.first)
    assert (aim.commune, aim.district) == {
        "xa": (reds.commune, None),
        "huyen": (None, reds.commune.district),
        "tinh": (None, None),
    }[scope]
    assert [row.kind for row in answer.context["page"].object_list] == ["dang-lam"]


@pytest.mark.usefixtures("office")
def test_only_tasks_of_the_programme_in_force_may_be_tied(client, reds):
    past = TaskFactory(group__programme__year=2023)
    TaskFactory(group__programme__year=2024)
    answer = client.post(url(reds), {"task": past.pk, "scope": "xa"})
    assert (answer.status_code, TaskAim.objects.count()) == (422, 0)


@pytest.mark.usefixtures("office")
def test_a_task_is_tied_once(client, reds):
    task = TaskFactory()
    said = {"task": task.pk, "scope": "xa"}
    assert client.post(url(reds), said).status_code == 302
    assert client.post(url(reds), said).status_code == 409


@pytest.mark.usefixtures("office")
def test_without_a_programme_the_page_says_so(client, reds):
    assert "Chưa có chương trình công tác nào" in client.get(url(reds)).content.decode()


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("wrong", [{"xa": "0"}, {"tieu-chi": "x"}, {"chi-tieu": "999999"}])
def test_what_the_address_does_not_know_is_not_found(client, reds, wrong):
    assert client.get(url(reds, **wrong)).status_code == 404


@pytest.mark.usefixtures("member")
def test_others_tie_nothing(client, reds):
    for answer in (client.get(url(reds)), client.post(url(reds), {})):
        assert answer.status_code == 403
        assert "Chỉ cán bộ, lãnh đạo Văn phòng Điều phối" in answer.content.decode()


# ── the API ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("member")
def test_the_api_tells_the_same(client, reds):
    reds.measured(reds.first, 60)
    PlanActionFactory(commune=reds.commune, criterion=reds.criteria[2], due_on=dt.date(2024, 3, 1))
    (row,) = client.get(reverse("red-list"), {"loai": "dang-lam"}).json()["results"]
    assert (row["commune"], row["criterion"], row["indicator"]) == (reds.commune.code, 2, None)
    assert [(one["kind"], one["late"]) for one in row["planned"]] == [("plan", True)]
    counts = client.get(reverse("red-counts")).json()
    assert (counts["red"], counts["no_plan"], counts["in_hand"]) == (2, 1, 1)


@pytest.mark.usefixtures("office")
def test_the_api_accepts_with_a_paper_and_ends(client, reds):
    said = {
        "commune": reds.commune.code,
        "criterion": reds.criteria[2].pk,
        "until_year": 2025,
        "reason": "Chờ vốn",
    }
    refused = client.post(reverse("acceptance-list"), said)
    assert (refused.status_code, refused.json()["code"]) == (409, "paper")
    paper = AcceptanceFactory().paper
    made = client.post(reverse("acceptance-list"), {**said, "paper": paper.pk})
    assert (made.status_code, made.json()["basis"]) == (201, paper.short)
    end = reverse("acceptance-end", args=[made.json()["id"]])
    assert client.post(end, {"reason": "Có vốn", "version": 9}).json()["code"] == "stale"
    assert client.post(end, {"reason": "Có vốn", "version": 1}).json()["ended_on"] == "2024-06-18"


@pytest.mark.usefixtures("office")
def test_the_api_aims_and_drops(client, reds):
    task = TaskFactory()
    said = {"task": task.pk, "criterion": reds.criteria[2].pk, "commune": reds.commune.code}
    made = client.post(reverse("task-aim-list"), said)
    assert (made.status_code, made.json()["words"]) == (201, "2. Tiêu chí 2 – xã Gio Mai")
    assert client.post(reverse("task-aim-list"), said).json()["code"] == "duplicate"
    other = TaskAimFactory()
    rows = client.get(reverse("task-aim-list"), {"task": task.pk}).json()["results"]
    assert [row["id"] for row in rows] == [made.json()["id"]]
    assert client.delete(reverse("task-aim-detail", args=[made.json()["id"]])).status_code == 204
    assert list(TaskAim.objects.all()) == [other]


@pytest.mark.usefixtures("member")
def test_the_api_refuses_others(client, reds):
    row, aim = AcceptanceFactory(), TaskAimFactory()
    for answer in (
        client.post(reverse("acceptance-list"), {}),
        client.post(reverse("acceptance-end", args=[row.pk]), {"reason": "x"}),
        client.post(reverse("task-aim-list"), {}),
        client.delete(reverse("task-aim-detail", args=[aim.pk])),
    ):
        assert answer.status_code == 403
        assert "Chỉ" in answer.json()["detail"]
    assert Acceptance.objects.get().ended_on is None


def test_a_stranger_learns_nothing(stranger, client, reds):
    assert stranger is not None
    assert client.get(LIST).status_code == 403
    assert client.get(url(reds)).status_code == 404
    assert client.get(reverse("red-list")).status_code == 403
