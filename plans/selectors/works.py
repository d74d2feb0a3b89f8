"""Works, capital and debts: lists of what was last reported by a day. Money in triệu đồng."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from communes.names import matches
from plans.choices import MoneySource, WorkKind
from plans.models import Capital, Debt, Work

WORK_COLUMNS = [
    *("Mã xã", "Xã", "Huyện", "Công trình", "Loại", "Tổng mức đầu tư", "Khối lượng"),
    *("Đơn vị tính", "Khởi công", "Hoàn thành", "Đã phân bổ", "Đã giải ngân", "Ghi chú"),
    "Số liệu minh họa",
]
CAPITAL_COLUMNS = [
    *("Mã xã", "Xã", "Huyện", "Công trình", "Năm vốn", "Nguồn vốn", "Tính đến ngày"),
    *("Đã phân bổ", "Đã giải ngân", "Tỷ lệ giải ngân (%)", "Số liệu minh họa"),
]
DEBT_COLUMNS = [
    *("Mã xã", "Xã", "Huyện", "Tính đến ngày", "Nợ đọng", "Lần trước", "Ghi chú"),
    "Số liệu minh họa",
]
UNIT = "triệu đồng"
DONE, UNDER_WAY = "xong", "dang-lam"
STATES = [(UNDER_WAY, "chưa hoàn thành"), (DONE, "đã hoàn thành")]


@dataclass(frozen=True, slots=True)
class MoneyFilters:
    """What the address of a list says."""

    name: str = ""
    commune: str = ""
    district: str = ""
    kind: str = ""
    source: str = ""
    state: str = ""
    year: int | None = None

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "MoneyFilters":
        kind, source = str(query.get("loai", "")), str(query.get("nguon", ""))
        state, year = str(query.get("tinh-trang", "")), str(query.get("nam", ""))
        return cls(
            name=str(query.get("ten", "")).strip()[:100],
            commune=str(query.get("xa", "")).strip()[:100],
            district=str(query.get("huyen", ""))[:10],
            kind=kind if kind in WorkKind.values else "",
            source=source if source in MoneySource.values else "",
            state=state if state in {DONE, UNDER_WAY} else "",
            year=int(year) if year.isdecimal() and len(year) == len("2024") else None,
        )

    @property
    def any(self) -> bool:
        return self != MoneyFilters()


@dataclass(frozen=True, slots=True)
class Amounts:
    """Allocated and disbursed; None: nobody reported it."""

    allocated: Decimal | None = None
    disbursed: Decimal | None = None

    @property
    def share(self) -> Decimal | None:
        """Disbursed of allocated in percent."""
        if not self.allocated or self.disbursed is None:
            return None
        return self.disbursed * 100 / self.allocated


@dataclass(frozen=True, slots=True)
class WorkLine:
    work: Work
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class DebtLine:
    """The last debt of a commune; `before` the one reported before it."""

    debt: Debt
    before: Debt | None

    @property
    def change(self) -> Decimal | None:
        if self.before is None or self.before.amount is None or self.debt.amount is None:
            return None
        return self.debt.amount - self.before.amount


def works(user: User, filters: MoneyFilters) -> QuerySet[Work]:
    rows: QuerySet[Work] = _placed(Work.objects.visible_to(user), filters)
    rows = rows.filter(matches(filters.name))
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.state:
        rows = rows.filter(finished_on__isnull=filters.state == UNDER_WAY)
    return rows.select_related("commune__district").order_by("commune__sort_key", "name", "pk")


def work_lines(rows: Iterable[Work], day: dt.date) -> list[WorkLine]:
    """Each with what was allocated and disbursed for it in all years, as last reported by the day."""
    found = list(rows)
    reported = last_reported(Capital.objects.filter(work__in=[one.pk for one in found]), day)
    amounts: dict[int, list[Capital]] = {}
    for row in reported:
        amounts.setdefault(row.work_id or 0, []).append(row)
    return [WorkLine(one, added(amounts.get(one.pk, []))) for one in found]


def capital(user: User, day: dt.date, filters: MoneyFilters) -> QuerySet[Capital]:
    """What was last reported by the day for each commune, work, year and source."""
    rows: QuerySet[Capital] = _placed(Capital.objects.visible_to(user), filters)
    if filters.name:
        rows = rows.filter(matches(filters.name, "work__search_key"))
    if filters.source:
        rows = rows.filter(source=filters.source)
    if filters.year:
        rows = rows.filter(year=filters.year)
    found = last_reported(rows, day).select_related("commune__district", "work")
    return found.order_by("commune__sort_key", "work__name", "-year", "source", "pk")


def last_reported(rows: QuerySet[Capital], day: dt.date) -> QuerySet[Capital]:
    """Of each commune, work, year and source the latest day up to the one given."""
    return _last(rows.filter(as_of__lte=day), "commune", "work", "year", "source")


def debts(user: User, day: dt.date, filters: MoneyFilters) -> QuerySet[Debt]:
    """The last debt of each commune that was reported by the day."""
    rows = _placed(Debt.objects.visible_to(user), filters).filter(as_of__lte=day)
    found: QuerySet[Debt] = _last(rows, "commune").select_related("commune__district")
    return found.order_by("commune__sort_key", "pk")


def debt_lines(rows: Iterable[Debt]) -> list[DebtLine]:
    """Each with the one before it, in one more query."""
    found = list(rows)
    before: dict[int, Debt] = {}
    last = {one.commune_id: one.as_of for one in found}
    for one in Debt.objects.filter(commune__in=list(last)).order_by("as_of"):
        if one.as_of < last[one.commune_id]:
            before[one.commune_id] = one
    return [DebtLine(one, before.get(one.commune_id)) for one in found]


def years_of_capital(user: User) -> list[int]:
    rows = Capital.objects.visible_to(user).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def added(rows: Iterable[Capital]) -> Amounts:
    """The sum of what was reported; None where nothing was."""
    given = list(rows)
    return Amounts(_sum(one.allocated for one in given), _sum(one.disbursed for one in given))


def work_rows(lines: Iterable[WorkLine]) -> list[list[Any]]:
    """In the order of WORK_COLUMNS; blank is not reported."""
    return [
        [
            *_place_cells(line.work),
            line.work.name,
            line.work.get_kind_display(),
            line.work.investment,
            line.work.quantity,
            line.work.unit,
            line.work.started_on,
            line.work.finished_on,
            line.amounts.allocated,
            line.amounts.disbursed,
            line.work.note,
            "minh họa" if line.work.illustrative else "",
        ]
        for line in lines
    ]


def capital_rows(rows: Iterable[Capital]) -> list[list[Any]]:
    """In the order of CAPITAL_COLUMNS."""
    return [
        [
            *_place_cells(row),
            row.work.name if row.work else "cả xã",
            row.year,
            row.get_source_display(),
            row.as_of,
            row.allocated,
            row.disbursed,
            _rounded(Amounts(row.allocated, row.disbursed).share),
            "minh họa" if row.illustrative else "",
        ]
        for row in rows
    ]


def debt_rows(lines: Iterable[DebtLine]) -> list[list[Any]]:
    """In the order of DEBT_COLUMNS."""
    return [
        [
            *_place_cells(line.debt),
            line.debt.as_of,
            line.debt.amount,
            line.before.amount if line.before else None,
            line.debt.note,
            "minh họa" if line.debt.illustrative else "",
        ]
        for line in lines
    ]


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _rounded(value: Decimal | None) -> Decimal | None:
    return round(value, 1) if value is not None else None


def _place_cells(row: Work | Capital | Debt) -> list[str]:
    place = row.commune
    return [place.code, place.name, place.district.name if place.district else ""]


def _placed(rows: QuerySet[Any], filters: MoneyFilters) -> QuerySet[Any]:
    rows = rows.filter(matches(filters.commune, "commune__search_key"))
    return rows.filter(commune__district__code=filters.district) if filters.district else rows


def _last(rows: QuerySet[Any], *by: str) -> QuerySet[Any]:
    """The row of the latest day of each group."""
    newest = [F("as_of").desc(), F("pk").desc()]
    rank = Window(RowNumber(), partition_by=[F(name) for name in by], order_by=newest)
    found: QuerySet[Any] = rows.annotate(rank=rank).filter(rank=1)
    return found


def debt_total(rows: QuerySet[Debt]) -> Decimal | None:
    """Over the last debts; None where nobody reported any."""
    return _sum(rows.values_list("amount", flat=True))
