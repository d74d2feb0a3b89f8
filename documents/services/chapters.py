"""A long paper printed by every worker that is free: chapters are rows, each claimed as runs are.

Who prints the paper lays chapters out itself until none is left, so it waits for nobody who does not come; what
another worker took and died over comes back to it with the heartbeat. The joined print is the paper printed whole.
"""

import datetime as dt
import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic, sleep
from uuid import uuid4

import structlog
from django.db.models import Sum
from django.utils import timezone

from documents.blocks import PrintedPaper
from documents.choices import PrintState
from documents.models import PrintChapter
from documents.models.chapter import PrintChapterQuerySet
from documents.services.claims import (
    Superseded,
    claim,
    end,
    end_badly,
    keep_alive,
    reason_of,
    tell,
)

Told = Callable[[int], None]
Share = Callable[[Sequence[int]], None]
WORTH_IT = 80_000  # signs of weight, about a second of the processor: below, cutting gains nothing
OFTEN = 0.3  # seconds between two words on how far a chapter is
AWHILE = 0.05  # seconds between two looks at what others still print
LEFT_OVER = dt.timedelta(hours=1)
logger = structlog.get_logger("ntm.prints")


class _Taken(Exception):  # noqa: N818 -- reads as what happened
    """Another worker has this chapter now."""


def print_in_chapters(paper: PrintedPaper, told: Told | None, share: Share) -> bytes:
    """The paper as PDF. `share` hands chapters to other workers, `told` hears the pages that all have done.

    Not in a transaction: others must see the rows. Raises what printing raises, and what `told` raises.
    """
    from documents import pdf

    parts = pdf.chapters(paper)
    if len(parts) == 1 or sum(one.weight for one in parts) < WORTH_IT:
        return pdf.render(paper, told)
    job = uuid4()
    rows = PrintChapter.objects.filter(job=job)
    try:
        PrintChapter.objects.bulk_create(
            PrintChapter(
                job=job, place=place, weight=math.ceil(one.weight), html=pdf.chapter_page(one)
            )
            for place, one in enumerate(parts)
        )
        longest = rows.order_by("-weight", "place").values_list("pk", flat=True)
        share(list(longest[1:]))
        _work_off(rows, told)
        contents = rows.order_by("place").values_list("content", flat=True)
        return pdf.join([bytes(one or b"") for one in contents])
    finally:
        rows.delete()


def take_chapter(pk: int) -> PrintChapter | None:
    """Claim the chapter; None where there is nothing to claim."""
    if not claim(PrintChapter.objects.all(), pk):
        return None
    return PrintChapter.objects.defer("content").filter(pk=pk).first()


def make_chapter(chapter: PrintChapter, told: Told) -> None:
    """Lay the chapter out and keep its PDF. Raises Superseded where the claim is gone."""
    content, pages = _laid_out(chapter, told)
    end(chapter, content=content, pages_done=pages)


def tell_chapter(chapter: PrintChapter) -> Told:
    """Writes how far the chapter is, not more often than anybody looks."""
    last = -math.inf

    def told(done: int) -> None:
        nonlocal last
        if monotonic() - last >= OFTEN:
            last = monotonic()
            tell(chapter, 0, f"Dàn trang {done + 1}", pages_done=done)

    return told


def fail_chapter(chapter: PrintChapter, error: BaseException) -> None:
    """Who prints the paper tries it once more, and hears the reason from its own mouth."""
    logger.error("chapter failed", chapter=chapter.pk, attempt=chapter.attempt, exc_info=error)
    end_badly(chapter, reason_of(error, what="bản in", again="In lại"))


def clear_chapters() -> int:
    """What prints left behind whose worker died: they were begun anew, with chapters of their own."""
    _, gone = PrintChapter.objects.filter(queued_at__lt=timezone.now() - LEFT_OVER).delete()
    return gone.get(PrintChapter._meta.label, 0)


def _work_off(rows: PrintChapterQuerySet, told: Told | None) -> None:
    while rows.exclude(state=PrintState.DONE).exists():
        now = timezone.now()
        waiting = rows.claimable(now).order_by("-weight", "place").values_list("pk", flat=True)
        chapter = take_chapter(waiting[0]) if waiting else None
        if chapter is not None:
            _make_own(chapter, rows, told)
        elif lost := (rows.filter(state=PrintState.FAILED) | rows.expired(now)).first():
            _make_anyway(lost)
        elif not waiting:
            if told:
                told(_pages_done(rows))
            sleep(AWHILE)


def _make_own(chapter: PrintChapter, rows: PrintChapterQuerySet, told: Told | None) -> None:
    tell_row, others = tell_chapter(chapter), rows.exclude(pk=chapter.pk)

    def heard(done: int) -> None:
        try:
            tell_row(done)
        except Superseded:
            raise _Taken from None
        if told:
            told(done + _pages_done(others))

    try:
        with keep_alive(chapter):
            content, pages = _laid_out(chapter, heard)
    except _Taken:
        return
    with suppress(Superseded):
        end(chapter, content=content, pages_done=pages)


def _laid_out(chapter: PrintChapter, told: Told) -> tuple[bytes, int]:
    from documents import pdf

    pages = 0

    def heard(done: int) -> None:
        nonlocal pages
        pages = done + 1
        told(done)

    return pdf.print_html(chapter.html, heard), pages


def _make_anyway(chapter: PrintChapter) -> None:
    """Given up by others: it is printed here, or fails here for all to hear."""
    from documents import pdf

    PrintChapter.objects.filter(pk=chapter.pk).update(
        state=PrintState.DONE, content=pdf.print_html(chapter.html)
    )


def _pages_done(rows: PrintChapterQuerySet) -> int:
    return rows.aggregate(pages=Sum("pages_done"))["pages"] or 0
