"""The overview of a district, an agency or a class; its files."""

import datetime as dt
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from communes.choices import CommuneClassKind
from communes.models import CommuneClass
from plans.choices import TargetKind
from reports.selectors.asked import Asked
from reports.selectors.board import board, chosen
from tests.factories import (
    CommuneFactory,
    RecognitionFactory,
    SponsorAssignmentFactory,
    TargetFactory,
)
from tests.reports.told import PAGES, SPRING, measured

pytestmark = pytest.mark.django_db

# The scope


def test_a_district_has_its_own_heading_figures_and_targets(client, office, moving):
    TargetFactory(
        kind=TargetKind.LEVEL, province=None, commune=moving["full"], at_least=None, out_of=None,
        year=2025, text="Đạt chuẩn năm 2025",
    )  # fmt: skip

    response = client.get("/tong-quan/?huyen=466")
    found = response.context["board"]

    assert "<h1>Tổng quan huyện Gio Linh</h1>" in response.content.decode()
    figure = found.figures[0]
    assert (figure.value, figure.out_of, figure.target) == (1, 3, None)
    assert [(one.commune, one.text) for one in found.promised] == [("Ân", "Đạt chuẩn năm 2025")]
    assert [one.label for one in found.figures if one.target] == ["Xã dưới 4 tiêu chí"]


def test_an_agency_is_named_as_the_scope(client, office, moving):
    page = client.get("/tong-quan/tieu-chi/?don-vi=so-x").content.decode()

    assert "<h1>Tiêu chí ít xã đạt nhất, các xã của Sở X</h1>" in page


def test_a_class_is_that_of_the_day(moving):
    CommuneClass.objects.create(
        commune=moving["full"], kind=CommuneClassKind.SPECIAL, starts=SPRING, basis="x"
    )

    def named(**asked):
        return [row.commune.name for row in chosen(Asked(kind="dbkk", **asked)).rows]

    assert named() == ["Ân"]
    assert named(day=SPRING - dt.timedelta(1)) == []
    assert board(Asked(kind="x")).troubles == ["Không có phân loại xã «x»."]


@pytest.mark.usefixtures("office")
def test_five_communes_cost_the_queries_of_one(client, tell, yardstick, gio_linh):
    def asked(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def one_more():
        commune = tell(CommuneFactory(district=gio_linh), "mnmnmn")
        tell(commune, "nm----", on=SPRING)
        measured(commune, yardstick, number=3, value=10)
        SponsorAssignmentFactory(commune=commune)
        RecognitionFactory(commune=commune)
        TargetFactory(province=None, commune=commune)

    one_more()
    addresses = [*PAGES, "/tong-quan/?phan-loai=dbkk", "/tong-quan/?huyen=466"]
    at_one = {address: asked(address) for address in addresses}
    for _ in range(4):
        one_more()

    assert {address: asked(address) for address in addresses} == at_one
    assert max(at_one[address] for address in addresses if "?" in address) <= 12


# Files


def test_a_drawing_is_given_alone_and_without_links(client, office, moving):
    for name in ("muc-dat", "tieu-chi", "bien-dong", "tien-do-ky"):
        response = client.get(reverse("reports:overview_svg", args=[name]))

        given = f'attachment; filename="{name}-2024-06-18.svg"'
        assert response["Content-Disposition"] == given
        root = ET.fromstring(response.content)  # noqa: S314 -- ours
        assert root.findall(".//{http://www.w3.org/2000/svg}a") == [], name
        assert root.find("{http://www.w3.org/2000/svg}title").text.endswith("toàn tỉnh")


def test_a_drawing_is_given_as_a_picture(client, office, moving):
    for address in ("hinh/muc-dat.png", "ban-do.png?xem=tieu-chi&tieu-chi=1"):
        response = client.get(f"/tong-quan/{address}")
        assert (response["Content-Type"], response.content[1:4]) == ("image/png", b"PNG")


@pytest.mark.usefixtures("office", "moving")
def test_a_table_holds_what_the_page_lists(client):
    lines = {
        ("muc-dat", ""): 5,
        ("tieu-chi", ""): 6,
        ("bien-dong", "?chieu=mat"): 3,
        ("nguy-co", ""): 1,
        ("tien-do-ky", "?ghi=chua"): 3,
        ("tien-do-co-quan", ""): 1,
    }

    def rows_of(name, query):
        response = client.get(reverse("reports:overview_table", args=[name]) + query)
        return load_workbook(BytesIO(response.content)).active.max_row - 1

    assert {asked: rows_of(*asked) for asked in lines} == lines


def test_what_is_no_drawing_and_no_table_is_not_found(client, office, moving):
    assert client.get("/tong-quan/hinh/x.svg").status_code == 404
    assert client.get("/tong-quan/bang/x.xlsx").status_code == 404


@pytest.mark.parametrize("address", PAGES[:5])
def test_a_day_without_a_set_says_so(client, office, address):
    assert "Chưa có bộ tiêu chí nào" in client.get(address).content.decode()
