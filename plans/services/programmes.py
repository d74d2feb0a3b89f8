"""Work programmes as the office keeps them: by hand, or row by row from a table."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from accounts import trail
from accounts.models import User
from communes.models import Agency
from documents.choices import PaperKind
from documents.models import OfficialDocument
from documents.services import register_paper
from plans.choices import Part
from plans.models import (
    Task,
    TaskGroup,
    TaskParty,
    TaskReference,
    WorkProgramme,
)
from plans.models.programme import default_headings
from plans.selectors.parties import Piece
from plans.selectors.references import Cited
from plans.services import kept

FAR = 10_000  # added to orders while rows change places, so that none is there twice
TEXT = 300  # characters of a party's or a reference's words


@dataclass(frozen=True, slots=True)
class Wording:
    """A task's cells as printed; `due_on` is the last day of its deadline's span."""

    content: str
    number: str = ""
    leads_text: str = ""
    coordinators_text: str = ""
    due_text: str = ""
    due_kind: str = "none"
    due_on: dt.date | None = None
    expected_result: str = ""
    note: str = ""


def enter_decision(
    *, paper: OfficialDocument | None, new: Mapping[str, str] | None, by: User
) -> OfficialDocument:
    """The paper, or one put on the register now: `new` has number, notation, dated, title, issuer (a slug).

    Refusals: `head` (neither), those of `register_paper`.
    """
    if paper is not None:
        return paper
    if new is None:
        raise ValidationError(
            "Hãy chọn quyết định đã vào sổ, hoặc ghi số, ngày và trích yếu để vào sổ.", code="head"
        )
    day = dt.date.fromisoformat(new["dated"])
    issuer = Agency.objects.on(day).filter(slug=new["issuer"]).first()
    return register_paper(
        kind=PaperKind.DECISION,
        number=new["number"],
        notation=new["notation"],
        title=new["title"],
        date=(day.day, day.month, day.year),
        issuer=issuer,
        issuer_text=issuer.name.upper() if issuer else "",
        source="Nhập cùng chương trình công tác",
        by=by,
    )


@transaction.atomic
def add_programme(
    *,
    year: int,
    title: str,
    paper: OfficialDocument,
    headings: Sequence[str] | None = None,
    note: str = "",
    follows: WorkProgramme | None = None,
    by: User,
) -> WorkProgramme:
    """A programme without tasks yet. Refusals: `twin` (this paper has one for that year), of the fields."""
    kept.hold(paper)
    if WorkProgramme.objects.filter(year=year, paper=paper).exists():
        raise ValidationError(
            f"{paper.short} đã có chương trình năm {year}. Hãy mở chương trình đó để sửa.",
            code="twin",
        )
    programme = WorkProgramme(
        year=year,
        title=title.strip(),
        paper=paper,
        headings=list(headings or default_headings()),
        note=note.strip(),
        follows=follows,
        by=by,
    )
    programme.clean_fields(exclude=["paper", "follows", "by", "on_behalf_of"])
    programme.save()
    trail.record(by, "added programme", programme, paper=paper.short, title=programme.title)
    return programme


@transaction.atomic
def change_programme(
    *, programme: WorkProgramme, seen: int | None, by: User, **values: Any
) -> WorkProgramme:
    """Its year, title, paper or note. Refusals: `twin`, `stale`, and what the fields refuse."""
    year = values.get("year", programme.year)
    paper = values.get("paper", programme.paper)
    kept.hold(paper)
    twins = WorkProgramme.objects.filter(year=year, paper=paper).exclude(pk=programme.pk)
    if twins.exists():
        raise ValidationError(f"{paper.short} đã có chương trình năm {year}.", code="twin")
    return kept.change(programme, seen, by, "changed programme", **values)


@transaction.atomic
def add_task_group(
    *, programme: WorkProgramme, title: str, number: str = "", by: User, quiet: bool = False
) -> TaskGroup:
    """The last group of a programme. `quiet`: many at once, told on the trail by whoever calls."""
    kept.hold(programme)
    last = programme.groups.aggregate(last=Max("order"))["last"] or 0
    group = TaskGroup(
        programme=programme, order=last + 1, number=number.strip(), title=title.strip()
    )
    group.clean_fields(exclude=["programme"])
    group.save()
    if not quiet:
        trail.record(by, "added task group", programme, group=str(group))
    return group


@transaction.atomic
def change_task_group(*, group: TaskGroup, number: str, title: str, by: User) -> TaskGroup:
    row = kept.hold(group)
    before, row.number, row.title = str(row), number.strip(), title.strip()
    row.clean_fields(exclude=["programme"])
    if str(row) != before:
        row.save()
        trail.record(
            by, "changed task group", row.programme, changes={"group": [before, str(row)]}
        )
    return row


@transaction.atomic
def remove_task_group(*, group: TaskGroup, by: User) -> None:
    """One without tasks. Refusals: `used`, `gone`."""
    row = kept.hold(group)
    if row.tasks.exists():
        raise ValidationError("Nhóm còn nhiệm vụ: chuyển hoặc xóa nhiệm vụ trước.", code="used")
    trail.record(by, "removed task group", row.programme, group=str(row))
    row.delete()


@transaction.atomic
def add_task(
    *,
    group: TaskGroup,
    wording: Wording,
    leads: Iterable[Piece],
    coordinators: Iterable[Piece],
    references: Iterable[Cited] = (),
    follows: Task | None = None,
    by: User,
    quiet: bool = False,
) -> Task:
    """The last task of a group. Refusals: those of the fields, `due` (a form without its day)."""
    kept.hold(group)
    last = group.tasks.aggregate(last=Max("order"))["last"] or 0
    task = Task(group=group, order=last + 1, follows=follows, by=by, **asdict(wording))
    task.full_clean(exclude=["group", "follows", "by", "on_behalf_of"], validate_unique=False)
    task.save()
    _set_parties(task, leads, coordinators)
    _set_references(task, references)
    if not quiet:
        trail.record(by, "added task", task)
    return task


@transaction.atomic
def change_task(
    *,
    task: Task,
    wording: Wording,
    leads: Sequence[Piece],
    coordinators: Sequence[Piece],
    references: Sequence[Cited],
    seen: int | None,
    by: User,
) -> Task:
    """A task's words and who has a part in it; the trail says from what to what.

    Refusals: `stale`, and what the fields refuse. Progress and reviews stay with the task.
    """
    before = _parties_in_words(task)
    row = kept.change(task, seen, by, "changed task", **asdict(wording))
    _set_parties(row, leads, coordinators)
    _set_references(row, references)
    after = _parties_in_words(row)
    if before != after:
        if row.version == task.version:
            row.version += 1
            row.save(update_fields=["version"])
        trail.record(by, "changed parties", row, changes={"parties": [before, after]})
    return row


@transaction.atomic
def move_task(*, task: Task, group: TaskGroup, after: Task | None, by: User) -> Task:
    """To another place or another group of the same programme; `after` None: to the beginning.

    Refusals: `elsewhere` (a group of another programme), `gone`.
    """
    kept.hold(task.group.programme)
    kept.hold_all(TaskGroup.objects.filter(pk__in={group.pk, task.group_id}))
    if group.programme_id != task.group.programme_id:
        raise ValidationError("Nhóm này thuộc chương trình khác.", code="elsewhere")
    others = [one.pk for one in group.tasks.exclude(pk=task.pk)]
    at = others.index(after.pk) + 1 if after is not None and after.pk in others else 0
    others.insert(at, task.pk)
    group.tasks.update(order=F("order") + FAR)
    before = f"{task.code}, vị trí {task.order}"
    Task.objects.filter(pk=task.pk).update(group=group, order=2 * FAR)
    for order, pk in enumerate(others, start=1):
        Task.objects.filter(pk=pk).update(order=order)
    moved: Task = Task.objects.select_related("group").get(pk=task.pk)
    moved.save(update_fields=["search_key"])
    now = f"{moved.code}, vị trí {moved.order}"
    trail.record(by, "moved task", moved, changes={"place": [before, now]})
    return moved


@transaction.atomic
def remove_task(*, task: Task, seen: int | None, by: User) -> None:
    """A task entered by mistake: nobody has said anything about it yet. Refusals: `used`, `stale`."""
    row = kept.hold(task)
    if seen is not None and row.version != seen:
        raise ValidationError("Người khác vừa sửa nhiệm vụ này. Hãy xem lại.", code="stale")
    said = (row.progress, row.reviews, row.extensions, row.followed_by, row.mail_lines)
    if any(rows.exists() for rows in said):
        raise ValidationError(
            "Nhiệm vụ đã có tiến độ, ý kiến, gia hạn, thư đôn đốc hoặc việc năm sau nối tiếp nên không xóa "
            "được. Muốn bỏ, hãy ghi rõ ở cột Ghi chú.",
            code="used",
        )
    trail.record(by, "removed task", row, content=row.content[:300])
    row.delete()


def _set_parties(task: Task, leads: Iterable[Piece], coordinators: Iterable[Piece]) -> None:
    """In the paper's order; what is as before keeps its row."""
    wanted = [
        (part, order, piece)
        for part, pieces in ((Part.LEAD, leads), (Part.COORDINATE, coordinators))
        for order, piece in enumerate(pieces, start=1)
    ]
    now = {(row.part, row.order): row for row in task.parties.all()}
    for part, order, piece in wanted:
        row = now.pop((part.value, order), None) or TaskParty(task=task, part=part, order=order)
        row.text, row.agency, row.group = piece.text[:TEXT], piece.agency, piece.group
        row.save()
    TaskParty.objects.filter(pk__in=[row.pk for row in now.values()]).delete()


def _set_references(task: Task, references: Iterable[Cited]) -> None:
    wanted = {one.text[:TEXT]: one.paper for one in references}
    for row in task.references.all():
        if row.text in wanted:
            row.paper = wanted.pop(row.text)
            row.save()
        else:
            row.delete()
    rows = [TaskReference(task=task, text=text, paper=paper) for text, paper in wanted.items()]
    TaskReference.objects.bulk_create(rows)


def _parties_in_words(task: Task) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {Part.LEAD.label: [], Part.COORDINATE.label: []}
    for row in task.parties.select_related("agency", "group").order_by("part", "order"):
        found[Part(row.part).label].append(str(row.agency or row.group or f"«{row.text}»"))
    return found
