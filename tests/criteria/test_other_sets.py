"""Groups of communes, thresholds and standing that another set holds, and the shipped levels."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from criteria import selectors
from criteria.choices import Level, Status, ValueType
from criteria.evaluation import Reading, SetStanding, Value, Verdict, judge_indicator
from criteria.imports import load_criteria_set, load_levels
from criteria.imports.shipped import LEVEL_FILE, SET_FILES
from criteria.models import LevelRule, Threshold
from criteria.selectors.borrowed import borrowed
from criteria.selectors.catalogue import asked, rules_for
from tests.criteria.asking import asks, chosen, measured
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    IndicatorFactory,
    MeasurementFactory,
    PaperFactory,
    ScorecardFactory,
    StatusEntryFactory,
    ThresholdFactory,
    UserFactory,
)

TODAY = dt.date(2024, 6, 18)
GROUPS = {"classes": ("nhom_1", "nhom_2", "nhom_3"), "region": "chung", "special_region": ""}


def rows(*numbers):
    return [
        asks(number, commune_class=kind)
        for number, kind in zip(numbers, GROUPS["classes"], strict=True)
    ]


# ── groups ───────────────────────────────────────────────────────────────────────────────────


def test_a_group_follows_its_own_row():
    choice = chosen(rows(98, 95, 90), commune_class="nhom_3", **GROUPS)
    assert choice.parts[0].rule.number == 90
    assert choice.why == "Áp dụng mức chung cả nước cho xã nhóm 3"


@pytest.mark.parametrize("kind", [None, "dbkk"])
def test_while_the_group_is_not_known_every_demand_is_shown(kind):
    choice = chosen(rows(98, 95, 90), commune_class=kind, **GROUPS)
    assert not choice.is_settled
    assert choice.why == (
        "Chưa rõ phân loại xã: mức xã nhóm 1 ≥ 98%, mức xã nhóm 2 ≥ 95%, mức xã nhóm 3 ≥ 90% "
        "– chưa kết luận"
    )
    reading = Reading({"": measured(100)})
    assert judge_indicator(choice, reading).verdict == Verdict.UNKNOWN


def test_groups_that_ask_the_same_need_not_be_known():
    choice = chosen(rows(90, 90, 90), commune_class=None, **GROUPS)
    assert choice.parts[0].rule.number == 90
    assert choice.why.endswith("các nhóm xã khác cũng cùng mức")


def test_nothing_for_a_group_is_said_without_a_region():
    assert chosen([], commune_class="nhom_1", **GROUPS).why == (
        "Chưa có ngưỡng cho chung cả nước năm 2024"
    )


# ── the paper behind the answer ──────────────────────────────────────────────────────────────


def test_the_answer_carries_the_rule_and_its_paper():
    own = asks(70, region="BTB", paper="QĐ 12/QĐ-UBND", source="Điều 2")
    choice = chosen([own, asks(80)], paper="QĐ 318/QĐ-TTg")
    assert (choice.parts[0].rule, choice.papers) == (own, ("QĐ 12/QĐ-UBND",))
    assert choice.why == "Áp dụng mức vùng Bắc Trung Bộ theo QĐ 12/QĐ-UBND"
    assert chosen([asks(80)], paper="QĐ 318/QĐ-TTg").papers == ("QĐ 318/QĐ-TTg",)


@pytest.mark.django_db
def test_a_stored_threshold_brings_its_paper(django_assert_num_queries):
    one = IndicatorFactory()
    ThresholdFactory(indicator=one, paper=PaperFactory(kind="QĐ", number="12", notation="QĐ-UBND"))
    with django_assert_num_queries(1):
        (rule,) = rules_for([one])[one.pk]
    assert rule.paper == "QĐ 12/QĐ-UBND"


# ── thresholds of another set ────────────────────────────────────────────────────────────────


@pytest.fixture
def income():
    """An indicator whose threshold is another's × 1,10, and that other one."""
    advanced = CriteriaSetFactory(short_name="nâng cao", level=Level.ADVANCED)
    other = IndicatorFactory(
        code="10", criterion__criteria_set=advanced, value_type=ValueType.NUMBER, unit="triệu đồng"
    )
    ThresholdFactory(
        indicator=other, region="BTB", year=2024, number=54, value_type=ValueType.NUMBER
    )
    model = CriteriaSetFactory(short_name="kiểu mẫu", level=Level.MODEL)
    one = IndicatorFactory(
        code="2",
        criterion__criteria_set=model,
        takes_from=other,
        value_type=ValueType.NUMBER,
        unit="triệu đồng",
    )
    ThresholdFactory(
        indicator=one,
        number=None,
        refers_to=other,
        factor=Decimal("1.1"),
        value_type=ValueType.NUMBER,
    )
    return one, other


