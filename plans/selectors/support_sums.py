"""Sums of help by commune, agency, source, criterion or year: rows and sources both make the total (RF6).

Money in triệu đồng. Offers and what was dropped are no help, so they are not added up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from accounts.models import User
from plans.choices import ActionState, MoneySource
from plans.models import SupportAction
from plans.selectors.support import SupportFilters, SupportLine, actions, lines

NOBODY = "chưa rõ"
REST = "Không tách"


class By(StrEnum):
    """What the rows are; the value stands in the address."""

    COMMUNE = "xa"
    AGENCY = "don-vi"
    SOURCE = "nguon"
    CRITERION = "tieu-chi"
    YEAR = "nam"

    @property
    def label(self) -> str:
        return {
            "xa": "Xã",
            "don-vi": "Đơn vị hỗ trợ",
            "nguon": "Nguồn",
            "tieu-chi": "Tiêu chí",
            "nam": "Năm",
        }[self.value]


@dataclass(slots=True)
class Amount:
    """A sum that stays blank until something was reported."""

    value: Decimal | None = None

    def add(self, more: Decimal | None) -> None:
        if more is not None:
            self.value = (self.value or Decimal(0)) + more


@dataclass(slots=True)
class SumRow:
    """One row: by source and «không tách» what was done, with both totals."""

    label: str
    key: str = ""
    order: tuple[Any, ...] = ()
    planned_times: int = 0
    done_times: int = 0
    flagged: int = 0
    planned: Amount = field(default_factory=Amount)
    done: Amount = field(default_factory=Amount)
    rest: Amount = field(default_factory=Amount)
    days: Amount = field(default_factory=Amount)
    sources: dict[str, Amount] = field(
        default_factory=lambda: {key: Amount() for key in MoneySource.values}
    )
    illustrative: bool = False

    @property
    def percent(self) -> Decimal | None:
        """Done of planned, rounded to one decimal; blank where nothing is planned."""
        if not self.planned.value or self.done.value is None:
            return None
        return (100 * self.done.value / self.planned.value).quantize(Decimal("0.1"))

    @property
    def amounts(self) -> list[Decimal | None]:
        """By source in the order of the law, then what is in none."""
        return [*(self.sources[key].value for key in MoneySource.values), self.rest.value]


@dataclass(frozen=True, slots=True)
class Sums:
    by: By
    rows: list[SumRow]
    total: SumRow

    @property
    def heads(self) -> list[str]:
        return [*MoneySource.labels, REST]


def sums(user: User, filters: SupportFilters, by: By) -> Sums:
    """Two queries, whatever is asked."""
    counted = actions(user, filters).filter(state__in=[ActionState.PLANNED, ActionState.DONE])
    found = lines(counted)
    total = SumRow("Tổng cộng")
    rows: dict[tuple[Any, ...], SumRow] = {}
    for line in found:
        _add(total, line)
        if by != By.SOURCE:
            label, key, order = KEYS[by](line.action)
            _add(rows.setdefault(order, SumRow(label, key, order)), line)
    made = (
        _by_source(found) if by == By.SOURCE else sorted(rows.values(), key=lambda one: one.order)
    )
    return Sums(by, made, total)


def _add(row: SumRow, line: SupportLine) -> None:
    """An action with its plan; what was done counts only where it was."""
    action = line.action
    row.planned.add(line.planned.total)
    row.illustrative |= action.illustrative
    row.flagged += line.flagged
    if action.state != ActionState.DONE:
        row.planned_times += 1
        return
    row.done_times += 1
    row.done.add(line.done.total)
    row.rest.add(line.done.rest)
    for money in action.money.all():
        row.sources[money.source].add(money.done)
        row.days.add(money.days_done)


def _by_source(found: Iterable[SupportLine]) -> list[SumRow]:
    """A row a source, and one for what is in none; actions are counted at each source they name."""
    rows = {key: SumRow(str(label).capitalize(), key) for key, label in MoneySource.choices}
    rest = SumRow(REST)
    for line in found:
        done = line.action.state == ActionState.DONE
        for money in line.action.money.all():
            row = rows[money.source]
            row.planned.add(money.planned)
            if done:
                row.done.add(money.done)
                row.days.add(money.days_done)
            _count(row, line)
        if line.planned.rest is not None or (done and line.done.rest is not None):
            rest.planned.add(line.planned.rest)
            rest.done.add(line.done.rest if done else None)
            _count(rest, line)
    return [row for row in (*rows.values(), rest) if row.planned_times or row.done_times]


def _count(row: SumRow, line: SupportLine) -> None:
    row.illustrative |= line.action.illustrative
    row.flagged += line.flagged
    if line.action.state == ActionState.DONE:
        row.done_times += 1
    else:
        row.planned_times += 1


Keyed = tuple[str, str, tuple[Any, ...]]  # the words, the key in the address, the order


def _commune(action: SupportAction) -> Keyed:
    commune = action.commune
    if commune is None:
        return NOBODY, "", (1,)
    return commune.name, commune.code, (0, commune.sort_key, commune.pk)


def _agency(action: SupportAction) -> Keyed:
    agency = action.agency
    return agency.name, agency.slug, (agency.sort_key, agency.slug)


def _criterion(action: SupportAction) -> Keyed:
    criterion = action.criterion
    if criterion is None:
        return "Không nêu tiêu chí", "", (1,)
    held = criterion.criteria_set
    label = f"{criterion.number}. {criterion.name} ({held.short_name})"
    return label, str(criterion.pk), (0, -held.starts.toordinal(), criterion.number)


def _year(action: SupportAction) -> Keyed:
    day = action.done_on if action.state == ActionState.DONE else action.planned_on
    return (str(day.year), str(day.year), (0, day.year)) if day else ("Chưa rõ năm", "", (1,))


KEYS: dict[By, Callable[[SupportAction], Keyed]] = {
    By.COMMUNE: _commune,
    By.AGENCY: _agency,
    By.CRITERION: _criterion,
    By.YEAR: _year,
}


def sum_columns(found: Sums) -> list[str]:
    """The heads of the spreadsheet."""
    return [
        *(found.by.label, "Đang theo kế hoạch", "Đã thực hiện", "Kế hoạch (triệu đồng)"),
        *("Thực hiện (triệu đồng)", "%"),
        *(f"{head} (triệu đồng)" for head in (found.heads if found.by != By.SOURCE else [])),
        *("Ngày công", "Tổng nêu không khớp"),
    ]


def sum_rows(found: Sums) -> list[list[Any]]:
    """The rows and their total, in the order of `sum_columns`."""
    return [
        [
            *(one.label, one.planned_times, one.done_times, one.planned.value),
            *(one.done.value, one.percent),
            *(one.amounts if found.by != By.SOURCE else []),
            *(one.days.value, one.flagged),
        ]
        for one in (*found.rows, found.total)
    ]
