"""A year's work programme as it stands on a day: every task with what its leads said, and its targets."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from plans.choices import TaskState
from plans.evaluation import Colour
from plans.models import Attachment, Task, TaskProgress, TaskReview, WorkProgramme
from plans.selectors.board import printed_cells
from plans.selectors.counting import counted
from plans.selectors.tasks import LeadLine, TaskLine, lines
from reports.figures.papers import cited
from reports.figures.thawing import thawed


@dataclass(frozen=True, slots=True)
class LeadFigures:
    """One lead of a task and its own verdict; `done_on`: the day on which it says that it was done.

    `name` is the paper's words where nobody stands behind them on the day; `grouped`: a member of a group in words.
    """

    name: str
    slug: str
    text: str
    grouped: bool
    colour: str
    days_late: int
    state: str
    percent: int | None
    words: str
    told_on: str
    done_on: str
    waits: bool
    evidence: tuple[str, ...]
    illustrative: bool


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """A row of the programme: `cells` are the decision's own; `due_on` is the day that counts, ISO text or nothing.

    Days late and left are working days.
    """

    pk: int
    code: str
    content: str
    cells: tuple[str, ...]
    colour: str
    why: str
    days_late: int
    days_left: int | None
    due_on: str
    original_due_on: str
    times_extended: int
    asked_until: str
    asked_by: str
    asked_why: str
    leads: tuple[LeadFigures, ...]

    @property
    def is_done(self) -> bool:
        return self.colour == Colour.DONE

    @property
    def waits(self) -> bool:
        """Each of its leads says that it is done, and nobody has confirmed that of all."""
        told = all(one.waits or one.colour == Colour.DONE for one in self.leads)
        return told and not self.is_done

    @property
    def silent(self) -> bool:
        """No lead has said anything."""
        return not any(one.told_on for one in self.leads)

    @property
    def done_on(self) -> str:
        """The day on which the last of its leads was done; nothing while one is not."""
        days = [one.done_on for one in self.leads]
        return max(days) if days and all(days) else ""

    @property
    def illustrative(self) -> bool:
        return any(one.illustrative for one in self.leads)


@dataclass(frozen=True, slots=True)
class GroupFigures:
    number: str
    title: str
    tasks: tuple[TaskFigures, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """A decision's table; `paper` is its short name, `cited` the whole of it as a first mention has it."""

    title: str
    paper: str
    cited: str
    headings: tuple[str, ...]
    groups: tuple[GroupFigures, ...]


@dataclass(frozen=True, slots=True)
class YearTasks:
    """All programmes of a year, the latest decision first.

    `told_later`: words effective by the day, yet recorded after the moment known. They are counted in the rows:
    `plans` tells tasks of a day, not of a moment.
    """

    year: int
    as_of: str
    programmes: tuple[ProgrammeFigures, ...]
    told_later: int = 0

    @property
    def tasks(self) -> tuple[TaskFigures, ...]:
        return tuple(
            task for one in self.programmes for group in one.groups for task in group.tasks
        )

    @property
    def illustrative(self) -> bool:
        return any(one.illustrative for one in self.tasks)


def gather_tasks(year: int, as_of: dt.date, known_at: dt.datetime) -> YearTasks:
    """Every task of the year's programmes that were out on the day; as many queries for one as for many."""
    programmes = programmes_out(year, as_of)
    found = task_lines(programmes, as_of)
    evidence = evidence_of(found)
    by_programme: dict[int, list[TaskLine]] = defaultdict(list)
    for line in found:
        by_programme[line.task.group.programme_id].append(line)
    return YearTasks(
        year=year,
        as_of=as_of.isoformat(),
        programmes=tuple(
            ProgrammeFigures(
                title=one.title,
                paper=one.paper.short,
                cited=cited(one.paper),
                headings=tuple(one.headings),
                groups=_groups(by_programme[one.pk], evidence),
            )
            for one in programmes
        ),
        told_later=_told_later(programmes, as_of, known_at),
    )


