"""Two runs beside each other, figure by figure."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.blocks import Column, Row, Table
from reports.choices import Kind
from reports.kinds import KINDS, Fact
from reports.selectors.compared import Pair, before, compared, facts_beside, read
from reports.words.links import linked
from tests.factories import ReportRunFactory

pytestmark = pytest.mark.django_db


def table(given):
    rows = tuple(
        Row((str(place), linked(name, "/xa/"), value), total=name == "Cộng")
        for place, (name, value) in enumerate(given["rows"].items(), start=1)
    )
    group = Row(("I", "Huyện Gio Linh", ""), group=True)
    columns = (Column("STT", 5), Column("Xã", 50), Column("Số TC đạt", 20, "center"))
    return Table(columns, (group, *rows), caption="Biểu A1")


@pytest.fixture(autouse=True)
def _small_kind(monkeypatch):
    """A kind whose figures are facts and one table."""
    for name in (Kind.AGENCY_HALF_YEAR, Kind.AGENCY_YEAR):
        small = replace(
            KINDS[Kind.AGENCY_HALF_YEAR],
            facts=lambda given: tuple(Fact(*one) for one in given["facts"]),
            tables=lambda given: (table(given),),
        )
        monkeypatch.setitem(KINDS, name, small)


def run(facts, rows, **more):
    return ReportRunFactory(figures={"facts": facts, "rows": rows}, **more)


@pytest.fixture
def two():
    early = run([["met", "Xã đạt", "75/101"], ["old", "Bỏ đi", "1"]], {"Thuận": "11", "A": "0"})
    late = run(
        [["met", "Xã đạt", "77/101", "/xa/"], ["avg", "Bình quân", ""]],
        {"Thuận": "12", "B": "3", "A": ""},
        agency=early.agency,
    )
    return early, late


def test_headline_figures_stand_beside_those_of_before(two):
    early, late = two

    assert facts_beside(late, early) == [
        Pair("Xã đạt", "75/101", "77/101", "/xa/"),
        Pair("Bình quân", None, ""),
        Pair("Bỏ đi", "1", None),
    ]
    assert facts_beside(late, None)[0] == Pair("Xã đạt", None, "77/101", "/xa/")


def test_cells_that_differ_are_named_by_row_and_column(two):
    early, late = two

    found = compared(late, early)

    (cells,) = found.tables
    assert cells.caption == "Biểu A1"
    assert cells.pairs == [
        Pair("Thuận: Số TC đạt", "11", "12"),
        Pair("A: Số TC đạt", "0", ""),  # zero is not blank
    ]
    assert (cells.came, cells.went) == (["B"], [])
    assert len(found.changed) == 3


def test_a_run_is_the_same_as_itself(two):
    assert compared(two[1], two[1]).is_same


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("75/101", "77/101", "+2"),
        ("16,2", "16,0", "−0,2"),
        ("1.014,5", "1.014,5", ""),
        ("56,4\u00a0%", "74,3\u00a0%", "+17,9"),
        ("", "3", ""),
        (None, "3", ""),
        ("Đạt", "Chưa đạt", ""),
        ("−1", "+2", "+3"),
        ("9,9", "10", "+0,1"),
    ],
)
def test_differences_are_told_of_numbers_only(was, now, told):
    assert Pair("x", was, now).difference == told


def test_a_printed_number_is_read():
    assert read("1.014,5") == Decimal("1014.5")
    assert read("xã") is None
    assert read("-") is None


def test_before_is_the_last_report_of_the_same_reporter(two):
    early, late = two
    year = run([], {}, kind=Kind.AGENCY_YEAR, agency=early.agency, as_of=dt.date(2023, 12, 31))
    year.known_at = timezone.now() - dt.timedelta(days=200)
    year.save()
    run([], {}, as_of=dt.date(2024, 6, 29))  # another agency's

    assert before(late) == early
    early.delete()
    assert before(late) == year
    assert before(year) is None


@pytest.mark.usefixtures("office")
def test_the_page_of_a_comparison(client, two):
    early, late = two

    answer = client.get(reverse("reports:compare_runs", args=[late.pk, early.pk]))

    text = answer.content.decode()
    assert "2 trong 3" not in text
    assert "3 trong 3 số liệu khác nhau" in text
    assert "Có thêm: B." in text
    assert "Thuận: Số TC đạt" in text


@pytest.mark.usefixtures("office")
def test_reports_of_two_kinds_are_not_compared(client, two):
    other = run([], {}, kind=Kind.PROVINCE_YEAR)

    answer = client.get(reverse("reports:compare_runs", args=[two[0].pk, other.pk]))

    assert answer.status_code == 409


@pytest.mark.usefixtures("office")
def test_a_run_without_figures_has_nothing_to_compare(client, two):
    bare = ReportRunFactory()

    answer = client.get(reverse("reports:compare_runs", args=[two[0].pk, bare.pk]))

    assert answer.status_code == 404
