import pytest
from django.core.management import call_command

from accounts.choices import Role
from tests.factories import AgencyFactory, MembershipFactory, UserFactory


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker):
    """Everything real, loaded once for the module and swept away after it."""
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)
        yield
        call_command("flush", interactive=False, verbosity=0)


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
