"""Communes by code, whenever they stood, and what became of them."""

import datetime as dt
from collections.abc import Iterable

from accounts.models import User
from communes.models import Commune, Succession


def commune_of(
    user: User, code: str, day: dt.date, starts: dt.date | None = None
) -> Commune | None:
    """The unit of that code that stands on the day, else the latest before it.

    22 codes of 2025 had been another unit's: `starts`, the first day of its span, names that one.
    """
    rows = Commune.objects.visible_to(user).filter(code=code, province__home=True)
    if starts is not None:
        rows = rows.filter(starts=starts)
    stood = rows.filter(starts__lte=day).select_related("district", "province")
    return stood.order_by("-starts").first()


def origins_of(commune: Commune) -> list[Succession]:
    """What became this commune, in one step, first days first."""
    rows = commune.origins.select_related("old__district").order_by("on", "old__sort_key")
    return list(rows)


def heirs_of(commune: Commune) -> list[Succession]:
    rows = commune.successions.select_related("new__district").order_by("on", "new__sort_key")
    return list(rows)


def all_heirs(communes: Iterable[int]) -> set[int]:
    """The keys of all that these became, however many steps later."""
    found: set[int] = set()
    steps = set(communes)
    while steps:
        rows = Succession.objects.filter(old__in=steps).values_list("new", flat=True)
        steps = set(rows) - found
        found |= steps
    return found


def all_origins(communes: Iterable[int]) -> list[Succession]:
    """Every step that led to these, however many steps ago."""
    found: dict[int, Succession] = {}
    waiting = set(communes)
    while waiting:
        rows = Succession.objects.filter(new__in=waiting).select_related("old", "new")
        new = {row.pk: row for row in rows if row.pk not in found}
        found |= new
        waiting = {row.old_id for row in new.values()}
    return sorted(found.values(), key=lambda row: (row.on, row.old.sort_key))
