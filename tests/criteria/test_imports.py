import datetime as dt
from copy import deepcopy
from decimal import Decimal

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import trail
from criteria.imports import load_criteria_set
from criteria.imports.catalogue import read_criteria_set
from criteria.imports.shipped import SET_FILES
from criteria.models import (
    CriteriaSet,
    Criterion,
    Indicator,
    Threshold,
)
from documents.models import OfficialDocument
from tests.factories import IndicatorFactory, PaperFactory, UserFactory

COUNTS = {
    "commune-2016-2020": (19, 49),
    "commune-2021-2025": (19, 57),
    "commune-advanced-2021-2025": (19, 75),
    "commune-model-2021-2025": (4, 4),
    "commune-2026-2030": (10, 0),
}
SMALL = {
    "set": {
        "code": "thu",
        "name": "Bộ tiêu chí thử",
        "short_name": "thử",
        "level": "ntm",
        "decision": {
            "kind": "QĐ",
            "number": "1",
            "notation": "QĐ-TTg",
            "title": "Ban hành bộ tiêu chí thử",
            "issuer": "Thủ tướng Chính phủ",
            "date": dt.date(2022, 3, 8),
            "effective": dt.date(2022, 3, 8),
            "source": "trang thử",
        },
        "starts": dt.date(2022, 3, 8),
        "region": "BTB",
        "counts": {"groups": 1, "criteria": 1, "indicators": 1},
    },
    "groups": [
        {
            "code": "I",
            "name": "Hạ tầng",
            "criteria": [
                {
                    "number": 1,
                    "name": "Điện",
                    "indicators": [
                        {
                            "code": "1.1",
                            "name": "Tỷ lệ hộ dùng điện",
                            "value_type": "percent",
                            "unit": "%",
                            "thresholds": [
                                {
                                    "region": "chung",
                                    "value_type": "percent",
                                    "comparator": ">=",
                                    "value": 98,
                                    "confidence": "recalled",
                                },
                                {
                                    "region": "BTB",
                                    "value_type": "percent",
                                    "comparator": ">=",
                                    "value": None,
                                    "confidence": "missing",
                                },
                            ],
                        }
                    ],
                }
            ],
        }
    ],
}


@pytest.fixture
def small(tmp_path):
    """A set of one indicator as a file; call it with a function that changes the mapping first."""

    def write(change=lambda _: None):
        given = deepcopy(SMALL)
        change(given)
        path = tmp_path / "thu.yaml"
        path.write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
        return path

    return write


def indicator_of(given):
    return given["groups"][0]["criteria"][0]["indicators"][0]


def threshold_of(given, order=0):
    return indicator_of(given)["thresholds"][order]


