"""Money, works, debts and help of one commune, as its report tells them. Amounts in triệu đồng."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from communes.models import Commune
from plans.choices import ActionState, MoneySource, WorkKind
from plans.models import Capital, Debt, SupportAction, Work
from plans.selectors.works import last_reported
from reports.figures.commune.shapes import (
    Content,
    DebtFigures,
    Fund,
    SupportFigures,
    WorkFigures,
    added,
    amount,
)
from reports.words.numbers import number


@dataclass(frozen=True, slots=True)
class Money:
    """Capital of the year by source (closed: `closed_funds`) and by kind of work; what does not close is told."""

    funds: tuple[Fund, ...]
    loose: str | None
    contents: tuple[Content, ...]
    works: tuple[WorkFigures, ...]
    warnings: tuple[str, ...]
    illustrative: bool


def money(commune: Commune, year: int, as_of: dt.date, known_at: dt.datetime) -> Money:
    """Two queries: the commune's works, and its capital of the year as last reported by the day."""
    works = list(Work.objects.filter(commune=commune, recorded_at__lte=known_at))
    rows = list(
        last_reported(
            Capital.objects.filter(commune=commune, year=year, recorded_at__lte=known_at), as_of
        )
    )
    funds, loose, warnings = _funds(rows)
    by_work = {one.pk: one for one in works}
    contents = _contents(rows, by_work)
    central = {
        one.work_id: Fund(one.source, amount(one.allocated), amount(one.disbursed))
        for one in rows
        if one.work_id and one.source == MoneySource.CENTRAL
    }
    return Money(
        funds=funds,
        loose=amount(loose),
        contents=contents,
        works=tuple(
            _work(one, central.get(one.pk), as_of)
            for one in works
            if one.started_on is None or one.started_on <= as_of
        ),
        warnings=warnings,
        illustrative=any(one.illustrative for one in (*works, *rows)),
    )


def _funds(rows: Sequence[Capital]) -> tuple[tuple[Fund, ...], Decimal | None, tuple[str, ...]]:
    """By source: the commune's own figure holds where there is one; what its works leave of it is not split."""
    found, warnings = [], []
    left: Decimal | None = None
    for source in MoneySource:
        own = [one for one in rows if one.source == source]
        if not own:
            continue
        whole = next((one for one in own if one.work_id is None), None)
        parts = [one for one in own if one.work_id is not None]
        allocated = added([amount(one.allocated) for one in parts])
        disbursed = added([amount(one.disbursed) for one in parts])
        if whole is not None and whole.allocated is not None:
            rest = whole.allocated - Decimal(allocated or 0)
            left = (left or Decimal(0)) + rest
            if rest < 0:
                warnings.append(
                    f"Vốn {source.label}: cộng các công trình lớn hơn số chung của xã "
                    f"{number(-rest)} triệu đồng."
                )
            allocated = amount(whole.allocated)
        if whole is not None and whole.disbursed is not None:
            disbursed = amount(whole.disbursed)
        found.append(Fund(source.value, allocated, disbursed))
        if allocated is not None and disbursed is not None:
            over = Decimal(disbursed) - Decimal(allocated)
            if over > 0:
                warnings.append(
                    f"Vốn {source.label}: đã giải ngân vượt kế hoạch năm {number(over)} triệu đồng."
                )
    return tuple(found), left or None, tuple(warnings)


def _contents(rows: Iterable[Capital], works: dict[int, Work]) -> tuple[Content, ...]:
    """By kind of work as Biểu 12 has it; what is told of the commune as a whole stands last."""
    told: dict[str, list[Capital]] = {}
    whole: list[Capital] = []
    for one in rows:
        work = works.get(one.work_id or 0)
        if work is None:
            whole.append(one)
        else:
            told.setdefault(work.kind, []).append(one)
    found = []
    for kind in WorkKind:
        own = told.get(kind.value, [])
        if own:
            keys = dict.fromkeys(one.work_id for one in own)
            volume = "; ".join(text for key in keys if (text := _volume(works[key or 0])))
            found.append(Content(kind.label, volume, _by_source(own)))
    rest = _rest(whole, [one for group in told.values() for one in group])
    return (*found, Content("", "", rest)) if rest else tuple(found)


