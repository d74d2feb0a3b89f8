import datetime as dt

import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import connection
from rest_framework.authtoken.models import Token

from accounts.choices import Role
from accounts.models import Activity, Delegation, User
from communes.models import Membership
from communes.services import people as services
from tests.factories import AgencyFactory, DelegationFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
LONG_AGO, BEFORE = dt.date(2020, 1, 1), dt.date(2024, 6, 17)
TODAY, AFTER = dt.date(2024, 6, 18), dt.date(2024, 12, 31)


@pytest.fixture
def here():
    return AgencyFactory()


@pytest.fixture
def keeper(here):
    return MembershipFactory(agency=here, role=Role.FOCAL_POINT).user


def new(agency, **given):
    fields = {"username": "nvan", "full_name": "Nguyễn Văn An", "post": "", "email": ""}
    return services.NewPerson(
        **fields | {"phone": "", "role": Role.OFFICER} | given, agency=agency
    )


def spans(user):
    rows = Membership.objects.filter(user=user).order_by("starts", "role")
    return [(row.role, row.starts, row.ends) for row in rows]


def verbs():
    return list(Activity.objects.order_by("pk").values_list("verb", flat=True))


def test_a_new_person_serves_from_today_and_must_change_the_password(here, keeper):
    person, password = services.add_person(new=new(here, role=Role.DIRECTOR), by=keeper)

    assert spans(person) == [("director", TODAY, None)]
    assert (person.must_change_password, person.check_password(password)) == (True, True)
    assert verbs() == ["added account", "gave role"]


def test_a_name_that_is_taken_is_refused_whatever_its_capitals(here, keeper):
    UserFactory(username="NVAn")

    with pytest.raises(ValidationError) as refusal:
        services.add_person(new=new(here), by=keeper)

    assert refusal.value.code == "username_taken"


def test_a_list_is_stored_whole_or_not_at_all(here, keeper):
    UserFactory(username="co-roi")
    people = [new(here), new(here, username="co-roi")]

    with pytest.raises(ValidationError):
        services.import_people(people=people, by=keeper)

    assert User.objects.filter(username="nvan").exists() is False
    assert verbs() == []


def test_no_password_is_hashed_while_others_wait_to_write(here, keeper, monkeypatch):
    depths = []

    def hashed(password):
        depths.append(len(connection.savepoint_ids))
        return make_password(password)

    monkeypatch.setattr("accounts.services.make_password", hashed)
    outside = len(connection.savepoint_ids)

    made = services.import_people(people=[new(here), new(here, username="hai")], by=keeper)

    assert depths == [outside, outside]
    assert [person.check_password(told) for person, told in made] == [True, True]


def test_closing_an_account_ends_all_that_it_could_do(here, keeper, client):
    leaver = MembershipFactory(agency=here, starts=LONG_AGO).user
    MembershipFactory(user=leaver, agency=here, role=Role.DIRECTOR, starts=TODAY)
    MembershipFactory(user=leaver, starts=AFTER)
    MembershipFactory(user=leaver, role=Role.ADMIN, starts=LONG_AGO, ends=dt.date(2021, 1, 1))
    given, received = DelegationFactory(giver=leaver), DelegationFactory(receiver=leaver)
    over = DelegationFactory(giver=leaver, ends=dt.date(2024, 6, 2))
    Token.objects.create(user=leaver)
    client.force_login(leaver)

    services.close_person(person=leaver, successor=None, agency=here, by=keeper)

    assert User.objects.get(pk=leaver.pk).is_active is False
    assert spans(leaver) == [
        ("admin", LONG_AGO, dt.date(2021, 1, 1)),
        ("officer", LONG_AGO, BEFORE),
        ("director", TODAY, TODAY),
    ]
    revoked = Delegation.objects.exclude(revoked_at=None).values_list("pk", "revoked_by")
    assert set(revoked) == {(given.pk, keeper.pk), (received.pk, keeper.pk)}
    assert over.revoked_at is None
    assert Token.objects.count() == 0
    assert client.get("/tai-khoan/uy-quyen/").status_code == 302
    assert verbs() == ["revoked delegation"] * 2 + ["closed account"]


