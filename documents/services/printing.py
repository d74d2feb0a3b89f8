"""Prints of papers: asked for once, made by the worker, the exact bytes kept.

A view asks through `documents.tasks.print_soon`, which hands the run to the worker too.
"""

import io
import math
from collections.abc import Callable
from itertools import chain
from time import monotonic

import structlog
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from communes.names import search_key
from documents.blocks import Appendix, Block, Bullets, Table
from documents.choices import PrintState
from documents.formcheck import check_pdf
from documents.models import OfficialDocument, PrintRun
from documents.models.way import PrintRunQuerySet
from documents.selectors.prints import as_printed, fingerprint, latest_print
from documents.services.claims import claim, end, end_badly, reason_of, sweep, tell
from documents.services.files import store_file

__all__ = [
    "ask_for_print",
    "fail_print",
    "file_name",
    "latest_print",
    "make_print",
    "start_print",
    "sweep_prints",
]

AGAIN = "In lại"
LAID_OUT = 75  # percent when the last page is laid out; drawing and checking take the rest
OFTEN = 0.5  # seconds between two words on how far it is
SIGNS_A_PAGE, SIGNS_A_SHEET = 2600, 2200  # of running text, of a table
logger = structlog.get_logger("ntm.prints")


def ask_for_print(paper: OfficialDocument, by: User | None) -> PrintRun:
    """The print under way, or the finished one that says what the paper says; else a new one in the queue.

    Refusals: `no_text` (a paper that is only registered has nothing to print).
    """
    if not paper.body:
        raise ValidationError(
            "Văn bản này chỉ vào sổ, hệ thống không có toàn văn để in. Xem bản gốc hoặc tệp kèm theo.",
            code="no_text",
        )
    underway = PrintRun.objects.unsettled().filter(paper=paper).first()
    known = underway or latest_print(paper)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return PrintRun.objects.create(paper=paper, version=paper.version, by=by)
    except IntegrityError:  # somebody else asked at the same moment
        return PrintRun.objects.filter(paper=paper).latest("pk")


def start_print(run_pk: int) -> PrintRun | None:
    """Claim the run; None where there is nothing to claim."""
    if not claim(PrintRun.objects.all(), run_pk):
        return None
    return PrintRun.objects.select_related("paper__issuer", "paper__letterhead").get(pk=run_pk)


def make_print(run: PrintRun) -> None:
    """Lay the paper out as it stands now, measure its form, keep the bytes."""
    from documents import pdf

    paper = run.paper
    page = as_printed(paper)
    tell(run, 5, "Chuẩn bị trang in", fingerprint=fingerprint(page), version=paper.version)
    content = pdf.render(page, _by_pages(run, _pages_expected(page.blocks)))
    tell(run, LAID_OUT + 10, "Kiểm tra thể thức trên bản in")
    findings = [one.to_json() for one in check_pdf(content, page)]
    tell(run, LAID_OUT + 20, "Lưu tệp")
    stored = store_file(File(io.BytesIO(content), name=file_name(paper, "pdf")), by=None)
    end(run, file=stored, pages=stored.pages, pages_done=stored.pages or 0, findings=findings)


def fail_print(run: PrintRun, error: BaseException) -> None:
    """Write down why, in words for whoever asked; what the machine said goes to the log."""
    logger.error("print failed", run=run.pk, attempt=run.attempt, exc_info=error)
    end_badly(run, reason_of(error, what="bản in", again=AGAIN))


def sweep_prints() -> list[int]:
    """Prints lost on the way or with their worker are queued again; their keys."""
    return sweep(PrintRun.objects.all(), _give_up)


def file_name(paper: OfficialDocument, ending: str) -> str:
    """«kh-07-kh-stttt-2024.pdf»: plain letters, so that every machine keeps it whole."""
    said = f"{paper.kind} {paper.symbol if paper.number else paper.title} {paper.year or ''}"
    return f"{search_key(said).replace(' ', '-')[:80].strip('-')}.{ending}"


def _give_up(run: PrintRun, still: PrintRunQuerySet) -> None:
    still.update(
        state=PrintState.FAILED,
        error=(
            f"Hệ thống nền đã dừng giữa chừng {run.attempt} lần khi in văn bản này. "
            f"Bấm «{AGAIN}»; nếu vẫn vậy, báo quản trị."
        ),
        finished_at=timezone.now(),
    )


def _by_pages(run: PrintRun, expected: int) -> Callable[[int], None]:
    """Says how far the print is, page by page, but not more often than anybody looks."""
    last = -math.inf

    def told(done: int) -> None:
        nonlocal last
        if monotonic() - last < OFTEN:
            return
        last = monotonic()
        percent = 10 + (LAID_OUT - 10) * done // max(expected, done + 1)
        tell(run, percent, f"Dàn trang {done + 1}", pages_done=done)

    return told


def _pages_expected(blocks: tuple[Block, ...]) -> int:
    """A guess from how much is written, for the bar alone."""
    pages = 1.0
    for one in blocks:
        if isinstance(one, Appendix):
            pages += _pages_expected(one.blocks)
        elif isinstance(one, Table):
            cells = chain.from_iterable(row.cells for row in one.rows)
            pages += sum(map(len, cells)) / SIGNS_A_SHEET
        else:
            words = one.items if isinstance(one, Bullets) else (getattr(one, "text", ""),)
            pages += sum(map(len, words)) / SIGNS_A_PAGE
    return math.ceil(pages)
