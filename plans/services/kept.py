"""Rows that people edit: the second writer is told, and the trail keeps what stood before."""

import datetime as dt
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from accounts import trail
from accounts.models import User
from plans.models.base import Kept

Row = TypeVar("Row", bound=Kept)
Held = TypeVar("Held", bound=Model)


def change(row: Row, seen: int | None, by: User, verb: str, **values: Any) -> Row:
    """Set `values` on a locked row and save it; the trail gets from → to of each field that differs.

    Call it inside a transaction. `seen` is the `version` the writer had before their eyes; None does
    not ask. Refusals: `stale`, `gone`. A row that does not change keeps its version and leaves no line.
    """
    locked = hold(row)
    if seen is not None and locked.version != seen:
        raise ValidationError(
            "Người khác vừa sửa mục này. Hãy xem nội dung mới rồi sửa lại nếu vẫn cần.",
            code="stale",
        )
    changes = {}
    for name, value in values.items():
        before = getattr(locked, name)
        if before != value:
            changes[name] = [plain(before), plain(value)]
            setattr(locked, name, value)
    if changes:
        locked.version += 1
        locked.full_clean(validate_unique=False)
        locked.save()
        trail.record(by, verb, locked, changes=changes)
    return locked


def hold(row: Held) -> Held:
    """The row as it stands now, locked until the end of the transaction. Refusal: `gone` (removed meanwhile).

    Whoever adds something that may be there once holds what it belongs to, so that of two one waits.
    """
    rows: QuerySet[Held] = type(row)._default_manager.all()  # noqa: SLF001 -- Django's own name
    found = rows.select_for_update(of=("self",), no_key=True).filter(pk=row.pk).first()
    if found is None:
        raise ValidationError("Người khác vừa xóa mục này. Hãy tải lại trang.", code="gone")
    return found


def hold_all(rows: QuerySet[Held]) -> list[Held]:
    """All of them locked, in one order, so that two who hold the same wait for each other and never for ever."""
    return list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))


def plain(value: Any) -> Any:
    """As JSON keeps it: days and numbers as text, rows by their words."""
    if isinstance(value, Model):
        return str(value)
    return str(value) if isinstance(value, dt.date | Decimal) else value
