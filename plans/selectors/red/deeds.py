"""What is being done, was done or is accepted about criteria of communes, found by commune and criterion."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from textwrap import shorten
from typing import TypeVar

from django.db.models import Max, Model, Q, QuerySet, Subquery

from communes.models import Commune
from communes.selectors.places import all_origins
from criteria.models import Criterion, SponsorAssignment
from criteria.models import Mapping as Became
from plans.choices import ActionState
from plans.models import Acceptance, PlanAction, SupportAction, Task, TaskAim, WorkProgramme
from plans.models.base import About
from plans.selectors.counting import counted
from plans.selectors.red.unmet import Pair, Spot
from plans.selectors.tasks import TaskLine, lines

Row = TypeVar("Row", bound=Model)
TITLE = 90  # letters of a task's words beside others
NOT_CARRIED = 0  # in the place of an indicator that the set in force no longer has


class DeedKind(StrEnum):
    SUPPORT = "support"
    PLAN = "plan"
    TASK = "task"

    @property
    def label(self) -> str:
        return KIND_WORDS[self]


KIND_WORDS = {
    DeedKind.SUPPORT: "hỗ trợ",
    DeedKind.PLAN: "việc trong kế hoạch",
    DeedKind.TASK: "nhiệm vụ",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is to turn a criterion green. `done_on`: carried out on that day; None: not yet.

    `lapsed`: not carried out in its year, which is over: no plan any more. `named`: it names the
    commune; else it is for many (a district, the province, all of a sponsor), and `since` is the day
    of the paper that ordered it.
    """

    kind: DeedKind
    pk: int
    title: str
    who: str
    due_on: dt.date | None
    done_on: dt.date | None
    named: bool
    late: bool
    illustrative: bool
    lapsed: bool = False
    since: dt.date | None = None
    code: str = ""  # of a task, as people cite it
    place: str = ""  # the commune before a merger, where it is not the one asked about

    @property
    def open(self) -> bool:
        return self.done_on is None

    def holds(self, spot: Spot) -> bool:
        """Whether a criterion declared met rests on it while it is not carried out.

        What names the commune does; what is for many does where the criterion turned green after it
        had been ordered. A promise of a plan without a day («giữ vững») holds nothing.
        """
        if not self.open or (self.kind == DeedKind.PLAN and self.due_on is None):
            return False
        if self.named:
            return True
        return bool(self.since and spot.since and spot.since > self.since)


@dataclass(slots=True)
class Deeds:
    """By commune and criterion, by district and criterion (None: everywhere); with an indicator or none.

    `general`: tasks for communes as a whole, by commune, district or nothing, and below how many
    criteria.
    """

    by_commune: dict[Pair, list[tuple[int | None, Deed]]] = field(default_factory=dict)
    by_area: dict[tuple[int | None, int], list[tuple[int | None, Deed]]] = field(
        default_factory=dict
    )
    general: dict[tuple[int | None, int | None], list[tuple[int | None, Deed]]] = field(
        default_factory=dict
    )
    accepted: dict[Pair, list[tuple[int | None, Acceptance]]] = field(default_factory=dict)

    def about(self, spot: Spot) -> tuple[Deed, ...]:
        """Those for the criterion as a whole, and those for the indicator (of any, where none is known)."""
        district = spot.commune.district_id
        rows = list(self.by_commune.get(spot.pair, []))
        for area in dict.fromkeys((district, None)):
            rows += self.by_area.get((area, spot.criterion.pk), [])
        wanted = spot.indicator.pk if spot.indicator else None
        fits = [one for key, one in rows if wanted is None or key in {None, wanted}]
        return tuple(dict.fromkeys(fits))

    def around(self, spot: Spot, met: int) -> tuple[Deed, ...]:
        """Tasks for the commune as a whole, which say nothing of the criterion."""
        keys = [
            (spot.commune.pk, None),
            *dict.fromkeys(((None, spot.commune.district_id), (None, None))),
        ]
        rows = [row for key in keys for row in self.general.get(key, [])]
        fits = [deed for under, deed in rows if deed.open and (under is None or met < under)]
        return tuple(dict.fromkeys(fits))

    def acceptance(self, spot: Spot) -> Acceptance | None:
        """That of the criterion, else of the indicator; the one that lasts longest."""
        wanted = spot.indicator.pk if spot.indicator else None
        rows = self.accepted.get(spot.pair, [])
        fits = [one for key, one in rows if key is None or key == wanted]
        return max(fits, key=lambda one: (one.until_year, one.pk), default=None)


