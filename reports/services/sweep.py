"""Runs that nobody took or whose worker died: asked for again, and given up after the last attempt."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts import trail
from documents.services import claims
from reports.choices import RunState
from reports.models import LIVING, ReportRun, ReportRunQuerySet


def sweep(now: dt.datetime | None = None) -> list[int]:
    """Queue forgotten runs again and give back their keys; fail those that used up their attempts.

    What waits in a living cycle has no message of its own: its workers ask for the next (`cycle_work`).
    """
    again = claims.sweep(ReportRun.objects.all(), _give_up, now)
    of_cycles = ReportRun.objects.filter(pk__in=again, cycle__state__in=LIVING)
    theirs = set(of_cycles.values_list("pk", flat=True)) if again else set()
    return [key for key in again if key not in theirs]


@transaction.atomic
def _give_up(run: ReportRun, still: ReportRunQuerySet) -> None:
    failed = still.update(
        state=RunState.FAILED,
        error=(
            f"Hệ thống nền đã dừng giữa chừng {run.attempt} lần khi lập báo cáo này. "
            "Bấm «Lập lại»; nếu vẫn vậy, báo quản trị."
        ),
        finished_at=timezone.now(),
    )
    if failed:
        trail.record(None, "report failed", run, attempt=run.attempt, error="worker lost")
