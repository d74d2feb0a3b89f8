"""Small real files of every kind, made as the tests run."""

import io
import struct
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter

EXIF_GPS = 0x8825
ORIENTATION = 0x0112


def upload(data, name="tep.bin", media_type="application/octet-stream"):
    return SimpleUploadedFile(name, data, media_type)


def picture(kind="JPEG", size=(64, 48), colour="red", **more):
    held = io.BytesIO()
    Image.new("RGB", size, colour).save(held, kind, **more)
    return held.getvalue()


def photo(size=(64, 48)):
    """A photo taken upright with a phone that knows where it is: lying, with a place in its EXIF."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[EXIF_GPS] = {1: "N", 2: (16.0, 40.0, 0.0), 3: "E", 4: (106.0, 35.0, 0.0)}
    return picture(size=size, exif=exif)


def pdf(pages=1, locked_with="", mark=""):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=100)
    writer.add_metadata({"/Title": f"minh họa {mark}"})
    if locked_with:
        writer.encrypt(locked_with)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def archive(parts):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return held.getvalue()


def docx(**more):
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"} | more)


def xlsx():
    return archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"})


def odf(kind="text", manifest="<m/>"):
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    parts = {"mimetype": mimetype, "content.xml": "<c/>", "META-INF/manifest.xml": manifest}
    return archive(parts)


def locked(data):
    """The archive with its flag «encrypted» set on every part, as a packer with a password does."""
    changed = bytearray(data)
    for start, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(start)
        while place >= 0:
            changed[place + at] |= 1
            place = changed.find(start, place + 4)
    return bytes(changed)


def compound(streams):
    """An old Office file: one table of sectors, one directory, and streams of 4096 bytes each."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    names = [("Root Entry", 5, end, 0)]
    sectors, chain, place = [], [table, 2, end], 3
    for name, data in streams.items():
        names.append((name, 2, place, 4096))
        padded = data.ljust(4096, b"\x00")
        sectors += [padded[at : at + 512] for at in range(0, 4096, 512)]
        chain += [*range(place + 1, place + 8), end]
        place += 8
    directory = b"".join(
        (name.encode("utf-16-le")).ljust(64, b"\x00")
        + struct.pack("<HBB", len(name) * 2 + 2, kind, 1)
        + struct.pack("<III", free, free, free)
        + b"\x00" * 36
        + struct.pack("<II", start, size)
        + b"\x00" * 4
        for name, kind, start, size in names
    ).ljust(1024, b"\x00")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    head += struct.pack("<IIIII", 0, 1, 1, 0, 4096)
    head += struct.pack("<IIII", end, 0, end, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    fat = b"".join(struct.pack("<I", one) for one in chain).ljust(512, b"\xff")
    return head + fat + directory[:512] + directory[512:] + b"".join(sectors)


def doc(flags=0):
    return compound({"WordDocument": struct.pack("<HHHHHH", 0xA5EC, 193, 0, 0, 0, flags)})


def xls(*records):
    bof = struct.pack("<HH", 0x0809, 16) + b"\x00" * 16
    return compound({"Workbook": bof + b"".join(records)})
