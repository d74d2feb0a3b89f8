"""Files as they were given: kept once, under the hash of their bytes."""

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction

from accounts.models import User
from documents.models import StoredFile
from documents.models.file import place_of
from documents.services.content import KINDS, Content, identify, refuse_size

NAME_LENGTH = 255
INCOMING = "incoming"  # beside the files, so that a finished one is moved in one step
logger = structlog.get_logger("ntm.files")


def store_file(upload: "File[bytes]", *, by: User | None) -> StoredFile:
    """Keep the bytes of an upload, unchanged; the same bytes give the row that is there already.

    Refusals: `empty`, `too_big`, a code of `content.REASONS` for what the file is, and `not_kept` when
    the disk does not take it. The file lies in its place, whole, before its row is written; a row that
    cannot be written leaves a file which `clean_files` takes away.
    """
    refuse_size(upload.size)
    try:
        with _written(upload) as (path, digest):
            known = StoredFile.objects.filter(sha256=digest).first()
            if known is not None and known.content.storage.exists(known.content.name):
                return known
            found = identify(path)
            name = clean_name(upload.name or "", found)
            return _kept(path, digest, name, found, by)
    except OSError as error:
        logger.exception("file not kept", error=str(error))
        raise ValidationError(
            "Máy chủ chưa ghi được tệp (có thể hết chỗ lưu). Tệp chưa được nhận; "
            "hãy thử lại sau và báo quản trị hệ thống.",
            code="not_kept",
        ) from error


def clean_name(given: str, found: Content) -> str:
    """The name as given, without a path and without what cannot be seen; its ending fits its content."""
    name = PurePosixPath(unicodedata.normalize("NFC", given).replace("\\", "/")).name
    name = "".join(one for one in name if unicodedata.category(one)[0] != "C")
    name = " ".join(name.split()).rstrip(". ")
    ending = next((one for one in found.kind.endings if name.lower().endswith(one)), "")
    stem = name[: len(name) - len(ending)] if ending else name
    ending = name[len(stem) :] or found.kind.endings[0]
    return (stem[: NAME_LENGTH - len(ending)].strip(". ") or "tệp") + ending


def name_of(given: str, stored: StoredFile) -> str:
    """Another name under which the same bytes were given, as `clean_name` keeps it."""
    kind = KINDS.get(stored.media_type)
    return clean_name(given, Content(kind, stored.pages)) if kind else stored.name


@contextmanager
def _written(upload: "File[bytes]") -> Iterator[tuple[Path, str]]:
    """The upload in a file of its own that goes when this ends, with the hash of its bytes."""
    folder = Path(settings.MEDIA_ROOT) / INCOMING
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    path, digest, size = Path(name), hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as file:
            upload.seek(0)
            for chunk in upload.chunks():
                size += len(chunk)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        refuse_size(size)
        yield path, digest.hexdigest()
    finally:
        path.unlink(missing_ok=True)


class _Moved(File):  # type: ignore[type-arg]
    """Tells Django's storage that the file may be moved into its place, in one step."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def _kept(path: Path, digest: str, name: str, found: Content, by: User | None) -> StoredFile:
    stored = StoredFile(
        sha256=digest,
        name=name,
        media_type=found.kind.media_type,
        size=path.stat().st_size,
        pages=found.pages,
        by=by,
    )
    storage = stored.content.storage
    with path.open("rb") as file:
        stored.content.name = storage.save(place_of(stored, name), _Moved(file, str(path)))
    try:
        with transaction.atomic():
            stored.save()
    except IntegrityError:  # the same bytes came at the same moment, or their file had gone
        return StoredFile.objects.get(sha256=digest)
    return stored
