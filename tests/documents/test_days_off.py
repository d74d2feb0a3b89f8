import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Activity
from documents.models import DayOff
from documents.permissions import may_keep_days_off
from documents.selectors import closed_days, work_calendar
from documents.services import add_day_off, drop_day_off
from tests.factories import AgencyFactory, DayOffFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = "/danh-muc/ngay-nghi/"
TYPED = {"day": "20/6/2024", "kind": "nghi", "name": "Nghỉ hoán đổi", "source": "Thông báo"}


@pytest.fixture
def keeper(client):
    held = MembershipFactory(agency=AgencyFactory(office=True), role=Role.OFFICER)
    client.force_login(held.user)
    return held.user


def test_calendar_knows_what_the_office_wrote(django_assert_num_queries):
    DayOffFactory()
    DayOffFactory(day=dt.date(2024, 6, 22), works=True, name="Làm bù")

    with django_assert_num_queries(1):
        calendar = work_calendar()

    assert not calendar.is_working(dt.date(2024, 6, 20))
    assert calendar.is_working(dt.date(2024, 6, 22))


@pytest.mark.parametrize(
    ("day", "works", "code"),
    [
        (dt.date(2024, 6, 22), False, "same"),  # a Saturday
        (dt.date(2024, 4, 30), False, "same"),
        (dt.date(2024, 6, 18), True, "same"),
        (dt.date(2024, 6, 20), False, "twin"),
    ],
)
def test_a_day_that_says_nothing_new_is_refused(day, works, code):
    DayOffFactory()

    with pytest.raises(ValidationError) as refused:
        add_day_off(day=day, works=works, name="x", by=UserFactory())

    assert refused.value.code == code


def test_dropping_a_day_leaves_a_line_on_the_trail():
    row, by = DayOffFactory(), UserFactory()

    drop_day_off(row=row, by=by)

    assert not DayOff.objects.exists()
    assert Activity.objects.get(by=by).verb == "dropped day off"


def test_days_of_a_year_stand_in_order_with_who_said_so():
    row = DayOffFactory()
    found = closed_days(2024)

    assert [one.day for one in found] == sorted(one.day for one in found)
    assert [one.row for one in found if one.day == row.day] == [row]
    assert [one.row for one in found if one.day == dt.date(2024, 4, 30)] == [None]


@pytest.mark.parametrize(
    ("office", "role", "may"),
    [
        (True, Role.OFFICER, True),
        (True, Role.DIRECTOR, True),
        (True, Role.FOCAL_POINT, False),
        (False, Role.OFFICER, False),
    ],
)
def test_officers_of_the_office_keep_days_off(office, role, may):
    held = MembershipFactory(agency=AgencyFactory(office=office), role=role)

    assert may_keep_days_off(held.user) is may


def test_office_writes_a_day(client, keeper):
    response = client.post(URL, TYPED)

    assert (response.status_code, response.url) == (302, f"{URL}?nam=2024")
    row = DayOff.objects.get()
    assert (row.day, row.works, row.by) == (dt.date(2024, 6, 20), False, keeper)


def test_a_mistake_keeps_what_was_typed(client, keeper):
    response = client.post(URL, TYPED | {"day": "30/2/2024"})

    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="30/2/2024"' in page
    assert "Nghỉ hoán đổi" in page


def test_a_day_written_twice_is_told_in_place(client, keeper):
    DayOffFactory()
    response = client.post(URL, TYPED)

    assert response.status_code == 409
    assert "đã có trong danh sách" in response.content.decode()


def test_members_read_and_do_not_write(client, member):
    DayOffFactory()
    page = client.get(URL).content.decode()

    assert "Nghỉ hoán đổi" in page
    assert "Ghi thêm ngày" not in page
    assert client.post(URL, TYPED).status_code == 403
    drop = reverse("documents:day_off_drop", args=[DayOff.objects.get().pk])
    assert client.post(drop).status_code == 403


def test_another_year_is_shown_as_asked(client, member):
    assert client.get(URL, {"nam": "2025"}).context["year"] == 2025
    assert client.get(URL, {"nam": "nhầm"}).context["year"] == 2024


def test_dropping_a_day_that_is_gone_finds_nothing(client, keeper):
    assert client.post(f"{URL}987654/bo/").status_code == 404
    row = DayOffFactory()
    assert client.post(f"{URL}{row.pk}/bo/").status_code == 302
    assert not DayOff.objects.exists()


def test_list_downloads_as_a_spreadsheet(client, member):
    response = client.get(URL, {"dang": "xlsx", "nam": "2024"})

    assert "ngay-nghi-2024.xlsx" in response.headers["Content-Disposition"]


def test_saturdays_worked_for_a_swapped_day_are_listed():
    worked = [one.day for one in closed_days(2024) if one.works]

    assert dt.date(2024, 5, 4) in worked
