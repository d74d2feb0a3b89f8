"""The pages of districts: as they stand today, and as they stood on their last day."""

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reports.selectors.district_page import district_lines, district_of, district_page
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    DistrictFactory,
    ProvinceFactory,
    RecognitionFactory,
)
from tests.plans.programmes import programme_with

pytestmark = pytest.mark.django_db
TODAY, LAST = dt.date(2024, 6, 18), dt.date(2025, 6, 30)
AFTER = dt.date(2025, 8, 1)
LIST = reverse("reports:district_list")


def page_of(district, **query):
    address = reverse("reports:district_detail", args=[district.code])
    return address + (f"?tu={query['tu']}" if query else "")


@pytest.fixture
def district(say):
    found = DistrictFactory(code="466", name="Gio Linh", ends=LAST)
    say(CommuneFactory(name="Ân", district=found, ends=LAST), "mmmmmm")
    say(CommuneFactory(name="Bê", district=found, ends=LAST), "mmmnnn")
    CommuneFactory(name="Cát", district=found, ends=LAST)
    say(CommuneFactory(name="Khác"), "mmmmmm")
    return found


def test_the_page_gathers_the_communes_of_the_district(client, office, district):
    RecognitionFactory(commune=district.communes.get(name="Bê"))
    response = client.get(page_of(district))
    about = response.context["about"]

    assert "<h1>Huyện Gio Linh</h1>" in response.content.decode()
    assert [row.commune.name for row in about.rows] == ["Ân", "Bê", "Cát"]
    assert [one.value for one in about.board.figures[:1]] == [1]
    assert [one.commune.name for one in about.recognitions] == ["Bê"]
    assert 'href="/tong-quan/xu-huong/?huyen=466"' in response.content.decode()


def test_the_work_of_its_committee_stands_on_the_page(client, office, district):
    agency = AgencyFactory(of_district=True, district=district, name="UBND huyện Gio Linh")
    programme_with(agency)

    (work,) = client.get(page_of(district)).context["about"].works

    assert (work.agency, len(work.led)) == (agency, 1)


def test_a_district_that_has_ended_keeps_its_last_day(client, office, settings, district):
    settings.PORTAL_TODAY = f"{AFTER}"

    response = client.get(page_of(district))
    about = response.context["about"]

    assert (about.day, about.stands, len(about.rows), about.works) == (LAST, False, 3, ())
    assert "kết thúc ngày 30/6/2025" in response.content.decode()
    assert about.asked.link() == "?ngay=2025-06-30&huyen=466"


def test_a_code_that_comes_back_names_the_latest_unless_a_span_is_asked_for(office, district):
    again = DistrictFactory(code="466", name="Mới", starts=LAST + dt.timedelta(1))

    assert district_of(office, "466", TODAY) == district
    assert district_of(office, "466", AFTER) == again
    assert district_of(office, "466", AFTER, district.starts) == district
    assert district_of(office, "999", AFTER) is None


def test_the_list_puts_those_that_stand_first(office, district):
    DistrictFactory(code="470", name="Hải Lăng")
    elsewhere = ProvinceFactory(code="44", name="Tỉnh khác", home=False)
    DistrictFactory(code="450", province=elsewhere)

    lines = district_lines(office, AFTER)

    told = [(one.district.code, one.stands, one.day, len(one.rows)) for one in lines]
    assert [one for one in told if one[0] in {"450", "466", "470"}] == [
        ("470", True, AFTER, 0), ("466", False, LAST, 3),
    ]  # fmt: skip
    assert [one.average for one in lines if one.district == district] == [(4.5, 2)]


def test_the_list_is_downloaded(client, office, district):
    book = load_workbook(BytesIO(client.get(LIST, {"dang": "xlsx"}).content)).active

    rows = {row[0]: row for row in book.iter_rows(values_only=True)}
    assert rows["466"][6:10] == (3, 0, 4.5, 2)


def test_a_district_without_communes_says_so(client, office, yardstick):
    page = client.get(page_of(DistrictFactory(name="Đông Hà"))).content.decode()

    assert "Đơn vị này không có xã" in page


def test_no_district_is_not_found(client, office):
    assert client.get("/huyen/999/").status_code == 404


def test_strangers_see_no_district(client, stranger, district):
    assert client.get(LIST).status_code == 403
    assert client.get(page_of(district)).status_code == 404


def test_the_day_of_a_page_is_not_after_its_end(district):
    about = district_page(district, AFTER)

    assert about.board.picture.day == LAST
