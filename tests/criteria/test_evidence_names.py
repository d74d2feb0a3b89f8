"""A piece of evidence is shown, and its file saved, under the name under which it was given here."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from criteria.models import Evidence
from criteria.services import attach
from tests.documents import files
from tests.documents.files import upload
from tests.factories import EvidenceFactory

FIRST, SECOND = "một.jpg", "hai.jpg"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PREVIEWS_ROOT = tmp_path / "previews"


@pytest.fixture
def second(world, client):
    photo = files.photo()
    for name, indicator in ((FIRST, world.indicator), (SECOND, None)):
        attach(
            scorecard=world.scorecard,
            criterion=world.criterion,
            indicator=indicator,
            files=[upload(photo, name)],
            mandate=world.mandate(),
            by=world.people["sponsor"],
        )
    client.force_login(world.people["sponsor"])
    return Evidence.objects.last()


def test_its_pages_show_its_own_name(world, second, client):
    place = reverse("criteria:criterion_evidence", args=[world.scorecard.pk, 8])
    for where in (place, reverse("criteria:evidence_detail", args=[second.pk])):
        text = client.get(where).content.decode()
        assert SECOND in text
        assert FIRST not in text
        assert reverse("criteria:evidence_file", args=[second.pk]) in text


@pytest.mark.parametrize("name", ["criteria:evidence_file", "evidence-file"])
def test_its_file_is_saved_under_its_own_name(second, client, name):
    page = client.get(reverse(name, args=[second.pk]))
    assert page.status_code == 200
    assert "hai.jpg" in page["Content-Disposition"]
    assert b"".join(page.streaming_content)[:2] == b"\xff\xd8"


def test_the_file_is_for_those_who_see_the_scorecard(world, second, client):
    where = reverse("criteria:evidence_file", args=[second.pk])
    client.force_login(world.people["stranger"])
    assert client.get(where).status_code == 404


def test_a_file_that_has_gone_is_told(second, client):
    second.file.content.storage.delete(second.file.content.name)
    assert client.get(reverse("criteria:evidence_file", args=[second.pk])).status_code == 404


def test_the_api_tells_its_own_name(second, client):
    told = client.get(reverse("evidence-detail", args=[second.pk])).json()
    assert told["name"] == SECOND


def test_evidence_given_before_is_named_after_its_file(world):
    row = EvidenceFactory(scorecard=world.scorecard, file__name="cũ.pdf", name="")
    migration = import_module("criteria.migrations.0006_evidence_has_a_name")
    migration.name_after_files(apps, None)
    assert Evidence.objects.get(pk=row.pk).name == "cũ.pdf"
