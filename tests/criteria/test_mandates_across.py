"""Who may speak of many communes at once: the same answers as one by one, without more queries."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.choices import Role
from accounts.models import User
from communes.choices import AgencyKind
from criteria.permissions import mandates, mandates_across
from tests.criteria.people import World
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    DelegationFactory,
    IndicatorFactory,
    MembershipFactory,
    ResponsibilityFactory,
    ScorecardFactory,
    SponsorAssignmentFactory,
    UserFactory,
)


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_everybody_may_say_across_what_they_may_say_one_by_one(world):
    cards = [
        world.scorecard,
        ScorecardFactory(criteria_set=world.scorecard.criteria_set),
        ScorecardFactory(
            criteria_set=world.scorecard.criteria_set,
            commune=CommuneFactory(district=world.commune.district),
        ),
    ]
    for who, user in world.people.items():
        across = mandates_across(fresh(user), cards)
        assert across == {card.commune_id: mandates(user, card) for card in cards}, who
    assert any(mandates_across(world.people["sponsor"], cards).values())


def test_nothing_is_asked_for_no_scorecards(world):
    assert mandates_across(world.people["office"], []) == {}


@pytest.mark.parametrize("who", ["sponsor", "responsible", "office", "stranger"])
def test_the_queries_do_not_follow_the_communes(world, who, django_assert_max_num_queries):
    cards = [ScorecardFactory(criteria_set=world.scorecard.criteria_set) for _ in range(5)]
    with django_assert_max_num_queries(3):
        mandates_across(fresh(world.people[who]), [world.scorecard, *cards])


KINDS = st.sampled_from(["commune", "sponsor", "district", "responsible", "office", "none"])


@given(
    held=st.lists(st.tuples(KINDS, st.integers(0, 2), st.sampled_from(Role)), max_size=5),
    lent=st.booleans(),
)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@pytest.mark.django_db
def test_any_memberships_give_the_same_across_as_one_by_one(db, held, lent):
    world = World()
    criteria_set = world.scorecard.criteria_set
    cards = [world.scorecard, *(ScorecardFactory(criteria_set=criteria_set) for _ in range(2))]
    indicators = [world.indicator, *(IndicatorFactory(criterion=world.criterion) for _ in "ab")]
    user = UserFactory()
    serves = UserFactory() if lent else user
    if lent:
        DelegationFactory(giver=serves, receiver=user)
    for kind, place, role in held:
        card = cards[place]
        agency = _agency(kind, card, indicators[place])
        MembershipFactory(user=serves, agency=agency, role=role)
    across = mandates_across(fresh(user), cards)
    assert across == {card.commune_id: mandates(fresh(user), card) for card in cards}


def _agency(kind, card, indicator):
    if kind == "commune":
        return AgencyFactory(kind=AgencyKind.COMMUNE, commune=card.commune)
    if kind == "district":
        return AgencyFactory(kind=AgencyKind.DISTRICT, district=card.commune.district)
    agency = AgencyFactory(office=True) if kind == "office" else AgencyFactory()
    if kind == "sponsor":
        SponsorAssignmentFactory(commune=card.commune, agency=agency)
    if kind == "responsible":
        ResponsibilityFactory(indicator=indicator, agency=agency)
    return agency
