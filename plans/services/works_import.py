"""Works, capital and debts of a sheet, stored at once when its maker confirms; a blank cell says nothing."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from communes.models import Commune
from communes.names import search_key
from plans.choices import WorkKind
from plans.models import Capital, Debt, PlanDraft, Work
from plans.services.drafts import claim, tell
from plans.services.kept import change, hold_all

BATCH = 500
AMOUNTS = ("allocated", "disbursed")


@dataclass(frozen=True, slots=True)
class CapitalGiven:
    year: int
    source: str
    as_of: dt.date
    allocated: Decimal | None = None
    disbursed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class WorkGiven:
    """A row of the sheet. Without `name` the capital is the commune's as a whole."""

    number: int
    commune: Commune
    name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    capital: CapitalGiven | None = None

    @property
    def key(self) -> tuple[int, str]:
        return self.commune.pk, search_key(self.name)[:350]


@dataclass(frozen=True, slots=True)
class DebtGiven:
    number: int
    commune: Commune
    as_of: dt.date
    amount: Decimal
    note: str = ""


@dataclass(slots=True)
class Standing:
    """What stands in the database for the communes of a sheet."""

    works: dict[tuple[int, str], Work] = field(default_factory=dict)
    capital: dict[tuple[Any, ...], Capital] = field(default_factory=dict)
    debts: dict[tuple[int, dt.date], Debt] = field(default_factory=dict)


def standing_of(communes: Iterable[Commune]) -> Standing:
    """In three queries."""
    places = [one.pk for one in communes]
    return Standing(
        {(one.commune_id, one.search_key): one for one in Work.objects.filter(commune__in=places)},
        {capital_key(one): one for one in Capital.objects.filter(commune__in=places)},
        {(one.commune_id, one.as_of): one for one in Debt.objects.filter(commune__in=places)},
    )


def capital_key(row: Capital) -> tuple[Any, ...]:
    return row.commune_id, row.work_id, row.year, row.source, row.as_of


@transaction.atomic
def store_works(
    draft: PlanDraft, rows: Sequence[WorkGiven], *, by: User, seen: int | None
) -> PlanDraft:
    """Add what is new, change what differs. Refusals: `nothing`, `ended`, `stale`."""
    _refuse_nothing(rows)
    claim(draft, by, seen=seen)
    known = standing_of(_communes_held(rows))
    counts = {"thêm công trình": 0, "sửa công trình": 0, "thêm dòng vốn": 0, "sửa dòng vốn": 0}
    fresh: list[Capital] = []
    for row in rows:
        work = known.works.get(row.key) if row.name else None
        if row.name and work is None:
            facts = {"kind": WorkKind.OTHER} | row.facts
            work = Work(commune=row.commune, name=row.name, by=by, **facts)
            work.full_clean(validate_constraints=False)
            work.save()
            known.works[row.key] = work
            counts["thêm công trình"] += 1
        elif work is not None and _differs(work, row.facts):
            known.works[row.key] = change(work, None, by, "changed work", **row.facts)
            counts["sửa công trình"] += 1
        made = _capital(row, work, draft, by)
        if made is None:
            continue
        stands = known.capital.get(capital_key(made))
        if stands is None:
            fresh.append(made)
            counts["thêm dòng vốn"] += 1
        elif _corrected(stands, made, by):
            counts["sửa dòng vốn"] += 1
    Capital.objects.bulk_create(fresh, batch_size=BATCH)
    tell(draft, by, _told(counts))
    return draft


@transaction.atomic
def store_debts(
    draft: PlanDraft, rows: Sequence[DebtGiven], *, by: User, seen: int | None
) -> PlanDraft:
    """Add what is new, change what differs. Refusals: `nothing`, `ended`, `stale`."""
    _refuse_nothing(rows)
    claim(draft, by, seen=seen)
    known = standing_of(_communes_held(rows))
    counts = {"thêm dòng nợ": 0, "sửa dòng nợ": 0}
    fresh: list[Debt] = []
    for row in rows:
        debt = known.debts.get((row.commune.pk, row.as_of))
        values = {"amount": row.amount} | ({"note": row.note} if row.note else {})
        if debt is None:
            fresh.append(Debt(commune=row.commune, as_of=row.as_of, by=by, draft=draft, **values))
            counts["thêm dòng nợ"] += 1
        elif _differs(debt, values):
            change(debt, None, by, "changed debt", **values)
            counts["sửa dòng nợ"] += 1
    Debt.objects.bulk_create(fresh, batch_size=BATCH)
    tell(draft, by, _told(counts))
    return draft


def _communes_held(rows: Iterable[WorkGiven | DebtGiven]) -> list[Commune]:
    return hold_all(Commune.objects.filter(pk__in={row.commune.pk for row in rows}))


def _capital(row: WorkGiven, work: Work | None, draft: PlanDraft, by: User) -> Capital | None:
    """The row of capital as it was given."""
    given = row.capital
    if given is None:
        return None
    made = Capital(
        commune=row.commune,
        work=work,
        year=given.year,
        source=given.source,
        as_of=given.as_of,
        by=by,
        draft=draft,
    )
    for name in AMOUNTS:
        setattr(made, name, getattr(given, name))
    return made


def _corrected(stands: Capital, made: Capital, by: User) -> bool:
    """Whether the amounts given differ from those that stand, which they then replace."""
    amounts = {name: getattr(made, name) for name in AMOUNTS}
    values = {name: value for name, value in amounts.items() if value is not None}
    if not _differs(stands, values):
        return False
    change(stands, None, by, "changed capital", **values)
    return True


def _differs(row: Work | Capital | Debt, values: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def _refuse_nothing(rows: Sequence[Any]) -> None:
    if not rows:
        raise ValidationError("Không có dòng nào nhận được để ghi.", code="nothing")


def _told(counts: dict[str, int]) -> str:
    done = [f"{words} {count}" for words, count in counts.items() if count]
    return f"Đã ghi: {', '.join(done)}." if done else "Mọi dòng đã có sẵn, không đổi gì."
