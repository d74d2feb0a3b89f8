"""Urging as people see it: who is late, the message to paste, mails on record, the rules."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.choices import Role
from accounts.models import Activity
from communes.imports.table import DataError
from plans.choices import Audience, TaskState, UrgeKind
from plans.imports.urging import load_urging
from plans.models import MailLine, UrgingRule
from plans.services.urging import add_rule, switch_rule
from tests.factories import (
    AgencyFactory,
    AgencyGroupFactory,
    ContactFactory,
    MailFactory,
    MembershipFactory,
    TaskFactory,
    TaskPartyFactory,
    TaskProgressFactory,
    UrgingRuleFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LATE = dt.date(2024, 6, 10)  # six working days before the working day
LIST = "/don-doc/"


@pytest.fixture
def late():
    """An agency with a task six working days overdue."""
    agency = AgencyFactory(name="Sở Tài chính", slug="so-tai-chinh")
    TaskFactory(lead=agency, due_on=LATE, content="Cơ chế, chính sách")
    return agency


# ── who is late ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("office")
def test_agencies_stand_in_the_order_of_what_is_overdue(client, late):
    worse = AgencyFactory(name="Sở Xây dựng")
    for _ in range(2):
        TaskFactory(lead=worse, due_on=LATE)
    slow = AgencyFactory(name="Sở Nội vụ")
    TaskFactory(lead=slow, due_on=dt.date(2024, 6, 24))  # soon due, not begun
    calm = AgencyFactory()
    TaskProgressFactory(task=TaskFactory(lead=calm, due_on=dt.date(2024, 12, 31)), agency=calm)
    TaskProgressFactory(
        task=TaskFactory(lead=calm, due_on=LATE),
        agency=calm,
        state=TaskState.DONE,
        effective_on=LATE,
    )
    response = client.get(LIST)
    assert [one.agency for one in response.context["page"]] == [worse, late, slow]
    page = response.content.decode()
    assert "3 việc quá hạn, 1 việc chậm ở 3 đơn vị" in page
    assert "quá hạn 6 ngày làm việc" in page


@pytest.mark.usefixtures("office")
def test_the_list_says_when_it_was_written_to_and_who_cannot_be_reached(client, late):
    page = client.get(LIST).content.decode()
    assert "chưa gửi" in page
    assert "chưa có người nhận thư" in page
    user = MembershipFactory(agency=late).user
    for day, state in ((dt.date(2024, 6, 14), "sent"), (dt.date(2024, 6, 17), "waiting")):
        sent = timezone.now() if state == "sent" else None
        mail = MailFactory(user=user, day=day, state=state, sent_at=sent)
        MailLine.objects.create(
            mail=mail, user=user, kind=UrgeKind.ESCALATION, key=f"{day}", agency=late
        )
    page = client.get(LIST).content.decode()
    assert "14/6/2024" in page
    assert "17/6/2024" not in page
    assert "chưa có người nhận thư" not in page


@pytest.mark.usefixtures("office")
def test_leads_that_nobody_stands_behind_are_named(client):
    group = AgencyGroupFactory(name="Thành viên Ban Chỉ đạo", rule="listed")
    task = TaskFactory(due_on=LATE)
    TaskPartyFactory(task=task, group=group, text="Thành viên Ban Chỉ đạo")
    page = client.get(LIST).content.decode()
    assert "Chưa rõ đơn vị chủ trì (1)" in page
    assert "Thành viên Ban Chỉ đạo" in page


@pytest.mark.usefixtures("office")
def test_the_list_downloads_a_task_a_row(client, late):
    TaskFactory(lead=late, due_on=dt.date(2024, 6, 24))
    sheet = load_workbook(BytesIO(client.get(LIST, {"dang": "xlsx"}).content)).active
    rows = list(sheet.values)[1:]
    assert [(row[0], row[5], row[6]) for row in rows] == [
        ("Sở Tài chính", "quá hạn", 6),
        ("Sở Tài chính", "chậm", None),
    ]


@pytest.mark.usefixtures("office")
def test_an_empty_list_says_what_would_be_there(client):
    assert "Không có việc nào quá hạn hay chậm" in client.get(LIST).content.decode()


@pytest.mark.usefixtures("office", "late")
def test_the_list_costs_the_same_queries_for_one_agency_as_for_five(client):
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for _ in range(4):
        TaskFactory(lead=AgencyFactory(), due_on=LATE)
    with CaptureQueriesContext(connection) as five:
        client.get(LIST)
    assert len(one) == len(five)


# ── the message ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("office")
def test_the_message_names_agency_tasks_days_and_whom_to_send_it_to(client, late):
    ContactFactory(agency=late, name="Trần Thị Bình", phone="0912 345 678")
    MembershipFactory(
        agency=late, role=Role.DIRECTOR, user__full_name="Lê Văn Sơn", user__phone="0233 111"
    )
    response = client.get(f"/don-doc/chep/{late.slug}/")
    text = response.context["text"]
    assert text.startswith("Kính gửi Sở Tài chính,\nĐến 18/6/2024,")
    assert "I.1" in text or "Cơ chế, chính sách – hạn 10/6/2024, quá 6 ngày làm việc" in text
    assert len(text) < 600
    page = response.content.decode()
    assert 'href="tel:0912345678"' in page
    assert "Lê Văn Sơn" in page


@pytest.mark.parametrize(("who", "status"), [("office", 200), ("own", 200), ("other", 403)])
def test_who_may_read_numbers(client, late, who, status):
    agency = {"own": late, "other": AgencyFactory(), "office": AgencyFactory(office=True)}[who]
    client.force_login(MembershipFactory(agency=agency).user)
    assert client.get(f"/don-doc/chep/{late.slug}/").status_code == status
    assert ("Chép tin nhắn" in client.get(LIST).content.decode()) == (status == 200)


@pytest.mark.usefixtures("office")
def test_an_agency_that_is_not_late_has_no_message(client):
    agency = AgencyFactory()
    page = client.get(f"/don-doc/chep/{agency.slug}/").content.decode()
    assert "Đơn vị không có việc quá hạn hay chậm" in page
    assert client.get("/don-doc/chep/khong-co/").status_code == 404


# ── mails on record ──────────────────────────────────────────────────────────────────────────


def test_the_office_reads_every_mail_others_their_own(client, member):
    own, foreign = MailFactory(user=member), MailFactory()
    found = client.get("/don-doc/thu/").context["page"].object_list
    assert list(found) == [own]
    assert client.get(f"/don-doc/thu/{own.pk}/").status_code == 200
    assert client.get(f"/don-doc/thu/{foreign.pk}/").status_code == 404
    client.force_login(MembershipFactory(agency=AgencyFactory(office=True)).user)
    found = client.get("/don-doc/thu/").context["page"].object_list
    assert list(found) == [foreign, own]


@pytest.mark.usefixtures("office")
def test_mails_are_filtered_and_downloaded(client, late):
    sent = MailFactory(state="sent", sent_at=timezone.now(), day=dt.date(2024, 6, 17))
    about = MailFactory(day=dt.date(2024, 6, 18))
    MailLine.objects.create(
        mail=about, user=about.user, kind=UrgeKind.DIGEST, key="digest", agency=late
    )
    for query, wanted in (
        ({"trang-thai": "sent"}, [sent]),
        ({"ngay": "18/6/2024"}, [about]),
        ({"don-vi": "tai chinh"}, [about]),
        ({"trang-thai": "failed"}, []),
    ):
        assert list(client.get("/don-doc/thu/", query).context["page"]) == wanted
    page = client.get("/don-doc/thu/", {"ngay": "30/2/2024"}).content.decode()
    assert "«30/2/2024» không phải là ngày" in page
    sheet = load_workbook(BytesIO(client.get("/don-doc/thu/", {"dang": "xlsx"}).content)).active
    assert [row[5] for row in sheet.values] == ["Trạng thái", "chờ gửi", "đã gửi"]


@pytest.mark.usefixtures("office")
def test_a_hanging_mail_is_shown_and_the_office_chooses(client):
    mail = MailFactory(
        state="sending", sending_at=timezone.now() - dt.timedelta(hours=1), attempts=1
    )
    address = f"/don-doc/thu/{mail.pk}/"
    assert "hệ thống không tự gửi lại" in client.get(address).content.decode()
    assert client.post(address, {"act": "again"}).status_code == 302
    mail.refresh_from_db()
    assert mail.state == "waiting"
    response = client.post(address, {"act": "again"})
    assert response.status_code == 409
    assert "không cần gửi lại" in response.content.decode()


def test_only_the_office_sends_again(client, member):
    mail = MailFactory(user=member, state="failed")
    address = f"/don-doc/thu/{mail.pk}/"
    assert "Gửi lại" not in client.get(address).content.decode()
    assert client.post(address, {"act": "again"}).status_code == 403
    mail.refresh_from_db()
    assert mail.state == "failed"


# ── rules ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("office")
def test_the_office_adds_a_rule(client):
    said = {"kind": "escalation", "days": "7", "audience": "leader"}
    assert client.post("/don-doc/quy-tac/", said).status_code == 302
    rule = UrgingRule.objects.get()
    assert (rule.kind, rule.days, rule.audience, rule.active) == (
        *("escalation", 7, "leader", True),
    )
    assert Activity.objects.get(verb="added urging rule").title == (
        "quá hạn, không có hồi âm 7 ngày làm việc: lãnh đạo Ban Chỉ đạo"
    )


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ({"kind": "escalation", "days": "", "audience": "leader"}, 409, "Hãy ghi số ngày"),
        ({"kind": "escalation", "days": "ba", "audience": "leader"}, 422, "ba"),
        ({"kind": "digest", "days": "0", "audience": "leader"}, 409, "chính đơn vị"),
        ({"kind": "on_the_day", "days": "2", "audience": "officer"}, 409, "không cần số ngày"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_and_kept_as_typed(client, said, status, told):
    response = client.post("/don-doc/quy-tac/", said)
    assert response.status_code == status
    assert told in response.content.decode()
    assert response.context["form"].data["audience"] == said["audience"]
    assert not UrgingRule.objects.exists()


def test_a_rule_is_not_added_twice():
    rule = UrgingRuleFactory(active=False)
    with pytest.raises(ValidationError, match="bật lại") as refused:
        add_rule(kind=UrgeKind(rule.kind), days=3, audience=Audience.OFFICER, by=UserFactory())
    assert refused.value.code == "duplicate"


@pytest.mark.usefixtures("office")
def test_the_office_turns_a_rule_off_and_on(client):
    rule = UrgingRuleFactory()
    for active in (False, True):
        client.post("/don-doc/quy-tac/", {"rule": rule.pk, "active": int(active)})
        rule.refresh_from_db()
        assert rule.active is active
    assert Activity.objects.filter(verb="switched urging rule").count() == 2
    switch_rule(rule=rule, active=True, by=UserFactory())
    assert Activity.objects.filter(verb="switched urging rule").count() == 2
    assert client.post("/don-doc/quy-tac/", {"rule": "0"}).status_code == 404


@pytest.mark.usefixtures("member")
def test_others_read_the_rules_and_change_none(client):
    rule = UrgingRuleFactory()
    page = client.get("/don-doc/quy-tac/").content.decode()
    assert "cán bộ của đơn vị" in page
    assert "Thêm quy tắc" not in page
    assert client.post("/don-doc/quy-tac/", {"rule": rule.pk, "active": "0"}).status_code == 403
    rule.refresh_from_db()
    assert rule.active


def test_shipped_rules_load_once_and_respect_the_office():
    assert load_urging().added == 10
    rule = UrgingRule.objects.get(kind="escalation", audience="leader")
    switch_rule(rule=rule, active=False, by=UserFactory())
    again = load_urging()
    rule.refresh_from_db()
    assert (again.added, again.changed, rule.active) == (0, 0, False)


def test_shipped_rules_wait_for_the_office_outside_a_demonstration(settings):
    kept = UrgingRuleFactory(kind="before", days=7, audience="director")
    settings.DEMO = False
    load_urging()
    assert list(UrgingRule.objects.filter(active=True)) == [kept]


def test_a_mistake_in_the_file_names_row_and_field(tmp_path):
    path = tmp_path / "urging.yaml"
    path.write_text("rules:\n- {kind: shout, audience: officer}\n", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        load_urging(path)
    assert refused.value.field == "kind"


# ── the API ──────────────────────────────────────────────────────────────────────────────────


def test_the_api_tells_who_is_late(client, late, member):
    (found,) = client.get(reverse("urging-list")).json()
    assert (found["agency"], found["behind"], found["mailed_on"]) == (late.slug, [], None)
    assert [(one["due_on"], one["days_late"], one["colour"]) for one in found["late"]] == [
        ("2024-06-10", 6, "late")
    ]


def test_the_api_sends_again_for_the_office_alone(client, member):
    mail = MailFactory(user=member, state="failed")
    url = reverse("mail-again", args=[mail.pk])
    assert client.post(url).status_code == 403
    client.force_login(MembershipFactory(agency=AgencyFactory(office=True)).user)
    assert client.post(url).json()["state"] == "waiting"
    assert client.post(url).status_code == 409
    assert client.post(reverse("mail-arrived", args=[mail.pk])).status_code == 409


def test_the_api_keeps_rules_for_the_office_alone(client, member):
    url = reverse("urging-rule-list")
    said = {"kind": "before", "days": 5, "audience": "director"}
    assert client.post(url, said).status_code == 403
    client.force_login(MembershipFactory(agency=AgencyFactory(office=True)).user)
    made = client.post(url, said)
    assert made.status_code == 201
    assert client.post(url, said).status_code == 409
    switch = reverse("urging-rule-switch", args=[made.json()["id"]])
    assert client.post(switch, {"active": False}).json()["active"] is False
    assert [one["days"] for one in client.get(url).json()["results"]] == [5]
