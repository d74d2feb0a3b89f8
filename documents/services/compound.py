"""The old Office container (OLE2, MS-CFB): which streams it holds, and the first bytes of each.

Only the directory is walked; every chain has an end, whatever the file says.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = 512
ENTRY, LONGEST_NAME = 128, 64  # bytes
NO_MORE = 0xFFFFFFFA  # the largest number of a sector; above it stand the marks of an end
SHORT = 4096  # streams below it lie in another stream, and are not read
ENTRIES = 20_000
FILEPASS, BOF = 0x002F, 0x0809


class NotSoundError(Exception):
    """Not a compound file, or one cut short."""


@dataclass(frozen=True, slots=True)
class Stream:
    name: str
    start: int
    size: int


class Compound:
    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        file.seek(0)
        head = file.read(HEADER)
        if len(head) < HEADER or not head.startswith(SIGNATURE):
            raise NotSoundError
        self.sector = 1 << min(struct.unpack_from("<H", head, 30)[0], 12)
        if self.sector not in {512, 4096}:
            raise NotSoundError
        self.tables = [one for one in struct.unpack_from("<109I", head, 76) if one <= NO_MORE]
        directory = struct.unpack_from("<I", head, 48)[0]
        self.streams = {one.name: one for one in self._entries(directory)}

    def read(self, name: str) -> bytes:
        """The first sector of a stream; nothing of a short one, or of one that is not there."""
        stream = self.streams.get(name)
        if stream is None or stream.size < SHORT:
            return b""
        return self._sector(stream.start)

    def _sector(self, number: int) -> bytes:
        self.file.seek((number + 1) * self.sector)
        found = self.file.read(self.sector)
        if not found:
            raise NotSoundError
        return found

    def _next(self, number: int) -> int:
        """What the table says comes after a sector; only as far as the header itself names it."""
        a_table = self.sector // 4
        place = number // a_table
        if place >= len(self.tables):
            return NO_MORE + 1
        table = self._sector(self.tables[place])
        if len(table) < self.sector:
            raise NotSoundError
        return int(struct.unpack_from("<I", table, number % a_table * 4)[0])

    def _entries(self, start: int) -> Iterator[Stream]:
        number, seen = start, 0
        while number <= NO_MORE and seen < ENTRIES:
            sector = self._sector(number)
            for at in range(0, len(sector) - ENTRY + 1, ENTRY):
                seen += 1
                length = struct.unpack_from("<H", sector, at + 64)[0]
                if not sector[at + 66] or not 1 < length <= LONGEST_NAME:
                    continue
                name = sector[at : at + length - 2].decode("utf-16-le", "replace")
                first, size = struct.unpack_from("<II", sector, at + 116)
                yield Stream(name, first, size)
            number = self._next(number)


def word_needs_password(stream: bytes) -> bool:
    """FibBase of a Word document: its flag fEncrypted."""
    return len(stream) >= HEADER and bool(struct.unpack_from("<H", stream, 10)[0] & 0x0100)


def excel_needs_password(stream: bytes) -> bool:
    """A FilePass record among the first ones of an Excel workbook."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == FILEPASS:
            return True
        if at == 0 and kind != BOF:
            return False
        at += 4 + length
    return False
