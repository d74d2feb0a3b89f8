"""A sheet that was filled in and came back: known by its hidden key, read cell by cell."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from xlsxwriter.utility import xl_col_to_name

from accounts.calendar import working_day
from communes.exports import CORNER, KEY_WIDTH, LOCKED, VERSION, fingerprint
from communes.models import Commune
from criteria.choices import DraftKind, ValueType
from criteria.imports.speaking import spoken_stage
from criteria.imports.workbook import Table, open_workbook, place
from criteria.models import CriteriaSet, Criterion, EntryDraft
from criteria.models.plan import (
    BLANK,
    CHANGED,
    NEW,
    REFUSED,
    SAME,
    Plan,
    PlanCell,
    PlanColumn,
    PlanRow,
    worth_again,
)
from criteria.selectors.sheets import NOTE, VALUE, locked_text
from criteria.selectors.templates import (
    FormCell,
    Key,
    form_cells,
    indicators_to_fill,
    part_code,
)
from criteria.services.reading import read_value

TOLD = 8  # notes of one kind that are told one by one
STEP = 500  # cells between two words about progress
KINDS = {DraftKind.COMMUNE_SHEET, DraftKind.CRITERION_SHEET, DraftKind.PROVINCE_SHEET}
NO_KEY = (
    "Tệp này không phải mẫu tải từ hệ thống, hoặc trang khóa ẩn của mẫu đã mất (khi chép sang tệp "
    "khác). Hãy tải mẫu ở trang phiếu hoặc trang tiêu chí, điền vào đúng tệp đó rồi nạp lại. Bảng "
    "xã × tiêu chí có sẵn thì nạp ở «Nạp ma trận đang có»."
)
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Stood:
    """What a cell of the sheet was made with: the last word of then, and its text."""

    base: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the hidden sheet says: which sheet this is, when it was made, and of each cell."""

    kind: DraftKind
    criteria_set: CriteriaSet
    criterion: Criterion | None
    commune: str
    made: str
    cells: dict[Key, Stood]
    locked: dict[str, str]
    sheet: Table

    @property
    def is_wide(self) -> bool:
        """A commune in each row, a value in each column."""
        return self.kind != DraftKind.COMMUNE_SHEET


def recognise(content: bytes) -> Known:
    """Which sheet it is. Refusals: those of the workbook, `no_key`, `version`, `key`, `set`, `sheet`."""
    tables = open_workbook(content)
    hidden = next((one for one in tables if _cell(one, 0, 0) == CORNER and _is_key(one)), None)
    if hidden is None:
        raise ValidationError(NO_KEY, code="no_key")
    about, keys = _told(hidden)
    if _cell(hidden, 0, 1) != VERSION:
        raise ValidationError("Mẫu này của bản cũ. Hãy tải mẫu mới.", code="version")
    if about.pop("ma", "") != fingerprint(about, keys) or about.get("loai") not in KINDS:
        raise ValidationError(
            "Trang khóa ẩn của tệp đã bị sửa nên không còn tin được. Hãy tải mẫu mới rồi chép số "
            "liệu sang.",
            code="key",
        )
    criteria_set = CriteriaSet.objects.filter(code=about["bo"]).first()
    if criteria_set is None:
        raise ValidationError(
            f"Mẫu này của bộ tiêu chí «{about['bo']}», hệ thống không có bộ đó.", code="set"
        )
    sheet = next((one for one in tables if one is not hidden and _corner(one)), None)
    if sheet is None:
        raise ValidationError(
            "Không thấy dòng và cột khóa ẩn của bảng. Hãy tải mẫu mới rồi chép số liệu sang.",
            code="sheet",
        )
    number = about.get("tieu_chi", "")
    return Known(
        kind=DraftKind(about["loai"]),
        criteria_set=criteria_set,
        criterion=criteria_set.criteria.filter(number=int(number)).first() if number else None,
        commune=about.get("xa", ""),
        made=about["luc"],
        cells={
            (commune, code, part): Stood(int(base) if base else None, text)
            for mark, commune, code, part, base, text in keys
            if mark == "o"
        },
        locked={key: text for mark, key, text, *_ in keys if mark == "d"},
        sheet=sheet,
    )


def read(draft: EntryDraft, tell: Tell) -> Plan:
    """What the sheet of a draft would change. Refusals: those of `recognise`."""
    if draft.file is None:
        raise ValidationError("Bản nhập này không còn tệp.", code="file")
    with draft.file.content.open("rb") as file:
        known = recognise(file.read())
    return _Reader(known, tell, spoken_stage(draft)).plan()