def _by_source(rows: Sequence[Capital]) -> tuple[Fund, ...]:
    return tuple(
        Fund(
            source.value,
            added([amount(one.allocated) for one in rows if one.source == source]),
            added([amount(one.disbursed) for one in rows if one.source == source]),
        )
        for source in MoneySource
        if any(one.source == source for one in rows)
    )


def _rest(whole: Sequence[Capital], parts: Sequence[Capital]) -> tuple[Fund, ...]:
    """What the works leave of the figures of the commune as a whole, by source."""
    found = []
    by_source = {one.source: one for one in _by_source(parts)}
    for one in whole:
        told = by_source.get(one.source, Fund(one.source, None, None))
        found.append(
            Fund(
                one.source,
                _left(one.allocated, told.allocated),
                _left(one.disbursed, told.disbursed),
            )
        )
    return tuple(one for one in found if one.allocated or one.disbursed)


def _left(whole: Decimal | None, told: str | None) -> str | None:
    if whole is None:
        return None
    return amount(whole - Decimal(told or 0) or None)


def _volume(work: Work) -> str:
    return f"{number(work.quantity)} {work.unit}".strip() if work.quantity is not None else ""


def _work(one: Work, central: Fund | None, as_of: dt.date) -> WorkFigures:
    finished = one.finished_on if one.finished_on and one.finished_on <= as_of else None
    return WorkFigures(
        name=one.name,
        kind=one.get_kind_display(),
        investment=amount(one.investment),
        volume=_volume(one),
        started_on=one.started_on.isoformat() if one.started_on else "",
        finished_on=finished.isoformat() if finished else "",
        central=central,
        note=one.note,
        illustrative=one.illustrative,
    )


def debts(
    commune: Commune, before_on: dt.date, as_of: dt.date, known_at: dt.datetime
) -> tuple[DebtFigures | None, DebtFigures | None]:
    """As last reported by each end of the period; one query."""
    rows = list(
        Debt.objects.filter(commune=commune, as_of__lte=as_of, recorded_at__lte=known_at).order_by(
            "as_of"
        )
    )
    before = [one for one in rows if one.as_of <= before_on]
    now = [one for one in rows if one.as_of > before_on]
    return _debt(before), _debt(now)


def _debt(rows: Sequence[Debt]) -> DebtFigures | None:
    if not rows:
        return None
    last = rows[-1]
    return DebtFigures(
        amount(last.amount), last.as_of.isoformat(), last.note, illustrative=last.illustrative
    )


def support(
    commune: Commune, starts: dt.date, as_of: dt.date, known_at: dt.datetime
) -> tuple[SupportFigures, ...]:
    """What was given from the first day of the period on, then what is planned; two queries."""
    rows = (
        SupportAction.objects.filter(commune=commune, recorded_at__lte=known_at)
        .filter(state__in=[ActionState.DONE, ActionState.PLANNED])
        .select_related("agency")
        .prefetch_related("money")
        .order_by("done_on", "planned_on", "pk")
    )
    found = []
    for one in rows:
        done = one.state == ActionState.DONE and one.done_on is not None and one.done_on <= as_of
        if done and one.done_on is not None and one.done_on < starts:
            continue
        if not done and not _is_to_come(one, starts):
            continue
        found.append(_support(one, done=done))
    return tuple(sorted(found, key=lambda one: not one.done))


def _is_to_come(one: SupportAction, starts: dt.date) -> bool:
    """Planned and not of an earlier period; what was done after the cut-off counts by its planned day alone."""
    if one.planned_on is None:
        return one.state == ActionState.PLANNED
    return one.planned_on >= starts


def _support(one: SupportAction, *, done: bool) -> SupportFigures:
    parts = list(one.money.all())
    stated = one.total_done if done else one.total_planned
    split = added([amount(part.done if done else part.planned) for part in parts])
    day = one.done_on if done else one.planned_on
    return SupportFigures(
        agency=str(one.agency),
        day=day.isoformat() if day else "",
        form=one.get_form_display(),
        content=one.content,
        result=one.result if done else "",
        money=amount(stated) if stated is not None else split,
        days=added([amount(part.days_done if done else part.days_planned) for part in parts]),
        done=done,
        illustrative=one.illustrative,
    )
