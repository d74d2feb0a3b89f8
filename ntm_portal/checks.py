"""What a deploy can get wrong, said before a user finds it: `manage.py check --deploy --database default`."""

import datetime as dt
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 -- Django's name
from django.db import connections
from django.utils import timezone

from reports.choices import CycleState, RunState
from reports.models import ReportCycle, ReportRun

Apps = Sequence[AppConfig] | None
PRINT_FONT = "Liberation Serif"
QUEUED_TOO_LONG = dt.timedelta(hours=1)


def vietnamese_files(family: str) -> list[str]:
    """Font files of that family which hold every letter of Vietnamese, as fontconfig knows them."""
    program = shutil.which("fc-list")
    if program is None:
        return []
    answer = subprocess.run(  # noqa: S603 -- a fixed command
        [program, f"{family}:lang=vi", "file"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return answer.stdout.split("\n")[:-1]


@register("ntm", deploy=True)
def papers_have_a_font(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    if vietnamese_files(PRINT_FONT):
        return []
    return [
        Error(
            f"Không có phông chữ {PRINT_FONT} đủ chữ tiếng Việt để in văn bản.",
            hint="apt-get install fonts-liberation2 fontconfig (fonts-liberation bản 1 thiếu chữ).",
            id="ntm.E001",
        )
    ]


@register("ntm", deploy=True)
def broker_is_set(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    if settings.CELERY_BROKER_URL and not settings.CELERY_BROKER_URL.startswith("memory:"):
        return []
    return [
        Error(
            "Chưa khai báo hàng đợi: không có nó, báo cáo không bao giờ được lập.",
            hint="Đặt REDIS_URL, xem .env.example.",
            id="ntm.E002",
        )
    ]


@register("ntm", Tags.database)
def no_run_waits_for_an_hour(
    app_configs: Apps,  # noqa: ARG001
    databases: Sequence[str] | None = None,
    **kwargs: Any,  # noqa: ARG001
) -> list[CheckMessage]:
    messages: list[CheckMessage] = []
    for alias in databases or []:
        # `migrate` asks before it begins, of a database that may be of an earlier release.
        tables = set(connections[alias].introspection.table_names())
        if not {ReportRun._meta.db_table, ReportCycle._meta.db_table} <= tables:
            continue
        waiting = (
            ReportRun.objects.using(alias)
            .filter(state=RunState.QUEUED, queued_at__lt=timezone.now() - QUEUED_TOO_LONG)
            .exclude(cycle__state=CycleState.PAUSED)
            .count()
        )
        if waiting:
            messages.append(
                Warning(
                    f"{waiting} lần lập báo cáo đã xếp hàng hơn một giờ.",
                    hint="Xem tiến trình worker và beat có chạy và tới được REDIS_URL không.",
                    id="ntm.W001",
                )
            )
    return messages
