"""What became of criteria and indicators from one set to another: complete, and true to the data."""

from itertools import product

import pytest
import yaml
from django.core.exceptions import ValidationError

from communes.imports.table import LOADER
from criteria.choices import Kinship
from criteria.imports import load_mappings
from criteria.imports.shipped import MAPPING_FILE
from criteria.models import CriteriaSet, Criterion, Indicator, Mapping

PAIRS = [
    ("commune-2016-2020", "commune-2021-2025"),
    ("commune-2021-2025", "commune-advanced-2021-2025"),
    ("commune-2021-2025", "commune-2026-2030"),
]
ASKS = (
    *("region", "part", "year", "commune_class", "condition", "starts", "ends", "value_type"),
    *("comparator", "number", "answer", "word"),
)
OURS = ["chung", "BTB"]
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@pytest.fixture
def mapped(shipped_sets, db):
    return {one.code: one for one in CriteriaSet.objects.all()}


@pytest.fixture
def changed_file(tmp_path):
    def write(change):
        text = MAPPING_FILE.read_text(encoding="utf-8")
        given = yaml.load(text, Loader=LOADER)  # noqa: S506 -- a safe loader
        change(given["mappings"][0])
        path = tmp_path / "ban-do.yaml"
        path.write_text(yaml.dump(given, Dumper=DUMPER, allow_unicode=True), encoding="utf-8")
        return path

    return write


def test_loading_twice_changes_nothing(mapped):
    rows = list(Mapping.objects.order_by("pk").values())
    report = load_mappings(MAPPING_FILE)
    assert list(Mapping.objects.order_by("pk").values()) == rows
    assert (report.created, report.changed, report.removed) == (0, 0, 0)
    assert report.unchanged == len(rows) > 0


def test_every_criterion_and_indicator_of_both_sets_appears(mapped):
    for (old, new), side in product(PAIRS, ["old", "new"]):
        check_completeness(mapped, old, new, side)


def check_completeness(mapped, old, new, side):
    rows = Mapping.objects.filter(old_set__code=old, new_set__code=new)
    own = mapped[old if side == "old" else new]
    of_criteria = rows.filter(old_indicator=None, new_indicator=None)
    told = set(of_criteria.values_list(f"{side}_criterion", flat=True)) - {None}
    assert told == set(own.criteria.values_list("pk", flat=True))
    told = set(rows.values_list(f"{side}_indicator", flat=True)) - {None}
    by_indicator = mapped[new].stated_indicators is None
    expected = Indicator.objects.filter(criterion__criteria_set=own) if by_indicator else []
    assert told == {one.pk for one in expected}


def test_same_means_the_same_words_and_the_same_known_thresholds_of_our_region(mapped):
    pairs = Mapping.objects.filter(old_indicator__isnull=False, new_indicator__isnull=False)
    for row in pairs.filter(kinship__in=[Kinship.SAME, Kinship.CHANGED]):
        old, new = row.old_indicator, row.new_indicator
        alike = old.name == new.name and demands(old) == demands(new) and is_known(old)
        assert alike == (row.kinship == Kinship.SAME), f"{old.code} → {new.code}"


def test_a_criterion_is_the_same_only_if_all_its_indicators_are(mapped):
    rows = Mapping.objects.filter(old_indicator=None, new_indicator=None, kinship=Kinship.SAME)
    assert rows.exists()
    for row in rows:
        assert row.old_criterion.name == row.new_criterion.name
        own = Mapping.objects.filter(old_set=row.old_set, new_set=row.new_set)
        below = own.filter(old_indicator__criterion=row.old_criterion)
        below |= own.filter(new_indicator__criterion=row.new_criterion)
        assert set(below.values_list("kinship", flat=True)) == {Kinship.SAME}


BECAME = [
    (0, "10", {("10", "changed")}),
    (0, "12", {(None, "dropped")}),
    (0, "14.3", {("12.1", "changed")}),
    (0, "17.5", {("17.6", "split"), ("17.7", "split")}),
    (0, "9.1", {("9.1", "same")}),
    (0, None, {("15.4", "new"), ("13.5", "new")}),
    (1, "13.2", {("13.1", "merged")}),
    (1, "14.2", {(None, "dropped")}),
]


def test_what_became_of_single_indicators(mapped):
    for pair, old, expected in BECAME:
        codes = PAIRS[pair]
        rows = Mapping.objects.filter(old_set__code=codes[0], new_set__code=codes[1])
        rows = rows.filter(old_indicator__code=old) if old else rows.filter(kinship=Kinship.NEW)
        found = set(rows.values_list("new_indicator__code", "kinship"))
        assert found == expected if old else found >= expected


def test_several_criteria_became_one_in_2026(mapped):
    rows = Mapping.objects.filter(new_set__code="commune-2026-2030", new_criterion__number=2)
    assert set(rows.values_list("old_criterion__number", "kinship")) == {
        (number, "merged") for number in (2, 3, 4, 5, 6, 7, 9)
    }


def test_it_is_our_reading_and_says_so(mapped):
    assert set(Mapping.objects.values_list("confidence", "source")) == {
        ("recalled", "Đối chiếu tên và ngưỡng trong hai bộ, chưa có văn bản")
    }


MISTAKES = [
    (lambda block: block["criteria"][0].update(new=[99]), "«new»: bộ không có «99»"),
    (lambda block: block["criteria"][0].update(kinship="cousin"), "không có quan hệ «cousin»"),
    (lambda block: block["criteria"][0].update(new=[]), "số mục không hợp với «giữ nguyên»"),
    (lambda block: block.update(to="set-x"), "«to»: chưa nạp bộ tiêu chí này"),
    (lambda block: block["criteria"][0].update(knship="same"), "«knship»: không có trường"),
]


@pytest.mark.usefixtures("mapped")
def test_a_mistake_is_named_and_nothing_is_stored(changed_file):
    before = list(Mapping.objects.order_by("pk").values())
    for change, problem in MISTAKES:
        with pytest.raises(ValidationError) as caught:
            load_mappings(changed_file(change))
        assert any(problem in line for line in caught.value.messages)
    assert list(Mapping.objects.order_by("pk").values()) == before


def test_a_row_that_left_the_file_goes(mapped, changed_file):
    before = Mapping.objects.count()
    report = load_mappings(changed_file(lambda block: block["indicators"].pop()))
    assert (report.removed, Mapping.objects.count()) == (1, before - 1)


def demands(indicator):
    rows = indicator.thresholds.filter(region__in=OURS)
    return sorted(map(str, rows.values_list(*ASKS)))


def is_known(indicator):
    rows = indicator.thresholds.filter(region__in=OURS)
    return not rows.filter(number=None, answer=None, word="").exists()


def test_criteria_of_the_sets_are_told_by_number(mapped):
    row = Mapping.objects.get(
        old_set__code=PAIRS[1][0],
        new_set__code=PAIRS[1][1],
        old_criterion__number=15,
        old_indicator=None,
    )
    assert row.new_criterion == Criterion.objects.get(criteria_set=mapped[PAIRS[1][1]], number=14)