@pytest.mark.django_db
def test_a_reference_is_looked_up_in_one_more_query(income, django_assert_num_queries):
    one, other = income
    with django_assert_num_queries(2):
        rules = rules_for([one])[one.pk]
    assert chosen(rules).parts[0].rule.number == Decimal("59.4")
    with django_assert_num_queries(1):
        rules_for([other])


@pytest.mark.django_db
def test_a_reference_follows_a_correction_from_its_moment_on(income):
    one, other = income
    before = timezone.now()
    old, by = other.thresholds.get(), UserFactory()
    Threshold.objects.filter(pk=old.pk).update(superseded_at=timezone.now(), superseded_by=by)
    ThresholdFactory(
        indicator=other,
        region="BTB",
        year=2024,
        number=60,
        value_type=ValueType.NUMBER,
        replaces=old,
        recorded_at=timezone.now(),
        recorded_by=by,
    )
    assert chosen(rules_for([one])[one.pk]).parts[0].rule.number == 66
    known = rules_for([one], before)[one.pk]
    assert chosen(known).parts[0].rule.number == Decimal("59.4")


@pytest.mark.django_db
def test_the_value_of_the_other_set_is_judged_until_one_is_said_here(income):
    one, other = income
    card = ScorecardFactory(criteria_set=one.criterion.criteria_set)
    theirs = ScorecardFactory(commune=card.commune, criteria_set=other.criterion.criteria_set)
    MeasurementFactory(scorecard=theirs, indicator=other, number=60)
    line = selectors.line(card, one.criterion, day=TODAY)
    assert line.indicators[0].looked_up
    assert line.proposal.verdict == Verdict.UNKNOWN  # class not known: the column is open
    card.criteria_set.special_region = ""
    line = selectors.line(card, one.criterion, day=TODAY)
    assert line.proposal.verdict == Verdict.MET
    assert line.indicators[0].judgement.why == (
        "60 triệu đồng – đạt (yêu cầu ≥ 1,10 × mức nâng cao vùng Bắc Trung Bộ năm 2024 (54) "
        "= 59,4 triệu đồng)"
    )
    MeasurementFactory(scorecard=card, indicator=one, number=50)
    line = selectors.line(card, one.criterion, day=TODAY)
    assert (line.indicators[0].looked_up, line.proposal.verdict) == (False, Verdict.NOT_MET)


@pytest.mark.django_db
def test_the_value_of_the_other_set_is_that_of_the_day_as_known_then(income):
    one, other = income
    card = ScorecardFactory(criteria_set=one.criterion.criteria_set)
    theirs = ScorecardFactory(commune=card.commune, criteria_set=other.criterion.criteria_set)
    MeasurementFactory(
        scorecard=theirs, indicator=other, number=50, effective_on=dt.date(2024, 1, 31)
    )
    moment = timezone.now()
    MeasurementFactory(scorecard=theirs, indicator=other, number=60, effective_on=TODAY)

    def taken(day, known_at=None):
        found = borrowed(asked(card.criteria_set, day, None), [one], card, known_at=known_at)
        return {part: value.number for part, value in found.taken.get(other.pk, {}).items()}

    assert taken(TODAY) == {"": 60}
    assert taken(dt.date(2024, 6, 17)) == taken(TODAY, moment) == {"": 50}
    assert taken(dt.date(2024, 1, 30)) == {}


