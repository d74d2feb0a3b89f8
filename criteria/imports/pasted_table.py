"""The shape of a pasted table: its cells, its heads, the rows of communes, districts and totals."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from communes.models import Commune
from communes.names import search_key
from communes.selectors.matching import match_communes
from criteria.models.plan import PlanColumn
from criteria.selectors.turned_lines import Column, Turned

STATUS = "ket-qua"
NOTE = "ghi-chu"
TOTALS = re.compile(r"^(tong|cong|toan tinh|toan huyen|binh quan|trung binh)\b")
DISTRICT = re.compile(r"^(?:[ivx]+\s+|\d+\s+)?(?:huyen|thi xa|thanh pho|tx|tp|h)\s+(.+)$")
PLACE_HEADS = {
    *("xa", "ten xa", "don vi", "dia phuong", "ten don vi", "xa phuong", "ubnd xa", "don vi xa"),
    *("xa thi tran", "xa phuong thi tran", "ten", "dia ban", "danh sach xa"),
}
CODE_HEADS = {"ma xa", "ma", "ma don vi", "ma gso", "ma dvhc"}
DISTRICT_HEADS = {"huyen", "ten huyen", "huyen thi xa", "huyen thi xa thanh pho"}
NUMBER_HEADS = {"stt", "tt", "so tt", "so thu tu"}
NOTE_HEADS = {"ghi chu", "chu thich"}
STATUS_HEADS = {"ket qua", "danh gia", "ket qua danh gia", "dat", "ket luan", "muc dat"}
HEADS = PLACE_HEADS | CODE_HEADS | DISTRICT_HEADS | NUMBER_HEADS | NOTE_HEADS
PLACE_HEAD = re.compile(r"^ten (xa|cac xa|don vi|dia phuong)\b")
CODED = re.compile(r"^(chi tieu|tieu chi|ct|tc) ?\d")
HIGHEST = 6  # heads are looked for in so many rows from the top
NAMED = 12  # letters of an indicator's name that are enough to know it by
_TAIL = re.compile(
    r"^(?P<name>.*?[^\W\d_].*?)\s*(?:[:=]|\s[-–]\s|\s)\s*(?P<value>-?\d[\d.,]*\s*%?)$"
)


@dataclass(slots=True)
class Row:
    """One line of the table, its number counted from 1, and the district under which it stands."""

    line: int
    cells: list[str]
    name: str = ""
    district: str = ""

    @property
    def at(self) -> str:
        return f"dòng {self.line}"

    def text(self, at: int | None) -> str:
        if at is None or at >= len(self.cells):
            return ""
        return self.cells[at]


@dataclass(slots=True)
class Grid:
    rows: list[Row]

    @classmethod
    def read(cls, text: str) -> "Grid":
        """Cells between tabs, else «;», else «|», else two blanks or more, else before a last number."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
        if "\t" in lines:
            found = _by_mark(lines, "\t")
        elif _most(lines, ";"):
            found = _by_mark(lines, ";")
        elif _most(lines, "|"):
            found = _by_mark(lines, "|")
        else:
            found = [
                (number, _by_blanks(line)) for number, line in enumerate(lines.split("\n"), 1)
            ]
        rows = [Row(number, [" ".join(cell.split()) for cell in cells]) for number, cells in found]
        return cls([row for row in rows if any(row.cells)])

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)

    @staticmethod
    def letter(at: int) -> str:
        return f"cột {chr(ord('A') + at)}" if at < 26 else f"cột {at + 1}"  # noqa: PLR2004 -- letters


@dataclass(slots=True)
class Columns:
    """How the table is understood: the rows of communes, which column is what, and what is said of it."""

    rows: list[Row]
    values: dict[int, Column] = field(default_factory=dict)
    status: int | None = None
    note: int | None = None
    told: list[PlanColumn] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def understood(grid: Grid, found: Turned, communes: Sequence[Commune], only: str = "") -> Columns:
    """Heads, places and values of the table; what is not understood is told, never guessed."""
    body = _split(grid, communes, {one.indicator.code for one in found.columns})
    result = Columns(rows=body.rows, notes=body.notes)
    open_columns = [
        at
        for at in range(grid.width)
        if at not in body.taken and any(row.text(at) for row in body.rows)
    ]
    chosen = _chosen(open_columns, found, only)
    taken: dict[str, int] = {}
    for at in open_columns:
        head = body.heads.get(at, "")
        means, how = _meaning(head, found) if head else ("", "")
        if not means and at in chosen:
            means, how = chosen[at], "bạn chọn"
        if means in taken and means != NOTE:
            result.problems.append(
                f"{Grid.letter(at)} và {Grid.letter(taken[means])} đều là «{head}»: cột sau bỏ qua."
            )
            means, how = "", "trùng cột trước"
        taken.setdefault(means, at)
        _take(result, found, PlanColumn(Grid.letter(at), head, means, how), at)
    return result


