import io

import pytest
from django.core.management import call_command

from accounts.choices import Role
from tests.factories import AgencyFactory, MembershipFactory, UserFactory
from tests.kept import bring, standing


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker):
    """Everything real stands while the module is tested, and is swept away after it."""
    with django_db_blocker.unblock(), standing("reference", load_reference):
        yield


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The same with the demonstration on top: for what asks of it, not of how it is seeded."""

    def seed():
        bring("reference", load_reference)
        call_command("seed_demo", stdout=io.StringIO())

    with django_db_blocker.unblock(), standing("demo", seed):
        yield


def load_reference():
    call_command("load_reference", verbosity=0)


@pytest.fixture
def member(client):
    """An officer of some department, signed in on `client`."""
    user = MembershipFactory().user
    client.force_login(user)
    return user


@pytest.fixture
def office(client):
    """An officer of the coordination office, signed in on `client`."""
    user = MembershipFactory(agency=AgencyFactory(office=True)).user
    client.force_login(user)
    return user


@pytest.fixture
def stranger(client):
    """A person with an account and no membership, signed in on `client`."""
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def focal_point():
    return MembershipFactory(role=Role.FOCAL_POINT).user
