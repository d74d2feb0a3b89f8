"""Who stands behind the communes of a report: plans, reports, and what was given in the period (table C2)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from communes.models import Agency
from criteria.choices import Duty
from criteria.models import SponsorAssignment
from plans.choices import ActionState, Frequency, MoneySource
from plans.models import DutyItem, SponsorPlan, SupportAction
from plans.selectors.counting import counted
from plans.selectors.support import SupportLine, lines
from reports.figures.province.communes import Place
from reports.figures.province.shapes import Gap, Sponsor
from reports.models import ReportRun
from reports.words import day as in_words

OWN = {MoneySource.OWN.value}
RAISED = {MoneySource.ENTERPRISES.value}
INTEGRATED = {MoneySource.INTEGRATED.value}
ASKED = [Frequency.HALF_YEAR, Frequency.YEARLY]


def gather(
    run: ReportRun, places: Mapping[int, Place], behind: Mapping[int, list[SponsorAssignment]]
) -> tuple[tuple[Sponsor, ...], tuple[Gap, ...]]:
    """Each agency once, in order; and the sums of help that do not close."""
    assigned: dict[int, list[SponsorAssignment]] = defaultdict(list)
    for some in behind.values():
        for one in some:
            assigned[one.agency_id].append(one)
    agencies = {one.agency_id: one.agency for some in assigned.values() for one in some}
    help_given = _help(run, list(places))
    plans, sent = _plans(agencies, run.as_of), _reports(agencies, run)
    found = [
        _sponsor(
            agency,
            [one for one in assigned[pk] if one.commune_id in places],
            places,
            (plans[pk], sent[pk]),
            help_given[pk],
        )
        for pk, agency in agencies.items()
    ]
    found.sort(key=lambda one: one[0])
    gaps = [gap for some in help_given.values() for line in some for gap in _gaps(line)]
    return tuple(one for _, one in found), tuple(gaps)


def _sponsor(
    agency: Agency,
    assigned: list[SponsorAssignment],
    places: Mapping[int, Place],
    papers: tuple[list[str], list[str]],
    given: list[SupportLine],
) -> tuple[str, Sponsor]:
    money = [
        (one.source, one.done)
        for line in given
        for one in line.action.money.all()
        if one.done is not None
    ]
    named = OWN | RAISED | INTEGRATED
    return agency.sort_key, Sponsor(
        name=str(agency),
        slug=agency.slug,
        communes=tuple(places[one.commune_id].code for one in assigned),
        sponsored=sum(one.duty == Duty.SPONSOR for one in assigned),
        in_charge=sum(one.duty == Duty.IN_CHARGE for one in assigned),
        unclear=sum(not one.duty for one in assigned),
        plans=tuple(papers[0]),
        reports=tuple(papers[1]),
        times=len(given),
        total=_sum(line.done.total for line in given),
        own=_sum(done for source, done in money if source in OWN),
        raised=_sum(done for source, done in money if source in RAISED),
        integrated=_sum(done for source, done in money if source in INTEGRATED),
        others=_sum(done for source, done in money if source not in named),
        rest=_sum(line.done.rest for line in given),
        illustrative=any(line.action.illustrative for line in given),
    )


def _help(run: ReportRun, communes: list[int]) -> dict[int, list[SupportLine]]:
    rows = SupportAction.objects.filter(
        state=ActionState.DONE,
        commune__in=communes,
        done_on__range=(run.period_starts, run.as_of),
    ).select_related("commune", "agency")
    found: dict[int, list[SupportLine]] = defaultdict(list)
    for line in lines(rows.order_by("done_on", "pk")):
        found[line.action.agency_id].append(line)
    return found


def _gaps(line: SupportLine) -> Iterable[Gap]:
    done, action = line.done, line.action
    if done.flagged and done.stated is not None and done.split is not None:
        what = f"hỗ trợ của {action.agency} cho {action.commune} ({action.content})"
        yield Gap(what, f"{done.stated:f}", f"{done.split:f}")


def _plans(agencies: Iterable[int], day: dt.date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = SponsorPlan.objects.filter(counted(), agency__in=list(agencies))
    rows = rows.filter(year_from__lte=day.year).select_related("paper").defer("paper__body")
    for one in rows.order_by("year_from", "pk"):
        if (one.year_to or day.year) >= day.year and (one.paper.dated or dt.date.min) <= day:
            words = f" ({one.paper.date_words})" if one.paper.date_words else ""
            found[one.agency_id].append(f"{one.paper.short}{words}")
    return found


def _reports(agencies: Iterable[int], run: ReportRun) -> dict[int, list[str]]:
    """Of the reports owed in the period: sent in time, late, or not sent though due."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = DutyItem.objects.filter(
        counted("duty__paper"),
        duty__agency__in=list(agencies),
        duty__frequency__in=ASKED,
        due_on__range=(run.period_starts, run.as_of),
    ).select_related("duty", "paper")
    for one in rows.order_by("due_on", "pk"):
        sent = one.done_on is not None and one.done_on <= run.as_of
        paper = f"{one.paper.short}, " if one.paper and sent else ""
        if not sent or one.done_on is None:
            words = f"chưa gửi (hạn {in_words(one.due_on)})"
        else:
            late = "đúng hạn" if one.done_on <= one.due_on else "trễ hạn"
            words = f"{paper}{in_words(one.done_on)}, {late}"
        found[one.duty.agency_id or 0].append(words)
    return found


def _sum(values: Iterable[Decimal | None]) -> str | None:
    known = [one for one in values if one is not None]
    return f"{sum(known, Decimal(0)):f}" if known else None
