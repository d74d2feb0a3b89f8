"""Bookmarks, the bundle's own page numbers, title, language: added behind what pdfium wrote, which cannot.

(pdfium writes text on pages, but takes longer for every page than for the one before, and loses what pages share.)
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from documents.bundles.shape import Listed

CORNER, SIZE = 34, 9  # points from the corner to the number, and its size
FONT = "/NtmBundle"
pdf: Any = generic  # its classes are untyped


def mark(path: Path, title: str, listed: Sequence[Listed]) -> None:
    """A bookmark for each, a number on each of its pages."""
    with path.open("r+b") as file:
        writer: Any = IncrementalPdfFileWriter(file)
        pages = list(_pages(writer.root["/Pages"]))
        _number(writer, pages, listed)
        writer.root["/Outlines"] = _bookmarks(writer, pages, listed)
        writer.root["/PageMode"] = pdf.pdf_name("/UseOutlines")
        writer.root["/Lang"] = pdf.TextStringObject("vi")
        writer.root["/ViewerPreferences"] = pdf.DictionaryObject(
            {
                pdf.pdf_name("/DisplayDocTitle"): pdf.BooleanObject(value=True),
                pdf.pdf_name("/Duplex"): pdf.pdf_name("/DuplexFlipLongEdge"),
            }
        )
        writer.update_root()
        writer.set_info(
            writer.add_object(
                pdf.DictionaryObject({pdf.pdf_name("/Title"): pdf.TextStringObject(title)}),
            )
        )
        writer.write_in_place()


def _pages(node: Any) -> Any:
    """References to the pages, in order."""
    for kid in range(len(node["/Kids"])):
        reference = node["/Kids"].raw_get(kid)
        one = reference.get_object()
        if one["/Type"] == "/Pages":
            yield from _pages(one)
        else:
            yield reference


def _bookmarks(writer: Any, pages: Sequence[Any], listed: Sequence[Listed]) -> Any:
    marks = pdf.DictionaryObject({pdf.pdf_name("/Count"): pdf.NumberObject(len(listed))})
    place = writer.add_object(marks)
    made = [
        pdf.DictionaryObject(
            {
                pdf.pdf_name("/Title"): pdf.TextStringObject(one.name),
                pdf.pdf_name("/Parent"): place,
                pdf.pdf_name("/Dest"): pdf.ArrayObject(
                    [pages[one.begins - 1], pdf.pdf_name("/Fit")]
                ),
            }
        )
        for one in listed
    ]
    places = [writer.add_object(one) for one in made]
    for number, one in enumerate(made):
        if number:
            one["/Prev"] = places[number - 1]
        if number + 1 < len(made):
            one["/Next"] = places[number + 1]
    marks["/First"], marks["/Last"] = places[0], places[-1]
    return place


def _number(writer: Any, pages: Sequence[Any], listed: Sequence[Listed]) -> None:
    """On pages of papers only: blank ones stay blank."""
    font, width = _font(writer)
    opens = writer.add_object(pdf.StreamObject(stream_data=b"q\n"))
    for one in listed:
        for number in range(one.begins, one.begins + one.pages):
            page = pages[number - 1].get_object()
            x, y, across, up = _corner(page, width * len(str(number)))
            said = f"\nQ q 0 g BT {FONT} {SIZE} Tf {across} {up} {-up} {across} {x:.2f} {y:.2f} Tm ({number}) Tj ET Q"
            closes = writer.add_object(pdf.StreamObject(stream_data=said.encode()))
            page["/Contents"] = pdf.ArrayObject([opens, *_contents(page), closes])
            page["/Resources"] = _with_font(page, font)
            writer.mark_update(pages[number - 1])


def _contents(page: Any) -> list[Any]:
    """References to the streams of the page."""
    if "/Contents" not in page:
        return []
    whole = page["/Contents"]
    if isinstance(whole, pdf.ArrayObject):
        return [whole.raw_get(place) for place in range(len(whole))]
    return [page.raw_get("/Contents")]


def _with_font(page: Any, font: Any) -> Any:
    resources = _inherited(page, "/Resources") or pdf.DictionaryObject()
    own = pdf.DictionaryObject({pdf.pdf_name(key): resources.raw_get(key) for key in resources})
    fonts = resources["/Font"] if "/Font" in resources else pdf.DictionaryObject()
    own[pdf.pdf_name("/Font")] = pdf.DictionaryObject(
        {pdf.pdf_name(key): fonts.raw_get(key) for key in fonts} | {pdf.pdf_name(FONT): font}
    )
    return own


def _inherited(page: Any, key: str) -> Any:
    while key not in page:
        if "/Parent" not in page:
            return None
        page = page["/Parent"]
    return page[key]


def _corner(page: Any, width: float) -> tuple[float, float, int, int]:
    """Where the number begins in the lower right corner as the page is seen, and which way it runs."""
    box = _inherited(page, "/CropBox") or _inherited(page, "/MediaBox")
    one, two, three, four = (float(side) for side in box)
    left, right, bottom, top = min(one, three), max(one, three), min(two, four), max(two, four)
    along, up = CORNER + width, CORNER
    turned = {
        0: (right - along, bottom + up, 1, 0),
        90: (right - up, top - along, 0, 1),
        180: (left + along, top - up, -1, 0),
        270: (left + up, bottom + along, 0, -1),
    }
    return turned[int(_inherited(page, "/Rotate") or 0) % 360]


def _font(writer: Any) -> tuple[Any, float]:
    """The ten digits of the font of papers, all of one width; the width in points."""
    from documents.pdf import font_files

    with TTFont(font_files()["Regular"]) as font:
        cutter = Subsetter(Options(hinting=False, drop_tables=["FFTM", "GPOS", "GSUB", "GDEF"]))
        cutter.populate(text="0123456789")
        cutter.subset(font)
        per_em, head, level = font["head"].unitsPerEm, font["head"], font["hhea"]
        wide = round(1000 * font["hmtx"][font.getBestCmap()[ord("0")]][0] / per_em)
        box = [round(1000 * one / per_em) for one in (head.xMin, head.yMin, head.xMax, head.yMax)]
        tall = [round(1000 * one / per_em) for one in (level.ascent, level.descent)]
        file = io.BytesIO()
        font.save(file)
    program = pdf.StreamObject(
        {pdf.pdf_name("/Length1"): pdf.NumberObject(len(file.getvalue()))},
        stream_data=file.getvalue(),
    )
    program.compress()
    name = pdf.pdf_name("/NTMNUM+LiberationSerif")
    descriptor = {
        "/Type": pdf.pdf_name("/FontDescriptor"),
        "/FontName": name,
        "/Flags": pdf.NumberObject(32),
        "/FontBBox": pdf.ArrayObject(map(pdf.NumberObject, box)),
        "/ItalicAngle": pdf.NumberObject(0),
        "/Ascent": pdf.NumberObject(tall[0]),
        "/Descent": pdf.NumberObject(tall[1]),
        "/CapHeight": pdf.NumberObject(tall[0]),
        "/StemV": pdf.NumberObject(80),
        "/FontFile2": writer.add_object(program),
    }
    made = {
        "/Type": pdf.pdf_name("/Font"),
        "/Subtype": pdf.pdf_name("/TrueType"),
        "/BaseFont": name,
        "/FirstChar": pdf.NumberObject(ord("0")),
        "/LastChar": pdf.NumberObject(ord("9")),
        "/Widths": pdf.ArrayObject([pdf.NumberObject(wide)] * 10),
        "/Encoding": pdf.pdf_name("/WinAnsiEncoding"),
        "/FontDescriptor": writer.add_object(_dictionary(descriptor)),
    }
    return writer.add_object(_dictionary(made)), wide * SIZE / 1000


def _dictionary(given: dict[str, Any]) -> Any:
    return pdf.DictionaryObject({pdf.pdf_name(key): value for key, value in given.items()})
