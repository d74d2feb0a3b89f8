"""Notices through the API: one's own alone, read one by one or all at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import NoticeFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST, ALL = reverse("notice-list"), reverse("notice-read-all")


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


def keys(client, **asked):
    return [one["id"] for one in client.get(LIST, asked).json()["results"]]


def test_one_reads_ones_own_newest_first(client, person):
    first = NoticeFactory(user=person, words="Nêu rõ nguồn lực")
    second = NoticeFactory(user=person)
    other = NoticeFactory()
    assert keys(client) == [second.pk, first.pk]
    told = client.get(reverse("notice-detail", args=[first.pk])).json()
    assert (told["title"], told["words"], told["address"], told["read_at"]) == (
        *(first.title, "Nêu rõ nguồn lực", "/van-ban/"),
        None,
    )
    assert client.get(reverse("notice-detail", args=[other.pk])).status_code == 404


def test_what_is_read_is_no_longer_unread(client, person):
    rows = [NoticeFactory(user=person) for _ in range(3)]
    read = client.post(reverse("notice-read", args=[rows[0].pk])).json()
    assert read["read_at"]
    again = client.post(reverse("notice-read", args=[rows[0].pk])).json()
    assert again["read_at"] == read["read_at"]
    assert keys(client, unread="true") == [rows[2].pk, rows[1].pk]
    assert len(keys(client, unread="false")) == 3
    assert client.post(ALL).json() == {"count": 2}
    assert (client.post(ALL).json(), keys(client, unread=1)) == ({"count": 0}, [])


def test_nobody_reads_for_another(client, person):
    other = NoticeFactory()
    assert client.post(reverse("notice-read", args=[other.pk])).status_code == 404
    assert client.post(ALL).json() == {"count": 0}
    other.refresh_from_db()
    assert other.read_at is None
    client.logout()
    for url in (LIST, ALL, reverse("notice-read", args=[other.pk])):
        assert client.post(url).status_code in {401, 403}


def test_the_list_costs_the_same_for_one_and_for_five(client, person, django_assert_num_queries):
    NoticeFactory(user=person)
    with CaptureQueriesContext(connection) as one:
        keys(client)
    for _ in range(4):
        NoticeFactory(user=person)
    with django_assert_num_queries(len(one)):
        assert len(keys(client)) == 5
