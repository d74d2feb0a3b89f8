"""What a worker does for a cycle: take its next report, draft its paper, say why it cannot be made."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts import notices, trail
from accounts.calendar import working_day
from accounts.choices import NoticeKind
from communes.models import Agency
from documents.models.claimed import PATIENCE, QUEUED, RUNNING
from documents.services.claims import end_badly
from plans.selectors.duties import people_of
from reports.choices import CycleState, Kind, RunState
from reports.kinds import KINDS
from reports.models import LIVING, ReportCycle, ReportRun
from reports.services.request import paper_for
from reports.services.run import fail, start

NEXT = 8  # rows looked at: who comes second for one takes another


def take_next(cycle_pk: int) -> ReportRun | None:
    """Claim the next report of a running cycle; None where nothing waits."""
    waiting = ReportRun.objects.filter(
        cycle=cycle_pk, cycle__state=CycleState.RUNNING, state=QUEUED
    ).order_by("pk")
    while keys := list(waiting.values_list("pk", flat=True)[:NEXT]):
        for key in keys:
            run = start(key)
            if run is not None:
                ReportCycle.objects.filter(pk=cycle_pk).update(taken_at=timezone.now())
                return run
    return None


@transaction.atomic
def prepare(run: ReportRun) -> None:
    """Draft the paper of a run that was asked for without one. Refusals: `on_its_way`."""
    if run.paper is not None or not KINDS[Kind(run.kind)].is_paper:
        return
    Agency.objects.select_for_update().get(pk=run.agency_id)
    run.paper = paper_for(run, None)
    run.save(update_fields=["paper"])


def give_up(run: ReportRun, error: BaseException) -> None:
    """The run failed: a refusal says its own words."""
    if not isinstance(error, ValidationError):
        fail(run, error)
        return
    with transaction.atomic():
        reason = " ".join(error.messages)
        if end_badly(run, reason):
            trail.record(
                None, "report failed", run, attempt=run.attempt, error=f"refused: {error.code}"
            )


def tell_writers(run: ReportRun) -> None:
    """Whoever writes for the agency learns that a draft of its report waits for them."""
    if run.cycle_id is None or run.state != RunState.DONE:
        return
    notices.tell(
        [one.user for one in people_of({run.agency_id}, working_day())],
        key=f"report-cycle-run:{run.pk}",
        title=f"Đã lập dự thảo: {run.get_kind_display()}, {run.period}",
        words="Hãy bổ sung phần nhận xét, rồi trình ký và ban hành.",
        address=reverse("reports:run_detail", args=[run.pk]),
        kind=NoticeKind.REPORT,
    )


def cycles_to_call(now: dt.datetime | None = None) -> list[tuple[int, int]]:
    """Running cycles for which workers are missing, and how many: what was lost, or was never heard."""
    moment = now or timezone.now()
    fresh = moment - dt.timedelta(seconds=settings.RUN_EXPIRES)
    patient = moment - dt.timedelta(seconds=PATIENCE * settings.RUN_EXPIRES)
    found = []
    for cycle in ReportCycle.objects.filter(state=CycleState.RUNNING).order_by("pk"):
        runs = ReportRun.objects.filter(cycle=cycle)
        waiting = runs.filter(state=QUEUED)
        lost = Q(queued_at__gt=cycle.called_at)
        if cycle.called_at > patient:
            waiting = waiting.filter(lost)
        missing = settings.CYCLE_LANES - runs.filter(state=RUNNING, heartbeat__gte=fresh).count()
        lanes = min(missing, waiting.count())
        called = ReportCycle.objects.filter(pk=cycle.pk, called_at=cycle.called_at)
        if lanes > 0 and called.update(called_at=moment):
            found.append((cycle.pk, lanes))
    return found


def cycles_to_settle() -> list[int]:
    """Living cycles of which nothing waits or runs: the worker of the last report was lost."""
    open_still = ReportRun.objects.unsettled().filter(cycle__isnull=False).values("cycle")
    rows = ReportCycle.objects.filter(state__in=LIVING).exclude(pk__in=open_still)
    return list(rows.values_list("pk", flat=True))
