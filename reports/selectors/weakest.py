"""Criteria by number of communes that meet them, the weakest first; each figure with the way to its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from criteria.choices import FAILING, Status
from criteria.models import Criterion
from reports.selectors.asked import Asked
from reports.selectors.board import Chosen
from reports.selectors.movement import GAINED, LOST, MoveAsked
from reports.selectors.overview import Row


@dataclass(frozen=True, slots=True)
class Count:
    """How many communes, and the address of these communes."""

    value: int
    link: str


@dataclass(frozen=True, slots=True)
class CriterionCount:
    """A criterion over the communes shown; `gained` and `lost` since the last cut-off."""

    criterion: Criterion
    met: Count
    unmet: Count
    unknown: Count
    not_applicable: Count
    gained: Count
    lost: Count
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Weakest:
    rows: tuple[CriterionCount, ...]
    total: int

    @property
    def illustrative(self) -> bool:
        return any(one.illustrative for one in self.rows)


def weakest(found: Chosen) -> Weakest:
    """Fewest communes first; of as many, the one that more are known not to meet."""
    asked, rows = found.asked, found.rows
    counts = [_count(one, rows, asked) for one in found.picture.criteria]
    counts.sort(key=lambda one: (one.met.value, -one.unmet.value, one.criterion.number))
    return Weakest(tuple(counts), len(rows))


def _count(criterion: Criterion, rows: Sequence[Row], asked: Asked) -> CriterionCount:
    number = criterion.number
    cells = [row.standing.cells[number] for row in rows]
    said = [cell.status for cell in cells]

    def moved(way: str, value: int) -> Count:
        return Count(value, MoveAsked(way=way, number=number).link(asked))

    def told(value: int, word: str) -> Count:
        return Count(value, asked.link(result=f"{number}-{word}"))

    return CriterionCount(
        criterion=criterion,
        met=told(said.count(Status.MET), "dat"),
        unmet=Count(sum(one in FAILING for one in said), asked.link(unmet=number)),
        unknown=told(said.count(""), "chua-danh-gia"),
        not_applicable=told(said.count(Status.NOT_APPLICABLE), "khong-ap-dung"),
        gained=moved(GAINED, sum(number in row.gained for row in rows)),
        lost=moved(LOST, sum(number in row.lost for row in rows)),
        illustrative=any(cell.illustrative for cell in cells),
    )


def sheet(found: Weakest) -> tuple[list[str], Iterator[list[Any]]]:
    head = [
        *("Tiêu chí số", "Tên tiêu chí", "Số xã đạt", "Số xã chưa đạt", "Số xã chưa đánh giá"),
        *("Số xã không áp dụng", "Lên đạt từ kỳ trước", "Mất đạt từ kỳ trước", "Minh họa"),
    ]
    return head, (
        [
            *(one.criterion.number, one.criterion.name, one.met.value, one.unmet.value),
            *(one.unknown.value, one.not_applicable.value, one.gained.value, one.lost.value),
            "có số liệu minh họa" if one.illustrative else None,
        ]
        for one in found.rows
    )
