"""The rows of one criterion over all communes, as its page, its sheet and its proposals take them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from communes.models import Commune, District
from criteria.choices import Status
from criteria.models import Criterion, Indicator, Measurement, Reply, Scorecard
from criteria.permissions import Mandates
from criteria.selectors.across import RESULTS, UNKNOWN, Tally
from criteria.selectors.lines import CriterionLine, IndicatorLine, PartLine, written


@dataclass(frozen=True, slots=True)
class TurnedFilters:
    """What the address says: `gaps` only those without a value, `contested` only those contested."""

    district: str = ""
    result: str = ""
    gaps: bool = False
    contested: bool = False
    indicator: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "TurnedFilters":
        result = str(query.get("ketqua", ""))
        return cls(
            district=str(query.get("huyen", ""))[:10],
            result=result if result in RESULTS else "",
            gaps=query.get("thieu") == "1",
            contested=query.get("ykien") == "khong",
            indicator=str(query.get("chi-tieu", ""))[:10],
        )

    @property
    def any(self) -> bool:
        return bool(self.district or self.result or self.gaps or self.contested)


@dataclass(frozen=True, slots=True)
class Column:
    """A value asked of every commune; `demand` where all are asked the same."""

    indicator: Indicator
    part: str
    part_name: str
    unit: str
    value_type: str
    demand: str = ""

    @property
    def label(self) -> str:
        return f"{self.indicator.code} – {self.part_name}" if self.part else self.indicator.code


@dataclass(frozen=True, slots=True)
class TurnedCell:
    """A commune's value in a column; None where the thresholds of its day have no such part."""

    column: Column
    row: IndicatorLine
    part: PartLine
    is_open: bool
    contest: Reply | None

    @property
    def shown(self) -> int | None:
        """The key of the word whose value stands in the cell."""
        return self.part.measurement.pk if self.part.measurement else None

    @property
    def demand(self) -> str:
        """The commune's own threshold, where communes differ."""
        if self.column.demand:
            return ""
        return next(one.demand for one in self.row.choice.parts if one.part == self.part.code)


@dataclass(frozen=True, slots=True)
class TurnedLine:
    """A commune: its scorecard (not stored yet: no key), its values, its status, who may write."""

    scorecard: Scorecard
    line: CriterionLine
    cells: tuple[TurnedCell, ...]
    mandates: Mandates
    contest: Reply | None

    @property
    def commune(self) -> Commune:
        return self.scorecard.commune

    @property
    def result(self) -> str:
        return self.line.status or UNKNOWN

    @property
    def may_log(self) -> bool:
        return bool(self.scorecard.pk and self.mandates.for_criterion(self.line.criterion))

    @property
    def speaks_as(self) -> str:
        """In which stage and for whom a status would be logged."""
        found = self.mandates.for_criterion(self.line.criterion)
        return found[0].words if found else ""

    @property
    def has_gap(self) -> bool:
        return any(cell.part.measurement is None for cell in self.cells)

    @property
    def is_contested(self) -> bool:
        return self.contest is not None or any(cell.contest for cell in self.cells)

    @property
    def proposed(self) -> str:
        """The status that the machine would log; blank where it settles nothing."""
        found = self.line.proposal.verdict.value if self.line.proposal else ""
        return found if found in {"met", "not_met", "not_applicable"} else ""

    @property
    def stands_as_proposed(self) -> bool:
        """A word says so already, in the stage in which this person would say it, or a higher one."""
        said, stages = self.line.entry, self.mandates.for_criterion(self.line.criterion)
        return (
            said is not None
            and said.status == self.proposed
            and not said.illustrative
            and said.stage >= max((one.stage for one in stages), default=0)
        )

    def cell(self, indicator: int, part: str) -> TurnedCell | None:
        return next(
            (
                one
                for one in self.cells
                if one.column.indicator.pk == indicator and one.part.code == part
            ),
            None,
        )


@dataclass(frozen=True, slots=True)
class Turned:
    """The rows left by the filters; the counts are of the district before the other filters."""

    criterion: Criterion
    indicators: tuple[Indicator, ...]
    columns: tuple[Column, ...]
    lines: tuple[TurnedLine, ...]
    tallies: tuple[Tally, ...]
    districts: tuple[District, ...]
    total: int
    without_value: int
    contested: int
    unopened: int
    compared_on: dt.date | None

    @property
    def may_write(self) -> bool:
        return any(line.may_log or any(cell.is_open for cell in line.cells) for line in self.lines)

    @property
    def may_paste(self) -> bool:
        """Some commune is theirs to write of, even if its scorecard is not open yet."""
        return any(line.mandates.for_criterion(self.criterion) for line in self.lines)

    @property
    def to_open(self) -> tuple[TurnedLine, ...]:
        """Communes without a scorecard on the set, where this person may open one."""
        return tuple(one for one in self.lines if one.scorecard.pk is None and one.mandates)

    @property
    def voices(self) -> list[tuple[str, str]]:
        """In which stages and for whom this person may write on the criterion: keys and words."""
        return list(
            {
                one.key: one.words
                for line in self.lines
                for one in line.mandates.for_criterion(self.criterion)
            }.items()
        )

    @property
    def illustrative(self) -> bool:
        return any(
            (line.line.entry and line.line.entry.illustrative)
            or any(row.is_illustrative for row in line.line.indicators)
            for line in self.lines
        )


@dataclass(frozen=True, slots=True)
class Proposals:
    """The rows that may be logged as the machine proposes, and how many are left out and why."""

    lines: tuple[TurnedLine, ...]
    same: int
    unsettled: int
    closed: int


def proposals(lines: Iterable[TurnedLine]) -> Proposals:
    """`same`: stands so already; `unsettled`: the machine settles nothing; `closed`: not theirs."""
    chosen, left = [], Counter[str]()
    for line in lines:
        if not line.may_log:
            left["closed"] += 1
        elif not line.proposed:
            left["unsettled"] += 1
        elif line.stands_as_proposed:
            left["same"] += 1
        else:
            chosen.append(line)
    return Proposals(tuple(chosen), left["same"], left["unsettled"], left["closed"])


def head_of_sheet(found: Turned) -> list[str]:
    """The heads of the same rows as a spreadsheet."""
    columns = [f"{one.label} ({one.unit})" if one.unit else one.label for one in found.columns]
    return ["Mã xã", "Xã", "Huyện", *columns, "Máy tính", "Kết quả", "Xã không đồng ý"]


def sheet_of(found: Turned) -> list[list[Any]]:
    """In the order of `head_of_sheet`; blank where nothing was said."""
    return [_sheet_row(found, line) for line in found.lines]


def _sheet_row(found: Turned, line: TurnedLine) -> list[Any]:
    cells = {(one.column.indicator.pk, one.part.code): one for one in line.cells}
    values = [cells.get((one.indicator.pk, one.part)) for one in found.columns]
    reasons = [one.note for one in (line.contest, *(cell.contest for cell in line.cells)) if one]
    return [
        line.commune.code,
        line.commune.name,
        line.commune.district.name if line.commune.district else "",
        *(_plain(cell.part.measurement) if cell else "" for cell in values),
        Status(line.proposed).label if line.proposed else "",
        Status(line.line.status).label if line.line.status else "Chưa đánh giá",
        "; ".join(reasons),
    ]


def _plain(said: Measurement | None) -> Any:
    """A number as a number, all else as it is written."""
    return said.number if said and said.number is not None else written(said)
