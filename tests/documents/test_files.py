"""Files come in by what they are, whole or not at all, and lie once under their hash."""

import hashlib
import struct
import threading
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError, connection

from documents.models import StoredFile
from documents.services import content, store_file
from documents.services import files as storing
from documents.services.files import clean_name
from documents.words import megabytes
from tests.documents import files
from tests.documents.files import upload
from tests.factories import StoredFileFactory, UserFactory


@pytest.fixture(autouse=True)
def media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PREVIEWS_ROOT = tmp_path / "previews"
    return settings.MEDIA_ROOT


def lying(media):
    return [path for path in Path(media).rglob("*") if path.is_file()]


def refused(data, name="tep.pdf"):
    with pytest.raises(ValidationError) as refusal:
        store_file(upload(data, name), by=None)
    return refusal.value


WELCOME = {
    "anh.jpg": (files.photo(), "image/jpeg"),
    "anh.png": (files.picture("PNG"), "image/png"),
    "anh.webp": (files.picture("WEBP"), "image/webp"),
    "quet.tif": (files.picture("TIFF"), "image/tiff"),
    "bien-ban.pdf": (files.pdf(3), "application/pdf"),
    "bien-ban.docx": (files.docx(), content.DOCX.media_type),
    "bang.xlsx": (files.xlsx(), content.XLSX.media_type),
    "bien-ban.odt": (files.odf(), content.ODT.media_type),
    "bang.ods": (files.odf("spreadsheet"), content.ODS.media_type),
    "cu.doc": (files.doc(), "application/msword"),
    "cu.xls": (files.xls(), "application/vnd.ms-excel"),
}


@pytest.mark.parametrize("name", WELCOME)
def test_what_comes_in_is_kept_to_the_byte_under_its_hash(name, media):
    data, media_type = WELCOME[name]
    by = UserFactory()
    stored = store_file(upload(data, name, "text/html"), by=by)
    digest = hashlib.sha256(data).hexdigest()
    place = media / "files" / digest[:2] / digest
    assert (stored.sha256, stored.name, stored.media_type) == (digest, name, media_type)
    assert (stored.size, stored.by) == (len(data), by)
    assert lying(media) == [place]
    assert place.read_bytes() == data


def test_pages_of_a_pdf_are_counted():
    assert store_file(upload(files.pdf(3)), by=None).pages == 3
    assert store_file(upload(files.photo()), by=None).pages is None


OLD_PASSWORD = struct.pack("<HH", 0x002F, 6) + b"\x00" * 6
REFUSED = {
    "empty": [b""],
    "program": [b"MZ\x90\x00" + b"\x00" * 100, b"#!/bin/sh\nrm -rf /", b"\x7fELF" + b"\x00" * 60,
                b"@echo off\r\ndel *.*"],
    "markup": [b"<!DOCTYPE html><script>alert(1)</script>", b'\xef\xbb\xbf <svg onload="x()"/>',
               b'<?xml version="1.0"?><svg/>', "<html>".encode("utf-16")],
    "damaged": [files.photo()[:-400], files.picture("PNG")[:-30], files.pdf()[:60],
                files.docx()[:-30], files.doc()[:600], files.picture("TIFF")[:200],
                files.picture("WEBP", size=(300, 300))[:60]],
    "encrypted": [files.pdf(locked_with="bi-mat"), files.locked(files.docx()),
                  files.odf(manifest="<manifest:encryption-data/>"), files.doc(0x0100),
                  files.xls(OLD_PASSWORD), files.compound({"EncryptedPackage": b""})],
    "macros": [files.docx(**{"word/vbaProject.bin": "x"}),
               files.docx(**{"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled"}),
               files.compound({"WordDocument": b"", "VBA": b""})],
    "archive": [files.archive({"a.txt": "a"}), b"Rar!\x1a\x07" + b"\x00" * 50,
                b"7z\xbc\xaf\x27\x1c"],
    "heic": [b"\x00\x00\x00\x18ftypheic" + b"\x00" * 60],
    "kind": [b"hello, world", b"GIF89a" + b"\x00" * 50, files.compound({"Other": b""}),
             files.archive({"[Content_Types].xml": "", "ppt/presentation.xml": ""}),
             files.odf("presentation")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "data"), [(code, data) for code, many in REFUSED.items() for data in many]
)
def test_what_may_not_come_in_is_refused_with_words_and_leaves_nothing(code, data, media):
    refusal = refused(data)
    assert (refusal.code, refusal.messages) == (code, [content.REASONS[code]])
    assert lying(media) == []
    assert not StoredFile.objects.exists()


def test_a_zip_with_a_password_is_refused():
    assert refused(files.locked(files.archive({"a.txt": "a"}))).code == "encrypted"


def test_an_archive_that_unfolds_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(content, "ZIP_UNFOLDED", 1000)
    assert refused(files.docx(**{"word/media.bin": "0" * 2000})).code == "damaged"


