"""Lists and acts of a hundred files ask the database as often as those of one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from criteria.models import Opinion
from tests.criteria.review.crowd import crowd
from tests.criteria.review.world import ReviewWorld

pytestmark = pytest.mark.django_db
PAGES = [
    ("submission_list", {}),
    ("submission_list", {"xem": "tat-ca", "bat-dong": "1"}),
    ("submission_list", {"xem": "tat-ca", "xep": "tien-do"}),
    ("submission_list", {"xem": "qua-han", "dang": "xlsx"}),
    ("holder_times", {}),
    ("holder_times", {"dang": "xlsx"}),
    ("submission_bulk", {}),
]


def cost(client, name, query):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(reverse(f"criteria:{name}"), query).status_code == 200
    return len(caught)


def test_pages_cost_the_same_with_one_file_and_with_a_hundred(client):
    world = ReviewWorld(communes=1)
    world.sent()
    world.say("district", 8, agrees=False)
    client.force_login(world.people["district"])
    client.get(reverse("criteria:submission_list"))  # what a session asks once
    one = [cost(client, name, query) for name, query in PAGES]
    crowd(world, 100)
    hundred = [cost(client, name, query) for name, query in PAGES]
    assert one == hundred
    assert max(one) <= 30


def test_agreeing_in_a_hundred_files_costs_hardly_more_than_in_two(client):
    """Only what is stored goes in batches, as large as the database takes."""
    world = ReviewWorld(communes=1)
    client.force_login(world.people["district"])

    def agreeing(number):
        crowd(world, number)
        said = {"viec": "dong-y", "vai": world.mandate("district").key, "bo-lai": 0}
        said |= {"dong": 3 * number, "ho-so": number}
        with CaptureQueriesContext(connection) as caught:
            answer = client.post(reverse("criteria:submission_bulk"), said)
        assert (answer.status_code, Opinion.objects.count() % 3) == (302, 0)
        rest = [one for one in caught if not one["sql"].startswith("INSERT")]
        return len(rest), len(caught) - len(rest)

    few, stored = agreeing(2)
    assert agreeing(100)[0] == few <= 60
    assert stored == 1
