import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from criteria.choices import Duty
from plans.selectors.assignments import Coverage, assignments, coverage
from tests.factories import AgencyFactory, CommuneFactory, SponsorAssignmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("member")]
DAY = dt.date(2024, 6, 18)
URL = "/phan-cong/"


def test_assignments_are_those_of_the_day_asked_for(client):
    before = SponsorAssignmentFactory(ends=dt.date(2022, 6, 21))
    after = SponsorAssignmentFactory(starts=dt.date(2022, 6, 22))

    then = client.get(URL, {"ngay": "2021-01-01"}).context["page"].object_list
    now = client.get(URL).context["page"].object_list

    assert (list(then), list(now)) == ([before], [after])


def test_assignments_are_filtered_by_agency_commune_and_duty(member):
    agency = AgencyFactory(name="Sở Thông tin và Truyền thông")
    first = SponsorAssignmentFactory(agency=agency, duty=Duty.IN_CHARGE)
    second = SponsorAssignmentFactory(commune=CommuneFactory(name="Gio Mai"), duty="")

    assert list(assignments(member, DAY, agency="thong tin")) == [first]
    assert list(assignments(member, DAY, commune="gio mai")) == [second]
    assert list(assignments(member, DAY, duty=Duty.IN_CHARGE)) == [first]
    assert list(assignments(member, DAY, duty="chua-ro")) == [second]


def test_page_marks_what_was_carried_on(client):
    SponsorAssignmentFactory(carried_on=True)

    assert "QĐ 1625 chưa nhập danh sách" in client.get(URL).content.decode()


def test_communes_with_nobody_are_counted(member):
    SponsorAssignmentFactory()
    SponsorAssignmentFactory(ends=dt.date(2022, 6, 21))
    CommuneFactory()

    assert coverage(member, DAY) == Coverage(communes=3, alone=2)


def test_mistaken_day_is_told_and_the_working_day_shown(client):
    response = client.get(URL, {"ngay": "30/2/2024"})

    assert response.context["day"] == DAY
    assert "Không có ngày «30/2/2024»" in response.content.decode()


def test_list_costs_the_same_queries_for_one_assignment_as_for_five(client):
    SponsorAssignmentFactory()
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    for _ in range(4):
        SponsorAssignmentFactory()
    with CaptureQueriesContext(connection) as five:
        client.get(URL)

    assert len(one) == len(five) <= 9


def test_list_downloads_as_a_spreadsheet(client):
    SponsorAssignmentFactory()

    response = client.get(URL, {"dang": "xlsx"})

    name = 'attachment; filename="phan-cong-2024-06-18.xlsx"'
    assert response.headers["Content-Disposition"] == name
    assert response.content[:2] == b"PK"


def test_days_of_the_spreadsheet_are_days_not_numbers(client):
    SponsorAssignmentFactory(starts=dt.date(2022, 6, 22), ends=None)

    sheet = client.get(URL, {"dang": "xlsx"}).content
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()

    assert rows[1][6:8] == [dt.date(2022, 6, 22), ""]
