"""A table pasted from Excel, Word or Zalo for one criterion: which row is whose, which column is what."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from accounts.calendar import working_day
from accounts.models import User
from communes.models import Commune
from communes.names import search_key
from communes.selectors.matching import Match, match_communes
from criteria.choices import DraftKind, Status
from criteria.imports.pasted_table import STATUS, Columns, Grid, Row, understood
from criteria.models import Criterion, EntryDraft, Measurement, StatusEntry
from criteria.models.plan import (
    BLANK,
    CHANGED,
    NEW,
    REFUSED,
    SAME,
    Plan,
    PlanCell,
    PlanRow,
    worth_again,
)
from criteria.selectors.lines import written
from criteria.selectors.turned import turned
from criteria.selectors.turned_lines import Column, Turned, TurnedLine
from criteria.services.drafts import open_draft
from criteria.services.reading import read_status, read_value

IN_ORDER = "thu-tu"
NOTHING = (
    "Không đọc được xã nào trong bảng. Mỗi dòng cần một tên xã (hoặc mã xã), rồi đến số liệu, "
    "cách nhau bằng Tab, dấu ; hoặc nhiều dấu cách."
)
NO_COLUMN = (
    "Chưa rõ cột số liệu là chỉ tiêu nào. Hãy thêm dòng tiêu đề (ví dụ «Xã», «8.1»), "
    "hoặc chọn ở ô «Cột số liệu là»."
)
MET = {"x", "d", "dat", "1", "v", "✓", "✔"}
NOT_MET = {"cd", "chua", "chua dat", "khong dat", "k", "0 dat"}
STATUS_WORDS = {
    **dict.fromkeys(MET, Status.MET),
    **dict.fromkeys(NOT_MET, Status.NOT_MET),
    "dang thuc hien": Status.IN_PROGRESS,
    "kad": Status.NOT_APPLICABLE,
    "khong ap dung": Status.NOT_APPLICABLE,
}


def meanings(found: Turned) -> list[tuple[str, str]]:
    """What the value column of a table without heads may be: the choices of the form."""
    columns = [
        (f"gt:{one.indicator.pk}:{one.part}", f"{one.label} {one.indicator.name[:60]}")
        for one in found.columns
    ]
    order = [one.label for one in found.columns]
    several = [(IN_ORDER, f"nhiều cột theo thứ tự: {', '.join(order)}")] if len(order) > 1 else []
    return [*columns, *several, (STATUS, f"kết quả tiêu chí {found.criterion.number}")]


def start(criterion: Criterion, text: str, *, options: Mapping[str, Any], by: User) -> EntryDraft:
    """A draft of what was pasted, ready to be looked at. Refusals: `nothing`, `columns`."""
    plan = _plan(criterion, text, by, options)
    if not plan.rows:
        raise ValidationError(NOTHING, code="nothing")
    if not plan.cells and plan.problems:
        raise ValidationError(NO_COLUMN, code="columns")
    return open_draft(
        kind=DraftKind.PASTED,
        by=by,
        criteria_set=criterion.criteria_set,
        criterion=criterion,
        text=text,
        options=dict(options),
        plan=plan,
        total=len(plan.cells),
    )


def reread(draft: EntryDraft) -> Plan:
    """The plan anew, from the text that was kept and what its maker answered since."""
    assert draft.criterion is not None  # noqa: S101 -- a pasted table is about one
    return _plan(draft.criterion, draft.text, draft.by, draft.options)


def _plan(criterion: Criterion, text: str, by: User, options: Mapping[str, Any]) -> Plan:
    found = turned(criterion, by, working_day())
    return read(
        text,
        found,
        working_day(),
        answers=options.get("answers", {}),
        only=options.get("only", ""),
    )


def read(
    text: str,
    found: Turned,
    day: dt.date,
    *,
    answers: Mapping[str, str] | None = None,
    only: str = "",
) -> Plan:
    """What the text says about the communes of `found`; nobody's right to write is asked here.

    `answers`: by row («dòng 7») the code of the commune that it means. `only`: what the value
    columns are where the heads do not say (`meanings`).
    """
    lines = {line.commune.pk: line for line in found.lines}
    grid = Grid.read(text)
    columns = understood(grid, found, [line.commune for line in found.lines], only)
    matched = _matched(columns, [line.commune for line in found.lines], day, answers or {})
    plan = Plan(
        columns=columns.told,
        problems=list(columns.problems),
        notes=list(columns.notes),
        rows=[_plan_row(row, match) for row, match in matched],
    )
    first: dict[int, Row] = {}
    for row, match in matched:
        if match.commune is None:
            continue
        line = lines[match.commune.pk]
        cells = _cells(row, line, columns, found)
        earlier = first.setdefault(match.commune.pk, row)
        if earlier is not row:
            _refuse_twice(cells, plan, line, earlier)
        plan.cells += cells
    return plan


def _matched(
    columns: Columns, communes: Sequence[Commune], day: dt.date, answers: Mapping[str, str]
) -> list[tuple[Row, Match]]:
    """Each row of a commune with whom it means; an answer of the maker goes before a look."""
    rows = columns.rows
    plain = match_communes([row.name for row in rows], day, communes)
    unsure = [
        place
        for place, one in enumerate(plain)
        if one.commune is None and len(one.choices) > 1 and rows[place].district
    ]
    within = match_communes(
        [f"{rows[place].name} ({rows[place].district})" for place in unsure], day, communes
    )
    for place, match in zip(unsure, within, strict=True):
        if match.commune:
            plain[place] = match
    by_code = {one.code: one for one in communes}
    return [
        (row, _answered(row, match, by_code.get(answers.get(row.at, ""))))
        for row, match in zip(rows, plain, strict=True)
    ]


def _answered(row: Row, match: Match, commune: Commune | None) -> Match:
    return Match(row.name, commune, "mã") if commune else match


def _plan_row(row: Row, match: Match) -> PlanRow:
    choices = [] if match.commune else match.choices
    return PlanRow(
        at=row.at,
        text=row.name,
        commune=match.commune.name if match.commune else None,
        how=match.how,
        choices=[{"code": one.code, "name": _whole_name(one)} for one in choices],
    )


def _whole_name(commune: Commune) -> str:
    return f"{commune.name} ({commune.district})" if commune.district else commune.name


def _cells(row: Row, line: TurnedLine, columns: Columns, found: Turned) -> list[PlanCell]:
    note = row.text(columns.note)
    cells = [_value_cell(row, at, line, column) for at, column in columns.values.items()]
    if columns.status is not None:
        cells.append(_status_cell(row, columns.status, line, found.criterion))
    for cell in cells:
        cell.note = note if cell.is_good else ""
    return cells


def _value_cell(row: Row, at: int, line: TurnedLine, column: Column) -> PlanCell:
    cell = _cell(row, at, line)
    cell.indicator, cell.code, cell.part = column.indicator.pk, column.label, column.part
    own = line.cell(column.indicator.pk, column.part)
    if own is None:
        cell.refuse("Xã không có phần này của chỉ tiêu.")
        return cell
    cell.kind, cell.base, cell.before = own.part.value_type, own.part.base, own.part.text
    if not cell.text:
        cell.state = BLANK
        return cell
    try:
        value = read_value(
            _without_unit(cell.text, own.part.unit or column.indicator.unit), cell.kind
        )
    except ValueError as error:
        cell.refuse(str(error))
        return cell
    cell.says = written(value)  # type: ignore[arg-type]  # reads alike
    stages = [one.stage for one in line.mandates.for_indicator(column.indicator)]
    _compare(cell, own.part.measurement, stages)
    return cell


def _status_cell(row: Row, at: int, line: TurnedLine, criterion: Criterion) -> PlanCell:
    cell = _cell(row, at, line)
    cell.criterion, cell.code, cell.base = criterion.pk, f"TC{criterion.number}", line.line.base
    cell.before = Status(line.line.status).label if line.line.status else ""
    if not cell.text:
        cell.state = BLANK
        return cell
    try:
        status = _status(cell.text)
    except ValueError as error:
        cell.refuse(str(error))
        return cell
    cell.says = status.label
    stages = [one.stage for one in line.mandates.for_criterion(criterion)]
    _compare(cell, line.line.entry, stages)
    return cell


def _cell(row: Row, at: int, line: TurnedLine) -> PlanCell:
    return PlanCell(
        scorecard=line.scorecard.pk,
        place=None if line.scorecard.pk else line.commune.pk,
        commune=line.commune.name,
        text=row.text(at),
        at=f"{row.at}, {Grid.letter(at)}",
    )


def _compare(
    cell: PlanCell, counts: Measurement | StatusEntry | None, stages: Sequence[int]
) -> None:
    """New, changed or the same; the same in a higher stage is a word of its own, as beside a demo figure."""
    if counts is None:
        cell.state = NEW
    elif cell.says != cell.before:
        cell.state = CHANGED
    else:
        cell.why = worth_again(
            illustrative=counts.illustrative, stage=counts.stage, speaking=max(stages, default=0)
        )
        cell.state = CHANGED if cell.why else SAME


def _without_unit(text: str, unit: str) -> str:
    """«52 triệu đồng» where the indicator is told in «triệu đồng»; a lone tick is «Có»."""
    bare = text.strip()
    if unit and unit != "%" and bare.lower().endswith(unit.lower()):
        return bare[: -len(unit)].strip()
    return "Có" if bare.lower() in {"x", "✓", "✔"} else bare


def _status(text: str) -> Status:
    found = STATUS_WORDS.get(search_key(text) or text.strip())
    return found or read_status(text)


def _refuse_twice(cells: Iterable[PlanCell], plan: Plan, line: TurnedLine, earlier: Row) -> None:
    """A commune in two rows: what says the same is passed over, what differs is refused in both."""
    before = {
        (one.indicator, one.criterion, one.part): one
        for one in plan.cells
        if one.commune == line.commune.name and one.at.startswith(f"{earlier.at},")
    }
    for cell in cells:
        other = before[cell.indicator, cell.criterion, cell.part]
        if cell.state == BLANK:
            continue
        if cell.text == other.text:
            cell.refuse(f"Trùng với {other.at}.", SAME)
        elif other.state != BLANK:
            cell.refuse(f"{line.commune.name} có hai dòng khác nhau: xem {other.at}.", REFUSED)
            other.refuse(f"{line.commune.name} có hai dòng khác nhau: xem {cell.at}.", REFUSED)
