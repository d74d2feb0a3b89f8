"""Papers to Word files, for who must go on there: the same words in the same order as the PDF, near the same pages.

The one module that knows python-docx; slow to import, so services import it when they write.
"""

import io
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

from documents.blocks import Appendix, Figure, PrintedPaper, wording
from documents.blocks.shape import Cell, Grid, Line, Piece, pieces

FONT = "Times New Roman"
SHORT_SIDE, LONG_SIDE = Mm(210), Mm(297)
LEFT, OTHER = Mm(30), Mm(20)  # margins (NĐ 30/2020, Phụ lục I, I.3)
STATE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
CELL_ROOM = (2, 2, 2, 2)  # points
ALIGN = {
    "l": WD_ALIGN_PARAGRAPH.LEFT,
    "c": WD_ALIGN_PARAGRAPH.CENTER,
    "r": WD_ALIGN_PARAGRAPH.RIGHT,
    "j": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
Drawn = Callable[[Figure], bytes]  # a drawing as PNG


def write(paper: PrintedPaper, draw: Drawn) -> bytes:
    """The paper as DOCX."""
    return _Writer(paper, draw).bytes()


class _Writer:
    def __init__(self, paper: PrintedPaper, draw: Drawn) -> None:
        self.paper, self.draw = paper, draw
        self.document: Any = Document()
        self._set_up()
        self._head()
        self._opening()
        self._pieces(pieces(wording.body_of(paper), kept=2))
        self._signature()
        for one in wording.appendices_of(paper.blocks):
            self._appendix(one)

    def bytes(self) -> bytes:
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()

    def _set_up(self) -> None:
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(14)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for face in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(face), FONT)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.widow_control = True
        known = self.document.core_properties
        known.title = f"{self.paper.kind or 'CÔNG VĂN'} {self.paper.subject}"[:255]
        known.author, known.language = self.paper.head.issuer[:255], "vi-VN"
        known.comments = f"Mã tra cứu: {self.paper.code}" if self.paper.code else ""
        section = self.document.sections[0]
        _lay(section, landscape=False)
        self._margins_of(section)

    def _margins_of(self, section: Any) -> None:
        """The page's number at the top but for the first page; the code at the foot of every page."""
        section.different_first_page_header_footer = True
        top = section.header
        top.is_linked_to_previous = False
        _number(_clean(top.paragraphs[0], "c"))
        section.first_page_header.is_linked_to_previous = False
        code = f"Mã tra cứu: {self.paper.code}" if self.paper.code else ""
        for foot in (section.footer, section.first_page_footer):
            foot.is_linked_to_previous = False
            line = _clean(foot.paragraphs[0], "c")
            if self.paper.footer:
                _run(line, self.paper.footer, 10, italic=True)
            between = " · " if self.paper.footer and code else ""
            _run(line, f"{between}{code}", 10)

    def _head(self) -> None:
        head, letter = self.paper.head, not self.paper.kind
        table = self._bare_table(2, (68, 92))
        left, right = table.rows[0].cells
        if head.superior:
            _run(_first(left, "c"), head.superior.upper(), 12)
            _run(_added(left, "c"), head.issuer.upper(), 12, bold=True)
        else:
            _run(_first(left, "c"), head.issuer.upper(), 12, bold=True)
        _rule(left, 22)
        _run(_first(right, "c"), STATE, 12, bold=True)
        _run(_added(right, "c"), MOTTO, 13, bold=True)
        _rule(right, 18)  # as long as the motto is (II.1b)
        number, date = table.rows[1].cells
        _run(_first(number, "c"), wording.number_line(head), 13)
        _run(_first(date, "c"), wording.date_line(head), 13, italic=True)
        if letter:
            _run(_added(number, "c", before=6), wording.subject_line(self.paper), 12)
        if self.paper.urgency:
            stamp = _run(_added(number, "l", before=8), self.paper.urgency, 13, bold=True)
            stamp.font.color.rgb = RGBColor(255, 0, 0)

    def _opening(self) -> None:
        """Kind and subject, to whom, on what authority and which bases."""
        paper = self.paper
        if paper.kind:
            self._line(paper.kind, "c", bold=True, before=18)
            self._line(wording.subject_line(paper), "c", bold=True)
            self._rule(62)
            attached = wording.attachment_line(paper.extra.get("attached_to", ""))
            if attached:
                self._line(attached, "c", italic=True, after=12)
        self._addressees(wording.addressees(paper) if paper.addressees else ())
        authority = wording.authority_line(paper)
        if authority:
            self._line(authority, "c", bold=True, before=12, after=6, kept=True)
        for base in wording.bases(paper):
            self._text(base, italic=True)
        if authority:
            self._line("QUYẾT ĐỊNH:", "c", bold=True, before=12, after=6, kept=True)

    def _addressees(self, lines: tuple[str, ...]) -> None:
        if len(lines) == 1:
            self._line(f"Kính gửi: {lines[0]}", "c", before=12, after=12)
        elif lines:
            self._line("Kính gửi:", "l", before=12, indent=Mm(30))
            for one in lines:
                self._line(one, "l", indent=Mm(50))

    def _pieces(self, some: Iterable[Piece]) -> None:
        for one in some:
            if one.grid:
                self._grid(one.grid)
            elif one.figure:
                self._figure(one.figure)
            elif one.look == "end":
                self._line(one.text, "r")
            else:
                bold = one.look in {"h1", "h2"}
                kept = one.kept or one.look in {"h1", "h2", "h3"}
                self._text(one.text, one.lead, bold=bold, italic=one.look == "i", kept=kept)

    def _figure(self, one: Figure) -> None:
        line = self._line("", "c", before=10, kept=True)
        picture = line.add_run().add_picture(io.BytesIO(self.draw(one)))
        if picture.width > self._width():
            picture.height = Length(picture.height * self._width() // picture.width)
            picture.width = self._width()
        self._line(one.caption, "c", italic=True, size=13, after=6)

    def _grid(self, grid: Grid) -> None:
        if grid.caption:
            self._line(grid.caption, "c", bold=True, before=10, after=3, kept=True)
        if grid.unit:
            self._line(grid.unit, "r", italic=True, size=13, before=6, after=3, kept=True)
        shares = [float(width.rstrip("%")) for width in grid.widths]
        table = self.document.add_table(0, len(shares), style="Table Grid")
        widths = [Length(int(self._width() * share / 100)) for share in shares]
        _fixed(table, widths, CELL_ROOM)
        rows = [(line, True) for line in grid.head] + [(line, False) for line in grid.rows]
        for _ in rows:
            table.add_row()
        covered: set[tuple[int, int]] = set()
        cells = [list(row.cells) for row in table.rows]
        for place, (line, is_head) in enumerate(rows):
            _row(table, cells, covered, place, line, is_head=is_head)
        self._line("", "l", size=6)

    def _signature(self) -> None:
        paper, lines = self.paper, [line.upper() for line in self.paper.signature.lines]
        self._line("", "l", size=10, kept=True)
        left, right = self._bare_table(1, (80, 80)).rows[0].cells
        _run(_first(left, "l"), "Nơi nhận:", 12, bold=True, italic=True)
        for one in wording.recipients(paper):
            _run(_added(left, "l"), one, 11)
        if paper.drafter:
            _run(_added(left, "l", before=3), paper.drafter.upper(), 11)
        opened = _first(right, "c")
        for place, line in enumerate(lines):
            _run(_added(right, "c") if place else opened, line, 14, bold=True)
        _run(_added(right, "c", before=68), paper.signature.name, 14, bold=True)
        for line in [*left.paragraphs, *right.paragraphs]:
            line.paragraph_format.keep_together = True

    def _appendix(self, one: Appendix) -> None:
        """Pages of its own, numbered from 1, upright or across."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        _lay(section, landscape=one.landscape)
        self._margins_of(section)
        numbers = OxmlElement("w:pgNumType")
        numbers.set(qn("w:start"), "1")
        section._sectPr.append(numbers)  # noqa: SLF001 -- python-docx has no word for it
        self._line(f"Phụ lục {one.number}".strip(), "c", bold=True)
        self._line(one.title.upper(), "c", bold=True)
        attached = wording.attachment_line(one.attached_to)
        if attached:
            self._line(attached, "c", italic=True, after=12)
        self._pieces(pieces(wording.annex_of(self.paper, one)))

    def _width(self) -> Length:
        """Of the text on the pages written now."""
        section = self.document.sections[-1]
        return Length(section.page_width - section.left_margin - section.right_margin)

    def _bare_table(self, rows: int, widths: tuple[int, int]) -> Any:
        table = self.document.add_table(rows, len(widths))
        _fixed(table, [Mm(width) for width in widths])
        for row in table.rows:
            _mark(row._tr.get_or_add_trPr(), "w:cantSplit")  # noqa: SLF001
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)
        return table

    def _text(
        self,
        text: str,
        lead: str = "",
        *,
        bold: bool = False,
        italic: bool = False,
        kept: bool = False,
    ) -> None:
        line = _clean(self.document.add_paragraph(), "j", before=6)
        line.paragraph_format.first_line_indent = Mm(12.7)
        line.paragraph_format.line_spacing = (
            1.13  # of a line of this font: 1,3 of its size, as the PDF
        )
        line.paragraph_format.keep_with_next = kept
        if lead:
            _run(line, f"{lead} ", 14, bold=True)
        _run(line, text, 14, bold=bold, italic=italic)

    def _line(
        self,
        text: str,
        align: str,
        *,
        bold: bool = False,
        italic: bool = False,
        size: float = 14,
        before: float = 0,
        after: float = 0,
        indent: Length | None = None,
        kept: bool = False,
    ) -> Any:
        line = _clean(self.document.add_paragraph(), align, before=before)
        line.paragraph_format.space_after = Pt(after)
        line.paragraph_format.keep_with_next = kept
        if indent:
            line.paragraph_format.left_indent = indent
        _run(line, text, size, bold=bold, italic=italic)
        return line

    def _rule(self, margin: float) -> None:
        _as_rule(_clean(self.document.add_paragraph(), "c"), margin, after=12)


def _lay(section: Any, *, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width = LONG_SIDE if landscape else SHORT_SIDE
    section.page_height = SHORT_SIDE if landscape else LONG_SIDE
    section.left_margin = LEFT
    section.top_margin = section.right_margin = section.bottom_margin = OTHER
    section.header_distance = section.footer_distance = Mm(8)


def _row(
    table: Any,
    cells: list[list[Any]],
    covered: set[tuple[int, int]],
    place: int,
    line: Line,
    *,
    is_head: bool,
) -> None:
    """Put a row's cells where earlier spans leave room; a title's row is repeated on every page."""
    row = table.rows[place]
    looks = line.look.split()
    marks = row._tr.get_or_add_trPr()  # noqa: SLF001
    if "long" not in looks:
        _mark(marks, "w:cantSplit")
    if is_head:
        _mark(marks, "w:tblHeader")
    column = 0
    for one in line.cells:
        while (place, column) in covered:
            column += 1
        down, across = range(place, place + one.down), range(column, column + one.across)
        covered.update((y, x) for y in down for x in across)
        cell = cells[place][column]
        if one.across > 1 or one.down > 1:
            cell = cell.merge(cells[down[-1]][across[-1]])
        _fill(cell, one, bold=is_head or "b" in looks, align="c" if is_head else one.look or "l")
        if "g" in looks:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        column += one.across


def _fill(cell: Any, one: Cell, *, bold: bool, align: str) -> None:
    cell.vertical_alignment = 1  # in the middle
    for place, text in enumerate(one.text.split("\n")):
        line = _first(cell, align) if not place else _added(cell, align)
        _run(line, text, 12, bold=bold)


def _fixed(table: Any, widths: list[Length], padded: tuple[int, ...] = (0, 0, 0, 0)) -> None:
    """Widths as given; `padded`: points of room in a cell at the top, left, bottom, right."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    padding = OxmlElement("w:tblCellMar")
    for side, space in zip(("top", "left", "bottom", "right"), padded, strict=True):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(20 * space))
        edge.set(qn("w:type"), "dxa")
        padding.append(edge)
    table._tbl.tblPr.append(padding)  # noqa: SLF001