def catalogue_rows():
    return [
        list(model.objects.order_by("pk").values())
        for model in (CriteriaSet, Criterion, Indicator, Threshold, OfficialDocument)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("path", SET_FILES, ids=lambda path: path.stem)
def test_loading_a_shipped_set_twice_changes_nothing(path):
    for earlier in SET_FILES[: SET_FILES.index(path)]:
        load_criteria_set(earlier)
    first = load_criteria_set(path)
    criteria_set = CriteriaSet.objects.get(code=path.stem)
    indicators = Indicator.objects.filter(criterion__criteria_set=criteria_set)
    assert (criteria_set.criteria.count(), indicators.count()) == COUNTS[path.stem]
    rows = catalogue_rows()
    second = load_criteria_set(path)
    assert catalogue_rows() == rows
    assert (second.created, second.changed, second.removed, second.kept) == (0, 0, 0, 0)
    assert second.unchanged == first.created


@pytest.mark.django_db
def test_a_set_ends_the_day_before_its_successor_begins():
    for path in SET_FILES:
        load_criteria_set(path)
    spans = CriteriaSet.objects.order_by("starts").values_list("level", "starts", "ends")
    middle = (dt.date(2022, 3, 8), dt.date(2026, 2, 14))
    assert set(spans) == {
        ("ntm", dt.date(2016, 12, 1), dt.date(2022, 3, 7)),
        ("ntm", *middle),
        ("advanced", *middle),
        ("model", *middle),
        ("ntm", dt.date(2026, 2, 15), None),
    }


@pytest.mark.django_db
def test_a_registered_paper_is_linked_not_repeated(small):
    paper = PaperFactory(kind="QĐ", number="1", notation="QĐ-TTg")
    load_criteria_set(small())
    assert CriteriaSet.objects.get().paper == paper
    assert OfficialDocument.objects.count() == 1


@pytest.mark.django_db
def test_an_unregistered_paper_is_registered_with_what_is_known(small):
    load_criteria_set(small())
    paper = CriteriaSet.objects.get().paper
    assert (paper.short, paper.dated) == ("QĐ 1/QĐ-TTg", dt.date(2022, 3, 8))


@pytest.mark.django_db
def test_a_changed_threshold_is_updated_in_place(small):
    load_criteria_set(small())
    row = Threshold.objects.get(order=1)
    report = load_criteria_set(small(lambda given: threshold_of(given).update(value=95.5)))
    assert (report.changed, report.created) == (1, 0)
    row.refresh_from_db()
    assert row.number == Decimal("95.5")


@pytest.mark.django_db
def test_a_threshold_that_left_the_file_goes(small):
    load_criteria_set(small())
    report = load_criteria_set(small(lambda given: indicator_of(given)["thresholds"].pop()))
    assert report.removed == 1
    assert Threshold.objects.count() == 1


@pytest.mark.django_db
def test_what_a_person_corrected_is_kept(small):
    load_criteria_set(small())
    row = Threshold.objects.get(order=1)
    row.number = 97
    row.save()
    trail.record(UserFactory(), trail.CORRECTED, row)
    report = load_criteria_set(small())
    row.refresh_from_db()
    assert (report.kept, report.changed, row.number) == (1, 0, 97)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda g: threshold_of(g).update(value="cao"), "chỉ tiêu 1.1, ngưỡng 1, trường «value»"),
        (lambda g: threshold_of(g).update(value=True), "chỉ tiêu 1.1, ngưỡng 1, trường «value»"),
        (lambda g: threshold_of(g).update(value=980), "chỉ tiêu 1.1, ngưỡng 1, trường «value»"),
        (lambda g: threshold_of(g, 1).update(value=5), "chỉ tiêu 1.1, ngưỡng 2, trường «value»"),
        (lambda g: threshold_of(g).update(regoin="BTB"), "ngưỡng 1, trường «regoin»"),
        (lambda g: threshold_of(g).update(region="XYZ"), "ngưỡng 1, trường «region»"),
        (lambda g: threshold_of(g).update(part="nam"), "ngưỡng 1, trường «part»"),
        (lambda g: threshold_of(g).update(comparator="=>"), "ngưỡng 1, trường «comparator»"),
        (lambda g: threshold_of(g).update(comparator="boolean"), "trường «comparator»"),
        (lambda g: threshold_of(g).update(confidence="sure"), "trường «confidence»"),
        (lambda g: threshold_of(g).update(confidence="sourced"), "ngưỡng 1, trường «source»"),
        (lambda g: threshold_of(g).update(starts="hôm qua"), "ngưỡng 1, trường «starts»"),
        (lambda g: threshold_of(g).update(value_type="lượng"), "trường «value_type»"),
        (lambda g: threshold_of(g, 1).update(region="chung"), "ngưỡng 2, trường «region»"),
        (lambda g: indicator_of(g).update(name=""), "chỉ tiêu 1.1, trường «name»"),
        (lambda g: indicator_of(g).update(thresholds=[]), "chỉ tiêu 1.1, trường «thresholds»"),
        (lambda g: indicator_of(g).update(parts=[{"code": "nam"}]), "phần 1, trường «name»"),
        (lambda g: g["groups"][0]["criteria"][0].pop("number"), "trường «number»"),
        (lambda g: g["groups"][0].pop("criteria"), "nhóm I, trường «criteria»"),
        (lambda g: g["set"].pop("decision"), "set, trường «decision»"),
        (lambda g: g["set"].update(classes=["nhom_9"]), "set, trường «classes»"),
        (lambda g: indicator_of(g).update(combine="cộng"), "trường «combine»"),
        (lambda g: indicator_of(g).update(takes_from="10"), "trường «takes_from»"),
        (lambda g: threshold_of(g).update(factor=1.1), "ngưỡng 1, trường «factor»"),
        (
            lambda g: threshold_of(g).update(refers_to={"set": "a", "code": "1"}, factor=1.1),
            "ngưỡng 1, trường «value»",
        ),
        (lambda g: g["set"].update(level="cao"), "set, trường «level»"),
        (lambda g: g["set"]["counts"].update(indicators=57), "counts, trường «indicators»"),
        (lambda g: g.pop("groups"), "cả tệp, trường «groups»"),
    ],
)
def test_a_mistake_is_named_by_file_row_and_field(small, change, place):
    with pytest.raises(ValidationError) as caught:
        read_criteria_set(small(change))
    assert any(line.startswith("thu.yaml: ") and place in line for line in caught.value.messages)


