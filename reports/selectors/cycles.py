"""All reports of a round: who makes them, and how far their making is."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.calendar import working_day
from communes.choices import AgencyKind
from communes.models import Agency, District
from criteria.models import Round, SponsorAssignment
from documents.choices import PaperState
from documents.models.claimed import QUEUED, RUNNING
from reports.choices import CycleState, Kind, RunState
from reports.kinds import KINDS
from reports.models import LIVING, CycleVolume, ReportCycle, ReportRun

# The longest reports first, so that no worker ends with one of them alone.
ORDER = ("province", "district", "agency", "commune")
OF_THE_PROVINCE = (AgencyKind.OFFICE, AgencyKind.PROVINCE)
REPORTS = ("kind", "agency", "commune")  # what makes two runs of a round one report
STILL = 2  # expiries of a run without a worker's taking anything: said on the page
RECENT = dt.timedelta(minutes=5)
LATEST = 20
LEAST = 3  # reports ended lately, from which a speed is told
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Reporter:
    """Somebody who makes a report."""

    kind: Kind
    agency: Agency


def day_of(period: Round) -> dt.date:
    """The day of a round's figures: its cut-off, or today while that is still to come."""
    return min(period.ends, working_day())


def kinds_of(period: Round) -> list[Kind]:
    """The kinds of reports that are made of a round, the longest first."""
    found = [kind for kind, of in KINDS.items() if of.rounds == period.kind and of.is_paper]
    return sorted(found, key=lambda kind: _place(kind.value))


def _place(kind: str) -> int:
    places = [place for place, start in enumerate(ORDER) if kind.startswith(start)]
    return places[0] if places else len(ORDER)


def reporters_of(
    period: Round, kinds: Iterable[Kind], districts: Collection[District] = ()
) -> list[Reporter]:
    """Who makes these reports of a round; with districts given, those there and whoever stands behind a commune there.

    The province's own reports are of all districts.
    """
    day, asked = day_of(period), set(kinds)
    found = []
    for kind in (one for one in kinds_of(period) if one in asked):
        issuers = KINDS[kind].issuers(day)
        if districts:
            issuers = issuers.filter(_near(districts, day))
        rows = issuers.select_related("commune__district", "district")
        found += [Reporter(kind, one) for one in rows.order_by("sort_key", "pk")]
    return found


def _near(districts: Collection[District], day: dt.date) -> Q:
    behind = SponsorAssignment.objects.on(day).filter(
        agency=OuterRef("pk"), commune__district__in=districts
    )
    there = Q(commune__district__in=districts) | Q(district__in=districts)
    return there | Q(kind__in=OF_THE_PROVINCE) | Q(Exists(behind))


def districts_of(period: Round) -> QuerySet[District]:
    """Districts that there are on the round's day; from 1/7/2025 on none."""
    rows: QuerySet[District] = District.objects.on(day_of(period)).order_by("name")
    return rows