@dataclass(slots=True)
class _Reader:
    known: Known
    tell: Tell
    stage: int
    now: dict[Key, FormCell] = field(default_factory=dict)

    def plan(self) -> Plan:
        known = self.known
        day = working_day()
        number = known.criterion.number if known.criterion else None
        codes = {commune for commune, _, _ in known.cells}
        communes = Commune.objects.on(day).filter(code__in=codes).select_related("district")
        indicators = indicators_to_fill(known.criteria_set, number)
        self.now = form_cells(known.criteria_set, communes, indicators, day)
        grid = _Grid(known.sheet)
        plan = Plan(notes=[_made_words(known)])
        seen: set[Key] = set()
        for key, at in self._places(grid):
            if key in seen:
                plan.cells.append(self._twice(key, at))
                continue
            seen.add(key)
            plan.cells.append(self._cell(key, at, grid))
            if len(plan.cells) % STEP == 0:
                self.tell(len(plan.cells), len(known.cells))
        plan.columns = list(self._columns(grid))
        plan.rows = list(self._rows(grid)) if known.is_wide else []
        plan.notes += [*self._locked(grid), *grid.strangers(), *self._missing(seen)]
        return plan

    def _places(self, grid: "_Grid") -> Iterator[tuple[Key, tuple[int, int]]]:
        """Every cell that may be filled in, wherever its row and column stand now."""
        if not self.known.is_wide:
            column = grid.columns.get(VALUE)
            if column is not None:
                for row, key in grid.rows:
                    code, _, part = key.partition("#")
                    yield (self.known.commune, code, part), (row, column)
            return
        for row, commune in grid.rows:
            for name, column in grid.columns.items():
                code, _, part = name.partition("#")
                wanted = commune, code, part
                if wanted in self.known.cells:
                    yield wanted, (row, column)

    def _cell(self, key: Key, at: tuple[int, int], grid: "_Grid") -> PlanCell:
        stood, now = self.known.cells.get(key), self.now.get(key)
        typed = grid.table.text(*at)
        cell = self._blank_cell(key, at)
        cell.text = typed
        if not self.known.is_wide and NOTE in grid.columns:
            cell.note = grid.table.text(at[0], grid.columns[NOTE])
        if stood is None or now is None:
            cell.refuse("Hệ thống hiện không có ô này (xã hoặc chỉ tiêu không còn).")
            return cell
        cell.base, cell.before, cell.kind = stood.base, stood.text, now.kind
        if at in grid.table.uncomputed:
            cell.refuse("Ô có công thức chưa được tính. Hãy mở tệp, lưu lại, hoặc gõ giá trị.")
        elif not typed:
            _leave_blank(cell, wide=self.known.is_wide)
        else:
            self._understand(cell, stood, now)
        return cell

    def _understand(self, cell: PlanCell, stood: Stood, now: FormCell) -> None:
        try:
            value = read_value(cell.text, now.kind)
        except ValueError as error:
            cell.refuse(str(error))
            return
        if now.kind == ValueType.PERCENT and value.number and 0 < value.number < 1:
            cell.why = f"Hiểu là {cell.text}%. Nếu ý là phần trăm lớn hơn, hãy gõ như 85 hoặc 85%."
        if stood.text and value == _value_of(stood.text, now.kind):
            cell.state = SAME
            if not self.known.is_wide:  # typed anew; a wide sheet comes with its values filled in
                cell.why = worth_again(
                    illustrative=now.illustrative, stage=now.stage, speaking=self.stage
                )
                cell.state = CHANGED if cell.why else SAME
        else:
            cell.state = CHANGED if stood.text else NEW

    def _blank_cell(self, key: Key, at: tuple[int, int]) -> PlanCell:
        commune, code, part = key
        now = self.now.get(key)
        return PlanCell(
            scorecard=now.scorecard if now else None,
            place=now.commune.pk if now and not now.scorecard else None,
            commune=now.commune.name if now else commune,
            indicator=now.indicator.pk if now else None,
            code=code,
            part=part,
            name=now.part_name if now else "",
            at=place(*at),
        )

    def _twice(self, key: Key, at: tuple[int, int]) -> PlanCell:
        cell = self._blank_cell(key, at)
        cell.text = self.known.sheet.text(*at)
        cell.refuse("Dòng hoặc cột này lặp lại trong tệp; chỉ lần đầu được đọc.")
        return cell

    def _columns(self, grid: "_Grid") -> Iterator[PlanColumn]:
        names = {part_code(one.indicator.code, one.part): one.name for one in self.now.values()}
        names |= {VALUE: "giá trị mới", NOTE: "ghi chú"}
        for name, column in grid.columns.items():
            if not name.startswith(LOCKED):
                at = f"cột {xl_col_to_name(column)}"
                text = "" if name in {VALUE, NOTE} else name
                yield PlanColumn(at, text, names.get(name, ""), "khóa ẩn")

    def _rows(self, grid: "_Grid") -> Iterator[PlanRow]:
        names = {one.commune.code: one.commune.name for one in self.now.values()}
        for row, code in grid.rows:
            yield PlanRow(f"dòng {row + 1}", code, names.get(code), "khóa ẩn")

    def _locked(self, grid: "_Grid") -> Iterator[str]:
        """Where a name or a threshold was typed over: noticed, and without effect."""
        places = [column for name, column in grid.columns.items() if name.startswith(LOCKED)]
        changed = [
            f"dòng {row + 1}"
            for row, key in grid.rows
            if key in self.known.locked
            and locked_text(grid.table.text(row, column) for column in places)
            != self.known.locked[key]
        ]
        if changed:
            yield (
                f"Ô đã khóa (tên, đơn vị, ngưỡng, số đã ghi) bị sửa ở {_some(changed)}: không có "
                "tác dụng, hệ thống đọc theo khóa."
            )

    def _missing(self, seen: set[Key]) -> Iterator[str]:
        missing = len(self.known.cells.keys() - seen)
        if missing:
            yield f"{missing} ô của mẫu không còn trong tệp (dòng hoặc cột đã bị xóa): giữ nguyên."


