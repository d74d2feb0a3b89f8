"""Next year's programme starts from this one: its table again, what was completed left out."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.calendar import working_day
from accounts.models import User
from plans.choices import DraftState
from plans.models import PlanDraft, Task, WorkProgramme
from plans.models.programming import GROUP, OUT, TASK, ProgrammeTable, Row
from plans.selectors.programme_drafts import programme_drafts
from plans.selectors.programmes import stored_answers
from plans.selectors.tasks import TaskLine, lines
from plans.services.programme_drafts import open_programme


@transaction.atomic
def start_next(*, programme: WorkProgramme, by: User) -> PlanDraft:
    """A draft of the year after: unfinished tasks are marked, finished ones left out but kept in sight.

    Deadlines move on by a year in their words; a year in other words is only pointed at. Refusals:
    `nothing` (no tasks), `waiting` (such a draft waits already).
    """
    WorkProgramme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if _waiting(programme, by):
        raise ValidationError(
            f"Bản nhập của năm {programme.year + 1} nối tiếp chương trình này đang chờ. "
            "Hãy mở bản đó, hoặc bỏ đi rồi làm lại.",
            code="waiting",
        )
    year = programme.year
    tasks = Task.objects.filter(group__programme=programme).order_by("group__order", "order")
    found = lines(tasks, working_day())
    if not found:
        raise ValidationError("Chương trình này chưa có nhiệm vụ nào.", code="nothing")
    rows: list[Row] = []
    for group in programme.groups.order_by("order"):
        rows.append(Row(kind=GROUP, at="năm trước", cells=_cells(group.number, group.title)))
        rows[-1].doubts = _years(group.title, year)
        rows += [_row(line, year) for line in found if line.task.group_id == group.pk]
    unfinished = sum(row.unfinished for row in rows)
    told = (
        f"Lấy từ chương trình năm {year}: {unfinished} nhiệm vụ chưa hoàn thành, "
        f"{len(found) - unfinished} đã hoàn thành (để ở phần các dòng đã bỏ)."
    )
    answers: dict[str, str] = {}
    for line in found:
        answers |= stored_answers(line.task)
    return open_programme(
        by=by,
        table=ProgrammeTable(headings=programme.headings, rows=rows, notes=[told]),
        paper=None,
        year=year + 1,
        title=_moved(programme.title, year),
        note="",
        symbol="",
        new_paper=None,
        follows=programme.pk,
        answers=answers,
    )


def _waiting(programme: WorkProgramme, by: User) -> bool:
    drafts = programme_drafts(by).filter(state=DraftState.READY)
    return any(one.options.get("follows") == programme.pk for one in drafts.defer("plan", "text"))


def _row(line: TaskLine, year: int) -> Row:
    task, done = line.task, line.confirmed
    row = Row(
        kind=OUT if done else TASK,
        at=f"năm {year}, {task.code}",
        cells=_cells(
            task.number,
            task.content,
            task.leads_text or _joined(line, lead=True),
            task.coordinators_text or _joined(line, lead=False),
            _moved(task.due_text, year),
            task.expected_result,
            task.note,
        ),
        follows=task.pk,
        unfinished=not done,
    )
    row.marks = [f"năm {year} {'đã' if done else 'chưa'} hoàn thành"]
    row.doubts = _years(f"{task.content} {task.expected_result}", year)
    return row


def _cells(*texts: str) -> list[str]:
    return [*texts, *[""] * (7 - len(texts))]


def _joined(line: TaskLine, *, lead: bool) -> str:
    texts = [one.text for one in line.leads] if lead else [text for text, _ in line.coordinators]
    return ", ".join(dict.fromkeys(texts))


def _moved(text: str, year: int) -> str:
    return re.sub(rf"\b{year}\b", f"{year + 1}", text)


def _years(text: str, year: int) -> list[str]:
    return [f"còn nêu năm {year}"] if re.search(rf"\b{year}\b", text) else []
