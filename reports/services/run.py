"""Making a report: claim, gather and freeze, compose, print, finish once.

Every write asks whether the claim still holds (documents.services.claims).
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import structlog
from django.core.files.base import ContentFile
from django.db import transaction

from accounts import trail
from communes.names import search_key
from documents.models import OfficialDocument
from documents.services.chapters import Share, print_in_chapters
from documents.services.claims import Superseded, claim, end, end_badly, reason_of, tell
from documents.services.drafts import keep_version
from reports.choices import Kind
from reports.kinds import KINDS, Sheet
from reports.models import ReportRun
from reports.selectors.pages import page_of
from reports.services.body import text_of

OFTEN = 5  # pages between two words on how far the print is
LONGEST = 40  # letters of an agency in a file's name: the column keeps a hundred of all
logger = structlog.get_logger("ntm.reports")


def start(run_pk: int) -> ReportRun | None:
    """Claim the run by a conditional update; None where there is nothing to claim."""
    if not claim(ReportRun.objects.all(), run_pk):
        return None
    run: ReportRun = ReportRun.objects.select_related(
        "agency", "commune", "criteria_set", "round", "paper__letterhead"
    ).get(pk=run_pk)
    return run


def alone(chapters: Sequence[int]) -> None:
    """Nobody else prints: the worker makes every chapter itself."""


def render(run: ReportRun, share: Share = alone) -> None:
    """Gather, freeze, compose, print and keep, saying between steps how far it is.

    `share` hands chapters of a long report to other workers. Not in a transaction.
    """
    from documents import pdf  # WeasyPrint is slow to import, and web workers never need it

    kind = KINDS[Kind(run.kind)]
    tell(run, 10, "Thu thập số liệu")
    if run.figures is None:
        _freeze(run, kind.gather(run))
    tell(run, 40, "Soạn nội dung")
    _write_body(run)
    tell(run, 60, "In ra PDF")
    page = page_of(run)
    if isinstance(page, Sheet):
        content = pdf.print_html(page.html)
    else:
        content = print_in_chapters(page, partial(_tell_pages, run), share)
    tell(run, 90, "Lưu tệp")
    finish(run, content)


def _tell_pages(run: ReportRun, pages: int) -> None:
    if pages % OFTEN == 0:
        tell(run, min(60 + pages // 2, 89), f"In ra PDF, xong {pages} trang")


def _freeze(run: ReportRun, figures: dict[str, Any]) -> None:
    """Keep the figures, once: whoever comes later prints from these."""
    held = ReportRun.objects.held_at(run.pk, run.attempt)
    if not held.filter(figures__isnull=True).update(figures=figures):
        raise Superseded
    run.figures = figures


def _write_body(run: ReportRun) -> None:
    """What the run prints is kept with it, once; a paper that is still drafted takes it over.

    What is out never changes: a run of it prints the text that it had.
    """
    if run.body:
        return
    held = ReportRun.objects.held_at(run.pk, run.attempt)
    run.body = text_of(run)
    if not held.update(body=run.body):
        raise Superseded
    paper = run.paper
    if paper is not None and paper.is_editable:
        _put_on_paper(paper, run)


@transaction.atomic
def _put_on_paper(paper: OfficialDocument, run: ReportRun) -> None:
    """The text onto the draft, with a version: whoever has the editor open is told, and loses nothing."""
    locked = OfficialDocument.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if not locked.is_editable or locked.body == run.body:
        return
    locked.body = run.body
    keep_version(locked, None)
    paper.body, paper.version = locked.body, locked.version


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
    subject = search_key(run.subject).replace(" ", "-")[:LONGEST]
    stem = f"bao-cao-{subject}-{run.period_starts:%Y-%m}-{run.pk}-{attempt or run.attempt}"
    return f"reports/{run.period_starts:%Y}/{stem}.pdf"


def fail(run: ReportRun, error: BaseException) -> None:
    """Write down why, in words for whoever asked; what the machine said goes to the log."""
    logger.error("report failed", run=run.pk, attempt=run.attempt, exc_info=error)
    with transaction.atomic():
        reason = reason_of(error, what="báo cáo", again="Lập lại")
        if end_badly(run, reason):
            trail.record(None, "report failed", run, attempt=run.attempt, error=repr(error)[:300])