class _Grid:
    """The keys of a sheet where they stand now: rows and columns may have been sorted or moved."""

    def __init__(self, table: Table) -> None:
        self.table = table
        corner = _corner(table)
        assert corner is not None  # noqa: S101 -- `recognise` chose this sheet for it
        self.top, self.left = corner
        width = max((len(row) for row in table.rows), default=0)
        self.columns = {
            key: column
            for column in range(width)
            if column != self.left and (key := table.text(self.top, column))
        }
        self.rows = [
            (row, key)
            for row in range(self.top + 1, len(table.rows))
            if (key := table.text(row, self.left))
        ]

    def strangers(self) -> Iterator[str]:
        """Rows that were added: nobody knows what they are about."""
        first = self.rows[0][0] if self.rows else len(self.table.rows)
        keyed = {row for row, _ in self.rows}
        added = [
            f"dòng {row + 1}"
            for row in range(first, len(self.table.rows))
            if row not in keyed and any(str(cell).strip() for cell in self.table.rows[row])
        ]
        if added:
            yield f"Không có khóa ở {_some(added)} (dòng thêm vào): bỏ qua."


def _leave_blank(cell: PlanCell, *, wide: bool) -> None:
    cell.state = BLANK
    if wide and cell.before:
        cell.why = (
            "Ô đã bị xóa trong tệp: giá trị cũ giữ nguyên. Muốn bỏ, hãy rút ở lịch sử của phiếu."
        )
    elif cell.note:
        cell.state = REFUSED
        cell.why = "Có ghi chú nhưng không có giá trị nên không ghi."


def _value_of(text: str, kind: str) -> object:
    try:
        return read_value(text, kind)
    except ValueError:
        return None


def _corner(table: Table) -> tuple[int, int] | None:
    """Where the hidden row and column of keys meet."""
    for row, cells in enumerate(table.rows[:60]):
        for column, value in enumerate(cells):
            if value == CORNER:
                return row, column
    return None


def _is_key(table: Table) -> bool:
    return any(_cell(table, row, 0) == "ma" for row in range(min(20, len(table.rows))))


def _told(table: Table) -> tuple[dict[str, str], list[tuple[str, ...]]]:
    """The words about the sheet, then its keys, of the hidden sheet."""
    about: dict[str, str] = {}
    rows = [[str(cell) for cell in row] for row in table.rows]
    for number, row in enumerate(rows[1:], start=2):
        if row[0] == "o" and not any(row[1:]):
            return about, [_padded(one) for one in rows[number:]]
        about[row[0]] = row[1] if len(row) > 1 else ""
    return about, []


def _padded(row: list[str]) -> tuple[str, ...]:
    return tuple((row + [""] * KEY_WIDTH)[:KEY_WIDTH])


def _cell(table: Table, row: int, column: int) -> str:
    cells = table.rows[row] if row < len(table.rows) else []
    return str(cells[column]) if column < len(cells) else ""


def _made_words(known: Known) -> str:
    made = dt.datetime.fromisoformat(known.made)
    return (
        f"Mẫu tải lúc {made:%H:%M} {made.day}/{made.month}/{made.year}, bộ "
        f"{known.criteria_set.short_name}; các ô được nhận theo khóa ẩn, không theo vị trí."
    )


def _some(places: list[str]) -> str:
    shown = ", ".join(places[:TOLD])
    rest = len(places) - TOLD
    return f"{shown} và {rest} dòng khác" if rest > 0 else shown
