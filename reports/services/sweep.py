"""Runs that nobody took or whose worker died: asked for again, and given up after the last attempt."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts import trail
from documents.services import claims
from reports.choices import RunState
from reports.models import ReportRun, ReportRunQuerySet


def sweep(now: dt.datetime | None = None) -> list[int]:
    """Queue forgotten runs again and give back their keys; fail those that used up their attempts."""
    return claims.sweep(ReportRun.objects.all(), _give_up, now)


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
