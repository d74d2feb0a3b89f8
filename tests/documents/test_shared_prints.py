"""A long paper printed by several workers: shared, taken over, given up, and never left half done."""

import datetime as dt
import io
from dataclasses import replace
from functools import cache

import pypdf
import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from documents import pdf, tasks
from documents.blocks import Appendix, Paragraph
from documents.choices import PrintState
from documents.models import PrintChapter
from documents.services import chapters
from documents.services.claims import Superseded
from tests.documents.sample import REPORT

pytestmark = pytest.mark.django_db

LOST = dt.timedelta(seconds=61)
PAGE = Paragraph("Một phụ lục ngắn.")
PAPER = replace(
    REPORT,
    blocks=(
        Paragraph("Phần lời."),
        *(Appendix(number, f"Biểu {number}", "", (PAGE,)) for number in ("I", "II", "III")),
    ),
)


@pytest.fixture(autouse=True)
def every_paper_is_long(monkeypatch):
    monkeypatch.setattr(chapters, "WORTH_IT", 0)
    monkeypatch.setattr("documents.pdf.cutting._LEAST", 0)


@pytest.fixture
def printed(monkeypatch):
    """The pages that were laid out, in order."""
    pages = []
    plain = pdf.print_html

    def lay_out(html, told=None):
        pages.append(html)
        return plain(html, told)

    monkeypatch.setattr(pdf, "print_html", lay_out)
    return pages


def _said(content):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


@cache
def _whole():
    """What the paper says printed in one piece."""
    return _said(pdf.render(PAPER))


def _alone(_keys):
    """No other worker comes."""


def test_alone_it_prints_every_chapter_and_leaves_nothing(printed):
    offered = []

    content = chapters.print_in_chapters(PAPER, None, offered.extend)

    assert _said(content) == _whole()
    assert len(printed) == 4
    assert len(offered) == 3  # one it begins itself
    assert not PrintChapter.objects.exists()


def test_what_others_print_is_not_printed_twice(printed):
    def share(keys):
        for pk in [*keys, *keys]:  # delivered twice
            tasks.print_chapter(pk)

    told = []
    content = chapters.print_in_chapters(PAPER, told.append, share)

    assert _said(content) == _whole()
    assert len(printed) == 4
    assert told[0] == 3  # pages of the others, before its own


def test_the_longest_is_taken_first(printed, monkeypatch):
    heavy = replace(PAPER, blocks=(*PAPER.blocks, Appendix("IV", "Dài", "", (PAGE,) * 30)))

    chapters.print_in_chapters(heavy, None, _alone)

    assert "Phụ lục IV" in printed[0]


def test_a_chapter_of_a_dead_worker_comes_back(printed):
    def share(keys):
        PrintChapter.objects.filter(pk__in=keys).update(
            state=PrintState.RUNNING, attempt=1, heartbeat=timezone.now() - LOST
        )

    content = chapters.print_in_chapters(PAPER, None, share)

    assert _said(content) == _whole()


def test_a_chapter_that_killed_three_workers_is_tried_here(printed):
    def share(keys):
        PrintChapter.objects.filter(pk__in=keys).update(
            state=PrintState.RUNNING, attempt=3, heartbeat=timezone.now() - LOST
        )

    assert _said(chapters.print_in_chapters(PAPER, None, share)) == _whole()


def test_it_waits_for_a_worker_that_still_says_so(printed, monkeypatch):
    waits = []

    def share(keys):
        PrintChapter.objects.filter(pk__in=keys).update(
            state=PrintState.RUNNING, attempt=1, heartbeat=timezone.now(), pages_done=1
        )

    def pause(_seconds):
        waits.append(PrintChapter.objects.filter(state=PrintState.RUNNING).count())
        PrintChapter.objects.filter(state=PrintState.RUNNING).update(
            heartbeat=timezone.now() - LOST
        )

    monkeypatch.setattr(chapters, "sleep", pause)
    told = []

    chapters.print_in_chapters(PAPER, told.append, share)

    assert waits[0] == 3
    assert 4 in told  # its own page and one of each of the others


def test_what_fails_elsewhere_says_why_here():
    wrong = replace(PAPER, blocks=(*PAPER.blocks, Appendix("IV", "Sai", "", (Paragraph("👍"),))))

    def share(keys):
        for pk in keys:
            tasks.print_chapter(pk)
        failed.append(PrintChapter.objects.filter(state=PrintState.FAILED).count())

    failed = []
    with pytest.raises(pdf.GlyphMissing, match="👍"):
        chapters.print_in_chapters(wrong, None, share)
    assert failed == [1]
    assert not PrintChapter.objects.exists()


def test_a_worker_whose_run_is_gone_lets_go():
    def told(_done):
        raise Superseded

    with pytest.raises(Superseded):
        chapters.print_in_chapters(PAPER, told, _alone)
    assert not PrintChapter.objects.exists()


def test_a_chapter_taken_over_meanwhile_is_left_to_the_other(printed, monkeypatch):
    taken = []

    def told(_done):
        if not taken:
            taken.append(PrintChapter.objects.filter(state=PrintState.RUNNING).update(attempt=2))

    monkeypatch.setattr(chapters, "OFTEN", 0)
    monkeypatch.setattr(
        chapters,
        "sleep",
        lambda _: PrintChapter.objects.filter(state=PrintState.RUNNING).update(
            heartbeat=timezone.now() - LOST
        ),
    )

    content = chapters.print_in_chapters(PAPER, told, _alone)

    assert taken == [1]
    assert len(printed) == 5
    assert _said(content) == _whole()


def test_a_short_paper_is_printed_whole(monkeypatch):
    monkeypatch.setattr(chapters, "WORTH_IT", 10**6)

    content = chapters.print_in_chapters(PAPER, None, pytest.fail)

    assert content == pdf.render(PAPER)


def test_chapters_of_a_print_that_died_are_cleared():
    old = PrintChapter.objects.create(job="0" * 32, place=0, weight=1, html="x")
    PrintChapter.objects.create(job="0" * 32, place=1, weight=1, html="x")
    PrintChapter.objects.filter(pk=old.pk).update(
        queued_at=timezone.now() - chapters.LEFT_OVER - dt.timedelta(minutes=1)
    )

    tasks.sweep_lost_prints()

    assert [one.place for one in PrintChapter.objects.all()] == [1]


def test_a_broker_that_is_away_stops_nothing(monkeypatch):
    def away(_pk):
        raise OperationalError

    monkeypatch.setattr(tasks.print_chapter, "delay", away)

    content = chapters.print_in_chapters(PAPER, None, tasks.share_chapters)

    assert len(_said(content)) == 4


def test_a_chapter_that_is_gone_is_nothing_to_print():
    tasks.print_chapter(10**6)
