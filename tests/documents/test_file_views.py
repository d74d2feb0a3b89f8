"""Files go out as they came in, to who may see them, and can do nothing in the reader's window."""

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.urls import reverse
from PIL import Image

from documents.models import StoredFile
from documents.services import clean_files, content, preview_of, store_file, wrong_files
from documents.services.upkeep import REST
from tests.documents import files
from tests.documents.files import upload
from tests.factories import EvidenceFactory, MembershipFactory, StoredFileFactory


@pytest.fixture(autouse=True)
def media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PREVIEWS_ROOT = tmp_path / "previews"
    return settings.MEDIA_ROOT


def kept(data, name="tep.pdf", by=None):
    return store_file(upload(data, name), by=by)


def url_of(stored, name="file"):
    return reverse(f"documents:{name}", args=[stored.pk])


def body(answer):
    return b"".join(answer.streaming_content)


def test_the_giver_and_the_office_see_a_file_nothing_rests_on(client, media):
    giver = MembershipFactory().user
    url = url_of(kept(files.pdf(), by=giver))
    for person, status in ((giver, 200), (MembershipFactory().user, 404)):
        client.force_login(person)
        assert client.get(url).status_code == status


def test_a_giver_who_serves_nowhere_any_more_sees_nothing(client, stranger):
    assert client.get(url_of(kept(files.pdf(), by=stranger))).status_code == 404


def test_the_office_sees_every_file(client, office):
    assert client.get(url_of(kept(files.pdf()))).status_code == 200


@pytest.mark.parametrize(
    ("data", "name", "way"),
    [
        (files.pdf(), "a.pdf", "inline"),
        (files.photo(), "a.jpg", "inline"),
        (files.docx(), "a.docx", "attachment"),
        (files.xls(), "a.xls", "attachment"),
    ],
)
def test_the_very_bytes_go_out_with_their_hash_and_type(client, office, data, name, way):
    stored = kept(data, name)
    answer = client.get(url_of(stored))
    assert hashlib.sha256(body(answer)).hexdigest() == stored.sha256
    assert answer["Content-Type"] == stored.media_type
    assert answer["Content-Disposition"] == f'{way}; filename="{name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-cache"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert ("sandbox" in answer["Content-Security-Policy"]) is (name != "a.pdf")
    assert "script-src" not in answer["Content-Security-Policy"]


def test_a_vietnamese_name_goes_out_as_the_standard_wants(client, office):
    answer = client.get(url_of(kept(files.pdf(), "Biên bản.pdf")))
    expected = "inline; filename*=utf-8''Bi%C3%AAn%20b%E1%BA%A3n.pdf"
    assert answer["Content-Disposition"] == expected


def test_head_says_the_same_and_sends_nothing(client, office):
    answer = client.head(url_of(kept(files.pdf())))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content == b"" if not answer.streaming else body(answer) == b""


def test_what_the_reader_has_is_not_sent_again_but_asked_for(client, office):
    stored = kept(files.pdf())
    tag = client.get(url_of(stored))["ETag"]
    assert client.get(url_of(stored), headers={"If-None-Match": tag}).status_code == 304
    client.force_login(MembershipFactory().user)
    assert client.get(url_of(stored), headers={"If-None-Match": tag}).status_code == 404


def test_a_file_gone_from_the_disk_is_not_found(client, office):
    stored = kept(files.pdf())
    stored.content.storage.delete(stored.content.name)
    assert client.get(url_of(stored)).status_code == 404


def test_no_address_leads_into_the_media_folder(client, office, media):
    stored = kept(files.pdf())
    name = stored.content.name
    for path in (
        f"/media/{name}",
        f"/{name}",
        f"/static/../media/{name}",
        f"/tep/{stored.sha256}/",
    ):
        assert client.get(path).status_code == 404
    for folder in (configured.STATIC_ROOT, *configured.STATICFILES_DIRS):
        assert Path(folder).resolve() not in (configured.VAR_DIR / "media").resolve().parents
    assert not getattr(configured, "WHITENOISE_ROOT", None)