def test_whoever_takes_over_has_the_roles_from_today(here, keeper):
    leaver = MembershipFactory(agency=here, role=Role.DIRECTOR, starts=LONG_AGO, ends=AFTER).user
    successor = MembershipFactory(agency=here, starts=LONG_AGO).user

    services.close_person(person=leaver, successor=successor, agency=here, by=keeper)

    assert spans(leaver) == [("director", LONG_AGO, BEFORE)]
    assert spans(successor) == [("officer", LONG_AGO, None), ("director", TODAY, AFTER)]
    lines = Activity.objects.filter(verb__in=["handed over", "took over"]).order_by("pk")
    assert [(line.verb, line.subject, line.by) for line in lines] == [
        ("handed over", f"accounts.user:{leaver.pk}", keeper),
        ("took over", f"accounts.user:{successor.pk}", keeper),
    ]
    assert lines[0].details == {"to": successor.pk, "roles": [f"director {here.slug}"]}


@pytest.mark.parametrize(
    ("mine", "theirs", "after"),
    [
        ((LONG_AGO, None), (LONG_AGO, None), [(LONG_AGO, None)]),
        ((LONG_AGO, AFTER), (LONG_AGO, None), [(LONG_AGO, None)]),
        ((LONG_AGO, None), (LONG_AGO, AFTER), [(LONG_AGO, None)]),
        ((AFTER, None), (LONG_AGO, None), [(TODAY, None)]),
        ((LONG_AGO, BEFORE), (LONG_AGO, None), [(LONG_AGO, BEFORE), (TODAY, None)]),
    ],
)
def test_a_role_the_successor_has_already_is_widened_not_doubled(
    mine, theirs, after, here, keeper
):
    successor, leaver = UserFactory(), UserFactory()
    MembershipFactory(user=successor, agency=here, starts=mine[0], ends=mine[1])
    MembershipFactory(user=leaver, agency=here, starts=theirs[0], ends=theirs[1])

    services.hand_over(leaver=leaver, successor=successor, by=keeper)

    assert [(starts, ends) for _, starts, ends in spans(successor)] == after


def test_only_a_colleague_takes_over(here, keeper):
    leaver = MembershipFactory(agency=here).user
    elsewhere = MembershipFactory().user

    with pytest.raises(ValidationError) as refusal:
        services.close_person(person=leaver, successor=elsewhere, agency=here, by=keeper)

    assert refusal.value.code == "not_a_colleague"
    assert User.objects.get(pk=leaver.pk).is_active is True


def test_an_account_is_closed_once(here, keeper):
    leaver = MembershipFactory(agency=here).user
    services.close_person(person=leaver, successor=None, agency=here, by=keeper)

    with pytest.raises(ValidationError) as refusal:
        services.close_person(person=leaver, successor=None, agency=here, by=keeper)

    assert refusal.value.code == "closed_account"


def give(by, receiver, starts=TODAY, ends=AFTER):
    return services.give_delegation(
        receiver=receiver, starts=starts, ends=ends, reason="Đi học", by=by
    )


def test_a_colleague_receives_a_delegation(here):
    giver, receiver = (MembershipFactory(agency=here).user for _ in range(2))

    given = give(giver, receiver)

    assert (given.giver, given.receiver, given.by) == (giver, receiver, giver)
    line = Activity.objects.get()
    assert (line.verb, line.by, line.title) == ("gave delegation", giver, receiver.full_name)
    assert line.details == {"starts": "2024-06-18", "ends": "2024-12-31", "reason": "Đi học"}


def refused(code, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        give(*args, **kwargs)
    assert getattr(refusal.value, "code", None) == code


def test_delegations_that_are_refused(here):
    giver, colleague = (MembershipFactory(agency=here).user for _ in range(2))
    two_agencies = MembershipFactory(agency=here).user
    MembershipFactory(user=two_agencies)

    refused("not_a_colleague", giver, MembershipFactory().user)
    refused("not_a_colleague", giver, giver)
    refused("not_a_colleague", two_agencies, colleague)
    refused("not_a_colleague", UserFactory(), colleague)
    refused("starts_in_the_past", giver, colleague, starts=BEFORE)
    refused(None, giver, colleague, starts=AFTER, ends=TODAY)  # the constraint's own word
    give(giver, colleague)
    refused("delegated_already", giver, colleague, starts=AFTER, ends=AFTER)