def deeds(
    criteria: Sequence[Criterion],
    communes: Sequence[Commune],
    day: dt.date,
    told: Mapping[int, TaskLine] | None = None,
) -> Deeds:
    """What helps these communes on the criteria of a set, on that day; queries do not follow how many.

    `told`: lines of tasks that the page has at hand, by task.

    What was planned on an older set counts for what it became (`Mapping`); what was planned for a
    commune counts for the one that it became. An acceptance does not: it was signed for the other.
    """
    heirs, places = _heirs(communes, day)
    read = _Reader(day, Carried.to(criteria), heirs, places, told or {})
    read.support()
    read.plans()
    read.tasks()
    read.acceptances()
    return read.found


@dataclass(frozen=True, slots=True)
class Carried:
    """Criteria and indicators of the set in force, by their own keys and by those they come from."""

    criteria: dict[int, list[int]]
    indicators: dict[int, list[tuple[int, int]]]
    own: frozenset[int]

    @classmethod
    def to(cls, criteria: Sequence[Criterion]) -> "Carried":
        """The criteria are all those of one set."""
        own = [one.pk for one in criteria]
        found = cls({key: [key] for key in own}, {}, frozenset(own))
        rows = Became.objects.filter(new_set__criteria__in=own[:1])
        for row in rows.select_related("new_indicator"):
            if row.old_indicator_id and row.new_indicator:
                now = (row.new_indicator.criterion_id, row.new_indicator.pk)
                found.indicators.setdefault(row.old_indicator_id, []).append(now)
            elif row.old_criterion_id and row.new_criterion_id and not row.old_indicator_id:
                found.criteria.setdefault(row.old_criterion_id, []).append(row.new_criterion_id)
        return found

    def to_now(self, row: About) -> list[tuple[int, int | None]]:
        """What a row is about, on the set in force: criteria, each with an indicator or none."""
        if row.criterion_id is None:
            return []
        if row.indicator_id is None:
            return [(one, None) for one in self.criteria.get(row.criterion_id, [])]
        if row.criterion_id in self.own:
            return [(row.criterion_id, row.indicator_id)]
        if row.indicator_id in self.indicators:
            return list(self.indicators[row.indicator_id])
        return [(one, NOT_CARRIED) for one in self.criteria.get(row.criterion_id, [])]


def _heirs(
    communes: Sequence[Commune], day: dt.date
) -> tuple[dict[int, list[int]], dict[int, str]]:
    """By every commune that counts, those of them that it became; names of those that are no more."""
    asked = {one.pk for one in communes}
    heirs = {key: [key] for key in asked}
    places: dict[int, str] = {}
    steps = [step for step in all_origins(asked) if step.on <= day]
    for step in reversed(steps):
        heirs.setdefault(step.old_id, []).extend(heirs.get(step.new_id, []))
        if step.old_id not in asked:
            places[step.old_id] = str(step.old)
    return heirs, places


