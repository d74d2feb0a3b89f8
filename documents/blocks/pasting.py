"""What was copied out of Word, a web page or a mail, as blocks: structure stays, everything else is dropped.

Headings, articles, lists and tables are told by their markup, and by the signs that papers print («I.», «1.»,
«a)», «Điều 1.», a dash); looks, links, pictures, comments and scripts are left behind.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from html.parser import HTMLParser

from documents.blocks.contract import (
    Article,
    Block,
    Bullets,
    Column,
    Heading,
    Paragraph,
    Row,
    Table,
)

_HIDDEN = {"script", "style", "head", "title", "xml", "template", "noscript", "object", "svg"}
_ENDS = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote", "section"}
_DASH = re.compile(r"^[-–—•·●▪◦o+§]\s+")
_BULLET = re.compile(r"^[•·●▪◦§]\s*|^o\s{2,}")
_ROMAN = re.compile(r"^(?=[IVX])(X{0,3}(?:IX|IV|V?I{0,3}))[.)]\s+(.+)$", re.DOTALL)
_ARABIC = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)[.)]\s+(.+)$", re.DOTALL)
_LETTER = re.compile(r"^([a-zđ])\)\s+(.+)$", re.DOTALL)
_ARTICLE = re.compile(r"^Điều\s+(\d+[a-z]?)\s*[.:]\s*(.*)$", re.DOTALL | re.IGNORECASE)
_LONGEST_TITLE = 160  # signs; a numbered line beyond it is a paragraph
_SPAN_LIMIT = 50
MOST = 2000  # lines and rows taken from one clipboard

_Placed = tuple[str, int, int]  # a cell's words, how many columns and rows it spans


class _Line:
    """A line of text on its way: its words, what markup says of it."""

    def __init__(self, *, level: int = 0, item: bool = False) -> None:
        self.text: list[str] = []
        self.bold = 0
        self.signs = 0
        self.level, self.item = level, item

    def words(self) -> str:
        return clean("".join(self.text))


class _Reader(HTMLParser):
    """Lines and tables out of markup, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Line | list[list[_Placed]]] = []
        self.line = _Line()
        self.hidden = self.bold = self.tables = 0
        self.rows: list[list[_Placed]] = []
        self.cell: list[str] | None = None
        self.spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _HIDDEN:
            self.hidden += 1
        elif tag == "table":
            self._end_line()
            self.tables += 1
        elif self.tables:
            self._in_table(tag, given)
        elif tag == "br":
            self._end_line()
        elif tag in _ENDS:
            self._end_line()
            self._open(tag, given.get("class") or "")
        elif tag in {"b", "strong"}:
            self.bold += 1

    def _open(self, tag: str, look: str) -> None:
        level = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else 0
        named = re.search(r"Heading([1-3])", look)
        self.line = _Line(level=level or (int(named[1]) if named else 0), item=tag == "li")

    def _in_table(self, tag: str, given: dict[str, str | None]) -> None:
        if tag == "tr" and self.tables == 1:
            self._end_cell()
            self.rows.append([])
        elif tag in {"td", "th"} and self.tables == 1:
            self._end_cell()
            self.cell = []
            self.spans = (_span(given.get("colspan")), _span(given.get("rowspan")))
        elif self.cell and (tag == "br" or tag in _ENDS):
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag == "table" and self.tables:
            self._end_cell()
            self.tables -= 1
            if not self.tables:
                self.found.append(self.rows)
                self.rows = []
        elif self.tables:
            if tag in {"td", "th"} and self.tables == 1:
                self._end_cell()
        elif tag in {"b", "strong"}:
            self.bold = max(0, self.bold - 1)
        elif tag in _ENDS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        if self.tables:
            if self.cell is not None:
                self.cell.append(re.sub(r"[ \t\r\n]+", " ", data))
            return
        self.line.text.append(re.sub(r"[\t\r\n]+", " ", data))
        self.line.signs += len(data.strip())
        self.line.bold += len(data.strip()) if self.bold else 0

    def _end_cell(self) -> None:
        if self.cell is not None:
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append((_cell("".join(self.cell)), *self.spans))
        self.cell = None

    def _end_line(self) -> None:
        if self.line.words():
            self.found.append(self.line)
        self.line = _Line()

    def close(self) -> None:
        super().close()
        self._end_line()
        self._end_cell()
        if self.rows:
            self.found.append(self.rows)