def programmes_out(year: int, as_of: dt.date) -> list[WorkProgramme]:
    """Those whose decision was out on the day, the latest first."""
    out = Q(paper__dated=None) | Q(paper__dated__lte=as_of)
    rows = WorkProgramme.objects.filter(counted(), out, year=year)
    return list(rows.select_related("paper__issuer").order_by("-paper__dated", "-pk"))


def task_lines(programmes: Iterable[WorkProgramme], as_of: dt.date) -> list[TaskLine]:
    """In the order of the decisions."""
    rows = Task.objects.filter(group__programme__in=[one.pk for one in programmes])
    return lines(rows.order_by("group__programme", "group__order", "order"), as_of)


def evidence_of(found: Iterable[TaskLine]) -> dict[int, tuple[str, ...]]:
    """Files behind each lead's last word, by its key."""
    said = [lead.last.pk for line in found for lead in line.leads if lead.last]
    names: dict[int, list[str]] = defaultdict(list)
    rows = Attachment.objects.filter(progress__in=said).order_by("pk")
    for progress, name in rows.values_list("progress", "name"):
        names[progress or 0].append(name)
    return {key: tuple(of) for key, of in names.items()}


def frozen(line: TaskLine, evidence: dict[int, tuple[str, ...]]) -> TaskFigures:
    asked = line.waiting
    return TaskFigures(
        pk=line.task.pk,
        code=line.task.code,
        content=line.task.content,
        cells=tuple(printed_cells(line)),
        colour=line.colour.value,
        why=line.why,
        days_late=line.days_late,
        days_left=line.days_left,
        due_on=_iso(line.due_on),
        original_due_on=_iso(line.original_due_on),
        times_extended=line.times_extended,
        asked_until=_iso(asked.due_on) if asked else "",
        asked_by=str(asked.agency) if asked else "",
        asked_why=asked.reason if asked else "",
        leads=tuple(_lead(one, evidence) for one in line.leads),
    )


def thaw_tasks(given: dict[str, Any]) -> YearTasks:
    return thawed(YearTasks, given)


def _groups(
    found: Iterable[TaskLine], evidence: dict[int, tuple[str, ...]]
) -> tuple[GroupFigures, ...]:
    groups: dict[int, list[TaskLine]] = defaultdict(list)
    for line in found:
        groups[line.task.group_id].append(line)
    return tuple(
        GroupFigures(
            number=rows[0].task.group.number,
            title=rows[0].task.group.title,
            tasks=tuple(frozen(one, evidence) for one in rows),
        )
        for rows in groups.values()
    )


def _lead(one: LeadLine, evidence: dict[int, tuple[str, ...]]) -> LeadFigures:
    last = one.last
    done = last.effective_on if last and last.state == TaskState.DONE else None
    if one.confirmed and done is None:
        done = one.confirmed.effective_on
    return LeadFigures(
        name=str(one.agency) if one.agency else one.text,
        slug=one.agency.slug if one.agency else "",
        text=one.text,
        grouped=one.grouped,
        colour=one.verdict.colour.value,
        days_late=one.verdict.days_late,
        state=one.state_words,
        percent=one.percent,
        words=one.words,
        told_on=_iso(last.effective_on if last else None),
        done_on="" if one.returned else _iso(done),
        waits=one.waits,
        evidence=evidence.get(last.pk, ()) if last else (),
        illustrative=bool(last and last.illustrative),
    )


def _told_later(programmes: Iterable[WorkProgramme], as_of: dt.date, known_at: dt.datetime) -> int:
    later = {
        "task__group__programme__in": [one.pk for one in programmes],
        "effective_on__lte": as_of,
        "recorded_at__gt": known_at,
    }
    said = TaskProgress.objects.living().filter(**later).order_by().values("pk")
    reviews = TaskReview.objects.living().filter(**later).order_by().values("pk")
    return said.union(reviews, all=True).count()


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
