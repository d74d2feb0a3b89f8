import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import trail
from accounts.models import Activity
from communes.choices import Confidence
from criteria.models import CriteriaSet, Criterion, Indicator, Mapping, Threshold
from criteria.services.set_copy import NewSet, copy_set
from criteria.services.sets import (
    CriterionGiven,
    IndicatorGiven,
    edit_set,
    keep_criterion,
    keep_indicator,
)
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    IndicatorFactory,
    MeasurementFactory,
    PaperFactory,
    ScorecardFactory,
    ThresholdFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NAMED = IndicatorGiven(
    code="8.9", name="Tỷ lệ thôn có sóng", value_type="percent", unit="%", name_source="QĐ 1"
)


def codes(error):
    refused = getattr(error.value, "error_dict", {"": getattr(error.value, "error_list", [])})
    return {one.code for errors in refused.values() for one in errors}


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def indicator():
    return IndicatorFactory(
        criterion=CriterionFactory(number=8), code="8.1", parts=[{"code": "nu", "name": "Nữ"}]
    )


def keep(indicator, by, **changes):
    given = replace(NAMED, code="8.1", parts=[{"code": "nu", "name": "Nữ"}], **changes)
    return keep_indicator(criterion=indicator.criterion, given=given, indicator=indicator, by=by)


# ── criteria and indicators ──────────────────────────────────────────────────────────────────


def test_a_criterion_is_added_and_stands_on_the_trail(by):
    criteria_set = CriteriaSetFactory()
    row = keep_criterion(criteria_set=criteria_set, given=CriterionGiven(1, "Quy hoạch"), by=by)
    assert list(criteria_set.criteria.all()) == [row]
    assert Activity.objects.get(verb=trail.CORRECTED).subject == trail.subject_key(row)


def test_a_number_is_used_once_in_a_set(by):
    row = CriterionFactory(number=1)
    given = CriterionGiven(1, "Khác")
    with pytest.raises(ValidationError) as error:
        keep_criterion(criteria_set=row.criteria_set, given=given, by=by)
    assert codes(error) == {"twin"}
    again = keep_criterion(criteria_set=row.criteria_set, given=given, criterion=row, by=by)
    assert again.name == "Khác"


def test_an_indicator_is_added_after_the_last(indicator, by):
    row = keep_indicator(criterion=indicator.criterion, given=NAMED, by=by)
    assert (row.order, row.code, row.name_source) == (indicator.order + 1, "8.9", "QĐ 1")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "8.1"}, "twin"),
        ({"name_source": " "}, "source"),
        ({"value_type": "màu"}, "invalid_choice"),
    ],
)
def test_an_indicator_that_cannot_be_added_is_refused(indicator, by, changes, code):
    with pytest.raises(ValidationError) as error:
        keep_indicator(criterion=indicator.criterion, given=replace(NAMED, **changes), by=by)
    assert codes(error) == {code}
    assert Indicator.objects.count() == 1


def test_no_other_kind_once_there_are_values(indicator, by):
    assert keep(indicator, by, value_type="number").value_type == "number"
    card = ScorecardFactory(criteria_set=indicator.criterion.criteria_set)
    MeasurementFactory(scorecard=card, indicator=indicator, part="nu")
    with pytest.raises(ValidationError, match="đã có số liệu") as error:
        keep(indicator, by, value_type="boolean")
    assert codes(error) == {"kind"}
    assert keep(indicator, by, value_type="number", name="Tên khác").name == "Tên khác"


@pytest.mark.parametrize("used", ["value", "threshold"])
def test_a_part_in_use_does_not_go(indicator, by, used):
    if used == "value":
        card = ScorecardFactory(criteria_set=indicator.criterion.criteria_set)
        MeasurementFactory(scorecard=card, indicator=indicator, part="nu")
    else:
        ThresholdFactory(indicator=indicator, part="nu")
    given = replace(NAMED, code="8.1", parts=[])
    with pytest.raises(ValidationError) as error:
        keep_indicator(criterion=indicator.criterion, given=given, indicator=indicator, by=by)
    assert codes(error) == {"parts"}


# ── copies ───────────────────────────────────────────────────────────────────────────────────


def copied(source, by, *, end_old=True, **changes):
    new = NewSet("bo-moi", "Bộ mới", "2026–2030", dt.date(2026, 1, 1))
    return copy_set(source=source, new=replace(new, **changes), end_old=end_old, by=by)


