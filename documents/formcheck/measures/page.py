"""The page: size, margins, font, colour, page numbers."""

import re
import unicodedata

from documents.formcheck.measures.printed import (
    LEFT,
    MM,
    RIGHT,
    Line,
    Print,
    apart,
    line_is,
    rule,
)

HASTE = {"KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"}
FOOT = 11  # points: what stands in the bottom margin is small
_HAIR = 0.5  # points that drawing may be off


@rule("P1", "Khổ giấy")
def a4(doc: Print) -> list[str]:
    return [
        f"Trang {page + 1}: {wrong}"
        for page in doc.main
        for wrong in apart("chiều rộng", doc.pages[page].width, 595.3, 0.6)
        + apart("chiều cao", doc.pages[page].height, 841.9, 0.6)
    ]


@rule("P2", "Hướng trang")
def landscape_only_in_appendices(doc: Print) -> list[str]:
    return [
        f"Trang {p + 1} nằm ngang" for p in doc.main if doc.pages[p].width > doc.pages[p].height
    ]


@rule("P3", "Lề")
def margins(doc: Print) -> list[str]:
    wrong = []
    for place, page in enumerate(doc.pages):
        lines = doc.inside(place)
        if not lines:
            continue
        left, right = min(one.x0 for one in lines), max(one.x1 for one in lines)
        if not 30 * MM - _HAIR <= left <= 35 * MM:
            wrong.append(f"Trang {place + 1}: lề trái {left / MM:.0f} mm")
        if page.width - right < 15 * MM - _HAIR:
            wrong.append(f"Trang {place + 1}: lề phải {(page.width - right) / MM:.0f} mm")
        if any(min(one.sizes) > FOOT for one in doc.foot(place)):
            wrong.append(f"Trang {place + 1}: chữ tràn xuống lề dưới")
    return wrong


def _all(doc: Print) -> list[Line]:
    return [one for lines in doc.lines for one in lines]


@rule("P4", "Phông chữ")
def one_font(doc: Print) -> list[str]:
    fonts = {font for one in _all(doc) for font in one.fonts}
    return [
        f"Có chữ bằng phông {font.partition('+')[2] or font}"
        for font in sorted(fonts)
        if not re.search("Liberation-?Serif|Times|Tinos", font)
    ]


@rule("P5", "Màu chữ")
def black(doc: Print) -> list[str]:
    """DeviceCMYK writes black as (0, 0, 0, 1)."""
    return [
        f"Trang {one.page + 1}: «{one.text.strip()}» không phải màu đen"
        for one in _all(doc)
        if one.text.strip() not in HASTE
        and any(any(colour) and colour != (0, 0, 0, 1) for colour in one.colours)
    ]


@rule("P6", "Bảng mã chữ")
def composed(doc: Print) -> list[str]:
    text = "\n".join(one.text for one in _all(doc))
    same = unicodedata.normalize("NFC", text) == text
    return [] if same else ["Có chữ Việt viết bằng dấu rời (tổ hợp)"]


@rule("N1", "Số trang")
def numbered_from_page_two(doc: Print) -> list[str]:
    return _counts(doc, doc.main)


def _counts(doc: Print, pages: range) -> list[str]:
    """The first of the pages bears no number, the others theirs."""
    wrong = []
    for place, page in enumerate(pages):
        found = " ".join(line.text.strip() for line in doc.numbers(page))
        wanted = str(place + 1) if place else ""
        if found != wanted:
            wrong.append(
                f"Trang {page + 1} của tệp: ở lề trên có «{found}», phải {f'là «{wanted}»' if wanted else 'để trống'}"
            )
    return wrong


@rule("N2", "Số trang")
def number_stands_in_the_middle(doc: Print) -> list[str]:
    return [
        f"Trang {place + 1}: {wrong}"
        for place, page in enumerate(doc.pages)
        for line in doc.numbers(place)
        for wrong in apart("số trang", line.centre, (LEFT + page.width - RIGHT) / 2, 2 * MM)
    ]


@rule("N3", "Số trang")
def number_is_plain(doc: Print) -> list[str]:
    return [
        wrong
        for place in range(len(doc.pages))
        for line in doc.numbers(place)
        for wrong in line_is(line, {13.0, 14.0}, "upright")
    ]


@rule("N4", "Số trang của phụ lục")
def appendix_counts_anew(doc: Print) -> list[str]:
    """And N5: its first page bears no number."""
    return [wrong for span in doc.annex_spans for wrong in _counts(doc, span)]
