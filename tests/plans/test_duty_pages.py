"""The pages of reports owed: who sees, keeps and ticks them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.forms.duties import DutyForm
from plans.forms.sponsor_plans import YearField
from plans.models import DutyItem, ReportDuty
from tests.factories import (
    AgencyFactory,
    CommunePlanFactory,
    DutyItemFactory,
    MembershipFactory,
    PaperFactory,
    ReportDutyFactory,
)

pytestmark = pytest.mark.django_db
URL = "/che-do-bao-cao/"


@pytest.fixture
def item(member):
    agency = member.memberships.get().agency
    return DutyItemFactory(duty__agency=agency)


def said(agency, **more):
    known = {"what": "Báo cáo tháng", "agency": agency.slug, "frequency": "monthly", "day": "16"}
    return known | {"starts": "1/1/2024", "remind_days": "3"} | more


def test_the_list_names_what_is_late_and_by_how_much(client, item):
    page = client.get(URL).content.decode()
    assert "quá hạn 1 ngày làm việc" in page
    assert f"{URL}ky/{item.pk}/" in page
    assert client.get(URL, {"tinh-trang": "da-gui"}).context["lines"] == []
    assert client.get(URL, {"don-vi": "khong co"}).context["lines"] == []
    sheet = client.get(URL, {"dang": "xlsx"})
    assert "bao-cao-phai-nop-2024-06-18.xlsx" in sheet.headers["Content-Disposition"]


def test_sending_and_taking_back(client, member, item):
    paper = PaperFactory(kind="BC", number="12", notation="BC-STC", year=2024)
    wrong = client.post(f"{URL}ky/{item.pk}/", {"done_on": "hôm qua", "note": "gửi thư"})
    assert (wrong.status_code, "gửi thư" in wrong.content.decode()) == (422, True)
    future = client.post(f"{URL}ky/{item.pk}/", {"done_on": "19/6/2024"})
    assert future.status_code == 409
    done = client.post(f"{URL}ky/{item.pk}/", {"done_on": "17/6/2024", "paper": "12/BC-STC"})
    assert done.url == URL
    item.refresh_from_db()
    assert (item.done_on, item.paper, item.done_by) == (dt.date(2024, 6, 17), paper, member)
    assert client.post(f"{URL}ky/{item.pk}/", {"done_on": "17/6/2024"}).status_code == 409
    assert client.post(f"{URL}ky/{item.pk}/bo/").status_code == 302
    assert client.post(f"{URL}ky/{item.pk}/bo/").status_code == 409


def test_others_read_and_may_not_write(client, item):
    client.force_login(MembershipFactory().user)
    page = client.get(f"{URL}ky/{item.pk}/")
    assert "Ghi đã gửi" not in page.content.decode()
    assert client.post(f"{URL}ky/{item.pk}/", {"done_on": "17/6/2024"}).status_code == 403
    assert client.get(f"{URL}{item.duty.pk}/").status_code == 403
    assert client.get(f"{URL}ky/999999/").status_code == 404


def test_the_addressee_asks_and_notes(client, item):
    client.force_login(MembershipFactory(agency=item.duty.addressee).user)
    url = f"{URL}{item.duty.pk}/yeu-cau/"
    assert client.post(url, {"due_on": "28/6/2024", "note": ""}).status_code == 422
    assert client.post(url, {"due_on": "1/6/2024", "note": "x"}).status_code == 409
    assert client.post(url, {"due_on": "28/6/2024", "note": "Gửi thêm"}).url == URL
    assert client.get(f"{URL}{item.duty.pk}/").status_code == 403
    assert client.post(f"{URL}ky/{item.pk}/", {"done_on": "17/6/2024"}).status_code == 302


def test_adding_and_changing_a_duty(client, member):
    agency = member.memberships.get().agency
    empty = client.post(f"{URL}moi/", said(agency, what="", note="giữ lại"))
    assert (empty.status_code, "giữ lại" in empty.content.decode()) == (422, True)
    assert client.post(f"{URL}moi/", said(agency, months="14")).status_code == 409
    assert client.post(f"{URL}moi/", said(agency)).url == f"{URL}?xem=che-do"
    duty = ReportDuty.objects.get()
    assert "hằng tháng, ngày 16" in client.get(f"{URL}?xem=che-do").content.decode()
    changed = client.post(f"{URL}{duty.pk}/", said(agency, day="20", seen="1"))
    assert changed.status_code == 302
    assert client.post(f"{URL}{duty.pk}/", said(agency, day="21", seen="1")).status_code == 409
    assert client.post(f"{URL}{duty.pk}/bo/").status_code == 302
    assert not ReportDuty.objects.exists()


def test_nobody_adds_a_duty_of_another_agency(client, member):
    other = AgencyFactory()
    assert client.post(f"{URL}moi/", said(other)).status_code == 422
    assert (
        client.post(f"{URL}moi/", said(other) | {"agency": "", "who": "Ai đó"}).status_code == 403
    )


def test_the_office_keeps_everybodys(client, office):
    assert client.post(f"{URL}moi/", said(AgencyFactory())).status_code == 302


def test_a_drafts_duty_is_seen_by_its_own_people_alone(client, member):
    plan = CommunePlanFactory()
    duty = ReportDutyFactory(paper=plan.paper, agency=plan.agency)
    assert client.get(f"{URL}{duty.pk}/").status_code == 404
    assert client.get(f"{URL}moi/", {"van-ban": plan.paper.pk}).status_code == 404
    client.force_login(MembershipFactory(agency=plan.agency).user)
    assert client.get(f"{URL}{duty.pk}/").status_code == 200
    added = client.post(f"{URL}moi/?van-ban={plan.paper.pk}", said(plan.agency))
    assert added.url == f"/ke-hoach/xa/{plan.pk}/#bao-cao"
    assert plan.paper.report_duties.count() == 2
    assert not DutyItem.objects.exists()


@pytest.mark.parametrize("address", [URL, f"{URL}?xem=che-do"])
def test_more_rows_ask_no_more(client, member, address):
    DutyItemFactory()
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(4):
        DutyItemFactory(duty__paper=PaperFactory())
    with CaptureQueriesContext(connection) as five:
        client.get(address)
    assert len(five) == len(one)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        (DutyForm.base_fields["day"], "32", "Ngày trong tháng phải từ 1 đến 31."),
        (DutyForm.base_fields["day"], "mai", "Ngày trong tháng phải từ 1 đến 31."),
        (DutyForm.base_fields["remind_days"], "61", "Số ngày nhắc trước phải từ 0 đến 60."),
        (YearField(), "20xx", "Năm phải từ 2010 đến 2100, như 2024."),
    ],
)
def test_a_number_out_of_bounds_is_told_what_would_do(field, typed, told):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [told]
