"""Which two yardsticks the address asks to set side by side."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from accounts.calendar import read_day, working_day
from criteria.choices import Level
from criteria.models import CriteriaSet

MACHINE, DECLARED = (
    "may",
    "ghi",
)  # what is set beside A: B's thresholds on A's values; B as declared
MODES = (MACHINE, DECLARED)


@dataclass(frozen=True, slots=True)
class Side:
    """A yardstick on a day, its thresholds as known at a moment (None: now)."""

    criteria_set: CriteriaSet
    day: dt.date
    known_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is set beside what: two sides, and whether the machine or the people speak for B."""

    a: Side
    b: Side
    mode: str = MACHINE

    @property
    def same_set(self) -> bool:
        return self.a.criteria_set.pk == self.b.criteria_set.pk

    @property
    def by_machine(self) -> bool:
        return self.mode == MACHINE

    @property
    def address(self) -> str:
        """The query string that asks it again."""
        given = {
            "a": self.a.criteria_set.code,
            "b": self.b.criteria_set.code,
            "ngay": f"{self.a.day}",
            "ngay-b": "" if self.b.day == self.a.day else f"{self.b.day}",
            "luc": f"{self.a.known_at:%Y-%m-%d}" if self.a.known_at else "",
            "kieu": self.mode,
        }
        return "?" + urlencode({name: value for name, value in given.items() if value})


def yardsticks() -> list[CriteriaSet]:
    """The sets to choose from, with criteria and indicators, the latest first; in three queries."""
    rows = CriteriaSet.objects.filter(criteria__isnull=False).distinct()
    return list(rows.select_related("paper").prefetch_related("criteria__indicators"))


def usual_pair(
    sets: Sequence[CriteriaSet], day: dt.date
) -> tuple[CriteriaSet, CriteriaSet] | None:
    """The set in force at the first level, on which values stand, beside the one before it.

    With one set alone: beside itself. None without any.
    """
    standard = sorted(
        (one for one in sets if one.level == Level.STANDARD), key=lambda one: one.starts
    )
    now = [one for one in standard if one.starts <= day]
    if len(now) > 1:
        return now[-1], now[-2]
    return (standard[-1], standard[0]) if standard else None


def read_question(
    query: Mapping[str, Any], sets: Sequence[CriteriaSet]
) -> tuple[Question | None, list[str]]:
    """What the address asks; what cannot be understood is left out and told."""
    today, troubles = working_day(), list[str]()
    usual = usual_pair(sets, today)
    if usual is None:
        return None, troubles
    by_code = {one.code: one for one in sets}
    chosen = []
    for name, default in zip("ab", usual, strict=True):
        code = str(query.get(name, ""))
        if code and code not in by_code:
            troubles.append(f"Không có bộ tiêu chí «{code[:60]}».")
        chosen.append(by_code.get(code, default))
    day = _day(query, "ngay", troubles) or today
    day_b = _day(query, "ngay-b", troubles) or day
    known = _day(query, "luc", troubles)
    mode = str(query.get("kieu", MACHINE))
    a = Side(chosen[0], day, _end_of(known) if known else None)
    return Question(a, Side(chosen[1], day_b), mode if mode in MODES else MACHINE), troubles


def _day(query: Mapping[str, Any], name: str, troubles: list[str]) -> dt.date | None:
    text = str(query.get(name, "")).strip()
    if not text:
        return None
    try:
        return read_day(text)
    except ValueError as error:
        troubles.append(str(error))
        return None


def _end_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))
