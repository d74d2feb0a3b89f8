"""Files and rows side by side: what is wrong, and what nobody needs."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from documents.models import StoredFile
from documents.models.file import storage_of_files
from documents.services.files import INCOMING
from documents.services.previews import pictures_of

REST = dt.timedelta(hours=24)  # what is younger may still be on its way in
FOLDER = "files"


@dataclass(slots=True)
class Cleaned:
    """What was taken away, or would be."""

    orphans: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    previews: int = 0


def wrong_files() -> Iterator[tuple[StoredFile, str]]:
    """Each row whose bytes are gone («mất») or no longer what was given («sai»)."""
    for stored in StoredFile.objects.order_by("pk").iterator():
        try:
            with stored.content.open() as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            yield stored, "mất"
        else:
            if digest != stored.sha256:
                yield stored, "sai"


def clean_files(*, dry_run: bool = False, rest: dt.timedelta = REST) -> Cleaned:
    """Take away what lies about for longer than `rest`.

    That is: files without a row, halves of uploads that were cut off, rows that nothing rests on, and
    pictures of files that are gone.
    """
    cleaned = Cleaned()
    before = timezone.now() - rest
    _clean_rows(cleaned, before, dry_run=dry_run)
    _clean_orphans(cleaned, before, dry_run=dry_run)
    for path in _lying_in(Path(settings.MEDIA_ROOT) / INCOMING, before):
        cleaned.half.append(path.name)
        if not dry_run:
            path.unlink(missing_ok=True)
    _clean_previews(cleaned, before, dry_run=dry_run)
    return cleaned


def drop_file(stored: StoredFile) -> bool:
    """Take away a row that nothing rests on; its bytes go when the transaction has ended."""
    storage, name = stored.content.storage, stored.content.name
    previews = pictures_of(stored)
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        return False

    def gone() -> None:
        storage.delete(name)
        for path in previews:
            path.unlink(missing_ok=True)

    transaction.on_commit(gone)
    return True


def _clean_rows(cleaned: Cleaned, before: dt.datetime, *, dry_run: bool) -> None:
    for stored in StoredFile.objects.filter(recorded_at__lt=before):
        with transaction.atomic():
            name, dropped = str(stored), drop_file(stored)
            transaction.set_rollback(dry_run)
        if dropped:
            cleaned.unused.append(name)


def _clean_orphans(cleaned: Cleaned, before: dt.datetime, *, dry_run: bool) -> None:
    storage = storage_of_files()
    if not storage.exists(FOLDER):
        return
    for part in storage.listdir(FOLDER)[0]:
        names = storage.listdir(f"{FOLDER}/{part}")[1]
        known = set(StoredFile.objects.filter(sha256__in=names).values_list("sha256", flat=True))
        for digest in sorted(set(names) - known):
            name = f"{FOLDER}/{part}/{digest}"
            if storage.get_modified_time(name) < before:
                cleaned.orphans.append(digest)
                if not dry_run:
                    storage.delete(name)


def _clean_previews(cleaned: Cleaned, before: dt.datetime, *, dry_run: bool) -> None:
    for folder in sorted(Path(settings.PREVIEWS_ROOT).glob("*")):
        paths = list(_lying_in(folder, before))
        digests = {path.name[:64] for path in paths}
        known = set(StoredFile.objects.filter(sha256__in=digests).values_list("sha256", flat=True))
        for path in paths:
            if path.name[:64] not in known:
                cleaned.previews += 1
                if not dry_run:
                    path.unlink(missing_ok=True)


def _lying_in(folder: Path, before: dt.datetime) -> Iterator[Path]:
    for path in sorted(folder.glob("*")):
        if path.is_file() and path.stat().st_mtime < before.timestamp():
            yield path
