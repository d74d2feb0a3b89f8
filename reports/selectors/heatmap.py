"""Communes × criteria: the table, its totals, order and words; the same as a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from criteria.choices import Change, Status, gained, lost
from criteria.models import Criterion
from criteria.selectors import Cell
from reports.selectors.asked import Asked
from reports.selectors.overview import Picture, Row

WORDS = {status.value: str(status.label) for status in Status} | {"": "Chưa đánh giá"}
PLACE = "SO"  # stands for a number in an address
# Sorting by a criterion brings what asks for work to the top.
URGENCY = {
    Status.NOT_MET: 0,
    Status.IN_PROGRESS: 1,
    "": 2,
    Status.NOT_APPLICABLE: 3,
    Status.MET: 4,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A criterion: how many of the communes shown meet it, fail it, or were not assessed on it.

    Each with the address of these communes.
    """

    criterion: Criterion
    met: int
    met_link: str
    unmet: int
    unmet_link: str
    unknown: int
    unknown_link: str
    sort: str
    order: str  # the value of aria-sort


@dataclass(frozen=True, slots=True)
class Head:
    """A head that sorts."""

    label: str
    sort: str
    order: str


@dataclass(frozen=True, slots=True)
class Heatmap:
    columns: Sequence[Column]
    heads: dict[str, Head]
    rows: Sequence[Row]


def heatmap(picture: Picture, rows: Sequence[Row], asked: Asked) -> Heatmap:
    links = _Links.of(asked)
    columns = [_column(one, rows, asked, links) for one in picture.criteria]
    heads = {
        word: Head(label, *_order(word, asked))
        for word, label in (("ten", "Xã"), ("huyen", "Huyện"), ("dat", "Đạt"))
    }
    return Heatmap(columns, heads, in_order(rows, asked.sort))


@dataclass(frozen=True, slots=True)
class _Links:
    """The addresses of every column, each made once with a place for the number of its criterion."""

    result: str
    unmet: str

    @classmethod
    def of(cls, asked: Asked) -> "_Links":
        return cls(asked.link(result=f"{PLACE}-{PLACE}"), asked.link(unmet=PLACE))

    def to(self, number: int, word: str) -> str:
        return self.result.replace(f"{PLACE}-{PLACE}", f"{number}-{word}")

    def to_unmet(self, number: int) -> str:
        return self.unmet.replace(PLACE, f"{number}")


def _column(criterion: Criterion, rows: Sequence[Row], asked: Asked, links: _Links) -> Column:
    number = criterion.number
    said = [row.standing.cells[number].status for row in rows]
    met, unknown = said.count(Status.MET), said.count("")
    unmet = said.count(Status.NOT_MET) + said.count(Status.IN_PROGRESS)
    return Column(
        criterion,
        *(met, links.to(number, "dat")),
        *(unmet, links.to_unmet(number)),
        *(unknown, links.to(number, "chua-danh-gia")),
        *_order(f"tc-{number}", asked),
    )


def _order(word: str, asked: Asked) -> tuple[str, str]:
    """Where the head leads, and how the table stands by it now."""
    now = asked.sort or "ten"
    if now == word:
        return asked.link(sort=f"-{word}"), "ascending"
    return asked.link(
        sort="" if word == "ten" else word
    ), "descending" if now == f"-{word}" else ""


def in_order(rows: Sequence[Row], sort: str) -> list[Row]:
    """By name, district, criteria met (fewest first) or one criterion; «-» turns it round."""
    word, turned = sort.removeprefix("-"), sort.startswith("-")
    named = sorted(rows, key=lambda row: row.commune.sort_key)
    if word == "huyen":
        return sorted(named, key=_district, reverse=turned)
    if word == "dat":
        return sorted(
            named, key=lambda row: (row.standing.has_data, row.standing.met), reverse=turned
        )
    number = word.removeprefix("tc-")
    if word.startswith("tc-") and rows and _is_number(number, rows[0]):
        return sorted(
            named, key=lambda row: URGENCY[row.standing.cells[int(number)].status], reverse=turned
        )
    return named[::-1] if turned and word in {"", "ten"} else named


def _is_number(text: str, row: Row) -> bool:
    return text.isascii() and text.isdigit() and int(text) in row.standing.cells


def _district(row: Row) -> str:
    return row.commune.district.sort_key if row.commune.district else ""


def in_words(cell: Cell, was: Cell | None) -> str:
    """«Đạt (rà soát, 18/6/2024)», with what waits and what changed."""
    said = WORDS[cell.status]
    if cell.stage and cell.effective_on:
        day = cell.effective_on
        said = f"{said} ({cell.stage.label}, {day.day}/{day.month}/{day.year})"
    if cell.waiting:
        said += f"; chờ xác nhận: {WORDS[cell.waiting]}"
    if was is not None and was.status != cell.status:
        said += f"; kỳ trước: {WORDS[was.status]}{_turned(cell, was)}"
    return f"{said}; số liệu minh họa" if cell.illustrative else said


def _turned(cell: Cell, was: Cell) -> str:
    """« (▼ xuống – thước đo thay đổi)»; without the reason where nobody gave one."""
    why = f" – {Change(cell.change).label}" if cell.change else ""
    if gained(was.status, cell.status):
        return f" (▲ lên{why})"
    return f" (▼ xuống{why})" if lost(was.status, cell.status) else ""


def sheet(picture: Picture, rows: Iterable[Row]) -> tuple[list[str], Iterator[list[Any]]]:
    """Head and rows of the spreadsheet: every status in words, blank where nobody judged."""
    head = [
        "Mã xã",
        "Xã",
        "Huyện",
        "Số tiêu chí đạt",
        "Chưa đánh giá",
        "Tăng/giảm so với kỳ trước",
    ]
    head += [str(criterion) for criterion in picture.criteria]
    head.append("Ghi chú")
    return head, (_line(row) for row in rows)


def _line(row: Row) -> list[Any]:
    standing, commune = row.standing, row.commune
    return [
        commune.code,
        str(commune),
        str(commune.district or ""),
        standing.met if standing.has_data else None,
        len(standing.unknown),
        row.change if row.before is not standing or standing.has_data else None,
        *(WORDS[cell.status] if cell.status else None for cell in standing.cells.values()),
        "số liệu minh họa" if standing.illustrative else "",
    ]
