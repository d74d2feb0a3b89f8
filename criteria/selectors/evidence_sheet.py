"""Evidence to take away: a list, and a ZIP of the files with that list, sent as it is made."""

import io
import zipfile
from collections.abc import Iterable, Iterator

from django.utils import timezone

from communes.exports import to_xlsx
from criteria.models import Evidence
from criteria.selectors.evidence import code_of

COLUMNS = [
    "Tiêu chí, chỉ tiêu",
    "Tên tệp",
    "Trang",
    "Trích",
    "Ghi chú",
    "Dung lượng (byte)",
    "Số trang",
    "Cơ quan nộp",
    "Người nộp",
    "Nộp lúc",
    "SHA-256",
]
LIST = "danh-sach.xlsx"


def sheet_rows(rows: Iterable[Evidence]) -> list[tuple[object, ...]]:
    return [
        (
            code_of(one),
            one.name,
            one.page,
            one.quote,
            one.note,
            one.file.size,
            one.file.pages if one.file.pages is not None else "",
            str(one.agency),
            str(one.by),
            f"{timezone.localtime(one.recorded_at):%H:%M %d/%m/%Y}",
            one.file.sha256,
        )
        for one in rows
    ]


class _Passing(io.RawIOBase):
    """Where a ZIP is written to that is read at once: it keeps only what was not yet sent."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self.waiting += data
        return len(data)

    def taken(self) -> bytes:
        taken = bytes(self.waiting)
        self.waiting.clear()
        return taken


def zipped(rows: list[Evidence]) -> Iterator[bytes]:
    """«8.1 – tên tệp» for each, and the list. A file that is gone from the disk is left out."""
    passing, names = _Passing(), set[str]()
    with zipfile.ZipFile(passing, "w") as archive:
        archive.writestr(LIST, to_xlsx("Minh chứng", COLUMNS, sheet_rows(rows)))
        for one in rows:
            try:
                file = one.file.content.open()
            except FileNotFoundError:
                continue
            with (
                file,
                archive.open(_unused(f"{code_of(one)} – {one.name}", names), "w") as part,
            ):
                for chunk in file.chunks():
                    part.write(chunk)
                    yield passing.taken()
            yield passing.taken()
    yield passing.taken()


def _unused(name: str, names: set[str]) -> str:
    """The name, with a number before its ending when it stands in the archive already."""
    stem, dot, ending = name.rpartition(".")
    found, count = name, 1
    while found in names:
        count += 1
        found = f"{stem} ({count}){dot}{ending}"
    names.add(found)
    return found
