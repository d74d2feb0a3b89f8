"""A programme that was read and waits: how each row is understood now, what is asked, what is doubtful."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency
from documents.models import OfficialDocument
from plans.choices import DraftKind, DraftState, DueKind
from plans.models import AgencyGroup, PlanDraft
from plans.models.programming import (
    CONTENT,
    COORDINATORS,
    DUE,
    GROUP,
    LEADS,
    NAMES,
    NOTE,
    OUT,
    RESULT,
    TASK,
    ProgrammeTable,
    Row,
)
from plans.permissions import keeps_all
from plans.selectors.parties import Parties, Piece
from plans.selectors.references import Cited, cited_in, papers_named
from plans.words import NONE, RECURRING, Due, misread, read_due

CELLS = ("TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian", "Kết quả", "Ghi chú")


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of the preview; `place` is its place in the draft, `code` «I.6»."""

    place: int
    row: Row
    code: str = ""
    due: Due | None = None
    due_problem: str = ""
    leads: tuple[Piece, ...] = ()
    coordinators: tuple[Piece, ...] = ()
    references: tuple[Cited, ...] = ()
    misread: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_group(self) -> bool:
        return self.row.kind == GROUP

    @property
    def asked(self) -> list[Piece]:
        return [one for one in (*self.leads, *self.coordinators) if one.asked]

    @property
    def is_open(self) -> bool:
        """Cannot be stored as it stands."""
        return bool(self.due_problem or self.asked or "Nội dung" in self.missing)

    @property
    def doubts(self) -> list[str]:
        lacking = [f"chưa có {name[0].lower()}{name[1:]}" for name in self.missing]
        return [*self.row.doubts, *lacking]

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """Field, name and text of each cell, for the form that mends them."""
        return list(zip(NAMES, CELLS, self.row.cells, strict=True))


@dataclass(slots=True)
class Question:
    """Words that may mean several or nobody, asked once for all rows in which they stand."""

    piece: Piece
    codes: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.piece.text

    @property
    def answer(self) -> str:
        return self.piece.answer


@dataclass(frozen=True, slots=True)
class ProgrammePreview:
    """A draft as it would be stored now."""

    table: ProgrammeTable
    lines: tuple[RowLine, ...]
    left_out: tuple[RowLine, ...]
    questions: tuple[Question, ...]
    agencies: tuple[Agency, ...]
    groups: tuple[AgencyGroup, ...]
    paper: OfficialDocument | None
    is_named: bool

    @property
    def tasks(self) -> list[RowLine]:
        return [one for one in self.lines if not one.is_group]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many tasks each group has, by its printed number."""
        found: list[tuple[str, int]] = []
        for line in self.lines:
            if line.is_group:
                found.append((line.row.number or line.row.content[:30], 0))
            elif found:
                found[-1] = (found[-1][0], found[-1][1] + 1)
            else:
                found.append(("", 1))
        return found

    @property
    def open_lines(self) -> list[RowLine]:
        return [one for one in self.lines if one.is_open]

    @property
    def misread_count(self) -> int:
        return sum(len(one.misread) for one in self.lines)


def programme_drafts(user: User) -> QuerySet[PlanDraft]:
    """Programmes that were read: for those who keep them."""
    rows = PlanDraft.objects.filter(kind=DraftKind.PROGRAMME).select_related("by", "stored_by")
    return rows if keeps_all(user) else rows.none()


def waiting_drafts(user: User) -> list[PlanDraft]:
    rows = programme_drafts(user).filter(state=DraftState.READY)
    return list(rows.defer("plan", "text"))


def preview(draft: PlanDraft) -> ProgrammePreview:
    """Everything that the page shows and that storing takes, in a fixed number of queries."""
    table = ProgrammeTable.from_json(draft.plan)
    year = draft_year(draft)
    paper = OfficialDocument.objects.filter(pk=draft.options.get("paper")).first()
    options = draft.options
    known = Parties(_day(paper, options, year))
    texts = [row.cells[at] for row in table.tasks for at in (NOTE, RESULT, CONTENT)]
    papers = papers_named(texts)
    answers = options.get("answers", {})
    lines: list[RowLine] = []
    group = ""
    for place, row in enumerate(table.rows):
        if row.kind == GROUP:
            group = row.number
        code = ".".join(filter(None, [group, row.number])) if row.kind == TASK else row.number
        lines.append(_line(place, row, code, year, known, answers, papers))
    living = [one for one in lines if one.row.kind != OUT]
    return ProgrammePreview(
        table=table,
        lines=tuple(living),
        left_out=tuple(one for one in lines if one.row.kind == OUT),
        questions=tuple(_questions(living, known)),
        agencies=tuple(known.names.agencies),
        groups=tuple(known.groups),
        paper=paper,
        is_named=bool(options.get("title") and (paper or options.get("new_paper"))),
    )


def _day(paper: OfficialDocument | None, options: dict[str, Any], year: int) -> dt.date:
    """On which agencies the words are understood: the decision's day, else the first of the year."""
    if paper and paper.dated:
        return paper.dated
    new = options.get("new_paper")
    return dt.date.fromisoformat(new["dated"]) if new else dt.date(year, 1, 1)


def draft_year(draft: PlanDraft) -> int:
    return int(draft.options.get("year") or working_day().year)


def _line(  # noqa: PLR0917 -- one call, above
    place: int,
    row: Row,
    code: str,
    year: int,
    known: Parties,
    answers: dict[str, str],
    papers: list[OfficialDocument],
) -> RowLine:
    wrong = tuple(pair for cell in row.cells for pair in misread(cell))
    if row.kind != TASK:
        return RowLine(place, row, code, misread=wrong if row.kind == GROUP else ())
    due, problem = _due(row, year)
    return RowLine(
        place=place,
        row=row,
        code=code,
        due=due,
        due_problem=problem,
        leads=tuple(known.read(row.cells[LEADS], answers)),
        coordinators=tuple(known.read(row.cells[COORDINATORS], answers)),
        references=tuple(cited_in([row.cells[at] for at in (NOTE, RESULT, CONTENT)], papers)),
        misread=wrong,
        missing=tuple(CELLS[at] for at in (CONTENT, LEADS, DUE) if not row.cells[at].strip()),
    )


def _due(row: Row, year: int) -> tuple[Due | None, str]:
    """As its words say, else as somebody chose; the problem in words where neither tells."""
    words = " ".join(row.cells[DUE].split())
    if row.due_kind in DueKind.values:
        on = dt.date.fromisoformat(row.due_on) if row.due_on else None
        if on is None and row.due_kind not in {NONE, RECURRING}:
            return None, "Dạng thời hạn này cần một ngày cuối."
        return Due(row.due_kind, on, words), ""
    try:
        return read_due(words, year), ""
    except ValueError as error:
        return None, str(error)


def _questions(lines: Iterable[RowLine], known: Parties) -> list[Question]:
    """Whatever was asked, answered or not: an answer may be changed."""
    found: dict[str, Question] = {}
    for line in lines:
        now = {one.key: one for one in (*line.leads, *line.coordinators)}
        for cell in (line.row.cells[LEADS], line.row.cells[COORDINATORS]):
            for asked in known.read(cell):
                if not asked.asked:
                    continue
                piece = replace(now.get(asked.key, asked), choices=asked.choices)
                question = found.setdefault(asked.key, Question(piece))
                if line.code not in question.codes:
                    question.codes.append(line.code)
    return list(found.values())
