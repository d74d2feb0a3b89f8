"""What a file is, told by its bytes and never by its name; what may not come in, and why."""

import errno
import json
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError

from documents.services.compound import (
    SIGNATURE,
    Compound,
    NotSoundError,
    excel_needs_password,
    word_needs_password,
)
from documents.words import megabytes

INSPECTOR = Path(__file__).with_name("inspector.py")
PATIENCE = 30  # seconds for one file
HEAD = 2048  # bytes that tell the kind
WELCOME = "PDF, ảnh JPEG, PNG, WebP, bản quét TIFF, Word (DOC, DOCX), Excel (XLS, XLSX), ODT, ODS"

ZIP_ENTRIES, ZIP_UNFOLDED = 5_000, 400 * 1024 * 1024
PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that may come in; `reader`: by which of the inspector's readers it is tried."""

    media_type: str
    endings: tuple[str, ...]
    reader: str = ""

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


OPEN_XML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
PDF = Kind("application/pdf", (".pdf",), "PDF")
JPEG = Kind("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), "JPEG")
PNG = Kind("image/png", (".png",), "PNG")
WEBP = Kind("image/webp", (".webp",), "WEBP")
TIFF = Kind("image/tiff", (".tif", ".tiff"), "TIFF")
DOCX = Kind(f"{OPEN_XML}.wordprocessingml.document", (".docx",))
XLSX = Kind(f"{OPEN_XML}.spreadsheetml.sheet", (".xlsx",))
ODT = Kind(f"{ODF}.text", (".odt",))
ODS = Kind(f"{ODF}.spreadsheet", (".ods",))
DOC = Kind("application/msword", (".doc",))
XLS = Kind("application/vnd.ms-excel", (".xls",))
KINDS = {
    one.media_type: one for one in (PDF, JPEG, PNG, WEBP, TIFF, DOCX, XLSX, ODT, ODS, DOC, XLS)
}


@dataclass(frozen=True, slots=True)
class Content:
    """What was found: the kind, and how many pages where that can be told."""

    kind: Kind
    pages: int | None = None


REASONS = {
    "empty": "Tệp rỗng (0 byte). Hãy kiểm tra lại tệp rồi gửi lại.",
    "program": "Đây là tệp chương trình hoặc kịch bản, không nhận được. Hãy gửi " + WELCOME + ".",
    "markup": "Đây là trang web hoặc hình vẽ SVG, không nhận được. Hãy in ra PDF rồi gửi lại.",
    "macros": "Tệp có chứa macro, không nhận được. Hãy lưu lại dạng không macro (DOCX, XLSX) hoặc PDF.",
    "encrypted": "Tệp có mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi gửi lại.",
    "damaged": "Tệp hỏng hoặc chưa tải đủ, không đọc được. Hãy mở thử, lưu lại rồi gửi lại.",
    "bomb": "Ảnh quá nhiều điểm ảnh. Hãy chụp hoặc quét lại ở mức 300 dpi.",
    "archive": "Đây là tệp nén. Hãy giải nén rồi gửi từng tệp bên trong.",
    "heic": "Ảnh HEIC chưa xem được trên hệ thống. Hãy lưu ảnh thành JPEG rồi gửi lại.",
    "kind": "Hệ thống không nhận loại tệp này. Hãy gửi " + WELCOME + ".",
}


def refuse(code: str) -> ValidationError:
    return ValidationError(REASONS[code], code=code)


def refuse_size(size: int) -> None:
    """Refusals: `empty`, `too_big`."""
    if not size:
        raise refuse("empty")
    if size > settings.FILE_MAX_BYTES:
        raise ValidationError(
            f"Tệp {megabytes(size)} lớn hơn mức {megabytes(settings.FILE_MAX_BYTES)}. "
            "Hãy nén ảnh hoặc tách tệp.",
            code="too_big",
        )


def identify(path: Path) -> Content:
    """The kind of a file by its bytes. Raises ValidationError with a code of `REASONS`."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        refuse_harmful(head)
        kind = _by_signature(head) or _in_container(file, head)
    if not kind.reader:
        return Content(kind)
    answer = inspect("look", kind, path)
    if "refused" in answer:
        raise refuse(answer["refused"])
    pages = answer["pages"] if kind in {PDF, TIFF} else None
    return Content(kind, pages)


def refuse_harmful(head: bytes) -> None:
    """Programs, scripts, web pages and drawings with scripts, and archives of other kinds."""
    if not head:
        raise refuse("empty")
    if head.startswith(PROGRAMS):
        raise refuse("program")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\x00 \t\r\n").lower()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[2:].replace(b"\x00", b"").lstrip().lower()
    if text.startswith(b"<"):
        raise refuse("markup")
    if text.startswith((b"@echo", b"<?php", b"rem ")):
        raise refuse("program")
    if head.startswith((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        raise refuse("archive")
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        raise refuse("heic")


def inspect(task: str, kind: Kind, path: Path, *more: str) -> dict[str, Any]:
    """Ask the inspector, a process of its own. One that crashes or takes too long says «damaged»."""
    words = [task, kind.reader, str(path), str(settings.FILE_MAX_PIXELS), *more]
    try:
        answer = subprocess.run(  # noqa: S603 -- our own program, on a file whose name we chose
            [sys.executable, "-I", str(INSPECTOR), *words],
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
        found: dict[str, Any] = json.loads(answer.stdout)
    except (subprocess.SubprocessError, ValueError):
        return {"refused": "damaged"}
    return found


def _by_signature(head: bytes) -> Kind | None:
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    signatures = (
        (b"\xff\xd8\xff", JPEG),
        (b"\x89PNG\r\n\x1a\n", PNG),
        (b"II*\x00", TIFF),
        (b"MM\x00*", TIFF),
    )
    return next((kind for start, kind in signatures if head.startswith(start)), None)


def _in_container(file: BinaryIO, head: bytes) -> Kind:
    if head.startswith(b"PK"):
        return _in_zip(file)
    if head.startswith(SIGNATURE):
        return _in_compound(file)
    raise refuse("kind")


def _in_zip(file: BinaryIO) -> Kind:
    """Office files are archives with known names inside; every part is unfolded once."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            unfolded = sum(part.file_size for part in parts)
            if any(part.flag_bits & 1 for part in parts):
                raise refuse("encrypted")
            if len(parts) > ZIP_ENTRIES or unfolded > ZIP_UNFOLDED:
                raise refuse("damaged")
            names = {part.filename for part in parts}
            _refuse_macros(names)
            if archive.testzip() is not None:
                raise refuse("damaged")
            return _open_document(archive, names) or _open_xml(archive, names)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
        raise refuse("damaged") from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # the disk's fault, not the file's: the caller says so
            raise
        raise refuse("damaged") from None  # a place outside the file


def _refuse_macros(names: set[str]) -> None:
    for name in names:
        low = name.lower()
        if low.endswith(("vbaproject.bin", "vbadata.xml")) or low.startswith(
            ("basic/", "scripts/")
        ):
            raise refuse("macros")


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> Kind | None:
    """ODT and ODS say what they are in a part named «mimetype»."""
    if "mimetype" not in names:
        return None
    said = archive.read("mimetype").decode("ascii", "replace").strip()
    kind = KINDS.get(said)
    if kind not in {ODT, ODS} or "content.xml" not in names:
        raise refuse("kind")
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in archive.read(manifest):
        raise refuse("encrypted")
    return kind


def _open_xml(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    if "[Content_Types].xml" not in names:
        raise refuse("archive")
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise refuse("macros")
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    raise refuse("kind")


def _in_compound(file: BinaryIO) -> Kind:
    """Word and Excel of before 2007, and today's with a password, which are wrapped in the same."""
    try:
        compound = Compound(file)
        names = set(compound.streams)
        if names & {"EncryptedPackage", "EncryptionInfo"}:
            raise refuse("encrypted")
        if names & {"VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR"}:
            raise refuse("macros")
        if "WordDocument" in names:
            if word_needs_password(compound.read("WordDocument")):
                raise refuse("encrypted")
            return DOC
        book = next((name for name in ("Workbook", "Book") if name in names), None)
        if book is None:
            raise refuse("kind")
        if excel_needs_password(compound.read(book)):
            raise refuse("encrypted")
    except NotSoundError:
        raise refuse("damaged") from None
    return XLS
