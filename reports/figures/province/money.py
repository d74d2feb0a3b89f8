"""Capital of the year by source and by kind of work, and construction debt, for a report of many communes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from plans.choices import MoneySource, WorkKind
from plans.models import Capital, Debt
from plans.selectors.works import Amounts, added, last_reported
from reports.figures.commune.shapes import Fund
from reports.figures.province.shapes import Gap, Works
from reports.models import ReportRun
from reports.words.numbers import number

LOOSE = "Không tách theo công trình"


@dataclass(frozen=True, slots=True)
class Gathered:
    funds: tuple[Fund, ...]
    works: tuple[Works, ...]
    gaps: tuple[Gap, ...]
    debt: str | None
    debtors: int
    illustrative: bool


def gather(run: ReportRun, communes: list[int]) -> Gathered:
    """What was last reported by the day. The figure of a commune as a whole holds; its works are part of it."""
    known = Capital.objects.filter(
        commune__in=communes, year=run.as_of.year, recorded_at__lte=run.known_at
    )
    rows = list(last_reported(known, run.as_of).select_related("work", "commune"))
    whole, gaps = _by_source(rows)
    debts = _debts(communes, run.as_of)
    return Gathered(
        funds=tuple(whole[one.value] for one in MoneySource if one.value in whole),
        works=tuple(_by_kind(rows, whole, run.as_of)),
        gaps=tuple(gaps),
        debt=_text(_sum(one.amount for one in debts)),
        debtors=sum(bool(one.amount) for one in debts),
        illustrative=any(one.illustrative for one in (*rows, *debts)),
    )


def _by_source(rows: Iterable[Capital]) -> tuple[dict[str, Fund], list[Gap]]:
    groups: dict[tuple[int, str], list[Capital]] = defaultdict(list)
    for row in rows:
        groups[row.commune_id, row.source].append(row)
    found: dict[str, list[Amounts]] = defaultdict(list)
    gaps = []
    for (_, source), members in groups.items():
        whole = next((one for one in members if one.work_id is None), None)
        parts = added(one for one in members if one.work_id is not None)
        found[source].append(_closed(whole, parts))
        if whole and (parts.allocated or 0) > (
            whole.allocated if whole.allocated is not None else parts.allocated or 0
        ):
            what = (
                f"vốn {whole.get_source_display()} của {whole.commune}: số chung và các công trình"
            )
            gaps.append(Gap(what, f"{whole.allocated:f}", f"{parts.allocated:f}"))
    return {source: _fund(source, some) for source, some in found.items()}, gaps


def _closed(whole: Capital | None, parts: Amounts) -> Amounts:
    if whole is None:
        return parts
    return Amounts(
        parts.allocated if whole.allocated is None else whole.allocated,
        parts.disbursed if whole.disbursed is None else whole.disbursed,
    )


def _by_kind(rows: Iterable[Capital], whole: dict[str, Fund], day: dt.date) -> Iterable[Works]:
    """Each kind of work, then what of every source no work tells of: the rows are the total (RF6)."""
    told = [row for row in rows if row.work]
    by_work: dict[str, dict[str, Fund]] = {}
    for kind in WorkKind:
        own = [row for row in told if row.work and row.work.kind == kind]
        works = {row.work.pk: row.work for row in own if row.work}
        if not works:
            continue
        by_work[kind] = {
            one.value: _fund(one.value, [added(row for row in own if row.source == one)])
            for one in MoneySource
            if any(row.source == one for row in own)
        }
        quantities: dict[str, Decimal] = defaultdict(Decimal)
        for work in works.values():
            if work.quantity is not None:
                quantities[work.unit] += work.quantity
        yield Works(
            kind=kind.value,
            label=str(kind.label).capitalize(),
            works=len(works),
            finished=sum(
                bool(one.finished_on and one.finished_on <= day) for one in works.values()
            ),
            quantities=tuple(f"{number(value)} {unit}" for unit, value in quantities.items()),
            funds=tuple(by_work[kind].values()),
        )
    yield from _loose(whole, by_work)


def _loose(whole: dict[str, Fund], by_work: dict[str, dict[str, Fund]]) -> Iterable[Works]:
    left = []
    for source, money in whole.items():
        parts = [kind[source] for kind in by_work.values() if source in kind]
        rest = Fund(
            source,
            _rest(money.allocated, (one.allocated for one in parts)),
            _rest(money.disbursed, (one.disbursed for one in parts)),
        )
        if rest != Fund(source, None, None):
            left.append(rest)
    if left:
        yield Works("", LOOSE, 0, 0, (), tuple(left))


def _rest(total: str | None, parts: Iterable[str | None]) -> str | None:
    rest = Decimal(total or 0) - sum(
        (Decimal(one) for one in parts if one is not None), Decimal(0)
    )
    return _text(rest or None)


def _debts(communes: list[int], day: dt.date) -> list[Debt]:
    """The last of each commune."""
    rows = Debt.objects.filter(commune__in=communes, as_of__lte=day).order_by("as_of", "pk")
    return list({row.commune_id: row for row in rows}.values())


def _fund(source: str, some: Iterable[Amounts]) -> Fund:
    rows = list(some)
    return Fund(
        source,
        _text(_sum(one.allocated for one in rows)),
        _text(_sum(one.disbursed for one in rows)),
    )


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [one for one in values if one is not None]
    return sum(known, Decimal(0)) if known else None


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