# ── a whole set asked for ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("standing", "verdict", "why"),
    [
        (SetStanding("B", 2, 2), Verdict.MET, "Đạt cả 2 tiêu chí của bộ B"),
        (
            SetStanding("B", 1, 3, unmet=(3,), unknown=(5,)),
            Verdict.NOT_MET,
            "Chưa đạt tiêu chí 3 của bộ B; 1 tiêu chí chưa đánh giá",
        ),
        (
            SetStanding("B", 1, 3, unknown=(5, 7)),
            Verdict.UNKNOWN,
            "Chưa đủ căn cứ: tiêu chí 5, 7 của bộ B chưa đánh giá",
        ),
    ],
)
def test_it_is_met_when_every_criterion_of_that_set_is(standing, verdict, why):
    rule = asks(None, answer=True, value_type="boolean")
    found = judge_indicator(chosen([rule]), Reading({"": Value(answer=False)}), standing)
    assert (found.verdict, found.why) == (verdict, why)


def test_while_nothing_is_judged_there_the_declared_answer_counts():
    nothing = SetStanding("B", 0, 2, unknown=(1, 2))
    rule = asks(None, answer=True, value_type="boolean")
    found = judge_indicator(chosen([rule]), Reading({"": Value(answer=True)}), nothing)
    assert found.verdict == Verdict.MET


@pytest.mark.django_db
def test_the_scorecard_of_the_rule_set_sees_the_other_set():
    asked = CriteriaSetFactory(short_name="nâng cao", level=Level.ADVANCED)
    criterion = CriterionFactory(criteria_set=asked, number=7)
    one = IndicatorFactory(code="1", value_type=ValueType.BOOLEAN, asks_set=asked)
    ThresholdFactory(
        indicator=one,
        number=None,
        answer=True,
        value_type=ValueType.BOOLEAN,
        comparator="boolean",
    )
    card = ScorecardFactory(criteria_set=one.criterion.criteria_set)
    assert selectors.line(card, one.criterion, day=TODAY).proposal is None
    theirs = ScorecardFactory(commune=card.commune, criteria_set=asked)
    StatusEntryFactory(scorecard=theirs, criterion=criterion, status=Status.NOT_MET)
    proposal = selectors.line(card, one.criterion, day=TODAY).proposal
    assert proposal.verdict == Verdict.NOT_MET
    sheet = selectors.sheet(card, day=TODAY)
    assert sheet.lines[0].indicators[0].judgement.why == "Chưa đạt tiêu chí 7 của bộ nâng cao"


# ── the shipped levels ───────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_the_shipped_levels_load_twice_without_a_change_and_say_the_law():
    for path in SET_FILES:
        load_criteria_set(path)
    load_levels(LEVEL_FILE)
    stored = list(LevelRule.objects.order_by("pk").values())
    report = load_levels(LEVEL_FILE)
    assert list(LevelRule.objects.order_by("pk").values()) == stored
    assert (report.created, report.changed, report.unchanged) == (0, 0, len(stored))
    found = {
        (one.level, one.requires, one.revoke_share_key, one.revoke_share_any)
        for one in LevelRule.objects.on(TODAY)
    }
    assert found == {
        ("ntm", "", 30, 50),
        ("advanced", "ntm", 30, 50),
        ("model", "advanced", 30, 50),
    }
    keys = {
        rule.level: [(one.number, one.name) for one in rule.key_criteria.order_by("number")]
        for rule in LevelRule.objects.on(TODAY)
    }
    assert keys["ntm"] == [
        (10, "Thu nhập"),
        (17, "Môi trường và an toàn thực phẩm"),
        (19, "Quốc phòng và An ninh"),
    ]
    assert keys["advanced"] == keys["model"]
    assert [name for _, name in keys["model"]] == [
        "Thu nhập",
        "Môi trường",
        "Chất lượng môi trường sống",
        "Quốc phòng và An ninh",
    ]
    early = LevelRule.objects.on(dt.date(2019, 6, 1)).get(level="model")
    assert (early.requires, early.criteria_set, early.revoke_share_any) == ("ntm", None, None)
    late = LevelRule.objects.on(dt.date(2026, 3, 1))
    assert [(one.level, one.confidence) for one in late] == [("ntm", "missing")]


@pytest.mark.django_db
def test_a_level_of_a_set_not_loaded_is_named():
    with pytest.raises(ValidationError) as caught:
        load_levels(LEVEL_FILE)
    assert any("chưa nạp bộ «commune-2016-2020»" in line for line in caught.value.messages)
    assert LevelRule.objects.count() == 0
