"""Small pictures of files, made when first looked at. They are a convenience: none is ever a truth."""

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from documents.models import StoredFile
from documents.services.content import KINDS, inspect

SIDES = {"nho": 320, "lon": 1400}  # pixels of the longer side
AT_ONCE = threading.BoundedSemaphore(2)  # a page of thumbnails must not take every core
PATIENCE = 20  # seconds to wait for a turn
logger = structlog.get_logger("ntm.files")


def preview_of(stored: StoredFile, size: str = "nho") -> Path | None:
    """A JPEG of a picture or of a PDF's first page; None where there is none to be had.

    What could not be drawn is remembered by an empty file and not tried again.
    """
    if not KINDS[stored.media_type].reader:
        return None
    place = preview_place(stored, size)
    if not place.exists() and not _drawn(stored, place, SIDES[size]):
        return None
    return place if place.stat().st_size else None


def page_of(stored: StoredFile, number: int) -> Path | None:
    """A PNG of a page of a PDF, from 1; None where there is none to be had."""
    if not stored.is_pdf:
        return None
    place = Path(settings.PREVIEWS_ROOT) / stored.sha256[:2] / f"{stored.sha256}-{number}.png"
    if not place.exists() and not _drawn(stored, place, SIDES["lon"], number):
        return None
    return place if place.stat().st_size else None


def preview_place(stored: StoredFile, size: str) -> Path:
    return Path(settings.PREVIEWS_ROOT) / stored.sha256[:2] / f"{stored.sha256}-{size}.jpg"


def pictures_of(stored: StoredFile) -> list[Path]:
    """Whatever was drawn of a file."""
    folder = Path(settings.PREVIEWS_ROOT) / stored.sha256[:2]
    return sorted(folder.glob(f"{stored.sha256}-*"))


def _drawn(stored: StoredFile, place: Path, side: int, number: int = 1) -> bool:
    """Whether the place is filled now, by a picture or by the word that there is none."""
    if not AT_ONCE.acquire(timeout=PATIENCE):
        return False
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, suffix=f".part{place.suffix}")
        os.close(handle)
        with _on_disk(stored) as path:
            answer = inspect("draw", KINDS[stored.media_type], path, name, str(side), str(number))
        if "refused" in answer:
            Path(name).write_bytes(b"")
            logger.warning("no preview", file=stored.pk, reason=answer["refused"])
        Path(name).replace(place)
    except OSError as error:
        logger.warning("no preview", file=stored.pk, reason=str(error))
        return False
    finally:
        AT_ONCE.release()
    return True


@contextmanager
def _on_disk(stored: StoredFile) -> Iterator[Path]:
    """Where the bytes lie; a copy of them where the storage is not a disk."""
    storage = stored.content.storage
    if isinstance(storage, FileSystemStorage):
        yield Path(storage.path(stored.content.name))
        return
    with tempfile.NamedTemporaryFile() as copy, stored.content.open() as file:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)
