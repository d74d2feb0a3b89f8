import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from communes import permissions
from communes.models import held_by
from tests.factories import AgencyFactory, DelegationFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
BEFORE, TODAY, AFTER = dt.date(2024, 6, 17), dt.date(2024, 6, 18), dt.date(2024, 6, 19)


@pytest.fixture
def here():
    return AgencyFactory()


@pytest.fixture
def people(here):
    """One of each kind that might keep the accounts of `here`."""
    office = AgencyFactory(office=True)
    focal = MembershipFactory(agency=here, role=Role.FOCAL_POINT).user
    stand_in = MembershipFactory(agency=here).user
    DelegationFactory(giver=focal, receiver=stand_in)
    former = MembershipFactory(agency=here, role=Role.FOCAL_POINT, ends=BEFORE).user
    return {
        "focal point": focal,
        "focal point's stand-in": stand_in,
        "former focal point": former,
        "officer": MembershipFactory(agency=here).user,
        "director": MembershipFactory(agency=here, role=Role.DIRECTOR).user,
        "focal point elsewhere": MembershipFactory(role=Role.FOCAL_POINT).user,
        "office's focal point": MembershipFactory(agency=office, role=Role.FOCAL_POINT).user,
        "office's administrator": MembershipFactory(agency=office, role=Role.ADMIN).user,
        "office's officer": MembershipFactory(agency=office).user,
        "stranger": UserFactory(),
    }


KEEPERS = {"focal point", "office's focal point", "office's administrator"}
OFFICE = KEEPERS - {"focal point"}


def test_who_keeps_the_accounts_of_an_agency(here, people):
    allowed = {who for who, one in people.items() if permissions.may_keep_people(one, here)}

    assert allowed == KEEPERS


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        ("colleague", KEEPERS),
        ("also serves elsewhere", OFFICE),
        ("will serve elsewhere", OFFICE),
        ("served elsewhere once", KEEPERS),
        ("staff", set()),
        ("superuser", set()),
        ("left the agency", OFFICE),
    ],
)
def test_who_keeps_a_person(person, allowed, here, people):
    flags = {"staff": {"is_staff": True}, "superuser": {"is_superuser": True}}
    user = UserFactory(**flags.get(person, {}))
    MembershipFactory(user=user, agency=here, ends=BEFORE if person == "left the agency" else None)
    if "elsewhere" in person:
        starts = AFTER if "will" in person else dt.date(2020, 1, 1)
        MembershipFactory(user=user, starts=starts, ends=BEFORE if "once" in person else None)

    may = permissions.may_keep_person

    assert {who for who, one in people.items() if may(one, user)} == allowed


def test_nobody_keeps_their_own_account(people):
    own = {who for who, one in people.items() if permissions.may_keep_person(one, one)}

    assert own == set()


def test_only_the_office_gives_the_role_of_administrator(here, people):
    office = people["office's focal point"].memberships.get().agency

    def gives(who, agency):
        return Role.ADMIN in permissions.roles_to_give(people[who], agency)

    assert [
        gives("focal point", here),
        gives("office's focal point", here),
        gives("office's focal point", office),
    ] == [False, False, True]


def test_who_may_delegate(people):
    allowed = {who for who, one in people.items() if permissions.may_delegate(one)}

    assert allowed == {"focal point's stand-in", "officer", "director", "office's officer"}


@pytest.mark.parametrize(
    ("span", "counts"),
    [
        ({"starts": TODAY, "ends": TODAY}, True),
        ({"starts": BEFORE, "ends": AFTER}, True),
        ({"starts": AFTER, "ends": AFTER}, False),
        ({"starts": BEFORE, "ends": BEFORE}, False),
    ],
)
def test_a_delegation_counts_from_its_first_day_to_its_last(span, counts, here):
    giver = MembershipFactory(agency=here, role=Role.DIRECTOR).user
    receiver = DelegationFactory(giver=giver, **span).receiver

    assert permissions.serves(receiver, here) is counts
    assert permissions.on_behalf_of(receiver, here) == (giver if counts else None)


def test_a_revoked_delegation_does_not_count(here):
    giver = MembershipFactory(agency=here).user
    lent = DelegationFactory(giver=giver, revoked_at=timezone.now(), revoked_by=giver)

    assert held_by(lent.receiver) == ()


@pytest.mark.parametrize("closed", ["giver", "receiver"])
def test_a_delegation_of_a_closed_account_does_not_count(closed, here):
    lent = DelegationFactory(giver=MembershipFactory(agency=here).user)
    User.objects.filter(pk=getattr(lent, closed).pk).update(is_active=False)

    assert held_by(User.objects.get(pk=lent.receiver.pk)) == ()


def test_what_was_lent_is_not_lent_on(here):
    first = DelegationFactory(giver=MembershipFactory(agency=here).user)
    second = DelegationFactory(giver=first.receiver)

    assert permissions.serves(first.receiver, here) is True
    assert permissions.serves(second.receiver, here) is False
    assert permissions.may_delegate(first.receiver) is False


def test_a_delegation_lends_nothing_that_the_giver_no_longer_holds(here):
    giver = MembershipFactory(agency=here, ends=BEFORE).user

    assert held_by(DelegationFactory(giver=giver).receiver) == ()


def test_whoever_serves_in_person_acts_for_nobody(here):
    giver = MembershipFactory(agency=here).user
    receiver = MembershipFactory(agency=here).user
    DelegationFactory(giver=giver, receiver=receiver)

    assert permissions.on_behalf_of(receiver, here) is None


def test_the_clock_of_the_machine_does_not_matter(here):
    giver = MembershipFactory(agency=here).user
    lent = DelegationFactory(giver=giver, starts=TODAY, ends=TODAY)

    with time_machine.travel(dt.datetime(2030, 1, 1, tzinfo=dt.UTC)):
        assert permissions.serves(lent.receiver, here) is True