@dataclass(slots=True)
class _Reader:
    day: dt.date
    carried: Carried
    heirs: dict[int, list[int]]
    places: dict[int, str]
    told: Mapping[int, TaskLine]
    found: Deeds = field(default_factory=Deeds)
    backed: dict[int, list[int]] | None = None

    def support(self) -> None:
        """Planned ones and given ones; an offer that nobody took up is no plan."""
        rows = SupportAction.objects.filter(
            commune__in=list(self.heirs), state__in=[ActionState.PLANNED, ActionState.DONE]
        )
        for row in self._of_set(rows).select_related("agency"):
            deed = self._deed(row, DeedKind.SUPPORT, row.planned_on)
            self._put(row, deed, row.commune_id)

    def plans(self) -> None:
        """Actions of plans: of sponsors for their communes, of a commune for itself.

        One that names no commune is for each that its agency stands behind on the day; one without an agency
        is of a commune elsewhere.
        """
        rows = PlanAction.objects.filter(
            counted(),
            Q(commune__in=list(self.heirs)) | Q(commune=None),
            agency__isnull=False,
            state__in=[ActionState.PLANNED, ActionState.DONE],
        )
        for row in self._of_set(rows).select_related("agency", "paper").defer("paper__body"):
            deed = self._deed(row, DeedKind.PLAN, row.due_on)
            own = row.commune_id or (row.agency.commune_id if row.agency else None)
            if own is None:
                since = row.paper.dated if row.paper else None
                deed = replace(deed, named=False, since=since)
            for commune in [own] if own else self._backed(row.agency_id or 0):
                self._put(row, deed, commune)

    def tasks(self) -> None:
        """Tasks of the programme in force that say what they are to turn green."""
        begun = WorkProgramme.objects.filter(counted(), year__lte=self.day.year).order_by("-year")
        rows = TaskAim.objects.filter(
            counted("task__group__programme__paper"),
            task__group__programme__year=Subquery(begun.values("year")[:1]),
        )
        aims = [
            one
            for one in rows.order_by("pk")
            if (one.criterion_id is None or one.criterion_id in self.carried.criteria)
            and (one.commune_id is None or one.commune_id in self.heirs)
        ]
        asked = {one.task_id for one in aims} - self.told.keys()
        tasks = Task.objects.filter(pk__in=asked)
        fresh = {line.task.pk: line for line in lines(tasks, self.day)} if asked else {}
        known = {**self.told, **fresh}
        for aim in aims:
            self._aim(aim, known[aim.task_id])

    def acceptances(self) -> None:
        keys = [key for key in self.heirs if key not in self.places]
        rows = Acceptance.objects.on(self.day).filter(counted(), commune__in=keys)
        for row in self._of_set(rows).select_related("paper", "by", "on_behalf_of"):
            for criterion, indicator in self.carried.to_now(row):
                pair = (row.commune_id, criterion)
                self.found.accepted.setdefault(pair, []).append((indicator, row))

    def _backed(self, agency: int) -> list[int]:
        """The communes that an agency stands behind on the day; asked once, where somebody needs it."""
        if self.backed is None:
            self.backed = defaultdict(list)
            held = SponsorAssignment.objects.on(self.day).filter(commune__in=list(self.heirs))
            for key, commune in held.values_list("agency", "commune"):
                self.backed[key].append(commune)
        return self.backed[agency]

    def _aim(self, aim: TaskAim, line: TaskLine) -> None:
        named, place = aim.commune_id is not None, self.places.get(aim.commune_id or 0, "")
        deed = _of_task(line, self.day, place, named=named)
        heirs = self.heirs[aim.commune_id] if aim.commune_id else []
        if aim.criterion_id is None:
            named_ones: list[tuple[int | None, int | None]] = [(one, None) for one in heirs]
            for key in named_ones or [(None, aim.district_id)]:
                self.found.general.setdefault(key, []).append((aim.under, deed))
            return
        for criterion, indicator in self.carried.to_now(aim):
            if aim.commune_id is None:
                rows = self.found.by_area.setdefault((aim.district_id, criterion), [])
                rows.append((indicator, deed))
            for one in heirs:
                self.found.by_commune.setdefault((one, criterion), []).append((indicator, deed))

    def _put(self, row: SupportAction | PlanAction, deed: Deed, commune: int) -> None:
        for heir in self.heirs.get(commune, []):
            for criterion, indicator in self.carried.to_now(row):
                self.found.by_commune.setdefault((heir, criterion), []).append((indicator, deed))

    def _deed(self, row: SupportAction | PlanAction, kind: DeedKind, due: dt.date | None) -> Deed:
        done = row.done_on if row.state == ActionState.DONE else None
        seat = row.agency.commune_id if row.agency else None
        return Deed(
            kind=kind,
            pk=row.pk,
            title=row.content,
            who=str(row.agency),
            due_on=due,
            done_on=done,
            named=True,
            late=done is None and due is not None and due < self.day,
            lapsed=done is None and due is not None and due.year < self.day.year,
            illustrative=row.illustrative,
            place=self.places.get(row.commune_id or seat or 0, ""),
        )

    def _of_set(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        return rows.filter(criterion__in=list(self.carried.criteria)).order_by("pk")


def _of_task(line: TaskLine, day: dt.date, place: str, *, named: bool) -> Deed:
    confirmed = [one.confirmed.effective_on for one in line.leads if one.confirmed]
    done = max(confirmed, default=day) if line.confirmed else None
    leads = ", ".join(dict.fromkeys(str(one.agency or one.text) for one in line.leads))
    return Deed(
        kind=DeedKind.TASK,
        pk=line.task.pk,
        title=f"{line.task.code} {shorten(line.task.content, TITLE, placeholder='…')}",
        code=line.task.code,
        who=leads,
        due_on=line.due_on,
        done_on=done,
        named=named,
        late=done is None and line.days_late > 0,
        illustrative=line.illustrative,
        since=line.task.group.programme.paper.dated,
        place=place,
    )


def programme_year(day: dt.date) -> int:
    """The year of the programme in force: the last one that has begun; of none, the day's own."""
    found = WorkProgramme.objects.filter(year__lte=day.year).aggregate(year=Max("year"))
    return found["year"] or day.year
