"""The figures of an agency's six-month and yearly report: its communes, its help, its tasks, its criteria."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db.models import prefetch_related_objects

from communes.choices import Confidence
from communes.models import Commune
from criteria.choices import Change, Duty, Status, gained, lost
from criteria.models import Criterion, Recognition, Responsibility, SponsorAssignment
from criteria.selectors import Cell, Standing, standings
from documents.choices import RelationKind
from documents.models import Relation
from reports.choices import Kind
from reports.figures.agency.support import support_of
from reports.figures.agency.work import (
    deeds_of,
    needs_of,
    papers_of,
    plans_of,
    raised_by,
    tasks_of,
    team_of,
)
from reports.figures.communes import Facts, facts_of
from reports.figures.papers import cited, named
from reports.figures.shapes import AgencyFigures, CommuneFigures, Mandate, Ref, SectorFigures
from reports.models import ReportRun

DUTIES = [Duty.SPONSOR.value, Duty.IN_CHARGE.value, ""]


def gather(run: ReportRun) -> dict[str, Any]:
    """Everything the report says, as plain data. The number of queries does not grow with the communes."""
    before_on = run.period_starts - dt.timedelta(days=1)
    prefetch_related_objects([run.criteria_set], "criteria")
    names = {one.number: one.name for one in run.criteria_set.criteria.all()}
    places = Commune.objects.on(run.as_of).select_related("district")
    before = _by_commune(
        standings(run.criteria_set, places, as_of=before_on, known_at=run.known_at)
    )
    now = _by_commune(standings(run.criteria_set, places, as_of=run.as_of, known_at=run.known_at))
    assignments = _assignments(run)
    facts = facts_of([one.commune_id for one in assignments], run)
    levels = _levels([one.commune_id for one in assignments], before_on)
    figures = AgencyFigures(
        agency=run.agency.name,
        agency_short=str(run.agency),
        criteria_set=run.criteria_set.short_name,
        total=len(names),
        period_starts=run.period_starts.isoformat(),
        before_on=before_on.isoformat(),
        as_of=run.as_of.isoformat(),
        known_at=run.known_at.isoformat(),
        mandates=_mandates(assignments),
        plans=plans_of(run),
        communes=tuple(
            _commune(
                one,
                (before.get(one.commune_id), now.get(one.commune_id)),
                names,
                facts[one.commune_id],
                levels.get(one.commune_id, ()),
            )
            for one in assignments
        ),
        sector=_sector(run, before, now),
        yearly=run.kind == Kind.AGENCY_YEAR,
        slug=run.agency.slug,
        set_code=run.criteria_set.code,
        papers=papers_of(run),
        team=team_of(run),
        support=support_of(run),
        deeds=deeds_of(run),
        tasks=tasks_of(run),
        needs=needs_of(run, [one.commune_id for one in assignments]),
        raised=raised_by(run),
    )
    return asdict(figures)


def _by_commune(rows: list[Standing]) -> dict[int, Standing]:
    return {row.commune.pk: row for row in rows}


def _assignments(run: ReportRun) -> list[SponsorAssignment]:
    """Who stood behind whom on that day: sponsored first, then in charge, then of unknown duty; by name."""
    rows = (
        SponsorAssignment.objects.on(run.as_of)
        .filter(agency=run.agency)
        .select_related("commune__district", "paper__issuer")
        .order_by("commune__sort_key", "pk")
    )
    return sorted(rows, key=lambda one: DUTIES.index(one.duty))


def _mandates(assignments: list[SponsorAssignment]) -> tuple[Mandate, ...]:
    """The papers behind the assignments, each with the one that it replaced."""
    papers = {one.paper_id: one.paper for one in assignments}
    replaced = {
        relation.paper_id: named(relation.other)
        for relation in Relation.objects.filter(
            kind=RelationKind.REPLACES, paper__in=list(papers)
        ).select_related("other")
    }
    carried = {one.paper_id for one in assignments if one.carried_on}
    return tuple(
        Mandate(
            paper=named(paper),
            cited=cited(paper),
            replaces=replaced.get(pk, ""),
            carried_on=pk in carried,
        )
        for pk, paper in papers.items()
    )


def _commune(
    assignment: SponsorAssignment,
    ends: tuple[Standing | None, Standing | None],
    names: dict[int, str],
    facts: Facts,
    levels_before: tuple[str, ...],
) -> CommuneFigures:
    commune, (before, now) = assignment.commune, ends
    known = [one for one in (before, now) if one is not None]
    told = now is not None and now.has_data
    up, newly_met, down = _changes(before, now, names)
    return CommuneFigures(
        name=str(commune),
        district=str(commune.district) if commune.district else "",
        duty=assignment.duty,
        carried_on=assignment.carried_on,
        met_before=before.met if before is not None and before.has_data else None,
        met_now=now.met if now is not None and now.has_data else None,
        unknown_before=len(before.unknown) if before is not None else len(names),
        gained=up,
        newly_met=newly_met,
        lost=down,
        unmet=refs(now.unmet) if now else (),
        unknown=refs(now.unknown) if now else _all(names),
        illustrative=any(one.illustrative for one in known)
        or any(one.illustrative for one in facts.recognised),
        stated=facts.stated,
        earlier=() if told else facts.earlier,
        recognised=facts.recognised,
        goals=facts.goals,
        code=commune.code,
        levels_before=levels_before,
    )


def _levels(communes: list[int], day: dt.date) -> dict[int, tuple[str, ...]]:
    """What each commune was recognised as on a day, in one query."""
    found: dict[int, tuple[str, ...]] = {}
    for row in Recognition.objects.on(day).filter(commune__in=communes).order_by("since"):
        found[row.commune_id] = (*found.get(row.commune_id, ()), row.get_level_display())
    return found


def _changes(
    before: Standing | None, now: Standing | None, names: dict[int, str]
) -> tuple[tuple[Ref, ...], ...]:
    """Criteria gained, met at their first assessment, and lost."""
    up: list[Ref] = []
    newly_met: list[Ref] = []
    down: list[Ref] = []
    if before is not None and now is not None:
        for number, cell in now.cells.items():
            was, ref = before.cells[number].status, Ref(number, names[number], _why(cell))
            if gained(was, cell.status):
                up.append(ref)
            elif lost(was, cell.status):
                down.append(ref)
            elif not was and cell.status == Status.MET:
                newly_met.append(Ref(number, names[number]))
    return tuple(up), tuple(newly_met), tuple(down)


def _why(cell: Cell) -> str:
    return Change(cell.change).label if cell.change else ""


def refs(criteria: Iterable[Criterion]) -> tuple[Ref, ...]:
    return tuple(Ref(one.number, one.name) for one in criteria)


def _all(names: dict[int, str]) -> tuple[Ref, ...]:
    return tuple(Ref(number, name) for number, name in sorted(names.items()))


def _sector(
    run: ReportRun, before: dict[int, Standing], now: dict[int, Standing]
) -> tuple[SectorFigures, ...]:
    """The criteria of which the agency answers for an indicator on that day, across all communes."""
    rows = (
        Responsibility.objects.on(run.as_of)
        .filter(agency=run.agency, indicator__criterion__criteria_set=run.criteria_set)
        .select_related("indicator__criterion")
        .order_by("indicator__criterion__number", "indicator__order")
    )
    by_criterion: dict[int, list[Responsibility]] = defaultdict(list)
    for row in rows:
        by_criterion[row.indicator.criterion.number].append(row)
    return tuple(
        SectorFigures(
            criterion=Ref(number, given[0].indicator.criterion.name),
            indicators=tuple(one.indicator.code for one in given),
            unverified=any(one.confidence != Confidence.SOURCED for one in given),
            communes=len(now),
            met_before=_met(before.values(), number),
            met_now=_met(now.values(), number),
            unmet=tuple(
                str(one.commune)
                for one in now.values()
                if any(criterion.number == number for criterion in one.unmet)
            ),
            unknown=sum(not one.cells[number].status for one in now.values()),
            illustrative=any(
                one.cells[number].illustrative for one in (*before.values(), *now.values())
            ),
        )
        for number, given in by_criterion.items()
    )


def _met(standing: Iterable[Standing], number: int) -> int | None:
    """How many communes meet the criterion; None while nobody has judged any."""
    words = [one.cells[number].status for one in standing if one.cells[number].status]
    return sum(word == Status.MET for word in words) if words else None
