"""What a draft would change, cell by cell: the shape of `EntryDraft.plan`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from criteria.choices import Status

NEW, CHANGED, SAME, BLANK, REFUSED, STALE = (
    *("new", "changed", "same", "blank"),
    *("refused", "stale"),
)
STATES = (NEW, CHANGED, REFUSED, STALE, SAME, BLANK)
GOOD = frozenset({NEW, CHANGED})


def in_words(text: str) -> str:
    """A status by its word; anything else as it is."""
    return Status(text).label if text in Status.values else text


def worth_again(*, illustrative: bool, stage: int, speaking: int) -> str:
    """Why the same value is stored once more, blank where it is not.

    A real figure takes the place of an illustrative one, or a higher stage (`speaking`) says what a
    lower one said.
    """
    if illustrative:
        return "như cũ, thay số liệu minh họa"
    return "như cũ, nhưng ghi ở cấp cao hơn" if stage < speaking else ""


class Shaped:
    """Read back from JSON: what a row does not say keeps its default, what is not known is left."""

    __slots__ = ()

    @classmethod
    def read(cls, row: dict[str, Any]) -> Self:
        known = _names(cls)
        return cls(**{name: value for name, value in row.items() if name in known})


@dataclass(slots=True)
class PlanCell(Shaped):
    """One cell: where it stands, what it says, what stood there before, and what becomes of it.

    An indicator's value has `indicator` (and `part`), a criterion's status `criterion`. `says` is
    the text as understood (a number, «Có», a status); where empty, `text` as typed. `place` is
    the commune where it has no scorecard yet. `name` is that of the part. `kind` is the type of value read.
    """

    scorecard: int | None = None
    place: int | None = None
    commune: str = ""
    indicator: int | None = None
    criterion: int | None = None
    code: str = ""
    part: str = ""
    name: str = ""
    kind: str = ""
    base: int | None = None
    before: str = ""
    text: str = ""
    says: str = ""
    note: str = ""
    state: str = NEW
    why: str = ""
    now: str = ""
    at: str = ""

    @property
    def said(self) -> str:
        return self.says or self.text

    @property
    def meaning(self) -> str:
        """What it was understood as, in words; empty where that is what was typed."""
        return "" if self.says == self.text else in_words(self.says)

    @property
    def before_words(self) -> str:
        return in_words(self.before)

    @property
    def now_words(self) -> str:
        return in_words(self.now)

    @property
    def is_good(self) -> bool:
        return self.state in GOOD

    def refuse(self, why: str, state: str = REFUSED) -> None:
        self.state, self.why = state, why


@dataclass(slots=True)
class PlanRow(Shaped):
    """How a row was understood: the commune, how it was found, or what it may be."""

    at: str = ""
    text: str = ""
    commune: str | None = None
    how: str = ""
    choices: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class PlanColumn(Shaped):
    """How a column was understood."""

    at: str = ""
    text: str = ""
    means: str = ""
    how: str = ""


@dataclass(slots=True)
class PlanMark(Shaped):
    """What a mark of a matrix is taken to mean: a status, or nothing (empty)."""

    mark: str = ""
    count: int = 0
    means: str = ""
    how: str = ""


@dataclass(slots=True)
class Plan:
    """All cells, rows and columns of a draft, and what is wrong with it as a whole."""

    cells: list[PlanCell] = field(default_factory=list)
    rows: list[PlanRow] = field(default_factory=list)
    columns: list[PlanColumn] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    marks: list[PlanMark] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)

    @classmethod
    def from_json(cls, plan: dict[str, Any]) -> "Plan":
        return cls(
            cells=[PlanCell.read(row) for row in plan.get("cells", [])],
            rows=[PlanRow.read(row) for row in plan.get("rows", [])],
            columns=[PlanColumn.read(row) for row in plan.get("columns", [])],
            problems=list(plan.get("problems", [])),
            notes=list(plan.get("notes", [])),
            marks=[PlanMark.read(row) for row in plan.get("marks", [])],
            sheets=list(plan.get("sheets", [])),
        )

    def to_json(self) -> dict[str, Any]:
        """Cells without what is empty: a province's sheet has thousands."""
        return {
            "cells": [_lean(cell) for cell in self.cells],
            "rows": [asdict(row) for row in self.rows],
            "columns": [asdict(column) for column in self.columns],
            "problems": self.problems,
            "notes": self.notes,
            "marks": [asdict(mark) for mark in self.marks],
            "sheets": self.sheets,
        }

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(cell.state for cell in self.cells)
        return {state: found[state] for state in STATES}

    @property
    def good(self) -> list[PlanCell]:
        return [cell for cell in self.cells if cell.is_good]

    def at(self, states: Iterable[str]) -> list[PlanCell]:
        """The cells in one of these states."""
        wanted = set(states)
        return [cell for cell in self.cells if cell.state in wanted]


_KNOWN: dict[type, frozenset[str]] = {}


def _names(shape: Any) -> frozenset[str]:
    if shape not in _KNOWN:
        _KNOWN[shape] = frozenset(one.name for one in fields(shape))
    return _KNOWN[shape]


_NAMES = tuple(one.name for one in fields(PlanCell))


def _lean(cell: PlanCell) -> dict[str, Any]:
    return {
        name: said for name in _NAMES if (said := getattr(cell, name)) is not None and said != ""
    }
