"""Drafts as their pages show them, and how far one is while it is read or stored."""

import datetime as dt
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from communes.permissions import is_office
from criteria.choices import DraftKind, DraftState
from criteria.models import EntryDraft, Measurement, StatusEntry
from criteria.models.plan import (
    BLANK,
    CHANGED,
    NEW,
    REFUSED,
    SAME,
    STALE,
    STATES,
    Plan,
    PlanCell,
    PlanRow,
)

SILENCE = dt.timedelta(minutes=2)  # without a sign of life, whoever had it is gone
KEPT = 3600  # seconds a progress is kept
WORDS = {
    NEW: "mới",
    CHANGED: "thay đổi",
    REFUSED: "không nhận",
    STALE: "người khác vừa ghi",
    SAME: "như cũ",
    BLANK: "để trống",
}
COLUMNS = ["Vị trí", "Xã", "Mã", "Trước", "Trong tệp", "Hiện nay", "Kết quả", "Vì sao"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many cells are done of how many, and when that was said."""

    done: int
    total: int
    at: dt.datetime | None

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cells of a draft have a state, and the state in words."""

    state: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft's plan for its page: counts of all cells, the cells that the filter leaves."""

    plan: Plan
    tallies: tuple[Tally, ...]
    cells: list[PlanCell]
    state: str
    good: int

    @property
    def asked(self) -> list[PlanRow]:
        """Rows that may mean several communes: the maker says which."""
        return [row for row in self.plan.rows if row.choices]

    @property
    def rows(self) -> list[PlanRow]:
        """What was not understood first."""
        return sorted(self.plan.rows, key=lambda row: row.commune is not None)

    @property
    def unknown_rows(self) -> int:
        return sum(row.commune is None for row in self.plan.rows)

    @property
    def unknown_columns(self) -> int:
        return sum(not column.means for column in self.plan.columns)


def drafts_for(user: User) -> QuerySet[EntryDraft]:
    """Their own; the office sees everybody's. Drafts of a whole set have pages of their own."""
    values = EntryDraft.objects.visible_to(user).exclude(kind=DraftKind.CRITERIA_SET)
    rows: QuerySet[EntryDraft] = values.select_related(
        "by", "criteria_set__paper", "criterion", "file", "stored_by"
    )
    return rows if is_office(user) else rows.filter(by=user)


def waiting_drafts(user: User) -> int:
    """How many of one's own drafts wait to be confirmed, mended or dropped."""
    return (
        drafts_for(user).filter(by=user, state__in=[DraftState.READY, DraftState.FAILED]).count()
    )


def preview(draft: EntryDraft, query: Mapping[str, Any]) -> Preview:
    """What would change first, then what is refused; one state alone with ?loai=."""
    plan = Plan.from_json(draft.plan)
    state = str(query.get("loai", ""))
    wanted = [state] if state in STATES else [NEW, CHANGED, REFUSED, STALE]
    cells = plan.at(wanted)
    cells.sort(key=lambda cell: STATES.index(cell.state))
    return Preview(
        plan=plan,
        tallies=tuple(Tally(one, WORDS[one], count) for one, count in plan.counts.items()),
        cells=cells,
        state=state if state in STATES else "",
        good=len(plan.good),
    )


@dataclass(frozen=True, slots=True)
class Invented:
    """Keys of the words, seen by cells of a draft, that only illustrate."""

    measurements: frozenset[int]
    entries: frozenset[int]


def invented(cells: Iterable[PlanCell]) -> Invented:
    """Of which cells the word that stood there before is a figure of the demonstration."""
    rows = [cell for cell in cells if cell.base]
    values = {cell.base for cell in rows if cell.indicator}
    words = {cell.base for cell in rows if not cell.indicator}
    return Invented(
        frozenset(
            Measurement.objects.filter(pk__in=values, illustrative=True).values_list(
                "pk", flat=True
            )
        ),
        frozenset(
            StatusEntry.objects.filter(pk__in=words, illustrative=True).values_list(
                "pk", flat=True
            )
        ),
    )


def refusal_rows(plan: Plan) -> list[list[str]]:
    """What is not stored and why, in the order of COLUMNS."""
    return [
        [
            *(cell.at, cell.commune, cell.code, cell.before_words, cell.text, cell.now_words),
            *(WORDS[cell.state], cell.why),
        ]
        for cell in plan.at([REFUSED, STALE])
    ]


def tell_progress(draft: EntryDraft, done: int, total: int) -> None:
    """Say how far it is where others can see it, though the work is one transaction.

    Beside the database: on SQLite nobody else could write meanwhile, and elsewhere what a
    transaction writes is not seen before its end. A shared cache that is away stops no work.
    """
    with suppress(Exception):
        caches["shared"].set(_key(draft), (done, total, timezone.now()), KEPT)


def progress(draft: EntryDraft) -> Progress:
    told = None
    with suppress(Exception):
        told = caches["shared"].get(_key(draft))
    return Progress(*told) if told else Progress(draft.done, draft.total, draft.heartbeat)


def is_lost(draft: EntryDraft) -> bool:
    """Being read or stored, and silent for too long: its worker is gone, or nobody took it."""
    if draft.state not in {DraftState.READING, DraftState.STORING}:
        return False
    signs = [one for one in (draft.heartbeat, progress(draft).at) if one]
    return not signs or timezone.now() - max(signs) > SILENCE


def _key(draft: EntryDraft) -> str:
    beat = draft.heartbeat.timestamp() if draft.heartbeat else 0
    return f"draft-{draft.pk}-{beat}"
