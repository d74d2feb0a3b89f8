import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from communes.choices import Confidence
from criteria.choices import Stage, Status
from criteria.evaluation import Rule
from criteria.imports import load_criteria_set
from criteria.imports.shipped import DATA
from criteria.models import CriteriaSet, CurrentStatus
from criteria.selectors.across import COLUMNS
from criteria.selectors.sets import region_cell, regions_shown, set_lines, set_page
from tests.factories import (
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DistrictFactory,
    IndicatorFactory,
    ResponsibilityFactory,
    ScorecardFactory,
    StatusEntryFactory,
    ThresholdFactory,
)

DAY = dt.date(2024, 6, 18)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.PORTAL_TODAY = DAY.isoformat()


@pytest.fixture
def criterion():
    return CriterionFactory(number=8, name="Thông tin và Truyền thông")


def stands(criterion, status, *, commune=None, note="", stage=Stage.DECLARED, illustrative=False):
    """A commune with a word on the criterion, and the current state beside it."""
    card = ScorecardFactory(
        criteria_set=criterion.criteria_set, commune=commune or CommuneFactory()
    )
    entry = StatusEntryFactory(
        scorecard=card,
        criterion=criterion,
        status=status,
        stage=stage,
        note=note,
        illustrative=illustrative,
    )
    CurrentStatus.objects.create(scorecard=card, criterion=criterion, entry=entry, status=status)
    return card.commune


def queries(client, url):
    client.get(url)  # warm: sessions and content types
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# ── sets ─────────────────────────────────────────────────────────────────────────────────────


def test_the_list_counts_what_a_set_holds_and_how_sure_it_is():
    indicator = IndicatorFactory()
    ThresholdFactory(indicator=indicator)
    ThresholdFactory(indicator=indicator, confidence=Confidence.RECALLED, region="BTB")
    ThresholdFactory(indicator=indicator, confidence=Confidence.RECALLED, number=None, region="TN")
    IndicatorFactory(criterion=indicator.criterion)
    [line] = set_lines(DAY)
    assert (line.criteria, line.indicators, line.thresholds) == (1, 2, 3)
    assert (line.unverified, line.unknown, line.in_force) == (1, 1, True)


def test_list_and_page_count_alike():
    load_criteria_set(DATA / "commune-2021-2025.yaml")
    criteria_set = CriteriaSet.objects.get()
    [line] = set_lines(DAY)
    assert set_page(criteria_set, DAY).line == line
    assert (line.criteria, line.indicators) == (19, 57)


@pytest.mark.parametrize(
    ("special", "every_region", "shown"),
    [
        ("TDMNPB", False, ("chung", "BTB", "TDMNPB")),
        ("", False, ("chung", "BTB")),
        ("", True, ("chung", "BTB", "TDMNPB", "DBSH", "DHNTB", "TN", "DNB", "DBSCL")),
    ],
)
def test_the_province_sees_its_own_regions_first(special, every_region, shown):
    one = CriteriaSetFactory.build(special_region=special)
    assert regions_shown(one, every_region=every_region) == shown


def test_a_region_without_rows_follows_the_country():
    common = [Rule(region="chung", number=Decimal(80))]
    assert (region_cell(common, "BTB").common, region_cell(common, "chung").common) == (
        True,
        False,
    )
    assert region_cell([], "BTB").common is False


@pytest.mark.usefixtures("member")
def test_the_page_shows_thresholds_marks_and_agencies(client):
    indicator = IndicatorFactory(name="Tỷ lệ hộ dùng điện")
    ThresholdFactory(indicator=indicator, number=98, confidence=Confidence.RECALLED)
    ThresholdFactory(indicator=indicator, region="BTB", number=None, confidence="missing")
    ThresholdFactory(indicator=indicator, region="TN", number=77)
    ResponsibilityFactory(indicator=indicator, agency__name="Sở Công Thương")
    code = indicator.criterion.criteria_set.code
    page = client.get(reverse("criteria:set_detail", args=[code])).content.decode()
    assert "<strong>≥ 98%</strong>" in page
    assert page.count("chưa kiểm chứng") >= 2  # the threshold and the responsibility
    assert "chưa có ngưỡng" in page
    assert "Sở Công Thương" in page
    assert "77%" not in page
    every = client.get(reverse("criteria:set_detail", args=[code]), {"vung": "tat-ca"})
    assert "≥ 77%" in every.content.decode()


@pytest.mark.usefixtures("member")
def test_the_list_page_links_every_set(client):
    one, other = CriteriaSetFactory(), CriteriaSetFactory()
    page = client.get(reverse("criteria:set_list")).content.decode()
    for criteria_set in (one, other):
        assert reverse("criteria:set_detail", args=[criteria_set.code]) in page


@pytest.mark.usefixtures("member")
def test_the_empty_list_says_what_would_be_here(client):
    page = client.get(reverse("criteria:set_list")).content.decode()
    assert "Chưa có bộ tiêu chí nào" in page


