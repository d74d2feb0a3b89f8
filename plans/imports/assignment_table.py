"""Where a list of assignments says what: a matrix, a row for each agency, a row for each pair."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from communes.names import search_key
from criteria.imports.matrix_table import is_district, is_total
from criteria.imports.workbook import place
from plans.imports.assignment_words import Piece, duties, is_duty, is_head, pieces
from plans.imports.sheet_rows import Sheet
from plans.models.assigning import AGENCY, COMMUNE
from plans.selectors.agency_names import AgencyNames, looks_like_agency

HEAD_ROWS = 40  # a head stands among the first rows
LEAST = 3  # names across the head of a matrix
LONGEST_MARK = 20  # letters of a mark in a matrix
DUTY, DISTRICT, NOTE, CODE = "duty", "district", "note", "code"
HEAD_KINDS = {
    **dict.fromkeys(("ghi chu", "chu thich"), NOTE),
    **dict.fromkeys(("huyen", "ten huyen", "huyen thi xa", "huyen thi xa thanh pho"), DISTRICT),
    **dict.fromkeys(("nhiem vu", "vai tro", "hinh thuc", "nhiem vu duoc giao"), DUTY),
    **dict.fromkeys(("ma xa", "ma", "ma don vi", "ma gso"), CODE),
    **dict.fromkeys(("van ban", "van ban phan cong", "tu ngay", "den ngay", "tu den"), "other"),
}


@dataclass(slots=True)
class Told:
    """An agency and a commune as the list names them; `mark` tells the duty, blank where nothing does."""

    agency: str
    commune: str
    within: str
    mark: str
    at: str
    note: str = ""


@dataclass(slots=True)
class Read:
    """What a sheet tells, and how it is laid out (in words; blank: it was not understood)."""

    layout: str = ""
    told: list[Told] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_matrix: bool = False


class Words:
    """Which texts name communes (one, or several of one name) and which agencies."""

    def __init__(self, communes: Container[str], agencies: AgencyNames) -> None:
        self.communes, self.agencies = communes, agencies
        self._agency: dict[str, bool] = {}

    def is_commune(self, text: str) -> bool:
        return flat(text) in self.communes

    def names_communes(self, cell: str) -> int:
        return sum(self.is_commune(one.text) for one in pieces(cell))

    def is_agency(self, text: str) -> bool:
        text = flat(text)
        if text not in self._agency:
            self._agency[text] = self.agencies.match(text).how != "không thấy"
        return self._agency[text]

    def is_sure(self, kind: str, text: str) -> bool:
        return self.is_agency(text) if kind == AGENCY else self.is_commune(text)

    def agencies_of(self, cell: str) -> list[str]:
        """The agencies of a cell: a comma may stand inside a name."""
        if not cell.strip() or self.is_agency(cell):
            return [flat(cell)] if cell.strip() else []
        for mark in (r"[;\n]", r"[;\n,]"):
            parts = [flat(one) for one in re.split(mark, cell) if one.strip()]
            if len(parts) > 1 and all(self.is_agency(one) for one in parts):
                return parts
        parts = [flat(one) for one in re.split(r"[;\n]", cell) if one.strip()]
        if len(parts) > 1 and all(looks_like_agency(one) for one in parts):
            return parts
        return [flat(cell)]


def flat(text: str) -> str:
    return " ".join(text.split())


def texts_of(sheet: Sheet) -> set[str]:
    """Every text that may name a commune."""
    return {flat(one.text) for row in sheet.rows for cell in row for one in pieces(cell)}


def understood(sheet: Sheet, words: Words) -> Read:
    """A matrix with agencies across, else with communes across, else a list."""
    for across, layout in (
        (AGENCY, "ma trận: mỗi dòng một xã, mỗi cột một cơ quan"),
        (COMMUNE, "ma trận: mỗi dòng một cơ quan, mỗi cột một xã"),
    ):
        found = _matrix(sheet, words, across)
        if found is not None:
            found.layout = layout
            return found
    return _List(sheet, words).read()


def _matrix(sheet: Sheet, words: Words, across: str) -> Read | None:
    down = COMMUNE if across == AGENCY else AGENCY
    head, columns = _head(sheet, words, across, down)
    if not columns:
        return None
    left = min(columns)
    counts = {
        column: sum(words.is_sure(down, row[column]) for row in sheet.rows[head + 1 :])
        for column in range(left)
    }
    names = max(counts, key=lambda one: counts[one], default=None)
    if names is None or not counts[names] or not _are_marks(sheet, head, columns):
        return None
    found = Read(is_matrix=True)
    district = ""
    districts = [
        at for at in range(left) if HEAD_KINDS.get(search_key(sheet.rows[head][at])) == DISTRICT
    ]
    for number, row in enumerate(sheet.rows[head + 1 :], start=head + 1):
        text = flat(row[names])
        named = next((one for one in row[:left] if is_district(one)), "")
        if named and not words.is_sure(down, text):
            district = flat(named)
            continue
        if not any(one.isalpha() for one in text):
            continue
        if any(_counts(one) for one in row[:left]):
            found.notes.append(f"Dòng {number + 1} «{text}» là dòng tổng, bỏ qua.")
            continue
        within = next((row[at] for at in districts if row[at]), district)
        for column, name in columns.items():
            if row[column].strip():
                at = place(number, column)
                pair = (name, text) if across == AGENCY else (text, name)
                found.told.append(Told(*pair, within, flat(row[column]), at))
    return found


def _head(sheet: Sheet, words: Words, across: str, down: str) -> tuple[int, dict[int, str]]:
    """The row that names most of what stands across, with its columns; unknown names among them too."""
    best, most = -1, LEAST - 1
    for number, row in enumerate(sheet.rows[:HEAD_ROWS]):
        named = {flat(cell) for cell in row if words.is_sure(across, cell)}
        if len(named) > most and not any(words.is_sure(down, cell) for cell in row):
            best, most = number, len(named)
    if best < 0:
        return best, {}
    cells = {at: flat(cell) for at, cell in enumerate(sheet.rows[best]) if cell.strip()}
    sure = [at for at, cell in cells.items() if words.is_sure(across, cell)]
    columns = {
        at: cell
        for at, cell in cells.items()
        if at in sure
        or (across == AGENCY and looks_like_agency(cell))
        or (sure[0] < at < sure[-1] and not is_head(cell) and not _counts(cell))
    }
    return best, columns


def _counts(text: str) -> bool:
    """«Cộng», «Tổng số xã»; «Công an tỉnh» counts nothing."""
    return is_total(text) and not looks_like_agency(text)


def _are_marks(sheet: Sheet, head: int, columns: Mapping[int, str]) -> bool:
    cells = [row[at] for row in sheet.rows[head + 1 :] for at in columns if row[at].strip()]
    return bool(cells) and 2 * sum(len(one) <= LONGEST_MARK for one in cells) > len(cells)


@dataclass(slots=True)
class _Carried:
    """What a row leaves to the rows below that do not say it again."""

    agencies: list[Piece] = field(default_factory=list)
    communes: list[Piece] = field(default_factory=list)
    district: str = ""
    duty: str = ""


class _List:
    """Rows of agencies with their communes, or of communes with their agencies."""

    def __init__(self, sheet: Sheet, words: Words) -> None:
        self.sheet, self.words = sheet, words
        self.first = next(
            (number for number, row in enumerate(sheet.rows) if self._says(row)), len(sheet)
        )
        self.kinds = self._column_kinds()
        self.agencies = [at for at, kind in self.kinds.items() if kind == AGENCY]
        self.communes = [at for at, kind in self.kinds.items() if kind == COMMUNE]
        self.found = Read(layout="danh sách")

    def read(self) -> Read:
        if not self.communes:
            return Read()
        self.found.layout = self._layout()
        carried = _Carried()
        for number, row in enumerate(self.sheet.rows[self.first :], start=self.first):
            self._row(number, row, carried)
        return self.found

    def _layout(self) -> str:
        if self.agencies and self.agencies[0] > self.communes[0]:
            return "danh sách: mỗi dòng một xã với các cơ quan"
        return "danh sách: mỗi dòng một cơ quan với một hay nhiều xã"

    def _says(self, row: Sequence[str]) -> bool:
        return any(self.words.is_agency(cell) or self.words.names_communes(cell) for cell in row)

    def _column_kinds(self) -> dict[int, str]:
        width = len(self.sheet.rows[0]) if self.sheet.rows else 0
        kinds: dict[int, str] = {}
        for at in range(width):
            cells = [row[at] for row in self.sheet.rows[self.first :] if row[at].strip()]
            by_head = next(
                (kind for head in self._heads(at) if (kind := HEAD_KINDS.get(search_key(head)))),
                "",
            )
            kind = by_head or self._kind_of(cells)
            if kind:
                kinds[at] = kind
        if COMMUNE not in kinds.values():  # codes alone
            kinds = {at: COMMUNE if kind == CODE else kind for at, kind in kinds.items()}
        return kinds

    def _kind_of(self, cells: Sequence[str]) -> str:
        counts = Counter[str]()
        for cell in cells:
            if self.words.is_agency(cell) or looks_like_agency(cell):
                counts[AGENCY] += 1
            elif self.words.names_communes(cell):
                counts[CODE if cell.isdigit() else COMMUNE] += 1
            elif is_duty(cell):
                counts[DUTY] += 1
            elif is_district(cell):
                counts[DISTRICT] += 1
        if counts[COMMUNE] and counts[AGENCY]:  # headings of agencies above their communes
            return COMMUNE if counts[COMMUNE] >= counts[AGENCY] else AGENCY
        return counts.most_common(1)[0][0] if counts else ""

    def _heads(self, at: int) -> Iterator[str]:
        for row in self.sheet.rows[: self.first]:
            if row[at].strip() and sum(1 for one in row if one.strip()) > 1:
                yield flat(row[at])

    def _head_duty(self, at: int) -> str:
        return next((head for head in self._heads(at) if len(duties(head)) == 1), "")

    def _row(self, number: int, row: Sequence[str], carried: _Carried) -> None:
        filled = [at for at, cell in enumerate(row) if any(one.isalpha() for one in cell)]
        if not filled and not any(row[at] for at in self.communes):
            return
        if any(_counts(row[at]) for at in filled[:2]):
            self.found.notes.append(f"Dòng {number + 1} «{flat(row[filled[0]])}» bỏ qua.")
            return
        if len(filled) == 1 and self._heading(row[filled[0]], carried):
            return
        agencies = self._agencies(row) or self._standing(carried.agencies, self.agencies)
        communes = self._communes(row) or self._standing(carried.communes, self.communes)
        if not agencies:
            agencies = [] if self._is_left(self.communes, self.agencies) else carried.agencies
        carried.agencies, carried.communes = agencies or carried.agencies, communes
        district = next((row[at] for at, kind in self.kinds.items() if kind == DISTRICT), "")
        carried.district = flat(district) or carried.district
        if communes and not agencies:
            named = ", ".join(one.text for one in communes)
            self.found.notes.append(f"Dòng {number + 1}: {named} không có cơ quan nào.")
        self._tell(number, row, agencies, communes, carried)

    def _tell(
        self,
        number: int,
        row: Sequence[str],
        agencies: Sequence[Piece],
        communes: Sequence[Piece],
        carried: _Carried,
    ) -> None:
        at_row = f"dòng {number + 1}"
        cell = next((flat(row[at]) for at, kind in self.kinds.items() if kind == DUTY), "")
        note = next((flat(row[at]) for at, kind in self.kinds.items() if kind == NOTE), "")
        for agency in agencies:
            for commune in communes:
                mark = commune.duty or agency.duty or cell or carried.duty
                within = commune.within or carried.district
                self.found.told.append(
                    Told(agency.text, commune.text, within, mark, at_row, note[:500])
                )

    def _heading(self, cell: str, carried: _Carried) -> bool:
        """A row of one cell that heads others: an agency, a district, a duty."""
        if self.words.names_communes(cell) and not is_district(cell):
            return False
        if self.words.is_agency(cell) or looks_like_agency(cell):
            carried.agencies = [Piece(one) for one in self.words.agencies_of(cell)]
        elif is_district(cell):
            carried.district = flat(cell)
        elif len(duties(cell)) == 1:
            carried.duty = flat(cell)
        else:
            return False
        return True

    def _agencies(self, row: Sequence[str]) -> list[Piece]:
        return [
            Piece(name, self._head_duty(at))
            for at in self.agencies
            for name in self.words.agencies_of(row[at])
        ]

    def _communes(self, row: Sequence[str]) -> list[Piece]:
        found: list[Piece] = []
        for at in self.communes:
            head = self._head_duty(at)
            named = pieces(row[at]) or ([Piece(row[at])] if row[at].strip() else [])
            found += [Piece(flat(one.text), one.duty or head, one.within) for one in named]
        return found

    def _standing(self, before: list[Piece], columns: Sequence[int]) -> list[Piece]:
        """Only what stands on the left is meant again by a blank cell (a merged one)."""
        other = self.communes if columns is self.agencies else self.agencies
        return before if self._is_left(columns, other) else []

    def _is_left(self, columns: Sequence[int], others: Sequence[int]) -> bool:
        return bool(columns) and bool(others) and columns[0] < others[0]
