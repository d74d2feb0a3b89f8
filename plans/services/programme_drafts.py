"""A programme's table that waits to be stored: mended row by row, answered, stored once."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from documents.models import OfficialDocument, StoredFile
from plans.choices import DraftKind
from plans.models import PlanDraft, Task, WorkProgramme
from plans.models.programming import (
    CONTENT,
    DUE,
    GROUP,
    LEADS,
    NOTE,
    NUMBER,
    OUT,
    RESULT,
    TASK,
    WIDTH,
    ProgrammeTable,
    Row,
)
from plans.selectors.programme_drafts import ProgrammePreview, RowLine, draft_year, preview
from plans.services import drafts
from plans.services.programmes import (
    Wording,
    add_programme,
    add_task,
    add_task_group,
    enter_decision,
)
from plans.words import joined, misread

STEPS_BACK = 10  # how many changes can be taken back
WITHOUT_GROUP = "Nhiệm vụ"
Mend = Callable[[ProgrammeTable, int, Mapping[str, Any]], None]


@transaction.atomic
def mend(
    draft: PlanDraft, act: str, place: int, *, seen: int | None, given: Mapping[str, Any]
) -> None:
    """Change one row of a draft, or all (`spell_all`); the table before it can be had back.

    Acts: edit, up, left, right, out, back, group, task, below, spell, spell_all. Refusals: `row` (no
    such row, or the act is not for it), `ended`, `stale`.
    """
    table = ProgrammeTable.from_json(draft.plan)
    if act not in MENDS or (act != "spell_all" and not 0 <= place < len(table.rows)):
        raise ValidationError("Không có dòng này trong bản nhập. Hãy xem lại.", code="row")
    before = table.to_json()["rows"]
    MENDS[act](table, place, given)
    steps = [*draft.options.get("undo", []), before][-STEPS_BACK:]
    drafts.keep(draft, seen=seen, plan=table.to_json(), options=draft.options | {"undo": steps})


@transaction.atomic
def undo(draft: PlanDraft, *, seen: int | None) -> None:
    """Give back the rows as they were before the last change. Refusals: `nothing`, `ended`, `stale`."""
    steps = list(draft.options.get("undo", []))
    if not steps:
        raise ValidationError("Không còn thao tác nào để hoàn lại.", code="nothing")
    rows = steps.pop()
    options = draft.options | {"undo": steps}
    drafts.keep(draft, seen=seen, plan=draft.plan | {"rows": rows}, options=options)


@transaction.atomic
def reread(draft: PlanDraft, table: ProgrammeTable, *, seen: int | None) -> None:
    """Begin anew from what was pasted or sent; answers stay. Refusals: `ended`, `stale`."""
    steps = [*draft.options.get("undo", []), draft.plan.get("rows", [])][-STEPS_BACK:]
    drafts.keep(draft, seen=seen, plan=table.to_json(), options=draft.options | {"undo": steps})


@transaction.atomic
def answer(draft: PlanDraft, answers: Mapping[str, str], *, seen: int | None) -> None:
    """Whom words mean: by their key «agency:…», «group:…» or «words». Refusals: `ended`, `stale`."""
    kept = draft.options.get("answers", {}) | {key: said for key, said in answers.items() if said}
    for key, said in answers.items():
        if not said:
            kept.pop(key, None)
    drafts.keep(draft, seen=seen, options=draft.options | {"answers": kept})


@transaction.atomic
def name_draft(
    draft: PlanDraft, *, seen: int | None, paper: OfficialDocument | None, **said: Any
) -> None:
    """Of which year and by which decision it is: `year`, `title`, `note`, `symbol`, `new_paper`.

    The decision may still be missing. Refusals: `ended`, `stale`.
    """
    told = said | {"paper": paper.pk if paper else None}
    drafts.keep(draft, seen=seen, options=draft.options | told)


@transaction.atomic
def store(draft: PlanDraft, by: User, *, seen: int | None) -> WorkProgramme:
    """Make the programme of a draft, with its groups, tasks, parties and references, once.

    Refusals: `head` (title or paper missing), `open` (questions or deadlines without an answer),
    `nothing` (no task), `twin` (this paper has one for that year), `ended`, `stale`.
    """
    shown = preview(draft)
    options = draft.options
    if not shown.is_named:
        raise ValidationError(
            "Hãy ghi tên chương trình và quyết định ban hành trước khi lưu.", code="head"
        )
    _refuse_open(shown)
    drafts.claim(draft, by, seen=seen)
    paper = enter_decision(paper=shown.paper, new=options.get("new_paper"), by=by)
    programme = add_programme(
        year=draft_year(draft),
        title=options["title"],
        paper=paper,
        headings=shown.table.headings if all(shown.table.headings) else None,
        note=options.get("note", ""),
        follows=WorkProgramme.objects.filter(pk=options.get("follows")).first(),
        by=by,
    )
    _store_rows(shown, programme, by)
    groups = ", ".join(f"{number} {count}".strip() for number, count in shown.counts)
    message = f"Đã ghi {programme}: {len(shown.tasks)} nhiệm vụ ({groups})."
    drafts.tell(draft, by, message)
    return programme


def _refuse_open(shown: ProgrammePreview) -> None:
    if not shown.tasks:
        raise ValidationError("Bản nhập không còn nhiệm vụ nào.", code="nothing")
    if shown.open_lines:
        codes = ", ".join(one.code or one.row.at for one in shown.open_lines[:10])
        raise ValidationError(
            f"Còn chỗ chưa rõ ở nhiệm vụ {codes}: trả lời câu hỏi hoặc sửa ô rồi lưu lại.",
            code="open",
        )


def _store_rows(shown: ProgrammePreview, programme: WorkProgramme, by: User) -> None:
    group = None
    followed = {one.row.follows for one in shown.tasks} - {None}
    earlier = Task.objects.in_bulk(followed)
    for line in shown.lines:
        if line.is_group:
            group = add_task_group(
                programme=programme,
                number=line.row.number,
                title=line.row.content,
                by=by,
                quiet=True,
            )
            continue
        group = group or add_task_group(
            programme=programme, title=WITHOUT_GROUP, by=by, quiet=True
        )
        add_task(
            group=group,
            wording=_wording(line),
            leads=line.leads,
            coordinators=line.coordinators,
            references=line.references,
            follows=earlier.get(line.row.follows or 0),
            by=by,
            quiet=True,
        )


def _wording(line: RowLine) -> Wording:
    assert line.due is not None  # noqa: S101 -- an open line has been refused
    cells = line.row.cells
    return Wording(
        number=cells[NUMBER],
        content=cells[CONTENT],
        leads_text=cells[LEADS],
        coordinators_text=cells[LEADS + 1],
        due_text=line.due.words,
        due_kind=line.due.kind,
        due_on=line.due.on,
        expected_result=cells[RESULT],
        note=cells[NOTE],
    )


def _edit(table: ProgrammeTable, place: int, given: Mapping[str, Any]) -> None:
    """Cells as typed; `due_kind` and `due_on` as chosen, blank: read from the words."""
    row = table.rows[place]
    row.cells = [str(one).strip() for one in given["cells"]][:WIDTH]
    row.due_kind, row.due_on = given.get("due_kind", ""), given.get("due_on", "")
    row.doubts = []


def _up(table: ProgrammeTable, place: int, given: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Join a row with the living one above it; its own number goes."""
    above = next((at for at in range(place - 1, -1, -1) if table.rows[at].kind != OUT), None)
    if above is None:
        raise ValidationError("Không có dòng nào ở trên để nhập vào.", code="row")
    row, target = table.rows[place], table.rows[above]
    for column in range(CONTENT, WIDTH):
        target.cells[column] = joined(target.cells[column], row.cells[column])
    target.marks = [*target.marks, f"nhập dòng {row.at} vào"]
    target.extra = [*target.extra, *row.extra]
    del table.rows[place]