@pytest.mark.usefixtures("member")
def test_a_set_costs_the_same_queries_with_one_indicator_and_with_five(client):
    indicator = IndicatorFactory()
    ThresholdFactory(indicator=indicator)
    ResponsibilityFactory(indicator=indicator)
    url = reverse("criteria:set_detail", args=[indicator.criterion.criteria_set.code])
    one = queries(client, url)
    for _ in range(4):
        criterion = CriterionFactory(criteria_set=indicator.criterion.criteria_set)
        more = IndicatorFactory(criterion=criterion)
        ThresholdFactory(indicator=more)
        ResponsibilityFactory(indicator=more)
    assert queries(client, url) == one


# ── one criterion across communes ────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("member")
def test_every_commune_of_the_day_is_shown_with_its_status(client, criterion):
    met = stands(criterion, Status.MET, note="Có biên bản", stage=Stage.REVIEWED)
    silent = CommuneFactory()
    gone = CommuneFactory(ends=dt.date(2020, 12, 31))
    url = reverse("criteria:criterion_detail", args=[criterion.criteria_set.code, 8])
    page = client.get(url).content.decode()
    assert met.name in page
    assert silent.name in page
    assert "Có biên bản" in page
    assert gone.name not in page


@pytest.mark.usefixtures("member")
def test_whoever_may_only_read_finds_no_link_that_refuses(client, criterion):
    page = client.get(f"/tieu-chi/{criterion.criteria_set.code}/{criterion.number}/").content
    assert "Nhập cho các xã" in page.decode()
    assert b"/dan/" not in page


@pytest.mark.usefixtures("member")
def test_counts_per_status_keep_to_the_district_and_not_to_the_result(client, criterion):
    district = DistrictFactory(name="Vĩnh Linh")
    stands(criterion, Status.MET, commune=CommuneFactory(district=district))
    stands(criterion, Status.NOT_MET, commune=CommuneFactory(district=district))
    stands(criterion, Status.MET)
    CommuneFactory(district=district)
    url = reverse("criteria:criterion_detail", args=[criterion.criteria_set.code, 8])
    response = client.get(url, {"huyen": district.code, "ketqua": "met"})
    counts = {one.result: one.count for one in response.context["found"].tallies}
    assert counts == {
        "met": 1,
        "not_met": 1,
        "in_progress": 0,
        "not_applicable": 0,
        "chua-danh-gia": 1,
    }
    assert [line.cell.status for line in response.context["page"]] == ["met"]


@pytest.mark.usefixtures("member")
def test_what_nobody_assessed_can_be_asked_for(client, criterion):
    stands(criterion, Status.MET)
    silent = CommuneFactory()
    url = reverse("criteria:criterion_detail", args=[criterion.criteria_set.code, 8])
    response = client.get(url, {"ketqua": "chua-danh-gia"})
    assert [line.commune for line in response.context["page"]] == [silent]


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize(
    ("order", "statuses"),
    [
        ("ket-qua", ["not_met", "", "met"]),
        ("-ket-qua", ["met", "", "not_met"]),
        ("ten", ["met", "", "not_met"]),
        ("vớ vẩn", ["met", "", "not_met"]),
    ],
)
def test_the_list_sorts(client, criterion, order, statuses):
    stands(criterion, Status.MET, commune=CommuneFactory(name="An"))
    CommuneFactory(name="Ba")
    stands(criterion, Status.NOT_MET, commune=CommuneFactory(name="Đan"))
    url = reverse("criteria:criterion_detail", args=[criterion.criteria_set.code, 8])
    response = client.get(url, {"xep": order})
    assert [line.cell.status for line in response.context["page"]] == statuses


@pytest.mark.usefixtures("member")
def test_long_lists_page(client, criterion):
    CommuneFactory.create_batch(51)
    url = reverse("criteria:criterion_detail", args=[criterion.criteria_set.code, 8])
    assert len(client.get(url, {"trang": 2}).context["page"].object_list) == 1


@pytest.mark.usefixtures("member")
def test_the_spreadsheet_has_every_row_of_the_filter(client, criterion):
    commune = stands(criterion, Status.MET, note="=1+1", illustrative=True)
    CommuneFactory()
    url = reverse("criteria:criterion_detail", args=[criterion.criteria_set.code, 8])
    response = client.get(url, {"dang": "xlsx", "ketqua": "met"})
    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    assert book.get_sheet_by_index(0).to_python() == [
        COLUMNS,
        [
            commune.code,
            commune.name,
            commune.district.name,
            "Đạt",
            "khai báo",
            "1/6/2024",
            "",
            "=1+1",
            "minh họa",
        ],
    ]


@pytest.mark.usefixtures("member")
def test_a_criterion_costs_the_same_queries_with_one_commune_and_with_five(client, criterion):
    IndicatorFactory(criterion=criterion)
    stands(criterion, Status.MET, note="a")
    url = reverse("criteria:criterion_detail", args=[criterion.criteria_set.code, 8])
    one = queries(client, url)
    for _ in range(4):
        stands(criterion, Status.MET, note="b")
        ResponsibilityFactory(indicator=IndicatorFactory(criterion=criterion))
    assert queries(client, url) == one


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize("args", [["khong-co", 8], ["", 99]])
def test_what_is_not_there_is_not_found(client, criterion, args):
    code = args[0] or criterion.criteria_set.code
    url = reverse("criteria:criterion_detail", args=[code, args[1]])
    assert client.get(url).status_code == 404
