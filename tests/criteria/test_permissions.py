import datetime as dt

import pytest

from accounts.models import User
from criteria.choices import Stage
from criteria.permissions import mandates, may_log, may_measure, may_withdraw
from tests.factories import (
    AgencyFactory,
    CriterionFactory,
    DelegationFactory,
    IndicatorFactory,
    MembershipFactory,
    ScorecardFactory,
    StatusEntryFactory,
    UserFactory,
)

SPEAK = {
    "commune",
    "sponsor",
    "director of the sponsor",
    "responsible",
    "district",
    "office",
}


def test_who_may_log_a_criterion(world):
    allowed = {
        who
        for who, user in world.people.items()
        if may_log(user, world.scorecard, world.criterion)
    }
    assert allowed == SPEAK


def test_who_may_measure_an_indicator(world):
    allowed = {
        who
        for who, user in world.people.items()
        if may_measure(user, world.scorecard, world.indicator)
    }
    assert allowed == SPEAK


def test_a_department_logs_no_criterion_that_another_answers_for(world):
    other = CriterionFactory(criteria_set=world.scorecard.criteria_set, number=9)
    assert not may_log(world.people["responsible"], world.scorecard, other)


def test_a_department_measures_only_the_indicators_it_answers_for(world):
    sibling = IndicatorFactory(criterion=world.criterion, code="8.2", order=2)
    assert not may_measure(world.people["responsible"], world.scorecard, sibling)


def test_a_district_that_is_not_named_verifies_no_commune_without_one(world):
    commune, agency = world.scorecard.commune, AgencyFactory(kind="district", district=None)
    commune.district = None
    person = MembershipFactory(agency=agency).user
    assert not mandates(person, world.scorecard)


@pytest.mark.parametrize(
    ("who", "stage"),
    [
        ("commune", Stage.DECLARED),
        ("sponsor", Stage.REVIEWED),
        ("district", Stage.VERIFIED),
        ("responsible", Stage.APPRAISED),
        ("office", Stage.CONFIRMED),
    ],
)
def test_each_speaks_in_its_own_stage(world, who, stage):
    given = mandates(world.people[who], world.scorecard).for_criterion(world.criterion)
    assert [one.stage for one in given] == [stage]


def test_a_sponsor_logs_no_commune_that_it_does_not_stand_behind(world):
    elsewhere = ScorecardFactory(criteria_set=world.scorecard.criteria_set)
    assert not may_log(world.people["sponsor"], elsewhere, world.criterion)


def test_a_district_verifies_no_commune_of_another_district(world):
    elsewhere = ScorecardFactory(criteria_set=world.scorecard.criteria_set)
    assert not may_log(world.people["district"], elsewhere, world.criterion)


def test_a_sponsorship_that_ended_gives_no_mandate(world):
    day = dt.date(2020, 7, 13)  # the day before it began
    assert not mandates(world.people["sponsor"], world.scorecard, on=day)


def test_a_delegation_lends_the_mandate_and_names_the_lender(world):
    deputy = UserFactory()
    giver = world.people["sponsor"]
    DelegationFactory(giver=giver, receiver=deputy)
    given = mandates(deputy, world.scorecard).for_criterion(world.criterion)
    assert [(one.stage, one.lent_by) for one in given] == [(Stage.REVIEWED, giver)]


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (dt.date(2024, 6, 19), dt.date(2024, 6, 30)),
        (dt.date(2024, 6, 1), dt.date(2024, 6, 17)),
    ],
)
def test_a_delegation_lends_nothing_outside_its_days(world, starts, ends):
    deputy = UserFactory()
    DelegationFactory(giver=world.people["sponsor"], receiver=deputy, starts=starts, ends=ends)
    assert not mandates(deputy, world.scorecard)


def test_who_may_withdraw_an_entry(world):
    author = world.people["sponsor"]
    entry = StatusEntryFactory(
        scorecard=world.scorecard, criterion=world.criterion, by=author, agency=world.sponsor
    )
    allowed = {who for who, user in world.people.items() if may_withdraw(user, entry)}
    assert allowed == {"sponsor", "director of the sponsor", "office"}


def test_mandates_cost_one_query_beside_the_memberships(world, django_assert_num_queries):
    user = User.objects.get(pk=world.people["sponsor"].pk)
    with django_assert_num_queries(2):
        mandates(user, world.scorecard)


def test_who_left_the_agency_withdraws_nothing_any_more(world):
    author = world.people["sponsor"]
    entry = StatusEntryFactory(
        scorecard=world.scorecard, criterion=world.criterion, by=author, agency=world.sponsor
    )
    author.memberships.update(ends=dt.date(2024, 6, 17))
    assert not may_withdraw(User.objects.get(pk=author.pk), entry)
