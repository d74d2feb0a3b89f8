"""A report's tables as a workbook: numbers are numbers; blank, 0 and «-» stay apart."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from documents.blocks import Column, Row, Table
from reports.choices import Kind
from reports.kinds import KINDS, Fact
from reports.words.links import linked
from tests.factories import ReportRunFactory

pytestmark = pytest.mark.django_db

COLUMNS = (
    Column("STT", 5, "center"),
    Column("Xã", 40),
    Column("Tổng", 20, "right", group="Vốn"),
    Column("Dân góp", 20, "right", group="Vốn"),
    Column("%", 10, "center"),
)
ROWS = (
    Row(("I", "Gio Linh", "", "", ""), group=True),
    Row(("1", linked("=Thuận", "/xa/"), "1.014,50", "", "74,3\u00a0%")),
    Row(("2", "1.234", "0", "-", "")),
    Row(("", "Cộng", "+1.014,5", "−2", ""), total=True),
)


@pytest.fixture
def book(office, client, monkeypatch):
    tables = (
        Table(COLUMNS, ROWS, "Biểu A3. Nguồn lực", "triệu đồng"),
        Table(COLUMNS[:2], (), "Biểu A3. Lần nữa"),
    )
    small = replace(
        KINDS[Kind.AGENCY_HALF_YEAR],
        facts=lambda _: (Fact("x", "Xã đạt", linked("75", "/xa/")),),
        tables=lambda _: tables,
        is_illustrative=lambda _: False,
        warnings=lambda _: (),
    )
    monkeypatch.setitem(KINDS, Kind.AGENCY_HALF_YEAR, small)
    run = ReportRunFactory(figures={"x": 1})
    answer = client.get(reverse("reports:run_tables", args=[run.pk]))
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    return openpyxl.load_workbook(BytesIO(answer.content))


def test_every_table_has_a_sheet_of_its_own_name(book):
    assert book.sheetnames == ["Số liệu chính", "Biểu A3", "Biểu A3 (2)"]
    assert [one.value for one in book["Số liệu chính"][3]] == ["Xã đạt", 75]


def test_printed_numbers_are_numbers_again_and_the_rest_stays(book):
    rows = [[cell.value for cell in row] for row in book["Biểu A3"].iter_rows(min_row=4)]

    assert rows == [
        [None, None, "Vốn", "Vốn", None],
        ["STT", "Xã", "Tổng", "Dân góp", "%"],
        ["I", "Gio Linh", None, None, None],
        [1, "=Thuận", 1014.5, None, "74,3\u00a0%"],
        [2, "1.234", 0, "-", None],
        [None, "Cộng", 1014.5, -2, None],
    ]
    assert book["Biểu A3"]["A3"].value == "Đơn vị tính: triệu đồng"
    assert book["Biểu A3"]["C7"].number_format == "#,##0.00"


@pytest.mark.usefixtures("office")
def test_a_run_without_figures_has_no_tables(client):
    run = ReportRunFactory()

    assert client.get(reverse("reports:run_tables", args=[run.pk])).status_code == 404
