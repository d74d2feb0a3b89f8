"""The map: every commune in one class of the figure, each count equal to the rows of its list."""

import datetime as dt
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from communes.imports.places import load_places
from communes.models import Commune
from communes.selectors.outlines import codes_drawn, drawing_of
from plans.choices import ActionState
from reports.selectors.asked import Asked
from reports.selectors.atlas import CRITERION, SUPPORT, MapAsked, atlas
from reports.selectors.board import chosen
from tests.factories import (
    CommuneFactory,
    DistrictFactory,
    SuccessionFactory,
    SupportActionFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 18)
SVG = "{http://www.w3.org/2000/svg}"
PAGE = reverse("reports:province_map")


@pytest.fixture
def three(say):
    """One with every criterion, one with two of six, one of which nothing is known."""
    found = [
        CommuneFactory(code=code, name=name)
        for code, name in (("19369", "Vĩnh Thái"), ("19438", "Hướng Việt"), ("19471", "Xa Khác"))
    ]
    say(found[0], "mmmmmm")
    say(found[1], "mmnnnn")
    return found


def drawn(wanted=None, **asked):
    question = Asked(**asked)
    return atlas(chosen(question), question, wanted or MapAsked())


def names(found):
    return {
        one.key: [mark.row.commune.name for mark in one.marks]
        for one in found.classes
        if one.marks
    }


def test_each_commune_stands_in_the_band_of_the_reports(three):
    found = drawn()
    assert names(found) == {
        "du": ["Vĩnh Thái"], "duoi-5": ["Hướng Việt"], "chua-co-so-lieu": ["Xa Khác"],
    }  # fmt: skip
    assert [one.mark.text for one in found.shapes] == ["2", "6", ""]
    assert found.total == 3


def test_a_criterion_is_told_by_shade_and_sign(three):
    found = drawn(MapAsked(CRITERION, 3))
    assert names(found) == {
        "met": ["Vĩnh Thái"], "not_met": ["Hướng Việt"], "chua": ["Xa Khác"],
    }  # fmt: skip
    assert {one.mark.row.commune.name: one.mark.text for one in found.shapes} == {
        "Vĩnh Thái": "●", "Hướng Việt": "✕", "Xa Khác": "○",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("days", "key"), [(0, "gan"), (30, "gan"), (31, "vua"), (60, "vua"), (61, "lau")]
)
def test_help_is_told_by_days(three, days, key):
    SupportActionFactory(
        commune=three[0], state=ActionState.DONE, done_on=TODAY - dt.timedelta(days)
    )
    found = names(drawn(MapAsked(SUPPORT)))
    assert found[key] == ["Vĩnh Thái"]
    assert found["chua"] == ["Hướng Việt", "Xa Khác"]


def test_filters_leave_the_others_as_ground(three, say):
    district = DistrictFactory(code="464")
    Commune.objects.filter(code="19369").update(district=district)
    found = drawn(district="464")
    assert names(found) == {"du": ["Vĩnh Thái"]}
    assert len(found.shapes) == 1
    assert len(found.ground) == 124


def test_a_merged_commune_is_drawn_of_those_it_came_from():
    """Early in 2025 Triệu An (19627) and Triệu Vân (19630) became Triệu Tân, which kept the first one's code."""
    last, first = dt.date(2024, 12, 31), dt.date(2025, 1, 1)
    old = [CommuneFactory(code=code, ends=last) for code in ("19627", "19630")]
    new = CommuneFactory(code="19627", starts=first)
    for one in old:
        SuccessionFactory(old=one, new=new, on=first)
    assert codes_drawn([new, old[1]], drawing_of(first)) == {
        new.pk: ["19627", "19630"], old[1].pk: ["19630"],
    }  # fmt: skip


def test_a_commune_without_outline_is_named(say):
    say(CommuneFactory(name="Xã lạ"), "mmmmmm")
    found = drawn()
    assert [one.commune.name for one in found.undrawn] == ["Xã lạ"]
    assert found.total == 1


def test_every_commune_of_the_province_is_drawn_on_each_day(reference_map):
    for day, count in ((TODAY, 101), (dt.date(2025, 2, 1), 95), (dt.date(2026, 1, 1), 69)):
        communes = Commune.objects.on(day)
        parts = codes_drawn(communes, drawing_of(day))
        assert len(parts) == count
        assert all(parts.values()), day


def test_five_communes_cost_the_queries_of_one(three, say):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            drawn(MapAsked(SUPPORT))
        return len(caught)

    before = queries()
    for code in ("19372", "19374", "19375", "19378"):
        say(CommuneFactory(code=code), "mmmnnn")
    assert queries() == before <= 12


def test_the_page_shows_each_commune_once_and_leads_to_it(client, office, three):
    page = client.get(PAGE, {"xem": "tieu-chi", "tieu-chi": "3"}).content.decode()
    start = page.index("<svg xmlns")
    svg = ET.fromstring(page[start : page.index("</svg>", start) + 6])  # noqa: S314 -- ours
    links = svg.findall(f".//{SVG}a")
    assert [one.get("aria-label").split(":")[0] for one in links] == [
        "xã Hướng Việt", "xã Vĩnh Thái", "xã Xa Khác",
    ]  # fmt: skip
    assert all(one.get("href").endswith("#tc-3") for one in links)
    assert svg.find(f"{SVG}desc").text.startswith("đạt: 1 xã; ")


def test_the_drawing_and_the_sheet_are_downloaded(client, office, three):
    drawing = client.get(reverse("reports:map_drawing"))
    assert drawing.headers["Content-Type"] == "image/svg+xml"
    svg = ET.fromstring(drawing.content)  # noqa: S314 -- ours
    assert svg.findall(f".//{SVG}a") == []
    assert svg.get("width") == "1000"
    rows = load_workbook(BytesIO(client.get(reverse("reports:map_file")).content)).active
    found = {row[1]: row[3] for row in rows.iter_rows(values_only=True)}
    assert (found["Vĩnh Thái"], found["Xa Khác"]) == ("đủ 6 tiêu chí", "chưa có số liệu")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"xem": "mau-sac"}, "Bản đồ không có cách xem «mau-sac»"),
        ({"xem": "tieu-chi"}, "Chưa chọn tiêu chí. Đang xem tiêu chí 1."),
        ({"xem": "tieu-chi", "tieu-chi": "99"}, "không có tiêu chí số «99»"),
        ({"ngay": "31/2/2024"}, "đang cho xem số liệu hôm nay"),
    ],
)
def test_what_is_asked_in_vain_is_said(client, office, three, query, said):
    assert said in client.get(PAGE, query).content.decode()


def test_a_day_without_a_set_says_so(client, office):
    assert "Chưa có bộ tiêu chí nào có hiệu lực" in client.get(PAGE).content.decode()
    assert client.get(reverse("reports:map_drawing")).status_code == 404


@pytest.fixture
def reference_map():
    load_places()