def test_all_mistakes_are_told_at_once(small):
    def change(given):
        threshold_of(given).update(region="XYZ", value=980)
        given["set"]["counts"].update(criteria=3)

    with pytest.raises(ValidationError) as caught:
        read_criteria_set(small(change))
    assert len(caught.value.messages) == 3


OTHER = {"set": "khac", "code": "10"}


def refer(given):
    indicator_of(given).update(takes_from=OTHER, asks_set="khac")
    row = threshold_of(given)
    del row["value"]
    row.update(refers_to=OTHER, factor=1.1)


@pytest.mark.django_db
def test_a_set_may_refer_to_an_indicator_and_to_a_set_loaded_before(small):
    other = IndicatorFactory(code="10", criterion__criteria_set__code="khac")
    load_criteria_set(small(refer))
    row = Threshold.objects.get(order=1)
    assert (row.refers_to, row.factor, row.number) == (other, Decimal("1.1"), None)
    assert row.indicator.takes_from == other
    assert row.indicator.asks_set == other.criterion.criteria_set
    assert load_criteria_set(small(refer)).changed == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "problem"),
    [("khac", "bộ «khac» không có chỉ tiêu 10"), ("lạ", "chưa nạp bộ «khac»")],
)
def test_what_a_set_refers_to_must_be_there(small, code, problem):
    IndicatorFactory(code="9", criterion__criteria_set__code=code)
    with pytest.raises(ValidationError, match=problem):
        load_criteria_set(small(refer))


def without_indicators(given):
    given["set"].update(stated_indicators=47)
    given["set"]["counts"].update(indicators=0)
    del given["groups"][0]["criteria"][0]["indicators"]


@pytest.mark.django_db
def test_a_set_may_have_no_indicators_while_it_says_how_many_there_are(small):
    load_criteria_set(small(without_indicators))
    assert CriteriaSet.objects.get().stated_indicators == 47
    assert Indicator.objects.count() == 0


def test_a_set_that_does_not_say_how_many_needs_its_indicators(small):
    def change(given):
        without_indicators(given)
        del given["set"]["stated_indicators"]

    with pytest.raises(ValidationError, match="trường «indicators»: phải là danh sách"):
        read_criteria_set(small(change))


@pytest.mark.django_db
def test_a_correction_in_the_browser_is_kept_and_what_it_replaced_stays(small):
    load_criteria_set(small())
    old = Threshold.objects.get(order=1)
    by, now = UserFactory(), timezone.now()
    Threshold.objects.filter(pk=old.pk).update(superseded_at=now, superseded_by=by)
    new = Threshold.objects.get(pk=old.pk)
    new.pk, new.replaces, new.number = None, old, Decimal(97)
    new.superseded_at = new.superseded_by = None
    new.recorded_at, new.recorded_by = now, by
    new.save()
    report = load_criteria_set(small(lambda given: threshold_of(given).update(value=95)))
    assert (report.kept, report.changed, report.created, report.removed) == (1, 0, 0, 0)
    numbers = Threshold.objects.filter(order=1).order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [98, 97]


@pytest.mark.django_db
def test_a_threshold_that_a_person_took_out_does_not_come_back(small):
    load_criteria_set(small())
    Threshold.objects.filter(order=1).update(
        superseded_at=timezone.now(), superseded_by=UserFactory()
    )
    report = load_criteria_set(small())
    assert (report.kept, report.created) == (1, 0)
    assert Threshold.objects.known_at().count() == 1


@pytest.mark.parametrize("text", ["a: [", "- 1", ""])
def test_a_file_that_is_no_mapping_is_refused(tmp_path, text):
    path = tmp_path / "hong.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValidationError, match=r"hong\.yaml: cả tệp"):
        read_criteria_set(path)


@pytest.mark.django_db
def test_nothing_is_loaded_from_a_file_with_a_mistake(small):
    with pytest.raises(ValidationError):
        load_criteria_set(small(lambda given: threshold_of(given, 1).update(region="XYZ")))
    assert CriteriaSet.objects.count() == 0