def standing_runs(period: Round, kinds: Iterable[Kind]) -> list[ReportRun]:
    """The latest run of each report whose paper is before a signer or out: a cycle leaves it as it is."""
    rows = (
        ReportRun.objects.filter(round=period, kind__in=list(kinds), paper__isnull=False)
        .order_by("pk")
        .select_related("agency", "paper")
        .defer("figures", "body", "paper__body")
    )
    latest = {(one.kind, one.agency_id, one.commune_id): one for one in rows}
    open_again = {PaperState.DRAFT, PaperState.RECALLED}
    return [one for one in latest.values() if one.paper and one.paper.state not in open_again]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a cycle is, in reports. `speed`: ended a minute lately; None: too few to tell.

    `still`: for so many minutes no worker has taken anything, though something waits; None: all is well.
    """

    cycle: ReportCycle
    waiting: int
    running: int
    done: int
    failed: int
    standing: int
    speed: float | None
    still: int | None
    at_work: tuple[ReportRun, ...]
    failures: tuple[ReportRun, ...]
    volume: CycleVolume | None
    later: int  # reports made after the volume was bound

    @property
    def total(self) -> int:
        return self.waiting + self.running + self.done + self.failed

    @property
    def settled(self) -> int:
        return self.done + self.failed

    @property
    def percent(self) -> int:
        return 100 * self.settled // self.total if self.total else 100

    @property
    def minutes_left(self) -> int | None:
        left = self.waiting + self.running
        return -(-left // max(self.speed, 0.01)) if self.speed and left else None  # type: ignore[return-value]

    @property
    def is_moving(self) -> bool:
        """Something will change by itself: the page asks again."""
        volume = self.volume is not None and not self.volume.is_settled
        return self.running > 0 or self.cycle.state == CycleState.RUNNING or volume


def progress_of(cycle: ReportCycle, now: dt.datetime | None = None) -> Progress:
    moment = now or timezone.now()
    runs = ReportRun.objects.filter(cycle=cycle)
    states = Count("pk", filter=Q(state=QUEUED)), Count("pk", filter=Q(state=RUNNING))
    ends = Count("pk", filter=Q(state=RunState.DONE)), Count("pk", filter=Q(state=RunState.FAILED))
    counts = runs.aggregate(waiting=states[0], running=states[1], done=ends[0], failed=ends[1])
    shown = runs.select_related("agency", "commune").defer("figures", "body")
    at_work = (
        tuple(shown.filter(state=RUNNING).order_by("pk")[:SHOWN]) if counts["running"] else ()
    )
    failures = (
        tuple(shown.filter(state=RunState.FAILED).order_by("pk")[:SHOWN])
        if counts["failed"]
        else ()
    )
    volume = cycle.volumes.first()
    later = 0
    if volume is not None and volume.finished_at:
        later = runs.filter(state=RunState.DONE, finished_at__gt=volume.queued_at).count()
    return Progress(
        cycle=cycle,
        **counts,
        standing=cycle.standing.count(),
        speed=_speed(runs, moment),
        still=_still(cycle, at_work, counts["waiting"], moment),
        at_work=at_work,
        failures=failures,
        volume=volume,
        later=later,
    )


def _speed(runs: QuerySet[ReportRun], now: dt.datetime) -> float | None:
    """Reports ended a minute, from those of the last minutes."""
    ended = list(
        runs.filter(finished_at__gt=now - RECENT, state__in=[RunState.DONE, RunState.FAILED])
        .order_by("-finished_at")
        .values_list("finished_at", flat=True)[:LATEST]
    )
    if len(ended) < LEAST:
        return None
    first = ended[-1] or now
    span = (now - first).total_seconds() / 60
    return len(ended) / span if span > 0 else None


def _still(
    cycle: ReportCycle, at_work: Iterable[ReportRun], waiting: int, now: dt.datetime
) -> int | None:
    if cycle.state != CycleState.RUNNING:
        return None
    expired = now - dt.timedelta(seconds=settings.RUN_EXPIRES)
    heard = [one.heartbeat for one in at_work if one.heartbeat]
    if any(one >= expired for one in heard) or not (waiting or heard):
        return None
    last = max([cycle.taken_at or cycle.started_at, *heard])
    since = now - max(last, cycle.resumed_at)
    patience = dt.timedelta(seconds=STILL * settings.RUN_EXPIRES)
    return int(since.total_seconds() // 60) if since > patience else None


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round whose reports may be made, with the latest cycle of it."""

    period: Round
    cycle: ReportCycle | None
    owed: int
    sent: int


def round_lines(day: dt.date) -> list[RoundLine]:
    """Rounds that have begun and have kinds of reports, the latest first."""
    made = {of.rounds for of in KINDS.values() if of.rounds and of.is_paper}
    rounds = Round.objects.filter(starts__lte=day, kind__in=made).order_by("-ends", "kind")
    sent = Count("owed_reports", filter=Q(owed_reports__item__done_on__isnull=False))
    latest = {
        one.round_id: one for one in ReportCycle.objects.select_related("round").order_by("pk")
    }
    return [
        RoundLine(one, latest.get(one.pk), vars(one)["owed"], vars(one)["sent"])
        for one in rounds.annotate(owed=Count("owed_reports"), sent=sent)
    ]


def latest_cycle(period: Round) -> ReportCycle | None:
    rows = ReportCycle.objects.filter(round=period).select_related(
        "round", "criteria_set", "started_by", "ended_by"
    )
    return rows.prefetch_related("districts").first()


def living_cycle(period: Round) -> ReportCycle | None:
    return ReportCycle.objects.filter(round=period, state__in=LIVING).first()
