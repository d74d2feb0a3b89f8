"""The figures of the report of progress: the year's tasks, its targets against reality, districts' own programmes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q

from communes.choices import AgencyKind
from communes.models import Agency, Commune
from criteria.models import CriteriaSet
from criteria.selectors import Standing, standings
from plans.models import DistrictProgramme, Target
from plans.selectors.counting import counted
from plans.selectors.targets import ABOUT, Ground, Reality, TargetLine, line_of
from reports.figures.papers import short
from reports.figures.programme.tasks import YearTasks, gather_tasks
from reports.figures.thawing import thawed
from reports.models import ReportRun


@dataclass(frozen=True, slots=True)
class TargetFigures:
    """A target of the province for the year; `before` is what was so at the end of the last year.

    `reached` None: nobody can tell. Numbers of communes; None is not reported.
    """

    key: str
    text: str
    kind: str
    aim: str
    before: int | None
    now: int | None
    out_of: int | None
    gap: int | None
    reached: bool | None
    unclear: int
    measured_on: str
    paper: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class ProgrammeReport:
    agency: str
    year: int
    before_on: str
    as_of: str
    known_at: str
    tasks: YearTasks
    targets: tuple[TargetFigures, ...]
    districts: tuple[tuple[str, str], ...]  # who issued a programme of its own, and by which paper
    districts_in_all: int

    @property
    def illustrative(self) -> bool:
        return self.tasks.illustrative or any(one.illustrative for one in self.targets)


class GroundThen(Ground):
    """The province on a day as it was known at a moment, from the entries."""

    def __init__(self, day: dt.date, known_at: dt.datetime) -> None:
        super().__init__(day)
        self.known_at = known_at
        self._found: dict[int, dict[int, Standing]] = {}

    def standings(self, criteria_set: CriteriaSet | None) -> dict[int, Standing]:
        if criteria_set is None:
            return {}
        if criteria_set.pk not in self._found:
            places = Commune.objects.on(self.day)
            rows = standings(criteria_set, places, as_of=self.day, known_at=self.known_at)
            self._found[criteria_set.pk] = {one.commune.pk: one for one in rows}
        return self._found[criteria_set.pk]


def gather(run: ReportRun) -> dict[str, Any]:
    """Everything the report says, as plain data; as many queries for one task as for many."""
    year = run.as_of.year
    before_on = dt.date(year - 1, 12, 31)
    return asdict(
        ProgrammeReport(
            agency=run.agency.name,
            year=year,
            before_on=before_on.isoformat(),
            as_of=run.as_of.isoformat(),
            known_at=run.known_at.isoformat(),
            tasks=gather_tasks(year, run.as_of, run.known_at),
            targets=gather_targets(year, run.as_of, run.known_at),
            districts=_districts(year, run.as_of),
            districts_in_all=Agency.objects.on(run.as_of).filter(kind=AgencyKind.DISTRICT).count(),
        )
    )


def gather_targets(year: int, as_of: dt.date, known_at: dt.datetime) -> tuple[TargetFigures, ...]:
    """What papers that were out set for the province in that year, beside what was so then and is so now."""
    out = Q(paper__dated=None) | Q(paper__dated__lte=as_of)
    rows = Target.objects.filter(counted(), out, year=year, province__home=True)
    targets = list(rows.select_related(*ABOUT).order_by("pk"))
    criteria = [one.criterion for one in targets if one.criterion]
    now = GroundThen(as_of, known_at)
    then = GroundThen(dt.date(year - 1, 12, 31), known_at)
    now.ask_for(criteria)
    then.ask_for(criteria)
    keys = _keys(targets)
    return tuple(
        _target(key, line_of(one, now), then.reality(one))
        for key, one in zip(keys, targets, strict=True)
    )


def _keys(targets: Iterable[Target]) -> list[str]:
    """By what each counts, whichever paper sets it; a second one of the kind takes a number."""
    found: list[str] = []
    for one in targets:
        key = "-".join(filter(None, [one.kind, _about(one), one.level]))
        twin = sum(other.split(".")[0] == key for other in found)
        found.append(f"{key}.{twin + 1}" if twin else key)
    return found


def _about(target: Target) -> str:
    return str(target.below or (target.criterion.number if target.criterion else ""))


def _target(key: str, line: TargetLine, before: Reality) -> TargetFigures:
    target, now, about = line.target, line.now, _about(line.target)
    return TargetFigures(
        key=key,
        text=target.text,
        kind=f"{target.get_kind_display()}{f' ({about})' if about else ''}",
        aim=line.aim_words,
        before=before.value,
        now=now.value,
        out_of=now.out_of,
        gap=line.gap,
        reached=line.reached,
        unclear=now.unclear,
        measured_on=now.measured_on,
        paper=short(target.paper),
        illustrative=bool(now.illustrative or before.illustrative or target.illustrative),
    )


def _districts(year: int, as_of: dt.date) -> tuple[tuple[str, str], ...]:
    """Districts with a programme of their own by the day (QĐ 645, Điều 2.3), in Vietnamese order."""
    out = Q(paper__dated=None) | Q(paper__dated__lte=as_of)
    rows: Iterable[DistrictProgramme] = (
        DistrictProgramme.objects.filter(counted(), out, year=year)
        .select_related("agency", "paper")
        .order_by("agency__sort_key", "pk")
    )
    return tuple((one.agency.name, short(one.paper)) for one in rows)


def thaw(given: dict[str, Any]) -> ProgrammeReport:
    return thawed(ProgrammeReport, given)
