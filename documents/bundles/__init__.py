"""Many PDFs in one: a ZIP of them, and one print-ready PDF with its title and its contents. Knows no model."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from django.template.loader import render_to_string
from pypdfium2 import raw

from communes.names import search_key
from documents.bundles.marking import mark
from documents.bundles.shape import Entry, Listed

__all__ = ["Entry", "Listed", "Unreadable", "write_bundle", "write_zip"]

LONGEST = 100  # letters of a file's name
A4 = 595.28, 841.89
FRONT = 3  # the page on which the contents begin: right, behind the back of the title


class Unreadable(ValueError):  # noqa: N818 -- reads as the sentence it is
    """A file of the bundle is no PDF that can be read."""


def write_zip(entries: Iterable[Entry], target: Path) -> None:
    """A ZIP of the PDFs under unique names of plain letters, one in memory at a time.

    What stands at `target` is whole or not there: it is written beside it and moved.
    """
    used: set[str] = set()
    with _beside(target) as path, zipfile.ZipFile(path, "w", strict_timestamps=False) as made:
        for one in entries:
            name = _file_name(one.name, used)
            if isinstance(one.content, Path):
                made.write(one.content, name)
            else:
                made.writestr(name, one.content)


def write_bundle(
    entries: Sequence[Entry], target: Path, title: str, lines: Sequence[str] = ()
) -> None:
    """One PDF to print on both sides: title page (`lines` under the title), contents, then the papers in order.

    Every paper begins on an odd page and has its bookmark; the bundle's own page numbers stand in the lower right
    corner. Written beside `target` and moved. Raises Unreadable, which names the paper.
    """
    front, listed = _front(entries, title, lines)
    with _beside(target) as path:
        with pypdfium2.PdfDocument.new() as bundle:
            _append(bundle, front, "")
            for entry, one in zip(entries, listed, strict=True):
                _fill_up_to(bundle, one.begins)
                _append(bundle, entry.content, entry.name)
            bundle.save(path)
        mark(path, title, [Listed("Mục lục", 0, FRONT), *listed])


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    path = target.with_name(f"{target.name}.part")
    try:
        yield path
        path.replace(target)
    finally:
        path.unlink(missing_ok=True)


def _file_name(name: str, used: set[str]) -> str:
    """«bao-cao-xa-vinh-thai.pdf», and «…-2.pdf» where tones alone told them apart."""
    plain = search_key(name).replace(" ", "-")[:LONGEST].strip("-") or "van-ban"
    found, count = plain, 1
    while found in used:
        count += 1
        found = f"{plain}-{count}"
    used.add(found)
    return f"{found}.pdf"


def _front(
    entries: Sequence[Entry], title: str, lines: Sequence[str]
) -> tuple[bytes, tuple[Listed, ...]]:
    """Title and contents. They are printed twice: how long the contents are moves every paper."""
    from documents import pdf

    sizes = [_size(one) for one in entries]

    def printed(begin: int) -> tuple[bytes, tuple[Listed, ...]]:
        listed = []
        for entry, pages in zip(entries, sizes, strict=True):
            listed.append(Listed(entry.name, pages, begin))
            begin = _odd(begin + pages)
        page = {"title": title, "lines": lines, "listed": listed, "pages": sum(sizes)}
        return pdf.print_html(render_to_string("documents/print/bundle.html", page)), tuple(listed)

    draft, _ = printed(FRONT)
    return printed(_odd(_size(Entry("", draft)) + 1))


def _size(entry: Entry) -> int:
    with _opened(entry.content, entry.name) as file:
        return len(file)


@contextmanager
def _opened(content: Path | bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    try:
        file = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"Không đọc được tệp PDF của «{name}».") from error
    with file:
        yield file


def _append(bundle: pypdfium2.PdfDocument, content: Path | bytes, name: str) -> None:
    """The pages as they print: what is drawn on top of them (a seal, a signature) becomes part of them."""
    with _opened(content, name) as file:
        file.init_forms()
        for page in file:
            raw.FPDFPage_Flatten(page, raw.FLAT_PRINT)
            page.close()
        bundle.import_pages(file)


def _fill_up_to(bundle: pypdfium2.PdfDocument, page: int) -> None:
    while len(bundle) < page - 1:
        bundle.new_page(*A4).close()


def _odd(page: int) -> int:
    return page + 1 - page % 2
