"""The figures of a commune's one-page sheet: where it stands, what it lacks, who helps, what comes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q

from communes.models import Commune
from communes.selectors.outlines import codes_drawn, drawing_of
from criteria.models import Criterion
from plans.models import TaskAim
from plans.selectors.counting import counted
from plans.selectors.red import Spot
from plans.selectors.red.deeds import deeds
from plans.selectors.tasks import lines
from reports.figures.commune.criteria import Reading, reading
from reports.figures.commune.money import support
from reports.figures.commune.report import difficulties, sponsors
from reports.figures.commune.shapes import (
    CriterionFigures,
    DifficultyFigures,
    SponsorFigures,
    SupportFigures,
)
from reports.figures.communes import facts_of
from reports.figures.shapes import Goal, Recognised, Stated
from reports.models import ReportRun
from reports.words.numbers import DOES_NOT_APPLY

FAILING = ("not_met", "in_progress")


@dataclass(frozen=True, slots=True)
class MarkFigures:
    """A criterion and how it stands; «» is not judged."""

    number: int
    name: str
    status: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class LackFigures:
    """A criterion not met: what is missing in natural units, where somebody measured, and the work planned."""

    number: int
    name: str
    told: tuple[str, ...]
    planned: int


@dataclass(frozen=True, slots=True)
class PointFigures:
    """The count on a day; None while nobody had judged any."""

    day: str
    met: int | None
    judged: int


@dataclass(frozen=True, slots=True)
class TaskFigures:
    code: str
    content: str
    who: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class SheetFigures:
    """`outlines` make up the commune on the drawing that serves the day, `around` its district."""

    name: str
    code: str
    set_code: str
    district: str
    province: str
    commune_class: str
    criteria_set: str
    total: int
    as_of: str
    known_at: str
    drawing: str
    outlines: tuple[str, ...]
    around: tuple[str, ...]
    marks: tuple[MarkFigures, ...]
    lacks: tuple[LackFigures, ...]
    trend: tuple[PointFigures, ...]
    recognised: tuple[Recognised, ...]
    goals: tuple[Goal, ...]
    stated: tuple[Stated, ...]
    sponsors: tuple[SponsorFigures, ...]
    support: tuple[SupportFigures, ...]
    tasks: tuple[TaskFigures, ...]
    difficulties: tuple[DifficultyFigures, ...]
    illustrative: bool

    def of(self, *statuses: str) -> tuple[MarkFigures, ...]:
        return tuple(one for one in self.marks if one.status in statuses)

    @property
    def met(self) -> int | None:
        return len(self.of("met")) if any(one.status for one in self.marks) else None


def gather(run: ReportRun) -> dict[str, Any]:
    """Everything the page says, as plain data. The number of queries follows no number of rows."""
    commune = run.commune
    if commune is None:
        raise ValueError("A sheet is of a commune.")
    starts = dt.date(run.as_of.year, 1, 1)
    told = reading(
        commune,
        run.criteria_set,
        before_on=starts - dt.timedelta(days=1),
        as_of=run.as_of,
        known_at=run.known_at,
    )
    facts = facts_of([commune.pk], run)[commune.pk]
    help_ = support(commune, starts, run.as_of, run.known_at)
    difficult = difficulties(commune, run)
    drawing = drawing_of(run.as_of)
    near = _neighbours(commune, run.as_of)
    drawn = codes_drawn([commune, *near], drawing)
    figures = SheetFigures(
        name=str(commune),
        code=commune.code,
        set_code=run.criteria_set.code,
        district=str(commune.district) if commune.district else "",
        province=str(commune.province),
        commune_class=told.commune_class,
        criteria_set=run.criteria_set.short_name,
        total=len(told.criteria),
        as_of=run.as_of.isoformat(),
        known_at=run.known_at.isoformat(),
        drawing=drawing.isoformat(),
        outlines=tuple(drawn[commune.pk]),
        around=tuple(code for one in near for code in drawn[one.pk]),
        marks=tuple(
            MarkFigures(one.number, one.name, one.now, illustrative=one.illustrative)
            for one in told.figures
        ),
        lacks=_lacks(told, commune, run.as_of),
        trend=_trend(told, run),
        recognised=facts.recognised,
        goals=tuple({one.text: one for one in reversed(facts.goals)}.values())[::-1],
        stated=facts.stated,
        sponsors=sponsors(commune, run.as_of),
        support=help_,
        tasks=_tasks(commune, run.as_of),
        difficulties=difficult,
        illustrative=_made_up(told.figures, facts.recognised, help_, difficult),
    )
    return asdict(figures)


def _made_up(*groups: Sequence[Any]) -> bool:
    return any(one.illustrative for group in groups for one in group)


def _neighbours(commune: Commune, day: dt.date) -> list[Commune]:
    """The other communes of its district, where there is one."""
    if commune.district_id is None:
        return []
    rows = Commune.objects.on(day).filter(district=commune.district_id).exclude(pk=commune.pk)
    return list(rows)


def _lacks(told: Reading, commune: Commune, day: dt.date) -> tuple[LackFigures, ...]:
    """Each criterion declared not met, with the work about it (as the list of communes near the standard has it)."""
    failing = [one for one in told.figures if one.now in FAILING]
    if not failing:
        return ()
    known = deeds(told.criteria, [commune], day)
    by_number: dict[int, Criterion] = {one.number: one for one in told.criteria}
    found = []
    for one in failing:
        spot = Spot(*(commune, by_number[one.number], None, one.now, None, ""), illustrative=False)
        planned = [deed for deed in known.about(spot) if deed.open and not deed.lapsed]
        found.append(LackFigures(one.number, one.name, _missing(one), len(planned)))
    return tuple(found)


def _missing(one: CriterionFigures) -> tuple[str, ...]:
    """«8.4 thiếu 12 điểm %», or what the machine finds of an indicator without a number."""
    told = []
    for row in one.indicators:
        if row.now.verdict != "not_met" or row.now.shown == DOES_NOT_APPLY:
            continue
        told.append(f"{row.code} {row.gap or row.why}".strip())
    return tuple(told)


def _trend(told: Reading, run: ReportRun) -> tuple[PointFigures, ...]:
    """At the end of each year since the set is in force, and on the day; never across two sets."""
    first = run.criteria_set.starts.year
    ends = [dt.date(year, 12, 31) for year in range(first, run.as_of.year)]
    days = [*(day for day in ends if day >= run.criteria_set.starts), run.as_of]
    return tuple(PointFigures(one.isoformat(), *told.met_on(one)) for one in days)


def _tasks(commune: Commune, day: dt.date) -> tuple[TaskFigures, ...]:
    """Tasks of the year's programme that name the commune or its district, not confirmed as done."""
    here = Q(commune=commune)
    if commune.district_id is not None:
        here |= Q(district=commune.district_id)
    aims = TaskAim.objects.filter(
        here,
        counted("task__group__programme__paper"),
        task__group__programme__year=day.year,
    )
    tasks = list(dict.fromkeys(one.task for one in aims.select_related("task").order_by("pk")))
    if not tasks:
        return ()
    told = lines(type(tasks[0]).objects.filter(pk__in=[one.pk for one in tasks]), day)
    return tuple(
        TaskFigures(
            one.task.code,
            one.task.content,
            ", ".join(dict.fromkeys(str(lead.agency or lead.text) for lead in one.leads)),
            one.task.due_text,
            one.why,
        )
        for one in told
        if not one.confirmed
    )
