"""The page: size, margins, font, colour, page numbers."""

import re
import unicodedata

from tests.documents.measure.printed import LEFT, MM, Print, apart, line_is, rule


@rule("P1")
def a4(doc: Print) -> list[str]:
    return [
        wrong
        for page in doc.main
        for wrong in apart("width", doc.pages[page].width, 595.3, 0.6)
        + apart("height", doc.pages[page].height, 841.9, 0.6)
    ]


@rule("P2")
def landscape_only_in_appendices(doc: Print) -> list[str]:
    return [f"page {p + 1} lies" for p in doc.main if doc.pages[p].width > doc.pages[p].height]


@rule("P3")
def margins(doc: Print) -> list[str]:
    wrong = []
    for place, page in enumerate(doc.pages):
        lines = doc.inside(place)
        left, right = min(one.x0 for one in lines), max(one.x1 for one in lines)
        top, bottom = min(one.top for one in lines), max(one.bottom for one in lines)
        if not 30 * MM - 0.5 <= left <= 35 * MM:
            wrong.append(f"page {place + 1}: left {left / MM:.1f} mm")
        if page.width - right < 15 * MM - 0.5:
            wrong.append(f"page {place + 1}: right {(page.width - right) / MM:.1f} mm")
        if top < 20 * MM - 3 or page.height - bottom < 20 * MM - 3:
            wrong.append(f"page {place + 1}: top or bottom")
    return wrong


@rule("P4")
def one_font(doc: Print) -> list[str]:
    fonts = {char["fontname"] for chars in doc.chars for char in chars}
    return [font for font in sorted(fonts) if not re.search("Liberation-?Serif|Times", font)]


@rule("P5")
def black(doc: Print) -> list[str]:
    colours = {tuple(c["non_stroking_color"]) for chars in doc.chars for c in chars}
    return [f"{one}" for one in sorted(colours) if any(one)]


@rule("P6")
def composed(doc: Print) -> list[str]:
    text = "\n".join(line.text for lines in doc.lines for line in lines)
    return [] if unicodedata.normalize("NFC", text) == text else ["not NFC"]


@rule("N1")
def numbered_from_page_two(doc: Print) -> list[str]:
    found = [[line.text for line in doc.numbers(page)] for page in doc.main]
    wanted = [[], *([f"{page + 1}"] for page in doc.main if page)]
    return [] if found == wanted else [f"{found}"]


@rule("N2")
def number_stands_in_themiddle(doc: Print) -> list[str]:
    return [
        wrong
        for place, page in enumerate(doc.pages)
        for line in doc.numbers(place)
        for wrong in apart("centre", line.centre, (LEFT + page.width - 20 * MM) / 2, 2 * MM)
    ]


@rule("N3")
def number_is_plain(doc: Print) -> list[str]:
    return [
        wrong
        for place in range(len(doc.pages))
        for line in doc.numbers(place)
        for wrong in line_is(line, {13.0, 14.0}, "upright")
    ]


@rule("N4")
def appendix_counts_anew(doc: Print) -> list[str]:
    """And N5: its first page bears no number."""
    wrong = []
    for start, end in zip(doc.annexes, [*doc.annexes[1:], len(doc.pages)], strict=False):
        found = [[line.text for line in doc.numbers(page)] for page in range(start, end)]
        wanted = [[], *([f"{count}"] for count in range(2, end - start + 1))]
        if found != wanted:
            wrong.append(f"{found}")
    return wrong
