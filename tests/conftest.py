import pytest

from accounts.choices import Role
from tests.factories import AgencyFactory, MembershipFactory, UserFactory


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
