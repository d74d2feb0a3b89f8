import datetime as dt

import pytest

from criteria import selectors, services
from criteria.choices import Stage, Status, ValueType
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    MeasurementFactory,
    RoundFactory,
    StatusEntryFactory,
    ThresholdFactory,
)

DAY = dt.date(2024, 6, 18)


def said(world, status, **more):
    return StatusEntryFactory(
        scorecard=world.scorecard, criterion=world.criterion, status=status, **more
    )


def line(world):
    return selectors.line(world.scorecard, world.criterion, day=DAY)


@pytest.fixture
def year_end(db):
    return RoundFactory(kind="year", year=2023, ends=dt.date(2023, 12, 31))


def test_a_criterion_met_since_the_last_cut_off_was_gained(world, year_end):
    said(world, Status.NOT_MET, effective_on=dt.date(2023, 12, 1))
    said(world, Status.MET, effective_on=dt.date(2024, 6, 1))
    found = line(world)
    assert (found.gained, found.lost, found.earlier) == (True, False, Status.NOT_MET)


def test_a_criterion_no_longer_met_was_lost(world, year_end):
    said(world, Status.MET, effective_on=dt.date(2023, 12, 1))
    said(world, Status.IN_PROGRESS, effective_on=dt.date(2024, 6, 1))
    assert (line(world).gained, line(world).lost) == (False, True)


def test_a_first_judgement_is_no_gain(world, year_end):
    said(world, Status.MET)
    assert (line(world).gained, line(world).lost) == (False, False)


def test_a_difference_between_machine_and_people_is_shown(world):
    ThresholdFactory(indicator=world.indicator, number=80)
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, number=70)
    said(world, Status.MET)
    assert (line(world).proposal.verdict, line(world).differs) == ("not_met", True)


def test_nothing_is_proposed_where_nothing_was_measured(world):
    ThresholdFactory(indicator=world.indicator)
    assert line(world).proposal is None


def test_each_part_of_an_indicator_has_its_own_kind_of_value(world):
    world.indicator.parts = [{"code": "a", "name": "Tỷ lệ"}, {"code": "b", "name": "Có phổ cập"}]
    world.indicator.save()
    ThresholdFactory(indicator=world.indicator, part="a", number=90)
    ThresholdFactory(
        indicator=world.indicator,
        part="b",
        value_type=ValueType.BOOLEAN,
        comparator="boolean",
        number=None,
        answer=True,
    )
    [row] = line(world).indicators
    assert [(part.code, part.name, part.value_type) for part in row.parts] == [
        ("a", "Tỷ lệ", "percent"),
        ("b", "Có phổ cập", "boolean"),
    ]


def test_a_value_that_waits_stands_beside_the_one_that_counts(world):
    ThresholdFactory(indicator=world.indicator)
    values = {"scorecard": world.scorecard, "indicator": world.indicator}
    MeasurementFactory(
        **values, number=90, stage=Stage.APPRAISED, effective_on=dt.date(2024, 1, 1)
    )
    MeasurementFactory(**values, number=70, stage=Stage.DECLARED, effective_on=DAY)
    [row] = line(world).indicators
    assert (row.parts[0].shown, row.parts[0].waiting_text) == ("90%", "70")


def test_the_history_tells_what_counted_when_each_word_was_recorded(world, time_machine):
    user = world.people["sponsor"]
    time_machine.move_to(dt.datetime(2024, 7, 1, tzinfo=dt.UTC))
    first = said(world, Status.NOT_MET, agency=world.sponsor)
    time_machine.move_to(dt.datetime(2024, 7, 2, tzinfo=dt.UTC))
    wrong = said(world, Status.MET, agency=world.sponsor)
    services.withdraw_status(entry=wrong, reason="nhầm", by=user)
    time_machine.move_to(dt.datetime(2024, 7, 3, tzinfo=dt.UTC))
    last = said(world, Status.IN_PROGRESS, agency=world.sponsor)
    told = selectors.status_history(world.scorecard, world.criterion, user=user)
    assert [(one.said, one.before, one.may_withdraw) for one in told] == [
        (last, Status.NOT_MET, True),
        (wrong, Status.NOT_MET, False),
        (first, "", True),
    ]


def test_a_standing_counts_only_met_and_names_unmet_and_unknown(world):
    criteria = [
        CriterionFactory(criteria_set=world.scorecard.criteria_set, number=number)
        for number in (20, 21, 22, 23)
    ]
    statuses = [Status.MET, Status.NOT_MET, Status.IN_PROGRESS, Status.NOT_APPLICABLE]
    for criterion, status in zip(criteria, statuses, strict=True):
        StatusEntryFactory(scorecard=world.scorecard, criterion=criterion, status=status)
    services.rebuild_current()
    [standing] = selectors.standings(world.scorecard.criteria_set, [world.commune])
    assert (standing.met, standing.assessed, standing.total) == (1, 4, 5)
    assert [one.number for one in standing.unmet] == [21, 22]
    assert [one.number for one in standing.unknown] == [8]
    assert not standing.is_full


@pytest.mark.parametrize("as_of", [None, DAY])
def test_standings_take_the_same_queries_whatever_the_communes(
    world, as_of, django_assert_num_queries
):
    criteria_set = world.scorecard.criteria_set
    for _ in range(5):
        said(world, Status.MET)
    services.rebuild_current()
    with django_assert_num_queries(2):
        selectors.standings(criteria_set, [world.commune], as_of=as_of)


def test_the_set_and_the_round_in_force_follow_the_day(db):
    old = CriteriaSetFactory(starts=dt.date(2016, 12, 1), ends=dt.date(2022, 3, 7))
    new = CriteriaSetFactory(starts=dt.date(2022, 3, 8))
    half = RoundFactory()
    RoundFactory(kind="year", ends=dt.date(2024, 12, 31))
    assert selectors.set_in_force(dt.date(2022, 3, 7)) == old
    assert selectors.set_in_force(dt.date(2022, 3, 8)) == new
    assert selectors.round_in_force(DAY) == half
    assert selectors.round_before(DAY) is None