def _left(table: ProgrammeTable, place: int, given: Mapping[str, Any]) -> None:
    """A cell too many: cell `column` joins the one left of it, what is right of it moves one left."""
    row, column = table.rows[place], int(given.get("column", DUE))
    if not CONTENT < column < WIDTH:
        raise ValidationError("Không dồn được từ cột này.", code="row")
    cells = [*row.cells, *row.extra]
    cells[column - 1] = joined(cells[column - 1], cells[column])
    del cells[column]
    cells += [""] * (WIDTH - len(cells))
    row.cells, row.extra = cells[:WIDTH], cells[WIDTH:]
    row.marks = [*row.marks, "dồn ô sang trái"]


def _right(table: ProgrammeTable, place: int, given: Mapping[str, Any]) -> None:
    """A cell too few: what stands from `column` on moves one right."""
    row, column = table.rows[place], int(given.get("column", DUE))
    if not NUMBER <= column < WIDTH:
        raise ValidationError("Không đẩy được từ cột này.", code="row")
    cells = [*row.cells[:column], "", *row.cells[column:], *row.extra]
    row.cells, row.extra = cells[:WIDTH], [one for one in cells[WIDTH:] if one]
    row.marks = [*row.marks, "đẩy ô sang phải"]


def _become(kind: str) -> Mend:
    def become(table: ProgrammeTable, place: int, given: Mapping[str, Any]) -> None:  # noqa: ARG001
        table.rows[place].kind = kind
        table.rows[place].doubts = []

    return become


def _below(table: ProgrammeTable, place: int, given: Mapping[str, Any]) -> None:  # noqa: ARG001
    table.rows.insert(place + 1, Row(at="thêm tay", marks=["dòng thêm tay"]))


def _spell(table: ProgrammeTable, place: int, given: Mapping[str, Any]) -> None:  # noqa: ARG001
    row = table.rows[place]
    for column, cell in enumerate(row.cells):
        for wrong, right in misread(cell):
            row.cells[column] = row.cells[column].replace(wrong, right)
            row.marks = [*row.marks, f"sửa «{wrong}» thành «{right}»"]


def _spell_all(table: ProgrammeTable, place: int, given: Mapping[str, Any]) -> None:  # noqa: ARG001
    for at, row in enumerate(table.rows):
        if row.kind != OUT:
            _spell(table, at, given)


MENDS: dict[str, Mend] = {
    "edit": _edit,
    "up": _up,
    "left": _left,
    "right": _right,
    "out": _become(OUT),
    "back": _become(TASK),
    "group": _become(GROUP),
    "task": _become(TASK),
    "below": _below,
    "spell": _spell,
    "spell_all": _spell_all,
}


def open_programme(
    *,
    by: User,
    table: ProgrammeTable,
    paper: OfficialDocument | None,
    text: str = "",
    file: StoredFile | None = None,
    **said: Any,
) -> PlanDraft:
    """Keep what was read, so that it can be looked at and mended; `said` as `name_draft` has it."""
    draft = drafts.open_draft(
        kind=DraftKind.PROGRAMME,
        by=by,
        plan=table.to_json(),
        options=said | {"paper": paper.pk if paper else None},
        text=text,
        file=file,
    )
    trail.record(by, "read list", draft, tasks=len(table.tasks))
    return draft