def test_a_copy_has_everything_and_nothing_verified(indicator, by):
    ThresholdFactory(
        indicator=indicator, number=80, order=1, paper=PaperFactory(), certainty="high"
    )
    ThresholdFactory(indicator=indicator, number=None, order=2, region="BTB", confidence="missing")
    ThresholdFactory(indicator=indicator, number=70, order=3, region="BTB", year=2024)
    old = ThresholdFactory(indicator=indicator, number=60, order=4, region="TN")
    Threshold.objects.filter(pk=old.pk).update(
        superseded_at="2024-01-01T00:00:00Z", superseded_by=by
    )
    source = indicator.criterion.criteria_set
    made = copied(source, by)
    assert (made.thresholds, made.left) == (2, 1)
    source.refresh_from_db()
    assert source.ends == dt.date(2025, 12, 31)
    rows = Threshold.objects.filter(indicator__criterion__criteria_set=made.criteria_set)
    assert [(row.number, row.confidence, row.source) for row in rows] == [
        (Decimal(80), "recalled", "sao chép từ bộ 2021–2025"),
        (None, "missing", "sao chép từ bộ 2021–2025"),
    ]
    assert {(row.paper, row.certainty, row.checked_at) for row in rows} == {(None, "", None)}
    [copy] = Indicator.objects.filter(criterion__criteria_set=made.criteria_set)
    assert (copy.code, copy.parts) == ("8.1", indicator.parts)
    assert (copy.name_confidence, copy.criterion.number) == (Confidence.RECALLED, 8)


def test_a_copy_is_mapped_as_the_same(indicator, by):
    made = copied(indicator.criterion.criteria_set, by)
    maps = Mapping.objects.filter(new_set=made.criteria_set, kinship="same")
    whole, single = maps.order_by("pk")
    assert (whole.old_criterion, whole.old_indicator) == (indicator.criterion, None)
    assert (single.old_indicator, single.new_indicator.code) == (indicator, "8.1")


@pytest.mark.parametrize(
    ("changes", "end_old", "code"),
    [
        ({}, False, "overlap"),
        ({"starts": dt.date(2020, 1, 1)}, True, "early"),
        ({"ends": dt.date(2025, 1, 1)}, True, "span"),
        ({"code": "bo-cu"}, True, "twin"),
    ],
)
def test_a_copy_that_cannot_be_is_refused(by, changes, end_old, code):
    source = CriteriaSetFactory(code="bo-cu")
    with pytest.raises(ValidationError) as error:
        copied(source, by, end_old=end_old, **changes)
    assert codes(error) == {code}
    source.refresh_from_db()
    assert (source.ends, CriteriaSet.objects.count()) == (None, 1)


def test_sets_of_other_levels_may_be_in_force_beside_it(by):
    CriteriaSetFactory(level="advanced")
    assert copied(CriteriaSetFactory(), by).criteria_set.pk


def test_a_third_set_of_the_level_in_force_is_in_the_way(by):
    CriteriaSetFactory(starts=dt.date(2027, 1, 1))
    with pytest.raises(ValidationError) as error:
        copied(CriteriaSetFactory(), by)
    assert codes(error) == {"overlap"}


def test_the_end_of_a_set_may_not_run_into_the_next(by):
    one = CriteriaSetFactory(ends=dt.date(2025, 12, 31))
    CriteriaSetFactory(starts=dt.date(2026, 1, 1))
    with pytest.raises(ValidationError) as error:
        edit_set(criteria_set=one, ends=None, note="", by=by)
    assert codes(error) == {"overlap"}
    with pytest.raises(ValidationError) as error:
        edit_set(criteria_set=one, ends=dt.date(2020, 1, 1), note="", by=by)
    assert codes(error) == {"span"}
    edit_set(criteria_set=one, ends=dt.date(2025, 6, 30), note="Sáp nhập", by=by)
    one.refresh_from_db()
    assert (one.ends, one.note) == (dt.date(2025, 6, 30), "Sáp nhập")


# ── pages ────────────────────────────────────────────────────────────────────────────────────


def addresses(indicator):
    code, number = indicator.criterion.criteria_set.code, indicator.criterion.number
    return {
        "set_edit": [code],
        "set_copy": [code],
        "criterion_add": [code],
        "criterion_edit": [code, number],
        "indicator_add": [code, number],
        "indicator_edit": [indicator.pk],
    }


PAGES = ["set_edit", "set_copy", "criterion_add", "criterion_edit", "indicator_add"]


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize("page", [*PAGES, "indicator_edit"])
def test_only_the_office_enters_sets(client, indicator, page):
    url = reverse(f"criteria:{page}", args=addresses(indicator)[page])
    assert client.get(url).status_code == 403
    assert client.post(url, {}).status_code == 403
    assert Activity.objects.count() == 0


