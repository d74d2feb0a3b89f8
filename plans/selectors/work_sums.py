"""Capital of a year by source (as Biểu 07 has it), by commune and by kind of work (Biểu 08).

Of a commune and source the figure of the commune as a whole holds, and what its works leave of it is
«không tách theo công trình»; without one the works are added up (report-forms: sums must close).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import User
from communes.models import Commune
from plans.choices import MoneySource, WorkKind
from plans.models import Capital
from plans.selectors.works import Amounts, MoneyFilters, capital

SOURCES = [  # the rows of Biểu 07 «Huy động»
    ("I", "Ngân sách trung ương", (MoneySource.CENTRAL,)),
    ("II", "Ngân sách địa phương", (MoneySource.PROVINCIAL, MoneySource.COMMUNE)),
    ("III", "Vốn lồng ghép", (MoneySource.INTEGRATED,)),
    ("IV", "Vốn tín dụng", (MoneySource.CREDIT,)),
    ("V", "Doanh nghiệp", (MoneySource.ENTERPRISES,)),
    (
        *("VI", "Cộng đồng, người dân"),
        (MoneySource.COMMUNITY_CASH, MoneySource.LABOUR_DAYS, MoneySource.IN_KIND),
    ),
    ("VII", "Kinh phí của đơn vị", (MoneySource.OWN,)),
]
LOOSE = "Không tách theo công trình"
SUM_COLUMNS = [
    "TT",
    "Nội dung",
    "Đã phân bổ",
    "Đã giải ngân",
    "Tỷ lệ (%)",
    "Không tách",
    "Ghi chú",
]


@dataclass(frozen=True, slots=True)
class SumLine:
    """A row of a table of sums. `loose`: allocated and not told by work; below zero the works exceed it."""

    number: str
    label: str
    amounts: Amounts
    loose: Decimal | None = None
    works: int = 0
    commune: Commune | None = None
    bold: bool = False

    @property
    def exceeds(self) -> bool:
        """The works add up to more than the commune as a whole: kept and flagged, never mended."""
        return self.loose is not None and self.loose < 0


@dataclass(frozen=True, slots=True)
class Sums:
    total: SumLine
    by_source: tuple[SumLine, ...]
    by_commune: tuple[SumLine, ...]
    by_kind: tuple[SumLine, ...]
    illustrative: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """A commune and a source, closed: the whole and what its works leave of it."""

    commune: Commune
    source: str
    amounts: Amounts
    loose: Decimal | None
    works: frozenset[int]


def sums(user: User, day: dt.date, filters: MoneyFilters) -> Sums:
    """Over what was last reported by the day; one query."""
    rows = list(capital(user, day, filters))
    pieces = _pieces(rows)
    communes = {one.commune.pk: one.commune for one in pieces}
    total = _line("", "TỔNG SỐ", pieces, bold=True)
    return Sums(
        total=total,
        by_source=tuple(_by_source(pieces)),
        by_commune=tuple(
            _line(f"{number}", place.name, _of(pieces, pk), commune=place)
            for number, (pk, place) in enumerate(communes.items(), start=1)
        ),
        by_kind=tuple(_closed(_by_kind(rows), total)),
        illustrative=any(row.illustrative for row in rows),
    )


def sum_rows(found: Sums) -> list[list[Any]]:
    """The three tables, one below the other, in the order of SUM_COLUMNS."""
    rows: list[list[Any]] = []
    for title, lines in (
        ("THEO NGUỒN", (found.total, *found.by_source)),
        ("THEO XÃ", (found.total, *found.by_commune)),
        ("THEO LOẠI CÔNG TRÌNH", (found.total, *found.by_kind)),
    ):
        rows.append(["", title, None, None, None, None, ""])
        rows += [
            [
                line.number,
                line.label,
                line.amounts.allocated,
                line.amounts.disbursed,
                round(line.amounts.share, 1) if line.amounts.share is not None else None,
                line.loose,
                "cộng các công trình lớn hơn số chung" if line.exceeds else "",
            ]
            for line in lines
        ]
    return rows


def _pieces(rows: Iterable[Capital]) -> list[_Piece]:
    """Each commune and source by year, closed by the rule of this module."""
    groups: dict[tuple[int, int, str], list[Capital]] = {}
    for row in rows:
        groups.setdefault((row.commune_id, row.year, row.source), []).append(row)
    found = []
    for (_, _, source), members in groups.items():
        whole = next((one for one in members if one.work_id is None), None)
        parts = [one for one in members if one.work_id is not None]
        told = Amounts(_sum(_known(parts, "allocated")), _sum(_known(parts, "disbursed")))
        amounts, loose = told, None
        if whole is not None:
            amounts = Amounts(
                told.allocated if whole.allocated is None else whole.allocated,
                told.disbursed if whole.disbursed is None else whole.disbursed,
            )
            if whole.allocated is not None:
                loose = whole.allocated - (told.allocated or 0)
        keys = frozenset(one.work_id for one in parts if one.work_id)
        found.append(_Piece(members[0].commune, source, amounts, loose, keys))
    return found


def _by_source(pieces: list[_Piece]) -> Iterable[SumLine]:
    for number, label, sources in SOURCES:
        own = [one for one in pieces if one.source in sources]
        yield _line(number, label, own, bold=True)
        if len(sources) > 1:
            for place, source in enumerate(sources, start=1):
                of_source = [one for one in own if one.source == source]
                yield _line(f"{place}", source.label.capitalize(), of_source)


def _by_kind(rows: Iterable[Capital]) -> Iterable[SumLine]:
    """Only what was told by work."""
    told = [row for row in rows if row.work]
    for number, kind in enumerate(WorkKind, start=1):
        own = [row for row in told if row.work and row.work.kind == kind]
        amounts = Amounts(_sum(_known(own, "allocated")), _sum(_known(own, "disbursed")))
        works = {row.work_id for row in own}
        yield SumLine(f"{number}", kind.label.capitalize(), amounts, works=len(works))


def _closed(kinds: Iterable[SumLine], total: SumLine) -> Iterable[SumLine]:
    """The kinds, and what of the total no work tells of (rule RF6: the rows are the total)."""
    told = list(kinds)
    yield from told
    rest = Amounts(
        _rest(total.amounts.allocated, (one.amounts.allocated for one in told)),
        _rest(total.amounts.disbursed, (one.amounts.disbursed for one in told)),
    )
    if rest != Amounts():
        yield SumLine("", LOOSE, rest)


def _rest(total: Decimal | None, told: Iterable[Decimal | None]) -> Decimal | None:
    rest = (total or Decimal(0)) - sum((one for one in told if one is not None), Decimal(0))
    return rest or None


def _line(
    number: str,
    label: str,
    pieces: list[_Piece],
    *,
    commune: Commune | None = None,
    bold: bool = False,
) -> SumLine:
    amounts = Amounts(
        _sum(one.amounts.allocated for one in pieces if one.amounts.allocated is not None),
        _sum(one.amounts.disbursed for one in pieces if one.amounts.disbursed is not None),
    )
    loose = _sum(one.loose for one in pieces if one.loose is not None)
    works = frozenset[int]().union(*(one.works for one in pieces))
    return SumLine(number, label, amounts, loose, len(works), commune, bold)


def _of(pieces: list[_Piece], commune: int) -> list[_Piece]:
    return [one for one in pieces if one.commune.pk == commune]


def _known(rows: Iterable[Capital], name: str) -> Iterable[Decimal]:
    return (value for row in rows if (value := getattr(row, name)) is not None)


def _sum(values: Iterable[Decimal]) -> Decimal | None:
    known = list(values)
    return sum(known, Decimal(0)) if known else None
