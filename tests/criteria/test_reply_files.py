"""Files behind a reply: given with it as evidence, or the whole reply is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Activity
from criteria.choices import Stage, Status
from criteria.models import Evidence, Reply
from criteria.permissions import mandates
from criteria.services.replies import reply
from documents.models import StoredFile
from tests.documents import files
from tests.documents.files import upload
from tests.factories import StatusEntryFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PREVIEWS_ROOT = tmp_path / "previews"


@pytest.fixture
def commune(world, client):
    client.force_login(world.people["commune"])
    return world.people["commune"]


def answer(world, word, *given, **more):
    own = mandates(world.people["commune"], world.scorecard).general[0]
    said = {"agrees": False, "note": "Thôn 3 đã có loa"} | more
    return reply(word=word, files=given, mandate=own, by=world.people["commune"], **said)


def test_files_stand_behind_the_reply_and_the_value_it_is_about(world, value):
    found = answer(world, value, upload(files.photo(), "loa.jpg"), upload(files.pdf(1), "bb.pdf"))
    rows = list(Evidence.objects.all())
    assert [one.file.name for one in rows] == ["loa.jpg", "bb.pdf"]
    for one in rows:
        assert (one.reply, one.indicator, one.measurement) == (found, world.indicator, value)
        assert (one.note, one.agency) == ("Thôn 3 đã có loa", found.agency)
    assert set(Activity.objects.values_list("verb", flat=True)) >= {
        "attached evidence",
        "contested word",
    }


def test_files_of_a_reply_to_a_status_stand_behind_the_criterion(world):
    word = StatusEntryFactory(
        scorecard=world.scorecard,
        criterion=world.criterion,
        stage=Stage.REVIEWED,
        agency=world.sponsor,
        status=Status.NOT_MET,
    )
    found = answer(world, word, upload(files.photo(), "loa.jpg"))
    one = Evidence.objects.get()
    assert (one.reply, one.criterion, one.indicator) == (found, world.criterion, None)


def test_a_file_that_cannot_come_in_refuses_the_reply(world, value):
    with pytest.raises(ValidationError, match=r"«la\.exe»"):
        answer(world, value, upload(files.photo(), "loa.jpg"), upload(b"MZ\x00\x01", "la.exe"))
    assert not Reply.objects.exists()
    assert not Evidence.objects.exists()


def test_a_long_reason_is_cut_for_its_evidence_alone(world, value):
    found = answer(world, value, upload(files.photo(), "loa.jpg"), note="a" * 1000)
    assert (len(found.note), len(Evidence.objects.get().note)) == (1000, 500)


def url(value):
    return reverse("criteria:reply_to_value", args=[value.pk])


@pytest.mark.parametrize("headers", [HTMX, None])
def test_the_form_takes_files_with_and_without_scripts(world, commune, value, client, headers):
    text = client.get(url(value), headers=headers).content.decode()
    assert 'enctype="multipart/form-data"' in text
    sent = {"answer": "khong", "note": "Đã có", "files": [upload(files.photo(), "loa.jpg")]}
    page = client.post(url(value), sent, headers=headers)
    assert page.status_code == (200 if headers else 302)
    assert Evidence.objects.get().reply == Reply.objects.get()


def test_a_refused_file_is_named_and_what_was_typed_stays(world, commune, value, client):
    sent = {"answer": "khong", "note": "Đã có loa", "files": [upload(b"MZ\x00\x01", "la.exe")]}
    page = client.post(url(value), sent)
    text = page.content.decode()
    assert (page.status_code, Reply.objects.count()) == (409, 0)
    assert "«la.exe»" in text
    assert "Đã có loa</textarea>" in text


def test_the_files_are_seen_with_the_reply_and_with_the_indicator(world, commune, value, client):
    answer(world, value, upload(files.photo(), "loa.jpg"))
    client.force_login(world.people["responsible"])
    beside = reverse("criteria:evidence_list", args=[world.scorecard.pk, world.indicator.pk])
    assert "loa.jpg" in client.get(beside).content.decode()
    client.force_login(commune)
    where = reverse("criteria:evidence_detail", args=[Evidence.objects.get().pk])
    assert where in client.get(url(value)).content.decode()


def test_others_give_no_file_with_a_reply(world, value, client):
    client.force_login(world.people["sponsor"])
    sent = {"answer": "khong", "note": "Đã có", "files": [upload(files.photo(), "loa.jpg")]}
    assert client.post(url(value), sent).status_code == 403
    assert not StoredFile.objects.exists()
