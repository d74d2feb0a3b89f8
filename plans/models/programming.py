"""A programme's table as it was read and mended: the shape of `PlanDraft.plan` of the kind PROGRAMME."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from criteria.models.plan import Shaped

GROUP, TASK, OUT = "group", "task", "out"  # what a row is; out: left out, kept to be seen
NUMBER, CONTENT, LEADS, COORDINATORS, DUE, RESULT, NOTE = range(7)
WIDTH = 7
NAMES = ("number", "content", "leads", "coordinators", "due", "result", "note")


@dataclass(slots=True)
class Row(Shaped):
    """One row: its cells in the order of the columns, where it stood, and what was done to it.

    `due_kind` and `due_on` (an ISO day) are what somebody chose where the words do not tell.
    `extra` are cells right of the last column, which no column takes. `follows` is the task of the
    year before, `unfinished` that it was not completed then.
    """

    kind: str = TASK
    at: str = ""
    cells: list[str] = field(default_factory=lambda: [""] * WIDTH)
    extra: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    due_kind: str = ""
    due_on: str = ""
    follows: int | None = None
    unfinished: bool = False

    @property
    def number(self) -> str:
        return self.cells[NUMBER]

    @property
    def content(self) -> str:
        return self.cells[CONTENT]


@dataclass(slots=True)
class ProgrammeTable:
    """What was understood of a table; `notes` tell what was left out or joined."""

    headings: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @classmethod
    def from_json(cls, plan: dict[str, Any]) -> Self:
        return cls(
            headings=plan.get("headings", []),
            rows=[Row.read(one) for one in plan.get("rows", [])],
            notes=plan.get("notes", []),
            problems=plan.get("problems", []),
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def living(self) -> list[tuple[int, Row]]:
        """The rows that count, each with its place in the whole table."""
        return [(at, row) for at, row in enumerate(self.rows) if row.kind != OUT]

    @property
    def tasks(self) -> list[Row]:
        return [row for row in self.rows if row.kind == TASK]
