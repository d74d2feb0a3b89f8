"""Which communes of the picture the filters of the address leave."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from criteria.choices import Level, Status
from criteria.models import CriteriaSet
from criteria.selectors import is_under
from reports.selectors.asked import Asked
from reports.selectors.overview import (
    Row,
    band_of,
    bands,
    is_full_unrecognised,
    is_recognised_failing,
)

RECOGNISED: dict[str, tuple[str, Callable[[Row, str], bool]]] = {
    "dat-chuan": (
        "được công nhận đạt chuẩn",
        lambda row, _: Level.STANDARD.value in row.recognised,
    ),
    "nang-cao": (
        "được công nhận nâng cao",
        lambda row, _: Level.ADVANCED.value in row.recognised,
    ),
    "kieu-mau": ("được công nhận kiểu mẫu", lambda row, _: Level.MODEL.value in row.recognised),
    "chua": (
        "chưa được công nhận đạt chuẩn",
        lambda row, _: Level.STANDARD.value not in row.recognised,
    ),
    "du-chua": ("đủ tiêu chí nhưng chưa công nhận", is_full_unrecognised),
    "hut": ("đã công nhận nhưng hụt tiêu chí", is_recognised_failing),
}
RESULTS: dict[str, tuple[str, str]] = {
    "dat": (Status.MET.value, "đạt"),
    "khong-ap-dung": (Status.NOT_APPLICABLE.value, "không áp dụng"),
    "chua-danh-gia": ("", "chưa đánh giá"),
}
MOVED: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "giam": ("có tiêu chí mất đạt", lambda row: bool(row.lost)),
    "tang": ("có tiêu chí lên đạt", lambda row: bool(row.gained)),
    "moi": ("có tiêu chí mới đánh giá", lambda row: bool(row.fresh)),
}


@dataclass(frozen=True, slots=True)
class Result:
    """«8-dat»: the communes that meet criterion 8."""

    number: int
    status: str
    words: str


def result_asked(text: str) -> Result | None:
    found = re.fullmatch(r"(\d{1,3})-([a-z-]+)", text)
    if found is None or found[2] not in RESULTS:
        return None
    status, words = RESULTS[found[2]]
    return Result(int(found[1]), status, words)


def choose_rows(
    rows: Iterable[Row], asked: Asked, criteria_set: CriteriaSet, sponsored: frozenset[int] | None
) -> list[Row]:
    """The rows that the filters of the address leave."""
    left = [row for row in rows if _in_scope(row, asked, sponsored)]
    if asked.unmet is not None:
        left = [row for row in left if fails(row, asked.unmet)]
    result = result_asked(asked.result)
    if result:
        left = [row for row in left if has_result(row, result)]
    if asked.moved in MOVED:
        has_moved = MOVED[asked.moved][1]
        left = [row for row in left if has_moved(row)]
    if asked.recognised in RECOGNISED:
        holds = RECOGNISED[asked.recognised][1]
        left = [row for row in left if holds(row, criteria_set.level)]
    return _in_band(left, asked, len(criteria_set.criteria.all()))


def _in_scope(row: Row, asked: Asked, sponsored: frozenset[int] | None) -> bool:
    return (
        (not asked.district or district_code(row) == asked.district)
        and (sponsored is None or row.commune.pk in sponsored)
        and (not asked.kind or vars(row.commune).get("kind_on_day") == asked.kind)
    )


def _in_band(rows: list[Row], asked: Asked, total: int) -> list[Row]:
    if asked.limit is not None:
        return [row for row in rows if is_under(row.standing, asked.limit)]
    if asked.band:
        among = bands(total)
        return [row for row in rows if band_of(row.standing, among) == asked.band]
    return rows


def district_code(row: Row) -> str:
    return row.commune.district.code if row.commune.district else ""


def fails(row: Row, number: int) -> bool:
    return any(criterion.number == number for criterion in row.standing.unmet)


def has_result(row: Row, result: Result) -> bool:
    cell = row.standing.cells.get(result.number)
    return cell is not None and cell.status == result.status