def _first(cell: Any, align: str) -> Any:
    return _clean(cell.paragraphs[0], align)


def _added(cell: Any, align: str, *, before: float = 0) -> Any:
    return _clean(cell.add_paragraph(), align, before=before)


def _clean(line: Any, align: str, *, before: float = 0) -> Any:
    line.alignment = ALIGN[align]
    line.paragraph_format.space_before = Pt(before)
    line.paragraph_format.space_after = Pt(0)
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    return line


def _run(line: Any, text: str, size: float, *, bold: bool = False, italic: bool = False) -> Any:
    run = line.add_run(unicodedata.normalize("NFC", text))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return run


def _rule(cell: Any, margin: float) -> None:
    _as_rule(_added(cell, "c"), margin)


def _as_rule(line: Any, margin: float, *, after: float = 0) -> None:
    """An empty line with a rule above it, so many millimetres short at either side."""
    layout = line.paragraph_format
    layout.left_indent = layout.right_indent = Mm(margin)
    layout.space_before = Pt(2)
    layout.line_spacing, layout.space_after = Pt(4), Pt(after)
    edges, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    edges.append(top)
    before = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    line._p.get_or_add_pPr().insert_element_before(edges, *before)  # noqa: SLF001


def _number(line: Any) -> None:
    """The number of the page, which Word counts."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = _run(line, "", 14)
        name = "w:fldChar" if kind else "w:instrText"
        mark = OxmlElement(name)
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = text
        run._r.append(mark)  # noqa: SLF001


def _mark(properties: Any, name: str) -> None:
    properties.append(OxmlElement(name))