def from_html(html: str) -> tuple[Block, ...]:
    """Blocks of a clipboard's HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found: list[Block] = []
    for one in reader.found[:MOST]:
        if isinstance(one, list):
            table = _table(_spread(one[:MOST]), _groups(one))
            found += [table] if table else []
        else:
            bold = one.signs > 0 and one.bold >= one.signs * 0.9
            found.append(_told(one.words(), level=one.level, item=one.item, bold=bold))
    return tuple(_gathered(found))


def from_text(text: str) -> tuple[Block, ...]:
    """Blocks of plain text: a line each, tables where neighbours have tabs."""
    found: list[Block] = []
    cells: list[list[str]] = []
    for raw in [*text.replace("\r\n", "\n").split("\n")[:MOST], ""]:
        if "\t" in raw.strip("\n") and raw.strip():
            cells.append([clean(cell) for cell in raw.split("\t")])
            continue
        if len(cells) == 1:
            found.append(_told(" ".join(filter(None, cells[0])), item=False, bold=True))
        elif cells:
            table = _table(cells)
            found += [table] if table else []
        cells = []
        if line := clean(raw):
            found.append(_told(line, item=False, bold=None))
    return tuple(_gathered(found))


def clean(text: str) -> str:
    """One line in NFC, spaces single, without soft hyphens and marks that print nothing."""
    text = unicodedata.normalize("NFC", text)
    bare = "".join(
        sign
        for sign in text
        if unicodedata.category(sign) not in {"Cf", "Co", "Cc"} or sign.isspace()
    )
    return re.sub(r"[\s\u00a0]+", " ", bare).strip()


def _told(
    text: str, *, level: int = 0, item: bool = False, bold: bool | None = False
) -> Heading | Article | Bullets | Paragraph:
    """What a line is; `bold` None where looks are not known."""
    article = _ARTICLE.match(text)
    if article:
        return Article(article[1], article[2])
    bare = _BULLET.sub("", text)
    if item or bare != text or _DASH.match(text):
        return Bullets((_DASH.sub("", bare),))
    return _heading(text, level, bold) or Paragraph(text)


def _heading(text: str, level: int, bold: bool | None) -> Heading | None:  # noqa: FBT001 -- three answers
    short = len(text) <= _LONGEST_TITLE
    if (
        short
        and (match := _ROMAN.match(text))
        and match[1]
        and (bold is not False or match[2].isupper() or level)
    ):
        return Heading(match[1], match[2], 1)
    if (
        short
        and (match := _ARABIC.match(text))
        and (bold or level or (bold is None and not text.endswith((".", ";"))))
    ):
        return Heading(match[1], match[2], 2)
    if short and (match := _LETTER.match(text)) and (bold or level):
        return Heading(match[1], match[2], 3)
    return Heading("", text, min(level, 3)) if level else None


def _gathered(found: Iterable[Block]) -> Iterable[Block]:
    """Items that follow each other are one list."""
    items: list[str] = []
    for one in found:
        if isinstance(one, Bullets):
            items += one.items
            continue
        if items:
            yield Bullets(tuple(items))
            items = []
        yield one
    if items:
        yield Bullets(tuple(items))


def _table(rows: Sequence[Sequence[str]], groups: Mapping[int, str] | None = None) -> Table | None:
    """The first row names the columns, two where some share a title; widths follow what stands in them."""
    rows = [row for row in rows if any(row)]
    if not rows:
        return None
    across = max(len(row) for row in rows)
    full = [[*row, *[""] * (across - len(row))] for row in rows]
    titles, *body = full
    groups = groups or {}
    if groups and body:
        below, *body = body
        titles = [below[place] if place in groups else one for place, one in enumerate(titles)]
    columns = tuple(
        Column(
            title.replace("\n", " "),
            width,
            _align([row[place] for row in body]),
            groups.get(place, ""),
        )
        for place, (title, width) in enumerate(zip(titles, _widths(full), strict=True))
    )
    return Table(columns, tuple(Row(tuple(row), group=_is_group(row)) for row in body))


def _groups(rows: Sequence[Sequence[_Placed]]) -> dict[int, str]:
    """The columns under each common title of a head in two rows."""
    found: dict[int, str] = {}
    place = 0
    for text, across, down in rows[0] if len(rows) > 1 else ():
        if across > 1 and down == 1:
            found |= dict.fromkeys(range(place, place + across), text.replace("\n", " "))
        place += across
    full = place > 0 and len(found) < place  # a title across the whole table is no common title
    return found if full else {}


def _is_group(row: Sequence[str]) -> bool:
    told = [cell for cell in row if cell]
    return len(row) > 2 and len(told) == 2 and bool(row[0] and row[1]) and row[0].isupper()  # noqa: PLR2004


def _align(cells: Sequence[str]) -> str:
    told = [cell for cell in cells if cell]
    short = all(len(cell) <= 4 for cell in told)  # noqa: PLR2004 -- «TT», «đạt»
    if told and all(re.fullmatch(r"[\d.,%\-\s]+", cell) for cell in told):
        return "center" if short else "right"
    return "center" if told and short else "left"


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """In percent, after the longest words and the amount of text; none under 4."""
    worth = []
    for place in range(len(rows[0])):
        cells = [row[place] for row in rows]
        words = max((len(word) for cell in cells for word in cell.split()), default=1)
        worth.append(max(words, (sum(map(len, cells)) / len(cells)) ** 0.75, 2.0))
    whole = sum(worth)
    return [max(4.0, round(100 * one / whole, 1)) for one in worth]


def _spread(rows: Sequence[Sequence[_Placed]]) -> list[list[str]]:
    """Cells that span rows or columns, each in its first place; the others are blank."""
    grid: list[dict[int, str]] = [{} for _ in rows]
    for height, row in enumerate(rows):
        place = 0
        for text, across, down in row:
            while place in grid[height]:
                place += 1
            for below in range(min(down, len(rows) - height)):
                for beside in range(across):
                    first = below == 0 and beside == 0
                    grid[height + below][place + beside] = text if first else ""
            place += across
    across = max((max(row) + 1 for row in grid if row), default=0)
    return [[row.get(place, "") for place in range(across)] for row in grid]


def _cell(text: str) -> str:
    return "\n".join(filter(None, (clean(line) for line in text.split("\n"))))


def _span(given: str | None) -> int:
    return min(int(given), _SPAN_LIMIT) if given and given.isdecimal() and int(given) else 1