def _take(result: Columns, found: Turned, told: PlanColumn, at: int) -> None:
    """Keep a column by what it means (a key), and tell it in words."""
    means, told.means = told.means, ""
    if means == STATUS:
        result.status, told.means = at, f"kết quả tiêu chí {found.criterion.number}"
    elif means == NOTE:
        result.note, told.means = at, "ghi chú"
    else:
        column = _column(found, means)
        if column:
            result.values[at] = column
            told.means = f"{column.label} {column.indicator.name}"
    if not told.means:
        told.how = told.how or "không nhận ra tiêu đề"
        result.problems.append(f"{told.at} «{told.text}» không rõ là gì: bỏ qua.")
    result.told.append(told)


def _chosen(open_columns: Sequence[int], found: Turned, only: str) -> dict[int, str]:
    """What the maker chose, for columns whose heads do not say; a lone column of a lone value is it."""
    keys = [f"gt:{one.indicator.pk}:{one.part}" for one in found.columns]
    if only == "thu-tu":
        return dict(zip(open_columns, [*keys, STATUS], strict=False))
    if only:
        return {open_columns[0]: only} if open_columns else {}
    if len(keys) == 1 and len(open_columns) == 1:
        return {open_columns[0]: keys[0]}
    return {}


def _column(found: Turned, means: str) -> Column | None:
    return next(
        (one for one in found.columns if f"gt:{one.indicator.pk}:{one.part}" == means), None
    )


def _meaning(head: str, found: Turned) -> tuple[str, str]:
    """What a head says: a code, a name, a word for the result, or the only column of that unit."""
    key = search_key(head)
    if key in NOTE_HEADS:
        return NOTE, "tiêu đề"
    number = found.criterion.number
    coded = [one for one in found.columns if _names_code(head, one.indicator.code)]
    if coded:
        return _part_of(coded, key), "mã chỉ tiêu"
    if key in STATUS_HEADS or re.fullmatch(rf"(?:ket qua )?(?:tieu chi|tc) ?{number}\b.*", key):
        return STATUS, "tiêu đề"
    named = [one for one in found.columns if _names(key, one.indicator.name)]
    if named:
        return _part_of(named, key), "tên chỉ tiêu"
    unit = re.sub(r"[()]", " ", head).strip().lower()
    united = [one for one in found.columns if unit and one.unit.lower() == unit]
    if len(united) == 1:
        return f"gt:{united[0].indicator.pk}:{united[0].part}", "đơn vị tính"
    return "", ""


def _part_of(columns: Sequence[Column], key: str) -> str:
    """The column of one indicator; of several parts the one that the head names."""
    if len({one.indicator.pk for one in columns}) > 1:
        return ""
    parts = [one for one in columns if not one.part or search_key(one.part_name) in key]
    if len(parts) > 1:
        longest = max(len(one.part_name) for one in parts)
        parts = [one for one in parts if len(one.part_name) == longest]
    return f"gt:{parts[0].indicator.pk}:{parts[0].part}" if len(parts) == 1 else ""


def _names_code(head: str, code: str) -> bool:
    return bool(re.search(rf"(?<![\d.,]){re.escape(code)}(?![\d]|[.,]\d)", head))


def _names(key: str, name: str) -> bool:
    """The head is the indicator's name, or begins as it does at some length."""
    whole = search_key(name)
    return len(key) >= NAMED and (whole.startswith(key) or key.startswith(whole))


@dataclass(slots=True)
class _Body:
    rows: list[Row]
    heads: dict[int, str]
    taken: set[int]
    notes: list[str]


def _split(grid: Grid, communes: Sequence[Commune], codes_asked: set[str]) -> _Body:
    """Heads above, then rows of communes; districts between them, totals left out."""
    heads, rest = _heads(grid.rows, codes_asked)
    kinds = {at: search_key(head) for at, head in heads.items()}
    codes = [at for at, key in kinds.items() if key in CODE_HEADS]
    districts = [at for at, key in kinds.items() if key in DISTRICT_HEADS]
    numbers = [at for at, key in kinds.items() if key in NUMBER_HEADS]
    place = next((at for at, key in kinds.items() if _is_place(key)), None)
    if place is None:
        place = _place_column(rest, communes, {*codes, *districts, *numbers})
    known = {search_key(str(one.district.name)) for one in communes if one.district}
    body = _Body([], heads, {place, *codes, *districts, *numbers}, [])
    if not numbers and place > 0 and _counts(rest):
        body.taken.add(0)
    current = ""
    totals: list[str] = []
    headings: list[str] = []
    for row in rest:
        text = row.text(place)
        key = search_key(text)
        said = any(
            cell for at, cell in enumerate(row.cells) if at not in body.taken and at != place
        )
        label = key or search_key(" ".join(row.cells))
        if TOTALS.match(label):
            totals.append(f"{row.at} «{' '.join(filter(None, row.cells))[:60]}»")
            continue
        named = _district(label, known, said=said)
        if named:
            current = text or " ".join(cell for cell in row.cells if cell)
            headings.append(f"{row.at} «{current}»")
            continue
        row.district = next((row.text(at) for at in districts if row.text(at)), current)
        code = next((row.text(at) for at in codes if row.text(at)), "")
        row.name = f"{code} {text}".strip()
        if row.name:
            body.rows.append(row)
        elif said:
            body.notes.append(f"{row.at}: không có tên xã, bỏ qua.")
    if headings:
        body.notes.append(f"Dòng tên huyện: {', '.join(headings)}.")
    if totals:
        body.notes.append(f"Dòng tổng, bỏ qua: {', '.join(totals)}.")
    return body


