"""A programme's table understood: heads repeated by pages, rows cut by pages, cells moved aside.

The damage is that of copies of QĐ 645: what can be mended surely is mended and told, what cannot is
asked; nothing is left out unseen.
"""

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError

from communes.names import search_key
from plans.imports.programme_cells import Line, from_file, from_text
from plans.models.programming import (
    CONTENT,
    COORDINATORS,
    DUE,
    GROUP,
    LEADS,
    NOTE,
    NUMBER,
    OUT,
    RESULT,
    TASK,
    WIDTH,
    ProgrammeTable,
    Row,
)
from plans.words import joined, read_due

# Words by which a head is known, in the order of the columns; the first that fits counts.
HEADS = (
    re.compile(r"^(?:stt|tt|so tt|so thu tu)$"),
    re.compile(r"\b(?:noi dung|nhiem vu|cong viec)\b"),
    re.compile(r"\bchu tri\b"),
    re.compile(r"\bphoi hop\b"),
    re.compile(r"\b(?:thoi gian|thoi han|tien do|hoan thanh)\b"),
    re.compile(r"\b(?:ket qua|san pham)\b"),
    re.compile(r"\b(?:ghi chu|chu thich)\b"),
)
FEWEST_HEADS = 3
ROMAN = re.compile(r"^(?:[IVXLC]+|[A-ZĐ])[.)]?$")
WHOLE = re.compile(r"^(?P<number>[IVXLC]+|[A-ZĐ])\s*[.)]\s+(?P<title>\S.*)$", re.DOTALL)
COUNTED = re.compile(r"^\d{1,3}[.)]?$")
NOTHING = (
    "Không thấy nhiệm vụ nào trong bảng. Hãy chép cả bảng từ Word, gồm dòng tiêu đề "
    "(TT, Nội dung, Chủ trì, Phối hợp, Thời gian, Kết quả, Ghi chú), rồi dán lại."
)


def read_text(text: str, year: int) -> ProgrammeTable:
    """A pasted table. Refusal: `nothing`."""
    return understood(from_text(text, WIDTH), year)


def read_file(content: bytes, year: int) -> ProgrammeTable:
    """A sheet. Refusals are those of `from_file`, and `nothing`."""
    return understood(from_file(content), year)


def understood(lines: Sequence[Line], year: int) -> ProgrammeTable:
    table = _Reading(year).table(lines)
    if not any(row.content for row in table.tasks):
        raise ValidationError(NOTHING, code="nothing")
    return table


