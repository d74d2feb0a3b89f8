"""What other sets hold, where many communes are judged at once: corrections, yardsticks, turned."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.models import Commune
from criteria.choices import Level, Status, ValueType
from criteria.models import Threshold
from criteria.selectors.catalogue import rules_for
from criteria.selectors.comparison import compare_commune, compare_province
from criteria.selectors.impact import difference, impact, judged_with
from criteria.selectors.turned import turned
from criteria.selectors.yardsticks import Question, Side, yardsticks
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    IndicatorFactory,
    MeasurementFactory,
    MembershipFactory,
    ScorecardFactory,
    StatusEntryFactory,
    ThresholdFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)
MILLION = {"value_type": ValueType.NUMBER, "unit": "triệu đồng"}


class Ladder:
    """Income is asked in one set; a higher set asks 1,10 × of it, takes its value, asks it whole."""

    def __init__(self):
        self.low = CriteriaSetFactory(code="thap", short_name="thấp", special_region="")
        self.income = IndicatorFactory(
            code="10",
            criterion=CriterionFactory(criteria_set=self.low, number=10),
            **MILLION,
        )
        self.row = ThresholdFactory(
            indicator=self.income, order=1, number=50, value_type=ValueType.NUMBER
        )
        self.high = CriteriaSetFactory(
            code="cao", short_name="cao", level=Level.MODEL, special_region=""
        )
        self.whole = IndicatorFactory(
            code="1",
            criterion=CriterionFactory(criteria_set=self.high, number=1),
            value_type=ValueType.BOOLEAN,
            asks_set=self.low,
        )
        ThresholdFactory(
            indicator=self.whole,
            number=None,
            answer=True,
            value_type=ValueType.BOOLEAN,
            comparator="boolean",
        )
        self.tenth = IndicatorFactory(
            code="2",
            criterion=CriterionFactory(criteria_set=self.high, number=2),
            takes_from=self.income,
            **MILLION,
        )
        ThresholdFactory(
            indicator=self.tenth,
            number=None,
            refers_to=self.income,
            factor=Decimal("1.1"),
            value_type=ValueType.NUMBER,
        )
        self.office = MembershipFactory(agency=AgencyFactory(office=True)).user

    def commune(self, value, *, own=None, **more):
        """A commune with an income told in the lower set, and perhaps one of its own in the higher."""
        commune = CommuneFactory()
        low = ScorecardFactory(commune=commune, criteria_set=self.low)
        high = ScorecardFactory(commune=commune, criteria_set=self.high)
        MeasurementFactory(scorecard=low, indicator=self.income, number=value, **more)
        if own is not None:
            MeasurementFactory(scorecard=high, indicator=self.tenth, number=own)
        return commune

    def correct(self, number):
        Threshold.objects.filter(pk=self.row.pk).update(
            superseded_at=timezone.now(), superseded_by=self.office
        )
        ThresholdFactory(
            indicator=self.income,
            order=1,
            number=number,
            value_type=ValueType.NUMBER,
            replaces=self.row,
            recorded_at=timezone.now(),
            recorded_by=self.office,
        )

    def touched(self, number):
        """By set and commune, whom the correction to that number touches."""
        indicators = judged_with(self.income)
        before = rules_for(indicators)
        self.correct(number)
        found = impact(indicators, before, rules_for(indicators), user=self.office, day=DAY)
        return {
            (one.scorecard.criteria_set_id, one.scorecard.commune_id): one for one in found.lines
        }

    def question(self):
        loaded = {one.code: one for one in yardsticks()}
        return Question(Side(loaded["thap"], DAY), Side(loaded["cao"], DAY))


@pytest.fixture
def ladder(settings):
    settings.PORTAL_TODAY = DAY.isoformat()
    return Ladder()


def queries(act):
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


# ── a corrected threshold ────────────────────────────────────────────────────────────────────


def test_a_correction_touches_communes_whose_value_is_borrowed(ladder):
    commune = ladder.commune(57)
    told = ladder.touched(52)
    line = told[ladder.high.pk, commune.pk]  # 1,10 × 50 = 55 was reached, 1,10 × 52 = 57,2 is not
    assert (line.verdict.before, line.verdict.after) == ("met", "not_met")
    assert (line.proposal.before, line.proposal.after) == ("met", "not_met")
    assert (line.value, line.illustrative) == ("57 triệu đồng (lấy từ bộ khác)", False)
    assert set(told) == {(ladder.high.pk, commune.pk)}


def test_an_own_value_stands_before_a_borrowed_one(ladder):
    commune = ladder.commune(57, own=60)
    assert (ladder.high.pk, commune.pk) not in ladder.touched(52)


def test_a_borrowed_illustrative_value_is_marked(ladder):
    commune = ladder.commune(57, illustrative=True)
    assert ladder.touched(52)[ladder.high.pk, commune.pk].illustrative


def test_what_came_before_the_correction_is_judged_by_the_yardstick_then(ladder):
    commune = ladder.commune(57)
    ladder.correct(52)
    [line] = difference(ladder.income, user=ladder.office, day=DAY).lines
    assert (line.scorecard.commune, line.verdict.before) == (commune, "met")


def test_whom_a_correction_touches_costs_the_same_for_one_and_for_five(ladder):
    indicators = judged_with(ladder.income)
    before = rules_for(indicators)
    ladder.commune(57)
    ladder.correct(52)
    after = rules_for(indicators)

    def look():
        return impact(indicators, before, after, user=ladder.office, day=DAY)

    look()  # the user's agencies are read once
    one = queries(look)
    for _ in range(4):
        ladder.commune(57)
    assert queries(look) == one
    assert look().looked == 5


# ── two yardsticks ───────────────────────────────────────────────────────────────────────────


def test_the_higher_yardstick_judges_what_it_takes_and_asks(ladder):
    commune = ladder.commune(57, illustrative=True)
    card = commune.scorecards.get(criteria_set=ladder.low)
    StatusEntryFactory(
        scorecard=card, criterion=ladder.income.criterion, status=Status.MET, effective_on=DAY
    )
    found = compare_commune(ladder.question(), commune)
    whole, tenth = (one for one in found.pairs if one.criterion)
    assert (whole.verdict_b, tenth.verdict_b) == ("met", "met")
    assert whole.indicators[0].why == "Đạt cả 1 tiêu chí của bộ thấp"
    assert (tenth.indicators[0].value, found.machine_met, found.illustrative) == ("57", 2, True)


def test_nothing_known_elsewhere_is_not_judged(ladder):
    commune = ScorecardFactory(criteria_set=ladder.high).commune
    found = compare_commune(ladder.question(), commune)
    assert {one.verdict_b for one in found.pairs} == {""}
    assert not found.illustrative


def test_the_higher_yardstick_stands_first_as_well(ladder):
    commune = ladder.commune(54)
    question = ladder.question()
    found = compare_commune(Question(question.b, question.b), commune)
    assert [one.verdict_b for one in found.pairs] == ["", "not_met"]


def test_the_province_costs_the_same_for_one_and_for_five(ladder):
    def look():
        return compare_province(ladder.question(), Commune.objects.all(), "")

    ladder.commune(57)
    one = queries(look)
    for _ in range(4):
        ladder.commune(57)
    assert queries(look) == one
    assert look().totals["machine_met"] == 5


# ── one criterion over all communes ──────────────────────────────────────────────────────────


def test_turned_entry_proposes_from_what_is_borrowed(ladder):
    met, unmet = ladder.commune(57), ladder.commune(54)
    found = turned(ladder.tenth.criterion, ladder.office, DAY)
    proposed = {one.commune: one.proposed for one in found.lines}
    assert proposed == {met: "met", unmet: "not_met"}


# ── the pages ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", ["/phieu/{card}/", "/tieu-chi/cao/2/nhap/"])
def test_a_borrowed_value_is_shown_and_has_no_field(ladder, client, page):
    commune = ladder.commune(57)
    card = ladder.high.scorecards.get(commune=commune)
    client.force_login(ladder.office)
    said = client.get(page.format(card=card.pk)).content.decode()
    assert "57 triệu đồng (lấy từ bộ khác)" in said
    assert f'/phieu/{card.pk}/chi-tieu/{ladder.tenth.pk}/"' not in said


@pytest.mark.parametrize("page", ["/phieu/{card}/", "/tieu-chi/cao/2/nhap/"])
def test_an_own_value_keeps_its_field(ladder, client, page):
    commune = ladder.commune(57, own=60)
    card = ladder.high.scorecards.get(commune=commune)
    client.force_login(ladder.office)
    said = client.get(page.format(card=card.pk)).content.decode()
    assert f'/phieu/{card.pk}/chi-tieu/{ladder.tenth.pk}/"' in said
