from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from communes.choices import Confidence
from criteria.models import Threshold
from criteria.selectors.unverified import COLUMNS, waiting_counts
from tests.factories import IndicatorFactory, ThresholdFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("criteria:unverified_list")


def recalled(**given):
    return ThresholdFactory(confidence=Confidence.RECALLED, **given)


def shown(answer):
    return [one.threshold for one in answer.context["lines"]]


@pytest.mark.usefixtures("member")
def test_values_from_memory_and_missing_values_are_two_lists(client, url):
    with_value, without = recalled(), recalled(number=None)
    missing = ThresholdFactory(number=None, confidence=Confidence.MISSING)
    ThresholdFactory()
    assert shown(client.get(url)) == [with_value]
    assert set(shown(client.get(url, {"loai": "chua-co-gia-tri"}))) == {without, missing}
    assert waiting_counts() == {"co-gia-tri": 1, "chua-co-gia-tri": 2}


@pytest.mark.usefixtures("member")
def test_the_address_filters_by_set_criterion_and_certainty(client, url):
    one, other = recalled(certainty="low"), recalled(certainty="high")
    silent = recalled()
    criterion = one.indicator.criterion
    assert shown(client.get(url, {"bo": criterion.criteria_set.code})) == [one]
    assert shown(client.get(url, {"nho": "high"})) == [other]
    assert shown(client.get(url, {"nho": "-"})) == [silent]
    assert shown(client.get(url, {"tieu-chi": str(criterion.number)})) == [one]
    assert len(shown(client.get(url, {"tieu-chi": "²", "nho": "x", "loai": "x"}))) == 3


@pytest.mark.usefixtures("member")
def test_the_list_sorts(client, url):
    first, last = recalled(region="BTB"), recalled(region="TN")
    assert shown(client.get(url, {"xep": "vung"})) == [first, last]
    assert shown(client.get(url, {"xep": "-vung"})) == [last, first]


@pytest.mark.usefixtures("member")
def test_a_superseded_row_waits_for_nobody(client, url, office):
    row = recalled()
    Threshold.objects.filter(pk=row.pk).update(
        superseded_at="2024-01-01T00:00:00Z", superseded_by=office
    )
    assert shown(client.get(url)) == []
    assert "Không còn ngưỡng nào" in client.get(url).content.decode()


@pytest.mark.usefixtures("member")
def test_the_spreadsheet_has_every_row_of_the_filter(client, url):
    row = recalled(region="BTB", certainty="low", source="nhớ")
    recalled(region="TN")
    code = row.indicator.criterion.criteria_set.code
    answer = client.get(url, {"dang": "xlsx", "bo": code})
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert rows[0] == COLUMNS
    assert len(rows) == 2
    assert rows[1][3:8] == ["Bắc Trung Bộ", "", "≥ 80%", "nhớ không chắc", "nhớ"]


@pytest.mark.usefixtures("member")
def test_long_lists_page(client, url):
    indicator = IndicatorFactory()
    for year in range(2000, 2051):
        recalled(indicator=indicator, year=year)
    assert len(shown(client.get(url, {"trang": 2}))) == 1


@pytest.mark.usefixtures("member")
def test_members_may_not_check(client, url):
    row = recalled()
    assert client.post(url, {"nguong": [row.pk], "source": "QĐ"}).status_code == 403


def test_the_office_checks_many_with_one_paper(client, url, office):
    one, other, left = recalled(), recalled(), recalled()
    answer = client.post(f"{url}?xep=vung", {"nguong": [one.pk, other.pk], "source": "QĐ 1"})
    assert (answer.status_code, answer["Location"]) == (302, f"{url}?xep=vung")
    done = Threshold.objects.filter(confidence="sourced", source="QĐ 1", checked_by=office)
    assert set(done) == {one, other}
    assert shown(client.get(url)) == [left]


@pytest.mark.usefixtures("office")
def test_a_refused_check_keeps_the_ticks(client, url):
    row = recalled()
    answer = client.post(url, {"nguong": [row.pk, "x"], "source": ""})
    assert (answer.status_code, answer.context["ticked"]) == (409, {row.pk})
    assert client.post(url, {"source": "QĐ"}).status_code == 409
    assert client.post(url, {"nguong": [row.pk], "paper": "9/X"}).status_code == 422
    row.refresh_from_db()
    assert row.confidence == "recalled"


@pytest.mark.usefixtures("member")
def test_the_list_costs_the_same_for_one_row_and_for_five(client, url, django_assert_num_queries):
    recalled()
    client.get(url)
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(4):
        recalled()
    with django_assert_num_queries(len(one)):
        client.get(url)


@pytest.mark.usefixtures("member")
def test_the_index_counts_and_links(client, url):
    recalled()
    page = client.get(reverse("criteria:catalogue_index")).content.decode()
    assert "1 ngưỡng chưa kiểm chứng" in page
    assert url in page
