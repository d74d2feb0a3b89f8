"""Making a report: claim, gather and freeze, compose, print, finish once.

Every write asks whether the claim still holds.
"""

import errno
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts import trail
from communes.names import search_key
from documents.blocks import to_json
from documents.choices import PaperState
from documents.models import OfficialDocument
from documents.selectors import printed
from reports.choices import Kind, RunState
from reports.kinds import KINDS
from reports.models import ReportRun
from reports.words import footer

LONGEST = 40  # letters of an agency in a file's name: the column keeps a hundred of all
logger = structlog.get_logger("ntm.reports")


class Superseded(Exception):  # noqa: N818 -- reads as what happened
    """Another worker has taken the run: this one lets go and writes nothing more."""


def start(run_pk: int) -> ReportRun | None:
    """Claim the run by a conditional update; None where there is nothing to claim."""
    now = timezone.now()
    claimed = (
        ReportRun.objects.filter(pk=run_pk)
        .claimable(now)
        .update(
            state=RunState.RUNNING,
            heartbeat=now,
            attempt=F("attempt") + 1,
            progress=0,
            step="Bắt đầu",
            error="",
        )
    )
    if not claimed:
        return None
    run: ReportRun = ReportRun.objects.select_related("agency", "criteria_set", "paper").get(
        pk=run_pk
    )
    return run


def render(run: ReportRun) -> None:
    """Gather, freeze, compose, print and keep, saying between steps how far it is."""
    from documents import pdf  # WeasyPrint is slow to import, and web workers never need it

    kind = KINDS[Kind(run.kind)]
    progress(run, 10, "Thu thập số liệu")
    if run.figures is None:
        _freeze(run, kind.gather(run))
    progress(run, 40, "Soạn nội dung")
    _write_body(run)
    progress(run, 60, "In ra PDF")
    illustrative = kind.is_illustrative(run.figures or {})
    content = pdf.render(printed(run.paper, footer=footer(illustrative=illustrative)))
    progress(run, 90, "Lưu tệp")
    finish(run, content)


def progress(run: ReportRun, percent: int, step: str) -> None:
    """Write how far the run is, with a heartbeat; refuse to go on where the claim is gone."""
    held = ReportRun.objects.held_at(run.pk, run.attempt)
    if not held.update(progress=percent, step=step, heartbeat=timezone.now()):
        raise Superseded
    run.progress, run.step = percent, step


@contextmanager
def keep_alive(run: ReportRun) -> Iterator[None]:
    """A heartbeat from beside the work, since one step alone may take longer than RUN_EXPIRES."""
    done = threading.Event()

    def beat() -> None:
        try:
            while not done.wait(settings.RUN_EXPIRES / 4):
                held = ReportRun.objects.held_at(run.pk, run.attempt)
                with suppress(OperationalError):  # the next beat tries again
                    held.update(heartbeat=timezone.now())
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat of run {run.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _freeze(run: ReportRun, figures: dict[str, Any]) -> None:
    """Keep the figures, once: whoever comes later prints from these."""
    held = ReportRun.objects.held_at(run.pk, run.attempt)
    if not held.filter(figures__isnull=True).update(figures=figures):
        raise Superseded
    run.figures = figures


def _write_body(run: ReportRun) -> None:
    """The blocks go onto the paper while it is a draft; what is out never changes, and is printed as it stands."""
    paper = run.paper
    if paper.state != PaperState.DRAFT or (run.file and paper.body):
        return
    paper.body = to_json(KINDS[Kind(run.kind)].compose(run.figures or {}))
    OfficialDocument.objects.filter(pk=paper.pk, state=PaperState.DRAFT).update(body=paper.body)


def finish(run: ReportRun, content: bytes) -> None:
    """Keep the file, then running → done, once. Who was superseded meanwhile takes the file back."""
    storage, before = run.file.storage, run.file.name
    # What stands there under our name is not ours: a database was restored beside newer files.
    name = storage.get_available_name(file_name(run))
    try:
        storage.save(name, ContentFile(content))
        _end(run, name)
    except BaseException:
        storage.delete(name)
        raise
    for old in {file_name(run, attempt) for attempt in range(1, run.attempt)} | {before}:
        if old and old != name:
            storage.delete(old)


@transaction.atomic
def _end(run: ReportRun, name: str) -> None:
    ended = ReportRun.objects.held_at(run.pk, run.attempt).update(
        state=RunState.DONE,
        file=name,
        progress=100,
        step="Hoàn thành",
        finished_at=timezone.now(),
    )
    if not ended:
        raise Superseded
    run.refresh_from_db()
    trail.record(None, "made report", run, attempt=run.attempt)


def file_name(run: ReportRun, attempt: int | None = None) -> str:
    """A name of its own for every attempt, so that none writes over another's file."""
    agency = search_key(str(run.agency)).replace(" ", "-")[:LONGEST]
    stem = f"bao-cao-{agency}-{run.period_starts:%Y-%m}-{run.pk}-{attempt or run.attempt}"
    return f"reports/{run.period_starts:%Y}/{stem}.pdf"


def fail(run: ReportRun, error: BaseException) -> None:
    """Write down why, in words for whoever asked; what the machine said goes to the log."""
    logger.error("report failed", run=run.pk, attempt=run.attempt, exc_info=error)
    with transaction.atomic():
        failed = ReportRun.objects.held_at(run.pk, run.attempt).update(
            state=RunState.FAILED,
            error=f"{_reason(error)} (mã tra nhật ký: {run.pk}-{run.attempt})",
            finished_at=timezone.now(),
        )
        if failed:
            trail.record(None, "report failed", run, attempt=run.attempt, error=repr(error)[:300])


def _reason(error: BaseException) -> str:
    """What went wrong and the way out."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "Máy chủ hết chỗ lưu tệp. Báo quản trị giải phóng ổ đĩa rồi bấm «Lập lại»."
    if isinstance(error, OSError):
        return "Không ghi được tệp PDF. Báo quản trị kiểm tra nơi lưu tệp rồi bấm «Lập lại»."
    if type(error).__name__ == "SoftTimeLimitExceeded":
        return "Lập báo cáo quá thời gian cho phép. Bấm «Lập lại»; nếu vẫn vậy, báo quản trị."
    if type(error).__name__ in {"FontMissing", "GlyphMissing"}:
        return str(error)
    return "Có lỗi khi lập báo cáo. Bấm «Lập lại»; nếu vẫn vậy, báo quản trị."
