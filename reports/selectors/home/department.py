"""The first page of a department: its communes, its criteria, its tasks, what it owes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from django.db.models import Count

from communes.models import Agency, Commune, Held
from criteria.choices import Status
from criteria.models import Criterion, CurrentStatus, SponsorAssignment, StatedCount
from criteria.selectors.replies import contested_by_criterion
from criteria.selectors.turned import measured_communes
from plans.permissions import WATCHES_THE_OFFICE
from plans.selectors.difficulties import DifficultyLine
from plans.selectors.owed import Waiting, Work, waiting_for
from plans.selectors.support import last_contact_by
from reports.models import ReportRun
from reports.selectors.home.files import LyingFiles, lying_with
from reports.selectors.home.now import (
    Now,
    Promised,
    Reported,
    picture_of,
    promised,
    reported,
    to_answer,
)
from reports.selectors.overview import Row


@dataclass(frozen=True, slots=True)
class BackedCommune:
    """A commune that an agency stands behind; `helped_on`: the last day on which it helped there."""

    assignment: SponsorAssignment
    row: Row
    stated: Sequence[StatedCount]
    helped_on: dt.date | None = None
    days: int | None = None  # since then


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
    work: Work
    promised: Promised
    reported: Reported
    difficulties: Sequence[DifficultyLine]
    files: LyingFiles  # of communes, which wait for its appraisal or its review
    waiting: Waiting | None  # what the office has done waits for Sở NN&PTNT


def department(held: Held, now: Now) -> Department:
    return Department(
        held=held,
        now=now,
        communes=_backed(held.agency, now),
        criteria=_answered_for(held.agency, now),
        runs=_runs_of_round(held.agency, now),
        work=now.tasks.of(held.agency),
        promised=promised(held.agency, now),
        reported=reported(held.agency, now),
        difficulties=to_answer(held.agency, now),
        files=lying_with(held.agency, now),
        waiting=_watched(held.agency, now),
    )


def _backed(agency: Agency, now: Now) -> list[BackedCommune]:
    assignments = list(
        SponsorAssignment.objects.on(now.today)
        .filter(agency=agency)
        .select_related("paper")
        .order_by("commune__sort_key", "pk")
    )
    keys = [one.commune_id for one in assignments]
    rows = {row.commune.pk: row for row in picture_of(now, pk__in=keys).rows}
    stated: dict[int | None, list[StatedCount]] = {}
    counts = StatedCount.objects.filter(commune__in=keys, as_of__lte=now.today)
    for one in counts.select_related("criteria_set", "paper"):
        stated.setdefault(one.commune_id, []).append(one)
    helped = last_contact_by(agency.pk, [row.commune for row in rows.values()], now.today)
    return [
        BackedCommune(
            one,
            rows[one.commune_id],
            stated.get(one.commune_id, []),
            on := helped.get(one.commune_id),
            (now.today - on).days if on else None,
        )
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


def _watched(agency: Agency, now: Now) -> Waiting | None:
    """What the office says it has done waits for Sở NN&PTNT, or for whoever followed it."""
    if agency.slug != WATCHES_THE_OFFICE and not any(
        one.slug == WATCHES_THE_OFFICE for one in agency.predecessors.all()
    ):
        return None
    return waiting_for(now.tasks, office=False)
