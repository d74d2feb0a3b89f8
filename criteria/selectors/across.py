"""One criterion across all communes."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from communes.models import Commune, District
from criteria.choices import Status
from criteria.models import Criterion, CurrentStatus
from criteria.selectors.standing import Cell, standings

UNKNOWN = "chua-danh-gia"  # a status in the address, where the cell has none
RESULTS = (*Status.values, UNKNOWN)
# The order of statuses where the list is sorted by them: what asks for work comes first.
URGENCY = (Status.NOT_MET, Status.IN_PROGRESS, "", Status.NOT_APPLICABLE, Status.MET)
COLUMNS = [
    *("Mã xã", "Xã", "Huyện", "Kết quả", "Cấp", "Có hiệu lực từ", "Chờ xác nhận", "Ghi chú"),
    "Số liệu minh họa",
]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the list says."""

    district: str = ""
    result: str = ""
    order: str = "ten"

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "Filters":
        result = str(query.get("ketqua", ""))
        order = str(query.get("xep", ""))
        return cls(
            district=str(query.get("huyen", ""))[:10],
            result=result if result in RESULTS else "",
            order=order if order.removeprefix("-") in ORDERS else "ten",
        )

    @property
    def any(self) -> bool:
        return bool(self.district or self.result)


@dataclass(frozen=True, slots=True)
class CommuneLine:
    commune: Commune
    cell: Cell
    note: str

    @property
    def result(self) -> str:
        return self.cell.status or UNKNOWN


ORDERS = {
    "ten": lambda line: (line.commune.sort_key,),
    "huyen": lambda line: (
        line.commune.district.sort_key if line.commune.district else "",
        line.commune.sort_key,
    ),
    "ket-qua": lambda line: (URGENCY.index(line.cell.status), line.commune.sort_key),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many communes have a result; the address word and the status («» for not assessed)."""

    result: str
    status: str
    count: int


@dataclass(frozen=True, slots=True)
class Across:
    """The rows left by the filters, and counts per status before the filter by status."""

    lines: list[CommuneLine]
    tallies: tuple[Tally, ...]
    total: int
    illustrative: bool


def across(criterion: Criterion, user: User, day: dt.date, filters: Filters) -> Across:
    """Every commune of that day on one criterion, as it stands now."""
    communes = Commune.objects.visible_to(user).on(day).select_related("district")
    if filters.district:
        communes = communes.filter(district__code=filters.district)
    notes = dict(
        CurrentStatus.objects.filter(criterion=criterion)
        .exclude(entry__note="")
        .values_list("scorecard__commune_id", "entry__note")
    )
    lines = [
        CommuneLine(one.commune, one.cells[criterion.number], notes.get(one.commune.pk, ""))
        for one in standings(criterion.criteria_set, communes)
    ]
    counts = Counter(line.result for line in lines)
    shown = [line for line in lines if filters.result in {"", line.result}]
    shown.sort(key=ORDERS[filters.order.removeprefix("-")], reverse=filters.order.startswith("-"))
    return Across(
        lines=shown,
        tallies=tuple(
            Tally(result, "" if result == UNKNOWN else result, counts[result])
            for result in RESULTS
        ),
        total=len(lines),
        illustrative=any(line.cell.illustrative for line in lines),
    )


def districts_on(day: dt.date) -> list[District]:
    """Districts with communes on that day."""
    places = Commune.objects.on(day).values("district")
    return list(District.objects.filter(pk__in=places))


def sheet_rows(lines: Iterable[CommuneLine]) -> list[list[Any]]:
    """The same rows for a spreadsheet, in the order of COLUMNS; blank where nothing was said."""
    return [
        [
            line.commune.code,
            line.commune.name,
            line.commune.district.name if line.commune.district else "",
            Status(line.cell.status).label if line.cell.status else "Chưa đánh giá",
            line.cell.stage.label if line.cell.stage else "",
            f"{day.day}/{day.month}/{day.year}" if (day := line.cell.effective_on) else "",
            Status(line.cell.waiting).label if line.cell.waiting else "",
            line.note,
            "minh họa" if line.cell.illustrative else "",
        ]
        for line in lines
    ]
