import pytest

from tests.criteria.people import World


@pytest.fixture
def world(db):
    return World()