def _heads(rows: Sequence[Row], codes: set[str]) -> tuple[dict[int, str], list[Row]]:
    """The rows above the communes that hold words of heads, joined column by column; titles go."""
    last = max((at for at, row in enumerate(rows[:HIGHEST]) if _is_head(row, codes)), default=-1)
    heads: dict[int, str] = {}
    for row in rows[: last + 1]:
        if sum(map(bool, row.cells)) == 1 and len(row.cells) > 1 and not heads:
            continue  # a title
        for at, cell in enumerate(row.cells):
            if cell and cell not in heads.get(at, ""):
                heads[at] = f"{heads.get(at, '')} {cell}".strip()
    return heads, list(rows[last + 1 :])


def _is_head(row: Row, codes: set[str]) -> bool:
    """A word for places or numbers, a numbered criterion, or nothing but codes of indicators."""
    cells = [cell for cell in row.cells if cell]
    keys = {search_key(cell) for cell in cells}
    return (
        bool(keys & HEADS)
        or any(PLACE_HEAD.match(key) or CODED.match(key) for key in keys)
        or all(cell in codes for cell in cells)
    )


def _place_column(rows: Sequence[Row], communes: Sequence[Commune], left: Iterable[int]) -> int:
    """The column in which most cells name a commune."""
    width = max((len(row.cells) for row in rows), default=0)
    columns = [at for at in range(width) if at not in set(left)]
    texts = [row.text(at) for at in columns for row in rows]
    found = match_communes(texts, _any_day(communes), communes) if texts else []
    best, most = 0, -1
    for place, at in enumerate(columns):
        part = found[place * len(rows) : (place + 1) * len(rows)]
        count = sum(bool(one.commune or one.choices) for one in part)
        if count > most:
            best, most = at, count
    return best


def _any_day(communes: Sequence[Commune]) -> dt.date:
    return max(one.starts for one in communes) if communes else dt.date.min


def _is_place(key: str) -> bool:
    return key in PLACE_HEADS or bool(PLACE_HEAD.match(key))


def _counts(rows: Sequence[Row]) -> bool:
    """The first column only numbers the rows, perhaps anew in each district."""
    numbers = [int(row.text(0).rstrip(".")) for row in rows if row.text(0).rstrip(".").isdecimal()]
    return len(numbers) > 1 and all(b - a in {0, 1} or b == 1 for a, b in pairwise(numbers))


def _district(key: str, known: set[str], *, said: bool) -> bool:
    """A row that names a district: by its kind, or alone in a row without values."""
    match = DISTRICT.match(key)
    if match:
        return match[1] in known
    return not said and re.sub(r"^[ivx]+ ", "", key) in known


def _by_mark(text: str, mark: str) -> list[tuple[int, list[str]]]:
    """Quoted cells may hold line breaks; the number is that of the line on which a row ends."""
    reader = csv.reader(io.StringIO(text), delimiter=mark, quotechar='"')
    found = []
    for cells in reader:
        kept = cells if mark != "|" else _without_edges(cells)
        found.append((reader.line_num, kept))
    return found


def _without_edges(cells: list[str]) -> list[str]:
    """«| a | b |» begins and ends with a blank cell."""
    start = 1 if cells and not cells[0].strip() else 0
    end = -1 if len(cells) > start and not cells[-1].strip() else None
    return cells[start:end]


def _by_blanks(line: str) -> list[str]:
    cells = re.split(r" {2,}", line.strip())
    if len(cells) > 1:
        return cells
    tail = _TAIL.match(line.strip())
    return [tail["name"], tail["value"]] if tail else cells


def _most(text: str, mark: str) -> bool:
    """At least half of the lines that say something hold the mark."""
    lines = [line for line in text.split("\n") if line.strip()]
    return bool(lines) and 2 * sum(mark in line for line in lines) >= len(lines)
