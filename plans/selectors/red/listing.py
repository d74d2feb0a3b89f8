"""The red list as its page and its spreadsheet show it: filters of the address, choices, rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communes.models import Agency, District
from communes.names import search_key
from criteria.choices import Status
from criteria.models import Criterion
from plans.selectors.red.deeds import Deed
from plans.selectors.red.rows import Red, RedCounts, RedKind, RedRow

ALL = "tat-ca"
COLUMNS = [
    *("Danh sách", "Mã xã", "Xã", "Huyện", "Tiêu chí", "Tên tiêu chí", "Chỉ tiêu"),
    *("Kết quả", "Vì sao", "Việc chưa xong", "Việc đã xong", "Kế hoạch năm trước chưa làm"),
    *(
        "Việc chung của xã",
        "Chấp nhận đến hết năm",
        "Căn cứ chấp nhận",
        "Đơn vị đỡ đầu, phụ trách",
    ),
    *("Cơ quan phụ trách chỉ tiêu", "Số liệu minh họa"),
]


@dataclass(frozen=True, slots=True)
class RedFilters:
    """What the address of the list says; `kind` None: all of them together."""

    kind: RedKind | None = RedKind.NO_PLAN
    commune: str = ""
    district: str = ""
    agency: str = ""
    criterion: int | None = None

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "RedFilters":
        kind, number = str(query.get("loai", "")), str(query.get("tieu-chi", ""))
        wanted = RedKind(kind) if kind in set(RedKind) else RedKind.NO_PLAN
        short = number.isdecimal() and len(number) <= len("999")
        return cls(
            kind=None if kind == ALL else wanted,
            commune=str(query.get("xa", "")).strip()[:100],
            district=str(query.get("huyen", ""))[:10],
            agency=str(query.get("don-vi", ""))[:60],
            criterion=int(number) if short else None,
        )

    @property
    def any(self) -> bool:
        return bool(self.commune or self.district or self.agency or self.criterion)

    @property
    def word(self) -> str:
        """How the address names the list."""
        return self.kind.value if self.kind else ALL

    def keeps(self, row: RedRow) -> bool:
        """Whatever the list."""
        commune, key = row.spot.commune, search_key(self.commune)
        district = commune.district.code if commune.district else ""
        return (
            (not key or key in commune.search_key or self.commune == commune.code)
            and self.district in {"", district}
            and (not self.agency or row.concerns(self.agency))
            and self.criterion in {None, row.spot.criterion.number}
        )


@dataclass(frozen=True, slots=True)
class RedList:
    """The rows left by the filters, in one list; counts of every list with the other filters."""

    red: Red
    rows: Sequence[RedRow]
    counts: RedCounts
    districts: Sequence[District]
    agencies: Sequence[Agency]
    criteria: Sequence[Criterion]

    @property
    def illustrative(self) -> bool:
        return any(row.illustrative for row in self.rows)


def red_list(found: Red, filters: RedFilters) -> RedList:
    kept = Red(found.criteria_set, tuple(row for row in found.rows if filters.keeps(row)))
    districts = {row.spot.commune.district: None for row in found.rows}
    agencies = {one: None for row in found.rows for one in (*row.sponsors, *row.answering)}
    criteria = {row.spot.criterion: None for row in found.rows}
    return RedList(
        red=found,
        rows=[row for row in kept.rows if filters.kind in {None, row.kind}],
        counts=kept.counts,
        districts=sorted((one for one in districts if one), key=lambda one: one.sort_key),
        agencies=sorted(agencies, key=lambda one: one.sort_key),
        criteria=sorted(criteria, key=lambda one: one.number),
    )


def sheet_rows(rows: Iterable[RedRow]) -> list[list[Any]]:
    """In the order of COLUMNS; blank where there is nothing."""
    return [_cells(row) for row in rows]


def _cells(row: RedRow) -> list[Any]:
    spot, accepted = row.spot, row.acceptance
    return [
        row.kind.label,
        spot.commune.code,
        spot.commune.name,
        spot.commune.district.name if spot.commune.district else None,
        spot.criterion.number,
        spot.criterion.name,
        str(spot.indicator) if spot.indicator else None,
        Status(spot.status).label if spot.status else "Chưa đánh giá",
        spot.why or None,
        _told(row.planned),
        _told(row.done),
        _told(row.lapsed),
        _told(row.around),
        accepted.until_year if accepted else None,
        accepted.basis if accepted else None,
        ", ".join(map(str, row.sponsors)) or None,
        ", ".join(map(str, row.answering)) or None,
        "minh họa" if row.illustrative else None,
    ]


def _told(deeds: Iterable[Deed]) -> str | None:
    return "\n".join(f"{one.kind.label}: {one.title} ({one.who})" for one in deeds) or None