INDICATOR = {
    "code": "8.9",
    "name": "Tỷ lệ thôn có sóng",
    "value_type": "percent",
    "unit": "%",
    "parts": "nu | Nữ | %\n\nnam | Nam",
    "combine": "weighted",
    "denominator": "số thôn",
    "name_confidence": "sourced",
    "name_source": "QĐ 51/2025",
}


@pytest.mark.usefixtures("office")
def test_the_office_enters_a_criterion_and_its_indicator(client):
    criteria_set = CriteriaSetFactory(stated_indicators=47)
    url = reverse("criteria:criterion_add", args=[criteria_set.code])
    assert client.post(url, {"number": "1", "name": "Quy hoạch"}).status_code == 302
    url = reverse("criteria:indicator_add", args=[criteria_set.code, 1])
    assert client.post(url, INDICATOR).status_code == 302
    row = Indicator.objects.get()
    assert row.parts == [
        {"code": "nu", "name": "Nữ", "unit": "%"},
        {"code": "nam", "name": "Nam"},
    ]
    page = client.get(reverse("criteria:set_detail", args=[criteria_set.code])).content.decode()
    assert "đã nhập 1/47 chỉ tiêu" in page
    edit = reverse("criteria:indicator_edit", args=[row.pk])
    assert client.get(edit).context["form"]["parts"].value() == "nu | Nữ | %\nnam | Nam"


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("changes", "field", "status"),
    [
        ({"name": ""}, "name", 422),
        ({"parts": "nu"}, "parts", 422),
        ({"parts": "nu | Nữ\nnu | Nam"}, "parts", 422),
        ({"code": "8.1"}, "code", 409),
        ({"name_source": ""}, "name_source", 409),
    ],
)
def test_what_cannot_be_entered_keeps_what_was_typed(client, indicator, changes, field, status):
    url = reverse("criteria:indicator_add", args=addresses(indicator)["indicator_add"])
    answer = client.post(url, INDICATOR | changes)
    assert (answer.status_code, list(answer.context["form"].errors)) == (status, [field])
    assert answer.context["form"]["denominator"].value() == "số thôn"


@pytest.mark.usefixtures("office")
def test_the_office_corrects_names_and_spans(client, indicator):
    pages = addresses(indicator)
    url = reverse("criteria:criterion_edit", args=pages["criterion_edit"])
    assert client.post(url, {"number": "8", "name": "Thông tin"}).status_code == 302
    assert Criterion.objects.get().name == "Thông tin"
    url = reverse("criteria:indicator_edit", args=[indicator.pk])
    given = INDICATOR | {"code": "8.1", "parts": "nu | Nữ"}
    assert client.post(url, given).status_code == 302
    indicator.refresh_from_db()
    assert indicator.denominator == "số thôn"
    url = reverse("criteria:set_edit", args=pages["set_edit"])
    assert client.post(url, {"ends": "31/12/2025", "note": ""}).status_code == 302
    assert CriteriaSet.objects.get().ends == dt.date(2025, 12, 31)


@pytest.mark.usefixtures("office")
def test_the_office_copies_a_set(client, indicator):
    url = reverse("criteria:set_copy", args=addresses(indicator)["set_copy"])
    given = {"code": "bo-moi", "name": "Bộ mới", "short_name": "mới", "starts": "1/1/2026"}
    assert client.post(url, given | {"code": "bộ mới"}).status_code == 422
    assert client.post(url, given).status_code == 409
    answer = client.post(url, given | {"end_old": "on"})
    assert answer["Location"] == reverse("criteria:set_detail", args=["bo-moi"])


def test_a_copy_looks_itself_up_where_the_old_set_did(indicator, by):
    source = indicator.criterion.criteria_set
    other = IndicatorFactory(criterion__criteria_set__level="model")
    Indicator.objects.filter(pk=indicator.pk).update(combine="weighted", denominator="số hộ")
    for code, about in {
        "7": {"takes_from": indicator, "asks_set": source},
        "9": {"takes_from": other, "asks_set": other.criterion.criteria_set},
    }.items():
        IndicatorFactory(criterion=indicator.criterion, code=code, order=int(code), **about)
    made = copied(source, by)
    rows = {
        one.code: one
        for one in Indicator.objects.filter(criterion__criteria_set=made.criteria_set)
    }
    first = rows[indicator.code]
    assert (first.combine, first.denominator) == ("weighted", "số hộ")
    assert (rows["7"].takes_from, rows["7"].asks_set) == (first, made.criteria_set)
    assert (rows["9"].takes_from, rows["9"].asks_set) == (other, other.criterion.criteria_set)
