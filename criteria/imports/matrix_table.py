"""Finding one's way in somebody's matrix: where the heads stand, which column is whose, which rows count."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_col_to_name

from communes.names import search_key
from criteria.imports.workbook import Table
from criteria.models import Criterion
from criteria.models.plan import PlanColumn

HEAD_ROWS = 40  # a head stands among the first rows
LEAST = 3  # criteria that a head names, at least
SHORTEST = 4  # letters by which the beginning of a name is known
_NUMBERED = re.compile(r"^(?:tc|tieu chi)(?: so)? ?(\d{1,2})\b")
_LED = re.compile(r"^(\d{1,2}) (\D.*)$")
_ROMAN = re.compile(r"^(?:[ivx]{1,5}|[a-d])$")
_TOTAL = (
    "tong",
    "cong",
    "toan tinh",
    "toan huyen",
    "toan thi xa",
    "binh quan",
    "ty le",
    "trung binh",
)
_COUNT = ("tong", "so tc", "so tieu chi", "tc dat", "tieu chi dat", "cong", "so luong")
_DISTRICT = ("huyen ", "thi xa ", "tx ", "thanh pho ", "tp ")


@dataclass(slots=True)
class Layout:
    """A sheet understood: its head, the column of each criterion, of the communes, of the count."""

    table: Table
    head: int = -1
    columns: dict[int, Criterion] = field(default_factory=dict)
    names: int | None = None
    count: int | None = None
    how: dict[int, str] = field(default_factory=dict)
    twice: list[int] = field(default_factory=list)

    @property
    def is_found(self) -> bool:
        return len(self.columns) >= LEAST

    def told(self) -> Iterator[PlanColumn]:
        """How each column with a head was understood."""
        width = max((len(row) for row in self.table.rows), default=0)
        for column in range(width):
            text = self.head_text(column)
            if text or column in self.columns:
                means, how = self._means(column)
                yield PlanColumn(f"cột {xl_col_to_name(column)}", text, means, how)

    def head_text(self, column: int) -> str:
        """What stands over a column, from the top of the head down."""
        found = [
            self.table.text(row, column) for row in range(max(0, self.head - 3), self.head + 1)
        ]
        return " / ".join(dict.fromkeys(text for text in found if text))[:120]

    def _means(self, column: int) -> tuple[str, str]:
        if column in self.columns:
            return f"tiêu chí {self.columns[column]}", self.how.get(column, "")
        if column == self.names:
            return "xã", "nhận ra nhiều tên xã nhất"
        if column == self.count:
            return "tổng số đạt, chỉ để đối chiếu", ""
        return "", "cột thứ hai của cùng tiêu chí" if column in self.twice else ""


def find_head(table: Table, criteria: Sequence[Criterion]) -> Layout:
    """The row that names most criteria, by name before by number; the columns under it."""
    known = _Criteria(criteria)
    best = Layout(table)
    score = (0, 0)
    for row in range(min(HEAD_ROWS, len(table.rows))):
        found = {
            column: pair
            for column in range(len(table.rows[row]))
            if (pair := known.find(table.text(row, column)))
        }
        distinct = len({one.pk for one, _ in found.values()})
        if _counts_columns(table, row) or distinct < LEAST:
            continue
        named = sum(how != "số" for _, how in found.values())
        if (distinct, named) > score:
            score = distinct, named
            best = _laid_out(table, row, found)
    _correct_by_names(best, known)
    best.head = _last_head(best)
    return best


def is_total(text: str) -> bool:
    return search_key(text).startswith(_TOTAL)


def is_district(text: str) -> bool:
    """«Huyện Hướng Hóa», «TX. Quảng Trị»: a row that heads others."""
    return f"{search_key(text)} ".startswith(_DISTRICT)


def find_count(layout: Layout) -> int | None:
    """The column that counts what is met, right of the criteria or left of them."""
    width = max((len(row) for row in layout.table.rows), default=0)
    for column in range(width):
        if column in layout.columns or column == layout.names:
            continue
        heads = layout.head_text(column).split(" / ")
        if any(search_key(text).startswith(_COUNT) for text in heads):
            return column
    return None


class _Criteria:
    def __init__(self, criteria: Sequence[Criterion]) -> None:
        self.by_number = {one.number: one for one in criteria}
        self.by_name = {search_key(one.name): one for one in criteria}

    def find(self, text: str) -> tuple[Criterion, str] | None:
        """Which criterion a head means, and by what: «tên», «mã», «số»."""
        key = search_key(text)
        if not key or _ROMAN.match(key):
            return None
        if key.isdigit():
            return self._pair(int(key), "số") if len(key) <= 2 else None  # noqa: PLR2004
        numbered = _NUMBERED.match(key)
        if numbered:
            return self._pair(int(numbered.group(1)), "mã")
        led = _LED.match(key)
        if led:
            named = self._named(led.group(2))
            same = named is not None and named.number == int(led.group(1))
            return (named, "tên") if named and same else self._pair(int(led.group(1)), "số")
        named = self._named(key)
        return (named, "tên") if named else None

    def _pair(self, number: int, how: str) -> tuple[Criterion, str] | None:
        found = self.by_number.get(number)
        return (found, how) if found else None

    def _named(self, key: str) -> Criterion | None:
        """By the whole name, or by a beginning that only one has."""
        exact = self.by_name.get(key)
        if exact or len(key) < SHORTEST:
            return exact
        near = [one for name, one in self.by_name.items() if name.startswith(f"{key} ")]
        return near[0] if len(near) == 1 else None


def _counts_columns(table: Table, row: int) -> bool:
    """A row (1) (2) (3) … that numbers the columns of the table itself, from its first column on."""
    texts = [search_key(table.text(row, column)) for column in range(len(table.rows[row]))]
    if "" in texts[:2] or not all(text.isdigit() for text in texts if text):
        return False
    filled = [int(text) for text in texts if text]
    return filled[:2] == [1, 2] and filled == list(range(1, len(filled) + 1))


def _laid_out(table: Table, row: int, found: dict[int, tuple[Criterion, str]]) -> Layout:
    layout = Layout(table, row)
    seen: set[int] = set()
    for column, (criterion, how) in found.items():
        if criterion.pk in seen:
            layout.twice.append(column)
            continue
        seen.add(criterion.pk)
        layout.columns[column] = criterion
        layout.how[column] = how
    return layout


def _correct_by_names(layout: Layout, known: _Criteria) -> None:
    """A name over or under a number says more than the number; two that disagree are told."""
    for column, criterion in layout.columns.items():
        for row in range(max(0, layout.head - 3), min(len(layout.table.rows), layout.head + 3)):
            pair = known.find(layout.table.text(row, column))
            if pair is None or pair[1] == "số":
                continue
            if pair[0] == criterion:
                layout.how[column] = "số và tên" if layout.how[column] == "số" else pair[1]
            elif layout.how[column] == "số":
                layout.how[column] = f"theo số; tên bên cạnh là tiêu chí {pair[0]}"


def _last_head(layout: Layout) -> int:
    """The head may go on below: names under numbers, or a row that counts the columns."""
    last = layout.head
    for row in range(layout.head + 1, min(layout.head + 3, len(layout.table.rows))):
        texts = [layout.table.text(row, column) for column in layout.columns]
        wordy = sum(len(search_key(text)) > SHORTEST for text in texts)
        if _counts_columns(layout.table, row) or wordy * 2 > len(texts):
            last = row
    return last
