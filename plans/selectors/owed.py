"""Whose tasks are open, late or wait for whom: the lines of the work programme turned by agency."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from communes.models import Agency
from documents.calendar import WorkCalendar
from plans.evaluation import Colour
from plans.models import Task
from plans.selectors.counting import counted
from plans.selectors.tasks import LeadLine, TaskLine, lines


@dataclass(frozen=True, slots=True)
class Own:
    """A task as one of its leads has it before itself."""

    line: TaskLine
    lead: LeadLine

    @property
    def colour(self) -> Colour:
        return self.lead.verdict.colour

    @property
    def open(self) -> bool:
        """The lead still has to do or say something: neither confirmed nor waiting for it."""
        return not self.lead.confirmed and not self.lead.waits


@dataclass(frozen=True, slots=True)
class Work:
    """What an agency has of the work programme: tasks it leads and tasks in which it coordinates."""

    agency: Agency
    led: Sequence[Own] = ()
    coordinated: Sequence[TaskLine] = ()

    def _with(self, colour: Colour) -> list[Own]:
        return [one for one in self.led if one.open and one.colour is colour]

    @property
    def late(self) -> list[Own]:
        """Overdue, the longest first."""
        return sorted(self._with(Colour.LATE), key=lambda one: -one.lead.verdict.days_late)

    @property
    def behind(self) -> list[Own]:
        return self._with(Colour.BEHIND)

    @property
    def soon(self) -> list[Own]:
        return self._with(Colour.SOON)

    @property
    def calm(self) -> list[Own]:
        """In time, and nothing presses."""
        return self._with(Colour.OPEN)

    @property
    def waiting(self) -> list[Own]:
        """Said to be done; whoever confirms has the next word."""
        return [one for one in self.led if one.lead.waits]

    @property
    def quiet(self) -> list[Own]:
        """What waits for others' word, then what is in time."""
        return [*self.waiting, *self.calm]

    @property
    def done(self) -> list[Own]:
        return [one for one in self.led if one.lead.confirmed]

    @property
    def open(self) -> list[Own]:
        """What presses most first."""
        return [*self.late, *self.behind, *self.soon, *self.calm]

    @property
    def pressing(self) -> int:
        return len(self.late) + len(self.behind)

    @property
    def days_late(self) -> int:
        """Working days of the task that is longest overdue; 0 where none is."""
        return max((one.lead.verdict.days_late for one in self.late), default=0)

    @property
    def last_on(self) -> dt.date | None:
        """The day of its last word on a task that is open."""
        return max(
            (one.lead.last.effective_on for one in self.open if one.lead.last), default=None
        )

    @property
    def coordinated_open(self) -> list[TaskLine]:
        shown = [one for one in self.coordinated if one.colour is not Colour.DONE]
        return sorted(shown, key=lambda one: (one.colour.rank, -one.days_late))


@dataclass(slots=True)
class Everybody:
    """The work of each agency, and the leads that a paper names and nobody stands behind.

    `lines`: all that it was turned from, by task.
    """

    day: dt.date
    by_agency: dict[int, Work] = field(default_factory=dict)
    nobody: list[Own] = field(default_factory=list)
    lines: dict[int, TaskLine] = field(default_factory=dict)

    def of(self, agency: Agency) -> Work:
        return self.by_agency.get(agency.pk, Work(agency))

    @property
    def pressing(self) -> list[Work]:
        """Agencies with something overdue or behind, the worst first."""
        found = [work for work in self.by_agency.values() if work.pressing]
        return sorted(
            found,
            key=lambda one: (
                -len(one.late),
                -one.days_late,
                -len(one.behind),
                one.agency.sort_key,
            ),
        )


def tasks_alive(day: dt.date) -> QuerySet[Task]:
    """Tasks of programmes up to the day's year; what goes on from an earlier year counts in the later one.

    A programme whose decision was recalled asks nothing of anybody.
    """
    carried = Task.objects.exclude(follows=None).values("follows")
    gone_on = Q(group__programme__year__lt=day.year, pk__in=carried)
    rows = Task.objects.filter(counted("group__programme__paper"))
    rows = rows.filter(group__programme__year__lte=day.year).exclude(gone_on)
    return rows.order_by("group__programme__year", "group__order", "order")


def work_on(day: dt.date, calendar: WorkCalendar | None = None) -> Everybody:
    return by_agency(lines(tasks_alive(day), day, calendar), day)


def by_agency(found: Iterable[TaskLine], day: dt.date) -> Everybody:
    """Turn lines by agency, in their order."""
    led: dict[int, list[Own]] = {}
    beside: dict[int, list[TaskLine]] = {}
    agencies: dict[int, Agency] = {}
    everybody = Everybody(day)
    for line in found:
        everybody.lines[line.task.pk] = line
        leading = set()
        for lead in line.leads:
            if lead.agency is None:
                everybody.nobody.append(Own(line, lead))
                continue
            leading.add(lead.agency.pk)
            agencies[lead.agency.pk] = lead.agency
            led.setdefault(lead.agency.pk, []).append(Own(line, lead))
        helpers = {one.pk: one for _, group in line.coordinators for one in group}
        for pk, agency in helpers.items():
            if pk not in leading:
                agencies[pk] = agency
                beside.setdefault(pk, []).append(line)
    for pk, agency in agencies.items():
        everybody.by_agency[pk] = Work(agency, led.get(pk, ()), beside.get(pk, ()))
    return everybody


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the word of whoever confirms: leads that say they are done, and asked extensions."""

    done: Sequence[Own]
    asked: Sequence[TaskLine]

    def __len__(self) -> int:
        return len(self.done) + len(self.asked)


def waiting_for(everybody: Everybody, *, office: bool) -> Waiting:
    """Of the leads that the office confirms; with `office` False of the office's own tasks.

    The coordination office confirms what others lead, Sở NN&PTNT what the office leads.
    """
    done: list[Own] = []
    asked: dict[int, TaskLine] = {}
    for work in everybody.by_agency.values():
        if work.agency.is_office is office:
            continue
        done += work.waiting
        for own in work.led:
            waiting = own.line.waiting
            if waiting and waiting.agency_id == work.agency.pk:
                asked[own.line.task.pk] = own.line
    return Waiting(done, list(asked.values()))
