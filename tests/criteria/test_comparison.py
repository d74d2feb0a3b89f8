"""Two yardsticks: what B would say of A's values, and why they differ."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.models import Commune
from criteria.choices import Change, Comparator, Kinship, ValueType
from criteria.models import Mapping
from criteria.selectors.carrying import UNCLEAR, difference
from criteria.selectors.comparison import compare_commune, compare_province
from criteria.selectors.yardsticks import DECLARED, Question, Side, read_question, yardsticks
from tests.criteria.sets import BEFORE, TODAY, pair
from tests.factories import (
    CommuneFactory,
    DistrictFactory,
    ThresholdFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


# the label of a difference


@pytest.mark.parametrize(
    ("before", "after", "same", "expected"),
    [
        ("met", "met", True, ""),
        ("met", "not_met", True, Change.YARDSTICK),
        ("not_met", "met", False, Change.SITUATION),
        ("met", "not_met", None, UNCLEAR),
        ("in_progress", "not_met", True, ""),
        ("met", "in_progress", True, Change.YARDSTICK),
        ("", "not_met", True, ""),
        ("met", "unknown", True, ""),
        ("met", "not_applicable", True, ""),
    ],
)
def test_how_a_difference_is_labelled(before, after, same, expected):
    assert difference(before, after, same_values=same) == expected


# A's values on B's thresholds


def test_the_same_value_judged_otherwise_is_of_the_yardstick(sets):
    sets.measure(1, 85)
    sets.measure(2, 85)
    found = sets.compare()
    same, stricter = pair(found, 1), pair(found, 2)
    assert (same.verdict_a, same.verdict_b, same.difference) == ("met", "met", "")
    assert (stricter.verdict_a, stricter.verdict_b) == ("met", "not_met")
    assert (stricter.difference, stricter.kinship_words) == (Change.YARDSTICK, "thay đổi")
    assert stricter.indicators[0].why == "85% – chưa đạt (yêu cầu ≥ 90%)"
    assert (found.machine_met, found.machine_unmet, found.machine_unknown) == (1, 1, 1)


def test_a_new_criterion_has_no_value_and_a_dropped_one_is_told(sets):
    sets.measure(3, 85)
    found = sets.compare()
    new, dropped = pair(found, 3), found.pairs[-1]
    assert (new.kinship_words, new.verdict_b, new.why, new.olds) == (
        "mới",
        "",
        "Chưa có số liệu",
        (),
    )
    assert (dropped.criterion, dropped.kinship_words) == (None, "bỏ")
    assert [one.criterion.number for one in dropped.olds] == [3]


def test_without_a_value_nothing_is_said(sets):
    found = sets.compare()
    assert [one.verdict_b for one in found.pairs] == ["", "", "", ""]
    assert found.machine_unknown == 3
    assert not found.differences


@pytest.mark.parametrize("kinship", [Kinship.SPLIT, Kinship.MERGED])
def test_what_was_split_or_merged_carries_nothing(sets, kinship):
    Mapping.objects.filter(kinship=Kinship.CHANGED).update(kinship=kinship)
    sets.measure(2, 85)
    assert pair(sets.compare(), 2).verdict_b == ""


def test_a_value_of_another_kind_is_not_carried(sets):
    sets.b[1].indicator.thresholds.update(
        value_type=ValueType.BOOLEAN, comparator=Comparator.BOOLEAN, number=None, answer=True
    )
    sets.measure(1, 85)
    found = pair(sets.compare(), 1)
    assert (found.verdict_a, found.verdict_b) == ("met", "")


def test_a_value_of_another_unit_is_not_carried(sets):
    sets.b[1].indicator.thresholds.update(value_type=ValueType.NUMBER)
    type(sets.b[1].indicator).objects.filter(pk=sets.b[1].indicator.pk).update(
        value_type=ValueType.NUMBER, unit="triệu đồng"
    )
    sets.measure(1, 85)
    assert pair(sets.compare(), 1).verdict_b == ""


def test_what_does_not_apply_stays_so_only_where_nothing_changed(sets):
    for number in (1, 2):
        sets.measure(number, None, applies=False)
    found = sets.compare()
    assert (pair(found, 1).verdict_b, pair(found, 2).verdict_b) == ("not_applicable", "")


def test_the_other_way_round_split_is_merged_and_new_is_dropped(sets):
    sets.measure(2, 85, code="moi")
    found = sets.compare(turned=True)
    assert pair(found, 3).kinship_words == "mới"
    assert found.pairs[-1].kinship_words == "bỏ"
    assert (pair(found, 2).verdict_a, pair(found, 2).verdict_b) == ("not_met", "met")


# as declared under each


def test_declared_otherwise_on_other_values_is_of_the_situation(sets):
    sets.say(2, "met")
    sets.say(2, "not_met", code="moi", day=TODAY)
    sets.measure(2, 85)
    sets.measure(2, 70, code="moi", day=TODAY)
    found = pair(sets.compare(mode=DECLARED), 2)
    assert (found.olds[0].cell.status, found.cell_b.status) == ("met", "not_met")
    assert found.difference == Change.SITUATION


def test_declared_otherwise_on_the_same_value_is_of_the_yardstick(sets):
    sets.say(2, "met")
    sets.say(2, "not_met", code="moi", day=TODAY)
    sets.measure(2, 85)
    sets.measure(2, 85, code="moi", day=TODAY)
    assert pair(sets.compare(mode=DECLARED), 2).difference == Change.YARDSTICK


def test_declared_otherwise_without_values_is_not_clear(sets):
    sets.say(2, "met")
    sets.say(2, "not_met", code="moi", day=TODAY)
    found = sets.compare(mode=DECLARED)
    assert (pair(found, 2).difference, found.unclear) == (UNCLEAR, 1)
    assert (found.under_a.met, found.under_b.met) == (1, 0)


def test_what_is_not_judged_differs_from_nothing(sets):
    sets.say(2, "met")
    assert not sets.compare(mode=DECLARED).differences


# one set, two days; thresholds before and after a correction


def test_one_set_on_two_days(sets):
    sets.say(1, "met", code="moi", day=BEFORE)
    sets.say(1, "not_met", code="moi", day=TODAY)
    sets.measure(1, 85, code="moi", day=BEFORE)
    sets.measure(1, 70, code="moi", day=TODAY)
    new = next(one for one in yardsticks() if one.code == "moi")
    found = compare_commune(Question(Side(new, BEFORE), Side(new, TODAY), DECLARED), sets.commune)
    assert pair(found, 1).difference == Change.SITUATION


def test_one_set_before_and_after_a_threshold_was_corrected(sets):
    sets.measure(1, 85, code="moi")
    old = sets.b[1].indicator.thresholds.get()
    moment = timezone.now()
    old.superseded_at, old.superseded_by = timezone.now(), UserFactory()
    old.save()
    ThresholdFactory(
        indicator=sets.b[1].indicator,
        number=90,
        recorded_at=timezone.now(),
        recorded_by=UserFactory(),
        replaces=old,
    )
    new = next(one for one in yardsticks() if one.code == "moi")
    found = compare_commune(Question(Side(new, TODAY, moment), Side(new, TODAY)), sets.commune)
    one = pair(found, 1)
    assert (one.verdict_a, one.verdict_b, one.difference) == ("met", "not_met", "yardstick")


# the province


def test_the_province_counts_each_set_by_itself(sets):
    sets.say(1, "met")
    sets.measure(2, 85)
    neighbour = CommuneFactory(district=DistrictFactory(code="999"))
    sets.measure(1, 85, commune=neighbour)
    loaded = {one.code: one for one in yardsticks()}
    question = Question(Side(loaded["cu"], TODAY), Side(loaded["moi"], TODAY))
    every = compare_province(question, Commune.objects.on(TODAY), "")
    assert (len(every.rows), every.totals["met_a"], every.totals["met_b"]) == (2, 1, 0)
    assert (every.totals["machine_met"], every.totals["by_yardstick"]) == (1, 1)
    one = compare_province(question, Commune.objects.on(TODAY), "999")
    assert [row.commune for row in one.rows] == [neighbour]
    assert len(one.districts) == 2


def test_the_province_costs_the_same_with_one_commune_and_with_five(sets, client, office):
    sets.measure(1, 85)

    def queries(url):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    urls = ["/so-sanh/?a=cu&b=moi", "/so-sanh/?a=cu&b=moi&kieu=ghi&ngay=2024-06-01"]
    one = [queries(url) for url in urls]
    for _ in range(4):
        sets.measure(1, 85, commune=CommuneFactory())
    assert [queries(url) for url in urls] == one
    assert max(one) <= 16


# the pages


def test_the_usual_pair_is_the_set_in_force_and_the_one_before(sets):
    question, troubles = read_question({}, yardsticks())
    assert (question.a.criteria_set, question.b.criteria_set, troubles) == (
        sets.new,
        sets.old,
        [],
    )


def test_the_address_holds_the_question(sets):
    asked = {"a": "moi", "b": "cu", "ngay": "1/6/2024", "ngay-b": "2024-06-10", "kieu": "ghi"}
    question, _ = read_question(asked | {"luc": "2024-01-01"}, yardsticks())
    assert question.address == (
        "?a=moi&b=cu&ngay=2024-06-01&ngay-b=2024-06-10&luc=2024-01-01&kieu=ghi"
    )


def test_what_is_not_understood_is_told(sets, client, office):
    page = client.get("/so-sanh/?a=khong-co&ngay=31/2/2024")
    text = page.content.decode()
    assert page.status_code == 422
    assert "Không có bộ tiêu chí «khong-co»" in text
    assert "«31/2/2024» không phải là ngày" in text


def test_a_commune_page_says_why_in_words(sets, client, member):
    sets.say(2, "met")
    sets.measure(2, 85)
    text = client.get(f"/xa/{sets.commune.code}/so-sanh/?a=cu&b=moi").content.decode()
    assert "85% – chưa đạt (yêu cầu ≥ 90%)" in text
    assert "thước đo thay đổi" in text
    assert "chưa kiểm chứng" in text
    assert client.get("/xa/00000/so-sanh/").status_code == 404


def test_the_province_page_leads_to_the_commune_and_downloads(sets, client, member):
    text = client.get("/so-sanh/?a=cu&b=moi").content.decode()
    assert f"/xa/{sets.commune.code}/so-sanh/?a=cu&amp;b=moi" in text
    assert "Không cộng, không lấy bình quân chung hai bộ" in text
    file = client.get("/so-sanh/?a=cu&b=moi&dang=xlsx")
    assert file.headers["Content-Disposition"].endswith('"hai-thuoc-do-2024-06-18.xlsx"')


def test_without_sets_the_page_says_what_is_missing(client, member):
    page = client.get("/so-sanh/")
    assert (page.status_code, "Chưa so được" in page.content.decode()) == (200, True)


# the API


def test_the_api_compares_a_commune(sets, client, member):
    sets.measure(2, 85)
    asked = f"/api/v1/comparisons/?commune={sets.commune.code}&a=cu&b=moi&day=2024-06-18"
    told = client.get(asked).json()
    second = next(one for one in told["criteria"] if one["criterion"] == 2)
    assert (second["verdict_a"], second["verdict_b"], second["difference"]) == (
        "met",
        "not_met",
        "yardstick",
    )
    assert second["indicators"][0]["from_indicator"] == "2.1"
    assert client.get("/api/v1/comparisons/?commune=00000").status_code == 404
    assert client.get("/api/v1/comparisons/?a=khong-co").status_code == 400