def test_a_picture_of_too_many_pixels_is_refused(settings):
    settings.FILE_MAX_PIXELS = 1000
    for kind in ("JPEG", "PNG", "TIFF"):
        assert refused(files.picture(kind)).code == "bomb"


@pytest.mark.parametrize(("number", "code"), [(22, "damaged"), (5, "not_kept")])
def test_a_disk_that_cannot_read_is_not_taken_for_a_damaged_file(monkeypatch, number, code):
    def broken(*_):
        raise OSError(number, "as the system says")

    monkeypatch.setattr("zipfile.ZipFile.testzip", broken)
    assert refused(files.docx()).code == code


def test_a_reader_that_hangs_says_damaged(monkeypatch):
    monkeypatch.setattr(content, "PATIENCE", 0.001)
    assert refused(files.pdf()).code == "damaged"


def test_a_file_over_the_limit_is_refused_with_its_size(settings):
    settings.FILE_MAX_BYTES = 2 * 1024 * 1024
    refusal = refused(b"%PDF-" + b"0" * 2_621_440)
    assert refusal.code == "too_big"
    assert refusal.messages == ["Tệp 2,6 MB lớn hơn mức 2 MB. Hãy nén ảnh hoặc tách tệp."]


def test_sizes_are_rounded_up_so_that_a_limit_is_never_said_to_exceed_itself():
    assert [megabytes(size) for size in (1, 20 * 1024**2, 20 * 1024**2 + 1)] == [
        "0,1 MB",
        "20 MB",
        "20,1 MB",
    ]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("..\\..\\Biên bản.PDF", "Biên bản.PDF"),
        ("/etc/passwd", "passwd.pdf"),
        ("Bie\u0302n ba\u0309n.pdf", "Biên bản.pdf"),
        ("a\u202efdp.exe", "afdp.exe.pdf"),
        ("  hai   dòng\r\n.pdf", "hai dòng.pdf"),
        ("", "tệp.pdf"),
        (".pdf", "tệp.pdf"),
        ("ă" * 300 + ".pdf", "ă" * 251 + ".pdf"),
    ],
)
def test_names_are_kept_as_given_without_what_could_mislead(given, kept):
    assert clean_name(given, content.Content(content.PDF)) == kept


def test_the_same_bytes_are_kept_once(media):
    first = store_file(upload(files.pdf(mark="a"), "mot.pdf"), by=None)
    again = store_file(upload(files.pdf(mark="a"), "hai.pdf"), by=UserFactory())
    assert again == first
    assert (again.name, len(lying(media))) == ("mot.pdf", 1)


def test_a_lost_file_comes_back_when_it_is_given_again(media):
    first = store_file(upload(files.pdf()), by=None)
    lying(media)[0].unlink()
    assert store_file(upload(files.pdf()), by=None) == first
    assert len(lying(media)) == 1


def test_of_two_at_the_same_moment_one_row_stays(media, monkeypatch):
    data = files.pdf()

    def meanwhile(path):
        StoredFileFactory(data=data)
        return content.identify(path)

    monkeypatch.setattr(storing, "identify", meanwhile)
    assert store_file(upload(data), by=None) == StoredFile.objects.get()
    assert len(lying(media)) == 1


def sent(data):
    """SQLite in memory does not let a writer wait for another, as its file does: try again."""
    for _ in range(200):
        try:
            return store_file(upload(data), by=None).pk
        except OperationalError as error:
            if "table is locked" not in f"{error}":
                raise
            time.sleep(0.01)
    raise AssertionError


@pytest.mark.django_db(transaction=True)
def test_many_at_once_with_the_same_bytes_share_a_row(media):
    data, found, broken = files.pdf(mark="chung"), [], []

    def send():
        try:
            found.append(sent(data))
        except Exception as error:  # noqa: BLE001 -- told below
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert broken == []
    assert (len(found), len(set(found)), len(lying(media))) == (4, 1, 1)


def test_a_full_disk_refuses_and_leaves_nothing(media, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "save", full)
    refusal = refused(files.pdf())
    assert refusal.code == "not_kept"
    assert "hết chỗ lưu" in refusal.messages[0]
    assert (lying(media), StoredFile.objects.count()) == ([], 0)


def test_a_disk_that_fills_while_it_is_written_leaves_nothing(media, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space")))
    assert refused(files.pdf()).code == "not_kept"
    assert (lying(media), StoredFile.objects.count()) == ([], 0)


def test_a_row_that_cannot_be_written_never_stands_without_its_file(media, monkeypatch):
    def dies(*_, **__):
        raise RuntimeError("killed")

    monkeypatch.setattr(StoredFile, "save", dies)
    with pytest.raises(RuntimeError):
        store_file(upload(files.pdf()), by=None)
    assert StoredFile.objects.count() == 0
    assert [path.name for path in lying(media)] == [hashlib.sha256(files.pdf()).hexdigest()]
