"""Works, capital and outstanding construction debt of communes. Money in triệu đồng; blank is not zero."""

import datetime as dt
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.names import search_key
from plans.models import Capital, Debt, Work
from plans.services.kept import change, hold

MONEY = ("allocated", "disbursed", "investment", "quantity", "amount")
Row = TypeVar("Row", Work, Capital, Debt)


@transaction.atomic
def add_work(*, by: User, on_behalf_of: User | None = None, **values: Any) -> Work:
    """Enter a work of a commune. Refusals: `twin` (its name is there), `negative`, `span`, `indicator`."""
    row = Work(by=by, on_behalf_of=on_behalf_of, **values)
    hold(row.commune)
    check_work(row)
    return _added(row, "added work", by, on_behalf_of)


@transaction.atomic
def change_work(*, work: Work, seen: int | None, by: User, **values: Any) -> Work:
    """Refusals: those of `add_work`, and `stale`; the commune of a work stays."""
    hold(work.commune)
    check_work(_with(work, values))
    return change(work, seen, by, "changed work", **values)


@transaction.atomic
def add_capital(*, by: User, on_behalf_of: User | None = None, **values: Any) -> Capital:
    """Enter what was allocated and disbursed up to a day.

    Refusals: `twin` (the day is there for that year and source), `nothing` (neither amount),
    `negative`, `future` (after the working day), `work` (of another commune).
    """
    row = Capital(by=by, on_behalf_of=on_behalf_of, **values)
    hold(row.commune)
    check_capital(row)
    return _added(row, "added capital", by, on_behalf_of)


@transaction.atomic
def change_capital(*, capital: Capital, seen: int | None, by: User, **values: Any) -> Capital:
    """Refusals: those of `add_capital`, and `stale`."""
    hold(capital.commune)
    check_capital(_with(capital, values))
    return change(capital, seen, by, "changed capital", **values)


@transaction.atomic
def add_debt(*, by: User, on_behalf_of: User | None = None, **values: Any) -> Debt:
    """Enter the debt of a commune on a day. Refusals: `twin`, `nothing`, `negative`, `future`."""
    row = Debt(by=by, on_behalf_of=on_behalf_of, **values)
    hold(row.commune)
    check_debt(row)
    return _added(row, "added debt", by, on_behalf_of)


@transaction.atomic
def change_debt(*, debt: Debt, seen: int | None, by: User, **values: Any) -> Debt:
    """Refusals: those of `add_debt`, and `stale`."""
    hold(debt.commune)
    check_debt(_with(debt, values))
    return change(debt, seen, by, "changed debt", **values)


@transaction.atomic
def drop_money(*, row: Capital | Debt, by: User, reason: str) -> None:
    """Take back what was entered by mistake; the trail keeps what stood there. Refusals: `reason`, `gone`."""
    if not reason.strip():
        raise ValidationError("Hãy nêu lý do bỏ.", code="reason")
    row = hold(row)
    names = ("allocated", "disbursed", "amount")
    stood: dict[str, Any] = {name: f"{getattr(row, name)}" for name in names if hasattr(row, name)}
    trail.record(
        by,
        "dropped money",
        row.commune,
        reason=reason.strip(),
        as_of=f"{row.as_of}",
        what=str(row._meta.verbose_name),
        **stood,
    )
    row.delete()


def check_work(row: Work) -> None:
    """What `add_work` refuses."""
    _refuse_negative(row)
    if row.started_on and row.finished_on and row.finished_on < row.started_on:
        raise ValidationError("Ngày hoàn thành phải từ ngày khởi công trở đi.", code="span")
    key = search_key(row.name)[:350]
    twins = Work.objects.filter(commune=row.commune_id, search_key=key)
    if twins.exclude(pk=row.pk).exists():
        raise ValidationError(f"Xã đã có công trình «{row.name}»; hãy sửa dòng ấy.", code="twin")


def check_capital(row: Capital) -> None:
    """What `add_capital` refuses."""
    if row.allocated is None and row.disbursed is None:
        raise ValidationError("Hãy ghi số đã phân bổ hoặc đã giải ngân.", code="nothing")
    _refuse_negative(row)
    refuse_future(row.as_of)
    if row.work is not None and row.work.commune_id != row.commune_id:
        raise ValidationError("Công trình này của xã khác.", code="work")
    twins = Capital.objects.filter(
        commune=row.commune_id,
        work=row.work_id,
        year=row.year,
        source=row.source,
        as_of=row.as_of,
    )
    if twins.exclude(pk=row.pk).exists():
        raise ValidationError(
            f"Đã có số liệu nguồn này tính đến {_words(row.as_of)}; hãy sửa dòng ấy.", code="twin"
        )


def check_debt(row: Debt) -> None:
    """What `add_debt` refuses."""
    if row.amount is None:
        raise ValidationError("Hãy ghi số nợ; hết nợ thì ghi 0.", code="nothing")
    _refuse_negative(row)
    refuse_future(row.as_of)
    twins = Debt.objects.filter(commune=row.commune_id, as_of=row.as_of)
    if twins.exclude(pk=row.pk).exists():
        raise ValidationError(
            f"Xã đã có số nợ tính đến {_words(row.as_of)}; hãy sửa dòng ấy.", code="twin"
        )


def refuse_future(day: dt.date) -> None:
    today = working_day()
    if day > today:
        raise ValidationError(
            f"Ngày không được sau ngày làm việc {_words(today)}. Bạn nhập {_words(day)}.",
            code="future",
        )


def _refuse_negative(row: Work | Capital | Debt) -> None:
    for name in MONEY:
        value: Decimal | None = getattr(row, name, None)
        if value is not None and value < 0:
            raise ValidationError("Số phải từ 0 trở lên.", code="negative")


def _added(row: Row, verb: str, by: User, on_behalf_of: User | None) -> Row:
    row.full_clean(validate_constraints=False)
    row.save()
    trail.record(by, verb, row, on_behalf_of=on_behalf_of, commune=row.commune.code)
    return row


def _with(row: Row, values: dict[str, Any]) -> Row:
    """The row as it would be."""
    fresh: Row = type(row).objects.get(pk=row.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    return fresh


def _words(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
