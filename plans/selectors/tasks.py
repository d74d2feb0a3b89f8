"""Where tasks of a work programme stand on a day: their leads one by one, their day, their colour."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from communes.models import Agency
from documents.calendar import WorkCalendar
from documents.selectors import work_calendar
from plans.choices import ExtensionState, Part, TaskState
from plans.evaluation import Calendar, Colour, Limits, Said, Verdict, judge, together
from plans.models import Extension, Task, TaskParty, TaskProgress, TaskReview
from plans.selectors.groups import Groups

HEIRS = "agency__successor__successor"
UNKNOWN = Verdict(Colour.OPEN)


@dataclass(frozen=True, slots=True)
class LeadLine:
    """One lead of a task: what it said last, and what whoever confirms said to that.

    `agency` is None where the paper names words or a group that nobody stands behind on the day.
    `confirmed` and `returned` are never both there; `verdict` is this lead's own colour and days;
    `grouped`: it leads as a member of a group in words.
    """

    agency: Agency | None
    text: str
    state: str = ""
    percent: int | None = None
    words: str = ""
    last: TaskProgress | None = None
    confirmed: TaskReview | None = None
    returned: TaskReview | None = None
    verdict: Verdict = UNKNOWN
    grouped: bool = False

    @property
    def waits(self) -> bool:
        """Says that it is done; nobody has confirmed or returned that yet."""
        return self.state == TaskState.DONE and not self.confirmed and not self.returned

    @property
    def state_words(self) -> str:
        """«chờ xác nhận» and «bị trả lại» are said by nobody: they follow."""
        if self.confirmed:
            return "đã xác nhận hoàn thành"
        if self.returned:
            return "bị trả lại"
        if self.waits:
            return "báo hoàn thành, chờ xác nhận"
        return TaskState(self.state).label if self.state else "chưa báo tiến độ"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task on a day. `due_on` is the day that counts; `original_due_on` only where it was put off.

    `days_late` and `days_left` are working days; `age` is calendar days since the last word.
    `settled` and `ready` are of the task as a whole: confirmed, and a lead waiting to be confirmed.
    """

    task: Task
    leads: tuple[LeadLine, ...]
    coordinators: tuple[tuple[str, tuple[Agency, ...]], ...]
    due_on: dt.date | None
    original_due_on: dt.date | None
    times_extended: int
    waiting: Extension | None
    verdict: Verdict
    last: TaskProgress | None
    age: int | None

    @property
    def colour(self) -> Colour:
        return self.verdict.colour

    @property
    def days_late(self) -> int:
        return self.verdict.days_late

    @property
    def days_left(self) -> int | None:
        return self.verdict.days_left

    @property
    def why(self) -> str:
        return self.verdict.why

    @property
    def confirmed(self) -> bool:
        return self.colour is Colour.DONE

    @property
    def ready(self) -> bool:
        return any(lead.waits for lead in self.leads)

    def lead_of(self, agency_pk: int) -> LeadLine | None:
        return next((one for one in self.leads if one.agency and one.agency.pk == agency_pk), None)

    def coordinates(self, agency_pk: int) -> bool:
        return any(one.pk == agency_pk for _, agencies in self.coordinators for one in agencies)

    @property
    def illustrative(self) -> bool:
        return any(lead.last and lead.last.illustrative for lead in self.leads)


def lines(
    tasks: QuerySet[Task], day: dt.date, calendar: WorkCalendar | None = None
) -> list[TaskLine]:
    """In the order given, as of the end of that day; the same number of queries for one task and for many."""
    rows = list(tasks.select_related("group__programme__paper"))
    known = _Known(rows, day, calendar or work_calendar())
    return [_line(task, known) for task in rows]


def line_of(task: Task, day: dt.date) -> TaskLine:
    (found,) = lines(Task.objects.filter(pk=task.pk), day)
    return found


def led_by(found: Iterable[TaskLine], agency_pk: int) -> list[TaskLine]:
    return [line for line in found if line.lead_of(agency_pk)]


def coordinated_by(found: Iterable[TaskLine], agency_pk: int) -> list[TaskLine]:
    """Those in which it coordinates and does not lead."""
    return [line for line in found if line.coordinates(agency_pk) and not line.lead_of(agency_pk)]


def with_part_of(found: Iterable[TaskLine], agency_pk: int) -> list[TaskLine]:
    """Those in which it leads or coordinates."""
    return [line for line in found if line.lead_of(agency_pk) or line.coordinates(agency_pk)]


def heir(agency: Agency, day: dt.date) -> Agency:
    """Who does an agency's work on the day: itself, or whoever followed it."""
    while not agency.covers(day) and agency.ends and agency.ends < day and agency.successor:
        agency = agency.successor
    return agency


