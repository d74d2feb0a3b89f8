"""The figures of a report of the province, or of a district with the same engine."""

import datetime as dt
from collections import defaultdict
from dataclasses import asdict, replace
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, prefetch_related_objects

from communes.choices import CommuneClassKind
from communes.models import Commune, CommuneClass, District
from communes.selectors.outlines import codes_drawn, drawing_of
from criteria.choices import Change, Duty, gained, lost
from criteria.models import CriteriaSet, Recognition, SponsorAssignment, holds
from criteria.selectors import Standing, set_in_force, standings
from reports.figures.programme.tasks import ProgrammeFigures, YearTasks, gather_tasks
from reports.figures.province import money as money_of
from reports.figures.province import papers as papers_of
from reports.figures.province import sponsors as sponsors_of
from reports.figures.province.communes import LETTERS, Criterion, HeldLevel, Moved, Place
from reports.figures.province.shapes import Figures
from reports.models import ReportRun
from reports.models.run import OF_A_YEAR

GROUPS = [CommuneClassKind.GROUP_1, CommuneClassKind.GROUP_2, CommuneClassKind.GROUP_3]
# Numbers of the set of forms for 2026–2030 (its circular is not verified); for earlier sets they are a proposal,
# and the table of communes by band, which took the place of «Biểu 06», has none.
FORMS = ("04", "05", "06", "07", "08", "09")


def gather(run: ReportRun) -> dict[str, Any]:
    """Everything the report says, as plain data. The number of queries does not grow with the rows."""
    district = run.agency.district
    before_on = run.period_starts - dt.timedelta(days=1)
    prefetch_related_objects([run.criteria_set], "criteria")
    communes = list(_communes(run, district))
    keys = [one.pk for one in communes]
    groups = [one for one in GROUPS if one in run.criteria_set.classes]
    set_before = _set_before(run.criteria_set, before_on)
    papers = papers_of.gather(run, district, keys)
    money = money_of.gather(run, keys)
    behind = _behind(run, keys)
    rows = _places(run, communes, None if set_before else before_on, behind, papers)
    sponsors, gaps = sponsors_of.gather(run, rows, behind)
    figures = Figures(
        place=str(district) if district else _province(communes),
        district_code=district.code if district else "",
        issuer=run.agency.name,
        yearly=run.kind in OF_A_YEAR,
        criteria_set=run.criteria_set.short_name,
        set_code=run.criteria_set.code,
        set_before=set_before,
        level=run.criteria_set.level,
        groups=tuple((one.value, str(one.label).removeprefix("xã ")) for one in groups),
        form_set=run.criteria_set.short_name,
        forms=tuple((one, "" if one == "06" and not groups else one) for one in FORMS),
        period_starts=run.period_starts.isoformat(),
        before_on=before_on.isoformat(),
        as_of=run.as_of.isoformat(),
        known_at=run.known_at.isoformat(),
        drawing=drawing_of(run.as_of).isoformat(),
        asked=papers.asked,
        criteria=tuple(Criterion(one.number, one.name) for one in run.criteria_set.criteria.all()),
        communes=tuple(rows.values()),
        communes_year_ago=_communes_on(year_before(run.as_of), district).count(),
        districts=papers_of.seats(run, communes),
        said=papers.said,
        aims=papers.aims,
        papers=papers.cited,
        sponsors=sponsors,
        gaps=(*money.gaps, *gaps),
        funds=money.funds,
        works=money.works,
        debt=money.debt,
        debtors=money.debtors,
        money_illustrative=money.illustrative,
        villages=papers_of.villages(run, keys),
        questions=papers.questions,
        programme=asdict(_tasks(run)),
    )
    return asdict(figures)


def _tasks(run: ReportRun) -> YearTasks:
    """The year's programme (RF12); of a district the tasks that its committee leads, alone or in a group."""
    found = gather_tasks(run.as_of.year, run.as_of, run.known_at)
    if run.agency.district is None:
        return found
    return replace(found, programmes=tuple(_led(one, run.agency.slug) for one in found.programmes))


def _led(programme: ProgrammeFigures, slug: str) -> ProgrammeFigures:
    groups = [
        replace(
            group,
            tasks=tuple(
                task for task in group.tasks if any(lead.slug == slug for lead in task.leads)
            ),
        )
        for group in programme.groups
    ]
    return replace(programme, groups=tuple(one for one in groups if one.tasks))