class _Reading:
    def __init__(self, year: int) -> None:
        self.year = year
        self.columns: dict[int, int] = {}
        self.made = ProgrammeTable()
        self.after_head = False
        self.repeated = 0
        self.joined = 0

    def table(self, lines: Sequence[Line]) -> ProgrammeTable:
        first = next((at for at, line in enumerate(lines) if _heads(line.cells)), None)
        if first is None:
            self.made.notes.append(
                "Không thấy dòng tiêu đề: hiểu các cột theo thứ tự thường dùng."
            )
        above = lines[:first] if first else []
        if above:
            self.made.notes.append(f"Bỏ {len(above)} dòng ở trên bảng.")
        for line in lines[first or 0 :]:
            self._line(line)
        if self.repeated:
            self.made.notes.append(f"Bỏ {self.repeated} dòng tiêu đề lặp lại ở đầu trang.")
        if self.joined:
            self.made.notes.append(f"Nối {self.joined} dòng bị ngắt trang vào dòng trên.")
        return self.made

    def _line(self, line: Line) -> None:
        found = _heads(line.cells)
        if found:
            self.repeated += bool(self.made.headings)
            self.after_head = bool(self.made.headings)
            self.columns = self.columns or found
            self.made.headings = self.made.headings or _headings(line.cells, found)
            return
        row = self._row(line)
        if row.kind == GROUP:
            self.made.rows.append(row)
        elif self._belongs_above(row):
            self._join(row)
        else:
            self._check(row)
            self.made.rows.append(row)
        self.after_head = False

    def _row(self, line: Line) -> Row:
        cells, marks = self._straight(line.cells)
        row = Row(at=line.at, marks=marks, kind=TASK)
        for at, text in enumerate(cells):
            column = self.columns.get(at) if self.columns else at if at < WIDTH else None
            if column is not None:
                row.cells[column] = f"{row.cells[column]}\n{text}".strip()
            elif text:
                row.extra.append(text)
        whole = next((cell for cell in row.cells[: CONTENT + 1] if cell), "")
        alone = sum(map(bool, row.cells)) == 1 and WHOLE.match(whole)
        if alone:
            row.kind, row.cells[NUMBER], row.cells[CONTENT] = (
                GROUP,
                alone["number"],
                alone["title"],
            )
        elif ROMAN.match(row.number) and row.content and not any(row.cells[LEADS:]):
            row.kind = GROUP
        row.cells[NUMBER] = row.number.rstrip(".)")
        return row

    def _straight(self, cells: list[str]) -> tuple[list[str], list[str]]:
        """A cell too many left of the deadline, which pushed the rest aside: joined with the one before."""
        places = {column: at for at, column in self.columns.items()} or {
            column: column for column in range(WIDTH)
        }
        due = places.get(DUE)
        if due is None or due + 1 >= len(cells):
            return cells, []
        if not self._is_due(cells[due]) and self._is_due(cells[due + 1]) and cells[due]:
            torn = f"{cells[due - 1]} {cells[due]}".strip()
            mark = f"ghép hai ô bị tách: «{cells[due - 1][-30:]}» và «{cells[due][:30]}»"
            return [*cells[: due - 1], torn, *cells[due + 1 :]], [mark]
        return cells, []

    def _is_due(self, text: str) -> bool:
        try:
            return bool(text) and bool(read_due(text, self.year).words)
        except ValueError:
            return False

    def _belongs_above(self, row: Row) -> bool:
        """The rest of a row that a page cut: no number, or a stray one where lead and deadline are blank."""
        above = self.made.rows[-1] if self.made.rows else None
        if above is None or above.kind == OUT:
            return False
        if above.kind == GROUP:
            return not row.number and bool(row.content) and not any(row.cells[LEADS:])
        if not row.number:
            return True
        bare = not row.cells[LEADS] and not row.cells[DUE]
        return bare and (self.after_head or not _follows(above.number, row.number))

    def _join(self, row: Row) -> None:
        above = self.made.rows[-1]
        for column in range(CONTENT, WIDTH):
            above.cells[column] = joined(above.cells[column], row.cells[column])
        above.extra += row.extra
        stray = f", bỏ số «{row.number}» lạc" if row.number else ""
        above.marks.append(f"nối phần ở {row.at}{stray}")
        above.marks += row.marks
        self.joined += 1

    def _check(self, row: Row) -> None:
        """What looks wrong and only a person can tell."""
        tasks = self.made.rows
        above = tasks[-1] if tasks else None
        expected = above.number if above is not None and above.kind == TASK else ""
        if not COUNTED.match(row.number):
            row.doubts.append("TT không phải là số")
        elif expected and not _follows(expected, row.number):
            row.doubts.append(f"TT {row.number} không nối tiếp {expected}")
        elif not expected and above is not None and row.number != "1":
            row.doubts.append(f"nhóm bắt đầu từ TT {row.number}")
        if row.extra:
            row.doubts.append("có ô thừa ở bên phải")


def _follows(above: str, number: str) -> bool:
    return above.isdecimal() and number.isdecimal() and int(number) == int(above) + 1


def _heads(cells: Sequence[str]) -> dict[int, int]:
    """By place, the column that its words name; nothing where the row is no row of heads."""
    found: dict[int, int] = {}
    for at, cell in enumerate(cells):
        key = search_key(cell)
        column = next(
            (one for one in _SOUGHT if one not in found.values() and HEADS[one].search(key)), None
        )
        if column is not None:
            found[at] = column
    return found if len(found) >= FEWEST_HEADS and CONTENT in found.values() else {}


# «Thời gian hoàn thành», «Kết quả thực hiện nhiệm vụ»: the rarer words are looked for first.
_SOUGHT = (NUMBER, LEADS, COORDINATORS, DUE, RESULT, NOTE, CONTENT)


def _headings(cells: Sequence[str], found: dict[int, int]) -> list[str]:
    names = {column: cells[at].replace("\n", " ") for at, column in found.items()}
    return [names.get(column, "") for column in range(WIDTH)]
