"""Work programmes as the office keeps them: the list, and one with its groups and tasks."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from accounts.models import User
from communes.models import Agency
from plans.choices import Part
from plans.models import AgencyGroup, Task, TaskGroup, TaskParty, WorkProgramme
from plans.selectors.parties import AGENCY, GROUP, WORDS, Piece

COLUMNS = ["Năm", "Tên", "Quyết định", "Ngày", "Số nhóm", "Số nhiệm vụ", "Nối tiếp", "Ghi chú"]
SUGGESTED, GROUPS, AGENCIES = "Có thể là", "Nhóm", "Cơ quan, đơn vị"
Choices = list[tuple[str, Any]]


def programmes(user: User) -> QuerySet[WorkProgramme]:
    """All of them, the latest year first, with how many groups and tasks each has."""
    rows: QuerySet[WorkProgramme] = WorkProgramme.objects.visible_to(user)
    return (
        rows.select_related("paper", "follows")
        .annotate(
            group_count=Count("groups", distinct=True),
            task_count=Count("groups__tasks", distinct=True),
        )
        .order_by("-year", "pk")
    )


def programme_rows(rows: Iterable[Any]) -> list[list[Any]]:
    """In the order of COLUMNS."""
    return [
        [
            one.year,
            one.title,
            one.paper.symbol,
            one.paper.date_words,
            one.group_count,
            one.task_count,
            one.follows.year if one.follows else None,
            one.note,
        ]
        for one in rows
    ]


def structure(programme: WorkProgramme) -> list[TaskGroup]:
    """Its groups in order, each with its tasks (`listed`), each task with its leads (`leads`)."""
    leads = TaskParty.objects.filter(part=Part.LEAD).select_related("agency", "group")
    tasks = (
        Task.objects.select_related("group")
        .annotate(said=Count("progress"))
        .prefetch_related(Prefetch("parties", leads.order_by("order"), to_attr="leads"))
    )
    listed: Any = Prefetch("tasks", tasks, to_attr="listed")
    return list(programme.groups.prefetch_related(listed).order_by("order"))


def day_of(programme: WorkProgramme) -> dt.date:
    """On which agencies its words are understood: the paper's day, else the first of its year."""
    return programme.paper.dated or dt.date(programme.year, 1, 1)


def stored_answers(task: Task) -> dict[str, str]:
    """What the words of a task's parties mean now, by the key of the words."""
    found: dict[str, str] = {}
    for row in task.parties.select_related("agency", "group"):
        piece = Piece(row.text, agency=row.agency, group=row.group)
        found[piece.key] = piece.answer
    return found


def choices_of(piece: Piece, groups: Iterable[AgencyGroup], agencies: Iterable[Agency]) -> Choices:
    """What a select offers for words: suggestions, groups, every agency of the day, or just the words."""
    near = [(f"{AGENCY}:{one.slug}", str(one)) for one in piece.choices]
    found: Choices = [("", "– chọn –"), (WORDS, "giữ nguyên chữ, chưa rõ là ai")]
    if near:
        found.append((SUGGESTED, near))
    worded = [(f"{GROUP}:{one.slug}", one.name) for one in groups]
    named = [(f"{AGENCY}:{one.slug}", str(one)) for one in agencies]
    return [*found, (GROUPS, worded), (AGENCIES, named)]