def year_before(day: dt.date) -> dt.date:
    """The same day of the year before; of 29/2 the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _communes_on(day: dt.date, district: District | None) -> QuerySet[Commune]:
    rows: QuerySet[Commune] = Commune.objects.on(day)
    return rows.filter(district__code=district.code) if district else rows


def _communes(run: ReportRun, district: District | None) -> QuerySet[Commune]:
    classes = CommuneClass.objects.on(run.as_of).filter(commune=OuterRef("pk"))
    rows = _communes_on(run.as_of, district).select_related("district", "province")
    rows = rows.annotate(group_kind=Subquery(classes.values("kind")[:1]))
    return rows.order_by("district__sort_key", "sort_key", "pk")


def _province(communes: list[Commune]) -> str:
    return str(communes[0].province) if communes else "tỉnh"


def _set_before(criteria_set: CriteriaSet, before_on: dt.date) -> str:
    """The other yardstick of the day before the period, by name; blank where it was the same."""
    if criteria_set.starts <= before_on:
        return ""
    other = set_in_force(before_on)
    return other.short_name if other else "trước đó"


Behind = dict[int, list[SponsorAssignment]]


def _behind(run: ReportRun, communes: list[int]) -> Behind:
    found: Behind = defaultdict(list)
    rows = SponsorAssignment.objects.on(run.as_of).filter(commune__in=communes)
    for one in rows.select_related("agency").order_by("agency__sort_key", "pk"):
        found[one.commune_id].append(one)
    return found


def _places(
    run: ReportRun,
    communes: list[Commune],
    before_on: dt.date | None,
    behind: Behind,
    papers: papers_of.Papers,
) -> dict[int, Place]:
    now = standings(run.criteria_set, communes, as_of=run.as_of, known_at=run.known_at)
    before: list[Standing | None] = [None] * len(communes)
    if before_on:
        before = list(
            standings(run.criteria_set, communes, as_of=before_on, known_at=run.known_at)
        )
    keys = [one.pk for one in communes]
    known = _recognitions(run.as_of, keys)
    drawn = codes_drawn(communes, drawing_of(run.as_of))
    return {
        one.commune.pk: _place(
            one,
            was,
            run,
            known=known[one.commune.pk],
            behind=behind[one.commune.pk],
            papers=papers,
            drawn=drawn[one.commune.pk],
        )
        for one, was in zip(now, before, strict=True)
    }


def _recognitions(day: dt.date, communes: list[int]) -> dict[int, list[Recognition]]:
    """What was known on that day, revoked ones among it."""
    found: dict[int, list[Recognition]] = defaultdict(list)
    rows = Recognition.objects.filter(since__lte=day, commune__in=communes)
    for row in rows.select_related("paper").defer("paper__body").order_by("since", "pk"):
        found[row.commune_id].append(row)
    return found


def _place(
    now: Standing,
    before: Standing | None,
    run: ReportRun,
    *,
    known: list[Recognition],
    behind: list[SponsorAssignment],
    papers: papers_of.Papers,
    drawn: list[str],
) -> Place:
    commune = now.commune
    held = [one for one in known if holds(one.since, one.revoked_on, run.as_of)]

    def levels(day: dt.date) -> tuple[str, ...]:
        alive = {one.level for one in known if holds(one.since, one.revoked_on, day)}
        return tuple(sorted(alive))

    def agencies(duty: str) -> tuple[str, ...]:
        return tuple(str(one.agency) for one in behind if one.duty == duty)

    return Place(
        code=commune.code,
        name=str(commune),
        district=str(commune.district or ""),
        district_code=commune.district.code if commune.district else "",
        group=vars(commune).get("group_kind") or "",
        now=_letters(now),
        before=_letters(before) if before else "",
        moved=_moved(before, now),
        held=tuple(_held(one) for one in held),
        held_before=levels(run.period_starts - dt.timedelta(days=1)),
        held_year_ago=levels(year_before(run.as_of)),
        sponsors=agencies(Duty.SPONSOR),
        in_charge=agencies(Duty.IN_CHARGE),
        unclear=agencies(""),
        goals=papers.goals.get(commune.pk, ()),
        stated=papers.stated.get(commune.pk, ()),
        drawn=tuple(drawn),
        illustrative=now.illustrative or bool(before and before.illustrative),
    )


def _letters(standing: Standing) -> str:
    return "".join(LETTERS[cell.status] for cell in standing.cells.values())


def _moved(before: Standing | None, now: Standing) -> tuple[Moved, ...]:
    """Gained and lost, each with the reason that was given when it was said."""
    found = []
    for place, (number, cell) in enumerate(now.cells.items()):
        was = before.cells[number].status if before else ""
        up, down = gained(was, cell.status), lost(was, cell.status)
        if up or down:
            why = str(Change(cell.change).label) if cell.change else ""
            found.append(Moved(place, up, why))
    return tuple(found)


def _held(one: Recognition) -> HeldLevel:
    return HeldLevel(
        level=one.level,
        year=one.year,
        decision=one.paper.short if one.paper else "",
        decided_on=one.decided_on.isoformat() if one.decided_on else "",
        paper=one.paper_id,
        illustrative=one.illustrative,
    )
