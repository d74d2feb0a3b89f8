"""«Việc của tôi»: what waits for somebody, by what they hold; several memberships, several sections."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from django.db.models import Count

from accounts.calendar import working_day
from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Agency, Commune, Held, held_by
from criteria.choices import Status
from criteria.models import (
    CriteriaSet,
    Criterion,
    CurrentStatus,
    Round,
    SponsorAssignment,
    StatedCount,
    StatusEntry,
)
from criteria.selectors import round_in_force
from criteria.selectors.levels import AtRisk, at_risk
from criteria.selectors.replies import (
    WordFilters,
    contested_by_criterion,
    waiting_for,
    words_of_others,
)
from criteria.selectors.turned import measured_communes
from criteria.selectors.unverified import WITH_VALUE, WITHOUT_VALUE, waiting
from reports.choices import RunState
from reports.models import ReportRun
from reports.selectors.asked import Asked
from reports.selectors.kpi import Figure, said_of_province, strip
from reports.selectors.overview import Picture, Row, choose_set, picture, sets_on

LATEST = 10


@dataclass(frozen=True, slots=True)
class Now:
    """What every section starts from."""

    today: dt.date
    criteria_set: CriteriaSet
    round: Round | None


@dataclass(frozen=True, slots=True)
class BackedCommune:
    """A commune that an agency stands behind."""

    assignment: SponsorAssignment
    row: Row
    stated: Sequence[StatedCount]


@dataclass(frozen=True, slots=True)
class AskedCriterion:
    """A criterion that an agency answers for, over all communes."""

    criterion: Criterion
    met: int
    unmet: int
    not_applicable: int
    total: int
    measured: int = 0  # communes with a value of an indicator that the agency answers for
    contested: int = 0

    @property
    def unknown(self) -> int:
        return self.total - self.met - self.unmet - self.not_applicable


@dataclass(frozen=True, slots=True)
class Department:
    template: ClassVar[str] = "reports/_home_department.html"
    held: Held
    now: Now
    communes: Sequence[BackedCommune]
    criteria: Sequence[AskedCriterion]
    runs: Sequence[ReportRun]


@dataclass(frozen=True, slots=True)
class OwnCommune:
    template: ClassVar[str] = "reports/_home_commune.html"
    held: Held
    now: Now
    row: Row | None
    sponsors: Sequence[SponsorAssignment]
    unanswered: int = 0  # words of others that the commune has not answered


@dataclass(frozen=True, slots=True)
class OwnDistrict:
    template: ClassVar[str] = "reports/_home_district.html"
    held: Held
    now: Now
    rows: Sequence[Row]

    @property
    def falling(self) -> list[Row]:
        return falling(self.rows)

    @property
    def silent(self) -> list[Row]:
        return [row for row in self.rows if not row.standing.has_data]


@dataclass(frozen=True, slots=True)
class Office:
    template: ClassVar[str] = "reports/_home_office.html"
    held: Held
    now: Now
    figures: Sequence[Figure]
    silent: Sequence[Row]
    unverified: int  # thresholds, of all sets
    unknown: int
    at_risk: Sequence[AtRisk]  # recognitions that may be lost
    runs: Sequence[ReportRun]
    latest: Sequence[StatusEntry]


@dataclass(frozen=True, slots=True)
class Leader:
    template: ClassVar[str] = "reports/_home_leader.html"
    held: Held
    now: Now
    figures: Sequence[Figure]
    gained: Sequence[Row]
    falling: Sequence[Row]
    cutoff: dt.date | None


Section = Department | OwnCommune | OwnDistrict | Office | Leader


def home(user: User) -> list[Section] | None:
    """The sections in the order of what is held, an agency once; nothing where no set is in force."""
    today = working_day()
    held = list({one.agency.pk: one for one in reversed(held_by(user))}.values())[::-1]
    if not held:
        return []
    criteria_set = choose_set(sets_on(today), "", today)
    if criteria_set is None:
        return None
    now = Now(today, criteria_set, round_in_force(today))
    return [SECTIONS[AgencyKind(one.agency.kind)](one, now) for one in held]


def falling(rows: Iterable[Row]) -> list[Row]:
    return sorted((row for row in rows if row.lost), key=lambda row: row.change)


def _picture(now: Now, **which: object) -> Picture:
    communes = Commune.objects.on(now.today).filter(**which)
    return picture(now.criteria_set, now.today, communes=communes)


def department(held: Held, now: Now) -> Department:
    return Department(
        held=held,
        now=now,
        communes=_backed(held.agency, now),
        criteria=_answered_for(held.agency, now),
        runs=_runs_of_round(held.agency, now),
    )


def _backed(agency: Agency, now: Now) -> list[BackedCommune]:
    assignments = list(
        SponsorAssignment.objects.on(now.today)
        .filter(agency=agency)
        .select_related("paper")
        .order_by("commune__sort_key", "pk")
    )
    keys = [one.commune_id for one in assignments]
    rows = {row.commune.pk: row for row in _picture(now, pk__in=keys).rows}
    stated: dict[int | None, list[StatedCount]] = {}
    counts = StatedCount.objects.filter(commune__in=keys, as_of__lte=now.today)
    for one in counts.select_related("criteria_set", "paper"):
        stated.setdefault(one.commune_id, []).append(one)
    return [
        BackedCommune(one, rows[one.commune_id], stated.get(one.commune_id, []))
        for one in assignments
        if one.commune_id in rows
    ]


def _answered_for(agency: Agency, now: Now) -> list[AskedCriterion]:
    """The criteria of the set in force of which the agency answers for an indicator."""
    answers = agency.responsibilities.on(now.today)
    about = answers.values("indicator__criterion")
    criteria = list(now.criteria_set.criteria.filter(pk__in=about).order_by("number"))
    places = Commune.objects.on(now.today)
    found: dict[int, dict[str, int]] = {}
    said = CurrentStatus.objects.filter(
        criterion__in=about,
        scorecard__criteria_set=now.criteria_set,
        scorecard__commune__in=places.order_by().values("pk"),
    )
    for criterion, status, count in said.values_list("criterion", "status").annotate(Count("pk")):
        found.setdefault(criterion, {})[status] = count
    total = places.count()
    measured = measured_communes(answers.values("indicator"), places, now.today)
    contested = contested_by_criterion([one.pk for one in criteria], now.today)
    return [
        replace(
            _asked_criterion(one, found.get(one.pk, {}), total),
            measured=measured.get(one.pk, 0),
            contested=contested.get(one.pk, 0),
        )
        for one in criteria
    ]


def _asked_criterion(criterion: Criterion, found: dict[str, int], total: int) -> AskedCriterion:
    return AskedCriterion(
        criterion=criterion,
        met=found.get(Status.MET, 0),
        unmet=found.get(Status.NOT_MET, 0) + found.get(Status.IN_PROGRESS, 0),
        not_applicable=found.get(Status.NOT_APPLICABLE, 0),
        total=total,
    )


def _runs_of_round(agency: Agency, now: Now) -> list[ReportRun]:
    if now.round is None:
        return []
    rows = ReportRun.objects.filter(
        agency=agency, as_of__range=(now.round.starts, now.round.ends)
    ).select_related("agency", "requested_by")
    return list(rows.defer("figures"))


def own_commune(held: Held, now: Now) -> OwnCommune:
    rows = _picture(now, pk=held.agency.commune_id).rows
    sponsors = SponsorAssignment.objects.on(now.today).filter(commune=held.agency.commune_id)
    return OwnCommune(
        held=held,
        now=now,
        row=rows[0] if rows else None,
        sponsors=list(sponsors.select_related("agency", "paper").order_by("agency__sort_key")),
        unanswered=_unanswered(held.agency, now),
    )


def _unanswered(agency: Agency, now: Now) -> int:
    if agency.commune is None:
        return 0
    words = words_of_others(
        agency.commune, agency, criteria_set=now.criteria_set.pk, day=now.today
    )
    return len(waiting_for(words, WordFilters()))


def own_district(held: Held, now: Now) -> OwnDistrict:
    return OwnDistrict(held, now, _picture(now, district=held.agency.district_id).rows)


def office(held: Held, now: Now) -> Office:
    whole = _picture(now)
    unsettled = ReportRun.objects.filter(
        state__in=[RunState.QUEUED, RunState.RUNNING, RunState.FAILED]
    )
    return Office(
        held=held,
        now=now,
        figures=strip(whole, said_of_province(now.today), Asked()),
        silent=[row for row in whole.rows if not row.standing.has_data],
        unverified=waiting(WITH_VALUE).count(),
        unknown=waiting(WITHOUT_VALUE).count(),
        at_risk=at_risk([row.commune for row in whole.rows], now.today),
        runs=list(unsettled.select_related("agency", "requested_by").defer("figures")),
        latest=_latest_words(),
    )


def _latest_words() -> list[StatusEntry]:
    """The last words of people; figures that only illustrate are left out."""
    rows = StatusEntry.objects.filter(illustrative=False, withdrawn_at=None)
    return list(
        rows.select_related(
            "scorecard__commune", "criterion__criteria_set", "by", "agency"
        ).order_by("-recorded_at", "-pk")[:LATEST]
    )


def leader(held: Held, now: Now) -> Leader:
    whole = _picture(now)
    gained = [row for row in whole.rows if row.change > 0]
    return Leader(
        held=held,
        now=now,
        figures=strip(whole, said_of_province(now.today), Asked()),
        gained=sorted(gained, key=lambda row: -row.change),
        falling=falling(whole.rows),
        cutoff=whole.cutoff,
    )


SECTIONS: dict[AgencyKind, Callable[[Held, Now], Section]] = {
    AgencyKind.DEPARTMENT: department,
    AgencyKind.COMMUNE: own_commune,
    AgencyKind.DISTRICT: own_district,
    AgencyKind.OFFICE: office,
    AgencyKind.PROVINCE: leader,
}
