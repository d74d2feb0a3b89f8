"""Runs that nobody took or whose worker died: asked for again, and given up after the last attempt."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts import trail
from reports.choices import RunState
from reports.models import ReportRun, ReportRunQuerySet


def sweep(now: dt.datetime | None = None) -> list[int]:
    """Queue forgotten runs again and give back their keys; fail those that used up their attempts."""
    moment = now or timezone.now()
    again = []
    for run in ReportRun.objects.forgotten(moment).order_by("pk"):
        if run.attempt >= run.attempts_allowed:
            _give_up(run, moment)
        elif _still(run, moment).update(state=RunState.QUEUED, queued_at=moment, heartbeat=None):
            again.append(run.pk)
    return again


def _still(run: ReportRun, moment: dt.datetime) -> ReportRunQuerySet:
    """The run, unless somebody has touched it since it was found forgotten."""
    return ReportRun.objects.forgotten(moment).filter(pk=run.pk, attempt=run.attempt)


@transaction.atomic
def _give_up(run: ReportRun, moment: dt.datetime) -> None:
    failed = _still(run, moment).update(
        state=RunState.FAILED,
        error=(
            f"Hệ thống nền đã dừng giữa chừng {run.attempt} lần khi lập báo cáo này. "
            "Bấm «Lập lại»; nếu vẫn vậy, báo quản trị."
        ),
        finished_at=moment,
    )
    if failed:
        trail.record(None, "report failed", run, attempt=run.attempt, error="worker lost")