class _Known:
    """Everything said about some tasks by a day, gathered in a fixed number of queries."""

    def __init__(self, tasks: Sequence[Task], day: dt.date, calendar: Calendar) -> None:
        self.day = day
        self.calendar = calendar
        self._groups: dict[dt.date, Groups] = {}
        keys = [task.pk for task in tasks]
        parties = TaskParty.objects.filter(task__in=keys).select_related("group", HEIRS)
        self.parties = _by_task(parties.order_by("task", "part", "order"))
        told = {"task__in": keys, "effective_on__lte": day}
        said = TaskProgress.objects.living().filter(**told)
        said = said.select_related("by", "on_behalf_of", HEIRS)
        self.progress = _by_task(said.order_by("effective_on", "pk"))
        reviews = TaskReview.objects.living().filter(**told)
        reviews = reviews.select_related("by", "agency", "subject__successor__successor")
        self.reviews = _by_task(reviews.order_by("effective_on", "pk"))
        asked = Extension.objects.filter(task__in=keys, asked_on__lte=day)
        self.extensions = _by_task(asked.select_related("by", "agency").order_by("pk"))

    def agencies(self, task: Task, party: TaskParty) -> tuple[Agency, ...]:
        """Behind a party: a group as it stood in the programme's year, each member's heir on the day."""
        key = min(self.day, dt.date(task.group.programme.year, 12, 31))
        groups = self._groups.setdefault(key, Groups(key))
        return tuple(heir(one, self.day) for one in groups.behind(party))


def _by_task(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.task_id].append(row)
    return found


def _line(task: Task, known: _Known) -> TaskLine:
    parties: list[TaskParty] = known.parties.get(task.pk, [])
    extensions: list[Extension] = known.extensions.get(task.pk, [])
    granted = [one for one in extensions if _granted(one, known.day)]
    due = granted[-1].due_on if granted else task.due_on
    leads = _leads(task, parties, due, known)
    verdict = together([lead.verdict for lead in leads])
    said: list[TaskProgress] = known.progress.get(task.pk, [])
    last = said[-1] if said else None
    return TaskLine(
        task=task,
        leads=leads,
        coordinators=tuple(
            (party.text, known.agencies(task, party))
            for party in parties
            if party.part == Part.COORDINATE
        ),
        due_on=due,
        original_due_on=task.due_on if granted else None,
        times_extended=len(granted),
        waiting=next((one for one in extensions if _asked(one, known.day)), None),
        verdict=verdict,
        last=last,
        age=(known.day - last.effective_on).days if last else None,
    )


def _granted(extension: Extension, day: dt.date) -> bool:
    decided = extension.decided_on
    return extension.state == ExtensionState.GRANTED and decided is not None and decided <= day


def _asked(extension: Extension, day: dt.date) -> bool:
    """Waiting on that day, whatever was decided later."""
    decided = extension.decided_on
    return extension.state == ExtensionState.ASKED or (decided is not None and decided > day)


def _leads(
    task: Task, parties: Iterable[TaskParty], due: dt.date | None, known: _Known
) -> tuple[LeadLine, ...]:
    """Each agency once, in the paper's order; a line without agency where nobody stands behind the words."""
    found: list[LeadLine] = []
    seen: set[int] = set()
    for party in parties:
        if party.part != Part.LEAD:
            continue
        behind = known.agencies(task, party)
        for agency in behind:
            if agency.pk not in seen:
                seen.add(agency.pk)
                found.append(_lead(task, agency, party, due, known))
        if not behind:
            found.append(_lead(task, None, party, due, known))
    return tuple(found) or (_lead(task, None, TaskParty(task=task), due, known),)


def _lead(
    task: Task, agency: Agency | None, party: TaskParty, due: dt.date | None, known: _Known
) -> LeadLine:
    said = [
        one
        for one in known.progress.get(task.pk, [])
        if agency and heir(one.agency, known.day).pk == agency.pk
    ]
    reviews = [
        one
        for one in known.reviews.get(task.pk, [])
        if one.subject is None or (agency and heir(one.subject, known.day).pk == agency.pk)
    ]
    last = said[-1] if said else None
    review = reviews[-1] if reviews else None
    confirmed = review if review and review.agrees else None
    returned = review if review and not review.agrees and _answers(review, last) else None
    done_on = last.effective_on if last and last.state == TaskState.DONE else None
    if confirmed and done_on is None:
        done_on = confirmed.effective_on
    programme = task.group.programme
    verdict = judge(
        Said(
            done_on=None if returned else done_on,
            confirmed=confirmed is not None,
            stuck=last is not None and last.state == TaskState.STUCK,
            begun=any(one.state != TaskState.NOT_STARTED for one in said),
            last_on=max((one.effective_on for one in (last, returned) if one), default=None),
        ),
        known.day,
        due=due,
        since=programme.paper.dated,
        calendar=known.calendar,
        limits=Limits(soon=programme.soon_days, silent=programme.silent_days),
    )
    return LeadLine(
        agency=agency,
        text=party.text,
        grouped=party.group_id is not None,
        state=last.state if last else "",
        percent=last.percent if last else None,
        words=last.words if last else "",
        last=last,
        confirmed=confirmed,
        returned=returned,
        verdict=verdict,
    )


def _answers(review: TaskReview, last: TaskProgress | None) -> bool:
    """A return counts until the lead speaks again."""
    if last is None:
        return True
    return (review.effective_on, review.recorded_at) > (last.effective_on, last.recorded_at)
