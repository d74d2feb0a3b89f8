"""Timing in one process: requests through the test client, interleaved with the floor."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

# An act is prepared outside the clock; what it gives is what is timed.
Act = Callable[[], Callable[[], Any]]
TRANSACTION = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the table; `bar` is what it must not exceed, `ok` whether it does not."""

    name: str
    figure: float
    unit: str
    bar: float | None = None

    @property
    def ok(self) -> bool:
        return self.bar is None or self.figure <= self.bar

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"ok": self.ok}


def p95(seconds: list[float]) -> float:
    """The 95th percentile, in the unit given."""
    return statistics.quantiles(seconds, n=20, method="inclusive")[-1]


def interleaved(
    act: Act, floor: Act, *, rounds: int, warm_up: int = 5
) -> tuple[list[float], list[float]]:
    """Milliseconds of an act and of the floor, taken in turn, so that a drift hits both."""
    acts, floors = [], []
    for _ in range(rounds + warm_up):
        acts.append(timed(act()))
        floors.append(timed(floor()))
    return acts[warm_up:], floors[warm_up:]


def timed(act: Callable[[], Any]) -> float:
    """Milliseconds of one call."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def queries(act: Callable[[], Any]) -> int:
    """Statements of one call, without those that only open and close a transaction."""
    with CaptureQueriesContext(connection) as caught:
        act()
    return sum(not one["sql"].startswith(TRANSACTION) for one in caught)


def page_rows(
    name: str,
    act: Act,
    floor: Act,
    *,
    times_floor: float | None,
    max_queries: int | None,
    rounds: int,
) -> list[Row]:
    """A page beside the floor: its p95, the ratio of both p95, its queries."""
    acts, floors = interleaved(act, floor, rounds=rounds)
    return [
        Row(f"{name}: p95", round(p95(acts), 1), "ms"),
        Row(f"{name}: sàn p95", round(p95(floors), 1), "ms"),
        Row(f"{name}: p95 / sàn", round(p95(acts) / p95(floors), 2), "lần", times_floor),
        Row(f"{name}: truy vấn", queries(act()), "câu", max_queries),
    ]


def table(rows: list[Row]) -> str:
    width = max(len(row.name) for row in rows)
    lines = [f"{'':{width}}  {'số đo':>10}        mức"]
    for row in rows:
        bar = "" if row.bar is None else f"≤ {row.bar:g}  {'đạt' if row.ok else 'KHÔNG ĐẠT'}"
        lines.append(f"{row.name:{width}}  {row.figure:>10g} {row.unit:<6} {bar}")
    return "\n".join(lines)
