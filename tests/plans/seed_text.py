"""The words of a printed PDF in the order a reader takes them: columns of the head and of the close one by one."""

import io
import unicodedata
from functools import cache

import pdfplumber

FOOT = 60  # points above the lower edge: the code, no text of the paper
HEAD_PARTS, CLOSE_PARTS = 283, 300  # points from the left edge, between the two columns
MARGIN = 50  # points below the upper edge: the page's number


@cache
def words_of(content):
    """The text of the pages before the first appendix, its white space made single."""
    with pdfplumber.open(io.BytesIO(content)) as doc:
        told = []
        for place, page in enumerate(doc.pages):
            if page.width > page.height:
                break
            told.append(_page(page, first=place == 0))
    return _plain(" ".join(told))


@cache
def table_of(content):
    """The appendix: what stands above its table, and the table's rows, those cut by a page put together."""
    with pdfplumber.open(io.BytesIO(content)) as doc:
        wide = [page for page in doc.pages if page.width > page.height]
        above = _text(wide[0].crop((0, 0, wide[0].width, wide[0].find_tables()[0].bbox[1])))
        rows, heads = [], []
        for page in wide:
            # A row that goes on over the page has no line below it here.
            end = {"explicit_horizontal_lines": [max(one["bottom"] for one in page.edges)]}
            head, *cut = page.extract_tables(end)[0]
            heads.append([_plain(cell or "") for cell in head])
            rows += _joined(rows, [[_plain(cell or "") for cell in row] for row in cut])
    return _plain(above), heads, rows


def _joined(before, rows):
    """New rows; one without number and content goes on in the row before it."""
    found = []
    for row in rows:
        last = found[-1] if found else (before[-1] if before else None)
        if last is not None and not any(row[0:1]):
            last[:] = [f"{one} {other}".strip() for one, other in zip(last, row, strict=True)]
        else:
            found.append(row)
    return found


def _page(page, *, first):
    """The head and the close stand in two columns; between them the text runs over the whole width."""
    lines = page.extract_text_lines()
    top, bottom = MARGIN, page.height - FOOT
    head_ends = next(
        (one["top"] for one in lines if first and one["text"].isupper() and _mid(one, page)), top
    )
    close = next((one["top"] for one in lines if one["text"].startswith("Nơi nhận:")), bottom)
    parts = []
    if head_ends > top:
        parts += _columns(page, top, head_ends - 1, HEAD_PARTS)
    parts.append(
        _text(page.crop((0, head_ends - 1 if head_ends > top else top, page.width, close - 2)))
    )
    if close < bottom:
        parts += _columns(page, close - 2, bottom, CLOSE_PARTS)
    return " ".join(parts)


def _mid(line, page):
    """In the middle of the text, and not across the two columns of the head."""
    middle = (85 + page.width - 57) / 2
    return abs((line["x0"] + line["x1"]) / 2 - middle) < 5 and line["x1"] - line["x0"] < 200


def _columns(page, top, bottom, half):
    return [
        _text(page.crop((0, top, half, bottom))),
        _text(page.crop((half, top, page.width, bottom))),
    ]


def _text(part):
    return part.extract_text() or ""


def _plain(text):
    assert unicodedata.normalize("NFC", text) == text
    return " ".join(text.split())
