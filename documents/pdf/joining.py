"""Chapters printed apart, joined as if printed whole: pages, bookmarks, tags and the marks of PDF/A.

It reads what documents.pdf.writing writes and nothing else: streams one after the other, all else in one object
stream. Libraries that read any PDF would take longer than printing apart has saved.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import pydyf

from documents.pdf.writing import write

# What changes when objects get new numbers. Strings are matched whole, so that nothing inside them moves.
_MOVING = re.compile(
    rb"/Headers \[[^\]]*\]|/ID \([^)]*\)|/StructParents? \d+|\((?:\\.|[^\\()])*\)|\d+ 0 R",
    re.DOTALL,
)
_STREAM = re.compile(rb"(\d+) 0 obj\n(<<.*?>>)\nstream\n", re.DOTALL)
_HEADER_CELL = re.compile(rb"\((\d+)-")
_KEYED = re.compile(rb"(\d+) (\[[^\]]*\]|\d+ 0 R)")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_PAGES, _CATALOG = 1, 2  # pydyf's own first objects


class Unjoinable(ValueError):  # noqa: N818 -- reads as what it is
    """A PDF of another writer, or without what the whole needs."""


class _Kept(pydyf.Object):
    """An object as it was written."""

    def __init__(self, body: bytes = b"", *, stream: bool = False) -> None:
        super().__init__()
        self.body, self.stream = body, stream

    @property
    def data(self) -> bytes:
        return self.body

    @property
    def compressible(self) -> bool:
        return not self.stream


@dataclass(slots=True)
class _Part:
    """A PDF taken apart. `numbers` says where its objects go, `keys` how many keys of the parent tree go before."""

    plain: dict[int, bytes]
    streams: dict[int, tuple[bytes, bytes]]  # dictionary, content
    info: int
    numbers: dict[int, int] = field(default_factory=dict)
    keys: int = 0

    def at(self, number: int, key: bytes) -> int:
        """The number after the key in the object; 0 where it has no such key."""
        found = re.search(rb"/%s \[?(\d+) 0 R" % key, self.plain[number])
        return int(found[1]) if found else 0

    def listed(self, number: int, key: bytes) -> bytes:
        """What the list after the key holds, to its last bracket."""
        body = self.plain[number]
        begin = body.find(b"/%s [" % key)
        return body[begin + len(key) + 3 : body.rfind(b"]")] if begin >= 0 else b""

    def moved(self, body: bytes) -> bytes:
        return _MOVING.sub(self._new, body)

    def _new(self, found: re.Match[bytes]) -> bytes:
        said = found[0]
        if said.startswith(b"("):
            return said
        if said.endswith(b" R"):
            return b"%d 0 R" % self.numbers[int(said[:-4])]
        if said.startswith(b"/StructParent"):
            key, _, value = said.partition(b" ")
            return b"%s %d" % (key, int(value) + self.keys)
        return _HEADER_CELL.sub(lambda cell: b"(%d-" % self.numbers[int(cell[1])], said)


class _Whole:
    def __init__(self) -> None:
        self.pdf = pydyf.PDF()
        self.tree, self.document, self.parents, self.bookmarks = (
            self._add(_Kept()) for _ in range(4)
        )
        self.streams: dict[bytes, int] = {}
        self.pages: list[bytes] = []
        self.kids: list[bytes] = []
        self.nums: list[bytes] = []
        self.marks: list[tuple[_Kept, _Kept, int]] = []  # first and last of a part, how many

    def add(self, part: _Part) -> None:
        tree = part.at(_CATALOG, b"StructTreeRoot")
        if not tree:
            raise Unjoinable("A chapter without tags.")
        document, parents = part.at(tree, b"K"), part.at(tree, b"ParentTree")
        outlines = part.at(_CATALOG, b"Outlines")
        part.keys = len(self.nums)
        part.numbers = {
            _PAGES: _PAGES,
            tree: self.tree.number,
            document: self.document.number,
            parents: self.parents.number,
        }
        if outlines:
            part.numbers[outlines] = self.bookmarks.number
        dropped = {*part.numbers, _CATALOG, part.info, part.at(_CATALOG, b"Metadata")}
        if not self.pages:
            dropped.discard(part.at(_CATALOG, b"Metadata"))
        placed = self._place(part, dropped)
        self.pages += [part.moved(one) for one in _references(part.listed(_PAGES, b"Kids"))]
        self.kids += [part.moved(one) for one in _references(part.listed(document, b"K"))]
        self.nums += [
            part.moved(body) for _, body in _KEYED.findall(part.listed(parents, b"Nums"))
        ]
        if outlines:
            first, last = (placed[part.at(outlines, key)] for key in (b"First", b"Last"))
            count = re.search(rb"/Count (\d+)", part.plain[outlines])
            self.marks.append((first, last, int(count[1]) if count else 0))

    def _place(self, part: _Part, dropped: set[int]) -> dict[int, _Kept]:
        """Every object gets its number first: they point to each other both ways."""
        placed = {}
        for number, (head, content) in part.streams.items():
            alone = not _REFERENCE.search(head)  # the same profile of colours in every chapter
            known = self.streams.get(head + content) if alone else None
            if number in dropped or known:
                part.numbers[number] = known or 0
                continue
            placed[number] = self._add(_Kept(stream=True))
            part.numbers[number] = placed[number].number
            if alone:
                self.streams[head + content] = placed[number].number
        for number in part.plain.keys() - dropped:
            placed[number] = self._add(_Kept())
            part.numbers[number] = placed[number].number
        for number, one in placed.items():
            if number in part.plain:
                one.body = part.moved(part.plain[number])
            else:
                head, content = part.streams[number]
                one.body = b"%s\nstream\n%s\nendstream" % (part.moved(head), content)
        return placed

    def written(self, first: _Part) -> bytes:
        pdf = self.pdf
        pdf.pages["Kids"] = pydyf.Array(self.pages)
        pdf.pages["Count"] = len(self.pages)
        self.tree.body = b"<</Type /StructTreeRoot/ParentTree %s/K [%s]>>" % (
            self.parents.reference,
            self.document.reference,
        )
        self.document.body = b"<</Type /StructElem/S /Document/K [%s]/P %s>>" % (
            b" ".join(self.kids),
            self.tree.reference,
        )
        nums = b" ".join(b"%d %s" % one for one in enumerate(self.nums))
        self.parents.body = b"<</Nums [%s]>>" % nums
        self._chain_marks()
        pdf.catalog = self._catalog(first)
        pdf.info = _Kept(first.moved(first.plain[first.info]))
        return write(pdf)

    def _chain_marks(self) -> None:
        """The bookmarks of a part follow those of the part before."""
        for (_, before, _), (after, _, _) in zip(self.marks, self.marks[1:], strict=False):
            before.body = before.body.removesuffix(b">>") + b"/Next %s>>" % after.reference
            after.body = after.body.removesuffix(b">>") + b"/Prev %s>>" % before.reference
        if self.marks:
            self.bookmarks.body = b"<</Count %d/First %s/Last %s>>" % (
                sum(count for _, _, count in self.marks),
                self.marks[0][0].reference,
                self.marks[-1][1].reference,
            )
        else:
            self.bookmarks.body = b"<<>>"

    def _catalog(self, first: _Part) -> _Kept:
        body = re.sub(rb"/Outlines \d+ 0 R", b"", first.plain[_CATALOG])
        moved = first.moved(body).removesuffix(b">>")
        if self.marks:
            moved += b"/Outlines %s" % self.bookmarks.reference
        catalog = _Kept(moved + b">>")
        catalog.number = _CATALOG
        self.pdf.objects[_CATALOG] = catalog
        return catalog

    def _add(self, one: _Kept) -> _Kept:
        self.pdf.add_object(one)
        return one


def join(contents: Sequence[bytes]) -> bytes:
    """One PDF of the chapters in order; title, language and the rest as the first has them."""
    whole = _Whole()
    parts = [_read(one) for one in contents]
    for part in parts:
        whole.add(part)
    return whole.written(parts[0])


def _references(listed: bytes) -> list[bytes]:
    return [found[0] for found in _REFERENCE.finditer(listed)]


def _read(content: bytes) -> _Part:
    """What the PDF holds, from its first object to its last."""
    streams: dict[int, tuple[bytes, bytes]] = {}
    plain: dict[int, bytes] = {}
    info, place = 0, content.find(b"\n", content.find(b"\n") + 1) + 1
    while found := _STREAM.match(content, place):
        number, head = int(found[1]), found[2]
        size = re.search(rb"/Length (\d+)", head)
        if size is None:
            raise Unjoinable("A stream without its length.")
        end = found.end() + int(size[1])
        body = content[found.end() : end]
        if b"/Type /ObjStm" in head:
            plain = _unpacked(head, zlib.decompress(body))
        elif b"/Type /XRef" in head:
            info = int((re.search(rb"/Info (\d+)", head) or (0, 0))[1])
        else:
            streams[number] = head, body
        place = content.index(b"endobj\n", end) + 7
    if not content.startswith(b"startxref", place) or not info or _CATALOG not in plain:
        raise Unjoinable("Not a PDF as we write it.")
    return _Part(plain, streams, info)


def _unpacked(head: bytes, body: bytes) -> dict[int, bytes]:
    start = re.search(rb"/First (\d+)", head)
    if start is None:
        raise Unjoinable("An object stream without its index.")
    first = int(start[1])
    index = [int(one) for one in body[:first].split()]
    begins = [first + one for one in index[1::2]]
    ends = [*begins[1:], len(body)]
    return {
        number: body[begin:end].rstrip()
        for number, begin, end in zip(index[::2], begins, ends, strict=True)
    }
