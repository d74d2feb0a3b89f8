"""Files behind progress, support and steps of difficulties."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Activity
from documents.models import StoredFile
from plans.models import Attachment
from plans.services import attachments as services
from plans.services.attachments import attach, detach
from tests.documents import files
from tests.documents.files import upload
from tests.factories import (
    AttachmentFactory,
    MembershipFactory,
    SupportActionFactory,
    TaskProgressFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def user():
    return MembershipFactory().user


def test_files_stand_behind_the_thing_under_the_names_given(user):
    action = SupportActionFactory()

    attach(
        [upload(files.pdf(), "Biên bản.pdf"), upload(files.photo(), "anh.jpg")],
        by=user,
        action=action,
    )

    assert [(one.name, one.by) for one in action.attachments.all()] == [
        ("Biên bản.pdf", user),
        ("anh.jpg", user),
    ]
    line = Activity.objects.get(verb="attached files")
    assert line.subject == f"plans.supportaction:{action.pk}"
    assert line.details == {"files": ["Biên bản.pdf", "anh.jpg"]}


def test_the_trail_of_progress_names_its_task(user):
    progress = TaskProgressFactory()
    attach([upload(files.pdf(), "a.pdf")], by=user, progress=progress)
    assert Activity.objects.get().subject == f"plans.task:{progress.task_id}"


def test_no_file_is_nothing(user):
    assert attach([], by=user, action=SupportActionFactory()) == []
    assert not Activity.objects.exists()


def test_one_bad_file_keeps_all_out(user):
    given = [upload(files.pdf(), "tot.pdf"), upload(b"MZ what", "xau.exe")]
    with pytest.raises(ValidationError) as refused:
        attach(given, by=user, action=SupportActionFactory())
    assert "«xau.exe»" in refused.value.messages[0]
    assert "Chưa tệp nào được nộp." in refused.value.messages
    assert not Attachment.objects.exists()


def test_the_same_bytes_stand_once(user):
    action = SupportActionFactory()
    attach([upload(files.pdf(), "mot.pdf")], by=user, action=action)
    with pytest.raises(ValidationError) as refused:
        attach([upload(files.pdf(), "hai.pdf")], by=user, action=action)
    assert (refused.value.code, "mot.pdf" in refused.value.messages[0]) == ("twice", True)
    attach([upload(files.pdf(), "hai.pdf")], by=user, action=SupportActionFactory())
    assert (Attachment.objects.count(), StoredFile.objects.count()) == (2, 1)


def test_one_thing_carries_so_many_files_and_no_more(user, monkeypatch):
    monkeypatch.setattr(services, "MOST_FILES", 2)
    action = AttachmentFactory().action
    attach([upload(files.pdf(), "hai.pdf")], by=user, action=action)
    with pytest.raises(ValidationError) as refused:
        attach([upload(files.pdf(2), "ba.pdf")], by=user, action=action)
    assert refused.value.code == "too_many"


def test_the_database_wants_exactly_one_thing(user):
    file = AttachmentFactory().file
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.create(file=file, name="x", by=user)
    both = {"action": SupportActionFactory(), "progress": TaskProgressFactory()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.create(file=file, name="x", by=user, **both)


def test_a_file_is_taken_away_with_a_reason_and_the_trail_keeps_its_name(user):
    attachment = AttachmentFactory(name="nham.pdf")
    with pytest.raises(ValidationError) as refused:
        detach(attachment, reason=" ", by=user)
    assert refused.value.code == "reason"
    detach(attachment, reason="Nhầm xã", by=user)
    assert not Attachment.objects.exists()
    assert Activity.objects.get().details == {"file": "nham.pdf", "reason": "Nhầm xã"}


def test_files_of_what_was_told_stay(user):
    attachment = AttachmentFactory(action=None, progress=TaskProgressFactory())
    with pytest.raises(ValidationError) as refused:
        detach(attachment, reason="Nhầm", by=user)
    assert refused.value.code == "told"


def test_every_member_opens_the_file_and_a_stranger_does_not(client, user):
    attachment = AttachmentFactory(name="Ảnh khởi công.pdf")
    client.force_login(user)
    response = client.get(f"/tep-kem-theo/{attachment.pk}/")
    assert b"".join(response.streaming_content) == attachment.file.content.open().read()
    assert "kh%E1%BB%9Fi" in response.headers["Content-Disposition"]
    assert list(StoredFile.objects.visible_to(user)) == [attachment.file]

    stranger = UserFactory()
    client.force_login(stranger)
    assert client.get(f"/tep-kem-theo/{attachment.pk}/").status_code == 404
    assert not StoredFile.objects.visible_to(stranger).exists()


def test_a_file_lost_from_the_disk_is_said_so(client, user):
    attachment = AttachmentFactory()
    attachment.file.content.delete(save=False)
    client.force_login(user)
    assert client.get(f"/tep-kem-theo/{attachment.pk}/").status_code == 404
