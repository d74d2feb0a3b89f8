"""How sets map onto each other: listed, and corrected by the office."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Activity
from communes.choices import Confidence
from criteria.choices import Kinship
from criteria.models import Mapping
from criteria.services.mappings import change_mapping
from tests.factories import (
    UserFactory,
)

pytestmark = pytest.mark.django_db


# the mapping


def test_the_mapping_is_listed_with_its_confidence(sets, client, member):
    text = client.get("/tuong-ung/?a=cu&b=moi").content.decode()
    assert text.count("chưa kiểm chứng") == 8
    assert "giữ nguyên" in text
    assert "Sửa<" not in text
    assert client.get("/tuong-ung/?a=moi&b=cu").status_code == 404


def test_the_list_costs_the_same_with_one_row_and_with_five(sets, client, office):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/tuong-ung/?a=cu&b=moi").status_code == 200
        return len(caught)

    many = queries()
    kept = Mapping.objects.first()
    Mapping.objects.exclude(pk=kept.pk).delete()
    assert queries() == many


@pytest.fixture
def row(sets):
    return Mapping.objects.get(kinship=Kinship.CHANGED, old_indicator=None)


def change(row, **more):
    given = {
        "kinship": Kinship.SPLIT,
        "note": "Tách đôi",
        "confidence": Confidence.RECALLED,
        "source": "",
    }
    return change_mapping(mapping=row, by=UserFactory(), **(given | more))


def test_a_row_is_corrected_on_the_trail(row):
    changed = change(row)
    line = Activity.objects.get(verb="corrected reference")
    assert (changed.kinship, changed.note) == (Kinship.SPLIT, "Tách đôi")
    assert line.details["before"]["kinship"] == Kinship.CHANGED


@pytest.mark.parametrize("kinship", [Kinship.DROPPED, Kinship.NEW])
def test_a_kinship_that_does_not_suit_the_sides_is_refused(row, kinship):
    with pytest.raises(ValidationError) as refusal:
        change(row, kinship=kinship)
    assert refusal.value.code == "sides"


def test_what_is_sourced_names_its_source(row):
    with pytest.raises(ValidationError) as refusal:
        change(row, confidence=Confidence.SOURCED, source=" ")
    assert refusal.value.code == "source"


def test_the_office_corrects_a_row_in_the_browser(row, client, office):
    url = f"/tuong-ung/{row.pk}/sua/"
    typed = {"kinship": "split", "note": "Tách", "confidence": "recalled", "source": ""}
    assert client.get(url).status_code == 200
    assert client.post(url, typed | {"kinship": "khác"}).status_code == 422
    assert client.post(url, typed | {"kinship": "new"}).status_code == 409
    assert client.post(url, typed).status_code == 302
    row.refresh_from_db()
    assert row.kinship == Kinship.SPLIT


def test_nobody_else_corrects_a_row(row, client, member):
    page = client.post(f"/tuong-ung/{row.pk}/sua/", {"kinship": "split"})
    assert page.status_code == 403
