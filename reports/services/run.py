"""Making a report: claim, gather and freeze, compose, print, finish once.

Every write asks whether the claim still holds (documents.services.claims).
"""

from typing import Any

import structlog
from django.core.files.base import ContentFile
from django.db import transaction

from accounts import trail
from communes.names import search_key
from documents.blocks import to_json
from documents.choices import PaperState
from documents.models import OfficialDocument
from documents.selectors import printed
from documents.services.claims import Superseded, claim, end, end_badly, reason_of, tell
from reports.choices import Kind
from reports.kinds import KINDS
from reports.models import ReportRun
from reports.words import footer

LONGEST = 40  # letters of an agency in a file's name: the column keeps a hundred of all
logger = structlog.get_logger("ntm.reports")


def start(run_pk: int) -> ReportRun | None:
    """Claim the run by a conditional update; None where there is nothing to claim."""
    if not claim(ReportRun.objects.all(), run_pk):
        return None
    run: ReportRun = ReportRun.objects.select_related("agency", "criteria_set", "paper").get(
        pk=run_pk
    )
    return run


def render(run: ReportRun) -> None:
    """Gather, freeze, compose, print and keep, saying between steps how far it is."""
    from documents import pdf  # WeasyPrint is slow to import, and web workers never need it

    kind = KINDS[Kind(run.kind)]
    tell(run, 10, "Thu thập số liệu")
    if run.figures is None:
        _freeze(run, kind.gather(run))
    tell(run, 40, "Soạn nội dung")
    _write_body(run)
    tell(run, 60, "In ra PDF")
    illustrative = kind.is_illustrative(run.figures or {})
    content = pdf.render(printed(run.paper, footer=footer(illustrative=illustrative)))
    tell(run, 90, "Lưu tệp")
    finish(run, content)


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
    end(run, file=name)
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
        reason = reason_of(error, what="báo cáo", again="Lập lại")
        if end_badly(run, reason):
            trail.record(None, "report failed", run, attempt=run.attempt, error=repr(error)[:300])
