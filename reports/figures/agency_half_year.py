"""The figures of an agency's six-month report: its communes, and the criteria it answers for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db.models import prefetch_related_objects

from communes.choices import Confidence
from communes.models import Commune
from criteria.choices import Duty, Status, gained, lost
from criteria.models import Criterion, Responsibility, SponsorAssignment
from criteria.selectors import Standing, standings
from documents.choices import PaperKind, PaperState, RelationKind
from documents.models import OfficialDocument, Relation
from reports.figures.communes import Facts, facts_of
from reports.figures.shapes import AgencyFigures, CommuneFigures, Mandate, Ref, SectorFigures
from reports.models import ReportRun
from reports.words import lowered

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
        plans=_plans(run),
        communes=tuple(
            _commune(
                one,
                before.get(one.commune_id),
                now.get(one.commune_id),
                names,
                facts[one.commune_id],
            )
            for one in assignments
        ),
        sector=_sector(run, before, now),
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
        relation.paper_id: _named(relation.other)
        for relation in Relation.objects.filter(
            kind=RelationKind.REPLACES, paper__in=list(papers)
        ).select_related("other")
    }
    carried = {one.paper_id for one in assignments if one.carried_on}
    return tuple(
        Mandate(
            paper=_named(paper),
            cited=cited(paper),
            replaces=replaced.get(pk, ""),
            carried_on=pk in carried,
        )
        for pk, paper in papers.items()
    )


def _plans(run: ReportRun) -> tuple[str, ...]:
    """The agency's own plans that were out on that day; a day left blank counts by its month."""
    papers = OfficialDocument.objects.filter(
        issuer=run.agency, kind=PaperKind.PLAN, year__lte=run.as_of.year
    ).exclude(state=PaperState.DRAFT)
    out = [one for one in papers.order_by("year", "month", "day") if _first_day(one) <= run.as_of]
    return tuple(f"{_named(one)} {lowered(one.title)}" for one in out)


def _first_day(paper: OfficialDocument) -> dt.date:
    return paper.dated or dt.date(paper.year or 1, paper.month or 1, 1)


def cited(paper: OfficialDocument) -> str:
    """A paper at its first mention: kind, number and symbol, date, issuer, subject, as far as they are known."""
    issuer = paper.issuer.name if paper.issuer else paper.issuer_text
    return f"{_named(paper)}{f' của {issuer}' if issuer else ''} {lowered(paper.title)}"


def _named(paper: OfficialDocument) -> str:
    """«Quyết định số 1841/QĐ-UBND ngày 14/7/2020», «Kế hoạch tháng 11/2020»."""
    parts = [paper.get_kind_display()]
    if paper.number:
        parts.append(f"số {paper.symbol}")
    if paper.date_words:
        parts.append(f"{'ngày' if paper.dated else 'tháng'} {paper.date_words}")
    return " ".join(parts)


def _commune(
    assignment: SponsorAssignment,
    before: Standing | None,
    now: Standing | None,
    names: dict[int, str],
    facts: Facts,
) -> CommuneFigures:
    commune = assignment.commune
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
    )


def _changes(
    before: Standing | None, now: Standing | None, names: dict[int, str]
) -> tuple[tuple[Ref, ...], ...]:
    """Criteria gained, met at their first assessment, and lost."""
    up: list[Ref] = []
    newly_met: list[Ref] = []
    down: list[Ref] = []
    if before is not None and now is not None:
        for number, cell in now.cells.items():
            was, ref = before.cells[number].status, Ref(number, names[number])
            if gained(was, cell.status):
                up.append(ref)
            elif lost(was, cell.status):
                down.append(ref)
            elif not was and cell.status == Status.MET:
                newly_met.append(ref)
    return tuple(up), tuple(newly_met), tuple(down)


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