def test_a_photo_is_drawn_upright_without_its_place(client, office):
    stored = kept(files.photo((640, 320)), "anh.jpg")
    answer = client.get(url_of(stored, "file_preview"))
    drawn = Image.open(io.BytesIO(body(answer)))
    assert (drawn.format, drawn.size) == ("JPEG", (160, 320))
    assert dict(drawn.getexif()) == {}
    with stored.content.open() as original:
        assert files.EXIF_GPS in Image.open(original).getexif()


@pytest.mark.parametrize(
    "data", [files.pdf(), files.picture("PNG"), files.picture("TIFF"), files.picture("WEBP")]
)
def test_previews_are_made_once_and_kept(data, monkeypatch):
    stored = kept(data)
    place = preview_of(stored, "lon")
    assert Image.open(place).format == "JPEG"
    monkeypatch.setattr("documents.services.previews.inspect", None)
    assert preview_of(stored, "lon") == place


def test_a_page_wider_than_high_fits_its_side():
    assert Image.open(preview_of(kept(files.pdf()))).size == (320, 160)


def test_no_preview_is_a_drawing_and_never_an_error(client, office, monkeypatch):
    answer = client.get(url_of(kept(files.docx(), "a.docx"), "file_preview"))
    assert (answer.status_code, answer.url) == (302, "/static/img/file.svg")
    monkeypatch.setattr(content, "PATIENCE", 0.001)
    slow = StoredFileFactory()
    assert client.get(url_of(slow, "file_preview")).status_code == 302
    assert preview_of(slow) is None


def test_a_size_that_is_not_known_is_not_found(client, office):
    stored = kept(files.pdf())
    assert client.get(url_of(stored, "file_preview"), {"co": "../x"}).status_code == 404


def lying(media):
    return sorted(path.name for path in Path(media).rglob("*") if path.is_file())


def test_check_files_finds_what_was_lost_or_changed(media, capsys):
    good, lost, changed = (kept(files.pdf(mark=mark)) for mark in "abc")
    call_command("check_files")
    assert "đã kiểm tra 3 tệp, 0 tệp mất hoặc sai." in capsys.readouterr().out
    Path(lost.content.path).unlink()
    Path(changed.content.path).write_bytes(files.pdf(mark="x"))
    assert list(wrong_files()) == [(lost, "mất"), (changed, "sai")]
    with pytest.raises(SystemExit) as end:
        call_command("check_files")
    assert end.value.code == 1
    assert good.sha256 not in capsys.readouterr().out


def test_clean_files_takes_what_nobody_needs_and_only_that(media, time_machine):
    used = kept(files.pdf(mark="a"))
    orphan = media / "files" / "ab" / ("ab" + "0" * 62)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"x")
    half = media / "incoming" / "tmpabc"
    half.write_bytes(b"x")
    now = StoredFile.objects.get().recorded_at
    assert clean_files().orphans == []
    time_machine.move_to(now + REST * 2)
    told = clean_files(dry_run=True)
    assert (told.orphans, told.half, told.unused) == ([orphan.name], ["tmpabc"], [str(used)])
    assert lying(media) == sorted([orphan.name, "tmpabc", used.sha256])
    assert StoredFile.objects.exists()


def test_clean_files_keeps_what_something_rests_on(
    media, time_machine, django_capture_on_commit_callbacks
):
    used = EvidenceFactory().file
    unused = kept(files.pdf())
    preview = preview_of(unused)
    time_machine.move_to(unused.recorded_at + REST * 2)
    with django_capture_on_commit_callbacks(execute=True):
        cleaned = clean_files()
    assert cleaned.unused == [str(unused)]
    assert list(StoredFile.objects.all()) == [used]
    assert lying(media) == [used.sha256]
    assert not preview.exists()


def test_clean_files_says_what_it_does(media, capsys):
    call_command("clean_files", "--dry-run")
    assert "sẽ xóa: 0 tệp mồ côi" in capsys.readouterr().out


def test_the_inspector_knows_nothing_of_the_portal():
    path = Path(content.INSPECTOR)
    code = f"import sys, runpy; runpy.run_path({str(path)!r}); print('django' in sys.modules)"
    said = subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "False"
